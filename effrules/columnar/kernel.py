"""What each kind of expression means for many rows at once. The exact engine (``effrules.exact``) is the specification.

A row of which something cannot be told here is open: it is missing, it fails, or its digits are not sure. Whoever asks decides open rows
again, exactly; and what then still fails is left to the exact engine, which says why.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from attrs import evolve
from flint import fmpq

from effrules.columnar import deciding
from effrules.columnar import populations as sets
from effrules.columnar.forms import (
    Array,
    Bools,
    Column,
    Exact,
    Scaled,
    arrays_of,
    either,
    numbered,
    spread,
    taken,
)
from effrules.columnar.lanes import Index, Lanes
from effrules.columnar.meanings import ARMS
from effrules.columnar.populations import Population, all_open
from effrules.columnar.tables import FieldColumn, Tables
from effrules.exact.plan import Plan
from effrules.model import program as p
from effrules.model.types import NUMBER, Type, YesNo
from effrules.words import Message

YESNO = YesNo()
A_ROW = 2
"""A row that is filtered and looked at is so many steps."""

MOST_PAIRS = 4_000_000
"""Where each row has to look at rows of all others by itself, so many pairs are looked at side by side and no more."""


class Tree(Protocol):
    """What a kernel asks of the tree of scores."""

    def score(self, node: str, index: Index, before_rounding: bool, *, of_others: bool = False) -> Column:
        """The score of a node for subjects; open where it has none."""
        ...

    def applicable(self, node: str, index: Index, *, of_others: bool = False) -> Column:
        """Whether a node is applicable to subjects."""
        ...

    def of_parts(self, aggregate: p.PartsAggregate, index: Index) -> Column:
        """An aggregate of a node's parts for subjects."""
        ...


