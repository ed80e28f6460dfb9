"""Arithmetic on columns of numbers: exact wherever 64 bits allow it, else within a bound that is known before any row is looked at.

Each operation takes columns and gives one; rows that it cannot decide are open. What fits nowhere becomes approximate, and what is
approximate is decided again, exactly, only where a rounding or a comparison lies inside the bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cmp_to_key
from math import gcd, inf
from typing import Any

import numpy as np
from attrs import evolve
from flint import fmpq

from effrules.columnar.converting import (
    both_approximate,
    ends_of,
    number,
    on_common,
    on_one_denominator,
    ratio,
    settled,
    times,
)
from effrules.columnar.forms import (
    FITS,
    LEAST,
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
    constant,
    down,
    either,
    exact,
    up,
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


def total(columns: Sequence[Column]) -> Column:
    """The sums of some columns, one after the other; what came of the first ones is written over."""
    found, own = columns[0], False
    for column in columns[1:]:
        before = found
        found = add(before, column, over=own)
        arrays = [arrays_of(one.held)[0] for one in (before, column, found)]
        own = (own and arrays[2] is arrays[0]) or not any(arrays[2] is one for one in arrays[:2])
    return found


def add(left: Column, right: Column, *, over: bool = False) -> Column:
    """The sums. ``over``: nobody else has the left column, so that they may be written over it."""
    a, b, opened = number(left), number(right), either(left.open, right.open)
    for one, other in ((a, b), (b, a)):
        if _always_zero(one) and len(arrays_of(other)[0]) and not isinstance(other, Exact):
            return Column(other, opened)
    if some_objects(a, b):
        return by_objects(real.add, left, right)
    if isinstance(a, Scaled) and isinstance(b, Scaled):
        pair = on_one_denominator(a, b)
        if pair is not None and pair[0].top + pair[1].top < FITS:
            return Column(_added(*pair, over), opened)
    elif isinstance(a, Scaled | Ratio) and isinstance(b, Scaled | Ratio):
        left_, right_ = ratio(a), ratio(b)
        top, most = left_.top * right_.most + right_.top * left_.most, left_.most * right_.most
        constants = len(left_.bare) == 1 or len(right_.bare) == 1
        if constants and max(top, most) < FITS:
            n = left_.n * right_.q + right_.n * left_.q
            return Column(Ratio(n, left_.q * right_.q, top, most), opened)
        one_, other_ = (on_common(held) if isinstance(held, Ratio) else held for held in (a, b))
        if one_ is not None and other_ is not None:
            pair = on_one_denominator(one_, other_)
            if pair is not None and pair[0].top + pair[1].top < FITS:
                return Column(_added(*pair, over), opened)
    if EXACTLY.get():
        both = _sum_of_ratios(a, b)
        return by_objects(real.add, left, right) if both is None else Column(both, opened)
    x, y, more = both_approximate(a, b)
    low, high = x.low + y.low, x.high + y.high
    err = widened(x.err + y.err + ULP * (x.top + y.top))
    bits = x.bits + y.bits + 1
    return settled(Column(Approx(x.x + y.x, err, low, high, bits), either(opened, more)))


def _always_zero(held: Number) -> bool:
    return isinstance(held, Scaled) and held.low == held.high == 0 and len(held.m) == 1


def _added(one: Scaled, other: Scaled, over: bool) -> Scaled:
    place = one.m if over and len(one.m) >= len(other.m) else None
    return Scaled(np.add(one.m, other.m, out=place), one.d, one.low + other.low, one.high + other.high)


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
        case Ratio(by=by, low=least, high=greatest) as held:
            low_, high_ = (None if greatest is None else -greatest, None if least is None else -least)
            return Column(evolve(held, low=low_, high=high_, by=-by), column.open)
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
            (bare, by), ends = _numerators(one, other), _product_bounds(one, other)
            return Column(Ratio(bare, _by(one.q, other.q), top, most, *ends, by), opened)
    if EXACTLY.get():
        return by_objects(real.multiply, left, right)
    x, y, more = both_approximate(a, b)
    err = widened(x.err * y.top + y.err * x.top + x.err * y.err + ULP * x.top * y.top)
    held = Approx(x.x * y.x, err, *_product_ends(x, y), x.bits + y.bits)
    return settled(Column(held, either(opened, more)))


def _product_ends(x: Approx, y: Approx) -> tuple[float, float]:
    """Between what the products lie; one that is too near 0 for a float may be on either side of it, unless its sign is known."""
    corners = [p * q for p in (x.low, x.high) for q in (y.low, y.high)]
    low, high = down(min(corners)), up(max(corners))
    if abs(low) < LEAST:
        low = 0.0 if x.low >= 0 and y.low >= 0 else low - LEAST
    return low, high + LEAST if abs(high) < LEAST else high


def _numerators(one: Ratio, other: Ratio) -> tuple[Array, int]:
    """The numerators of products, bare, and the constant by which they are multiplied."""
    if len(one.bare) == 1:
        one, other = other, one
    if len(other.bare) == 1:
        by = one.by * other.by * int(other.bare[0])
        if abs(by) < FITS:
            return one.bare, by
    return one.n * other.n, 1


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
    return Scaled(_by(a.m, b.m), d, min(corners), max(corners))


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
    low, high = ends_of(result)
    top = max(abs(low), abs(high))
    err = widened((x.err + top * y.err) / least + ULP * top) if least > 0 else inf
    held = Approx(result, err, down(low) - err, up(high) + err, x.bits + y.bits)
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
