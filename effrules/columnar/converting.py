"""One form of numbers made of another: fractions, mantissas over a denominator in common, floats within a bound."""

from __future__ import annotations

from functools import lru_cache
from math import isfinite, lcm

import numpy as np
from flint import fmpq

from effrules.columnar.forms import (
    FITS,
    MOST_BITS,
    ULP,
    Approx,
    Array,
    Bools,
    Column,
    Exact,
    Number,
    Ratio,
    Scaled,
    bounds,
    down,
    either,
    up,
    widened,
)


def number(column: Column) -> Number:
    """What a column of numbers holds."""
    held = column.held
    assert isinstance(held, Scaled | Ratio | Approx | Exact)
    return held


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

QUOTIENTS = 1 << 17
"""For denominators up to this one it is looked up how often they go into one in common, where there are as many rows."""

LOOKED_AT = 256
"""By so many rows it is guessed which denominator a column has in common."""


def on_common(held: Ratio) -> Scaled | None:
    """The same over one denominator, if one fits that all of the rows have in common: as where plans are round."""
    if not len(held.bare) or not len(held.q):
        return None
    d = _least_common(np.unique(held.q[:: max(1, len(held.q) // LOOKED_AT)]))
    factors = None if d is None else _factors(held, d)
    if d is not None and factors is None:  # none of these rows had one that is rare
        d = _least_common(_different(held))
        factors = None if d is None else _factors(held, d)
    if d is None or factors is None:
        return None
    if held.low is not None and held.high is not None:
        low, high = held.low * d, held.high * d
        ends = (int(low.floor()), int(high.ceil()))
    else:
        most = held.top * (d // int(held.q.min()))
        ends = (-most, most)
    if max(map(abs, ends)) >= FITS:
        return None
    if len(factors) < len(held.bare):
        return Scaled(held.bare * factors, d, *ends)
    return Scaled(np.multiply(held.bare, factors, out=factors), d, *ends)  # nobody else has the factors


def _factors(held: Ratio, d: int) -> Array | None:
    """What the bare numerators are multiplied by over a denominator; ``None`` where it is no multiple of some row's own."""
    whole = d * held.by
    if abs(whole) >= FITS:
        return None
    if whole > 0 and held.most <= min(QUOTIENTS, len(held.q)):
        found = _quotients(whole, held.most).take(held.q, mode="clip")
        return found if found.min() > 0 else None
    if abs(whole) < FLOATS:  # a quotient of such floats is a whole number only where it is one exactly
        quotients = float(whole) / held.q
        found = quotients.astype(np.int64)
        return found if (found == quotients).all() else None
    found = whole // held.q
    return found if (found * held.q == whole).all() else None


@lru_cache(maxsize=16)
def _quotients(whole: int, most: int) -> Array:
    """How often each denominator up to one goes into a whole number; 0 where it does not."""
    denominators = np.arange(1, most + 1)
    found = whole // denominators
    found[found * denominators != whole] = 0
    return np.concatenate((np.zeros(1, dtype=np.int64), found))


def _different(held: Ratio) -> Array:
    """The denominators that there are, in their order."""
    if held.most >= TABLE:
        return np.unique(held.q)
    seen = np.zeros(held.most + 1, dtype=bool)
    seen[held.q] = True
    return np.flatnonzero(seen)


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
                x, widened(2 * ULP * held.top / d), down(held.low / d), up(held.high / d), top_bits(held)
            ), None
        case Ratio(n=n, q=q):
            x = n / q
            low, high = ends_of(x)
            return Approx(
                x, widened(2 * ULP * max(abs(low), abs(high))), down(low), up(high), top_bits(held)
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
    low, high = ends_of(x)
    err = widened(ULP * max(abs(low), abs(high)))
    return Approx(x, err, down(low) - err, up(high) + err, bits), opened if opened.any() else None


def ends_of(x: Array) -> tuple[float, float]:
    """The least and the greatest of floats."""
    return (float(x.min()), float(x.max())) if len(x) else (0.0, 0.0)


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
