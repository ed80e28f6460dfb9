"""Which rows an aggregate runs over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from effrules.data.dataset import Dataset, Row
from effrules.exact import row_errors
from effrules.exact.failing import Failure, OutOfSteps
from effrules.exact.lasting import Lasting
from effrules.exact.observer import Environment
from effrules.model import program as p
from effrules.model.schema import Schema
from effrules.model.types import Value

if TYPE_CHECKING:
    from effrules.exact.evaluator import Evaluator

Groups = dict[tuple[Value, ...], list[Row]]


class Selection:
    """Finds rows: those below a row at any depth, or those of all subjects; filtered; grouped by equal fields.

    The filter of rows of all subjects is applied once where it does not look at the row that asks; then the
    rows with the same field values are found in an index.
    """

    def __init__(
        self, schema: Schema, dataset: Dataset, evaluator: Evaluator, lasting: Lasting | None = None
    ) -> None:
        self.dataset = dataset
        self.evaluator = evaluator
        self.subject = schema.subject.name
        self.owners = {table.name: table.owner for table in schema.tables}
        self._paths: dict[tuple[str, str], tuple[str, ...]] = {}
        self._pools: dict[int, list[Row] | Failure] = {} if lasting is None else lasting.pools
        self._groups: dict[int, Groups] = {} if lasting is None else lasting.groups
        self._closed: dict[int, bool] = {}

    def rows(self, rows: p.Rows, environment: Environment) -> list[Row]:
        """The rows, in the order of the data (on which no value depends). Raises Failure."""
        found = self._rows(rows, environment)
        if self.evaluator.observer is not None:
            self.evaluator.observer.selected(rows, environment, found)
        return found

    def _rows(self, rows: p.Rows, environment: Environment) -> list[Row]:
        if rows.population is p.Population.OWN:
            assert rows.of is not None
            found = self.below(environment[rows.of.slot], rows.of.table, rows.variable.table)
            if rows.same:
                wanted = self._wanted(rows, environment)
                found = [row for row in found if _same(row, rows.same) == wanted]
            return self.filtered(found, rows, environment) if rows.where is not None else found
        if not self._is_closed(rows):
            found = self.grouped(self.all_of(rows.variable.table), rows, environment)
            return self.filtered(found, rows, environment)
        return self.grouped(self._pool(rows, environment), rows, environment)

    def filtered(self, found: list[Row], rows: p.Rows, environment: Environment) -> list[Row]:
        """The rows that satisfy ``where``."""
        self.evaluator.spend(len(found))
        evaluate, where, slot = self.evaluator.evaluate, rows.where, rows.variable.slot
        assert where is not None
        kept = []
        for row in found:
            environment[slot] = row
            if evaluate(where, environment):
                kept.append(row)
        return kept

    def all_of(self, table: str) -> list[Row]:
        """Every row of a table; for the subject's table, all subjects."""
        return self.dataset.subjects if table == self.subject else self.dataset.rows.get(table, [])

    def below(self, row: Row, start: str, table: str) -> list[Row]:
        """The rows of a table that belong to a row, directly or through tables between them."""
        found = [row]
        for step in self._path(start, table):
            found = (
                found[0].children.get(step, [])
                if len(found) == 1
                else [c for r in found for c in r.children.get(step, ())]
            )
        return found

    def _path(self, start: str, table: str) -> tuple[str, ...]:
        path = self._paths.get((start, table))
        if path is None:
            steps: list[str] = []
            at: str | None = table
            while at is not None and at != start:
                steps.append(at)
                at = self.owners[at]
            path = self._paths[start, table] = tuple(reversed(steps))
        return path

    def _is_closed(self, rows: p.Rows) -> bool:
        """Whether the filter looks at nothing but the row itself."""
        known = self._closed.get(id(rows))
        if known is None:
            where = rows.where
            known = where is None or all(
                read.slot == rows.variable.slot for read in self.evaluator.reads.of(where)
            )
            self._closed[id(rows)] = known
        return known

    def _pool(self, rows: p.Rows, environment: Environment) -> list[Row]:
        """The rows of all subjects that satisfy a filter which looks at nothing else."""
        everything = self.all_of(rows.variable.table)
        if rows.where is None:
            return everything
        pool = self._pools.get(id(rows))
        if pool is None:
            try:
                pool = self.filtered(everything, rows, environment)
            except OutOfSteps:
                raise
            except Failure as failure:
                pool = Failure(failure.finding, settled=True)
            self._pools[id(rows)] = pool
        if isinstance(pool, Failure):
            raise Failure(pool.finding, pool.settled)
        return pool

    def grouped(self, pool: list[Row], rows: p.Rows, environment: Environment) -> list[Row]:
        """Of the rows, those with the same fields as the anchor."""
        if not rows.same:
            return pool
        groups = self._groups.get(id(rows))
        if groups is None:
            groups = self._groups[id(rows)] = {}
            for row in pool:
                groups.setdefault(_same(row, rows.same), []).append(row)  # type: ignore[arg-type]
        return groups.get(self._wanted(rows, environment), [])

    def _wanted(self, rows: p.Rows, environment: Environment) -> tuple[Value, ...]:
        """The anchor's values of the fields that must be the same; none of them may be missing."""
        assert rows.anchor is not None
        anchor: Row = environment[rows.anchor.slot]
        wanted = []
        for name in rows.same:
            value = anchor.values[name]
            if value is None:
                raise Failure(row_errors.same_missing(anchor, name, rows))
            wanted.append(value)
        return tuple(wanted)


def _same(row: Row, names: tuple[str, ...]) -> tuple[Value | None, ...]:
    return tuple(row.values[name] for name in names)
