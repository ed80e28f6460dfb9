"""Exact fractions by the thousand: arrays of whole numbers over a denominator, as 64-bit integers where these hold them.

Where 64 bits would not do, the arrays hold Python's own whole numbers, which are slower and never overflow. What is the
same in every draw is no array but one ``fmpq``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from math import gcd, lcm
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from attrs import frozen
from flint import fmpq

from effrules.model.rounding import Rounding

Array: TypeAlias = npt.NDArray[Any]
Whole: TypeAlias = Array | int

ROOM = 2**62
"""Beyond it 64 bits have no room for twice a number, which rounding asks for."""


@frozen(eq=False)
class Fractions:
    """A number for each draw: ``numerators`` over ``denominator`` times, where there are any, ``divisors``. Both are above 0."""

    numerators: Array
    denominator: int = 1
    divisors: Array | None = None

    @property
    def below(self) -> Whole:
        """The whole denominators."""
        found: Whole = self.denominator if self.divisors is None else times(self.divisors, self.denominator)
        return found

    @property
    def is_long(self) -> bool:
        """Whether some of its numbers need more than 64 bits."""
        arrays = (self.numerators, self.divisors)
        return self.denominator >= ROOM or any(a is not None and a.dtype == object for a in arrays)

    def at(self, draw: int) -> fmpq:
        """The number of a draw."""
        divisor = 1 if self.divisors is None else int(self.divisors[draw])
        return fmpq(int(self.numerators[draw]), self.denominator * divisor)


Column: TypeAlias = fmpq | Fractions
"""A number in every draw; one that no draw changes is one number."""


def most(whole: Whole) -> int:
    """The largest magnitude."""
    if isinstance(whole, int):
        return abs(whole)
    return max(int(whole.max()), -int(whole.min())) if whole.size else 0


def times(left: Whole, right: Whole) -> Any:
    """The product, never overflown."""
    if _is_short(left, right) and most(left) * most(right) < ROOM:
        return left * right
    return _long(left) * _long(right)


def plus(left: Whole, right: Whole) -> Any:
    """The sum, never overflown."""
    if _is_short(left, right) and most(left) + most(right) < ROOM:
        return left + right
    return _long(left) + _long(right)


def _is_short(*found: Whole) -> bool:
    return all(one.dtype != object if isinstance(one, np.ndarray) else abs(one) < ROOM for one in found)


def _long(whole: Whole) -> Any:
    return whole.astype(object) if isinstance(whole, np.ndarray) else whole


def shortened(whole: Array) -> Array:
    """The same in 64 bits where these hold it."""
    return whole.astype(np.int64) if whole.dtype == object and most(whole) < ROOM else whole


def scaled(column: Column, factor: fmpq, addition: fmpq) -> Column:
    """``column`` times ``factor`` plus ``addition``."""
    if isinstance(column, fmpq):
        return column * factor + addition
    above, below = int(factor.p), int(factor.q)
    shared = gcd(above, column.denominator)
    above, denominator = above // shared, column.denominator // shared * below
    numerators = column.numerators if above == 1 else times(column.numerators, above)
    return shifted(Fractions(numerators, denominator, column.divisors), addition)


def shifted(column: Fractions, addition: fmpq) -> Fractions:
    """``column`` plus ``addition``."""
    if addition == 0:
        return column
    column = over(column, int(addition.q))
    return Fractions(plus(column.numerators, put(column, addition)), column.denominator, column.divisors)


def over(column: Fractions, denominator: int) -> Fractions:
    """The same over a multiple of its denominator and of this one."""
    common = lcm(column.denominator, denominator)
    if common == column.denominator:
        return column
    return Fractions(times(column.numerators, common // column.denominator), common, column.divisors)


def put(column: Fractions, value: fmpq) -> Whole:
    """The numerators of a value over the denominators of a column, whose own denominator its one divides."""
    whole: Whole = int(value.p) * (column.denominator // int(value.q))
    return whole if column.divisors is None else times(column.divisors, whole)


def weighted_sum(weights: Sequence[Whole], columns: Sequence[Column], whole: Whole) -> Column:
    """The sum of weight times number, over ``whole``."""
    pairs = list(zip(weights, columns, strict=True))
    fixed = [(weight, column) for weight, column in pairs if isinstance(column, fmpq)]
    common = lcm(1, *(int(column.q) for _, column in fixed))
    total: Whole = reduce(
        plus, (times(weight, int(column.p) * (common // int(column.q))) for weight, column in fixed), 0
    )
    divisors: Array | None = None
    for weight, column in pairs:
        if isinstance(column, fmpq):
            continue
        term = Fractions(times(column.numerators, weight), column.denominator, column.divisors)
        together = lcm(common, term.denominator)
        left, right = times(total, together // common), times(term.numerators, together // term.denominator)
        common = together
        if divisors is None or term.divisors is None or divisors is term.divisors:
            if divisors is not term.divisors:
                left = left if divisors is not None else times(left, _array(term.divisors))
                right = right if term.divisors is not None else times(right, _array(divisors))
                divisors = term.divisors if divisors is None else divisors
        else:
            left, right = times(left, term.divisors), times(right, divisors)
            divisors = times(divisors, term.divisors)
        total = plus(left, right)
    if isinstance(whole, int):
        common *= whole
    else:
        divisors = whole if divisors is None else times(divisors, whole)
    if isinstance(total, int):
        if divisors is None:
            return fmpq(total, common)
        total = np.full(divisors.shape, total, dtype=np.int64 if abs(total) < ROOM else object)
    return Fractions(total, common, divisors)


def _array(found: Array | None) -> Array:
    assert found is not None, "one of the two has divisors"
    return found


# -- What becomes of a score -----------------------------------------------------------------------------------------


def rounded(column: Fractions, rounding: Rounding) -> Fractions:
    """Each number rounded to decimals: see ``effrules.model.rounding.round_to_places``."""
    scale, turn = 10**rounding.digits, rounding.mode.turn
    above, below = times(column.numerators, scale), column.below
    if most(below) >= ROOM:
        above, below = _long(above), _long(below)
    whole = above // below
    rest = above - whole * below
    way = np.where(whole >= 0, turn.above, turn.below)
    up = (way > 0) | ((way == 0) & (whole % 2 == 1))
    if turn.nearest:
        twice = rest * 2
        up = (twice > below) | ((twice == below) & up)
    whole = whole + np.where(up & (rest != 0), 1, 0)
    return Fractions(shortened(whole), scale)


def stepped(column: Fractions, change: fmpq, limit: fmpq | None) -> Fractions:
    """A penalty (``change`` below 0) or bonus, no further than its limit; what was beyond that before stays where it was."""
    if change == 0:
        return column
    if limit is not None:
        column = over(column, int(limit.q))
    changed = shifted(column, change)
    if limit is None:
        return changed
    column = over(column, changed.denominator)
    end = put(changed, limit)
    before, after = column.numerators, changed.numerators
    if not _is_short(before, after, end):
        before, after, end = _long(before), _long(after), _long(end)
    if change < 0:
        kept = np.where(after >= end, after, np.minimum(before, end))
    else:
        kept = np.where(after <= end, after, np.maximum(before, end))
    return Fractions(kept, changed.denominator, changed.divisors)


def bounded(column: Fractions, floor: fmpq | None, cap: fmpq | None) -> Fractions:
    """No number below the floor, none above the cap."""
    for end, limited in ((floor, np.maximum), (cap, np.minimum)):
        if end is not None:
            column = over(column, int(end.q))
            numerators, there = column.numerators, put(column, end)
            if not _is_short(numerators, there):
                numerators, there = _long(numerators), _long(there)
            column = Fractions(limited(numerators, there), column.denominator, column.divisors)
    return column


# -- How they compare ------------------------------------------------------------------------------------------------


def sides(column: Fractions, value: fmpq) -> Array:
    """For each draw 1 above ``value``, 0 at it, -1 below it."""
    column = over(column, int(value.q))
    end = put(column, value)
    return (column.numerators > end).astype(np.int8) - (column.numerators < end).astype(np.int8)


def near(column: Column, draws: int) -> npt.NDArray[np.float64]:
    """The numbers as the machine's own, each off by less than ``NEAR`` of itself."""
    if isinstance(column, fmpq):
        return np.full(draws, int(column.p) / int(column.q))
    if column.is_long:
        return np.asarray(_long(column.numerators) / _long(column.below), dtype=np.float64)
    found = column.numerators / column.denominator
    return found if column.divisors is None else found / column.divisors


NEAR = 2.0**-48
"""A division of two whole numbers of 64 bits in doubles is off by less, many times over."""
