"""Calendars of working days: their clauses changed by an amendment, and read into a table of figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from attrs import evolve

from effrules.check import errors, version_errors
from effrules.check.draft import Entry
from effrules.check.grounding import grounds, of_clauses
from effrules.check.scope import World
from effrules.diagnostics import Finding
from effrules.model.calendars import COLUMNS, WEEKDAYS, Row
from effrules.model.grounds import joined
from effrules.model.program import Figures
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax import tree as ast

DAY = timedelta(days=1)


def days_of(clause: ast.CalendarDay | ast.DropDay) -> list[date]:
    """The days that a clause is about; none where they run backwards."""
    last = clause.last or clause.first
    return [clause.first + n * DAY for n in range((last - clause.first).days + 1)]


# -- Amendments ---------------------------------------------------------------------------------------------------


def changed_days(clauses: Sequence[Any], parts: Iterable[Any]) -> tuple[tuple[Any, ...], list[Finding]]:
    """The clauses of a calendar after a change: a day said anew takes the place of what was said of it before."""
    kept = list(clauses)
    found: list[Finding] = []
    for part in parts:
        match part:
            case ast.DropDay():
                there = {
                    day
                    for c in kept
                    if isinstance(c, ast.CalendarDay) and c.kind == part.kind
                    for day in days_of(c)
                }
                for day in days_of(part):
                    if day not in there:
                        what = f"{part.kind} {day}"
                        found.append(version_errors.nothing_to_amend(part.span, "drop", what, (), None))
                kept = list(_without(kept, set(days_of(part))))
            case ast.CalendarDay():
                kept = [*_without(kept, set(days_of(part))), part]
            case ast.Weekend() | ast.Stretch():
                kept = [*(c for c in kept if type(c) is not type(part)), part]
            case _:
                kept.append(part)
    stated = [part for part in parts if isinstance(part, ast.BasisClause)]
    if stated:
        kept = [c for c in kept if not isinstance(c, ast.BasisClause) or any(c is part for part in stated)]
    return tuple(kept), found


def _without(clauses: Iterable[Any], days: set[date]) -> Iterator[Any]:
    """The clauses without some days: a row of days is cut where one of them falls out."""
    for clause in clauses:
        if not isinstance(clause, ast.CalendarDay) or days.isdisjoint(days_of(clause)):
            yield clause
            continue
        left = [day for day in days_of(clause) if day not in days]
        at = 0
        while at < len(left):
            end = at
            while end + 1 < len(left) and left[end + 1] - left[end] == DAY:
                end += 1
            yield evolve(clause, first=left[at], last=left[end] if end > at else None)
            at = end + 1


# -- As figures ----------------------------------------------------------------------------------------------------


def calendar(entry: Entry[ast.CalendarDeclaration], world: World) -> Figures:
    """A calendar as a table of figures: its weekend, its stretch, and each day that is said to be off or working."""
    declared = entry.declared
    what = f"calendar `{declared.name.text}`"
    weekend = _only(ast.Weekend, declared, f"the weekend of {what}", world)
    stretch = _only(ast.Stretch, declared, f"the stretch of {what}", world)
    for there, words in (
        (weekend, "the weekend (`weekend saturday, sunday`)"),
        (stretch, "its days (`from 2024-01-01 to 2024-12-31`)"),
    ):
        if there is None:
            world.found.append(errors.clause_missing(declared.name.span, what, words))
    rows: list[Row] = []
    if weekend is not None:
        named = sorted(set(weekend.days), key=WEEKDAYS.index)
        if len(named) == len(WEEKDAYS):
            world.found.append(errors.bad_value(weekend.span, "a week must have a working day"))
        rows.append(("weekend", ", ".join(named)))
    if stretch is not None:
        if stretch.last < stretch.first:
            world.found.append(errors.bad_value(stretch.span, "the last day lies before the first"))
        rows += [("from", stretch.first.isoformat()), ("to", stretch.last.isoformat())]
    days: list[Row] = []
    titles: list[tuple[str, Titles]] = []
    said: dict[date, Span] = {}
    for clause in declared.clauses:
        if not isinstance(clause, ast.CalendarDay):
            continue
        if not days_of(clause):
            world.found.append(errors.bad_value(clause.span, "the last day lies before the first"))
        for day in days_of(clause):
            if day in said:
                world.found.append(errors.said_twice(clause.span, f"the day {day}"))
                continue
            said[day] = clause.span
            if stretch is not None and not stretch.first <= day <= stretch.last:
                world.found.append(errors.day_outside(clause.span, day, stretch.first, stretch.last))
                break
            days.append((day.isoformat(), clause.kind))
            if clause.titles.texts:
                titles.append((day.isoformat(), clause.titles))
            if (
                clause.kind == "working"
                and weekend is not None
                and WEEKDAYS[day.weekday()] not in weekend.days
            ):
                world.found.append(errors.working_anyway(clause.span, day))
    stands = grounds(entry.layers, list(of_clauses(declared.clauses)), world)
    return Figures(
        declared.name.text,
        declared.titles,
        COLUMNS,
        (*rows, *sorted(days)),
        joined(stands),
        entry.origin,
        calendar=True,
        day_titles=tuple(sorted(titles, key=lambda pair: pair[0])),
        grounds=stands,
        span=declared.span,
    )


def _only(kind: type, declared: ast.CalendarDeclaration, what: str, world: World) -> Any:
    found = [clause for clause in declared.clauses if isinstance(clause, kind)]
    for again in found[1:]:
        world.found.append(errors.said_twice(again.span, what))
    return found[0] if found else None
