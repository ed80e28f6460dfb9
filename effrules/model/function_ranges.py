"""Where the values of functions of numbers lie, by the ranges of their arguments."""

from __future__ import annotations

from collections.abc import Callable

from flint import fmpq

from effrules.model.ranges import ANY, ONE, ZERO, Range, absolute, exactly, made, numeric, reciprocal
from effrules.model.real import DomainError, Num, Undecided, exp, ln, round_num, sqrt
from effrules.model.rounding import Rounding, RoundingMode
from effrules.model.types import End

FINE = 20
"""To so many decimals are the ends of functions enclosed."""


MOST_EXPONENT = 200
"""Beyond this, powers of e are not worked out: they are above 0, and that is all."""


def _enclosed(function: Callable[[fmpq], Num], low: fmpq | None, high: fmpq | None) -> tuple[End, End]:
    """The values of a rising function at two ends, rounded outwards; no end where it has none."""
    found: list[End] = []
    for end, mode in ((low, RoundingMode.FLOOR), (high, RoundingMode.CEILING)):
        try:
            found.append(None if end is None else round_num(function(end), Rounding(FINE, mode)))
        except (DomainError, Undecided):
            found.append(None)
    return found[0], found[1]


def exponential(of: Range) -> Range:
    """e to the power of the numbers."""
    ends = [end if isinstance(end, fmpq) and abs(end) <= MOST_EXPONENT else None for end in (of.low, of.high)]
    low, high = _enclosed(exp, *ends)
    return made(low or ZERO, not low, high, False, False, True)


def logarithm(of: Range) -> Range:
    """The natural logarithms."""
    ends = [end if isinstance(end, fmpq) and end > 0 else None for end in (of.low, of.high)]
    low, high = _enclosed(ln, *ends)
    nonzero = not made(of.low, of.low_open, of.high, of.high_open).holds(ONE)
    return made(low, False, high, False, False, nonzero)


def power(of: Range, exponent: Range) -> Range:
    """The numbers to the power of others; tight where the exponent is one small whole number."""
    fixed = exponent.low if exponent.low is not None and exponent.low == exponent.high else None
    if isinstance(fixed, fmpq) and fixed.q == 1 and abs(fixed) <= 64:
        number = int(fixed.p)
        return whole_power(of, number) if number >= 0 else reciprocal(whole_power(of, -number))
    if not of.never_negative:
        return ANY
    return made(ZERO, False, None, False, False, not of.may_be_zero)


def whole_power(of: Range, exponent: int) -> Range:
    """The numbers to a whole power of at least 0."""
    if exponent == 0:
        return exactly(ONE)
    base = absolute(of) if exponent % 2 == 0 else of
    if not numeric(of):
        return ANY
    low = None if base.low is None else base.low**exponent
    high = None if base.high is None else base.high**exponent
    return made(low, base.low_open, high, base.high_open, base.whole, not base.may_be_zero)


def square_root(of: Range) -> Range:
    """The square roots of the numbers of at least 0."""
    ends = [end if isinstance(end, fmpq) and end >= 0 else None for end in (of.low, of.high)]
    low, high = _enclosed(sqrt, *ends)
    return made(low or ZERO, False, high, False, False, not of.may_be_zero)


def root(of: Range, degree: Range = ANY) -> Range:
    """A root of the numbers: on the same side of 0 as these, and of 1 or -1. An even one is of numbers of at least 0 only."""
    low, high = _nearer(of.low, up=False), _nearer(of.high, up=True)
    even = degree.low == degree.high and isinstance(degree.low, fmpq) and degree.low.p % 2 == 0
    if even and (low is None or low < 0):
        low = ZERO
    return made(low, False, high, False, False, not of.may_be_zero)


def _nearer(end: End, *, up: bool) -> fmpq | None:
    """An end of the roots of numbers that have this one."""
    if not isinstance(end, fmpq):
        return None
    if end == 0:
        return ZERO
    beyond = end > 0 if up else end < 0
    if beyond:
        return max(ONE, end) if up else min(-ONE, end)
    return ZERO if abs(end) < 1 else -ONE if up else ONE
