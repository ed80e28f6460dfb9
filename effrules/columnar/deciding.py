"""Decisions on columns of numbers: comparisons, the smaller and the greater, one or the other, roundings. Each row that is not sure is open."""

from __future__ import annotations

from collections.abc import Callable
from math import gcd, isfinite
from typing import Any, assert_never

import numpy as np
from flint import fmpq

from effrules.columnar.arithmetic import EXACTLY, by_objects, some_objects
from effrules.columnar.converting import (
    approximate,
    both_approximate,
    number,
    on_one_denominator,
    ratio,
    times,
)
from effrules.columnar.forms import (
    FITS,
    ULP,
    Approx,
    Array,
    Bools,
    Codes,
    Column,
    Days,
    Exact,
    Held,
    Number,
    Ratio,
    Scaled,
    Truth,
    arrays_of,
    bounds,
    either,
    exact,
    widened,
)
from effrules.model import real
from effrules.model.operators import Comparison
from effrules.model.rounding import Rounding, Turn

_OBJECTS: dict[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQUAL: lambda a, b: a == b,
    Comparison.NOT_EQUAL: lambda a, b: a != b,
    Comparison.LESS: lambda a, b: a < b,
    Comparison.AT_MOST: lambda a, b: a <= b,
    Comparison.GREATER: lambda a, b: a > b,
    Comparison.AT_LEAST: lambda a, b: a >= b,
}
_ARRAYS: dict[Comparison, Callable[[Array, Array], Bools]] = {
    Comparison.EQUAL: np.equal,
    Comparison.NOT_EQUAL: np.not_equal,
    Comparison.LESS: np.less,
    Comparison.AT_MOST: np.less_equal,
    Comparison.GREATER: np.greater,
    Comparison.AT_LEAST: np.greater_equal,
}


def compare(how: Comparison, left: Column, right: Column) -> Column:
    """Whether the rows compare so."""
    a, b, opened = left.held, right.held, either(left.open, right.open)
    match a, b:
        case (Codes(c=one), Codes(c=other)) | (Days(c=one), Days(c=other)):
            return Column(Truth(_ARRAYS[how](one, other)), opened)
        case Truth(b=one), Truth(b=other):
            return Column(Truth(_ARRAYS[how](one, other)), opened)
        case _:
            return _numbers_compared(how, left, right)


def _numbers_compared(how: Comparison, left: Column, right: Column) -> Column:
    a, b, opened = number(left), number(right), either(left.open, right.open)
    if some_objects(a, b):
        return _objects_compared(how, left, right)
    always = _always(how, a, b)
    if always is not None:
        return Column(Truth(np.full(1, always)), opened)
    if isinstance(a, Scaled) and isinstance(b, Scaled):
        pair = on_one_denominator(a, b)
        if pair is not None:
            return Column(Truth(_ARRAYS[how](pair[0].m, pair[1].m)), opened)
    elif isinstance(a, Scaled | Ratio) and isinstance(b, Scaled | Ratio):
        one, other = ratio(a), ratio(b)
        if max(one.top * other.most, other.top * one.most) < FITS:
            return Column(Truth(_ARRAYS[how](one.n * other.q, other.n * one.q)), opened)
    if EXACTLY.get():
        return _objects_compared(how, left, right)
    x, y, more = both_approximate(a, b)
    away = x.x - y.x
    bound = widened(x.err + y.err + ULP * (x.top + y.top))
    unsure = np.abs(away) <= bound
    return Column(
        Truth(_ARRAYS[how](away, np.zeros(1))), either(opened, more, unsure if unsure.any() else None)
    )


def _always(how: Comparison, a: Number, b: Number) -> bool | None:
    """Whether all rows compare so, or none does, where their bounds tell."""
    (low, high), (least, most) = bounds(a), bounds(b)
    apart = None
    if high is not None and least is not None:
        if high < least:
            apart = Comparison.LESS
        elif high == least and how in (Comparison.AT_MOST, Comparison.GREATER):
            return how is Comparison.AT_MOST
    if low is not None and most is not None:
        if low > most:
            apart = Comparison.GREATER
        elif low == most and how in (Comparison.AT_LEAST, Comparison.LESS):
            return how is Comparison.AT_LEAST
    if apart is None:
        return None
    less = apart is Comparison.LESS
    match how:
        case Comparison.EQUAL:
            return False
        case Comparison.NOT_EQUAL:
            return True
        case Comparison.LESS | Comparison.AT_MOST:
            return less
        case Comparison.GREATER | Comparison.AT_LEAST:
            return not less
        case _:
            assert_never(how)


def _objects_compared(how: Comparison, left: Column, right: Column) -> Column:
    found = by_objects(_OBJECTS[how], left, right)
    return Column(Truth(found.held.v.astype(bool)), found.open)


def least(left: Column, right: Column) -> Column:
    """The smaller of both, row by row."""
    return _chosen(left, right, np.minimum, Comparison.AT_MOST)


