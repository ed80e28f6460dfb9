"""Cases: rows as an ``example`` states them, turned into data, and printed as an ``example`` to paste."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from flint import fmpq

from effrules.data.dataset import Dataset, Row
from effrules.model import program as p
from effrules.model.numbers import exact_text, percent_text
from effrules.model.schema import Field, Schema
from effrules.model.types import SHARE, Choice, Value


def dataset_of(schema: Schema, rows: Iterable[p.ExampleRow]) -> Dataset:
    """The data that some rows make; owners stand before what they own. What a row does not state is missing."""
    nothing = {table.name: dict.fromkeys(field.name for field in table.fields) for table in schema.tables}
    owned = {table.name: [t.name for t in schema.tables if t.owner == table.name] for table in schema.tables}
    dataset = Dataset([], {table.name: [] for table in schema.tables[1:]})
    named: dict[str, Row] = {}
    for number, row in enumerate(rows, 1):
        key = row.name or f"row {number}"
        owner = named.get(row.owner) if row.owner is not None else None
        made = Row(
            row.table,
            key,
            {**nothing[row.table], **dict(row.values)},
            owner,
            {name: [] for name in owned[row.table]},
            {},
            f'{row.table} "{key}"',
        )
        if row.name:
            named[row.name] = made
        if owner is None:
            dataset.subjects.append(made)
        else:
            owner.children[row.table].append(made)
            dataset.rows[row.table].append(made)
    return dataset


def subject_of(row: Row) -> Row:
    """The subject that a row belongs to."""
    while row.owner is not None:
        row = row.owner
    return row


# -- As text ---------------------------------------------------------------------------------------------------


def quoted(text: str) -> str:
    """A text as rule files write it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def cell_text(value: Value | None, column: Field) -> str:
    """A value as an example writes it."""
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, fmpq):
        return percent_text(value) if column.type == SHARE else exact_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(column.type, Choice) else quoted(value)


def row_text(row: p.ExampleRow, schema: Schema) -> str:
    """A row as an example writes it, with its forms behind it."""
    return " ".join(row_lines(row, schema))


def row_lines(row: p.ExampleRow, schema: Schema) -> Iterator[str]:
    """A row as an example writes it, then each of its forms of which anything is stated."""
    table = schema.table_named(row.table)
    assert table is not None
    values = dict(row.values)
    name = f" {quoted(row.name)}" if row.name else ""
    owner = f" of {quoted(row.owner)}" if row.owner else ""
    yield _line(f"{row.table}{name}{owner}", table.own_fields, values)
    for form in table.forms:
        held = table.held_by(form)
        there = (
            values.get(form.name) is not None if form.may_be_absent else any(f.name in values for f in held)
        )
        if there:
            yield _line(f"{form.name} of {quoted(row.name)}", held, values)


def _line(head: str, fields: Iterable[Field], values: Mapping[str, Value | None]) -> str:
    cells = ", ".join(f"{f.own_name} {cell_text(values[f.name], f)}" for f in fields if f.name in values)
    return f"{head} {{ {cells} }}" if cells else f"{head} {{ }}"


def example_text(
    name: str,
    rows: Sequence[p.ExampleRow],
    schema: Schema,
    lines: Sequence[str] = (),
    remarks: Sequence[str] = (),
) -> str:
    """An ``example`` block: the rows, then ``expect`` lines; remarks become comments above it."""
    above = [f"-- {remark}" for remark in remarks]
    inside = [f"    {line}" for row in rows for line in row_lines(row, schema)]
    return "\n".join([*above, f"example {quoted(name)} {{", *inside, *(f"    {line}" for line in lines), "}"])
