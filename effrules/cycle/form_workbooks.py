"""The workbook that a body fills in: a sheet for each table of the rules, with what is known of the body, and a hidden tag."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from attrs import define, field

from effrules.cycle import form_before
from effrules.cycle.folder import Year
from effrules.cycle.form_before import Reported
from effrules.cycle.form_sheets import NOTHING, Area, Sheets
from effrules.cycle.forms import has, reported
from effrules.cycle.open_sheets import value_of
from effrules.cycle.plan import Plan
from effrules.data.dataset import Row
from effrules.data.names import name_of
from effrules.data.sheets import owners
from effrules.data.tags import FORMAT, Tag, key_formula
from effrules.model.schema import Field, Schema, Table
from effrules.words import Message, phrase

ROWS = 100
"""So many rows of a table are made ready; whoever needs more writes the identifier of the body himself."""


def form(
    year: Year, body: Row, rows: int = ROWS, before: Reported | None = None, plan: Plan | None = None
) -> bytes:
    """The workbook of a body, of which the list of bodies says what it says, with what it reported ``before`` and what is planned. Raises NoForm."""
    own = (plan or {}).get(body.key, {})
    return made(year, lambda book: _Writer(book, year, rows, body, before, own))


def made(year: Year, writer: Callable[[Any], Sheets]) -> bytes:
    """The workbook that a writer writes. Raises NoForm."""
    import xlsxwriter

    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": datetime(year.manifest.year, 1, 1)})  # noqa: DTZ001 - the same form has the same bytes
        writer(book).write()
    return content.getvalue()


@define
class _Writer(Sheets):
    """The workbook of a body."""

    body: Row
    before: Reported | None = None
    plan: Mapping[str, Mapping[tuple[str, ...], Mapping[str, str]]] = field(factory=dict)
    was: Mapping[tuple[str, str], str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self.was = {} if self.before is None else self.before.values(self.body.key)

    def of_whom(self) -> Schema:
        return self.year.of_bodies

    def tag(self) -> Tag:
        return Tag(FORMAT, str(self.year.manifest.year), self.body.key, self.year.manifest.meaning)

    def title(self) -> Message:
        return phrase(
            "Assessment of {year}: data of {body}",
            year=str(self.year.manifest.year),
            body=name_of(self.body, self.schema),
        )

    def more(self) -> None:
        if self.before is not None:
            form_before.write(self.book, self.before, self.body.key, self.languages)

    def sheet(self, table: Table) -> None:
        sheet, width = self.begun(table)
        above, own = owners(table, self.schema), reported(table)
        several_rows = self.has_rows(table)
        mine = has(table, self.body)
        last = self.rows if several_rows else 1
        if mine is False:
            sheet.set_tab_color("#BFBFBF")
        else:
            self.keys(sheet, above, width, last, fixed=mine is True and not several_rows)
            for column, one in enumerate(own, len(above)):
                self.field(sheet, one, Area(column, 1, last), several_rows=several_rows)
                was = "" if several_rows or self.before is None else self.was.get((table.name, one.name), "")
                if was and self.before is not None:
                    sheet.write_comment(1, column, f"{self.before.year}: {was}", {"author": "effrules"})
            if table.owner is None:
                self.known(sheet, own, len(above))
            self.planned(sheet, table, own, len(above))

    def keys(self, sheet: Any, above: Sequence[Table], width: int, last: int, *, fixed: bool) -> None:
        """Whose the rows are: the body's, said by itself as soon as something stands in a row; and of what is above, one of it."""
        locked = self.style("@", locked=True)
        if fixed:
            sheet.write_string(1, 0, self.body.key, locked)
            return
        from effrules.data.grid import letters

        for row in range(1, last + 1):
            formula = key_formula("B", letters(width - 1), row + 1, self.body.key)
            sheet.write_formula(row, 0, formula, locked, NOTHING)
        self.links(sheet, above, last)

    def planned(self, sheet: Any, table: Table, own: Sequence[Field], first: int) -> None:
        """What is planned, with the identifiers of its rows, which the body does not write."""
        locked = self.style("@", locked=True)
        for number, (path, values) in enumerate(self.plan.get(table.name, {}).items(), 1):
            for column, text in enumerate(path[: first - 1], 1):
                sheet.write_string(number, column, text, locked)
            for column, one in enumerate(own, first):
                text = path[-1] if path and one.unique else values.get(one.name, "")
                value = value_of(table, one.name, text, self.schema)
                if value is not None:
                    self.value(sheet, column, one, value, number)

    def known(self, sheet: Any, own: Sequence[Field], first: int) -> None:
        """What the list of bodies says, which the body does not write."""
        for column, one in enumerate(own, first):
            value = self.body.values.get(one.name)
            if value is not None:
                self.value(sheet, column, one, value)

    def kind(self, table: Table) -> Message:
        match has(table, self.body), table.form is None and table.owner is not None:
            case False, _:
                return phrase("not for this body")
            case _, True:
                return phrase("a table; as many rows as there are")
            case None, _:
                return phrase("a form; one row, where the body has it")
            case _:
                return phrase("a form; one row")
