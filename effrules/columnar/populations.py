"""The rows that something is worked out over, in sets side by side, and what aggregates make of each set."""

from __future__ import annotations

from typing import Any, assert_never

import numpy as np
from attrs import frozen

from effrules.columnar import arithmetic as a
from effrules.columnar import converting as c
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
    Ratio,
    Scaled,
    Truth,
    either,
    exact,
    on_arrays,
    spread,
    taken,
    whole,
    widened,
)
from effrules.columnar.lanes import Lanes
from effrules.exact import statistics
from effrules.model.aggregates import AggregateKind
from effrules.model.real import DomainError, Undecided
from effrules.model.types import NUMBER, Choice, Date, Quantity, Text, Type, YesNo

DATE = Date()
_FARTHEST = np.iinfo(np.int64).max


@frozen(eq=False)
class Population:
    """Rows in sets. ``lanes`` are all candidates; ``order`` puts them set by set (``None``: they are so), ``bounds`` are where sets begin and end.

    ``keep`` are those candidates that belong there. ``sets`` says for each who asks which set is his (``None``: each his own).
    ``open`` are those of whose set it is not known which rows it has.
    """

    lanes: Lanes
    order: Array | None
    bounds: Array
    keep: Bools | None
    sets: Array | None
    open: Bools | None

    @property
    def counts(self) -> Array:
        """How many rows each set has."""
        if self.keep is None:
            return np.diff(self.bounds)
        return added(self._ordered(self.keep).astype(np.int64), self.bounds)

    def _ordered(self, array: Array) -> Array:
        array = np.broadcast_to(array, (self.lanes.count,))
        return array if self.order is None else array[self.order]

    def ordered(self, column: Column) -> Column:
        """A column of the candidates, set by set."""
        column = spread(column, self.lanes.count)
        return column if self.order is None else taken(column, self.order)

    def asked(self, column: Column) -> Column:
        """What a column of the sets says to those who ask."""
        if self.sets is not None:
            column = taken(spread(column, len(self.bounds) - 1), self.sets)
        return column.also_open(self.open)

    def opened(self, column: Column) -> Bools | None:
        """The sets in which a row that belongs there is open."""
        if column.open is None:
            return None
        mine = column.open if self.keep is None else column.open & self._ordered(self.keep)
        return added(mine.astype(np.int64), self.bounds) > 0 if mine.any() else None

    def kept(self) -> Bools | None:
        """Which candidates belong there, set by set."""
        return None if self.keep is None else self._ordered(self.keep)


def added(array: Array, bounds: Array) -> Array:
    """The sums of stretches of whole numbers: right whenever each of them fits."""
    running = np.zeros(len(array) + 1, dtype=np.int64)
    np.cumsum(array, dtype=np.int64, out=running[1:])
    return running[bounds[1:]] - running[bounds[:-1]]


def _reduced(array: Array, bounds: Array, by: Any, nothing: Any) -> Array:
    """An operation over stretches; ``nothing`` for those without a row."""
    found = np.full(len(bounds) - 1, nothing, dtype=array.dtype)
    some = bounds[1:] > bounds[:-1]
    if some.any():
        found[some] = by.reduceat(array, bounds[:-1][some])
    return found


def totals(population: Population, column: Column) -> Column:
    """The sum of each set."""
    column = population.ordered(column)
    held, opened, kept = c.number(column), population.opened(column), population.kept()
    most = int(np.diff(population.bounds).max(initial=0))
    if isinstance(held, Exact):
        return _listed(population, held, opened, AggregateKind.SUM)
    if isinstance(held, Ratio):
        held = c.on_common(held) or held
    if isinstance(held, Scaled) and held.top * max(most, 1) < FITS:
        m = held.m if kept is None else np.where(kept, held.m, 0)
        sums = added(m, population.bounds)
        low, high = (int(sums.min()), int(sums.max())) if len(sums) else (0, 0)
        return Column(Scaled(sums, held.d, low, high), opened)
    if a.EXACTLY.get():
        return listed(population, AggregateKind.SUM, column, None, in_order=True)
    near, lost = c.approximate(held)
    x = near.x if kept is None else np.where(kept, near.x, 0.0)
    sums = _reduced(x, population.bounds, np.add, 0.0)
    top = near.top * most
    err = widened(near.err * most + ULP * most * top)
    lower, higher = min(0.0, near.low * most), max(0.0, near.high * most)
    bits = near.bits * max(most, 1) + 64
    column = Column(Approx(sums, err, lower, higher, bits), opened)
    if lost is not None:
        column = column.also_open(population.opened(Column(held, lost)))
    return c.settled(column)


