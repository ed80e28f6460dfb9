"""Where the cells of a sheet stand, and which of them stray so far from the table that the space between cannot be held."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from attrs import define, field, frozen

LARGEST = 1_000_000
"""A rectangle of so many cells is always held; a larger one only if it is not mostly empty."""
_EMPTIEST = 4
_ROWS_APART = 1000
_COLUMNS_APART = 100


@frozen
class Table:
    """The rectangle that holds a sheet's table: first and last row, first and last column, from 0."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def size(self) -> int:
        """How many cells it has."""
        return (self.bottom - self.top + 1) * (self.right - self.left + 1)

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@define(eq=False)
class Extent:
    """How many cells hold something in each row and each column."""

    rows: dict[int, int] = field(factory=dict)
    columns: dict[int, int] = field(factory=dict)
    count: int = 0

    def note(self, row: int, column: int) -> None:
        """Note a cell that holds something."""
        self.count += 1
        self.rows[row] = self.rows.get(row, 0) + 1
        self.columns[column] = self.columns.get(column, 0) + 1

    @property
    def whole(self) -> Table | None:
        """The rectangle of all cells; None where there is none."""
        if not self.count:
            return None
        return Table(min(self.rows), max(self.rows), min(self.columns), max(self.columns))

    def fits(self, table: Table) -> bool:
        """Whether a rectangle can be held in memory."""
        return table.size <= max(LARGEST, _EMPTIEST * self.count)

    def table(self) -> Table | None:
        """The rectangle without what strays: the whole one where that fits, else the fullest stretch of rows and of columns."""
        whole = self.whole
        if whole is None or self.fits(whole):
            return whole
        top, bottom = _fullest(self.rows, _ROWS_APART)
        left, right = _fullest(self.columns, _COLUMNS_APART)
        return Table(top, bottom, left, right)


def _fullest(counts: dict[int, int], apart: int) -> tuple[int, int]:
    """The stretch without a long gap that holds the most cells; of equals, the first."""
    best = (0, 0, 0)
    for first, last, count in _stretches(array("q", sorted(counts)), counts, apart):
        if count > best[0]:
            best = (count, first, last)
    return best[1], best[2]


def _stretches(at: Iterable[int], counts: dict[int, int], apart: int) -> Iterable[tuple[int, int, int]]:
    first = last = -1
    count = 0
    for number in at:
        if count and number - last > apart:
            yield first, last, count
            first, count = number, 0
        first = number if not count else first
        last = number
        count += counts[number]
    if count:
        yield first, last, count
