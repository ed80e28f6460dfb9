"""Which tables of the data a derivation rests on: in which file, and which column is which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from effrules.data.dataset import Dataset, Row
from effrules.data.grid import RowPlaces
from effrules.diagnostics import CellPlace
from effrules.model.schema import Form, Schema


@frozen
class TableRead:
    """A table as it was read. ``columns`` are the headings of fields; ``called`` the names and headings by which rows are called.

    ``numbered``: rows of one owner are told apart by their number. ``file`` is empty for a table without rows, and for data that
    came from no file.
    """

    table: str
    file: str
    sheet: str
    rows: int
    called: tuple[tuple[str, str], ...]
    numbered: bool
    columns: Mapping[str, str]


def tables_read(dataset: Dataset, schema: Schema) -> Iterator[TableRead]:
    """The tables of a data set, the subject's first."""
    for table in schema.tables:
        rows = dataset.subjects if table is schema.subject else dataset.rows.get(table.name, [])
        yield _read(table.name, rows[0].places if rows else None, len(rows))
        for form in table.forms:
            held = [row.places.forms.get(form.name) for row in rows if isinstance(row.places, RowPlaces)]
            filled = [places for places in held if places is not None]
            count = len(filled) if held else _filled(rows, form)
            yield _read(form.name, filled[0] if filled else None, count, table.name)


def _filled(rows: list[Row], form: Form) -> int:
    """How many rows have a form, of data that came from no file."""
    of_it = f"{form.name}."
    return sum(
        any(
            value is not None
            for name, value in row.values.items()
            if name == form.name or name.startswith(of_it)
        )
        for row in rows
    )


def _read(name: str, places: Mapping[str, CellPlace] | None, rows: int, form_of: str = "") -> TableRead:
    """A table by the places of its first row; of a form the column that says whose a row is counts as a field."""
    if not isinstance(places, RowPlaces):
        return TableRead(name, "", "", rows, (), False, {})
    grid = places.grid
    called = tuple((by, grid.headings[column]) for by, column in grid.labelled)
    numbered = f"{name} in row " in places.row_label.rpartition(", ")[2]
    columns = {field: grid.headings[column] for field, column in places.columns.items() if field != name}
    if form_of and name in places.columns:
        columns[form_of] = grid.headings[places.columns[name]]
    return TableRead(name, grid.file, grid.sheet, rows, called, numbered, columns)
