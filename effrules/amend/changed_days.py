"""The days of a calendar, changed by an amendment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from attrs import evolve

from effrules.amend import amendment_errors
from effrules.diagnostics import Finding
from effrules.syntax import tree as ast

DAY = timedelta(days=1)


def days_of(clause: ast.CalendarDay | ast.DropDay) -> list[date]:
    """The days that a clause is about; none where they run backwards."""
    last = clause.last or clause.first
    return [clause.first + n * DAY for n in range((last - clause.first).days + 1)]


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
                        found.append(amendment_errors.nothing_to_amend(part.span, "drop", what))
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
