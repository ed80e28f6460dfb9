"""The findings about bands, grades, interpolations, and cases that are never reached."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from effrules.check.errors.value_words import Amount, stretch
from effrules.diagnostics import Finding, Related
from effrules.diagnostics.making import error, warning
from effrules.source import Span
from effrules.words import Joined, Message, both, phrase

ANY_VALUE = phrase("any value")
LOWEST = phrase("the lowest values")


MOST_GAPS = 8
"""So many gaps are told one by one."""


class Behind(Enum):
    """What may stand behind the last of several cases."""

    CAP = phrase("the cap is about the last case only, and an earlier case goes beyond it")
    FLOOR = phrase("the floor is about the last case only, and an earlier case goes beyond it")
    ROUNDING = phrase("the rounding is about the last case only, and an earlier case goes beyond it")


def _all_of(gaps: Sequence[Message]) -> Joined:
    """Gaps in a row; of very many the first ones."""
    more = len(gaps) - MOST_GAPS
    return both([*gaps[:MOST_GAPS], phrase("{more} more", more=more)] if more > 0 else gaps)


def value_told(value: Amount) -> Message:
    """One value."""
    return phrase("the value {value}", value=value)


def values_told(low: Amount | None, low_in: bool, high: Amount | None, high_in: bool) -> Message:
    """The values between two ends."""
    return phrase("values {stretch}", stretch=stretch(low, low_in, high, high_in))


def band_gap(place: Span, gaps: Sequence[Message]) -> Finding:
    """Values that no band is for."""
    help_text = (
        phrase("close the gap, or add `otherwise`")
        if len(gaps) == 1
        else phrase("close the gaps, or add `otherwise`")
    )
    return error("E308", phrase("no band is for {values}", values=_all_of(gaps)), place, way_out=help_text)


def band_overlap(place: Span, other: Span | None, where: Message) -> Finding:
    """Values that two bands are for."""
    return error(
        "E309",
        phrase("two bands are for {values}", values=where),
        place,
        phrase("this one too"),
        way_out=phrase("say `to below` where the next band begins with `from`"),
        related=(Related(other, phrase("the other band")),),
    )


def empty_band(place: Span) -> Finding:
    """A band with nothing in it."""
    return error(
        "E309",
        phrase("nothing can lie in this band"),
        place,
        phrase("nothing lies from its low end to its high end"),
    )


def rating_gap(place: Span, gaps: Sequence[Message]) -> Finding:
    """Scores that have no grade."""
    help_text = phrase(
        'where the act leaves it out, say how it is read: `between grades: the lower grade assumed en "why"`'
    )
    return error("E319", phrase("no grade is for {values}", values=_all_of(gaps)), place, way_out=help_text)


def no_grade_beyond(place: Span, node: str, gaps: Sequence[Message]) -> Finding:
    """Scores beyond the scale that can occur, and that have no grade."""
    help_text = phrase(
        "leave the lowest and the highest grade open (`below 50 points`), or bound the score (`never below 0 points`)"
    )
    message = phrase(
        "`{node}` may lie beyond its scale, and no grade is for {values}", node=node, values=_all_of(gaps)
    )
    return warning("W391", message, place, way_out=help_text)


def points_not_monotone(place: Span) -> Finding:
    """Points of an interpolation that go to and fro."""
    return error(
        "E323", phrase("the points of an interpolation must run strictly up or strictly down"), place
    )


def nothing_before(place: Span) -> Finding:
    """An interpolation that does not say what holds before its first point."""
    message = phrase("nothing says what holds before the first point")
    return error("E324", message, place, way_out=phrase("add `before the first: ...`"))


def nothing_after(place: Span) -> Finding:
    """An interpolation that does not say what holds after its last point."""
    message = phrase("nothing says what holds after the last point")
    return error("E324", message, place, way_out=phrase("add `after the last: ...`"))


def unreachable(place: Span | None) -> Finding:
    """A branch that can never be taken."""
    return warning(
        "W333",
        phrase("this can never be reached"),
        place,
        phrase("what stands before it leaves nothing over"),
        way_out=phrase("take it away, or correct what stands before it"),
    )


def last_case_only(place: Span | None, what: Behind) -> Finding:
    """A cap, a floor or a rounding that is about the last case only, and that another case goes beyond."""
    message: Message = what.value
    return warning(
        "W390",
        message,
        place,
        phrase("stands behind `otherwise ...`, not behind all cases"),
        way_out=phrase(
            "put all cases in brackets, `(when ... otherwise ...) but at most ...`, to mean all of them, or the last case to mean it alone"
        ),
    )
