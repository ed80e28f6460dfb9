"""When a window ends that the rules count from a day: for objections to a conclusion, for decisions on them."""

from __future__ import annotations

from datetime import date, timedelta

from effrules.model import program as p
from effrules.model.calendars import calendar_of
from effrules.model.procedure import Counted


def last_day(within: p.Within, after: date, program: p.Program) -> date | None:
    """The last day of a window whose days are counted from the one after ``after``; ``None`` where its calendar does not reach so far."""
    if within.counted is Counted.CALENDAR:
        return after + timedelta(days=within.days)
    assert within.calendar is not None, "working days are those of a calendar"
    calendar = calendar_of(program.figures[within.calendar])
    day, left = after, within.days
    while left:
        day += timedelta(days=1)
        if not calendar.covers(day):
            return None
        left -= calendar.is_working(day)
    return day
