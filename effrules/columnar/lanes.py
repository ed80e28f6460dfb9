"""Lanes: for how many rows an expression is evaluated side by side, and which row of each table each lane is at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from effrules.columnar.arithmetic import EXACTLY
from effrules.columnar.forms import Array, Column, taken

Index = slice | Array
"""Which rows of a table the lanes are at: a stretch of them, or any."""


def rows_of(index: Index) -> Array:
    """The numbers of the rows."""
    return np.arange(index.start, index.stop) if isinstance(index, slice) else index


def at(index: Index, lanes: Array) -> Array:
    """The rows that some of the lanes are at."""
    return lanes + index.start if isinstance(index, slice) else index[lanes]


Memory = dict[tuple[Any, ...], Any]


class Lanes:
    """So many lanes; ``rows`` says at which rows they are, by slots, ``values`` what parameters are.

    Lanes inside others (``of``: for each the one outside) find there whatever they do not say themselves.
    """

    def __init__(
        self,
        count: int,
        rows: dict[int, Index],
        outside: Lanes | None = None,
        of: Array | None = None,
        values: dict[int, Column] | None = None,
    ) -> None:
        self.count = count
        self.outside = outside
        self.of = of
        self._rows = rows
        self._values = values or {}
        self._memories: tuple[Memory, Memory] = ({}, {})

    @property
    def memory(self) -> Memory:
        """What was worked out for these lanes: what is exact and what may be approximate are kept apart."""
        return self._memories[EXACTLY.get()]

    def index(self, slot: int) -> Index:
        """At which rows the lanes are by a slot."""
        known = self._rows.get(slot)
        if known is None:
            assert self.outside is not None, "the checker sees to it that slots are bound"
            assert self.of is not None
            known = self._rows[slot] = at(self.outside.index(slot), self.of)
        return known

    def has(self, slot: int) -> bool:
        """Whether a slot is bound to rows."""
        return slot in self._rows or (self.outside is not None and self.outside.has(slot))

    def value(self, slot: int) -> Column:
        """What a parameter is."""
        known = self._values.get(slot)
        if known is None:
            assert self.outside is not None, "the checker sees to it that slots are bound"
            assert self.of is not None
            known = self._values[slot] = taken(self.outside.value(slot), self.of)
        return known

    def inside(self, count: int, of: Array, rows: dict[int, Index]) -> Lanes:
        """Lanes inside these."""
        return Lanes(count, rows, self, of)

    def bound(self, rows: dict[int, Index], values: dict[int, Column]) -> Lanes:
        """As many lanes that know nothing but what is said: those of the body of a definition."""
        return Lanes(self.count, rows, values=values)

    def remembered(self, key: tuple[Any, ...], held: Any, make: Callable[[], Column]) -> Column:
        """What was worked out under a key before; ``held`` keeps alive whatever the key is made of."""
        known = self.memory.get(key)
        if known is None:
            known = self.memory[key] = (held, make())
        return known[1]
