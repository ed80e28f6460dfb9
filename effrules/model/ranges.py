"""Ranges of numbers and days: an interval in which every value that can occur lies, and how intervals are reckoned with.

Sound, not always tight: what is not known is wide, never narrow. A range says beside its ends whether only whole numbers occur,
and whether 0 is left out of the middle (after ``x is not 0``). Ends are exact rationals or days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import assert_never

from attrs import frozen
from flint import fmpq, fmpz

from effrules.model.operators import Comparison
from effrules.model.rounding import Rounding, round_rational
from effrules.model.types import Domain, End, Ends, OpenEnds

ZERO, ONE = fmpq(0), fmpq(1)
MOST_BITS = 512
"""Ends with more bits than this are not kept: then there is no end."""


@frozen
class Range(OpenEnds):
    """Every value lies from ``low`` to ``high`` (``None``: no end); an open end is not itself a value.

    ``whole``: only whole numbers occur. ``nonzero``: 0 does not occur, though it may lie between the ends.
    """

    low: End = None
    low_open: bool = False
    high: End = None
    high_open: bool = False
    whole: bool = False
    nonzero: bool = False

    @property
    def may_be_zero(self) -> bool:
        """Whether 0 can occur; a day is no number."""
        return not self.nonzero and numeric(self) and self.holds(ZERO)

    @property
    def never_negative(self) -> bool:
        """Whether nothing below 0 can occur."""
        return isinstance(self.low, fmpq) and self.low >= 0

    @property
    def sign(self) -> int | None:
        """1 where only numbers above 0 occur, -1 where only numbers below 0 do; ``None`` where neither is sure."""
        if self.may_be_zero:
            return None
        if isinstance(self.low, fmpq) and self.low >= 0:
            return 1
        return -1 if isinstance(self.high, fmpq) and self.high <= 0 else None

    @property
    def domain(self) -> Domain:
        """The same as the domain of a field."""
        return Domain(self.low, self.low_open, self.high, self.high_open, self.whole)


ANY = Range()
UNIT = Range(ZERO, False, ONE, False)


def made(
    low: End, low_open: bool, high: End, high_open: bool, whole: bool = False, nonzero: bool = False
) -> Range:
    """A range with its ends brought to what can occur: included whole numbers, no 0 where it is left out."""
    if whole:
        if isinstance(low, fmpq):
            low, low_open = _whole_from(low, low_open), False
        if isinstance(high, fmpq):
            high, high_open = -_whole_from(-high, high_open), False
    if nonzero and isinstance(low, fmpq) and low == 0 and not low_open:
        low, low_open = (ONE, False) if whole else (low, True)
    if nonzero and isinstance(high, fmpq) and high == 0 and not high_open:
        high, high_open = (-ONE, False) if whole else (high, True)
    if isinstance(low, fmpq) and _long(low):
        low, low_open = None, False
    if isinstance(high, fmpq) and _long(high):
        high, high_open = None, False
    return Range(low, low_open, high, high_open, whole, nonzero)


def _whole_from(low: fmpq, is_open: bool) -> fmpq:
    """The least whole number that is at least, or (open) above, a number."""
    up = -fmpq(fmpz(-low.p // low.q)) if low.q != 1 else low
    return up + 1 if is_open and up == low else up


def _long(value: fmpq) -> bool:
    return int(value.p.bit_length()) + int(value.q.bit_length()) > MOST_BITS


def of_domain(domain: Domain) -> Range:
    """The values that a field admits."""
    return made(domain.low, domain.low_open, domain.high, domain.high_open, domain.whole)


def of_ends(ends: Ends) -> Range:
    """The values between two ends."""
    return Range(ends.low, not ends.low_included, ends.high, not ends.high_included)


def exactly(value: fmpq | date) -> Range:
    """One value."""
    if isinstance(value, date):
        return Range(value, False, value, False)
    return made(value, False, value, False, value.q == 1, value != 0)


def at_least(low: End, is_open: bool = False, whole: bool = False) -> Range:
    """All values from one on."""
    return made(low, is_open, None, False, whole)


# -- Sets ------------------------------------------------------------------------------------------------------


def hull(*ranges: Range) -> Range:
    """The smallest range that has all of some, at least one."""
    first, *rest = ranges
    for other in rest:
        first = _hull(first, other)
    return first


def _hull(left: Range, right: Range) -> Range:
    low = high = None
    low_open = high_open = False
    if left.low is not None and right.low is not None:
        low, low_open = min((left.low, left.low_open), (right.low, right.low_open))
    if left.high is not None and right.high is not None:
        high, closed = max((left.high, not left.high_open), (right.high, not right.high_open))
        high_open = not closed
    nonzero = numeric(left) and numeric(right) and not left.may_be_zero and not right.may_be_zero
    return made(low, low_open, high, high_open, left.whole and right.whole, nonzero)


def numeric(of: Range) -> bool:
    return not isinstance(of.low, date) and not isinstance(of.high, date)


def meet(left: Range, right: Range) -> Range:
    """What lies in both."""
    low, low_open, high, high_open = left.low, left.low_open, left.high, left.high_open
    if right.low is not None and (low is None or (right.low, right.low_open) > (low, low_open)):
        low, low_open = right.low, right.low_open
    if right.high is not None and (high is None or (right.high, not right.high_open) < (high, not high_open)):
        high, high_open = right.high, right.high_open
    return made(low, low_open, high, high_open, left.whole or right.whole, left.nonzero or right.nonzero)


def is_empty(of: Range) -> bool:
    """Whether no value can occur."""
    if of.low is None or of.high is None:
        return False
    return bool(of.low > of.high or (of.low == of.high and (of.low_open or of.high_open)))


def compared(comparison: Comparison, other: Range) -> Range:
    """All values that can compare so with some value of another range."""
    match comparison:
        case Comparison.EQUAL:
            return other
        case Comparison.NOT_EQUAL:
            return Range(nonzero=other.low == other.high and isinstance(other.low, fmpq) and other.low == 0)
        case Comparison.LESS:
            return Range(high=other.high, high_open=other.high is not None)
        case Comparison.AT_MOST:
            return Range(high=other.high, high_open=other.high_open)
        case Comparison.GREATER:
            return Range(low=other.low, low_open=other.low is not None)
        case Comparison.AT_LEAST:
            return Range(low=other.low, low_open=other.low_open)
        case _:
            assert_never(comparison)


# -- Arithmetic ------------------------------------------------------------------------------------------------


def add(left: Range, right: Range) -> Range:
    """The sums."""
    if not numeric(left) or not numeric(right):
        return ANY
    low = None if left.low is None or right.low is None else left.low + right.low
    high = None if left.high is None or right.high is None else left.high + right.high
    whole = left.whole and right.whole
    return made(low, left.low_open or right.low_open, high, left.high_open or right.high_open, whole)


def negate(of: Range) -> Range:
    """The numbers with their signs changed."""
    if not numeric(of):
        return ANY
    low = None if of.high is None else -of.high
    high = None if of.low is None else -of.low
    return made(low, of.high_open, high, of.low_open, of.whole, of.nonzero)


def subtract(left: Range, right: Range) -> Range:
    """The differences; of days, the number of days between them."""
    days = all(isinstance(end, date) for end in (left.low, left.high, right.low, right.high))
    if days:
        low, high = fmpq((left.low - right.high).days), fmpq((left.high - right.low).days)
        return made(low, False, high, False, True)
    if not numeric(left) or not numeric(right):
        return ANY
    return add(left, negate(right))


Corner = tuple[fmpq | None, bool]
"""A product at two ends: ``None`` is without end; and whether it is not reached."""


def multiply(left: Range, right: Range) -> Range:
    """The products."""
    if not numeric(left) or not numeric(right):
        return ANY
    lows: list[Corner] = []
    highs: list[Corner] = []
    for one in _ends(left):
        for other in _ends(right):
            sign, value, is_open = _corner(one, other)
            if value is None:
                (lows if sign < 0 else highs).append((None, False))
            else:
                lows.append((value, is_open))
                highs.append((value, is_open))
    low, low_open = _least(lows)
    high, high_open = _least([(None if value is None else -value, is_open) for value, is_open in highs])
    nonzero = not left.may_be_zero and not right.may_be_zero
    return made(
        low, low_open, None if high is None else -high, high_open, left.whole and right.whole, nonzero
    )


def _ends(of: Range) -> Iterator[tuple[int, fmpq | None, bool]]:
    """Both ends: the sign, the value (``None``: without end), whether it is open."""
    yield (-1, None, True) if of.low is None else (_sign(of.low), of.low, of.low_open)
    yield (1, None, True) if of.high is None else (_sign(of.high), of.high, of.high_open)


def _sign(value: fmpq) -> int:
    return (value > 0) - (value < 0)


def _corner(
    one: tuple[int, fmpq | None, bool], other: tuple[int, fmpq | None, bool]
) -> tuple[int, fmpq | None, bool]:
    (sign, a, a_open), (other_sign, b, b_open) = one, other
    if sign == 0 or other_sign == 0:
        reached = (sign == 0 and not a_open) or (other_sign == 0 and not b_open)
        return 0, ZERO, not reached
    if a is None or b is None:
        return sign * other_sign, None, True
    return sign * other_sign, a * b, a_open or b_open


def _least(corners: list[Corner]) -> Corner:
    """The least of some ends; one that is reached rather than one that is not."""
    if any(value is None for value, _ in corners):
        return None, False
    return min(corners, key=lambda corner: (corner[0], corner[1]))


def reciprocal(of: Range) -> Range:
    """One over the numbers, 0 left out."""
    if not numeric(of):
        return ANY
    low, high = of.low, of.high
    if low is not None and low >= 0:
        top = None if low == 0 else 1 / low
        bottom = ZERO if high is None else (1 / high if high != 0 else None)
        return made(bottom, high is None or of.high_open, top, of.low_open, False, True)
    if high is not None and high <= 0:
        return negate(reciprocal(negate(of)))
    return Range(nonzero=True)


def divide(left: Range, right: Range) -> Range:
    """The quotients, as far as there are any."""
    return multiply(left, reciprocal(right))


def absolute(of: Range) -> Range:
    """The numbers without their signs."""
    if not numeric(of):
        return ANY
    if of.low is not None and of.low >= 0:
        return of
    if of.high is not None and of.high <= 0:
        return negate(of)
    high, high_open = None, False
    if of.low is not None and of.high is not None:
        high, closed = max((-of.low, not of.low_open), (of.high, not of.high_open))
        high_open = not closed
    return made(ZERO, False, high, high_open, of.whole, of.nonzero)


def limited(of: Range, upper: bool, bound: Range) -> Range:
    """The smaller (``upper``) or the greater of two."""
    lows = [(one.low, one.low_open) for one in (of, bound) if one.low is not None]
    highs = [(one.high, not one.high_open) for one in (of, bound) if one.high is not None]
    if upper:
        low = min(lows) if len(lows) == 2 else (None, False)
        high = min(highs) if highs else (None, True)
    else:
        low = max(lows) if lows else (None, False)
        high = max(highs) if len(highs) == 2 else (None, True)
    nonzero = numeric(of) and numeric(bound) and not of.may_be_zero and not bound.may_be_zero
    return made(low[0], low[1], high[0], not high[1], of.whole and bound.whole, nonzero)


def rounded(of: Range, rounding: Rounding) -> Range:
    """The rounded numbers: rounding never turns an order round, so the ends are the rounded ends."""
    if not numeric(of):
        return ANY
    whole = of.whole or (not rounding.significant and rounding.digits == 0)
    low = None if of.low is None else round_rational(of.low, rounding)
    high = None if of.high is None else round_rational(of.high, rounding)
    nonzero = not of.may_be_zero and (rounding.significant or _away(of, rounding))
    return made(low, False, high, False, whole, nonzero)


def _away(of: Range, rounding: Rounding) -> bool:
    """Whether a number that is not 0 is not rounded to 0 either."""
    turn = rounding.mode.turn
    up, down = not turn.nearest and turn.above > 0, not turn.nearest and turn.below < 0
    if of.whole or (up and down):
        return True
    if of.sign == 1:
        return up or bool(round_rational(of.low, rounding) > 0)
    if of.sign == -1:
        return down or bool(round_rational(of.high, rounding) < 0)
    return False


# -- Functions -------------------------------------------------------------------------------------------------


def total(ranges: Iterable[Range]) -> Range:
    """The sums of one number of each range."""
    found = exactly(ZERO)
    for one in ranges:
        found = add(found, one)
    return found


def within_zero(of: Range) -> Range:
    """The same, or 0."""
    return hull(of, exactly(ZERO))


def without_whole(of: Range) -> Range:
    """The same stretch, fractions too; numbers between the ends are 0 only if the ends leave room for it."""
    return Range(of.low, of.low_open, of.high, of.high_open, False, of.sign is not None)


def scaled(of: Range, factor: fmpq, offset: fmpq) -> Range:
    """The numbers times a factor, plus an offset."""
    return add(multiply(of, exactly(factor)), exactly(offset))
