"""How a table lies on its sheet: what stands above its headings, in the row below them, and below its last row.

A table is read from its headings to its last row. What else people put on a sheet is recognised, so that one finding names it
where many would follow from it; it is never left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from attrs import frozen
from flint import fmpq

from effrules.data import layout_errors
from effrules.data.folding import folded
from effrules.data.grid import Cell, Grid, Merged, is_blank, letters, shown
from effrules.data.numerals import numeral
from effrules.diagnostics import CellPlace, Finding
from effrules.model.schema import Table

_FAR = 20
"""So many rows are looked through for headings."""
_TOTALS = frozenset({
    "итого", "всего", "итог", "общий итог", "в целом", "сумма", "total", "totals", "grand total", "sum", "overall",
    "жиыны", "барлығы", "жалпы", "қорытынды", "жиынтығы",
})  # fmt: skip
_AVERAGES = frozenset(
    {"среднее", "в среднем", "среднее значение", "average", "mean", "орташа", "орта есеппен"}
)
_TOTAL_OF = re.compile(
    r"(итого|всего|total|average|в среднем|среднее|барлығы|жиыны) (по|за|for|of|in|бойынша|для)\b.*"
    r"|(.*\W)?(итого|всего|барлығы)(,? в том числе)?"
)
_INITIALS = frozenset(word[0] for word in _TOTALS | _AVERAGES)
_ENDINGS = ("того", "сего", "рлығы", "числе")
_NOTE = re.compile(
    r"(\*|†|[¹²³⁴-⁹]|\d\) )|(источник|примечани|сноск|исполнител|составил|руководител|подпись|справочно|дереккөз|ескерт|орындауш|"
    r"sources?|notes?|remarks?|prepared by)\w* ?:|(исп|тел)\. "
)
_LONG = 60
_SEVERAL = 3
MOST_SUMMED = 10_000
"""Of longer tables no sums are looked for in rows that are not called so."""
_SUMMED = 2
"""In so many columns a row must hold sums of the others to be taken for one of totals, whatever it is called."""
NAMES = 3
"""What a row is called stands in one of its first cells."""


@frozen
class Sheet:
    """Rows as they stand on a sheet, and where the first of them does."""

    rows: Sequence[Sequence[Cell]]
    file: str
    sheet: str
    first_row: int
    first_column: int

    def place(self, row: int, column: int) -> CellPlace:
        """The place of a cell."""
        cells = self.rows[row]
        raw = shown(cells[column]) if column < len(cells) else ""
        address = f"{letters(column + self.first_column)}{self.first_row + row}"
        return CellPlace(self.file, self.sheet, address, "", raw)

    def texts(self, row: int) -> list[str]:
        """A row's cells as names are compared."""
        return [folded(shown(cell)) for cell in self.rows[row]]

    def first_of(self, row: int) -> int:
        """The first column of a row that holds something."""
        return next(at for at, cell in enumerate(self.rows[row]) if not is_blank(cell))


def misplaced_headings(sheet: Sheet, at: int, known: frozenset[str]) -> Finding | None:
    """Why the row at that index does not hold all headings, where another row does; None where nothing speaks for that."""
    first = sheet.texts(at)
    here = {text for text in first if text in known}
    later = [row for row in range(at + 1, len(sheet.rows)) if not all(map(is_blank, sheet.rows[row]))][:_FAR]
    for row in later:
        texts = sheet.texts(row)
        there = [column for column, text in enumerate(texts) if text in known]
        names = {texts[column] for column in there}
        if not here and len(names) > 1:
            above = [sheet.first_row + number for number in range(row)]
            headings = sheet.place(row, there[0])
            return layout_errors.titles_above(
                sheet.place(at, sheet.first_of(at)), headings, sheet.first_row + row, above
            )
        if here and names - here and row == later[0] and _fills(first, texts, known):
            second = [shown(sheet.rows[row][column]).strip() for column in there]
            rows = (sheet.first_row + at, sheet.first_row + row)
            return layout_errors.two_rows_of_headings(sheet.place(row, there[0]), rows, second)
    return None


