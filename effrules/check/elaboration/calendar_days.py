"""Calendars of working days: their clauses changed by an amendment, and read into a table of figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from effrules.amend.changed_days import days_of
from effrules.amend.draft import Entry
from effrules.check.errors import calendar_errors, clause_errors
from effrules.check.expressions.grounding import grounds, of_clauses
from effrules.check.expressions.scope import World
from effrules.model.calendars import COLUMNS, Row, Weekday
from effrules.model.grounds import joined
from effrules.model.program import Figures
from effrules.model.schema import Titles
from effrules.model.thing_words import thing
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.words import Message

# -- As figures ----------------------------------------------------------------------------------------------------


def calendar(entry: Entry[ast.CalendarDeclaration], world: World) -> Figures:
    """A calendar as a table of figures: its weekend, its stretch, and each day that is said to be off or working."""
    declared = entry.declared
    name = declared.name.text
    weekend = _only(ast.Weekend, declared, clause_errors.WEEKEND_OF.of(name=name), world)
    stretch = _only(ast.Stretch, declared, clause_errors.DAYS_OF.of(name=name), world)
    for there, words in ((weekend, clause_errors.WEEKEND_CLAUSE), (stretch, clause_errors.DAYS_CLAUSE)):
        if there is None:
            world.found.append(
                clause_errors.clause_missing(declared.name.span, thing("calendar", name), words)
            )
    rows: list[Row] = []
    if weekend is not None:
        named = [day for day in Weekday if day in weekend.days]
        if len(named) == len(Weekday):
            world.found.append(calendar_errors.no_working_day(weekend.span))
        rows.append(("weekend", ", ".join(named)))
    if stretch is not None:
        if stretch.last < stretch.first:
            world.found.append(calendar_errors.last_before_first(stretch.span))
        rows += [("from", stretch.first.isoformat()), ("to", stretch.last.isoformat())]
    days: list[Row] = []
    titles: list[tuple[str, Titles]] = []
    said: dict[date, Span] = {}
    for clause in declared.clauses:
        if not isinstance(clause, ast.CalendarDay):
            continue
        if not days_of(clause):
            world.found.append(calendar_errors.last_before_first(clause.span))
        for day in days_of(clause):
            if day in said:
                world.twice(clause.span, clause_errors.DAY.of(day=day))
                break
            said[day] = clause.span
            if stretch is not None and not stretch.first <= day <= stretch.last:
                world.found.append(calendar_errors.day_outside(clause.span, day, stretch.first, stretch.last))
                break
            days.append((day.isoformat(), clause.kind.value))
            if clause.titles.texts:
                titles.append((day.isoformat(), clause.titles))
            if (
                clause.kind is ast.DayKind.WORKING
                and weekend is not None
                and Weekday.of(day) not in weekend.days
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


def _only(kind: type, declared: ast.CalendarDeclaration, what: Message, world: World) -> Any:
    found = [clause for clause in declared.clauses if isinstance(clause, kind)]
    for again in found[1:]:
        world.twice(again.span, what)
    return found[0] if found else None
