"""``effrules year papers``: the papers about all bodies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import FOLDER, Command
from effrules.cli.language import in_words, languages
from effrules.cli.year.asking import WORDS, earlier_years, folder, held_in, refusing, stage_option, year_of
from effrules.cli.year.paper import forms_option, paper, put, refuse_word, scored
from effrules.words import any_of, phrase

if TYPE_CHECKING:
    from effrules.model.program import Program

COMMISSION = "commission"


@click.command(
    cls=Command,
    several_languages=True,
    short_help="Write the expert conclusions by block and the table for the Commission.",
)
@folder
@stage_option
@click.option("--paper", "only", multiple=True, metavar="NAME",
              help="Only this paper: `commission`, or `expert-` and the name of a block; may be given several times.")  # fmt: skip
@click.option("--member", "members", multiple=True, type=WORDS, metavar="NAME",
              help="Who is to sign; of results that were approved, those who approved them. May be repeated.")  # fmt: skip
@earlier_years
@forms_option
@click.option("-o", "--output", type=FOLDER, metavar="FOLDER",
              help="Where to write; without it papers/STAGE in the folder of the year.")  # fmt: skip
def command(
    folder: Path,
    stage: str,
    only: tuple[str, ...],
    members: tuple[str, ...],
    earlier: tuple[Path, ...],
    forms: tuple[str, ...],
    output: Path | None,
) -> None:
    """Write the expert conclusions by block and the table for the Commission, on a stage of YEAR that was scored, as DOCX and HTML.

    \b
    effrules year papers year-2023 --stage final --lang kk --lang ru --member "A. Omarova" --member "B. Kassymova"
    effrules year papers year-2023 --stage preliminary --paper expert-interaction
    effrules year papers year-2023 --stage final --paper commission --earlier year-2022 --earlier year-2021

    An expert conclusion has the results of the bodies, the strongest and weakest directions and criteria, incidents, objections with
    their outcomes, recommendations. The table for the Commission has every body with its preliminary and final scores, place, grade
    and objections. Before the stage is approved, each sheet is marked as a draft.
    """
    from effrules.cycle.entries import Stage
    from effrules.cycle.scored import scored_stage
    from effrules.report.cycle import commission, expert

    refuse_word(forms)
    year = year_of(folder)
    names = _asked(only, year.program)
    with refusing():
        of = scored(year, stage)
        has_both = of.stage is Stage.FINAL and of.standing.stage(Stage.PRELIMINARY).scored is not None
        before = scored_stage(year, Stage.PRELIMINARY) if has_both else None
    of_years = held_in(of, earlier) if of.stage is Stage.FINAL else ()
    made, place = {}, output or folder / "papers" / stage
    for name, block in names.items():
        for language in languages():
            if block:
                page = expert.page(of, block, language, members)
            else:
                page = commission.page(of, before, language, members, of_years)
            made[place / f"{name}.{language.value}"] = paper(page, forms)
    put(made, place)


def _asked(only: tuple[str, ...], program: Program) -> dict[str, str]:
    """The papers that are asked for, each with its block ("" for all); every one where none is named. Raises click.BadParameter."""
    known = {**{f"expert-{block}": block for block in program.root.parts}, COMMISSION: ""}
    for name in only:
        if name not in known:
            told = phrase("there is no paper `{name}`: it is one of {known}.", name=name, known=any_of(known))
            raise click.BadParameter(in_words(told), param_hint="--paper")
    return {name: block for name, block in known.items() if not only or name in only}
