"""``effrules goal-seek``: how a body could reach a score, a place or a grade."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import DATA, FOLDER, RULES, Command, Refusal, Whole, leave_unwritten
from effrules.cli.engines import scored
from effrules.cli.inputs import (
    dataset_of,
    points_of,
    refuse_node,
    refuse_total,
    rules_of,
    tell_warnings,
    what_is_read,
)
from effrules.cli.language import in_words
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.speaking import leave_with_findings, tell, tell_findings
from effrules.disk import given
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.report.blocks.pieces import Page
    from effrules.seek.seeking import Sought
    from effrules.words import Language

COSTS = DATA
LARGEST_COSTS = 2**20


@click.command(cls=Command, short_help="Find how a body could reach a score, a place or a grade.")
@click.argument("rules", type=RULES)
@click.argument("data", type=DATA)
@click.argument("body")
@click.argument("points", required=False)
@page_options(*PAGE, "json")
@click.option(
    "--place",
    type=Whole(min=1),
    metavar="N",
    help="Seek this place or a better one, in place of a score.",
)
@click.option("--grade", metavar="NAME", help="Seek this grade or a better one, in place of a score.")
@click.option(
    "--node",
    default="total",
    show_default=True,
    metavar="NODE",
    help="Whose score, place or grade is sought.",
)
@click.option("--change", multiple=True, metavar="TABLE.FIELD",
              help="Move figures of this field only, and of others that are named. May be repeated.")  # fmt: skip
@click.option(
    "--keep",
    multiple=True,
    metavar="TABLE.FIELD",
    help="Leave the figures of this field as they are. May be repeated.",
)
@click.option("--within", multiple=True, metavar="TABLE.FIELD=LOW..HIGH",
              help="Move figures of this field between these only. May be repeated.")  # fmt: skip
@click.option("--step", multiple=True, metavar="TABLE.FIELD=STEP",
              help="Move figures of this field by such steps; by default by the finest decimal that is reported. May be repeated.")  # fmt: skip
@click.option("--cost", multiple=True, metavar="TABLE.FIELD=COST",
              help="What a unit of this field costs. Fields without a cost then stay. May be repeated.")  # fmt: skip
@click.option(
    "--costs", type=COSTS, metavar="FILE.csv", help="The same as a table with the columns field and cost."
)
@click.option("--figures", type=Whole(1, 12), default=4, show_default=True, metavar="N",
              help="So many figures a way changes at most, if there is such a way.")  # fmt: skip
@click.option(
    "--ways",
    type=Whole(1, 50),
    default=5,
    show_default=True,
    metavar="N",
    help="Show so many ways at most.",
)
@click.option("--changed", type=FOLDER, metavar="FOLDER",
              help="Write the data with a way in them to this new folder, to be scored and traced.")  # fmt: skip
@click.option(
    "--way",
    type=Whole(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Which way --changed writes.",
)
@what_is_read
def command(
    rules: str, data: Path, body: str, points: str | None, to: To, place: int | None, grade: str | None, node: str,
    change: tuple[str, ...], keep: tuple[str, ...], within: tuple[str, ...], step: tuple[str, ...], cost: tuple[str, ...],
    costs: Path | None, figures: int, ways: int, changed: Path | None, way: int,
    settings: tuple[str, ...], overlays: tuple[Path, ...], earlier: Path | None, shortest_decimal: tuple[str, ...],
) -> None:  # fmt: skip
    """Find the least changes of its reported figures with which BODY (its identifier in DATA) reaches POINTS by RULES, the cheapest first.

    Each way is worked out exactly, with the figures of all other bodies as they stand, and says what shows that nothing
    less will do. Figures move by whole steps, within what their fields admit; what must hold of the data holds. Where
    nothing reaches the goal, the best that can be had is shown, and what stops it; the exit code is then 1.

    \b
    effrules goal-seek current data/ energy 90
    effrules goal-seek current data/ energy --place 3 --keep staff_report.others
    effrules goal-seek current data/ energy 90 --change goal_target.actual --cost goal_target.actual=2
    effrules goal-seek current data/ energy 90 --changed what-if -o ways.html
    """
    _refuse_goals(points, place, grade)
    wished = None if points is None else points_of(points, "POINTS")
    if changed is not None and changed.exists() and (not changed.is_dir() or any(changed.iterdir())):
        told = phrase(
            "`{folder}` is not empty; nothing was written. Say a new or empty folder.", folder=str(changed)
        )
        raise Refusal(in_words(told))
    chosen = rules_of(rules, overlays, settings)
    program = chosen.program
    refuse_node(node, program, "--node")
    refuse_total(node, program, "--node")
    from effrules.cli.progress import Progress
    from effrules.seek.asking import Written, asked
    from effrules.seek.seeking import Settings, seek

    table = None if costs is None else (given(costs), _text(costs))
    dataset, told_of_data = dataset_of(program, data, earlier, shortest_decimal)
    base = scored(program, dataset, (), "auto", False)
    written = Written(wished, place, grade, change, keep, within, step, cost, table)
    wanted, problems = asked(program, dataset, base, body, node, written)
    if wanted is None:
        leave_with_findings(problems)
    with Progress() as progress:
        found = seek(
            program, dataset, base, wanted.subject, wanted.goal, wanted.figures, Settings(figures, ways),
            progress if progress.wanted else None,
        )  # fmt: skip
    if to.form == "json":
        from effrules.report.goal.json_text import json_text

        to.text(json_text(found, list(chosen.what_if), is_priced=wanted.is_priced))
    else:
        from effrules.report.goal.story import page

        def made(language: Language) -> Page:
            return page(found, language, is_priced=wanted.is_priced, what_if=chosen.what_if)

        to.page(made)
    if changed is not None:
        _write(found, way, changed)
        tell(
            phrase(
                "The data with way {number}: {folder}. How its score comes about: effrules trace {rules} {folder} {body}",
                number=way, folder=given(changed), rules=given(rules), body=body,
            )
        )  # fmt: skip
    tell_findings(told_of_data)
    tell_warnings(chosen, rules)
    if not found.is_reached and not found.ways:
        raise click.exceptions.Exit(1)


def _refuse_goals(points: str | None, place: int | None, grade: str | None) -> None:
    """None of the three, or several. Raises click.BadParameter."""
    stated = [one is not None for one in (points, place, grade)]
    if sum(stated) != 1:
        told = phrase("say one of them: POINTS, --place or --grade.")
        raise click.BadParameter(in_words(told), param_hint="POINTS")


def _text(path: Path) -> str:
    """The text of a small file. Raises click.BadParameter."""
    from effrules.source import file_of
    from effrules.words import reason_of

    try:
        file_of(path, LARGEST_COSTS)
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        told = phrase("`{path}`: it is no text in UTF-8.", path=str(path))
    except OSError as why:
        told = phrase("`{path}`: {reason}.", path=str(path), reason=reason_of(why))
    raise click.BadParameter(in_words(told), param_hint="--costs")


def _write(found: Sought, number: int, folder: Path) -> None:
    """The data with a way in them, as a new folder of tables. Ends the command where there is no such way."""
    from effrules.data.sheets import sheets
    from effrules.disk import put_folder
    from effrules.seek.seeking import as_changed

    if number > len(found.ways):
        tell(
            phrase(
                "There is no way {number}; nothing was written to `{folder}`.",
                number=number,
                folder=str(folder),
            )
        )
        raise click.exceptions.Exit(1)
    with as_changed(found.ways[number - 1]):
        files = {f"{sheet.table}.csv": sheet.csv() for sheet in sheets(found.dataset, found.program.schema)}
    try:
        put_folder(folder, files)
    except OSError as why:
        leave_unwritten(why)
