"""Entering: before anything is written, what an entry names is there, its values fit their fields, and no approved stage changes.

`enter` makes an entry of the register as it stands, tries it on the data of each stage that it touches, and writes it. Where
somebody else wrote in between, all of that is done again, so that nothing is entered on what is no longer so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from effrules.cycle.assembling import Assembled, assembled, of_bodies_sent, value_at
from effrules.cycle.entries import (
    Approved,
    CellName,
    Decided,
    Entry,
    Incident,
    Published,
    Reopened,
    Reported,
    Scored,
    Stage,
    Submitted,
    Verified,
    What,
    Withdrawn,
)
from effrules.cycle.folder import Year
from effrules.cycle.open_sheets import NotThere
from effrules.cycle.register import Overtaken, sealed, today
from effrules.cycle.standing import Standing, stands
from effrules.data import from_tables
from effrules.data.numerals import convention
from effrules.data.sheets import cell
from effrules.data.values import Refusal, reader
from effrules.diagnostics import CellPlace, Finding
from effrules.exact.demands import looks_at_others, unmet
from effrules.model.program import Program
from effrules.model.schema import Table
from effrules.words import Message, Telling, phrase

STAGES = {Stage.PRELIMINARY: phrase("the preliminary results"), Stage.FINAL: phrase("the final results")}
"""The stages in words."""


class NotEntered(Telling, ValueError):
    """What cannot be entered as the register stands; the text says why."""


class Wrong(Exception):
    """Values that do not fit the rules: the findings."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings)


def enter(
    year: Year, make: Callable[[Standing], What], by: str, why: str = "", on: date | None = None
) -> Entry:
    """Write what ``make`` makes of where the year stands. Raises NotEntered, NotThere, Wrong, Broken, NotAYear, OSError."""
    while True:
        entries = year.register.entries()
        found = stands(entries)
        what = make(found)
        refuse_before(what, entries, on)
        stages = tuple(touched(what, entries))
        for stage in stages:
            refuse_approved(found, stage)
        for stage in stages:
            _try(year, entries, what, stage)
        try:
            return year.register.add_all([what], by, why, on, last=entries[-1].digest)[0]
        except Overtaken:
            continue


def refuse_before(what: What, entries: Sequence[Entry], on: date | None) -> None:
    """Raises NotEntered where an entry is of an earlier day than what it is about, or rests on."""
    found = stands(entries)
    about: Entry | None = None
    match what:
        case Decided(appeal=number) | Withdrawn(entry=number):
            about = entries[number - 1]
        case Scored(stage=stage):
            rests = (one for one in found.entries if stage in touched(one.what, entries))
            about = max(rests, key=lambda one: one.on, default=None)
        case Approved(stage=stage):
            about = found.stage(stage).scored
        case Reopened(stage=stage) | Published(stage=stage):
            about = found.stage(stage).approved
        case _:
            pass
    if about is not None:
        refuse_earlier(about, on)


def refuse_earlier(about: Entry, on: date | None) -> None:
    """Raises NotEntered where a day comes before that of an entry that what is of this day rests on."""
    day = date.fromisoformat(about.on)
    if (on or today()) < day:
        raise NotEntered(
            phrase(
                "entry {number} is of {day}: what follows from it is not of an earlier day",
                number=str(about.number), day=day,
            )
        )  # fmt: skip


def touched(what: What, entries: Sequence[Entry]) -> Iterator[Stage]:
    """The stages whose data are others by an entry."""
    match what:
        case Submitted(accepted=True) | Reported(accepted=True) | Verified() | Incident():
            yield from Stage
        case Decided() if what.corrections or what.struck:
            yield Stage.FINAL
        case Withdrawn():
            yield from touched(entries[what.entry - 1].what, entries)
        case _:
            pass


def refuse_approved(found: Standing, stage: Stage) -> None:
    """Raises NotEntered where a stage is approved."""
    approved = found.stage(stage).approved
    if approved is not None:
        raise NotEntered(
            phrase(
                "this would change {stage}, which were approved on {day} (entry {number}); open them again first: effrules year reopen",
                stage=STAGES[stage],
                day=date.fromisoformat(approved.on),
                number=str(approved.number),
            )
        )


