"""The sheets of data: copies of the tables, each cell of which knows where it came from."""

from __future__ import annotations

from datetime import date
from typing import Any

from flint import fmpq

from effrules.model.numbers import exact_text
from effrules.model.schema import Field, Table
from effrules.model.types import Flavour, Quantity
from effrules.report.blocks.spreadsheet import LongTexts, print_on_one_width
from effrules.report.naming import Naming
from effrules.report.workbook.data import HEAD, Copy
from effrules.report.workbook.doubles import kept
from effrules.report.workbook.figures import EPOCH, FIRST_DAY
from effrules.report.workbook.look import Look, height
from effrules.report.workbook.making import Workbook
from effrules.report.workbook.step_sheets import percent_format
from effrules.words import Language


def write_data(book: Any, made: Workbook, look: Look, long: LongTexts) -> None:
    """A sheet for each table."""
    for copy in made.context.copies.tables:
        _write(book.add_worksheet(made.names.tables[copy.table.name]), copy, made, look, long)


def _write(sheet: Any, copy: Copy, made: Workbook, look: Look, long: LongTexts) -> None:
    naming = Naming(made.derivations.program, made.language)
    title = naming.title(copy.table.titles, copy.table.name)
    sheet.write_string(0, 0, title, look.title)
    source = made.say("file", file=copy.file) if copy.file else made.say("no file")
    sheet.write_string(0, 1 + len(copy.keys), source, look.small)
    sheet.write_string(1, 0, made.say("row in file"), look.heading)
    sheet.write_string(2, 0, "", look.heading)
    sheet.write_string(3, 0, "", look.heading)
    things: list[Table | Field] = [*copy.keys, *copy.fields]
    for column, thing in enumerate(things, 1):
        sheet.write_string(1, column, naming.title(thing.titles, thing.name), look.heading)
        sheet.write_string(2, column, thing.name, look.heading)
        letter = copy.columns[column - 1] if copy.columns else ""
        sheet.write_string(
            3, column, made.say("column in file", column=letter) if letter else "", look.heading
        )
    sheet.set_row(1, height([(naming.title(thing.titles, thing.name), 15) for thing in things]))
    for number, row in enumerate(copy.rows):
        at = HEAD + number
        sheet.write_string(at, 0, row.source or "—", look.small)
        for column, key in enumerate(row.path, 1):
            if key:
                long.text(sheet, at, column, key, look.value("General", put_in=True))
        for column, (field, value) in enumerate(
            zip(copy.fields, row.values, strict=True), 1 + len(copy.keys)
        ):
            if isinstance(value, str):
                long.text(sheet, at, column, value, look.value("@", put_in=True))
            else:
                _value(sheet, at, column, field, value, made.language, look)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, len(things), 16)
    sheet.freeze_panes(HEAD, 1 + len(copy.keys))
    print_on_one_width(sheet, 1, 3)


def _value(
    sheet: Any,
    row: int,
    column: int,
    of: Field,
    value: fmpq | bool | date | None,
    language: Language,
    look: Look,
) -> None:
    match value:
        case None:
            sheet.write_blank(row, column, None, look.value("General", put_in=True))
        case bool():
            sheet.write_boolean(row, column, value, look.value("General", put_in=True))
        case fmpq():
            double = kept(value)
            share = isinstance(of.type, Quantity) and of.type.flavour is Flavour.SHARE
            if double is None or not double.sure:
                sheet.write_string(row, column, exact_text(value), look.value("@", put_in=True, marked=True))
                return
            form = percent_format(value) if share and of.percent_numbers else "General"
            sheet.write_number(row, column, double.near, look.value(form, put_in=True))
        case date():
            form = "yyyy-mm-dd" if language is Language.EN else "dd.mm.yyyy"
            if value < FIRST_DAY:
                sheet.write_string(row, column, value.isoformat(), look.value("@", put_in=True, marked=True))
            else:
                sheet.write_number(row, column, (value - EPOCH).days, look.value(form, put_in=True))
