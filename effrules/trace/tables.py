"""Which tables of the data a derivation rests on: in which file, and which column is which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from effrules.data.dataset import Dataset, Row
from effrules.data.grid import RowPlaces
from effrules.model.schema import Schema


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
        yield _read(table.name, rows)


def _read(name: str, rows: list[Row]) -> TableRead:
    places = rows[0].places if rows else None
    if not isinstance(places, RowPlaces):
        return TableRead(name, "", "", len(rows), (), False, {})
    grid = places.grid
    called = tuple((by, grid.headings[column]) for by, column in grid.labelled)
    numbered = f"{name} in row " in rows[0].label.rpartition(", ")[2]
    columns = {field: grid.headings[column] for field, column in places.columns.items() if field != name}
    return TableRead(name, grid.file, grid.sheet, len(rows), called, numbered, columns)
