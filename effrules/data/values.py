"""A cell's value in its field's type, or why it has none.

Ambiguous dates and numbers are refused; the marks that people set for a missing value count as one only where
the field says ``may be missing``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import assert_never

from attrs import frozen
from flint import fmpq, fmpz

from effrules.data import cell_errors, link_errors, sheet_errors
from effrules.data.binary import shortened
from effrules.data.folding import folded, in_both, spaced
from effrules.data.formats.number_formats import (
    digits_shown,
    names_percent,
    shown_in,
    shown_otherwise,
    writes_percent,
)
from effrules.data.grid import Cell, Formatted, Merged, Percentage, Unstored, shown
from effrules.data.numerals import Convention, has_exponent, numeral, shortest
from effrules.data.signs import strange, strange_number
from effrules.data.wording import CellError
from effrules.model.schema import Field, Table
from effrules.model.types import SHARE, Choice, Date, Quantity, Text, Value, YesNo
from effrules.words import phrase

MISSING = frozenset({"-", "\u2013", "\u2014", "n/a", "н/д", "нет данных", "деректер жоқ"})
"""What people write where there is no value."""

ERROR_CELLS = frozenset(
    [
        "#n/a",
        "#ref!",
        "#div/0!",
        "#value!",
        "#name?",
        "#null!",
        "#num!",
        "#spill!",
        "#calc!",
        "#н/д",
        "#ссылка!",
        "#дел/0!",
        "#знач!",
        "#имя?",
        "#пусто!",
        "#число!",
    ]
)

YES_IN_FORMS = "иә / да"
NO_IN_FORMS = "жоқ / нет"
YES = frozenset({"yes", "да", "иә", "true", "1", "истина", YES_IN_FORMS})
NO = frozenset({"no", "нет", "жоқ", "false", "0", "ложь", NO_IN_FORMS})

_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_DOTS = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?: ?[гж]\.?)?(?: 0?0:00(?::00)?)?")
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(?: 0?0:00(?::00)?)?")
_ERROR_NUMBER = re.compile(r"(?:err|ошибка):[0-9]{3}")
_LARGEST_POWER = 400


@frozen
class Refusal:
    """Why a cell has no value: a finding that waits for the cell's place, and its kind, for counting.

    Refusals with the same ``cause`` are told as one finding for the table, with all their cells.
    """

    kind: str
    at: CellError
    cause: str = ""


Read = Value | None | Refusal


def refusal(make: Callable[..., object], *arguments: object) -> Refusal:
    """A refusal with one of the functions of ``errors``."""
    return Refusal(make.__name__, partial(make, *arguments))  # type: ignore[arg-type]


def flaw(cell: Cell) -> Refusal | None:
    """Why a cell cannot be taken in any field, whatever the field admits."""
    match cell:
        case Unstored():
            return Refusal("unstored", sheet_errors.unstored_formula, "unstored")
        case Merged(area, first):
            return Refusal("merged", partial(sheet_errors.merged, area, shown(first)), f"merged {area}")
        case _:
            return None


def reader(
    field: Field, convention: Convention, keys: Mapping[str, frozenset[str]], shorten: bool = False
) -> Callable[[Cell], Read]:
    """What reads a cell of a field. ``keys`` are those of the rules' figures, for fields that look them up.

    ``shorten``: a number of more than 15 digits is rounded to 15.
    """
    choices = choices_of(field) if isinstance(field.type, Choice) else {}
    missing: Read = None if field.optional else refusal(cell_errors.missing_value, field)
    domain = (
        field.domain
        if field.domain.low is not None or field.domain.high is not None or field.domain.whole
        else None
    )
    known = keys.get(field.lookup) if field.lookup is not None else None

    plain = (
        convention.plain
        if isinstance(field.type, Quantity) and known is None and not field.percent_numbers and not shorten
        else {}
    )

    def read(cell: Cell) -> Read:
        if cell is None:
            return missing
        if isinstance(cell, str):
            if cell in plain:
                number = plain[cell]
                return (
                    number
                    if domain is None or domain.admits(number)
                    else refusal(cell_errors.outside_domain, field)
                )
            words = folded(cell)
            if words in choices:
                return choices[words]
            if not words or words in MISSING:
                return missing
            if words in ERROR_CELLS or _ERROR_NUMBER.fullmatch(words):
                return refusal(cell_errors.error_cell, field)
        elif (flawed := flaw(cell)) is not None:
            return flawed
        elif choices and folded(shown(cell)) in choices:
            return choices[folded(shown(cell))]
        value = _typed(cell, field, convention)
        if isinstance(value, Refusal):
            return value
        if shorten and isinstance(value, fmpq):
            value = shortened(value)
        if domain is not None and isinstance(value, fmpq | date) and not domain.admits(value):
            return refusal(cell_errors.outside_domain, field)
        if known is not None and link_errors.identifier_text(value) not in known and str(value) not in known:
            return refusal(cell_errors.no_such_figure, field, known)
        return value

    return read


def _typed(cell: Cell, field: Field, convention: Convention) -> Value | Refusal:
    kind = field.type
    match kind:
        case Quantity():
            return _number(cell, field, convention)
        case Text():
            return text_of(cell, field, folding=field.unique or field.lookup is not None)
        case YesNo():
            return _yes_or_no(cell, field)
        case Date():
            return _date(cell, field)
        case Choice():
            odd = strange(cell, field) if isinstance(cell, str) else None
            return refusal(cell_errors.not_one_of, field) if odd is None else Refusal(*odd)
        case _:
            assert_never(kind)


def _number(cell: Cell, field: Field, convention: Convention) -> fmpq | Refusal:
    percent = False
    value: fmpq | None = None
    match cell:
        case str():
            written = numeral(cell)
            if written is None:
                odd = strange_number(cell, field)
                if odd is not None:
                    return Refusal(*odd)
                return refusal(
                    cell_errors.exponent if has_exponent(cell) else cell_errors.not_a_number, field
                )
            percent = written.percent
            if percent and field.type != SHARE:
                return refusal(cell_errors.needless_percent, field)
            value = convention.settle(written)
            if value is None:
                return refusal(cell_errors.ambiguous_number, field, written.thousand, written.value)
        case Percentage(number):
            percent, value = True, shortest(number)
            if field.type != SHARE:
                return refusal(cell_errors.needless_percent, field)
        case bool():
            value = None
        case Formatted(number):
            if signed_percent(cell):
                if field.type != SHARE:
                    return refusal(cell_errors.needless_percent, field)
                if not field.percent_numbers:
                    return refusal(sheet_errors.percent_sign, field)
            seen = seen_instead(cell)
            if seen is not None:
                return refusal(sheet_errors.shown_otherwise, field, seen)
            value = shortest(float(number))
        case int():
            value = fmpq(cell)
        case float():
            value = shortest(cell)
        case Decimal():
            value = _of_decimal(cell)
        case _:
            value = None
    if value is None:
        return refusal(cell_errors.not_a_number, field)
    return value / 100 if field.percent_numbers and not percent else value


def _of_decimal(number: Decimal) -> fmpq | None:
    sign, digits, power = number.as_tuple()
    if not isinstance(power, int) or abs(power) > _LARGEST_POWER or len(digits) > _LARGEST_POWER:
        return None
    whole = fmpz((-1 if sign else 1) * int("".join(map(str, digits))))
    return fmpq(whole * fmpz(10) ** power) if power >= 0 else fmpq(whole, fmpz(10) ** -power)


def text_of(cell: Cell, one: Field | Table, folding: bool = True) -> str | Refusal:
    """A cell's text; with ``folding``, its white space folded, for what is compared with other cells."""
    match cell:
        case str():
            if cell.lstrip()[:2] == '="':
                return refusal(sheet_errors.formula_text, one)
            return spaced(cell) if folding else _composed(cell)
        case bool():
            return refusal(cell_errors.not_a_text, one, phrase("yes or no"))
        case Formatted(number):
            digits = other_digits(cell)
            return (
                text_of(number, one, folding)
                if digits is None
                else refusal(sheet_errors.other_digits, one, digits)
            )
        case int() | float():
            return (
                shown(cell)
                if "e" not in shown(cell)
                else refusal(cell_errors.not_a_text, one, phrase("a number too long for it"))
            )
        case Decimal():
            value = _of_decimal(cell)
            return (
                refusal(cell_errors.not_a_text, one, phrase("a number"))
                if value is None
                else link_errors.identifier_text(value)
            )
        case Percentage():
            return shown(cell)
        case date():
            return refusal(cell_errors.not_a_text, one, phrase("a date"))
        case _:
            return refusal(cell_errors.not_a_text, one, phrase("something else"))


