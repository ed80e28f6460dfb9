"""Data that were read as columns: a body, and the rows below it, become objects when somebody asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from attrs import define, field

from effrules.columnar.cells import Words
from effrules.columnar.coding import Lazy, coded
from effrules.columnar.forms import Array, Days, Truth, number_at
from effrules.columnar.populations import all_open
from effrules.columnar.tables import FieldColumn, Lexicon
from effrules.data.columns import Columns
from effrules.data.dataset import Dataset, Row
from effrules.data.formats.frames import cell_of
from effrules.data.grid import Addressing, Grid, RowPlaces
from effrules.data.link_errors import identifier_text
from effrules.data.typed import labels
from effrules.exact.coded import Coded
from effrules.model.schema import Table


def _picked(rows: Sequence[Row], which: Any) -> Lazy:
    """Some of the rows, by their numbers."""
    return Lazy(len(which), lambda at: rows[int(which[at])])


@define(eq=False)
class Laid:
    """A table in columns, in the order of the rows that own its rows; ``rows`` says where each of them stands in the file.

    ``sent`` are the cells as the file has them. ``owners`` are the numbers of the owning rows, ``offsets`` where those of each begin.
    """

    table: Table
    sent: Any
    file: str
    first: int
    addressing: Addressing
    columns: Columns
    fields: dict[str, FieldColumn | Words | None]
    rows: Array
    keys: Words | None = None
    owners: Array = field(factory=lambda: np.zeros(0, dtype=np.int64))
    offsets: Array = field(factory=lambda: np.zeros(1, dtype=np.int64))

    def value(self, name: str, row: int) -> Any:
        """The value of a field of a row, as the exact engine has it."""
        column = self.fields[name]
        if column is None:
            return None
        if isinstance(column, Words):
            return column.text(row)
        if column.missing is not None and column.missing[row]:
            return None
        match column.held:
            case Truth(b=b):
                return bool(b[row])
            case Days(c=c):
                return date.fromordinal(int(c[row]))
            case held:
                return number_at(held, row)  # type: ignore[arg-type]


class ColumnData(Dataset):
    """A data set in columns. ``subjects`` and ``rows`` are made one by one."""

    def __init__(self, laid: dict[str, Laid], subject: str) -> None:
        self.laid, self.lexicon, self._subject = laid, Lexicon(), subject
        self._known: dict[tuple[str, str], FieldColumn] = {}
        self.in_order: dict[str, Sequence[Row]] = {
            name: Lazy(len(one.rows), partial(self._row, name)) for name, one in laid.items()
        }
        self._below = {
            name: [one.table.name for one in laid.values() if one.table.owner == name] for name in laid
        }
        rows: dict[str, Any] = {}
        for name, one in laid.items():
            if name != subject:
                where = np.argsort(one.rows)
                rows[name] = _picked(self.in_order[name], where)
        super().__init__(self.in_order[subject], rows)  # type: ignore[arg-type]

    @property
    def ready(self) -> ColumnData:
        """Itself: its columns are there."""
        return self

    @property
    def keys(self) -> Coded[str]:
        """The identifiers of the subjects."""
        keys = self.laid[self._subject].keys
        assert keys is not None
        return Coded(keys.codes, keys.different)

    def values(self, name: str) -> Coded[Any]:
        """The values of a field of the subjects, as the exact engine has them."""
        laid = self.laid[self._subject]
        column = laid.fields[name]
        if isinstance(column, Words):
            return Coded(
                np.where(column.codes < 0, len(column.different), column.codes), [*column.different, None]
            )
        return coded(self.field(self._subject, name), len(laid.rows), partial(laid.value, name))

    def owning(self, table: str) -> tuple[Array, Array]:
        """For each row the number of the one that owns it; and for each of these where its rows begin, and the end."""
        return self.laid[table].owners, self.laid[table].offsets

    def field(self, table: str, name: str) -> FieldColumn:
        """A field of all rows."""
        if (table, name) not in self._known:
            column, size = self.laid[table].fields[name], len(self.laid[table].rows)
            if column is None:
                kind = next(one.type for one in self.laid[table].table.fields if one.name == name)
                column = FieldColumn(all_open(size, kind).held, np.ones(size, dtype=bool))
            self._known[table, name] = column.column(self.lexicon) if isinstance(column, Words) else column
        return self._known[table, name]

    def _row(self, name: str, at: int) -> Row:
        laid = self.laid[name]
        table, index = laid.table, int(laid.rows[at])
        owner = None if table.owner is None else self.in_order[table.owner][int(laid.owners[at])]
        sent = laid.sent.slice(index, 1)
        cells = [cell_of(column[0].as_py()) for column in sent.itercolumns()]
        grid = Grid(
            laid.file, "", list(sent.column_names), [cells], [index + laid.first], addressing=laid.addressing
        )
        bodies = {} if owner is None else _bodies(owner)
        (label,) = labels(grid, table, laid.columns, bodies)
        values = {one.name: laid.value(one.name, at) for one in table.fields}
        if table.owner is None:
            assert laid.keys is not None
            key = laid.keys.text(at) or ""
            places = {table.name: laid.columns.links[0][1], **laid.columns.fields}
        else:
            mine = next((values[one.name] for one in table.fields if one.unique), None)
            key, places = "" if mine is None else identifier_text(mine), laid.columns.fields
        below: dict[str, Any] = {}
        for child in self._below[name]:
            first, last = self.laid[child].offsets[at : at + 2].tolist()
            below[child] = _picked(self.in_order[child], range(first, last))
        return Row(name, key, values, owner, below, RowPlaces(grid, 0, places, label), label)


def _bodies(owner: Row) -> dict[str, str]:
    """The name of the body whose row it is, by its identifier."""
    while owner.owner is not None:
        owner = owner.owner
    place = next(iter(owner.places.values()))
    return dict(place.names.bodies)
