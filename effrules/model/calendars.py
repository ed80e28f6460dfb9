"""Calendars of working days: which days are off, and how many are not between two."""

from __future__ import annotations

from bisect import bisect
from datetime import date
from enum import StrEnum
from functools import cached_property

from attrs import frozen

from effrules.model import program as p
from effrules.model.types import Text, Type


class Weekday(StrEnum):
    """The days of the week in their order; each is the word of the rules."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @classmethod
    def of(cls, day: date) -> Weekday:
        """The day of the week of a day."""
        return WEEK[day.weekday()]


WEEK = tuple(Weekday)

COLUMNS: tuple[tuple[str, Type], ...] = (("day", Text()), ("is", Text()))
"""A calendar is a table of figures with these columns.

Its first rows say ``weekend`` (which days of the week), ``from`` and ``to`` (the first and the last day that it is for); each
further row is a day of the year that is a ``holiday`` or ``working``.
"""

Row = tuple[str, str]


@frozen
class Calendar:
    """A calendar: ``weekend`` are days of the week, ``off`` and ``on`` the days that differ from the week."""

    weekend: frozenset[Weekday]
    first: date
    last: date
    off: frozenset[date]
    on: frozenset[date]

    def is_working(self, day: date) -> bool:
        """Whether a day is a working day."""
        return day in self.on or (day not in self.off and Weekday.of(day) not in self.weekend)

    def covers(self, day: date) -> bool:
        """Whether a day lies in the stretch that the calendar is for."""
        return self.first <= day <= self.last

    def between(self, first: date, last: date) -> int:
        """The working days after ``first`` up to and including ``last``; 0 where ``last`` is not after ``first``.

        Whole weeks are counted, not gone through, and the days that differ from the week looked up among all of them.
        """
        weeks, rest = divmod(max((last - first).days, 0), 7)
        count = weeks * (7 - len(self.weekend))
        count += sum(WEEK[(first.weekday() + n) % 7] not in self.weekend for n in range(1, rest + 1))
        more, less = (bisect(days, last) - bisect(days, first) for days in self._differing)
        return count + more - less if weeks or rest else 0

    @cached_property
    def _differing(self) -> tuple[list[date], list[date]]:
        """The days of the weekend that are worked, and the days of the week that are not, in order."""
        worked = [day for day in self.on if Weekday.of(day) in self.weekend]
        free = [day for day in self.off - self.on if Weekday.of(day) not in self.weekend]
        return sorted(worked), sorted(free)


def calendar_of(figures: p.Figures) -> Calendar:
    """The calendar that a table of figures is."""
    said = {str(row[0]): str(row[1]) for row in figures.rows}
    weekend = frozenset(Weekday(day) for day in said.pop("weekend").split(", "))
    first, last = date.fromisoformat(said.pop("from")), date.fromisoformat(said.pop("to"))
    off = frozenset(date.fromisoformat(day) for day, kind in said.items() if kind == "holiday")
    on = frozenset(date.fromisoformat(day) for day, kind in said.items() if kind == "working")
    return Calendar(weekend, first, last, off, on)