def _try(year: Year, entries: Sequence[Entry], what: What, stage: Stage) -> None:
    """Put the data of a stage together with the entry. Raises NotThere, and Wrong where they cannot be read and could before."""
    last = entries[-1]
    after = (*entries, sealed(last.number + 1, last.at, last.on, "", "", what, last.digest))

    def problems(of: Sequence[Entry]) -> tuple[Finding, ...]:
        return unread(assembled(year, stands(of), stage), year.program)

    try:
        found = problems(after)
    except NotThere:
        if isinstance(what, Withdrawn):  # one of several that are to go
            return
        raise
    if found:
        before = problems(entries)
        found = tuple(one for one in found if one not in before)
    if found and not isinstance(what, Withdrawn):
        raise Wrong(found)


def among_others(year: Year, entries: Sequence[Entry], what: What) -> tuple[Finding, ...]:
    """What is wrong with data that a body sent, when they stand among those of all others. Raises NotAYear, OSError.

    What can be wrong only then: identifiers of the subject that stand twice, and what must hold among all.
    """
    program = year.program
    demands = (demand for table in program.schema.tables for demand in table.demands)
    if not any(looks_at_others(program, one) for one in demands) and not _stands_twice(year, entries, what):
        return ()
    try:
        _try(year, entries, what, Stage.PRELIMINARY)
    except Wrong as wrong:
        return wrong.findings
    except NotThere:  # an entry about a figure that is no longer sent: told when the stage is scored
        return ()
    return ()


def _stands_twice(year: Year, entries: Sequence[Entry], what: What) -> bool:
    """Whether another body has an identifier, beside that of the body itself, that stands in what one sent."""
    last = entries[-1]
    found = stands((*entries, sealed(last.number + 1, last.at, last.on, "", "", what, last.digest)))
    return any(
        sum(value == one for one in values) > 1
        for field in year.program.schema.subject.own_fields
        if field.unique
        for values in [[text for text in of_bodies_sent(year, found, field.name).values() if text]]
        for value in values
    )


def unread(made: Assembled, program: Program) -> tuple[Finding, ...]:
    """Why data that were put together cannot be read, or what does not hold of them that must; nothing where they can be scored."""
    dataset, told = from_tables(tables_of(made), program.schema)
    if dataset is None:
        return tuple(one for one in told if one.is_error)
    return unmet(program, dataset)


def tables_of(made: Assembled, body: str = "") -> dict[str, dict[str, list[str]]]:
    """Data that were put together as columns by table and name; with a ``body``, its rows only."""
    return {
        one.table: {
            name: [row[at] for row in one.rows if not body or row[0] == body]
            for at, name in enumerate(one.headings)
        }
        for one in made.sheets
    }


def table_of(year: Year, name: str) -> Table:
    """The table or form of a name. Raises NotThere."""
    for one in year.program.schema.as_read:
        if one.name == name:
            return one
    raise NotThere(phrase("the rules have no table `{table}`", table=name))


def fitting(year: Year, body: str, table: str, name: str, text: str) -> str:
    """A value as data have it, when it fits the type and the domain of its field. Raises NotThere, Wrong."""
    of = table_of(year, table)
    one = next((one for one in of.fields if one.name == name and one.earlier is None), None)
    if one is None:
        raise NotThere(phrase("the table `{table}` has no field `{field}`", table=table, field=name))
    read = reader(one, convention([text]), year.program.schema.figure_keys)(text)
    if isinstance(read, Refusal):
        raise Wrong((read.at(CellPlace(table, row_label=body, raw=text)),))
    return cell(read, one.type)


def figure(year: Year, found: Standing, at: CellName, stage: Stage | None) -> str:
    """A figure as it stands in the data of a stage, or (``None``) as the body sent it. Raises NotThere."""
    refuse_unsent(found, at.body)
    return value_at(year, found, at, stage)


def refuse_unsent(found: Standing, body: str) -> None:
    """Raises NotThere where the year has no such body, or nothing that it sent counts: there are no data to find something in."""
    of_body = found.body(body)
    if of_body is None:
        raise NotThere(no_body(body))
    if of_body.last_valid is None:
        raise NotThere(phrase("nothing that `{body}` sent counts: its data come first", body=body))


def no_body(body: str) -> Message:
    """That the year does not assess a body."""
    return phrase("the year assesses no `{body}`", body=body)
