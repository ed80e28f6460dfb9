"""Stretches of a printed scale in words, as the rules write them, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flint import fmpq

from effrules.check.errors.value_words import Amount
from effrules.check.errors.value_words import percent as in_percent
from effrules.check.errors.value_words import stretch as stretch_told
from effrules.model.basis import Basis
from effrules.model.numbers import finite_places, fixed
from effrules.model.printed import Reading, Side, Stretch
from effrules.model.rounding import Counted, Rounding, RoundingMode
from effrules.model.types import End
from effrules.words import Joined, Message, Number, phrase, several
from effrules.words import Text as Words

MOST_LISTED = 30
"""So many stretches stand in a message; what there is more is counted."""


BETWEEN = {
    Side.LOWER: (
        phrase("between lines: the line of the lower value"),
        phrase("between grades: the lower grade"),
    ),
    Side.HIGHER: (
        phrase("between lines: the line of the higher value"),
        phrase("between grades: the higher grade"),
    ),
}
AT_SHARED_ENDS = {
    Side.LOWER: (
        phrase("at shared ends: the line of the lower value"),
        phrase("at shared ends: the lower grade"),
    ),
    Side.HIGHER: (
        phrase("at shared ends: the line of the higher value"),
        phrase("at shared ends: the higher grade"),
    ),
}
"""How lines are read, and grades."""


def value(end: End, percent: bool) -> Amount:
    """A value as the scale prints it."""
    if not isinstance(end, fmpq):
        assert isinstance(end, date)
        return end
    if percent:
        return in_percent(end)
    places = finite_places(end)
    return Number(str(end) if places is None else fixed(end, places))


def value_told(end: End, percent: bool) -> Message:
    """A value by itself."""
    return phrase("{value}", value=value(end, percent))


def stretch(of: Stretch, percent: bool) -> Message:
    """``from 49.9% to below 50%``."""
    low = None if of.low is None else value(of.low, percent)
    high = None if of.high is None else value(of.high, percent)
    if low is not None and of.low == of.high:
        return phrase("exactly {value}", value=low)
    return stretch_told(low, of.low_included, high, of.high_included)


def listed(words: Sequence[Words]) -> Joined:
    """Words in a row; of very many the first ones."""
    shown = list(words[:MOST_LISTED])
    more = len(words) - len(shown)
    return several([*shown, phrase("and {more} more", more=more)] if more else shown)


MODES = {
    RoundingMode.HALF_UP: phrase("half up"),
    RoundingMode.HALF_EVEN: phrase("half even"),
    RoundingMode.HALF_DOWN: phrase("half down"),
    RoundingMode.UP: phrase("up", context="a rounding"),
    RoundingMode.DOWN: phrase("down", context="a rounding"),
    RoundingMode.CEILING: phrase("ceiling", context="a rounding"),
    RoundingMode.FLOOR: phrase("floor", context="a rounding"),
}


def rounding_told(rounding: Rounding) -> Message:
    """To how many digits a number is rounded, and how."""
    n = rounding.said
    if rounding.significant:
        digits = phrase("to {n} significant digits", n=n)
    else:
        digits = phrase("to 1 decimal") if n == 1 else phrase("to {n} decimals", n=n)
    if rounding.counted is Counted.PERCENTAGE:
        digits = phrase("{digits} of the percentage", digits=digits)
    return phrase("{digits}, {mode}", digits=digits, mode=MODES[rounding.mode])


def readings(
    between: Reading | None,
    shared: Reading | None,
    rounded: Rounding | None = None,
    *,
    of_grades: bool = False,
) -> tuple[Message, ...]:
    """How lines are read."""
    said = []
    if rounded is not None:
        how = rounding_told(rounded)
        said.append(
            phrase("between grades: rounded {how}", how=how)
            if of_grades
            else phrase("between lines: rounded {how}", how=how)
        )
    if between is not None and between.side is not None:
        said.append(BETWEEN[between.side][of_grades])
    if shared is not None and shared.side is not None:
        said.append(AT_SHARED_ENDS[shared.side][of_grades])
    return tuple(said)


def bases(of: Iterable[Reading | None]) -> Joined:
    """What readings rest on, in few words."""
    stated = [reading.basis for reading in of if reading is not None]
    return several(dict.fromkeys(word for basis in stated for word in _basis(basis)))


def _basis(basis: Basis) -> list[Words]:
    cited: list[Words] = [phrase("cite {place}", place=str(one)) for one in basis.citations]
    return [*cited, *([phrase("assumed")] if basis.assumptions else [])]
