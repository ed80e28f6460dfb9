"""``effrules year status``: where every body stands, and every stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import evolve

from effrules.cli.door import Command
from effrules.cli.language import in_words, spoken
from effrules.cli.speaking import colour, say, speak, tell, width
from effrules.cli.year.asking import (
    earlier_years,
    entries_of,
    folder,
    held_in,
    named,
    refusing,
    told_last,
    year_of,
)
from effrules.words import Message, day_text, in_language, phrase, reason_of, several

if TYPE_CHECKING:
    from effrules.cycle import Year
    from effrules.cycle.entries import Entry
    from effrules.cycle.standing import BodyStanding, StageStanding, Standing
    from effrules.report.blocks.pieces import Block, Page
    from effrules.words import Language


@click.command(cls=Command, short_help="Show where every body stands.")
@folder
@earlier_years
def command(folder: Path, earlier: tuple[Path, ...]) -> None:
    """Show where every body of YEAR stands: what it sent, what is wrong with it, what was sent to it, its objections; and each stage.

    Every file that the register names must be as it was kept, and the data of a stage, its results and its run record those that were scored.

    Where the rules say something of several years running (one of the last places, a lower score), it is told of whom that holds, as
    far as the years before are named with --earlier.
    """
    from effrules.cycle.scored import changed
    from effrules.cycle.standing import stands
    from effrules.report.blocks.terminal import terminal

    year = year_of(folder)
    entries = entries_of(year)
    found = stands(entries)
    page = _page(found, year, spoken())
    page = evolve(page, blocks=(*page.blocks, *_of_years(found, year, earlier, spoken())))
    say(terminal(page, width=width(), colour=colour()))
    say("\n")
    speak(told_last(entries))
    with refusing():
        lost = [*map(reason_of, year.lost(entries))]
        lost += [
            phrase("{file} is not what was scored; score it again: effrules year score", file=one.relative_to(year.folder).as_posix())
            for one in changed(year, found)
        ]  # fmt: skip
    for one in lost:
        tell(phrase("effrules: {reason}", reason=one))
    if lost:
        raise click.exceptions.Exit(1)


def _of_years(found: Standing, year: Year, earlier: tuple[Path, ...], language: Language) -> Iterator[Block]:
    """What the rules say of several years running."""
    from effrules.cycle.entries import Stage
    from effrules.cycle.scored import scored_stage
    from effrules.report.blocks.pieces import Paragraph, words
    from effrules.report.cycle.years_running import running
    from effrules.report.naming import Naming

    if all(one.running is None for one in year.program.stages.values()):
        return
    if found.stage(Stage.FINAL).scored is None:
        told = phrase(
            "What the rules say of several years running is told when the final results are scored."
        )
        yield Paragraph(words(told.in_(language)))
        return
    with refusing():
        of = scored_stage(year, Stage.FINAL)
    yield from running(held_in(of, earlier), Naming(year.program, language), year.names.typed)


def _page(found: Standing, year: Year, language: Language) -> Page:
    from effrules.cycle.collecting import nobodys
    from effrules.cycle.lacking import of_silence
    from effrules.report.blocks.pieces import Column, Heading, Page, Paragraph, Table, words
    from effrules.report.cycle.papers import STAGES

    def told(message: Message) -> str:
        return message.in_(language)

    title = told(phrase("The assessment of {year}", year=str(year.manifest.year)))
    columns = (
        Column(told(phrase("Body")), is_text=True, is_long=True),
        Column(told(phrase("Sent in")), is_text=True),
        Column(told(phrase("Sent to it")), is_text=True),
        Column(told(phrase("Objections", context="number of")),),
        Column(told(phrase("Open", context="number of objections")),),
    )  # fmt: skip
    rows = tuple(
        (
            named(year.names.body(body.key), body.key), words(_submitted(body, language)),
            words(_day(body.sent[-1], language) if body.sent else "-"),
            words(str(len(body.appeals))), words(str(len(body.open_appeals))),
        )
        for body in found.bodies
    )  # fmt: skip
    stages = tuple(Paragraph(words(_stage(one, language)), told(STAGES[one.stage])) for one in found.stages)
    left = [str(one.number) for one in nobodys(found.entries)]
    nobody = phrase("Files that are nobody's yet: entries {numbers}", numbers=several(left))
    more = (Paragraph(words(told(nobody))),) if left else ()
    institutions = tuple(
        (named(in_language(year.names.institution(name), language), name),
         words(_last(found.reported(name), language)), words(str(len(one.bodies))))
        for name, one in year.reporters.institutions.items()
    )  # fmt: skip
    reporting = (
        Column(told(phrase("Institution that reports of bodies")), is_text=True, is_long=True),
        Column(told(phrase("Sent in")), is_text=True),
        Column(told(phrase("Bodies", context="number of"))),
    )
    silent = [one.key for one in found.bodies if one.last_valid is None]
    of_rules = tuple(
        Paragraph(words(told(phrase("{told}.", told=one)))) for one in of_silence(year) if silent
    )
    return Page(
        language, title,
        (Heading(words(title), 1), *stages, *more, Table(columns, rows), *of_rules,
         *((Table(reporting, institutions),) if institutions else ())),
    )  # fmt: skip


def _submitted(body: BodyStanding, language: Language) -> str:
    """When the last data came that can be used, else that there is none; of a body that sent nothing, that others found them out."""
    if body.is_silent and body.last_valid is not None:
        return phrase("nothing; by others: {day}", day=date.fromisoformat(body.last_valid.on)).in_(language)
    return _last(body.submissions, language)


def _last(came: Sequence[Entry], language: Language) -> str:
    """When the last of what came was accepted, else that nothing was."""
    from effrules.cycle.standing import accepted

    valid = accepted(came)
    if valid:
        return _day(valid[-1], language)
    return in_words(phrase("with errors") if came else phrase("nothing"))


def _day(entry: Entry, language: Language) -> str:
    return day_text(date.fromisoformat(entry.on), language)


def _stage(stage: StageStanding, language: Language) -> str:
    if stage.approved is not None:
        return phrase("approved on {day}", day=date.fromisoformat(stage.approved.on)).in_(language)
    if stage.scored is not None:
        return phrase("scored on {day}, not approved", day=date.fromisoformat(stage.scored.on)).in_(language)
    return phrase("not scored").in_(language)