class Kernel:
    """Evaluates expressions over the rows of tables."""

    def __init__(self, plan: Plan, tables: Tables, tree: Tree) -> None:
        self.plan = plan
        self.program = plan.program
        self.tables = tables
        self.tree = tree
        self.left: dict[Message, int] = {}
        """What was left to the exact engine whatever the rows hold, and how often."""
        self.spent = 0
        """The exact engine takes no more steps than these for what was evaluated, for all lanes together."""

    def evaluate(self, expression: p.Expression, lanes: Lanes) -> Column:
        """The value of an expression for each lane."""
        return ARMS[type(expression)](self, expression, lanes)

    def unsupported(self, why: Message, lanes: Lanes, kind: Type = NUMBER) -> Column:
        """A value that this engine does not work out."""
        self.left[why] = self.left.get(why, 0) + lanes.count
        return all_open(lanes.count, kind)

    # -- Fields --------------------------------------------------------------------------------------------------

    def cell(self, node: p.AnyField, lanes: Lanes) -> FieldColumn:
        """A field of the rows that the lanes are at, or of those that own them."""
        table, index = node.row.table, lanes.index(node.row.slot)
        for _ in range(node.levels):
            owner = self.tables.owner_of[table]
            assert owner is not None
            index, table = self.tables.owners[table][index], owner
        whole = self.tables.field(table, node.field)
        held = taken(Column(whole.held), index).held
        if isinstance(held, Scaled) and len(arrays_of(whole.held)[0]) == 1:
            held = spread(Column(held), lanes.count).held
        return FieldColumn(held, None if whole.missing is None else whole.missing[index])

    # -- Rows ----------------------------------------------------------------------------------------------------

    def population(self, rows: p.Rows, lanes: Lanes, *bodies: p.Expression | None) -> Population | None:
        """The rows of an aggregate, for each lane; ``None`` where they are too many to be looked at side by side."""
        inner = [body for body in (rows.where, *bodies) if body is not None]
        read = {read.slot for read in self.plan.reads.of(*inner)} - {rows.variable.slot}
        if rows.population is p.Population.ALL and not read:
            self.spent += A_ROW * self.tables.size(rows.variable.table)
            return self._among_all(rows, lanes)
        read |= {row.slot for row in (rows.of, rows.anchor) if row is not None}
        lanes, which = _once(lanes, read)
        made = self._own(rows, lanes) if rows.population is p.Population.OWN else self._pairs(rows, lanes)
        if made is None:
            return None
        counts = np.diff(made.bounds)
        self.spent += A_ROW * int(counts.sum() if which is None else counts[which].sum())
        if which is None:
            return made
        return evolve(made, sets=which, open=None if made.open is None else made.open[which])

    def _own(self, rows: p.Rows, lanes: Lanes) -> Population | None:
        assert rows.of is not None
        key = ("own", rows.of.slot, rows.of.table, rows.variable.table)
        if key not in lanes.memory:
            lanes.memory[key] = self._below(rows.of.table, rows.variable.table, lanes.index(rows.of.slot))
        known: tuple[Index, Array, Array] | None = lanes.memory[key]
        if known is None:
            return None
        found, bounds, of = known
        inside = lanes.inside(int(bounds[-1]), of, {rows.variable.slot: found})
        return self._filtered(rows, inside, Population(inside, None, bounds, None, None, None), lanes)

    def _below(self, above: str, table: str, index: Index) -> tuple[Index, Array, Array] | None:
        """The rows of a table that belong to rows of one above it; where those of each begin and end; and which one each belongs to.

        ``None`` where they are too many, as rows are asked about again and again.
        """
        if isinstance(index, slice):
            steps = self.tables.path(above, table)
            bounds = np.arange(index.start, index.stop + 1)
            for step in steps:
                bounds = self.tables.offsets[step][bounds]
            found = slice(int(bounds[0]), int(bounds[-1]))
            bounds = bounds - bounds[0]
            if len(steps) == 1:
                return found, bounds, self.tables.owners[table][found] - index.start
            return found, bounds, np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
        first, last = index, index + 1
        for step in self.tables.path(above, table):
            offsets = self.tables.offsets[step]
            first, last = offsets[first], offsets[last]
        counts = last - first
        bounds = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))
        if bounds[-1] > max(MOST_PAIRS, self.tables.size(table)):
            return None
        rows = np.repeat(first - bounds[:-1], counts) + np.arange(int(bounds[-1]))
        return rows, bounds, np.repeat(np.arange(len(index)), counts)

    def _filtered(self, rows: p.Rows, inside: Lanes, made: Population, lanes: Lanes) -> Population:
        keep, opened = None, None
        if rows.same:
            keep, lost = self._same(rows, inside)
            if lost is not None and lanes.count:
                opened = lost
        if rows.where is not None:
            where = spread(self.evaluate(rows.where, inside), inside.count)
            doubt = where.open if keep is None or where.open is None else where.open & keep
            if doubt is not None and doubt.any():
                opened = either(opened, sets.added(doubt.astype(np.int64), made.bounds) > 0)
            keep = where.held.b if keep is None else keep & where.held.b
        return Population(inside, None, made.bounds, keep, made.sets, opened)

    def _same(self, rows: p.Rows, inside: Lanes) -> tuple[Bools, Bools | None]:
        """Which candidates are like the row that asks; and who cannot ask, as what must be the same is missing."""
        assert rows.anchor is not None
        assert inside.outside is not None
        assert inside.of is not None
        keep = np.ones(inside.count, dtype=bool)
        lost: Bools | None = None
        for name in rows.same:
            mine = self.cell(
                p.FieldOf(rows.variable, name, self.tables.type_of(rows.variable.table, name)), inside
            )
            wanted = self.cell(
                p.FieldOf(rows.anchor, name, self.tables.type_of(rows.anchor.table, name)), inside.outside
            )
            equal = deciding.compare(
                p.Comparison.EQUAL, Column(mine.held), taken(Column(wanted.held), inside.of)
            )
            keep &= np.broadcast_to(equal.held.b, keep.shape)
            if mine.missing is not None:
                keep &= ~mine.missing
            lost = either(lost, wanted.missing)
        return keep, lost

    def _among_all(self, rows: p.Rows, lanes: Lanes) -> Population:
        """Of all rows, those that satisfy a filter which looks at nothing else; in sets of the same fields."""
        size = self.tables.size(rows.variable.table)
        pool = Lanes(size, {rows.variable.slot: slice(0, size)})
        keep, opened = None, None
        if rows.where is not None:
            where = spread(self.evaluate(rows.where, pool), size)
            keep = where.held.b
            opened = np.full(lanes.count, bool(where.open is not None and where.open.any()))
        if not rows.same:
            bounds = np.array([0, size], dtype=np.int64)
            return Population(pool, None, bounds, keep, np.zeros(lanes.count, dtype=np.int64), opened)
        mine, theirs, lost = self._groups(rows, pool, lanes)
        order = np.argsort(mine, kind="stable")
        last = max(int(mine.max(initial=-1)), int(theirs.max(initial=-1))) + 1
        bounds = np.searchsorted(mine[order], np.arange(last + 1))
        return Population(pool, order, bounds, keep, theirs, either(opened, lost))

    def _groups(self, rows: p.Rows, pool: Lanes, lanes: Lanes) -> tuple[Array, Array, Bools | None]:
        """Numbers of the sets: of each row, and of the one that each who asks wants."""
        assert rows.anchor is not None
        keys: list[Array] = []
        lost: Bools | None = None
        for name in rows.same:
            one = self.cell(
                p.FieldOf(rows.variable, name, self.tables.type_of(rows.variable.table, name)), pool
            )
            other = self.cell(
                p.FieldOf(rows.anchor, name, self.tables.type_of(rows.anchor.table, name)), lanes
            )
            keys.append(np.concatenate(_alike(one, other, pool.count, lanes.count)))
            lost = either(lost, other.missing)
        numbers, _ = numbered(*keys)
        return numbers[: pool.count], numbers[pool.count :], lost

    def _pairs(self, rows: p.Rows, lanes: Lanes) -> Population | None:
        size = self.tables.size(rows.variable.table)
        if size * lanes.count > MOST_PAIRS:
            return None
        of = np.repeat(np.arange(lanes.count), size)
        found = np.tile(np.arange(size), lanes.count)
        inside = lanes.inside(size * lanes.count, of, {rows.variable.slot: found})
        bounds = np.arange(lanes.count + 1) * size
        return self._filtered(rows, inside, Population(inside, None, bounds, None, None, None), lanes)


