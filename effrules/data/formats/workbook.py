"""Workbooks: a table on each sheet. Formulas count with the values that the workbook keeps for them.

The number in a cell is taken by its shortest decimal form; one that the workbook shows in percent is a percentage.
The library gives the values; what it does not tell (:mod:`sheet_facts`) is read from the file itself and laid over them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile, is_zipfile

from attrs import frozen

from effrules.data import file_errors, sheet_errors
from effrules.data.formats import excel_binary, opendocument, spreadsheetml
from effrules.data.formats.extent import Extent, Table
from effrules.data.formats.packages import Unfit, check_parts
from effrules.data.formats.quiet import quiet
from effrules.data.formats.sheet_facts import SheetFacts, laid_over, unseen
from effrules.data.formats.strays import Stray, without_strays
from effrules.data.grid import Cell, Loaded, Offer, letters
from effrules.data.laying import grid_of_rows
from effrules.diagnostics import Finding
from effrules.words import phrase, reason_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Facts = Callable[[ZipFile, str], tuple[SheetFacts, Extent]]
"""Gives what a package says of one of its sheets."""

_OLD = b"\xd0\xcf\x11\xe0"


@frozen
class Source:
    """A workbook that was opened: the library's view, the package, and what reads its facts; ``trim`` leaves strays out."""

    path: Path
    file: str
    known: frozenset[str]
    book: CalamineWorkbook
    facts: Facts
    trim: Callable[[ZipFile, str, Table], tuple[BytesIO, list[Stray]]] | None = None


def offers(path: Path, file: str, known: frozenset[str]) -> tuple[list[Offer], list[Finding]]:
    """The sheets of a workbook. ``known`` are the headings (folded) that the rules understand."""
    try:
        from python_calamine import SheetTypeEnum, SheetVisibleEnum
    except ImportError:
        return [], [file_errors.missing_library(file, "python-calamine")]
    try:
        with quiet():
            source = _opened(path, file, known)
        sheets = [s for s in source.book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:  # noqa: BLE001 - a panic of the reader's Rust code is no Exception
        return [], [file_errors.unreadable(file, reason_of(problem))]
    hidden = {s.name: s.visible != SheetVisibleEnum.Visible for s in sheets}
    return [
        Offer(s.name, file, s.name, partial(_load, source, s.name, hidden[s.name]), hidden[s.name])
        for s in sheets
    ], []


def _opened(path: Path, file: str, known: frozenset[str]) -> Source:
    """A workbook, opened. Raises whatever a broken one may."""
    from python_calamine import CalamineWorkbook

    if not is_zipfile(path):
        with path.open("rb") as content:
            old = content.read(4) == _OLD
        raise Unfit(
            phrase("it is an old workbook (.xls), or one with a password")
            if old
            else phrase("it is no workbook of this kind")
        )
    with ZipFile(path) as package:
        check_parts(package)
        match path.suffix.lower():
            case ".ods":
                sheets = opendocument.sheets_of(package)
                for sheet in sheets.values():
                    _table(sheet.extent, sheet.name)
                return Source(
                    path, file, known, CalamineWorkbook.from_path(path),
                    lambda _, name: (sheets[name].facts, sheets[name].extent),
                )  # fmt: skip
            case ".xlsb":
                binary = excel_binary.book_of(package)
                return Source(
                    path, file, known, CalamineWorkbook.from_path(path),
                    lambda package, name: excel_binary.facts_of(package, binary, name),
                )  # fmt: skip
            case _:
                shared = spreadsheetml.book_of(package)
                return Source(
                    path, file, known, CalamineWorkbook.from_path(path),
                    lambda package, name: spreadsheetml.facts_of(package, shared, name),
                    lambda package, name, table: without_strays(package, shared.parts[name], table),
                )  # fmt: skip


def _load(source: Source, name: str, hidden: bool) -> Loaded:
    try:
        with quiet():
            sheet, facts, found = _read(source, name)
            cells = sheet.to_python()
        top, left = sheet.start or (0, 0)
        rows: list[list[Cell]] = [[_cell(cell) for cell in row] for row in cells]
        laid_over(rows, facts, top, left)
        grid, more = grid_of_rows(rows, source.file, name, top + 1, left, source.known)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:  # noqa: BLE001 - as above
        return None, (file_errors.unreadable(source.file, reason_of(problem), name),)
    if grid is not None:
        grid.unseen = unseen(facts, hidden)
    return grid, (*found, *more)


def _read(source: Source, name: str) -> tuple[CalamineSheet, SheetFacts, tuple[Finding, ...]]:
    """A sheet whose extent was looked at before the library holds all of it."""
    with ZipFile(source.path) as package:
        facts, extent = source.facts(package, name)
        table = extent.table() if source.trim is not None else _table(extent, name)
        if table is not None and not extent.fits(table):
            raise Unfit(
                phrase(
                    "its {count} cells are spread over a table of {size}", count=extent.count, size=table.size
                )
            )
        if source.trim is None or table is None or table == extent.whole:
            return source.book.get_sheet_by_name(name), facts, ()
        from python_calamine import CalamineWorkbook

        made, strays = source.trim(package, name, table)
        facts.keep(table.holds)
    sheet = CalamineWorkbook.from_filelike(made).get_sheet_by_name(name)
    return sheet, facts, _told(strays, source.file, name)


def _table(extent: Extent, name: str) -> Table | None:
    """The table of a sheet, where nothing strays from it. Raises Unfit."""
    table, whole = extent.table(), extent.whole
    if table is not None and whole is not None and (table != whole or not extent.fits(table)):
        raise Unfit(
            phrase(
                'cells of sheet "{name}" lie far apart, from {first} to {last}: clear what lies far from the table',
                name=name,
                first=f"{letters(whole.left)}{whole.top + 1}",
                last=f"{letters(whole.right)}{whole.bottom + 1}",
            )
        )
    return table


def _told(strays: list[Stray], file: str, sheet: str) -> tuple[Finding, ...]:
    """What there is to tell of cells far from the table."""
    found = []
    for blank, tell in ((False, sheet_errors.stray_cell), (True, sheet_errors.stray_blank)):
        cells = [f"{letters(stray.column)}{stray.row + 1}" for stray in strays if stray.blank is blank]
        if cells:
            found.append(tell(file, sheet, cells))
    return tuple(found)


def _cell(cell: Any) -> Cell:
    if type(cell) is str:
        return cell or None
    return str(cell) if isinstance(cell, time | timedelta) else cell