def greatest(left: Column, right: Column) -> Column:
    """The greater of both, row by row."""
    return _chosen(left, right, np.maximum, Comparison.AT_LEAST)


def _chosen(left: Column, right: Column, of_arrays: Any, how: Comparison) -> Column:
    a, b, opened = left.held, right.held, either(left.open, right.open)
    if isinstance(a, Days) and isinstance(b, Days):
        return Column(Days(of_arrays(a.c, b.c)), opened)
    a, b = number(left), number(right)
    pick = min if of_arrays is np.minimum else max
    if some_objects(a, b):
        return by_objects(pick, left, right)
    if not isinstance(a, Exact) and not isinstance(b, Exact):
        sure = _surely(bounds(a), bounds(b), of_arrays is np.minimum)
        if sure is not None and len(arrays_of((a, b)[sure])[0]) >= len(arrays_of((a, b)[1 - sure])[0]):
            return Column((a, b)[sure], opened)
    if isinstance(a, Scaled) and isinstance(b, Scaled):
        pair = on_one_denominator(a, b)
        if pair is not None:
            one, other = pair
            low, high = pick(one.low, other.low), pick(one.high, other.high)
            return Column(Scaled(of_arrays(one.m, other.m), one.d, low, high), opened)
    elif isinstance(a, Scaled | Ratio) and isinstance(b, Scaled | Ratio):
        found = _ratio_chosen(ratio(a), ratio(b), of_arrays, pick)
        if found is not None:
            return Column(found, opened)
        first = _numbers_compared(how, Column(a), Column(b))
        if first.open is None:
            return Column(select(first.held.b, a, b), opened)
    if EXACTLY.get():
        return by_objects(pick, left, right)
    x, y, more = both_approximate(a, b)
    lower, higher = pick(x.low, y.low), pick(x.high, y.high)
    near = Approx(of_arrays(x.x, y.x), max(x.err, y.err), lower, higher, max(x.bits, y.bits))
    return Column(near, either(opened, more))


def _surely(
    a: tuple[fmpq | None, fmpq | None], b: tuple[fmpq | None, fmpq | None], least: bool
) -> int | None:
    """Which of both is chosen in every row (0 the first, 1 the second), by what lies between what."""
    if a[1] is not None and b[0] is not None and a[1] <= b[0]:
        return 0 if least else 1
    if b[1] is not None and a[0] is not None and b[1] <= a[0]:
        return 1 if least else 0
    return None


def _ratio_chosen(a: Ratio, b: Ratio, of_arrays: Any, pick: Any) -> Ratio | None:
    """The smaller or the greater of fractions and one constant: over their own denominators, no row is looked at twice."""
    many, one = (a, b) if len(b.bare) == 1 else (b, a)
    if len(one.bare) != 1:
        return None
    top, bottom = int(one.n[0]), int(one.q[0])
    if max(many.top * bottom, abs(top) * many.most, many.most * bottom) >= FITS:
        return None
    limit = fmpq(top, bottom)
    n, q = (many.n, many.q) if bottom == 1 else (many.n * bottom, many.q * bottom)
    other = many.q if top == 1 else np.zeros(1, dtype=np.int64) if top == 0 else many.q * top
    low, high = (None if bound is None else pick(bound, limit) for bound in (many.low, many.high))
    if of_arrays is np.minimum:
        high = limit if high is None else high
    else:
        low = limit if low is None else low
    return Ratio(
        of_arrays(n, other), q, max(many.top * bottom, abs(top) * many.most), many.most * bottom, low, high
    )


def select(where: Bools, a: Held, b: Held) -> Held:
    """The rows of one where a condition holds, else those of the other; what has two forms gets one that holds both."""
    match a, b:
        case Truth(b=yes), Truth(b=no):
            return Truth(np.where(where, yes, no))
        case Codes(c=yes), Codes(c=no):
            return Codes(np.where(where, yes, no))
        case Days(c=yes), Days(c=no):
            return Days(np.where(where, yes, no))
        case Scaled(), Scaled():
            pair = on_one_denominator(a, b)
            if pair is not None:
                one, other = pair
                low, high = min(one.low, other.low), max(one.high, other.high)
                return Scaled(np.where(where, one.m, other.m), one.d, low, high)
        case _:
            pass
    if isinstance(a, Scaled | Ratio) and isinstance(b, Scaled | Ratio):
        left, right = ratio(a), ratio(b)
        n, q = np.where(where, left.n, right.n), np.where(where, left.q, right.q)
        low_, high_ = _hull(left, right)
        return Ratio(n, q, max(left.top, right.top), max(left.most, right.most), low_, high_)
    if isinstance(a, Scaled | Ratio | Exact) and isinstance(b, Scaled | Ratio | Exact):
        return Exact(np.where(where, exact(a).v, exact(b).v))
    x, y, _ = both_approximate(number(Column(a)), number(Column(b)))
    lower, higher = min(x.low, y.low), max(x.high, y.high)
    return Approx(np.where(where, x.x, y.x), max(x.err, y.err), lower, higher, max(x.bits, y.bits))


