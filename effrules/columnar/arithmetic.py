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
from typing import Any

import numpy as np
from flint import fmpq

from effrules.columnar.forms import (
    FITS,
    LEAST,
    MOST_BITS,
    ULP,
    Approx,
    Array,
    Bools,
    Column,
    Exact,
    Held,
    Number,
    Ratio,
    Scaled,
    arrays_of,
    bounds,
    constant,
    either,
    exact,
    widened,
)
from effrules.model import real
from effrules.model.real import DomainError, Undecided

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


MOST_DENOMINATORS = 1 << 12
"""A column with more different denominators than these has none in common that fits."""

FLOATS = 1 << 53
"""Whole numbers up to this one are floats."""

TABLE = 1 << 21
"""Denominators up to this one are told apart by a table of them, greater ones by sorting."""


def on_common(held: Ratio) -> Scaled | None:
    """The same over one denominator, if one fits that all of the rows have in common: as where plans are round."""
    if not len(held.n) or not len(held.q):
        return None
    few = np.unique(held.q[:: max(1, len(held.q) // 64)]) if len(held.q) > 256 else held.q
    if _least_common(few) is None:
        return None
    if held.most < TABLE and len(held.q) > 256:
        seen = np.zeros(held.most + 1, dtype=bool)
        seen[held.q] = True
        different = np.flatnonzero(seen)
    else:
        different = np.unique(held.q)
    d = _least_common(different)
    if d is None:
        return None
    if held.low is not None and held.high is not None:
        low, high = held.low * d, held.high * d
        ends = (int(low.floor()), int(high.ceil()))
    else:
        ends = (-held.top * (d // int(different[0])), held.top * (d // int(different[0])))
    if max(map(abs, ends)) >= FITS:
        return None
    if d < FLOATS:  # then the quotients of floats are these whole numbers, and quicker
        return Scaled(held.n * (float(d) / held.q).astype(np.int64), d, *ends)
    return Scaled(held.n * (d // held.q), d, *ends)


def _least_common(different: Array) -> int | None:
    """The least common multiple, if it fits."""
    if len(different) > MOST_DENOMINATORS:
        return None
    found = 1
    for one in different.tolist():
        found = lcm(found, one)
        if found >= FITS:
            return None
    return found


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
    err = widened(ULP * max(abs(low), abs(high)))
    return Approx(x, err, _down(low) - err, _up(high) + err, bits), opened if opened.any() else None


def _ends(x: Array) -> tuple[float, float]:
    return (float(x.min()), float(x.max())) if len(x) else (0.0, 0.0)


def _down(bound: float) -> float:
    return bound - abs(bound) * 2.0**-30


def _up(bound: float) -> float:
    return bound + abs(bound) * 2.0**-30


def both_approximate(a: Number, b: Number) -> tuple[Approx, Approx, Bools | None]:
    """Both as floats, and the rows of which there is none."""
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


def by_objects(function: Callable[..., Any], *columns: Column) -> Column:
    """A function of the exact engine on numbers that are exact, row by row; the rows for which it has no value are open."""
    objects = []
    for column in columns:
        held = number(column)
        assert not isinstance(held, Approx), "an approximate number has no exact value at hand"
        objects.append(exact(held).v)
    found, opened = each(function, *objects, opened=either(*(column.open for column in columns)))
    return Column(Exact(found), opened)


def some_objects(*helds: Held) -> bool:
    """Whether some numbers are objects and none is a float."""
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
    return times(a, one, d), times(b, other, d)


def times(held: Scaled, factor: int, d: int) -> Scaled:
    """Mantissas times a factor, over a denominator."""
    if factor == 1:
        return Scaled(held.m, d, held.low, held.high)
    low, high = sorted((held.low * factor, held.high * factor))
    return Scaled(held.m * factor, d, low, high)


def add(left: Column, right: Column) -> Column:
    """The sums."""
    a, b, opened = number(left), number(right), either(left.open, right.open)
    if some_objects(a, b):
        return by_objects(real.add, left, right)
    if isinstance(a, Scaled) and isinstance(b, Scaled):
        pair = on_one_denominator(a, b)
        if pair is not None and pair[0].top + pair[1].top < FITS:
            return Column(_added(*pair), opened)
    elif isinstance(a, Scaled | Ratio) and isinstance(b, Scaled | Ratio):
        left_, right_ = ratio(a), ratio(b)
        top, most = left_.top * right_.most + right_.top * left_.most, left_.most * right_.most
        constants = len(left_.n) == 1 or len(right_.n) == 1
        if constants and max(top, most) < FITS:
            n = left_.n * right_.q + right_.n * left_.q
            return Column(Ratio(n, left_.q * right_.q, top, most), opened)
        one_, other_ = (on_common(held) if isinstance(held, Ratio) else held for held in (a, b))
        if one_ is not None and other_ is not None:
            pair = on_one_denominator(one_, other_)
            if pair is not None and pair[0].top + pair[1].top < FITS:
                return Column(_added(*pair), opened)
    if EXACTLY.get():
        both = _sum_of_ratios(a, b)
        return by_objects(real.add, left, right) if both is None else Column(both, opened)
    x, y, more = both_approximate(a, b)
    low, high = x.low + y.low, x.high + y.high
    err = widened(x.err + y.err + ULP * (x.top + y.top))
    bits = x.bits + y.bits + 1
    return settled(Column(Approx(x.x + y.x, err, low, high, bits), either(opened, more)))


def _added(one: Scaled, other: Scaled) -> Scaled:
    return Scaled(one.m + other.m, one.d, one.low + other.low, one.high + other.high)


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
            return by_objects(real.negate, column)


def subtract(left: Column, right: Column) -> Column:
    """The differences."""
    return add(left, negate(right))


def multiply(left: Column, right: Column) -> Column:
    """The products."""
    a, b, opened = number(left), number(right), either(left.open, right.open)
    if some_objects(a, b):
        return by_objects(real.multiply, left, right)
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
        return by_objects(real.multiply, left, right)
    x, y, more = both_approximate(a, b)
    err = widened(x.err * y.top + y.err * x.top + x.err * y.err + ULP * x.top * y.top)
    held = Approx(x.x * y.x, err, *_product_ends(x, y), x.bits + y.bits)
    return settled(Column(held, either(opened, more)))


def _product_ends(x: Approx, y: Approx) -> tuple[float, float]:
    """Between what the products lie; one that is too near 0 for a float may be on either side of it, unless its sign is known."""
    corners = [p * q for p in (x.low, x.high) for q in (y.low, y.high)]
    low, high = _down(min(corners)), _up(max(corners))
    if abs(low) < LEAST:
        low = 0.0 if x.low >= 0 and y.low >= 0 else low - LEAST
    return low, high + LEAST if abs(high) < LEAST else high


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
        return times(many, top, d)
    corners = [p * q for p in (a.low, a.high) for q in (b.low, b.high)]
    return Scaled(a.m * b.m, d, min(corners), max(corners))


def divide(left: Column, right: Column) -> Column:
    """The quotients. A row with the divisor 0 is open."""
    a, b, opened = number(left), number(right), either(left.open, right.open)
    if some_objects(a, b):
        return by_objects(real.divide, left, right)
    if isinstance(b, Scaled) and len(b.m) == 1 and b.m[0] != 0:
        return multiply(left, Column(constant(fmpq(b.d, int(b.m[0]))), opened))
    if isinstance(a, Scaled | Ratio) and isinstance(b, Scaled | Ratio):
        found = _quotient(a, b, opened)
        if found is not None:
            return found
    if EXACTLY.get():
        return by_objects(real.divide, left, right)
    x, y, more = both_approximate(a, b)
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
    if not (isinstance(b, Scaled) and b.low > 0):
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
            return by_objects(real.absolute, column)


def rows(column: Column) -> Array:
    """One of the arrays of a column: as many rows as it has."""
    return arrays_of(column.held)[0]


def ordering(value: Any) -> Any:
    """A key that sorts numbers exactly. Comparing irrational ones may raise ``Undecided``."""
    return cmp_to_key(real.compare)(value)
