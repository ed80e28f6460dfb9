"""From the rows of a sheet or a text file to a table: its headings, its rows, and what else stands there."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.data import cell_errors, heading_errors, layout_errors
from effrules.data.grid import MOST_RAGGED, Cell, Grid, Loaded, Merged, is_blank, letters, shown
from effrules.data.layout import Sheet, misplaced_headings, notes_at_the_end
from effrules.diagnostics import CellPlace, Finding


def grid_of_rows(
    rows: Sequence[Sequence[Cell]],
    file: str,
    sheet: str,
    first_row: int = 1,
    first_column: int = 0,
    known: frozenset[str] = frozenset(),
) -> Loaded:
    """A grid of rows as they stand; the first row that is not blank holds the headings, of which the rules know some.

    Blank rows are left out, and blank cells to the right of the last heading. Rows of another length are refused, and so is
    what stands above the headings or below the last row.
    """
    whole = Sheet(rows, file, sheet, first_row, first_column)
    at = next((i for i, row in enumerate(rows) if not all(map(is_blank, row))), None)
    if at is None:
        return None, (heading_errors.no_headings(CellPlace(file, sheet)),)
    misplaced = misplaced_headings(whole, at, known)
    if misplaced is not None:
        return None, (misplaced,)
    headings = [shown(cell).strip() for cell in rows[at]]
    width = len(headings)
    if not headings[-1]:
        longest = max(
            (i for row in rows[at:] for i, cell in enumerate(row[:width]) if not is_blank(cell)), default=0
        )
        width = longest + 1
        del headings[width:]
    grid = Grid(file, sheet, headings, [], [], first_row + at, first_column)
    found: list[Finding] = []
    notes = notes_at_the_end(whole, at, width)
    if notes:
        place = whole.place(notes[0], whole.first_of(notes[0]))
        found.append(layout_errors.notes_below(place, [first_row + row for row in notes]))
    ragged = 0
    kept, numbers = grid.rows, []
    for index in range(at + 1, notes[0] if notes else len(rows)):
        row = rows[index]
        if len(row) != width or is_blank(row[0]):
            if _holds_nothing(row):
                continue
            if len(row) > width and all(map(is_blank, row[width:])):
                row = row[:width]
            if len(row) != width:
                ragged += 1
                if ragged <= MOST_RAGGED:
                    found.append(_ragged(whole, index, width))
                continue
        kept.append(row)
        numbers.append(first_row + index)
    grid.row_numbers = numbers
    grid.whole = not found
    if ragged > MOST_RAGGED:
        found.append(cell_errors.more_alike(found[-1], ragged - MOST_RAGGED))
    return grid, tuple(found)


def _holds_nothing(row: Sequence[Cell]) -> bool:
    """Whether a row is blank, or only the lower part of cells that are all merged with those above it."""
    merged = sum(type(cell) is Merged for cell in row)
    return all(map(is_blank, row)) and merged in (0, len(row))


def _ragged(sheet: Sheet, index: int, width: int) -> Finding:
    number = sheet.first_row + index
    place = CellPlace(sheet.file, sheet.sheet, f"{letters(sheet.first_column)}{number}")
    return heading_errors.ragged(place, number, len(sheet.rows[index]), width)