def signed_percent(cell: Formatted) -> bool:
    """Whether a workbook writes a percent sign behind the number itself, so that 1.5 is seen as ``1.5 %``."""
    return (
        writes_percent(cell.format) if cell.text is None else names_percent(cell.text)
    )  # _percent(cell.format)


def seen_instead(cell: Formatted) -> str | None:
    """What a workbook shows in place of a number, and not only of its decimals; None where it shows the number."""
    if cell.text is None:
        return shown_otherwise(float(cell.number), cell.format)
    return None if shown_in(float(cell.number), cell.text) else cell.text


def other_digits(cell: Formatted) -> str | None:
    """What a workbook shows of a number, where its digits are others than those of the number; None where they are not."""
    exact = shown(cell.number)
    if cell.text is not None:
        return cell.text if _digits(cell.text) != _digits(exact) else None
    digits = digits_shown(float(cell.number), cell.format)
    return digits if digits is not None and digits != exact else None


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _composed(text: str) -> str:
    from unicodedata import normalize

    return (text if text.isascii() else normalize("NFC", text)).strip()


def _yes_or_no(cell: Cell, field: Field) -> bool | Refusal:
    if isinstance(cell, bool):
        return cell
    words = folded(shown(cell)) if isinstance(cell, str | int | float | Decimal | Formatted) else ""
    if words in YES:
        return True
    if words in NO:
        return False
    odd = strange(cell, field) if isinstance(cell, str) else None
    return refusal(cell_errors.not_yes_or_no, field) if odd is None else Refusal(*odd)


