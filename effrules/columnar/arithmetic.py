"""Arithmetic on columns of numbers: exact wherever 64 bits allow it, else within a bound that is known before any row is looked at.

Each operation takes columns and gives one; rows that it cannot decide are open. What fits nowhere becomes approximate, and what is
approximate is decided again, exactly, only where a rounding or a comparison lies inside the bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cmp_to_key
from math import gcd, inf, isfinite, lcm
from typing import Any, assert_never

import numpy as np
from flint import fmpq

from effrules.columnar.forms import (
    FITS,
    MOST_BITS,
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
    constant,
    either,
    exact,
    widened,
)
from effrules.model import real
from effrules.model.operators import Comparison
from effrules.model.real import DomainError, Undecided
from effrules.model.rounding import Rounding

ZERO = fmpq(0)

EXACTLY: ContextVar[bool] = ContextVar("exactly", default=False)
"""Whether what does not fit in 64 bits is worked out on objects, as the exact engine does, instead of on floats."""


@contextmanager
def exactly() -> Iterator[None]:
    """Within this nothing is approximate."""
    before = EXACTLY.set(True)
    try:
        yield
    finally:
        EXACTLY.reset(before)


def number(column: Column) -> Number:
    """What a column of numbers holds."""
    held = column.held
    assert isinstance(held, Scaled | Ratio | Approx | Exact)
    return held


# -- One form made of another ----------------------------------------------------------------------------------------------


def ratio(held: Scaled | Ratio) -> Ratio:
    """The same as fractions."""
    if isinstance(held, Ratio):
        return held
    return Ratio(held.m, np.array([held.d], dtype=np.int64), held.top, held.d, *bounds(held))


def approximate(held: Number) -> tuple[Approx, Bools | None]:
    """The same as floats, and the rows of which there is none."""
    match held:
        case Approx():
            return held, None
        case Scaled(m=m, d=d):
            x = m / float(d)
            return Approx(
                x, widened(2 * ULP * held.top / d), _down(held.low / d), _up(held.high / d), top_bits(held)
            ), None
        case Ratio(n=n, q=q):
            x = n / q
            low, high = _ends(x)
            return Approx(
                x, widened(2 * ULP * max(abs(low), abs(high))), _down(low), _up(high), top_bits(held)
            ), None
        case Exact(v=v):
            return _floats(v)


def top_bits(held: Scaled | Ratio) -> int:
    """The bits of the longest fraction."""
    pair = (held.top, held.d) if isinstance(held, Scaled) else (held.top, held.most)
    return sum(one.bit_length() for one in pair)


def _floats(v: Array) -> tuple[Approx, Bools | None]:
    x, opened, bits = np.zeros(len(v)), np.zeros(len(v), dtype=bool), 1
    for row, value in enumerate(v):
        try:
            assert type(value) is fmpq
            x[row] = int(value.p) / int(value.q)
            bits = max(bits, 2 * int(value.height_bits()))
        except (AssertionError, OverflowError):
            opened[row] = True
    low, high = _ends(x)
    top = max(abs(low), abs(high))
    return Approx(
        x, widened(ULP * top) + 5e-324, _down(low), _up(high), bits
    ), opened if opened.any() else None


def _ends(x: Array) -> tuple[float, float]:
    return (float(x.min()), float(x.max())) if len(x) else (0.0, 0.0)


def _down(bound: float) -> float:
    return bound - abs(bound) * 2.0**-30


def _up(bound: float) -> float:
    return bound + abs(bound) * 2.0**-30


def _both_approximate(a: Number, b: Number) -> tuple[Approx, Approx, Bools | None]:
    left, one = approximate(a)
    right, other = approximate(b)
    return left, right, either(one, other)


def settled(column: Column) -> Column:
    """A column of floats; where its bounds say nothing any more, all rows are open."""
    held = column.held
    if not isfinite(held.err) or not isfinite(held.top) or held.bits > MOST_BITS:
        rows = len(held.x)
        return Column(Approx(np.zeros(rows), 0.0, 0.0, 0.0, 1), np.ones(rows, dtype=bool))
    return column


def each(
    function: Callable[..., Any], *arrays: Array, opened: Bools | None = None
) -> tuple[Array, Bools | None]:
    """A function of the exact engine applied row by row; the rows for which it has no value are open."""
    try:
        return np.frompyfunc(function, len(arrays), 1)(*arrays), opened
    except (DomainError, Undecided, ZeroDivisionError):
        pass
    rows = max(map(len, arrays)) if all(map(len, arrays)) else 0
    found, more = np.empty(rows, dtype=object), np.zeros(rows, dtype=bool)
    for row, values in enumerate(zip(*(np.broadcast_to(array, rows) for array in arrays), strict=True)):
        try:
            found[row] = function(*values)
        except (DomainError, Undecided, ZeroDivisionError):
            found[row], more[row] = ZERO, True
    return found, either(opened, more)


def _exactly(function: Callable[..., Any], *columns: Column) -> Column:
    helds = [number(column) for column in columns]
    objects = [exact(held).v for held in helds if not isinstance(held, Approx)]
    found, opened = each(function, *objects, opened=either(*(column.open for column in columns)))
    return Column(Exact(found), opened)


def _some_exact(*helds: Held) -> bool:
    return any(isinstance(held, Exact) for held in helds) and not any(
        isinstance(held, Approx) for held in helds
    )


# -- Sums and products -----------------------------------------------------------------------------------------------------


def on_one_denominator(a: Scaled, b: Scaled) -> tuple[Scaled, Scaled] | None:
    """Both with the same denominator, if the mantissas fit."""
    if a.d == b.d:
        return a, b
    d = lcm(a.d, b.d)
    one, other = d // a.d, d // b.d
    if max(a.top * one, b.top * other, d) >= FITS:
        return None
    return _times(a, one, d), _times(b, other, d)


def _times(held: Scaled, factor: int, d: int) -> Scaled:
    if factor == 1:
        return Scaled(held.m, d, held.low, held.high)
    low, high = sorted((held.low * factor, held.high * factor))
    return Scaled(held.m * factor, d, low, high)


def add(left: Column, right: Column) -> Column:
    """The sums."""
    a, b, opened = number(left), number(right), either(left.open, right.open)
    if _some_exact(a, b):
        return _exactly(real.add, left, right)
    if isinstance(a, Scaled) and isinstance(b, Scaled):
        pair = on_one_denominator(a, b)
        if pair is not None and pair[0].top + pair[1].top < FITS:
            one, other = pair
            return Column(Scaled(one.m + other.m, one.d, one.low + other.low, one.high + other.high), opened)
    elif isinstance(a, Scaled | Ratio) and isinstance(b, Scaled | Ratio):
        left_, right_ = ratio(a), ratio(b)
        top, most = left_.top * right_.most + right_.top * left_.most, left_.most * right_.most
        constants = len(left_.n) == 1 or len(right_.n) == 1
        if constants and max(top, most) < FITS:
            n = left_.n * right_.q + right_.n * left_.q
            return Column(Ratio(n, left_.q * right_.q, top, most), opened)
    if EXACTLY.get():
        both = _sum_of_ratios(a, b)
        return _exactly(real.add, left, right) if both is None else Column(both, opened)
    x, y, more = _both_approximate(a, b)
    low, high = x.low + y.low, x.high + y.high
    err = widened(x.err + y.err + ULP * (x.top + y.top))
    bits = x.bits + y.bits + 1
    return settled(Column(Approx(x.x + y.x, err, low, high, bits), either(opened, more)))


def _sum_of_ratios(a: Number, b: Number) -> Ratio | None:
    """The sums over the least common denominators, reduced; ``None`` where they do not fit in 64 bits."""
    if not isinstance(a, Scaled | Ratio) or not isinstance(b, Scaled | Ratio):
        return None
    one, other = ratio(a), ratio(b)
    divisor = np.gcd(one.q, other.q)
    left, right = other.q // divisor, one.q // divisor
    sizes = np.abs(one.n.astype(float)) * left + np.abs(other.n.astype(float)) * right
    if max(sizes.max(initial=0), (one.q.astype(float) * left).max(initial=0)) >= FITS / 2:
        return None
    n, q = one.n * left + other.n * right, one.q * left
    divisor = np.gcd(n, q)
    n, q = n // divisor, q // divisor
    return Ratio(n, q, int(np.abs(n).max(initial=0)), int(q.max(initial=1)))


def negate(column: Column) -> Column:
    """The numbers with their signs changed."""
    match number(column):
        case Scaled(m=m, d=d, low=low, high=high):
            return Column(Scaled(-m, d, -high, -low), column.open)
        case Ratio(n=n, q=q, top=top, most=most, low=least, high=greatest):
            ends = (None if greatest is None else -greatest, None if least is None else -least)
            return Column(Ratio(-n, q, top, most, *ends), column.open)
        case Approx(x=x, err=err, low=lower, high=higher, bits=bits):
            return Column(Approx(-x, err, -higher, -lower, bits), column.open)
        case Exact():
            return _exactly(real.negate, column)


def subtract(left: Column, right: Column) -> Column:
    """The differences."""
    return add(left, negate(right))


def multiply(left: Column, right: Column) -> Column:
    """The products."""
    a, b, opened = number(left), number(right), either(left.open, right.open)
    if _some_exact(a, b):
        return _exactly(real.multiply, left, right)
    if isinstance(a, Scaled) and isinstance(b, Scaled):
        found = _scaled_product(a, b)
        if found is not None:
            return Column(found, opened)
    elif isinstance(a, Scaled | Ratio) and isinstance(b, Scaled | Ratio):
        one, other = ratio(a), ratio(b)
        top, most = one.top * other.top, one.most * other.most
        if max(top, most) < FITS:
            low, high = _product_bounds(one, other)
            return Column(Ratio(_by(one.n, other.n), _by(one.q, other.q), top, most, low, high), opened)
    if EXACTLY.get():
        return _exactly(real.multiply, left, right)
    x, y, more = _both_approximate(a, b)
    corners = [p * q for p in (x.low, x.high) for q in (y.low, y.high)]
    err = widened(x.err * y.top + y.err * x.top + x.err * y.err + ULP * x.top * y.top)
    bits = x.bits + y.bits
    return settled(
        Column(Approx(x.x * y.x, err, _down(min(corners)), _up(max(corners)), bits), either(opened, more))
    )


def _by(left: Array, right: Array) -> Array:
    """The products; by a constant 1 nothing is done."""
    if len(right) == 1 and right[0] == 1:
        return left
    if len(left) == 1 and left[0] == 1:
        return right
    return left * right


def _product_bounds(a: Ratio, b: Ratio) -> tuple[fmpq | None, fmpq | None]:
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return None, None
    corners = [p * q for p in (a.low, a.high) for q in (b.low, b.high)]
    return min(corners), max(corners)


def _scaled_product(a: Scaled, b: Scaled) -> Scaled | None:
    d = a.d * b.d
    if a.top * b.top >= FITS or d >= FITS:
        if len(a.m) != 1 and len(b.m) != 1:
            return None
        one, many = (a, b) if len(a.m) == 1 else (b, a)
        factor = fmpq(int(one.m[0]), one.d * many.d)
        top, d = int(factor.p), int(factor.q)
        if max(abs(top) * many.top, d) >= FITS:
            return None
        return _times(many, top, d)
    corners = [p * q for p in (a.low, a.high) for q in (b.low, b.high)]
    return Scaled(a.m * b.m, d, min(corners), max(corners))


def divide(left: Column, right: Column) -> Column:
    """The quotients. A row with the divisor 0 is open."""
    a, b, opened = number(left), number(right), either(left.open, right.open)
    if _some_exact(a, b):
        return _exactly(real.divide, left, right)
    if isinstance(b, Scaled) and len(b.m) == 1 and b.m[0] != 0:
        return multiply(left, Column(constant(fmpq(b.d, int(b.m[0]))), opened))
    if isinstance(a, Scaled | Ratio) and isinstance(b, Scaled | Ratio):
        found = _quotient(a, b, opened)
        if found is not None:
            return found
    if EXACTLY.get():
        return _exactly(real.divide, left, right)
    x, y, more = _both_approximate(a, b)
    unsure = np.abs(y.x) <= y.err
    divisor = np.where(unsure, 1.0, y.x)
    least = float(np.abs(divisor).min(initial=inf)) - y.err
    result = np.where(np.broadcast_to(unsure, np.broadcast(x.x, unsure).shape), 0.0, x.x / divisor)
    low, high = _ends(result)
    top = max(abs(low), abs(high))
    err = widened((x.err + top * y.err) / least + ULP * top) if least > 0 else inf
    held = Approx(result, err, _down(low) - err, _up(high) + err, x.bits + y.bits)
    return settled(Column(held, either(opened, more, unsure if unsure.any() else None)))


def _quotient(a: Scaled | Ratio, b: Scaled | Ratio, opened: Bools | None) -> Column | None:
    one, other = ratio(a), ratio(b)
    common = 1
    if isinstance(a, Scaled) and isinstance(b, Scaled):
        common = gcd(a.d, b.d)
        n_by, q_by = b.d // common, a.d // common
        top, most = one.top * n_by, other.top * q_by
        if max(top, most) >= FITS:
            return None
        n, q = (a.m if n_by == 1 else a.m * n_by), (b.m if q_by == 1 else b.m * q_by)
    else:
        top, most = one.top * other.most, one.most * other.top
        if max(top, most) >= FITS:
            return None
        n, q = one.n * other.q, one.q * other.n
    zero = q == 0
    if zero.any():
        q, opened = np.where(zero, 1, q), either(opened, zero)
    if not (isinstance(b, Scaled) and b.low >= 0):
        minus = q < 0
        if minus.any():
            n, q = np.where(minus, -n, n), np.abs(q)
    never_negative = isinstance(a, Scaled) and a.low >= 0 and isinstance(b, Scaled) and b.low >= 0
    return Column(Ratio(n, q, top, max(most, 1), ZERO if never_negative else None), opened)


def absolute(column: Column) -> Column:
    """The numbers without their signs."""
    match number(column):
        case Scaled(m=m, d=d) as held:
            low = 0 if held.low <= 0 <= held.high else min(abs(held.low), abs(held.high))
            return Column(Scaled(np.abs(m), d, low, held.top), column.open)
        case Ratio(n=n, q=q, top=top, most=most):
            return Column(Ratio(np.abs(n), q, top, most), column.open)
        case Approx(x=x, err=err, bits=bits) as near:
            return Column(Approx(np.abs(x), err, 0.0, near.top, bits), column.open)
        case Exact():
            return _exactly(real.absolute, column)


# -- Decisions -------------------------------------------------------------------------------------------------------------


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
    if _some_exact(a, b):
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
    x, y, more = _both_approximate(a, b)
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
    found = _exactly(_OBJECTS[how], left, right)
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
    if _some_exact(a, b):
        return _exactly(pick, left, right)
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
        return _exactly(pick, left, right)
    x, y, more = _both_approximate(a, b)
    lower, higher = pick(x.low, y.low), pick(x.high, y.high)
    near = Approx(of_arrays(x.x, y.x), max(x.err, y.err), lower, higher, max(x.bits, y.bits))
    return Column(near, either(opened, more))


def _ratio_chosen(a: Ratio, b: Ratio, of_arrays: Any, pick: Any) -> Ratio | None:
    """The smaller or the greater of fractions and one constant: over their own denominators, no row is looked at twice."""
    many, one = (a, b) if len(b.n) == 1 else (b, a)
    if len(one.n) != 1:
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
    x, y, _ = _both_approximate(number(Column(a)), number(Column(b)))
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
        return _exactly(lambda value: real.round_num(value, rounding), column)
    if rounding.significant and EXACTLY.get():
        return _exactly(lambda value: real.round_num(value, rounding), column)
    if rounding.significant:
        rows = len(held.x if isinstance(held, Approx) else held.n if isinstance(held, Ratio) else held.m)
        return Column(Scaled(np.zeros(rows, dtype=np.int64), 1, 0, 0), np.ones(rows, dtype=bool))
    scale = 10**rounding.digits
    match held:
        case Scaled(m=m, d=d):
            common = gcd(scale, d)
            by, over = scale // common, d // common
            if held.top * by < FITS and 2 * over < FITS and scale < FITS:
                if over == 1:
                    return Column(_times(held, by, scale), column.open)
                n = m if by == 1 else m * by
                return Column(_turned(n, np.int64(over), rounding, scale), column.open)
        case Ratio(n=n, q=q):
            if held.top * scale < FITS and 2 * held.most < FITS:
                return Column(_turned(n * scale, q, rounding, scale), column.open)
        case Approx():
            pass
    if EXACTLY.get():
        return _exactly(lambda value: real.round_num(value, rounding), column)
    near, more = approximate(held)
    return _near_rounded(near, rounding, scale, either(column.open, more))


def _turned(n: Array, q: Any, rounding: Rounding, scale: int) -> Scaled:
    """``n / q`` rounded to whole numbers, by their quotients and remainders."""
    down = n // q
    rest = n - down * q
    turn = rounding.mode.turn
    if turn.nearest:
        twice = rest + rest
        up = twice > q
        tie = twice == q
        up = up | (tie & _goes_up(down, turn.above, turn.below)) if tie.any() else up
    else:
        up = (rest != 0) & _goes_up(down, turn.above, turn.below)
    m = down + up
    low, high = (int(m.min()), int(m.max())) if len(m) else (0, 0)
    return Scaled(m, scale, low, high)


def _goes_up(down: Array, above: int, below: int) -> Any:
    """Whether a figure between a whole number and the next goes to that one, as ``effrules.model.rounding`` says."""
    odd = (down % 2) == 1
    ways = [odd if way == 0 else np.full(1, way > 0) for way in (above, below)]
    return np.where(down >= 0, ways[0], ways[1])


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


def applied(function: Callable[..., Any], *columns: Column) -> Column:
    """A function of the exact engine, row by row."""
    return _exactly(function, *columns)


def rows(column: Column) -> Array:
    """One of the arrays of a column: as many rows as it has."""
    return arrays_of(column.held)[0]


def ordering(value: Any) -> Any:
    """A key that sorts numbers exactly. Comparing irrational ones may raise ``Undecided``."""
    return cmp_to_key(real.compare)(value)