def ends(population: Population, column: Column, kind: AggregateKind) -> Column:
    """The largest or the smallest of each set."""
    column = population.ordered(column)
    opened, kept = population.opened(column), population.kept()
    largest = kind is AggregateKind.LARGEST
    by = np.maximum if largest else np.minimum
    held: Held = column.held
    if isinstance(held, Exact):
        return _listed(population, held, opened, kind)
    if not isinstance(held, Scaled | Days) and a.EXACTLY.get():
        return listed(population, kind, column, None, in_order=True)
    if not isinstance(held, Scaled | Days):
        held, lost = c.approximate(held)  # type: ignore[arg-type]
        opened = either(opened, None if lost is None else population.opened(Column(held, lost)))

    def over(array: Array) -> Array:
        last = np.inf if np.issubdtype(array.dtype, np.floating) else _FARTHEST
        worst = -last if largest else last
        array = array if kept is None else np.where(kept, array, worst)
        found = _reduced(array, population.bounds, by, worst)
        return np.where(found == worst, 0, found)  # sets without a row: nobody looks at them

    return Column(on_arrays(held, over), opened)


def listed(
    population: Population,
    kind: AggregateKind,
    column: Column,
    weights: Column | None,
    in_order: bool = False,
) -> Column:
    """Any aggregate of each set, as the exact engine works it out."""
    column = column if in_order else population.ordered(column)
    held, opened = (
        c.number(column) if not isinstance(column.held, Days) else column.held,
        population.opened(column),
    )
    if isinstance(held, Approx | Days):
        return all_open(len(population.bounds) - 1, DATE if isinstance(held, Days) else NUMBER)
    if weights is None:
        return _listed(population, exact(held), opened, kind)
    weights = population.ordered(weights)
    weighing = c.number(weights)
    if isinstance(weighing, Approx):
        return all_open(len(population.bounds) - 1)
    opened = either(opened, population.opened(weights))
    return _listed(population, exact(held), opened, kind, exact(weighing).v)


def _listed(
    population: Population,
    held: Exact,
    opened: Bools | None,
    kind: AggregateKind,
    weights: Array | None = None,
) -> Column:
    kept, bounds = population.kept(), population.bounds.tolist()
    found, more = np.empty(len(bounds) - 1, dtype=object), np.zeros(len(bounds) - 1, dtype=bool)
    for one in range(len(bounds) - 1):
        stretch = slice(bounds[one], bounds[one + 1])
        mine = held.v[stretch] if kept is None else held.v[stretch][kept[stretch]]
        of = (
            None if weights is None else weights[stretch] if kept is None else weights[stretch][kept[stretch]]
        )
        try:
            found[one] = statistics.aggregated(kind, mine.tolist(), None if of is None else of.tolist())
        except (DomainError, Undecided, ZeroDivisionError, ValueError, IndexError):
            found[one], more[one] = a.ZERO, True
    return Column(Exact(found), either(opened, more if more.any() else None))


def all_open(rows: int, kind: Type = NUMBER) -> Column:
    """A column of a type of which nothing is known."""
    nothing = np.zeros(rows, dtype=np.int64)
    opened = np.ones(rows, dtype=bool)
    match kind:
        case Quantity():
            return Column(Scaled(nothing, 1, 0, 0), opened)
        case YesNo():
            return Column(Truth(~opened), opened)
        case Text() | Choice():
            return Column(Codes(nothing), opened)
        case Date():
            return Column(Days(nothing + 1), opened)
        case _:
            assert_never(kind)


def number_of_rows(population: Population) -> Column:
    """How many rows each set has, as numbers."""
    return Column(whole(population.counts))


def held_by(population: Population, condition: Column) -> tuple[Array, Bools | None]:
    """Of how many rows of each set a condition holds; and the sets in which that is open."""
    column = population.ordered(condition)
    kept = population.kept()
    holds = column.held.b if kept is None else column.held.b & kept
    return added(holds.astype(np.int64), population.bounds), population.opened(column)
