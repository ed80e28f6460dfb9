"""Numbers that were read, but that may have been meant otherwise: told of, with their cells, once for each column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flint import fmpq

from effrules.data import cell_errors
from effrules.data.grid import Cell, Formatted, Percentage, shown
from effrules.data.numerals import Convention, Numeral, numeral
from effrules.data.typed import TypedTable
from effrules.data.values import Read, signed_percent
from effrules.model.schema import Field
from effrules.model.types import SHARE, Quantity
from effrules.words import Text, phrase

_LARGE = 2
"""A share may well be above 1; a bare number above this is told of."""
_THOUSANDS = 3


def tell_doubts(typed: TypedTable) -> None:
    """Tell of the doubtful numbers of a table whose fields have been read."""
    convention = typed.convention
    for field, values in zip(typed.table.fields, typed.values, strict=True):
        column = typed.columns.fields.get(field.name)
        if column is None or not isinstance(field.type, Quantity):
            continue
        if field.type == SHARE:
            _tell_shares(typed, field, column, values)
        if convention.decimals or convention.thousands:
            _tell_marks(typed, field, column, values, convention)


def _is_percentage(cell: Cell) -> bool:
    if type(cell) is Formatted:
        return signed_percent(cell)
    return type(cell) is Percentage or (type(cell) is str and cell.rstrip().endswith("%"))


def _tell_shares(typed: TypedTable, field: Field, column: int, values: Sequence[Read]) -> None:
    cells = [row[column] for row in typed.grid.rows]
    marked = [row for row, cell in enumerate(cells) if _is_percentage(cell)]
    bare = [
        (row, value)
        for row, value in enumerate(values)
        if isinstance(value, fmpq) and not _is_percentage(cells[row])
    ]
    if not field.percent_numbers:
        large = [row for row, value in bare if value > _LARGE]
        if large:
            row = large[0]
            value = values[row]
            assert isinstance(value, fmpq)
            make = partial(
                cell_errors.large_share, field, _cells(typed, large, column), shown(cells[row]).strip(), value
            )
            typed.tell("large_share", row, column, make)
        return
    small = [row for row, value in bare if 0 < value <= fmpq(1, 100)]
    if not small or not (marked or (len(small) > 1 and all(value <= fmpq(1, 100) for _, value in bare))):
        return
    others = (
        phrase("{cell} is a percentage", cell=typed.grid.address(marked[0], column))
        if marked
        else phrase("none of them is above 1")
    )
    number = shown(cells[small[0]]).strip()
    make = partial(cell_errors.small_percentage, field, _cells(typed, small, column), number, others)
    typed.tell("small_percentage", small[0], column, make)


def _cells(typed: TypedTable, rows: Sequence[int], column: int) -> list[str]:
    return [typed.grid.address(row, column) for row in rows]


def _tell_marks(
    typed: TypedTable, field: Field, column: int, values: Sequence[Read], convention: Convention
) -> None:
    """Tell of ``1,234`` where no number of its own column has three digits behind the mark beyond doubt."""
    texts = {row: cells[column] for row, cells in enumerate(typed.grid.rows) if type(cells[column]) is str}
    doubtful = [
        row
        for row, text in texts.items()
        if text not in convention.plain and isinstance(values[row], fmpq) and _is_doubtful(text)
    ]
    if not doubtful or any(_decides(text, numeral(text)) for text in texts.values()):
        return
    row = doubtful[0]
    read = numeral(typed.grid.rows[row][column])
    assert read is not None
    value, evidence = convention.settle(read), _evidence(typed, read.mark)
    if value is None or evidence is None:
        return
    other = read.thousand if value == read.value else read.value
    make = partial(
        cell_errors.decided_elsewhere, field, _cells(typed, doubtful, column), value, other, evidence
    )
    typed.tell("decided_elsewhere", row, column, make)


def _is_doubtful(text: str) -> bool:
    read = numeral(text)
    return read is not None and bool(read.mark)


def _decides(text: str, read: Numeral | None) -> bool:
    """Whether a number shows that its column has three digits behind the mark, or marks between thousands."""
    if read is None or read.mark:
        return False
    behind = text.strip().rstrip("% ").rpartition(read.decimal)[2] if read.decimal else ""
    return bool(read.thousands) or len(behind) == _THOUSANDS


def _evidence(typed: TypedTable, mark: str) -> Text | None:
    """The first number of the table that shows what a mark stands for, with its cell."""
    for field in typed.table.fields:
        column = typed.columns.fields.get(field.name)
        if column is None or not isinstance(field.type, Quantity):
            continue
        for row, cells in enumerate(typed.grid.rows):
            read = numeral(cells[column]) if type(cells[column]) is str else None
            if read is not None and mark in (read.decimal, read.thousands):
                return phrase(
                    "`{number}` in {cell}", number=cells[column].strip(), cell=typed.grid.address(row, column)
                )
    return None