def _date(cell: Cell, field: Field) -> date | Refusal:
    match cell:
        case datetime():
            return cell.date() if cell.time() == time() else refusal(cell_errors.not_a_date, field)
        case date():
            return cell
        case bool():
            return refusal(cell_errors.not_a_date, field)
        case int() | float() | Decimal() | Percentage() | Formatted():
            return refusal(cell_errors.date_as_number, field)
        case str():
            text = spaced(cell)
        case _:
            return refusal(cell_errors.not_a_date, field)
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DOTS.fullmatch(text):
        day, month, year = match.groups()
    elif match := _SLASHES.fullmatch(text):
        day, month, year = match.groups()
        if int(month) > 12:
            day, month = month, day
        elif int(day) <= 12 and int(day) != int(month):
            return refusal(cell_errors.ambiguous_date, field)
    else:
        odd = strange(text, field)
        return refusal(cell_errors.not_a_date, field) if odd is None else Refusal(*odd)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return refusal(cell_errors.not_a_date, field)


def choices_of(field: Field) -> dict[str, str]:
    """What may be written for each choice of a field: its name, or a title that no other choice has."""
    assert isinstance(field.type, Choice)
    by_title: dict[str, set[str]] = {}
    for name, titles in field.choice_titles:
        for text in (*titles.all_texts(), in_both(titles)):
            by_title.setdefault(folded(text), set()).add(name)
    sure = {title: next(iter(meant)) for title, meant in by_title.items() if len(meant) == 1}
    return {**sure, **{folded(name): name for name in field.type.names}}


def link_reader(owner: Table, key: Field | None) -> Callable[[Cell], Read]:
    """What reads a cell that names an owner: by the owner's unique field, or a subject's identifier as text."""
    missing = refusal(cell_errors.missing_value, owner)
    as_text = key is None or isinstance(key.type, Text)

    def read(cell: Cell) -> Read:
        if cell is None:
            return missing
        if isinstance(cell, str):
            words = folded(cell)
            if not words or words in MISSING:
                return missing
            if words in ERROR_CELLS or _ERROR_NUMBER.fullmatch(words):
                return refusal(cell_errors.error_cell, owner)
        elif (flawed := flaw(cell)) is not None:
            return flawed
        if as_text:
            return text_of(cell, owner)
        assert key is not None
        if isinstance(key.type, Choice):
            return choices_of(key).get(folded(shown(cell))) or refusal(cell_errors.not_one_of, key)
        return _typed(cell, key, Convention())

    return read