def _once(lanes: Lanes, read: set[int]) -> tuple[Lanes, Array | None]:
    """Where all that is read is in one slot, lanes of which each is at another row; and for each lane which of them is at its row."""
    slot, *more = read
    index = None if more or not lanes.has(slot) else lanes.index(slot)
    if index is None or isinstance(index, slice):
        return lanes, None
    which, first = numbered(index)
    return (Lanes(len(first), {slot: index[first]}), which) if len(first) < len(index) else (lanes, None)


def _alike(one: FieldColumn, other: FieldColumn, rows: int, more: int) -> tuple[Array, Array]:
    """Whole numbers that are equal where two fields are; a missing value equals only a missing one."""
    match one.held, other.held:
        case Exact(v=left), Exact(v=right):  # of one field, as all that is compared here
            known: dict[fmpq, int] = {}
            mine, theirs = (
                np.array([known.setdefault(number, len(known)) for number in side], dtype=np.int64)
                for side in (left, right)
            )
        case left, right:
            mine, theirs = arrays_of(left)[0], arrays_of(right)[0]
    mine, theirs = (
        np.broadcast_to(mine, rows).astype(np.int64),
        np.broadcast_to(theirs, more).astype(np.int64),
    )
    least = np.iinfo(np.int64).min
    if one.missing is not None:
        mine = np.where(one.missing, least, mine)
    return mine, theirs
