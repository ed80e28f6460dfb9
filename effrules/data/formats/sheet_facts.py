"""What a sheet says beside its values: how numbers are shown, what is hidden, merged, failed or was never calculated.

The readers of all kinds of workbook fill one :class:`SheetFacts`; :func:`laid_over` joins it with the values. What then is
refused or warned of is decided where the cells are read, by the kinds of cell of ``grid.py``.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator

from attrs import define, field, frozen

from effrules.data.formats.number_formats import is_percent, shown_otherwise
from effrules.data.grid import Cell, Formatted, Merged, Percentage, Unseen, Unstored, is_blank, letters
from effrules.data.tags import key_by

WIDEST = 1 << 14
"""So many columns a sheet may have; a cell is kept as ``row * WIDEST + column``."""
TALLEST = 1 << 20


@frozen
class Area:
    """A rectangle of cells, both ends included, from 0."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{letters(self.left)}{self.top + 1}:{letters(self.right)}{self.bottom + 1}"


@define(eq=False)
class SheetFacts:
    """Facts of one sheet by cell (row and column from 0).

    ``formatted`` has the cells of each number format that is not the general one; ``displayed`` the text of
    numbers in files that keep it; ``texts`` those whose text is another than
    the library gives (errors, raised digits); ``unstored`` formulas without a value; ``placeholders`` formulas with a zero in
    a workbook that asks to be calculated when it is opened.
    """

    formatted: dict[str, array[int]] = field(factory=dict)
    displayed: dict[tuple[int, int], str] = field(factory=dict)
    texts: dict[tuple[int, int], str] = field(factory=dict)
    unstored: dict[tuple[int, int], str] = field(factory=dict)
    unstored_areas: list[Area] = field(factory=list)
    placeholders: set[tuple[int, int]] = field(factory=set)
    struck: set[tuple[int, int]] = field(factory=set)
    merged: list[Area] = field(factory=list)
    hidden_rows: set[int] = field(factory=set)
    hidden_columns: set[int] = field(factory=set)
    filtered: bool = False

    def note_format(self, code: str, row: int, column: int) -> None:
        """Note the number format of a cell."""
        cells = self.formatted.get(code)
        if cells is None:
            cells = self.formatted[code] = array("q")
        cells.append(row * WIDEST + column)

    def keep(self, holds: Callable[[int, int], bool]) -> None:
        """Forget the texts and formulas of cells that are not held."""
        self.texts = {at: text for at, text in self.texts.items() if holds(*at)}
        self.unstored = {at: formula for at, formula in self.unstored.items() if holds(*at)}


def unseen(facts: SheetFacts, sheet: bool) -> Unseen:
    """What of a sheet is not shown; ``sheet`` where it is itself hidden."""
    return Unseen(
        frozenset(facts.hidden_rows), frozenset(facts.hidden_columns), facts.filtered, sheet, frozenset(facts.placeholders),
        frozenset(facts.struck),
    )  # fmt: skip


def laid_over(rows: list[list[Cell]], facts: SheetFacts, top: int, left: int) -> None:
    """Put the facts into the cells, whose first is at ``top`` and ``left`` of the sheet."""
    for code, cells in facts.formatted.items():
        _format(rows, code, cells, top, left)
    for (row, column), text in facts.displayed.items():
        _display(rows, row - top, column - left, text)
    for (row, column), text in facts.texts.items():
        _put(rows, row - top, column - left, text)
    for (row, column), formula in facts.unstored.items():
        _put(rows, row - top, column - left, Unstored(formula))
    for area in facts.unstored_areas:
        for row, column in _inside(area, rows, top, left):
            if rows[row][column] is None:
                rows[row][column] = Unstored(f"a part of {area}")
    for (row, column), formula in facts.unstored.items():
        _key(rows, row, column, formula, top, left)
    for area in facts.merged:
        _merge(rows, area, top, left)
    width = max(map(len, rows), default=0)
    for cells_of_row in rows:
        cells_of_row.extend([None] * (width - len(cells_of_row)))


def _format(rows: list[list[Cell]], code: str, cells: array[int], top: int, left: int) -> None:
    for packed in cells:
        row, column = packed // WIDEST - top, packed % WIDEST - left
        if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            continue
        cell = rows[row][column]
        if type(cell) is not float and type(cell) is not int:
            continue
        shown = is_percent(code, float(cell)) and shown_otherwise(float(cell), code) is None
        rows[row][column] = Percentage(float(cell)) if shown else Formatted(cell, code)


def _display(rows: list[list[Cell]], row: int, column: int, text: str) -> None:
    if 0 <= row < len(rows) and 0 <= column < len(rows[row]):
        cell = rows[row][column]
        if type(cell) in (float, int):
            rows[row][column] = Formatted(cell, "", text.strip())


def _put(rows: list[list[Cell]], row: int, column: int, cell: Cell) -> None:
    """Put a cell where it belongs, also outside what the library takes for the table."""
    if row >= 0 and column >= 0:
        rows.extend([] for _ in range(len(rows), row + 1))
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = cell


def _key(rows: list[list[Cell]], row: int, column: int, formula: str, top: int, left: int) -> None:
    """Whose a row of a form is, where the program that filled the form in did not calculate that."""
    found = key_by(formula)
    if found is None:
        return
    first, last, of, key = found
    if of == row + 1 and letters(column + 1) == first and top <= row < top + len(rows):
        cells = rows[row - top]
        end = (len(last), last)
        mine = (
            one
            for at, one in enumerate(cells, left)
            if at > column and (len(letters(at)), letters(at)) <= end
        )
        cells[column - left] = None if all(one in (None, "") for one in mine) else key


def _merge(rows: list[list[Cell]], area: Area, top: int, left: int) -> None:
    row, column = area.top - top, area.left - left
    first = rows[row][column] if 0 <= row < len(rows) and 0 <= column < len(rows[row]) else None
    if is_blank(first):
        return
    for at, beside in _inside(area, rows, top, left):
        if (at, beside) != (row, column):
            rows[at][beside] = Merged(str(area), first)


def _inside(area: Area, rows: list[list[Cell]], top: int, left: int) -> Iterator[tuple[int, int]]:
    for row in range(max(area.top - top, 0), min(area.bottom - top + 1, len(rows))):
        for column in range(max(area.left - left, 0), min(area.right - left + 1, len(rows[row]))):
            yield row, column
