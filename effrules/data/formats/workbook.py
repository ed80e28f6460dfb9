"""XLSX workbooks: a table on each sheet. Formulas count with the values that the workbook keeps for them.

The number in a cell is taken by its shortest decimal form; one that the workbook shows in percent is a percentage.
"""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from zipfile import BadZipFile
from zlib import error as zlib_error

from effrules.data import errors
from effrules.data.formats.marked_cells import marked_cells
from effrules.data.grid import Cell, Loaded, Offer, Percentage, grid_of_rows
from effrules.diagnostics import Finding

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


_BROKEN = (BadZipFile, ET.ParseError, KeyError, ValueError, OSError, EOFError, RuntimeError, zlib_error)


def offers(path: Path, file: str) -> tuple[list[Offer], list[Finding]]:
    """The sheets of a workbook."""
    try:
        from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
    except ImportError:
        return [], [errors.missing_library(file, "python-calamine")]
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:  # noqa: BLE001 - a panic of the reader's Rust code is no Exception
        return [], [errors.unreadable(file, _reason(problem))]
    return [
        Offer(
            s.name,
            file,
            s.name,
            partial(_load, book, path, file, s.name),
            s.visible != SheetVisibleEnum.Visible,
        )
        for s in sheets
    ], []


def _load(book: CalamineWorkbook, path: Path, file: str, name: str) -> Loaded:
    try:
        sheet = book.get_sheet_by_name(name)
        cells = sheet.to_python()
        start = sheet.start or (0, 0)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:  # noqa: BLE001 - as above
        return None, (errors.unreadable(file, _reason(problem), name),)
    rows: list[list[Cell]] = [[_cell(cell) for cell in row] for row in cells]
    try:
        for row, column, mark in marked_cells(path, name):
            _mark(rows, row - start[0], column - start[1], mark)
    except _BROKEN as problem:
        return None, (errors.unreadable(file, _reason(problem), name),)
    return grid_of_rows(rows, file, name, start[0] + 1, start[1])


def _mark(rows: list[list[Cell]], row: int, column: int, mark: str) -> None:
    """Put an error's text, or a percentage, in its cell; errors may lie outside what the library takes for the table."""
    if row < 0 or column < 0:
        return
    if mark != "%":
        rows.extend([] for _ in range(len(rows), row + 1))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = mark
    elif row < len(rows) and column < len(rows[row]) and type(rows[row][column]) is float:
        rows[row][column] = Percentage(rows[row][column])


def _cell(cell: Any) -> Cell:
    if type(cell) is str:
        return cell or None
    return str(cell) if isinstance(cell, time | timedelta) else cell


def _reason(problem: BaseException) -> str:
    return " ".join(str(problem).split()) or type(problem).__name__
