"""The data as columns: each table's fields as arrays, and which rows belong to which.

The rows of a table stand in the order of the rows that own them, so that those of one row, of its rows, and so on, lie side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import lcm
from typing import Any, Protocol, assert_never

import numpy as np
from attrs import frozen
from flint import fmpq

from effrules.columnar.forms import (
    FITS,
    Array,
    Bools,
    Codes,
    Column,
    Days,
    Exact,
    Held,
    Scaled,
    Truth,
    arrays_of,
    constant,
    taken,
)
from effrules.data.dataset import Dataset, Row
from effrules.exact.coded import Coded
from effrules.model.schema import Schema
from effrules.model.types import Choice, Date, Quantity, Text, Type, YesNo


@frozen(eq=False)
class FieldColumn:
    """A field of all rows of a table; ``missing`` are those without a value, ``None`` where all have one."""

    held: Held
    missing: Bools | None

    @property
    def arrays(self) -> tuple[Array, ...]:
        """The arrays of what it holds."""
        return arrays_of(self.held)

    def taken(self, rows: Array) -> FieldColumn:
        """Some rows, in their order."""
        missing = None if self.missing is None else self.missing[rows]
        return FieldColumn(taken(Column(self.held), rows).held, missing)


class Lexicon:
    """A number for each different text, the same in all tables."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def code(self, text: str) -> int:
        """The number of a text."""
        return self._known.setdefault(text, len(self._known))

    def text(self, code: int) -> str:
        """The text of a number."""
        return list(self._known)[code]


class Ready(Protocol):
    """What a data set has that was read as columns."""

    lexicon: Lexicon
    in_order: Mapping[str, Sequence[Row]]

    def field(self, table: str, name: str) -> FieldColumn:
        """A field of all rows."""
        ...

    @property
    def keys(self) -> Coded[str]:
        """The identifiers of the subjects."""
        ...

    def values(self, name: str) -> Coded[Any]:
        """The values of a field of the subjects, as the exact engine has them."""
        ...

    def owning(self, table: str) -> tuple[Array, Array]:
        """For each row the number of the one that owns it; and for each of these where its rows begin, and the end."""
        ...


class Tables:
    """The tables of a data set. A field is made a column when it is asked for; one that was read as a column is there."""

    def __init__(self, schema: Schema, dataset: Dataset) -> None:
        self.subject = schema.subject.name
        self.ready: Ready | None = getattr(dataset, "ready", None)
        self.lexicon = Lexicon() if self.ready is None else self.ready.lexicon
        self.owner_of = {table.name: table.owner for table in schema.tables}
        self._types: dict[str, dict[str, Type]] = {
            table.name: {one.name: one.type for one in table.fields} for table in schema.tables
        }
        self.rows: dict[str, Sequence[Row]] = {self.subject: dataset.subjects}
        self.owners: dict[str, Array] = {}
        self.offsets: dict[str, Array] = {}
        self._fields: dict[tuple[str, str], FieldColumn] = {}
        for table in schema.tables[1:]:
            assert table.owner is not None
            if self.ready is not None:
                self.rows[table.name] = self.ready.in_order[table.name]
                self.owners[table.name], self.offsets[table.name] = self.ready.owning(table.name)
                continue
            self._lay(table.name, self.rows[table.owner])

    def _lay(self, name: str, above: Sequence[Row]) -> None:
        below = [row.children.get(name, ()) for row in above]
        counts = np.fromiter(map(len, below), dtype=np.int64, count=len(below))
        self.rows[name] = [row for rows in below for row in rows]
        self.offsets[name] = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))
        self.owners[name] = np.repeat(np.arange(len(below)), counts)

    def size(self, table: str) -> int:
        """How many rows a table has."""
        return len(self.rows[table])

    def path(self, start: str, table: str) -> tuple[str, ...]:
        """The tables on the way down from one (which is not among them) to another."""
        steps: list[str] = []
        at: str | None = table
        while at is not None and at != start:
            steps.append(at)
            at = self.owner_of[at]
        return tuple(reversed(steps))

    def type_of(self, table: str, name: str) -> Type:
        """The type of a field."""
        return self._types[table][name]

    def field(self, table: str, name: str) -> FieldColumn:
        """A field of all rows."""
        if self.ready is not None:
            return self.ready.field(table, name)
        known = self._fields.get((table, name))
        if known is None:
            values = [row.values[name] for row in self.rows[table]]
            known = self._fields[table, name] = self.column(values, self._types[table][name])
        return known

    def column(self, values: list[Any], kind: Type) -> FieldColumn:
        """Values of a type as a column."""
        missing = np.fromiter((value is None for value in values), dtype=bool, count=len(values))
        some = bool(missing.any())
        held: Held
        match kind:
            case Quantity():
                held = numbers([fmpq(0) if value is None else value for value in values])
            case YesNo():
                held = Truth(np.fromiter(map(bool, values), dtype=bool, count=len(values)))
            case Date():
                days = [0 if value is None else value.toordinal() for value in values]
                held = Days(np.array(days, dtype=np.int64))
            case Text() | Choice():
                codes = [-1 if value is None else self.lexicon.code(value) for value in values]
                held = Codes(np.array(codes, dtype=np.int64))
            case _:
                assert_never(kind)
        return FieldColumn(held, missing if some else None)

    def value(self, value: Any) -> Column:
        """One value for all rows."""
        match value:
            case bool():
                return Column(Truth(np.array([value])))
            case str():
                return Column(Codes(np.array([self.lexicon.code(value)], dtype=np.int64)))
            case date():
                return Column(Days(np.array([value.toordinal()], dtype=np.int64)))
            case _:
                return Column(constant(value))


def numbers(values: list[fmpq]) -> Scaled | Exact:
    """Rationals over one denominator where they fit, else as objects."""
    bottoms = {int(q) for q in {value.q for value in values}}
    d = lcm(*bottoms) if bottoms else 1
    if d < FITS:
        mantissas = [int(value.p) * (d // int(value.q)) for value in values]
        low, high = (min(mantissas), max(mantissas)) if mantissas else (0, 0)
        if max(abs(low), abs(high)) < FITS:
            return Scaled(np.array(mantissas, dtype=np.int64), d, low, high)
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return Exact(found)
