"""Tables out: the headings of every table of the rules, and rows as sheets that are read back to the same data."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from io import StringIO

from attrs import frozen
from flint import fmpq

from effrules.data.dataset import Dataset, Row
from effrules.data.numerals import unmistakable
from effrules.model.numbers import exact_text
from effrules.model.schema import Schema, Table
from effrules.model.types import Flavour, Quantity, Type, Value


@frozen
class Sheet:
    """A table as it lies in a file: the identifiers of what a row belongs to, then its own fields. Cells are texts; "" is missing.

    ``keys`` are as many of the first columns as lead to a row's owner (for the subject, to itself).
    """

    table: str
    headings: tuple[str, ...]
    keys: int
    rows: tuple[tuple[str, ...], ...] = ()

    def csv(self) -> str:
        """The sheet as comma-separated text."""
        stream = StringIO()
        csv.writer(stream, lineterminator="\n").writerows([self.headings, *self.rows])
        return stream.getvalue()


def owners(table: Table, schema: Schema) -> tuple[Table, ...]:
    """The tables that a row of a table belongs to, the subject first; for the subject itself, it."""
    above: list[Table] = [table] if table.owner is None else []
    at = table.owner
    while at is not None:
        owner = schema.table_named(at)
        assert owner is not None, "an owner is declared"
        above.insert(0, owner)
        at = owner.owner
    return tuple(above)


def empty(table: Table, schema: Schema) -> Sheet:
    """A sheet with the headings of a table (one of ``schema.as_read``) and no rows."""
    above = [owner.name for owner in owners(table, schema)]
    fields = [one.name for one in table.fields if one.earlier is None]
    return Sheet(table.name, (*above, *fields), len(above))


def sheets(dataset: Dataset, schema: Schema) -> Iterator[Sheet]:
    """The data as one sheet for each table and form; reading their CSV gives the same data again."""
    for table in schema.as_read:
        made = empty(table, schema)
        form = table.form
        if form is None:
            held = dataset.subjects if table.owner is None else dataset.rows.get(table.name, [])
            rows = [(*path_of(row), *_cells(table, row.values)) for row in held]
        else:
            held = (
                dataset.subjects
                if table.owner == schema.subject.name
                else dataset.rows.get(table.owner or "", [])
            )
            own = [
                (row, {one.name: row.values.get(f"{form.name}.{one.name}") for one in table.fields})
                for row in held
            ]
            rows = [
                (*path_of(row, whole=True), *_cells(table, values))
                for row, values in own
                if _is_filled(row, form.name, values)
            ]
        yield Sheet(made.table, made.headings, made.keys, tuple(rows))


def _is_filled(row: Row, form: str, values: Mapping[str, Value | None]) -> bool:
    """Whether a row has a form: it says whose it is, or has some value."""
    return row.values.get(form) is not None or any(value is not None for value in values.values())


def path_of(row: Row, *, whole: bool = False) -> tuple[str, ...]:
    """The identifiers that lead to a row: those of its owners; the subject's own, and with ``whole`` any row's own."""
    own = (row.key,) if whole or row.owner is None else ()
    return own if row.owner is None else (*path_of(row.owner, whole=True), *own)


def _cells(table: Table, values: Mapping[str, Value | None]) -> Iterator[str]:
    for one in table.fields:
        if one.earlier is None:
            yield cell(values.get(one.name), one.type)


def cell(value: Value | None, of: Type) -> str:
    """A value as it is written in data: numbers in full, in no doubt when read; shares in percent, days as 2019-02-28, "" for what is missing."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case fmpq():
            share = isinstance(of, Quantity) and of.flavour is Flavour.SHARE
            text = unmistakable(exact_text(value * 100 if share else value))
            return f"{text}%" if share else text
        case date():
            return value.isoformat()
        case _:
            return value


def by_name(found: Iterable[Sheet]) -> dict[str, Sheet]:
    """The sheets by their tables."""
    return {sheet.table: sheet for sheet in found}


def joined(parts: Sequence[Sheet]) -> Sheet:
    """Sheets of one table as one, in their order."""
    first = parts[0]
    return Sheet(first.table, first.headings, first.keys, tuple(row for part in parts for row in part.rows))
