"""How a column holds numbers, and how it holds everything else. A column never holds a binary float as if it were exact.

Of numbers there are four forms, from the fastest on::

    Scaled   whole mantissas over one denominator: 12.5 at 1/1000 is 12500
    Ratio    a whole numerator and a whole denominator for each row
    Approx   floats, each of which lies within ``err`` of the exact number
    Exact    rationals or irrational numbers as the exact engine has them, one object for each row

The first two are exact as long as what they hold fits in 64 bits, which is made sure of by bounds before each operation. A constant is
a column of one row, which every operation spreads.
"""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import define, evolve, frozen
from flint import fmpq

Array = npt.NDArray[Any]
Bools = npt.NDArray[np.bool_]

FITS = 1 << 62
"""Whole numbers up to this one are worked with: a sum of two of them still fits in 64 bits."""

ULP = 2.0**-52
"""Twice the largest relative error of one operation on floats."""

MOST_BITS = 900_000
"""A fraction that could have more bits than this is left to the exact engine, which says when a number is too long."""

_SLACK = 1 + 2.0**-30
"""Bounds are floats themselves; each is widened by more than it can have lost."""

LEAST = 2.0**-1000
"""What a float loses where it is too near 0 for all its digits is less than this."""


def widened(bound: float) -> float:
    """A bound that is not less than the exact one."""
    return bound * _SLACK + LEAST


def down(bound: float) -> float:
    """Less than a bound by more than it can have lost."""
    return bound - abs(bound) * 2.0**-30


def up(bound: float) -> float:
    """More than a bound by more than it can have lost."""
    return bound + abs(bound) * 2.0**-30


@frozen(eq=False)
class Scaled:
    """``m / d``; every mantissa lies from ``low`` to ``high``."""

    m: Array
    d: int
    low: int
    high: int

    @property
    def top(self) -> int:
        """No mantissa is farther from 0."""
        return max(abs(self.low), abs(self.high))


@frozen(eq=False)
class Ratio:
    """``n / q`` with ``q`` above 0; no numerator is farther from 0 than ``top``, no denominator greater than ``most``.

    ``n`` is ``bare * by``: a constant factor is multiplied in when somebody needs it. ``low`` and ``high``: no number is less or greater, where that
    is known.
    """

    bare: Array
    q: Array
    top: int
    most: int
    low: fmpq | None = None
    high: fmpq | None = None
    by: int = 1

    @property
    def n(self) -> Array:
        """The numerators."""
        return self.bare if self.by == 1 else self.bare * self.by


@frozen(eq=False)
class Approx:
    """Floats within ``err`` of the exact numbers, which lie from ``low`` to ``high`` and are fractions of at most ``bits`` bits."""

    x: Array
    err: float
    low: float
    high: float
    bits: int

    @property
    def top(self) -> float:
        """Neither a float nor the exact number is farther from 0."""
        return max(abs(self.low), abs(self.high)) + self.err


@frozen(eq=False)
class Exact:
    """Objects: rationals, or irrational numbers kept whole."""

    v: Array


Number = Scaled | Ratio | Approx | Exact


@frozen(eq=False)
class Truth:
    """Yes or no."""

    b: Bools


@frozen(eq=False)
class Codes:
    """Texts and choices by the number of each different one."""

    c: Array


@frozen(eq=False)
class Days:
    """Days by their number in the calendar."""

    c: Array


Held = Number | Truth | Codes | Days


@define(eq=False)
class Column:
    """What some rows hold. Of the rows that are ``open`` it is not known here: there anything may stand."""

    held: Any
    open: Bools | None = None

    def also_open(self, more: Bools | None) -> Column:
        """The same with more rows open."""
        return self if more is None else Column(self.held, either(self.open, more))


def either(*opened: Bools | None) -> Bools | None:
    """The rows that are open in any of some."""
    found: Bools | None = None
    for one in opened:
        if one is not None:
            found = one if found is None else found | one
    return found


def arrays_of(held: Held) -> tuple[Array, ...]:
    """The arrays that something is held in."""
    match held:
        case Scaled(m=m):
            return (m,)
        case Ratio(bare=bare, q=q):
            return (bare, q)
        case Approx(x=x):
            return (x,)
        case Exact(v=v):
            return (v,)
        case Truth(b=b):
            return (b,)
        case Codes(c=c) | Days(c=c):
            return (c,)


def on_arrays(held: Held, change: Any) -> Held:
    """The same with each array changed; the bounds stay."""
    match held:
        case Scaled(m=m, d=d, low=low, high=high):
            return Scaled(change(m), d, low, high)
        case Ratio(bare=bare, q=q):
            return evolve(held, bare=change(bare), q=change(q))
        case Approx(x=x, err=err, low=lower, high=higher, bits=bits):
            return Approx(change(x), err, lower, higher, bits)
        case Exact(v=v):
            return Exact(change(v))
        case Truth(b=b):
            return Truth(change(b))
        case Codes(c=c):
            return Codes(change(c))
        case Days(c=c):
            return Days(change(c))