def _fills(first: list[str], second: list[str], known: frozenset[str]) -> bool:
    """Whether a row has headings only where the row above has none that is known."""
    under = zip(first, second, strict=False)
    return all(not below or below not in known or above not in known for above, below in under) and all(
        not below for above, below in zip(first, second, strict=False) if above in known
    )


def notes_at_the_end(sheet: Sheet, at: int, width: int) -> list[int]:
    """The indices of the last rows that hold one text each, where a blank row or their words show them to be notes."""
    lone: list[int] = []
    for row in range(len(sheet.rows) - 1, at, -1):
        filled = [cell for cell in sheet.rows[row] if not is_blank(cell)]
        if len(filled) > 1 or (filled and (type(filled[0]) is not str or numeral(filled[0]) is not None)):
            break
        if filled:
            lone.insert(0, row)
    for start, row in enumerate(lone):
        apart = width > 2 and row > at + 1 and all(map(is_blank, sheet.rows[row - 1]))
        if width > 1 and (apart or all(_is_note(sheet, other) for other in lone[start:])):
            return lone[start:]
    return []


def _is_note(sheet: Sheet, row: int) -> bool:
    words = sheet.texts(row)[sheet.first_of(row)]
    return bool(_NOTE.match(words)) or (len(words) > _LONG and " " in words)


def strange_rows(grid: Grid, table: Table) -> list[Finding]:
    """What is told of rows that are none of the table's: numbers of the columns, titles of groups, totals.

    Those that are refused are taken out.
    """
    found: list[Finding] = []
    out = _titles_of_groups(grid, table)
    if out:
        row = out[0]
        place = grid.place(row, _first(grid, row))
        found.append(layout_errors.titles_of_groups(place, [grid.row_numbers[row] for row in out]))
    if numbers_columns(grid):
        found.append(layout_errors.column_numbers(grid.place(0, 0), grid.row_numbers[0]))
        out.append(0)
    found += _totals(grid, out)
    found += _nameless_totals(grid, out)
    lone = [] if out else _alone(grid)
    if lone:
        numbers = [grid.row_numbers[row] for row in lone]
        found.append(layout_errors.perhaps_a_title(grid.place(lone[0], _first(grid, lone[0])), numbers))
    if out:
        left = [row for row in range(len(grid.rows)) if row not in out]
        grid.row_numbers = [grid.row_numbers[row] for row in left]
        grid.rows[:] = [grid.rows[row] for row in left]
        grid.whole = False
    return found


def _totals(grid: Grid, out: list[int]) -> list[Finding]:
    """What is told of the rows that are called totals or averages; those whose numbers show it are put ``out``.

    Their numbers are looked for in the rows above, in those since the last total, in those of the same owner, and in those below.
    """
    names = {cell for cells in grid.rows for cell in cells[:NAMES] if type(cell) is str}
    totals = set(filter(is_total, names))
    if not totals:
        return []
    found: list[Finding] = []
    start = 0
    for row, cells in enumerate(grid.rows):
        if row in out:
            continue
        at = next((at for at, cell in enumerate(cells[:NAMES]) if type(cell) is str and cell in totals), None)
        if at is None:
            continue
        name = cells[at].strip()
        before = [other for other in range(row) if other not in out]
        alike = [other for other in before if grid.rows[other][0] == cells[0]]
        since = [other for other in before if other >= start]
        below = [other for other in range(row + 1, len(grid.rows)) if other not in out] if not before else []
        made = (
            (*of, where)
            for where, others in (("above", before), ("above", since), ("above", alike), ("below", below))
            for of in _columns_made_of(grid, row, others)
        )
        column = next(made, None)
        if column is None:
            found.append(layout_errors.perhaps_a_total(grid.place(row, at), grid.row_numbers[row], name))
        else:
            found.append(layout_errors.total_row(grid.place(row, at), grid.row_numbers[row], name, *column))
            out.append(row)
        start = row + 1
    return found


