"""The calendar of a year: its stages with their days, as a page, and as a file for calendar programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from effrules.cycle.terms import Term
from effrules.diagnostics.glyphs import shown
from effrules.model.program import Program, Stage
from effrules.report.blocks.pieces import (
    Block,
    Heading,
    Line,
    Page,
    Paragraph,
    Table,
    texts,
    words,
)  # fmt: skip
from effrules.report.naming import Naming
from effrules.report.procedure import Procedure, kind_word
from effrules.words import Language, Message, phrase

HEADINGS = (
    phrase("Days"),
    phrase("Stage"),
    phrase("What is done"),
    phrase("Who does it"),
    phrase("For"),
    phrase("Basis"),
    phrase("Assumed"),
)


def page(found: Sequence[Term], program: Program, year: int, language: Language) -> Page:
    """The stages in the order of their days, those whose days the schedule gives behind them."""
    title = phrase("Calendar of the assessment of {year}", year=str(year)).in_(language)
    return Page(language, title, (Heading(words(title), 1), *_blocks(found, program, language)))


def _blocks(found: Sequence[Term], program: Program, language: Language) -> Iterator[Block]:
    if not found:
        yield Paragraph(words(phrase("The rules of the year say nothing about its stages.").in_(language)))
        return
    rows = tuple(_row(term, program, language) for term in in_order(found))
    yield Table(texts(*(one.in_(language) for one in HEADINGS)), rows)


def in_order(found: Sequence[Term]) -> list[Term]:
    """By the first day that is known, then as the rules have them; what has none comes last."""
    return sorted(found, key=lambda term: (term.first or term.last or date.max, term.last or date.max))


def _row(term: Term, program: Program, language: Language) -> tuple[Line, ...]:
    stage, told = term.stage, Procedure(Naming(program, language))
    nodes = "; ".join(told.naming.node(program.nodes[name]) for name in stage.nodes)
    basis = "; ".join(map(told.naming.citation, stage.basis.citations))
    cells = (
        days(term, told, language),
        told.stage(stage.name),
        kind_word(stage.kind, language),
        told.agents(stage),
        nodes,
        basis,
        "; ".join(_assumed(stage, program, told.naming)),
    )
    return tuple(words(shown(cell)) for cell in cells)


def _assumed(stage: Stage, program: Program, naming: Naming) -> Iterator[str]:
    """What no source gives of a stage, its days among it, and of the calendar by which its window is counted."""
    calendar = None if stage.within is None else stage.within.calendar
    figures = () if calendar is None else program.figures[calendar].basis.assumptions
    for one in (*stage.basis.assumptions, *figures):
        yield naming.title(one.reason, "")


def days(term: Term, told: Procedure, language: Language) -> str:
    """The days of a stage; where the register has to tell from when, the window beside them; else that the schedule says."""
    stage = term.stage
    window = "" if stage.within is None else told.window(stage.within)
    if term.last is None and term.first is None:
        return window or phrase("by the schedule").in_(language)
    told_days = _days(term.first, term.last).in_(language)
    return f"{told_days} ({window})" if window else told_days


def _days(first: date | None, last: date | None) -> Message:
    match first, last:
        case None, last if last is not None:
            return phrase("until {last}", last=last)
        case first, None if first is not None:
            return phrase("from {first}", first=first)
        case first, last if first is not None and last is not None:
            return phrase("{first} – {last}", first=first, last=last)
        case _:
            return phrase("by the schedule")


def ics(found: Sequence[Term], program: Program, year: int, language: Language, made: datetime) -> bytes:
    """The stages with days as whole-day events of a calendar (RFC 5545); ``made`` is when the year was opened."""
    from icalendar import Calendar, Event

    told = Procedure(Naming(program, language))
    calendar = Calendar()
    calendar.add(
        "prodid", f"-//effrules//{program.header.name} {program.header.version}//{language.value.upper()}"
    )
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", phrase("Calendar of the assessment of {year}", year=str(year)).in_(language))
    for term in in_order(found):
        last = term.last or term.first
        if last is None:
            continue
        event = Event()
        event.add(
            "uid",
            f"{term.stage.name}-{year}-{program.header.version}@{program.header.name}".replace(" ", "_"),
        )
        event.add("dtstamp", made.astimezone(UTC))
        event.add("dtstart", term.first or last)
        event.add("dtend", last + timedelta(days=1))
        event.add("summary", told.stage(term.stage.name))
        lines = [f"{label}: {text}" for label, text in told.clauses(term.stage)]
        basis = map(told.naming.citation, term.stage.basis.citations)
        event.add("description", "\n".join((*lines, *basis)))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
