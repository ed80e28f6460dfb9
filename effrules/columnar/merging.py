"""Putting rows that were decided again back into the columns that they belong to."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from effrules.columnar import converting as c
from effrules.columnar.forms import Approx, Array, Column, Exact, Number, Ratio, Scaled, exact, spread
from effrules.columnar.tables import numbers


def compact(values: list[Any]) -> Scaled | Exact:
    """Numbers over one denominator where they are rational and fit, else as objects."""
    if all(type(value) is fmpq for value in values):
        return numbers(values)
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return Exact(found)


def merged(column: Column, rows: Array, part: Column, size: int) -> Column:
    """A column of so many rows with some of them replaced by exact numbers. What a column of floats cannot hold is open in it."""
    held = c.number(spread(column, size))
    new = c.number(spread(part, len(rows)))
    if isinstance(new, Exact):
        new = compact(new.v.tolist())
    if isinstance(held, Approx):
        return _into_floats(held, rows, new)
    assert not isinstance(new, Approx), "what is decided again is exact"
    if isinstance(held, Scaled) and isinstance(new, Scaled):
        pair = c.on_one_denominator(held, new)
        if pair is not None:
            one, other = pair
            m = _with(one.m, rows, other.m)
            return Column(Scaled(m, one.d, min(one.low, other.low), max(one.high, other.high)))
    if isinstance(held, Scaled | Ratio) and isinstance(new, Scaled | Ratio):
        one_, other_ = c.ratio(held), c.ratio(new)
        n, q = (
            _with(np.broadcast_to(one_.n, (size,)), rows, other_.n),
            _with(np.broadcast_to(one_.q, (size,)), rows, other_.q),
        )
        return Column(Ratio(n, q, max(one_.top, other_.top), max(one_.most, other_.most)))
    return Column(Exact(_with(exact(held).v, rows, exact(new).v)))


def _with(array: Array, rows: Array, values: Array) -> Array:
    found = array.copy()
    found[rows] = values
    return found


def _into_floats(held: Approx, rows: Array, new: Number) -> Column:
    near, lost = c.approximate(new)
    x = _with(held.x, rows, near.x)
    low, high = min(held.low, near.low), max(held.high, near.high)
    opened = None
    if lost is not None:
        opened = np.zeros(len(x), dtype=bool)
        opened[rows] = lost
    return Column(Approx(x, max(held.err, near.err), low, high, max(held.bits, near.bits)), opened)
