"""The workbook in which an institution reports of bodies: what the rules do not let the bodies report themselves."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define

from effrules.cycle.folder import Year
from effrules.cycle.form_sheets import Area, Sheets, shown_as
from effrules.cycle.form_workbooks import ROWS, made
from effrules.cycle.forms import expected, has, headings, reported
from effrules.cycle.reporters import Reporter
from effrules.data.names import name_of
from effrules.data.sheets import owners
from effrules.data.tags import FORMAT, Tag
from effrules.model.schema import Schema, Table
from effrules.words import Message, phrase

FILE = "institution-{name}"
"""What its file is called, without ending."""


def form_of(year: Year, reporter: Reporter, rows: int = ROWS) -> bytes:
    """The workbook of an institution. Raises NoForm."""
    return made(year, lambda book: _Writer(book, year, rows, reporter))


@define
class _Writer(Sheets):
    """The workbook of an institution: of each body a row in each form, and which body a row of a table is about."""

    reporter: Reporter

    def of_whom(self) -> Schema:
        return self.reporter.schema

    def tag(self) -> Tag:
        of = self.year.manifest
        return Tag(FORMAT, str(of.year), "", of.meaning, self.reporter.name)

    def title(self) -> Message:
        return phrase(
            "Assessment of {year}: what {institution} reports",
            year=str(self.year.manifest.year),
            institution=self.year.names.institution(self.reporter.name),
        )

    def bodies(self) -> Sequence[tuple[str, str]]:
        schema = self.year.program.schema
        mine = [one for one in self.year.known.subjects if one.key in self.reporter.bodies]
        return [(one.key, name_of(one, schema)) for one in mine]

    def kind(self, table: Table) -> Message:
        if table.owner is None and not table.fields:
            return phrase("of whom is reported; nothing is written here")
        if self.has_rows(table):
            return phrase("a table; as many rows as there are")
        return phrase("a form; a row for each body")

    def sheet(self, table: Table) -> None:
        sheet, _ = self.begun(table)
        above = owners(table, self.schema)
        own = reported(table)
        whole = next(one for one in self.year.program.schema.as_read if one.name == table.name)
        known = [one for one in self.year.known.subjects if one.key in self.reporter.bodies]
        bodies = [one for one in known if table.owner is None or (self.reporter.reports(table.name, one.key) and has(whole, one) is not False)]  # fmt: skip
        several_rows = self.has_rows(table)
        last = self.rows if several_rows else len(bodies)
        if several_rows:
            sheet.set_column(0, 0, 22, self.style("@"))
            keys = tuple(one.key for one in bodies)
            check = {**self.listed(keys), **self.hints((phrase("one of the list"),))}
            sheet.data_validation(1, 0, last, 0, check)
            self.links(sheet, above, last)
        else:
            for row, body in enumerate(bodies, 1):
                sheet.write_string(row, 0, body.key, self.style("@", locked=True))
                called = name_of(body, self.year.program.schema)
                if called and called != body.key:
                    sheet.write_comment(row, 0, called, {"author": "effrules"})
        first = len(headings(table, self.schema)) - len(own)
        for column, one in enumerate(own, first):
            if several_rows or not bodies:
                self.field(sheet, one, Area(column, 1, last), several_rows=True)
                continue
            for row in range(1, last + 1):
                sheet.write_blank(row, column, None, self.style(shown_as(one)))
            check = {**self.check(one, Area(column, 1, last)), **self.hints(expected(one))}
            sheet.data_validation(1, column, last, column, check)
