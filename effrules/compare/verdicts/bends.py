"""Which way a value can move when one formula takes the place of another, as far as that can be shown.

``UP`` means: never lower than before, on any data; ``DOWN``: never higher; ``SAME``: equal; ``DIFFERENT``: nothing is
shown. For a condition, ``UP`` means that it holds at least whenever it held before. Each rule below is a monotone one: a
sum rises with its terms, a cap lowers what it caps, and so on; whatever no rule covers is ``DIFFERENT``.
"""

from __future__ import annotations

from enum import Enum
from itertools import pairwise

from flint import fmpq

from effrules.model import program as p
from effrules.model.rounding import Rounding


class Way(Enum):
    """Which way something moves."""

    SAME = "same"
    UP = "up"
    DOWN = "down"
    DIFFERENT = "different"


def both(*ways: Way) -> Way:
    """Several moves, all of which raise the whole when they are up."""
    found = {way for way in ways if way is not Way.SAME}
    if not found:
        return Way.SAME
    return found.pop() if len(found) == 1 else Way.DIFFERENT


def flip(way: Way) -> Way:
    """A move of something that lowers the whole when it is up."""
    return {Way.UP: Way.DOWN, Way.DOWN: Way.UP, Way.SAME: Way.SAME, Way.DIFFERENT: Way.DIFFERENT}[way]


def of_numbers(before: fmpq, after: fmpq) -> Way:
    """Which way a number moved."""
    return Way.SAME if before == after else Way.UP if after > before else Way.DOWN


def of_limits(before: fmpq | None, after: fmpq | None, *, upper: bool) -> Way:
    """Which way a value moves when its limit does; ``None`` is no limit."""
    if before is None or after is None:
        if before is None and after is None:
            return Way.SAME
        appears = before is None
        return Way.DOWN if appears is upper else Way.UP
    return of_numbers(before, after)


# -- Rounding -----------------------------------------------------------------------------------------------------


def of_roundings(
    before: Rounding | None, after: Rounding | None, *, positive: bool, any_order: bool = False
) -> Way:
    """Which way a value moves when it is rounded otherwise; ``positive``: it is never negative.

    ``any_order``: there is nothing that one of the two comes before and the other after.
    """
    if before == after:
        return Way.SAME
    late = [one.after_penalties for one in (before, after) if one is not None]
    if not any_order and (len(set(late)) > 1):
        return Way.DIFFERENT
    if before is None or after is None:
        rounding = after or before
        assert rounding is not None
        turned = rounding.mode.way(positive=positive)
        if not turned:
            return Way.DIFFERENT
        way = Way.DOWN if turned < 0 else Way.UP
        return way if before is None else flip(way)
    if (before.digits, before.mode, before.significant) == (after.digits, after.mode, after.significant):
        return Way.SAME  # said in other words only
    if not positive or (before.digits, before.significant) != (after.digits, after.significant):
        return Way.DIFFERENT
    return of_numbers(fmpq(before.mode.rank), fmpq(after.mode.rank))


# -- Step functions and broken lines ------------------------------------------------------------------------------


Curve = p.Banded | p.Interpolate
Values = tuple[fmpq | None, ...]


def _number(expression: p.Expression | None) -> fmpq | None:
    """The number that an expression is, if it is one as it stands."""
    if isinstance(expression, p.Constant) and isinstance(expression.value, fmpq):
        return expression.value
    return None


def is_plain(curve: Curve) -> bool:
    """Whether bands or points give numbers, at numbers."""
    if isinstance(curve, p.Banded):
        bounds = [bound for band in curve.bands for bound in (band.low, band.high)]
        results = [band.result for band in curve.bands]
        if curve.otherwise is not None:
            results.append(curve.otherwise)
        return all(b is None or isinstance(b, fmpq) for b in bounds) and all(
            _number(result) is not None for result in results
        )
    beyond = [value for value in (curve.before, curve.after) if value is not None]
    ends = [value for point in curve.points for value in point]
    return all(_number(value) is not None for value in (*ends, *beyond))


def value_at(curve: Curve, at: fmpq) -> fmpq | None:
    """What bands or points give for a value; ``None`` where they say nothing."""
    if isinstance(curve, p.Banded):
        for band in curve.bands:
            if band.holds(at):
                return _number(band.result)
        return _number(curve.otherwise)
    points = sorted((x, y) for x, y in _points(curve))
    if at < points[0][0] or at > points[-1][0]:
        rises = _points(curve)[0][0] <= _points(curve)[-1][0]
        first = (at < points[0][0]) is rises
        return _number(curve.before if first else curve.after)
    for (x, y), (x2, y2) in pairwise(points):
        if x <= at <= x2:
            return y + (y2 - y) * (at - x) / (x2 - x)
    return points[0][1]


def _points(curve: p.Interpolate) -> list[tuple[fmpq, fmpq]]:
    found = []
    for x, y in curve.points:
        ours, theirs = _number(x), _number(y)
        assert ours is not None
        assert theirs is not None
        found.append((ours, theirs))
    return found


def _breaks(curve: Curve) -> set[fmpq]:
    if isinstance(curve, p.Banded):
        return {b for band in curve.bands for b in (band.low, band.high) if isinstance(b, fmpq)}
    return {x for x, _ in _points(curve)}


def _samples(*curves: Curve) -> list[fmpq]:
    """Values that decide: each break, and in each stretch between two as many as a straight line needs."""
    breaks = sorted(set().union(*(_breaks(curve) for curve in curves)))
    if not breaks:
        return [fmpq(0)]
    found = [breaks[0] - 1, *breaks, breaks[-1] + 1]
    for low, high in pairwise(breaks):
        found += [low + (high - low) / 3, low + (high - low) * 2 / 3]
    return sorted(found)


def _differences(before: Curve, after: Curve) -> list[fmpq]:
    """New less old where both say something: at the samples, and at the ends of each stretch as its line runs there."""
    found: list[fmpq] = []
    samples = _samples(before, after)
    values = {at: (value_at(before, at), value_at(after, at)) for at in samples}

    def difference(at: fmpq) -> fmpq | None:
        ours, theirs = values[at]
        return None if ours is None or theirs is None else theirs - ours

    found += [gap for at in samples if (gap := difference(at)) is not None]
    breaks = sorted(_breaks(before) | _breaks(after))
    for low, high in pairwise(breaks):
        one, other = difference(low + (high - low) / 3), difference(low + (high - low) * 2 / 3)
        if one is not None and other is not None:
            found += [2 * one - other, 2 * other - one]
    return found


def of_curves(before: Curve, after: Curve) -> Way:
    """Which way the result moves for one and the same value, when other bands or points take the place of some."""
    gaps = _differences(before, after)
    return both(*(of_numbers(fmpq(0), gap) for gap in gaps))


def rises(curve: Curve) -> Way:
    """Which way the results go with the value: ``UP``, ``DOWN``, ``SAME`` for one result, or neither."""
    values = [value_at(curve, at) for at in _samples(curve)]
    there = [value for value in values if value is not None]
    if len(there) != len(values) and any(value is None for value in values[1:-1]):
        return Way.DIFFERENT
    return both(*(of_numbers(one, other) for one, other in pairwise(there)))
