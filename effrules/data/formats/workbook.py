"""Workbooks: a table on each sheet. Formulas count with the values that the workbook keeps for them.

The number in a cell is taken by its shortest decimal form; one that the workbook shows in percent is a percentage.
The library gives the values; what it does not tell (:mod:`sheet_facts`) is read from the file itself and laid over them.
"""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from effrules.data import errors, sheet_errors
from effrules.data.formats import spreadsheetml
from effrules.data.formats.packages import Unfit, check_sizes
from effrules.data.formats.sheet_facts import SheetFacts, laid_over
from effrules.data.formats.strays import Stray, without_strays
from effrules.data.grid import Cell, Loaded, Offer, Unseen, letters
from effrules.data.laying import grid_of_rows
from effrules.diagnostics import Finding

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Read = tuple["CalamineSheet", SheetFacts, tuple[Finding, ...]]
"""A sheet as the library has it, what it does not tell, and what there is to tell of both."""


def offers(path: Path, file: str, known: frozenset[str]) -> tuple[list[Offer], list[Finding]]:
    """The sheets of a workbook. ``known`` are the headings (folded) that the rules understand."""
    try:
        from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
    except ImportError:
        return [], [errors.missing_library(file, "python-calamine")]
    try:
        with ZipFile(path) as package:
            check_sizes(package)
            shared = spreadsheetml.book_of(package)
        book = CalamineWorkbook.from_path(path)
        sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:  # noqa: BLE001 - a panic of the reader's Rust code is no Exception
        return [], [errors.unreadable(file, reason(problem))]
    return [
        Offer(
            s.name,
            file,
            s.name,
            partial(_load, book, shared, path, file, s.name, known, s.visible != SheetVisibleEnum.Visible),
            s.visible != SheetVisibleEnum.Visible,
        )
        for s in sheets
    ], []


def _load(
    book: CalamineWorkbook,
    shared: spreadsheetml.Book,
    path: Path,
    file: str,
    name: str,
    known: frozenset[str],
    hidden: bool,
) -> Loaded:
    try:
        sheet, facts, found = _read(book, shared, path, file, name)
        return grid_of(sheet, facts, file, name, known, hidden, found)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:  # noqa: BLE001 - as above
        return None, (errors.unreadable(file, reason(problem), name),)


def _read(book: CalamineWorkbook, shared: spreadsheetml.Book, path: Path, file: str, name: str) -> Read:
    """A sheet whose extent was looked at before the library holds all of it."""
    with ZipFile(path) as package:
        facts, extent = spreadsheetml.facts_of(package, shared, name)
        table = extent.table()
        if table is not None and not extent.fits(table):
            raise Unfit(f"its {extent.count} cells are spread over a table of {table.size}")
        if table is None or table == extent.whole:
            return book.get_sheet_by_name(name), facts, ()
        from python_calamine import CalamineWorkbook

        made, strays = without_strays(package, shared.parts[name], table)
        facts.keep(table.holds)
    return CalamineWorkbook.from_filelike(made).get_sheet_by_name(name), facts, told(strays, file, name)


def told(strays: list[Stray], file: str, sheet: str) -> tuple[Finding, ...]:
    """What there is to tell of cells far from the table."""
    found = []
    for blank, tell in ((False, sheet_errors.stray_cell), (True, sheet_errors.stray_blank)):
        cells = [f"{letters(stray.column)}{stray.row + 1}" for stray in strays if stray.blank is blank]
        if cells:
            found.append(tell(file, sheet, cells))
    return tuple(found)


def grid_of(
    sheet: CalamineSheet,
    facts: SheetFacts,
    file: str,
    name: str,
    known: frozenset[str],
    hidden: bool,
    found: tuple[Finding, ...],
) -> Loaded:
    """The grid of a sheet with its facts laid over it."""
    top, left = sheet.start or (0, 0)
    rows: list[list[Cell]] = [[_cell(cell) for cell in row] for row in sheet.to_python()]
    laid_over(rows, facts, top, left)
    grid, more = grid_of_rows(rows, file, name, top + 1, left, known)
    if grid is not None:
        grid.unseen = Unseen(
            frozenset(facts.hidden_rows), frozenset(facts.hidden_columns), facts.filtered, hidden,
            frozenset(facts.placeholders),
        )  # fmt: skip
    return grid, (*found, *more)


def _cell(cell: Any) -> Cell:
    if type(cell) is str:
        return cell or None
    return str(cell) if isinstance(cell, time | timedelta) else cell


def reason(problem: BaseException) -> str:
    """What a reader says of a file that it cannot read, on one line."""
    return " ".join(str(problem).split()) or type(problem).__name__