def _nameless_totals(grid: Grid, out: list[int]) -> list[Finding]:
    """What is told of a first or last row that holds the sums of all others, though nothing calls it so."""
    rows = [row for row in range(len(grid.rows)) if row not in out]
    if not _SEVERAL < len(rows) <= MOST_SUMMED:
        return []
    summed: dict[int, dict[tuple[fmpq, ...], str]] = {rows[0]: {}, rows[-1]: {}}
    for column, heading in enumerate(grid.headings):
        if not any(_number(grid.rows[row][column]) for row in summed):
            continue
        values = tuple(number for number in (_number(grid.rows[row][column]) for row in rows) if number)
        total = sum(values, fmpq(0))
        for row, columns in summed.items():
            value = _number(grid.rows[row][column])
            if value and 2 * value == total and len(values) > _SEVERAL:
                columns.setdefault(values, heading)
    return [
        layout_errors.sums_of_the_others(
            grid.place(row, _first(grid, row)), grid.row_numbers[row], list(columns.values())
        )
        for row, columns in summed.items()
        if len(columns) >= _SUMMED
    ]


def _alone(grid: Grid) -> list[int]:
    """The rows with one text and nothing else, where most rows hold more."""
    if len(grid.headings) < _SEVERAL:
        return []
    lone = [row for row in _lone(grid) if not any(type(cell) is Merged for cell in grid.rows[row])]
    return lone if 2 * len(lone) < len(grid.rows) else []


def _first(grid: Grid, row: int) -> int:
    return next(at for at, cell in enumerate(grid.rows[row]) if not is_blank(cell))


def _titles_of_groups(grid: Grid, table: Table) -> list[int]:
    """The rows with one text and nothing else, where a row of the table needs several values; in a form it was left empty."""
    if table.form is not None:
        return []
    needed = 1 + sum(not field.optional for field in table.fields)
    return [] if needed < _SEVERAL or len(grid.headings) < _SEVERAL else _lone(grid)


def _lone(grid: Grid) -> list[int]:
    lone: list[int] = []
    for row, cells in enumerate(grid.rows):
        if is_blank(cells[-1]):
            filled = [cell for cell in cells if not is_blank(cell)]
            if len(filled) == 1 and type(filled[0]) is str and numeral(filled[0]) is None:
                lone.append(row)
    return lone


def numbers_columns(grid: Grid) -> bool:
    """Whether the first row has 1, 2, 3 ... in its cells, at least three, and no other row a number in its first cell."""
    if len(grid.rows) < 2 or len(grid.headings) < 3:
        return False
    texts = [shown(cell).strip() for cell in grid.rows[0]]
    lettered = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(texts, "АБВГДЕ", strict=False))))
    if lettered == 1 or texts[lettered:] != [str(n) for n in range(1, len(texts) - lettered + 1)]:
        return False
    return not any(shown(row[0]).strip().isdecimal() for row in grid.rows[1:])


def is_total(cell: str) -> bool:
    """Whether a text names sums or averages of other rows."""
    if cell[:1].lower() not in _INITIALS and not cell.rstrip(" :.\u00a0").lower().endswith(_ENDINGS):
        return False
    words = folded(cell).strip(" :.")
    return words in _TOTALS or words in _AVERAGES or _TOTAL_OF.fullmatch(words) is not None


def _columns_made_of(grid: Grid, row: int, others: list[int]) -> Iterator[tuple[str, str]]:
    """The columns whose value in a row is the sum or the mean of other rows', and which of both."""
    for column in range(len(grid.headings)) if len(others) > 1 else ():
        made = _made_of(grid, row, others, column)
        if made is not None:
            yield made


def _made_of(grid: Grid, row: int, above: list[int], column: int) -> tuple[str, str] | None:
    """The heading of a column whose value in a row is the sum or the mean of those above, and which of both."""
    value = _number(grid.rows[row][column])
    values = [
        number for number in (_number(grid.rows[other][column]) for other in above) if number is not None
    ]
    if value is None or len(values) < 2 or value == 0:
        return None
    if value == sum(values, fmpq(0)):
        return grid.headings[column], "sum"
    return (grid.headings[column], "mean") if value * len(values) == sum(values, fmpq(0)) else None


def _number(cell: Cell) -> fmpq | None:
    if cell is None or isinstance(cell, bool):
        return None
    read = numeral(shown(cell))
    return None if read is None or read.mark else read.value
