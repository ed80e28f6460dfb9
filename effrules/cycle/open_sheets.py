"""The sheets of a stage's data while its figures are put in: a figure is found by its body, table, row and field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, evolve, field

from effrules.cycle.entries import (
    CellName,
)
from effrules.data.numerals import convention
from effrules.data.sheets import Sheet
from effrules.data.values import Refusal, reader
from effrules.model.schema import Schema, Table
from effrules.model.types import Value
from effrules.words import Telling, phrase

NTH = "#"
"""Before the number of a row, where a table has no identifier of its own: `#2` is the second row of its owner."""


class NotThere(Telling, ValueError):
    """A figure that is in no data: its body, table, row or field is not there."""


@define
class OpenSheet:
    """A sheet whose cells can be changed."""

    table: Table
    made: Sheet
    rows: list[list[str]] = field(factory=list)

    def sheet(self) -> Sheet:
        return evolve(self.made, rows=tuple(map(tuple, self.rows)))

    def put_in(self, sheet: Sheet, rows: Iterable[tuple[str, ...]]) -> None:
        """Put in rows of the table as it was sent, all of it or some columns: what belongs to a row that is there goes into it."""
        at = [self.made.headings.index(name) for name in sheet.headings]
        is_one = self.table.owner is None or self.table.form is not None
        there = {tuple(row[: self.made.keys]): row for row in self.rows} if is_one else {}
        for row in rows:
            into = there.get(row[: sheet.keys])
            if into is None:
                into = [""] * len(self.made.headings)
                self.rows.append(into)
            for column, text in zip(at, row, strict=True):
                into[column] = text

    def column(self, name: str) -> int:
        """The column of a field. Raises NotThere."""
        if name not in self.made.headings[self.made.keys :]:
            raise NotThere(
                phrase("the table `{table}` has no field `{field}`", table=self.table.name, field=name)
            )
        return self.made.headings.index(name, self.made.keys)

    def paths(self) -> Iterator[tuple[str, ...]]:
        """What leads to each row: the body, then the identifiers, as a `CellName` has them."""
        own = [one.name for one in self.table.fields if one.unique]
        is_owned = self.table.owner is not None and self.table.form is None
        seen: dict[tuple[str, ...], int] = {}
        for row in self.rows:
            path = tuple(row[: self.made.keys])
            if is_owned and len(own) == 1:
                path = (*path, row[self.column(own[0])])
            elif is_owned:
                seen[path] = seen.get(path, 0) + 1
                path = (*path, f"{NTH}{seen[path]}")
            yield path

    def row(self, cell: CellName) -> int:
        """The row of a figure. Raises NotThere."""
        for index, path in enumerate(self.paths()):
            if path == (cell.body, *cell.row):
                return index
        raise NotThere(
            phrase(
                "`{body}` has no row {row} in the table `{table}`",
                body=cell.body, row=" / ".join(cell.row) or "-", table=self.table.name,
            )
        )  # fmt: skip


def value_of(table: Table, name: str, text: str, schema: Schema) -> Value | None:
    """The value that a text is in a field; ``None`` for an empty one. Raises NotThere for one that is none."""
    field = table.field_named(name)
    if field is None:
        raise NotThere(phrase("the table `{table}` has no field `{field}`", table=table.name, field=name))
    if not text:
        return None
    read = reader(field, convention([text]), schema.figure_keys)(text)
    if isinstance(read, Refusal):
        raise NotThere(phrase("`{text}` is no value of `{field}`", text=text, field=name))
    return read
