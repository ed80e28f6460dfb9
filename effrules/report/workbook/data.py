"""The tables of the data, copied: a sheet for each, with the file, row and column that each cell came from."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from attrs import define, field, frozen

from effrules.data.dataset import Dataset, Row
from effrules.data.grid import Addressing, RowPlaces, letters
from effrules.data.sheets import owners, path_of
from effrules.model.schema import Field, Schema, Table
from effrules.model.types import Value
from effrules.trace import steps as s
from effrules.trace.selections import called

HEAD = 4
"""So many rows stand above the rows of a table: what it is, titles, headings, and the columns of the file."""

Key = tuple[str, str, str]
"""By what a step knows its cell: file, sheet and cell; of data from no file the table, the row as it is called, and the field."""


def key_of(step: s.Cell) -> Key:
    """The cell of a step."""
    return (step.file, step.sheet, step.cell) if step.file else (step.table, step.row, step.field)


@frozen
class CopiedRow:
    """A row: where it stands in its file, the identifiers that lead to it, and its values; of a form that is not there, none."""

    source: str
    path: tuple[str, ...]
    values: tuple[Value | None, ...]


@define
class Copy:
    """A table as it is copied. ``columns``: the letters (or names) that its columns have in the file, keys first."""

    table: Table
    keys: tuple[Table, ...]
    fields: tuple[Field, ...]
    file: str = ""
    columns: tuple[str, ...] = ()
    rows: list[CopiedRow] = field(factory=list)

    def column(self, name: str) -> int:
        """The column of a field, from 0; the first one says where a row comes from."""
        if name == self.table.owner:
            return len(self.keys)
        return 1 + len(self.keys) + next(at for at, one in enumerate(self.fields) if one.name == name)


@frozen
class Copies:
    """The tables that are copied, in their order, and where each cell stands: table, row and column."""

    tables: tuple[Copy, ...]
    cells: dict[Key, tuple[str, int, int]]
    labels: dict[tuple[str, str], int | None]
    """The row of each row of a table by what it is called; ``None`` where several are called so."""


def copied(dataset: Dataset, schema: Schema, bodies: Collection[str], used: Collection[Key]) -> Copies:
    """The rows of some bodies, and those that steps look at (``used``) of others."""
    cells: dict[Key, tuple[str, int, int]] = {}
    labels: dict[tuple[str, str], int | None] = {}
    tables = []
    for table in schema.as_read:
        copy = Copy(table, owners(table, schema), table.fields)
        for row in _rows(table, schema, dataset):
            keys = list(_keys(table, row))
            if _subject(row).key not in bodies and not any(key in used for _, key in keys):
                continue
            at = HEAD + len(copy.rows)
            _add(copy, row)
            labels[table.name, called(row)] = None if (table.name, called(row)) in labels else at
            for name, key in keys:
                cells.setdefault(key, (table.name, at, copy.column(name)))
        if copy.rows:
            tables.append(copy)
    return Copies(tuple(tables), cells, labels)


def _rows(table: Table, schema: Schema, dataset: Dataset) -> list[Row]:
    name = table.name if table.form is None else table.owner
    return dataset.subjects if name == schema.subject.name else dataset.rows.get(name or "", [])


def _subject(row: Row) -> Row:
    while row.owner is not None:
        row = row.owner
    return row


def _keys(table: Table, row: Row) -> Iterator[tuple[str, Key]]:
    """Each field of a row with what a step knows its cell by; of a form also that it is there."""
    form, label = table.form, called(row)
    if form is not None and isinstance(row.places, RowPlaces) and form.name in row.places.forms:
        label = row.places.forms[form.name].row_label or label
    names = [(one.name, one.name if form is None else f"{form.name}.{one.name}") for one in table.fields]
    if form is not None and table.owner is not None:
        names.append((table.owner, form.name))
    for own, full in names:
        place = row.places.get(full)
        if place is not None and place.file:
            yield own, (place.file, place.sheet, place.cell)
        yield own, (table.name, label, own)
        if own == table.owner and form is not None:
            yield own, (table.name, label, form.name)


def _add(copy: Copy, row: Row) -> None:
    form = copy.table.form
    places = row.places if isinstance(row.places, RowPlaces) else None
    if form is not None and places is not None:
        places = places.forms.get(form.name)
    if places is not None and not copy.file:
        grid = places.grid
        copy.file = f"{grid.file} {grid.sheet}".strip()
        spread = grid.addressing is Addressing.SPREADSHEET
        names = [*(one.name for one in copy.keys), *(one.name for one in copy.fields)]
        found = [places.columns.get(name) for name in names]
        copy.columns = tuple(
            "" if at is None else letters(at + grid.first_column) if spread else grid.headings[at]
            for at in found
        )
    source = "" if places is None else str(places.grid.row_numbers[places.row])
    values = tuple(
        row.values.get(one.name if form is None else f"{form.name}.{one.name}") for one in copy.fields
    )
    path = path_of(row, whole=form is not None)
    there = (
        form is None or row.values.get(form.name) is not None or any(value is not None for value in values)
    )
    copy.rows.append(CopiedRow(source, path if there else (*path[:-1], ""), values))
