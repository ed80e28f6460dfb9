"""Calendars of working days: their clauses changed by an amendment, and read into a table of figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from effrules.amend.changed_days import days_of
from effrules.amend.draft import Entry
from effrules.check.errors import calendar_errors, clause_errors, type_errors
from effrules.check.expressions.grounding import grounds, of_clauses
from effrules.check.expressions.scope import World
from effrules.model.calendars import COLUMNS, WEEKDAYS, Row
from effrules.model.grounds import joined
from effrules.model.program import Figures
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax import tree as ast

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
            world.found.append(clause_errors.clause_missing(declared.name.span, what, words))
    rows: list[Row] = []
    if weekend is not None:
        named = sorted(set(weekend.days), key=WEEKDAYS.index)
        if len(named) == len(WEEKDAYS):
            world.found.append(type_errors.bad_value(weekend.span, "a week must have a working day"))
        rows.append(("weekend", ", ".join(named)))
    if stretch is not None:
        if stretch.last < stretch.first:
            world.found.append(type_errors.bad_value(stretch.span, "the last day lies before the first"))
        rows += [("from", stretch.first.isoformat()), ("to", stretch.last.isoformat())]
    days: list[Row] = []
    titles: list[tuple[str, Titles]] = []
    said: dict[date, Span] = {}
    for clause in declared.clauses:
        if not isinstance(clause, ast.CalendarDay):
            continue
        if not days_of(clause):
            world.found.append(type_errors.bad_value(clause.span, "the last day lies before the first"))
        for day in days_of(clause):
            if day in said:
                world.found.append(clause_errors.said_twice(clause.span, f"the day {day}"))
                continue
            said[day] = clause.span
            if stretch is not None and not stretch.first <= day <= stretch.last:
                world.found.append(calendar_errors.day_outside(clause.span, day, stretch.first, stretch.last))
                break
            days.append((day.isoformat(), clause.kind))
            if clause.titles.texts:
                titles.append((day.isoformat(), clause.titles))
            if (
                clause.kind == "working"
                and weekend is not None
                and WEEKDAYS[day.weekday()] not in weekend.days
            ):
                world.found.append(calendar_errors.working_anyway(clause.span, day))
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
        world.found.append(clause_errors.said_twice(again.span, what))
    return found[0] if found else None
