"""One table with its cells read in their fields' types, before its rows are linked to others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from attrs import define, field

from effrules.data import cell_errors, sheet_errors
from effrules.data.binary import has_dust
from effrules.data.collecting import CellFindings
from effrules.data.columns import Columns, match_columns
from effrules.data.grid import Cell, Grid, is_blank, letters, shown
from effrules.data.names import NAME_FIELDS
from effrules.data.numerals import Convention, convention
from effrules.data.values import Read, Refusal, link_reader, reader
from effrules.data.wording import CellError, also
from effrules.diagnostics import CellPlace, Finding, RowNames
from effrules.model.schema import Field, Schema, Table, named
from effrules.model.types import Quantity

NO_BODIES: Mapping[str, str] = {}


@define(eq=False)
class TypedTable:
    """A table's cells as values.

    ``values`` has a column for each field of the table, in the fields' order; ``links`` one for each owner, the
    subject's first. ``labels`` says whose each row is, in the words of the data; ``convention`` what the marks in
    its numbers stand for.
    """

    table: Table
    grid: Grid
    columns: Columns
    labels: list[str]
    convention: Convention
    values: list[Sequence[Read]] = field(factory=list)
    links: list[Sequence[Read]] = field(factory=list)
    told: CellFindings = field(factory=CellFindings)
    causes: dict[str, tuple[CellError, list[tuple[int, int]]]] = field(factory=dict)

    def place(self, row: int, column: int) -> CellPlace:
        """A cell's place, with whose row it is."""
        return self.grid.place(row, column, self.labels[row])

    def tell(self, kind: str, row: int, column: int, make: Callable[[CellPlace], Finding]) -> None:
        """Note a finding about a cell."""
        self.told.add(kind, row, column, lambda: make(self.place(row, column)))

    def read(self, column: int, reading: Callable[[Cell], Read]) -> list[Read]:
        """A column's values; equal texts are read once, and refusals are told."""
        cells: list[Cell] = [row[column] for row in self.grid.rows]
        if set(map(type, cells)) <= {str, type(None)}:
            known = {cell: reading(cell) for cell in dict.fromkeys(cells)}
            values = [known[cell] for cell in cells]
            if not any(isinstance(value, Refusal) for value in known.values()):
                return values
        else:
            values = [reading(cell) for cell in cells]
        for row, value in enumerate(values):
            if isinstance(value, Refusal):
                if value.cause:
                    self.causes.setdefault(value.cause, (value.at, []))[1].append((row, column))
                else:
                    self.tell(value.kind, row, column, value.at)
        return values

    def tell_causes(self) -> None:
        """Tell each cause once, at the first of its cells, with the addresses of the others."""
        for cause, (make, cells) in self.causes.items():
            row, column = cells[0]
            others = [self.grid.address(*cell) for cell in cells[1:]]
            self.tell(cause, row, column, partial(_of_all, make, others))


def _of_all(make: CellError, others: list[str], place: CellPlace) -> Finding:
    return also(make(place), others)


def key_field(table: Table) -> Field | None:
    """The one unique field by which rows of a table are told apart within their owner; None where there is not one."""
    keys = [one for one in table.fields if one.unique]
    return keys[0] if len(keys) == 1 else None


def type_table(
    grid: Grid,
    table: Table,
    schema: Schema,
    shortest: frozenset[str] = frozenset(),
    bodies: Mapping[str, str] = NO_BODIES,
) -> tuple[TypedTable | None, list[Finding]]:
    """The table with its cells read; None where a column is missing. Findings about cells stay with the table.

    ``shortest``: the columns (``TABLE.FIELD``) whose numbers are read as the shortest decimal. ``bodies`` are the names of bodies by
    their identifiers, where they are known already.
    """
    columns, found = match_columns(grid, table, schema)
    if columns is None:
        return None, found
    at = columns.fields
    numeric = [at[one.name] for one in table.fields if isinstance(one.type, Quantity) and one.name in at]
    shown_marks = convention({row[c] for c in numeric for row in grid.rows if type(row[c]) is str})
    typed = TypedTable(table, grid, columns, labels(grid, table, columns, bodies), shown_marks)
    for one in table.fields:
        if one.name not in at:
            typed.values.append([None] * len(grid.rows))
            continue
        shorten = f"{table.name}.{one.name}" in shortest
        typed.values.append(typed.read(at[one.name], reader(one, shown_marks, schema.figure_keys, shorten)))
        if shorten:
            grid.shortened |= {at[one.name]}
        elif isinstance(one.type, Quantity):
            _tell_long_floats(typed, one, at[one.name])
        _tell_placeholders(typed, one, at[one.name])
    for owner, column in columns.links:
        typed.links.append(
            typed.read(column, link_reader(owner, key_field(owner) if owner.owner is not None else None))
        )
    typed.tell_causes()
    return typed, [*_unseen(grid, columns), *found]