def _hull(a: Ratio, b: Ratio) -> tuple[fmpq | None, fmpq | None]:
    low = None if a.low is None or b.low is None else min(a.low, b.low)
    return low, None if a.high is None or b.high is None else max(a.high, b.high)


def chosen(condition: Column, then: Column, otherwise: Column) -> Column:
    """The one column where a condition holds, else the other; only what is chosen leaves a row open."""
    where = condition.held.b
    opened = condition.open
    if then.open is not None or otherwise.open is not None:
        no = np.zeros(1, dtype=bool)
        one = no if then.open is None else then.open
        other = no if otherwise.open is None else otherwise.open
        opened = either(opened, np.where(where, one, other))
    for side in (
        then,
        otherwise,
    ):  # an irrational object does not go with floats: such rows are decided again
        if isinstance(side.held, Exact) and isinstance((otherwise if side is then else then).held, Approx):
            mine = where if side is then else ~where
            _, lost = approximate(side.held)
            opened = either(opened, None if lost is None else mine & lost)
    return Column(select(where, then.held, otherwise.held), opened)


def rounded(column: Column, rounding: Rounding) -> Column:
    """The numbers rounded: whole mantissas again, whatever they were."""
    held = number(column)
    if isinstance(held, Exact):
        return by_objects(lambda value: real.round_num(value, rounding), column)
    scale = 10**rounding.digits
    if rounding.significant or scale >= FITS:
        if EXACTLY.get():
            return by_objects(lambda value: real.round_num(value, rounding), column)
        nothing = np.zeros(len(arrays_of(held)[0]), dtype=np.int64)
        return Column(Scaled(nothing, 1, 0, 0), nothing == 0)
    match held:
        case Scaled(m=m, d=d):
            common = gcd(scale, d)
            by, over = scale // common, d // common
            if held.top * by < FITS and 2 * over < FITS:
                if over == 1:
                    return Column(times(held, by, scale), column.open)
                n = m if by == 1 else m * by
                return Column(_turned(n, np.int64(over), rounding, scale), column.open)
        case Ratio(n=n, q=q):
            if held.top * scale < FITS and 2 * held.most < FITS:
                return Column(_turned(n * scale, q, rounding, scale), column.open)
        case Approx():
            pass
    if EXACTLY.get():
        return by_objects(lambda value: real.round_num(value, rounding), column)
    near, more = approximate(held)
    return _near_rounded(near, rounding, scale, either(column.open, more))


def _turned(n: Array, q: Any, rounding: Rounding, scale: int) -> Scaled:
    """``n / q`` rounded to whole numbers, by their quotients and remainders."""
    turn = rounding.mode.turn
    least, most = int(n.min(initial=0)), int(n.max(initial=0))
    one_way = turn.above == turn.below or least >= 0
    if turn.nearest and one_way and turn.above and max(-least, most) < FITS >> 2:
        m = (n + n + q) // (q + q) if turn.above > 0 else -((q - n - n) // (q + q))
    else:
        m = _turned_by_rest(n, q, turn)
    low, high = (int(m.min()), int(m.max())) if len(m) else (0, 0)
    return Scaled(m, scale, low, high)


def _turned_by_rest(n: Array, q: Any, turn: Turn) -> Array:
    down = n // q
    rest = n - down * q
    if not turn.nearest:
        up = (rest != 0) & _goes_up(down, turn.above, turn.below)
    else:
        twice = rest + rest
        up, tie = twice > q, twice == q
        if tie.any():
            up = up | (tie & _goes_up(down, turn.above, turn.below))
    found: Array = down + up
    return found


def _goes_up(down: Array, above: int, below: int) -> Any:
    """Whether a figure between a whole number and the next goes to that one, as ``effrules.model.rounding`` says."""
    if above == below or down.min(initial=0) >= 0:
        return _one_way(down, above)
    return np.where(down >= 0, _one_way(down, above), _one_way(down, below))


def _one_way(down: Array, way: int) -> Any:
    return (down % 2) == 1 if way == 0 else np.full(1, way > 0)


def _near_rounded(held: Approx, rounding: Rounding, scale: int, opened: Bools | None) -> Column:
    rows = len(held.x)
    if held.top * scale >= 2.0**51 or not isfinite(held.err):
        return Column(Scaled(np.zeros(rows, dtype=np.int64), 1, 0, 0), np.ones(rows, dtype=bool))
    y = held.x * float(scale)
    err = widened(held.err * scale + ULP * held.top * scale)
    floor = np.floor(y)
    part = y - floor
    turn = rounding.mode.turn
    down = floor.astype(np.int64)
    if turn.nearest:
        unsure = np.abs(part - 0.5) <= err
        m = down + (part > 0.5)
    else:
        unsure = (part <= err) | (part >= 1 - err)
        m = down + _goes_up(down, turn.above, turn.below)
    bound = int(held.top * scale) + 2
    return Column(Scaled(m, scale, -bound, bound), either(opened, unsure if unsure.any() else None))
