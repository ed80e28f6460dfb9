"""The findings about calendars."""

from __future__ import annotations

from datetime import date

from effrules.diagnostics import Finding, Note
from effrules.diagnostics.making import error, warning
from effrules.source import Span


def day_outside(place: Span, day: date, first: date, last: date) -> Finding:
    """A day of a calendar that lies outside of the days that it is for."""
    return error(
        "E389",
        f"{day} lies outside of this calendar, which is from {first} to {last}",
        place,
        "",
        Note("help", "let the calendar reach as far, or leave the day out"),
    )


def working_anyway(place: Span, day: date) -> Finding:
    """A day that is said to be working, and is."""
    return warning(
        "W347",
        f"{day} is a working day anyway",
        place,
        "",
        Note("help", "only days of the weekend need to be said to be working; look at the date"),
    )