def bounds(held: Number) -> tuple[fmpq | None, fmpq | None]:
    """Between what all numbers of a column lie, where that is known without looking at them."""
    match held:
        case Scaled(d=d, low=low, high=high):
            return fmpq(low, d), fmpq(high, d)
        case Ratio(low=least, high=greatest):
            return least, greatest
        case Approx(low=lower, high=higher):
            if not (isfinite(lower) and isfinite(higher)):
                return None, None
            return fmpq(*lower.as_integer_ratio()), fmpq(*higher.as_integer_ratio())
        case Exact():
            return None, None


def taken(column: Column, index: slice | Array) -> Column:
    """The rows of an index; a constant stays one."""

    def change(array: Array) -> Array:
        return array if len(array) == 1 else array[index]

    opened = column.open
    return Column(on_arrays(column.held, change), None if opened is None else change(opened))


def spread(column: Column, rows: int) -> Column:
    """The column with so many rows, if it was a constant."""

    def change(array: Array) -> Array:
        return np.broadcast_to(array, (rows,)) if len(array) != rows else array

    opened = column.open
    return Column(on_arrays(column.held, change), None if opened is None else change(opened))


def same(value: int | bool, rows: int) -> Array:
    """One value for so many rows, held once and not to be written to."""
    return np.broadcast_to(np.array([value]), (rows,))


def every(rows: Bools) -> bool:
    """Whether something holds in every row; what is held once is looked at once."""
    return bool(rows[:1].all()) if rows.strides == (0,) else bool(rows.all())


def constant(value: Any) -> Number:
    """A rational (or an irrational number) for all rows."""
    if type(value) is fmpq:
        top, bottom = int(value.p), int(value.q)
        if abs(top) < FITS and bottom < FITS:
            return Scaled(np.array([top], dtype=np.int64), bottom, top, top)
    held = np.empty(1, dtype=object)
    held[0] = value
    return Exact(held)


def whole(array: Array) -> Scaled:
    """A column of whole numbers, with bounds as they are."""
    low, high = (int(array.min()), int(array.max())) if len(array) else (0, 0)
    return Scaled(array.astype(np.int64, copy=False), 1, low, high)


def number_at(held: Number, row: int) -> Any:
    """The exact number of a row. Of an ``Approx`` there is none."""
    match held:
        case Scaled(m=m, d=d):
            return fmpq(int(m[row if len(m) > 1 else 0]), d)
        case Ratio(bare=bare, q=q, by=by):
            return fmpq(int(bare[row if len(bare) > 1 else 0]) * by, int(q[row if len(q) > 1 else 0]))
        case Exact(v=v):
            return v[row if len(v) > 1 else 0]
        case Approx():
            raise TypeError("an approximate number has no exact value at hand")


def numbers_of(held: Scaled | Ratio | Exact | Approx, rows: int) -> list[Any]:
    """The exact numbers of so many rows; equal ones of a column of mantissas are one object."""
    match held:
        case Scaled(m=m, d=d):
            if len(m) != rows:
                return [fmpq(int(m[0]), d)] * rows
            known: dict[int, fmpq] = {}
            found = []
            for mantissa in m.tolist():
                number = known.get(mantissa)
                if number is None:
                    number = known[mantissa] = fmpq(mantissa, d)
                found.append(number)
            return found
        case Ratio(n=n, q=q):
            pairs = zip(
                np.broadcast_to(n, (rows,)).tolist(), np.broadcast_to(q, (rows,)).tolist(), strict=True
            )
            return [fmpq(top, bottom) for top, bottom in pairs]
        case Exact(v=v):
            return v.tolist() if len(v) == rows else [v[0]] * rows
        case Approx():
            raise TypeError("an approximate number has no exact value at hand")


def exact(held: Scaled | Ratio | Exact) -> Exact:
    """The same as objects."""
    if isinstance(held, Exact):
        return held
    rows = np.broadcast(held.bare, held.q).size if isinstance(held, Ratio) else len(held.m)
    found = np.empty(rows, dtype=object)
    found[:] = numbers_of(held, rows)
    return Exact(found)


def numbered(*keys: Array) -> tuple[Array, Array]:
    """For each row of some columns of whole numbers the number of what it holds, in the order of that; and for each number a row that has it."""
    which, many = np.zeros(len(keys[0]), dtype=np.int64), 1
    for key in (one for one in keys if one.strides != (0,) or not len(one)):
        mine, more = _codes(key)
        which, many = _codes(which * more + mine) if many > 1 else (mine, more)
    first = np.zeros(many, dtype=np.int64)
    first[which] = np.arange(len(which))
    return which, first


def _codes(key: Array) -> tuple[Array, int]:
    """Numbers from 0 on in the order of whole numbers, and how many there are."""
    if not len(key):
        return key, 0
    low = int(key.min())
    span = int(key.max()) - low + 1
    if span > max(4 * len(key), 1 << 16):
        different, which = np.unique(key, return_inverse=True)
        return which.reshape(-1), len(different)
    there = key - low
    seen = np.zeros(span, dtype=bool)
    seen[there] = True
    numbers = np.cumsum(seen) - 1
    return numbers[there], int(numbers[-1]) + 1
