"""How a number is shown, and its exact text."""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.model.numbers import display, exact_text, finite_places
from effrules.model.real import Num, Undecided, compare, floor_display, round_num
from effrules.model.rounding import Rounding, RoundingMode, places_of

PLACES = 2
"""So many decimals are shown where the rules round to none."""

IRRATIONAL_PLACES = 30
"""So many decimals of an irrational number stand in its exact text."""


@frozen
class Figure:
    """A number as it is shown, and exactly.

    ``text`` has a decimal point. ``rounded`` says that it was rounded for show only (half up): the number itself has
    more digits. ``exact`` is a finite decimal, a fraction ``p/q``, or for an irrational number its first
    digits, none of them rounded, and ``…``.
    """

    text: str
    exact: str
    rounded: bool

    @property
    def marked(self) -> str:
        """The text, with a mark where it was rounded for show."""
        return f"≈{self.text}" if self.rounded else self.text


def figure(value: Num, rounding: Rounding | None = None) -> Figure:
    """A number that the rules rounded in this way, if they did."""
    if isinstance(value, fmpq):
        places = _places(value, rounding)
        needed = finite_places(value)
        return Figure(display(value, places), exact_text(value), needed is None or needed > places)
    try:
        rounded = round_num(value, Rounding(PLACES, RoundingMode.HALF_UP))
        digits = floor_display(value, IRRATIONAL_PLACES)
        return Figure(display(rounded, PLACES), digits, compare(value, rounded) != 0)
    except Undecided:
        return Figure("?", "not decided within the precision that is tried", True)


def _places(value: fmpq, rounding: Rounding | None) -> int:
    if rounding is None:
        return PLACES
    return max(0, places_of(value, rounding))
