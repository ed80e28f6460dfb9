"""What stands in the cell of a step: a formula, or a value and why it is no formula."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from effrules.report.workbook.doubles import Double
from effrules.words import Telling, phrase

LONGEST = 8000
"""So long a formula may be; spreadsheets take 8,192 characters."""

MOST_ARGUMENTS = 250
"""So many arguments a function may have; spreadsheets take 255."""

LONGEST_LITERAL = 255
"""So long a text within a formula may be."""

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""So large a sheet is."""

NOT_THERE = "NA()"
"""What was not worked out, for it was not needed: whoever changes the data so that it is, is told so."""


class Why(Enum):
    """Why a step is a value, and no formula."""

    ROUNDING = "rounding"
    """A double may be on the other side of where a rounding parts."""
    COMPARING = "comparing"
    """Two doubles may compare otherwise than the numbers."""
    WIDE = "wide"
    """A number that no double holds."""
    DAYS = "days"
    """A day that a spreadsheet does not count."""
    LONG = "long"
    """The formula would be too long."""
    TEXT = "long text"
    """A text that no cell holds: it stands in a sheet of its own, in pieces."""
    NO_FUNCTION = "no function"
    """No function of all spreadsheets gives it."""
    NO_ROW = "no row"
    """It is of rows of which there are none."""
    FAILED = "failed"
    """It has no value."""


@frozen
class Formula:
    """A formula, without the sign before it; of a number how far it may be off. ``plain``: it only takes up another cell."""

    text: str
    double: Double | None = None


@frozen
class Fixed:
    """A value, and why; ``why`` of ``None``: it has no value by its nature (it only records)."""

    why: Why | None
    double: Double | None = None


Made = Formula | Fixed


class Stuck(Exception):
    """There is no formula that gives a step's value in every spreadsheet."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class TooLarge(Telling):
    """What no sheet holds."""


def refuse_large(sheet: str, rows: int, columns: int) -> None:
    """Raises TooLarge for a sheet of more rows or columns than spreadsheets have."""
    for count, most, said in (
        (rows, MOST_ROWS, phrase("the sheet {sheet} would have {n} rows", sheet=sheet, n=rows)),
        (columns, MOST_COLUMNS, phrase("the sheet {sheet} would have {n} columns", sheet=sheet, n=columns)),
    ):
        if count > most:
            raise TooLarge(
                phrase(
                    "{said}, and spreadsheets have {most}: ask for fewer bodies, or for .html or .json.",
                    said=said,
                    most=most,
                )
            )


@frozen
class Operand:
    """A number that a formula takes up: the text of its cell, and what the cell holds."""

    text: str
    double: Double


def text_of(value: str) -> str:
    """A text inside a formula. Raises Stuck for one that is longer than spreadsheets take there."""
    if len(value) > LONGEST_LITERAL:
        raise Stuck(Why.LONG)
    return '"' + value.replace('"', '""') + '"'


def either(condition: str, then: str, otherwise: str) -> str:
    """One of two, of which only the one that is taken is worked out."""
    return f"IF({condition},{then},{otherwise})"


def nested(cases: list[tuple[str, str]], otherwise: str) -> str:
    """The first case whose condition holds."""
    if len(cases) > 60:
        raise Stuck(Why.LONG)
    for condition, then in reversed(cases):
        otherwise = either(condition, then, otherwise)
    return otherwise


def called(function: str, arguments: list[str]) -> str:
    """A function of any number of arguments, in groups where there are too many; only one that groups do not change."""
    while len(arguments) > MOST_ARGUMENTS:
        arguments = [
            f"{function}({','.join(arguments[at : at + MOST_ARGUMENTS])})"
            for at in range(0, len(arguments), MOST_ARGUMENTS)
        ]
    return f"{function}({','.join(arguments)})"
