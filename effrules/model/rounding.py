"""Rounding of exact rationals: the seven modes, to decimals or to significant digits.

The modes and their names are those of the General Decimal Arithmetic specification (its ``05up`` is left out:
no methodology uses it). All work is on integers; the result is the exact rational that the rounded figure
denotes.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from attrs import Attribute, field, frozen
from flint import fmpq, fmpz

from effrules.model.operators import Worded

_TEN = fmpz(10)
_POWERS_OF_TEN: tuple[fmpz, ...] = tuple(_TEN**exponent for exponent in range(64))


@frozen
class Turn:
    """Where a figure between two neighbours goes, above 0 and below it: 1 to the greater, -1 to the smaller, 0 to the even one.

    ``nearest``: that is said of what lies half way only; anything else goes to the nearer one.
    """

    nearest: bool
    above: int
    below: int


class RoundingMode(Worded):
    """Which neighbour a figure between two neighbours goes to; the value is the word of the rule language."""

    turn: Turn

    HALF_UP = "half up", Turn(True, 1, -1)
    """The nearer one, ties away from zero: "mathematical rounding"."""
    HALF_EVEN = "half even", Turn(True, 0, 0)
    """The nearer one, ties to the even last digit."""
    HALF_DOWN = "half down", Turn(True, -1, 1)
    """The nearer one, ties towards zero."""
    UP = "up", Turn(False, 1, -1)
    """Away from zero."""
    DOWN = "down", Turn(False, -1, 1)
    """Towards zero."""
    CEILING = "ceiling", Turn(False, 1, 1)
    """Towards the greater number."""
    FLOOR = "floor", Turn(False, -1, -1)
    """Towards the smaller number."""

    def way(self, *, positive: bool) -> int:
        """Which way it moves any number at all, of those that are not below 0 if ``positive``: 1 up, -1 down, 0 either."""
        both = positive or self.turn.above == self.turn.below
        return self.turn.above if both and not self.turn.nearest else 0

    @property
    def rank(self) -> int:
        """Of numbers not below 0: a mode never gives more than one of a higher rank, to as many digits."""
        return self.turn.above if self.turn.nearest else 2 * self.turn.above


PERCENT_DECIMALS = 2
"""A percentage is a hundred times the number, so it has two decimals fewer."""


class Counted(Enum):
    """What the decimals of a rounded share are counted of; the value is the word of the rule language."""

    PERCENTAGE = "percentage"
    RATIO = "ratio"


def _not_too_few(rounding: Rounding, attribute: Attribute[int], digits: int) -> None:
    if digits < 0:
        raise ValueError("a number of decimals is 0 or more")


@frozen
class Rounding:
    """To how many digits, and how: ``digits`` decimals of the number, or significant digits (then at least 1).

    ``counted`` is what the rules count the decimals of, where it is a share that they round: 1 decimal of the percentage
    is 3 decimals of the number. Raises ``ValueError`` for a number of digits that does not exist. ``after_penalties``: of a node
    below the total, it comes after penalties and bonuses on it instead of before them; the total is always rounded so.
    """

    digits: int = field(validator=_not_too_few)
    mode: RoundingMode
    significant: bool = False
    counted: Counted | None = None
    after_penalties: bool = False

    def __attrs_post_init__(self) -> None:
        if self.significant and self.digits < 1:
            raise ValueError("a number of significant digits is 1 or more")
        if self.counted is Counted.PERCENTAGE and (self.significant or self.digits < PERCENT_DECIMALS):
            raise ValueError("decimals of a percentage are two more of the number")

    @property
    def said(self) -> int:
        """The number of digits as the rules say it: of the percentage, where they count those."""
        return self.digits - PERCENT_DECIMALS if self.counted is Counted.PERCENTAGE else self.digits

    def __str__(self) -> str:
        plural = "" if self.said == 1 else "s"
        what = f"significant digit{plural}" if self.significant else f"decimal{plural}"
        of = "" if self.counted is None else f" of the {self.counted.value}"
        late = ", after penalties" if self.after_penalties else ""
        return f"to {self.said} {what}{of}, {self.mode.value}{late}"


def power_of_ten(exponent: int) -> fmpz:
    """Ten to a power of 0 or more."""
    return _POWERS_OF_TEN[exponent] if exponent < 64 else _TEN**exponent


def magnitude(value: fmpq) -> int:
    """The power of ten of the first significant digit: 2 for 123, -2 for 0.05. ``value`` is not zero."""
    numerator, denominator = abs(value.p), value.q
    # 1233 / 4096 is a little less than log10(2): the estimate is refined below by exact comparison.
    exponent = int((numerator.bit_length() - denominator.bit_length()) * 1233) >> 12
    while not _at_least_power_of_ten(numerator, denominator, exponent):
        exponent -= 1
    while _at_least_power_of_ten(numerator, denominator, exponent + 1):
        exponent += 1
    return exponent


def _at_least_power_of_ten(numerator: fmpz, denominator: fmpz, exponent: int) -> bool:
    if exponent >= 0:
        return bool(numerator >= denominator * power_of_ten(exponent))
    return bool(numerator * power_of_ten(-exponent) >= denominator)


def places_of(value: fmpq, rounding: Rounding) -> int:
    """How many decimals ``rounding`` leaves ``value``; negative when digits before the point go too."""
    if not rounding.significant:
        return rounding.digits
    return rounding.digits - 1 - magnitude(value) if value.p != 0 else 0


def round_rational(value: fmpq, rounding: Rounding) -> fmpq:
    """``value`` rounded as ``rounding`` says, exactly."""
    places = places_of(value, rounding) if rounding.significant else rounding.digits
    return round_to_places(value, places, rounding.mode)


def round_to_places(value: fmpq, places: int, mode: RoundingMode) -> fmpq:
    """``value`` rounded to a multiple of 10 to the power of ``-places`` (which may be negative)."""
    denominator = value.q
    if places >= 0:
        scale = _POWERS_OF_TEN[places] if places < 64 else _TEN**places
        whole, rest = divmod(value.p * scale, denominator)
    else:
        scale = power_of_ten(-places)
        denominator = denominator * scale
        whole, rest = divmod(value.p, denominator)
    if rest == 0:
        return value
    twice = rest + rest
    if (twice > denominator) if twice != denominator and mode.turn.nearest else goes_up(whole, mode):
        whole += 1
    return fmpq(whole, scale) if places >= 0 else fmpq(whole * scale)


def goes_up(whole: fmpz, mode: RoundingMode) -> bool:
    """Whether a figure between ``whole`` and the next integer goes to that one: a tie, or whatever it is."""
    way = mode.turn.above if whole >= 0 else mode.turn.below
    return way > 0 if way else bool(whole % 2 == 1)


def is_tie(value: fmpq, rounding: Rounding) -> bool:
    """Whether ``value`` lies exactly half way between two figures that ``rounding`` can give."""
    places = places_of(value, rounding)
    doubled: Any = value * 2 * fmpq(_TEN) ** places
    return bool(doubled.q == 1 and doubled.p % 2 == 1)
