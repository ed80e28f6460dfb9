"""Workbooks of the old binary kind, .xls: values and facts by a library that gives both.

A formula has always a value there; whether it was ever calculated cannot be seen.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from effrules.data import file_errors
from effrules.data.formats.number_formats import GENERAL
from effrules.data.formats.rich_text import STRUCK, in_runs
from effrules.data.formats.sheet_facts import Area, SheetFacts, laid_over, unseen
from effrules.data.grid import Cell, Loaded, Offer
from effrules.data.laying import grid_of_rows
from effrules.diagnostics import Finding
from effrules.source import bytes_of
from effrules.words import phrase, reason_of

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Sheet

_OTHERS = {
    b"PK": phrase("it is a workbook of another kind: give it the ending .xlsx, or .ods"),
    b"<": phrase(
        "it is a page (HTML or XML) and no workbook: open it in the spreadsheet program and save it as .xlsx"
    ),
}
"""What files of this ending often are in truth, by how they start."""


def offers(path: Path, file: str, known: frozenset[str]) -> tuple[list[Offer], list[Finding]]:
    """The sheets of a workbook. ``known`` are the headings (folded) that the rules understand."""
    try:
        import xlrd
    except ImportError:
        return [], [file_errors.missing_library(file, "xlrd")]
    try:
        content = bytes_of(path)
        other = next((told for start, told in _OTHERS.items() if content.lstrip().startswith(start)), None)
        if other is not None:
            return [], [file_errors.unreadable(file, other)]
        book = xlrd.open_workbook(
            file_contents=content, logfile=StringIO(), formatting_info=True, ragged_rows=True
        )
    except Exception as problem:  # noqa: BLE001 - the library has no error of its own for most of what may be broken
        return [], [file_errors.unreadable(file, reason_of(problem))]
    return [
        Offer(sheet.name, file, sheet.name, partial(_load, book, sheet, file, known), sheet.visibility != 0)
        for sheet in book.sheets()
    ], []


def _load(book: Book, sheet: Sheet, file: str, known: frozenset[str]) -> Loaded:
    facts = SheetFacts()
    try:
        rows = [
            [_cell(book, sheet, facts, row, column) for column in range(sheet.row_len(row))]
            for row in range(sheet.nrows)
        ]
        _gather(sheet, facts)
    except Exception as problem:  # noqa: BLE001 - as above
        return None, (file_errors.unreadable(file, reason_of(problem), sheet.name),)
    laid_over(rows, facts, 0, 0)
    grid, found = grid_of_rows(rows, file, sheet.name, 1, 0, known)
    if grid is not None:
        grid.unseen = unseen(facts, sheet.visibility != 0)
    return grid, found


def _cell(book: Book, sheet: Sheet, facts: SheetFacts, row: int, column: int) -> Cell:
    if book.font_list[book.xf_list[sheet.cell_xf_index(row, column)].font_index].struck_out:
        facts.struck.add((row, column))
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    match kind:
        case 1:
            return _text(book, sheet, row, column, value) or None
        case 2:
            code = book.format_map[book.xf_list[sheet.cell_xf_index(row, column)].format_key].format_str
            if code != GENERAL:
                facts.note_format(code, row, column)
            return float(value)
        case 3:
            return _date(book, value)
        case 4:
            return bool(value)
        case 5:
            import xlrd

            return str(xlrd.error_text_from_code.get(value, "#N/A"))
        case _:
            return None


def _date(book: Book, value: float) -> Cell:
    import xlrd

    if value < 1:
        return str(xlrd.xldate.xldate_as_datetime(value, book.datemode).time())
    try:
        made: datetime = xlrd.xldate.xldate_as_datetime(value, book.datemode)
    except OverflowError:
        return float(value)
    return made


def _text(book: Book, sheet: Sheet, row: int, column: int, text: str) -> str:
    """A text with its raised and lowered digits written as such, and strokes through what is struck out."""
    runs: list[tuple[int, int]] = sheet.rich_text_runlist_map.get((row, column)) or []
    fonts = [font.escapement | STRUCK * font.struck_out for font in book.font_list] if runs else []
    return in_runs(text, runs, fonts) or text


def _gather(sheet: Sheet, facts: SheetFacts) -> None:
    facts.hidden_rows.update(row for row, how in sheet.rowinfo_map.items() if how.hidden)
    facts.hidden_columns.update(column for column, how in sheet.colinfo_map.items() if how.hidden)
    facts.merged.extend(
        Area(top, left, below - 1, beside - 1) for top, below, left, beside in sheet.merged_cells
    )
