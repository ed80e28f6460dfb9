"""How a number is shown, and its exact text."""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.model.numbers import display, exact_text, finite_places, fixed
from effrules.model.real import Num, Real, Undecided, compare, floor_display, middle, round_num
from effrules.model.rounding import Rounding, RoundingMode, places_of
from effrules.words import Message, Number, Text, counted, phrase

PLACES = 2
"""So many decimals are shown where the rules round to none."""

IRRATIONAL_PLACES = 30
"""So many decimals of an irrational number stand in its exact text."""


LONGEST = 60
"""A number as shown of up to so many characters stands in full in tables."""


@frozen
class Figure:
    """A number as it is shown, and exactly.

    ``text`` has a decimal point. ``rounded`` says that it was rounded for show only (half up): the number itself has
    more digits. ``exact`` is a finite decimal, a fraction ``p/q``, or for an irrational number its first
    digits, none of them rounded, and ``…``. With ``≈`` before it, it is a number that could not be told from that one; no
    score is such a number.
    """

    text: str
    exact: str
    rounded: bool

    @property
    def marked(self) -> str:
        """The text, with a mark where it was rounded for show."""
        return f"≈{self.text}" if self.rounded else self.text

    @property
    def brief(self) -> str:
        """The same for a table that people read: of a number with a great many digits the first few and the power of ten."""
        if len(self.text) <= LONGEST:
            return self.marked
        minus, digits = ("-", self.text[1:]) if self.text.startswith("-") else ("", self.text)
        whole, _, decimals = digits.partition(".")
        kept = (whole + decimals).lstrip("0")
        power = len(whole) - 1 if whole != "0" else len(kept) - len(decimals) - 1
        return f"≈{minus}{kept[0]}.{kept[1:5]}E{power:+d}"


def figure(value: Num, rounding: Rounding | None = None) -> Figure:
    """A number that the rules rounded in this way, if they did."""
    if isinstance(value, fmpq):
        places = _places(value, rounding)
        needed = finite_places(value)
        exact = f"{value.p}/{value.q}" if needed is None else fixed(value, needed)
        if needed == places:
            return Figure(exact, exact, False)
        return Figure(display(value, places), exact, needed is None or needed > places)
    try:
        return _irrational(value)
    except Undecided:
        return _nearly(value)


def _irrational(value: Real) -> Figure:
    rounded = round_num(value, Rounding(PLACES, RoundingMode.HALF_UP))
    try:
        digits = floor_display(value, IRRATIONAL_PLACES)
        return Figure(display(rounded, PLACES), digits, compare(value, rounded) != 0)
    except Undecided as undecided:
        near = round_num(middle(value), Rounding(IRRATIONAL_PLACES, RoundingMode.HALF_UP))
        raise Undecided(undecided.bits, near) from None


def _nearly(value: Real) -> Figure:
    """A number on the way to a score, so near to a short decimal that nothing tells whether it is that one.

    What stands there differs from it by less than the last decimal: the digits are right, but for ``≈``.
    """
    near = middle(value)
    return Figure(display(near, PLACES), "≈" + display(near, IRRATIONAL_PLACES), True)


def written_out(value: Num) -> None:
    """Make sure that a number can be shown, with digits that are certain. Raises ``Undecided`` and ``TooLong``."""
    if not isinstance(value, fmpq):
        _irrational(value)


def _places(value: fmpq, rounding: Rounding | None) -> int:
    if rounding is None:
        return PLACES
    return max(0, places_of(value, rounding))


def points_told(value: Num, shown: Text | None = None) -> Message:
    """So many points: the word in the form that the number takes, a fraction's where it is not whole; ``shown`` is the number as it is written."""
    text = shown
    if text is None:
        text = Number(
            floor_display(value, IRRATIONAL_PLACES) if isinstance(value, Real) else exact_text(value)
        )
    if isinstance(value, Real) or value.q != 1:
        return phrase("{n} points", context="not a whole number", n=text)
    return counted("{number} point", "{number} points", n=abs(int(value.p)), number=text)
