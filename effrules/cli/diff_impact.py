"""The part of ``effrules diff`` that looks at data: whom a change moves, by how much, and which edit did it.

``options`` adds ``--data`` and its like to the command, ``asked_for`` gathers them, ``worked_out`` reads and scores, ``blocks``
gives what is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen

from effrules.cli.door import DATA
from effrules.cli.engines import for_many
from effrules.cli.inputs import refuse_columns, refuse_unmet, shortest_decimal
from effrules.cli.language import in_words
from effrules.cli.speaking import leave_with_findings, tell
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.compare.difference import Difference
    from effrules.compare.impact.impacts import Impact
    from effrules.data.dataset import Dataset
    from effrules.diagnostics import Finding
    from effrules.report.blocks.pieces import Block
    from effrules.report.impact.json_text import ImpactDocument
    from effrules.words import Language

MOST_BODIES = 20
"""In a terminal so many bodies are listed unless all are asked for."""

MOST_WATERFALLS = 3
MOST_CAUSES = 3


@frozen
class Asked:
    """What is asked for: the data of both sides (the same path twice for one), whose waterfalls, all bodies or not."""

    old: Path
    new: Path
    agencies: tuple[str, ...]
    everyone: bool
    shortest: tuple[str, ...] = ()
    """Columns whose numbers are read as the shortest decimal."""


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of the command that have to do with data."""
    for option in reversed((
        click.option("--data", type=DATA, metavar="DATA",
                     help="Score DATA by both, and show whom the change moves, by how much, and which edit did it."),
        click.option("--old-data", type=DATA, metavar="DATA", help="With --new-data: the data of the old side."),
        click.option("--new-data", type=DATA, metavar="DATA", help="With --old-data: the data of the new side."),
        click.option("--agency", "agencies", multiple=True, metavar="ID",
                     help="Show how this body's change comes about, edit by edit. May be repeated."),
        click.option("--all", "everyone", is_flag=True, help="List every body, not only the most moved."),
        shortest_decimal,
    )):  # fmt: skip
        command = option(command)
    return command


def asked_for(
    data: Path | None,
    old_data: Path | None,
    new_data: Path | None,
    agencies: tuple[str, ...],
    everyone: bool,
    shortest: tuple[str, ...] = (),
) -> Asked | None:
    """What the options ask for; ``None`` where they name no data. Raises BadParameter where they do not fit together."""
    if data is not None:
        if old_data is not None or new_data is not None:
            told = phrase("it stands for both sides: leave out --old-data and --new-data.")
            raise click.BadParameter(in_words(told), param_hint="--data")
        return Asked(data, data, agencies, everyone, shortest)
    if old_data is not None and new_data is not None:
        return Asked(old_data, new_data, agencies, everyone, shortest)
    if old_data is not None or new_data is not None:
        given, lacking = ("--old-data", "--new-data") if new_data is None else ("--new-data", "--old-data")
        told = phrase("it needs {option} as well; for one set of data write --data.", option=lacking)
        raise click.BadParameter(in_words(told), param_hint=given)
    if agencies or everyone or shortest:
        hint = "--agency" if agencies else "--all" if everyone else "--shortest-decimal"
        raise click.BadParameter(in_words(phrase("it needs data: --data DATA.")), param_hint=hint)
    return None


def worked_out(difference: Difference, asked: Asked) -> Impact:
    """Read the data, score both sides, share out the changes. Leaves with findings where the data cannot be read."""
    from effrules.cli.progress import Progress
    from effrules.compare.impact.measuring import impact
    from effrules.model.real import Undecided

    old, new = _read(difference, asked)
    _refuse_unknown(asked.agencies, {row.key for dataset in (old, new) for row in dataset.subjects})
    progress = Progress()
    try:
        wanted = progress if progress.wanted else None
        return impact(difference, old, new, wanted, for_many(max(len(old.subjects), len(new.subjects))))
    except Undecided as undecided:
        tell(
            phrase(
                "effrules: totals are irrational and so close to each other that {digits} digits do not tell them "
                "apart; round the total in the rules.",
                digits=undecided.digits,
            )
        )
        raise click.exceptions.Exit(1) from None
    finally:
        progress.end()


def _read(difference: Difference, asked: Asked) -> tuple[Dataset, Dataset]:
    """The data of both sides; one object twice where they are one set of data."""
    from effrules.compare.impact.datasets import laid_together
    from effrules.data import read

    schemas = difference.old.schema, difference.new.schema
    refuse_columns(asked.shortest, *schemas)
    old, told = read(asked.old, schemas[0], asked.shortest)
    if asked.old == asked.new and schemas[0] == schemas[1]:
        new = old
    else:
        new, more = read(asked.new, schemas[1], asked.shortest)
        told = (*told, *(finding for finding in more if finding not in told))
    if old is None or new is None:
        if asked.old == asked.new and (old is None) is not (new is None):
            tell(
                phrase(
                    "The old rules cannot read these data. Give each side its own: --old-data DATA --new-data DATA."
                )
                if old is None
                else phrase(
                    "The new rules cannot read these data. Give each side its own: --old-data DATA --new-data DATA."
                )
            )
        leave_with_findings(finding for finding in told if finding.is_error)
    for program, dataset in ((difference.old, old), (difference.new, new)):
        refuse_unmet(program, dataset)
    one = laid_together(old, new)
    return (old, new) if one is None else (one, one)


def _refuse_unknown(agencies: tuple[str, ...], known: set[str]) -> None:
    from effrules.diagnostics.lookalikes import suggestion

    for key in agencies:
        if key not in known:
            told = phrase("there is no `{body}` in the data.", body=key)
            raise click.BadParameter(in_words(told, suggestion(key, known)), param_hint="--agency")


def problems(impact: Impact) -> tuple[Finding, ...]:
    """What went wrong when the two sides were scored, each once."""
    from effrules.diagnostics import distinct

    return distinct((*impact.old.findings, *impact.new.findings))


def blocks(
    impact: Impact, asked: Asked, form: str, language: Language, laid: tuple[str, ...]
) -> Iterator[Block]:
    """The impact on each node that is asked for, before what the comparison says. A terminal is shown the most moved, files and pages all."""
    from effrules.report.impact.story import Most, blocks

    if form == "text":
        most = Most(
            None if asked.everyone else MOST_BODIES,
            None if asked.everyone else MOST_CAUSES,
            MOST_WATERFALLS,
            asked.agencies,
        )
    else:
        most = Most(
            waterfalls=None if form == "html" else MOST_WATERFALLS,
            agencies=asked.agencies,
            places=form == "html",
        )
    for one in impact.each:
        yield from blocks(one, language, 2, most=most, laid=laid)


def document(impact: Impact) -> ImpactDocument:
    """The impact as it stands in JSON."""
    from effrules.report.impact.json_text import document

    return document(impact)
