"""Calendars of working days: which days are off, and how many are not between two."""

from __future__ import annotations

from datetime import date, timedelta

from attrs import frozen

from effrules.model import program as p
from effrules.model.types import Text, Type

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

COLUMNS: tuple[tuple[str, Type], ...] = (("day", Text()), ("is", Text()))
"""A calendar is a table of figures with these columns.

Its first rows say ``weekend`` (which days of the week), ``from`` and ``to`` (the first and the last day that it is for); each
further row is a day of the year that is a ``holiday`` or ``working``.
"""

Row = tuple[str, str]


@frozen
class Calendar:
    """A calendar: ``weekend`` are days of the week from 0 (Monday), ``off`` and ``on`` the days that differ from the week."""

    weekend: frozenset[int]
    first: date
    last: date
    off: frozenset[date]
    on: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Whether a day is a working day."""
        return day in self.on or (day not in self.off and day.weekday() not in self.weekend)

    def covers(self, day: date) -> bool:
        """Whether a day lies in the stretch that the calendar is for."""
        return self.first <= day <= self.last

    def between(self, first: date, last: date) -> int:
        """The working days after ``first`` up to and including ``last``; 0 where ``last`` is not after ``first``."""
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(map(self.is_working, days))


def calendar_of(figures: p.Figures) -> Calendar:
    """The calendar that a table of figures is."""
    said = {str(row[0]): str(row[1]) for row in figures.rows}
    weekend = frozenset(WEEKDAYS.index(day) for day in said.pop("weekend").split(", "))
    first, last = date.fromisoformat(said.pop("from")), date.fromisoformat(said.pop("to"))
    off = frozenset(date.fromisoformat(day) for day, kind in said.items() if kind == "holiday")
    on = frozenset(date.fromisoformat(day) for day, kind in said.items() if kind == "working")
    return Calendar(weekend, first, last, off, on)