def _unseen(grid: Grid, columns: Columns) -> list[Finding]:
    """What is read though the workbook does not show it."""
    unseen, place = grid.unseen, grid.place_of_all()
    found = [sheet_errors.hidden_sheet(grid.sheet, place)] if unseen.sheet else []
    rows = [str(number) for number in grid.row_numbers if number - 1 in unseen.rows]
    if rows:
        found.append(sheet_errors.hidden_rows(rows, unseen.filtered, place))
    read = sorted({*columns.fields.values(), *(column for _, column in columns.links)})
    hidden = [letters(c + grid.first_column) for c in read if c + grid.first_column in unseen.columns]
    if hidden:
        found.append(sheet_errors.hidden_columns(hidden, place))
    struck = [
        grid.address(row, column)
        for row, number in enumerate(grid.row_numbers if unseen.struck else ())
        for column in read
        if (number - 1, column + grid.first_column) in unseen.struck and not is_blank(grid.rows[row][column])
    ]
    if struck:
        found.append(sheet_errors.struck_cells(struck, place))
    return found


def _tell_placeholders(typed: TypedTable, one: Field, column: int) -> None:
    grid = typed.grid
    if not grid.unseen.placeholders:
        return
    at = (column + grid.first_column, grid.unseen.placeholders)
    rows = [row for row, number in enumerate(grid.row_numbers) if (number - 1, at[0]) in at[1]]
    if rows:
        cells = [grid.address(row, column) for row in rows]
        typed.tell(
            "placeholders", rows[0], column, lambda place: sheet_errors.placeholders(one, cells, place)
        )


def labels(grid: Grid, table: Table, columns: Columns, bodies: Mapping[str, str]) -> list[str]:
    """Whose each row is: ``agency "MoH", code "3.2"``."""
    things: list[tuple[Field | Table, int]] = list(columns.links)
    keys = [one for one in table.fields if one.unique and one.name in columns.fields]
    if table.owner is not None and keys:
        things.append((keys[0], columns.fields[keys[0].name]))
    parts = [(one.name, column) for one, column in things]
    grid.labelled = tuple(parts)
    titles = [named(one) for one, _ in things]
    texts = [
        [
            f'{name} "{cell.strip() if type(cell) is str else shown(cell)}"'
            for cell in (row[column] for row in grid.rows)
        ]
        for name, column in parts
    ]
    if table.owner is not None and not keys and table.form is None:
        texts.append([f"{table.name} in row {number}" for number in grid.row_numbers])
        titles.append(named(table))
    if table.owner is None:
        bodies = _bodies(grid, columns)
    grid.names = RowNames(tuple(titles), bodies)
    return [", ".join(row) for row in zip(*texts, strict=True)]


def _bodies(grid: Grid, columns: Columns) -> Mapping[str, str]:
    """The names of bodies by their identifiers, where their table has such a column."""
    (_, key), name = (
        columns.links[0],
        next((columns.fields[one] for one in NAME_FIELDS if one in columns.fields), None),
    )
    rows = () if name is None else ((row[key], row[name]) for row in grid.rows)
    return {
        shown(at).strip(): shown(called).strip()
        for at, called in rows
        if isinstance(called, str) and called.strip()
    }


def _tell_long_floats(typed: TypedTable, one: Field, column: int) -> None:
    long = [row for row, cells in enumerate(typed.grid.rows) if has_dust(cells[column])]
    if long:
        make = partial(cell_errors.long_floats, one, typed.table.name, len(long))
        typed.tell("long_floats", long[0], column, make)
