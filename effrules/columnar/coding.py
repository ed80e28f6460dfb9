"""Sequences whose items are made when they are asked for, and columns of values by the number of each different one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from flint import fmpq

from effrules.columnar.forms import Array, Exact, Ratio, Scaled, arrays_of, numbered
from effrules.columnar.tables import FieldColumn
from effrules.exact.coded import Coded


class Lazy(Sequence[Any]):
    """A sequence each of whose items is made when it is asked for, and then kept."""

    def __init__(self, size: int, make: Callable[[int], Any]) -> None:
        self._size, self._make = size, make
        self._made: dict[int, Any] = {}

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(self._size))]
        at = range(self._size)[at]
        if at not in self._made:
            self._made[at] = self._make(at)
        return self._made[at]

    def __iter__(self) -> Iterator[Any]:
        return (self[at] for at in range(self._size))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))

    __hash__ = None  # type: ignore[assignment]


def _same(one: object, other: object) -> bool:
    return bool(one == other)


def coded(field: FieldColumn, rows: int, value: Callable[[int], Any]) -> Coded[Any]:
    """The values of a field of so many rows; ``value`` gives that of a row."""
    keys = whole_of(field.held, rows)
    if field.missing is not None:
        keys = [*(np.where(field.missing, 0, one) for one in keys), field.missing]
    codes, first = numbered(*keys)
    return Coded(codes, [value(at) for at in first.tolist()])


def whole_of(held: Any, rows: int) -> list[Array]:
    """Whole numbers that are equal where two rows hold the same."""
    match held:
        case Scaled(m=m):
            arrays = [m]
        case Ratio(n=n, q=q):
            arrays = [n, q]
        case Exact(v=v):
            known: dict[Any, int] = {}
            keys = (one if type(one) is fmpq else id(one) for one in v)
            arrays = [np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.int64)]
        case _:
            arrays = list(arrays_of(held))
    return [np.broadcast_to(one, (rows,)) for one in arrays]
