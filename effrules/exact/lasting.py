"""Memory of the engine that lasts while figures of the same data become others: what these cannot change is not worked out again.

A value stays only where the rules show that it does. What is worked out without the changed fields stays. What is worked out with them,
but of no other rows than those that it is about, what they belong to and what belongs to them, stays where none of these rows is changed.
All else is forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from effrules.data.dataset import Row
from effrules.exact.plan import plan_of
from effrules.model import program as p
from effrules.model.reading import Cell
from effrules.model.walk import expressions, walk

Key = tuple[Any, ...]


class Memory(dict[Key, Any]):
    """Values by what they are of (the first of a key) and what tells them apart; forgotten by what they are of, and by rows."""

    def __init__(self) -> None:
        super().__init__()
        self.of: defaultdict[Any, list[Key]] = defaultdict(list)
        self.about: defaultdict[tuple[Any, Row], list[Key]] = defaultdict(list)

    def __setitem__(self, key: Key, value: Any) -> None:
        super().__setitem__(key, value)
        self.of[key[0]].append(key)
        for one in key[1:]:
            if type(one) is Row:
                self.about[key[0], one].append(key)

    def clear(self) -> None:
        """Forget all."""
        super().clear()
        self.of.clear()
        self.about.clear()

    def forget(self, what: Any, rows: Iterable[Row] | None = None) -> None:
        """Forget all values of something; of ``rows``, those that are about one of them."""
        if rows is None:
            for key in self.of.pop(what, ()):
                self.pop(key, None)
            return
        for row in rows:
            for key in self.about.pop((what, row), ()):
                self.pop(key, None)


@frozen
class _Reads:
    fields: frozenset[Cell]
    far: bool
    """Whether rows of other subjects are looked at."""
    scores: bool
    """Whether scores are read, or anything else of nodes."""


@frozen
class _Touched:
    """What fields can change: definitions wherever they are applied, definitions of changed rows, aggregates. ``steady``: which selections of rows they cannot."""

    everywhere: tuple[str, ...]
    nearby: tuple[str, ...]
    aggregates: tuple[int, ...]
    steady: frozenset[int]


class Lasting:
    """The memory of runs on the same data; between them, :meth:`changed` tells which fields of which rows have become others."""

    def __init__(self, program: p.Program) -> None:
        self.program = program
        self.calls = Memory()
        self.aggregates = Memory()
        self.pools: dict[int, Any] = {}
        self.groups: dict[int, Any] = {}
        inside = (inner for formula in expressions(program) for inner in walk(formula))
        self._over_rows = {id(inner): inner for inner in inside if isinstance(inner, p.OverRows)}
        self._reads = {name: self._read(one.body) for name, one in program.definitions.items()}
        self._reads_over_rows = {number: self._read(one) for number, one in self._over_rows.items()}
        self._touched: dict[frozenset[Cell], _Touched] = {}

    def changed(self, cells: frozenset[Cell], rows: Iterable[Row] | None = None) -> None:
        """Forget what these fields of these rows, or of any row, can change, and whatever reads scores."""
        touched = self._touched.get(cells)
        if touched is None:
            touched = self._touched[cells] = self._touched_by(cells)
        for name in touched.everywhere:
            self.calls.forget(name)
        near = (
            None
            if rows is None
            else {one for row in rows for one in (*_above(row), *_below(row))}
            if touched.nearby
            else ()
        )
        for name in touched.nearby:
            self.calls.forget(name, near)
        for number in touched.aggregates:
            self.aggregates.forget(number)
        for known in (self.pools, self.groups):
            for number in [one for one in known if one not in touched.steady]:
                del known[number]

    def _touched_by(self, cells: frozenset[Cell]) -> _Touched:
        def moves(reads: _Reads) -> bool:
            return reads.scores or not cells.isdisjoint(reads.fields)

        everywhere: list[str] = []
        nearby: list[str] = []
        for name, reads in self._reads.items():
            if moves(reads):
                (everywhere if reads.far or reads.scores else nearby).append(name)
        over = {number: moves(reads) for number, reads in self._reads_over_rows.items()}
        return _Touched(
            tuple(everywhere),
            tuple(nearby),
            tuple(number for number, is_moved in over.items() if is_moved),
            frozenset(id(self._over_rows[number].rows) for number, is_moved in over.items() if not is_moved),
        )

    def _read(self, one: p.Expression) -> _Reads:
        rows = (one.rows,) if isinstance(one, p.OverRows) else ()
        footprint = plan_of(self.program).footprints.of((one,), rows)
        return _Reads(footprint.fields, footprint.others, _reads_scores(self.program, one))


def _reads_scores(program: p.Program, expression: p.Expression) -> bool:
    ahead, seen = [expression], set[str]()
    while ahead:
        for inner in walk(ahead.pop()):
            if isinstance(inner, p.OfNode):
                return True
            if isinstance(inner, p.Call) and inner.definition not in seen:
                seen.add(inner.definition)
                ahead.append(program.definitions[inner.definition].body)
    return False


def _above(row: Row) -> Iterator[Row]:
    """A row and what it belongs to."""
    at: Row | None = row
    while at is not None:
        yield at
        at = at.owner


def _below(row: Row) -> Iterator[Row]:
    """All rows that belong to a row, at any depth."""
    ahead = [row]
    while ahead:
        for rows in ahead.pop().children.values():
            yield from rows
            ahead.extend(rows)
