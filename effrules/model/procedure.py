"""What the procedure of a year speaks of: kinds of stages, days that are told by rule, occasions on which an incident is added."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum, IntEnum, StrEnum

from attrs import frozen


class StageKind(StrEnum):
    """What is done in a stage."""

    SCHEDULE = "schedule"
    """The schedule of the year is approved."""
    REPORTS = "reports"
    """Those who are assessed report."""
    VERIFICATION = "verification"
    """What they reported is verified."""
    CONCLUSIONS = "conclusions"
    """Those who are assessed get the results."""
    OBJECTIONS = "objections"
    DECISIONS = "decisions"
    """Objections are decided."""
    COMPLAINTS = "complaints"
    """Complaints about how objections were decided."""
    EXPERT_CONCLUSION = "expert_conclusion"
    COMMISSION = "commission"
    APPROVAL = "approval"
    PUBLICATION = "publication"
    PROPOSALS = "proposals"
    """What follows from the results: proposals, measures."""


class Month(IntEnum):
    """The months; the rules write their names in small letters."""

    JANUARY = 1
    FEBRUARY = 2
    MARCH = 3
    APRIL = 4
    MAY = 5
    JUNE = 6
    JULY = 7
    AUGUST = 8
    SEPTEMBER = 9
    OCTOBER = 10
    NOVEMBER = 11
    DECEMBER = 12

    @property
    def word(self) -> str:
        """As the rules write it."""
        return self.name.lower()


class YearOf(Enum):
    """Of which year a day is, counted from the one that is assessed; each is the words of the rules."""

    BEFORE = "of the year before"
    SAME = "of the year"
    AFTER = "of the year after"

    @property
    def distance(self) -> int:
        """So many years after the one that is assessed."""
        return {YearOf.BEFORE: -1, YearOf.SAME: 0, YearOf.AFTER: 1}[self]


@frozen
class DayOfYear:
    """A day that every year has: ``15 january of the year after``; a day of ``None`` is the last one of the month."""

    day: int | None
    month: Month
    year: YearOf

    def of(self, assessed: int) -> date:
        """The day for the year that is assessed. Raises ValueError for 29 February of a year that has none."""
        year = assessed + self.year.distance
        if self.day is not None:
            return date(year, self.month, self.day)
        following = (year + 1, 1) if self.month is Month.DECEMBER else (year, self.month + 1)
        return date(*following, 1) - timedelta(days=1)


Day = date | DayOfYear


class Counted(Enum):
    """Which days a window counts; each is the word of the rules."""

    WORKING = "working"
    CALENDAR = "calendar"


class Occasion(StrEnum):
    """When the rules add an incident."""

    LATE = "late"
    """What a body sent came after the last day."""
    ABSENT = "absent"
    """A body sent nothing at all."""
    INCOMPLETE = "incomplete"
    """What a body sent in time was not complete."""
    MISMATCH = "mismatch"
    """What was verified differs by more than the tolerance from what was reported."""
