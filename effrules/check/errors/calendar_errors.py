"""The findings about calendars and days."""

from __future__ import annotations

from datetime import date

from effrules.diagnostics import Finding
from effrules.diagnostics.making import error, warning
from effrules.source import Span
from effrules.words import phrase


def last_before_first(place: Span) -> Finding:
    """Days that run backwards."""
    return error("E327", phrase("the last day lies before the first"), place)


def no_working_day(place: Span) -> Finding:
    """A week that is a weekend."""
    return error("E327", phrase("a week must have a working day"), place)


def day_outside(place: Span, day: date, first: date, last: date) -> Finding:
    """A day of a calendar that lies outside of the days that it is for."""
    message = phrase(
        "{day} lies outside of this calendar, which is from {first} to {last}",
        day=day,
        first=first,
        last=last,
    )
    help_text = phrase("let the calendar reach as far, or leave the day out")
    return error("E389", message, place, way_out=help_text)


def working_anyway(place: Span, day: date) -> Finding:
    """A day that is said to be working, and is."""
    help_text = phrase("only days of the weekend need to be said to be working; look at the date")
    return warning("W347", phrase("{day} is a working day anyway", day=day), place, way_out=help_text)
