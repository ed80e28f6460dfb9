"""Numbers that binary calculation has left with more digits than anybody types: ``0.029789999999999997`` for 0.02979.

Such a number is what it is, and it is taken as it stands, with a warning. Only where the caller states so for a column is it
read as the shortest decimal instead: rounded to the 15 digits that every binary float keeps of a decimal.
"""

from __future__ import annotations

from decimal import Decimal

from flint import fmpq

from effrules.data.grid import Cell, Formatted, Percentage
from effrules.data.numerals import LONGEST, numeral
from effrules.model.numbers import exact_text
from effrules.model.rounding import Rounding, RoundingMode, round_rational
from effrules.model.schema import Schema
from effrules.model.types import Quantity

MOST_DIGITS = 15
"""So many significant digits people type and spreadsheets keep; more are left over from binary calculation."""

_SHORTEST_DUST = MOST_DIGITS + 2
"""A text with a decimal mark needs so many characters to have more digits than that."""

_TO_MOST_DIGITS = Rounding(MOST_DIGITS, RoundingMode.HALF_EVEN, significant=True)


def shortened(value: fmpq) -> fmpq:
    """The number with 15 significant digits, ties to even; unchanged where it has no more."""
    return round_rational(value, _TO_MOST_DIGITS)


def has_dust(cell: Cell) -> bool:
    """Whether a cell holds a number of more than 15 digits which are those of a binary float.

    That is a float itself, or digits that a program wrote of one: the shortest that tell it from its neighbours, or more
    of its binary value.
    """
    match cell:
        case float():
            return _digits(float.__repr__(cell)) > MOST_DIGITS
        case Percentage(number) | Formatted(number):
            return _digits(float.__repr__(float(number))) > MOST_DIGITS
        case str():
            return len(cell) >= _SHORTEST_DUST and _text_has_dust(cell)
        case Decimal() if cell.is_finite():
            return _is_of_a_float(cell)
        case _:
            return False


def _text_has_dust(text: str) -> bool:
    read = numeral(text)
    if read is None:
        return False
    written = exact_text(read.value * 100 if read.percent else read.value)
    return _is_of_a_float(Decimal(written))


def _is_of_a_float(number: Decimal) -> bool:
    sign, digits, exponent = number.as_tuple()
    if len(digits) <= MOST_DIGITS or not isinstance(exponent, int) or not -LONGEST < exponent < 0:
        return False
    zeros = next((at for at, digit in enumerate(reversed(digits)) if digit), 0)
    digits, exponent = digits[: len(digits) - zeros], exponent + zeros
    if len(digits) <= MOST_DIGITS or exponent >= 0:
        return False
    number = Decimal((sign, digits, exponent))
    nearest = float(number)
    if Decimal(float.__repr__(nearest)) == number:
        return True
    return len(digits) > MOST_DIGITS + 2 and format(nearest, f".{-exponent}f") == format(number, "f")


def _digits(text: str) -> int:
    """How many significant digits a float's shortest decimal form has."""
    mantissa = text.partition("e")[0].lstrip("-").replace(".", "")
    return len(mantissa.lstrip("0")) if mantissa.isdigit() else 0


def numeric_columns(schema: Schema) -> frozenset[str]:
    """The columns of numbers, as ``TABLE.FIELD``."""
    return frozenset(
        f"{table.name}.{one.name}"
        for table in schema.as_read
        for one in table.fields
        if isinstance(one.type, Quantity)
    )
