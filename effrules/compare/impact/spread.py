"""How changes are distributed: counts, mean, median, quartiles, extremes and a histogram, all exact."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cmp_to_key

from attrs import frozen
from flint import fmpq

from effrules.exact import statistics
from effrules.model import real
from effrules.model.real import Num, compare, sign

MOST_BINS = 12
"""A histogram has no more bins than this."""

ZERO = fmpq(0)


@frozen
class Bin:
    """How many changes are at least ``low`` and below ``high``."""

    low: fmpq
    high: fmpq
    count: int


@frozen
class Spread:
    """The distribution of changes, in points; ``smallest`` is the largest loss where it is negative.

    The quartiles are at the places 1 + (n - 1) / 4 and 1 + 3 (n - 1) / 4 of the n sorted changes, between two of them
    in proportion (Hyndman and Fan, "Sample quantiles in statistical packages", 1996, definition 7).
    """

    count: int
    up: int
    down: int
    same: int
    mean: Num
    median: Num
    lower_quartile: Num
    upper_quartile: Num
    smallest: Num
    largest: Num
    bins: tuple[Bin, ...]


def spread(changes: Sequence[Num]) -> Spread | None:
    """The distribution; ``None`` of no changes. Raises Undecided where irrational changes cannot be told apart."""
    if not changes:
        return None
    ordered = sorted(changes, key=cmp_to_key(compare))
    signs = [sign(change) for change in ordered]
    return Spread(
        len(ordered),
        signs.count(1),
        signs.count(-1),
        signs.count(0),
        statistics.mean(ordered),
        statistics.median(ordered),
        quantile(ordered, fmpq(1, 4)),
        quantile(ordered, fmpq(3, 4)),
        ordered[0],
        ordered[-1],
        bins(ordered),
    )


def quantile(ordered: Sequence[Num], share: fmpq) -> Num:
    """The value at the place 1 + (n - 1) x share of sorted values, between two of them in proportion."""
    place = (len(ordered) - 1) * share
    whole = int(place.floor())
    rest = place - whole
    if rest == 0:
        return ordered[whole]
    step = real.subtract(ordered[whole + 1], ordered[whole])
    return real.add(ordered[whole], real.multiply(rest, step))


def bins(ordered: Sequence[Num]) -> tuple[Bin, ...]:
    """Bins of one width, a round number, from the lowest to the highest value; a bound between bins is a multiple of it."""
    low, high = ordered[0], ordered[-1]
    width = _width(real.subtract(high, low))
    first = _multiple(low, width)
    found = []
    at = 0
    edge = first * width
    while at < len(ordered):
        count = 0
        while at < len(ordered) and ordered[at] < edge + width:
            at += 1
            count += 1
        found.append(Bin(edge, edge + width, count))
        edge += width
    return tuple(found)


def _width(reach: Num) -> fmpq:
    """The smallest of 1, 2, 5 times a power of ten that needs no more than ``MOST_BINS`` bins; 1 where all are equal."""
    if sign(reach) == 0:
        return fmpq(1)
    power = fmpq(1, 100)
    while True:
        for step in (1, 2, 5):
            if reach < power * step * (MOST_BINS - 1):
                return power * step
        power *= 10


def _multiple(value: Num, width: fmpq) -> int:
    """The largest whole number whose multiple of the width is not above a value."""
    if isinstance(value, fmpq):
        return int((value / width).floor())
    found = 0
    while value < found * width:
        found -= 1
    while value >= (found + 1) * width:
        found += 1
    return found
