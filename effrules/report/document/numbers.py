"""Numbers, days and texts of the rules as the readers of a language write them."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from flint import fmpq

from effrules.diagnostics.glyphs import shown
from effrules.model.numbers import exact_text, is_finite_decimal
from effrules.model.types import DAYS, POINTS, Flavour, Quantity, Type, Value, unit_text
from effrules.report.blocks.mathematics.tree import Frac, Math, Num, Words, row
from effrules.report.document.document_words import say
from effrules.words import Language, day_text, number

NARROW = "\u202f"
"""A narrow space that does not break: between groups of three digits."""

FIXED = "\u00a0"
"""A space that does not break: between a number and its unit."""


def number_text(value: fmpq, language: Language) -> str:
    """A number in full: a decimal, else a fraction; from five digits on in groups of three."""
    text = number(exact_text(value), language)
    sign, digits = ("−", text[1:]) if text.startswith("-") else ("", text)
    mark = "." if language is Language.EN else ","
    whole, point, decimals = digits.partition(mark)
    if len(whole) > 4 and whole.isdigit():
        first = len(whole) % 3
        groups = [whole[:first], *(whole[at : at + 3] for at in range(first, len(whole), 3))]
        whole = NARROW.join(group for group in groups if group)
    return sign + whole + point + decimals


def percent(value: fmpq, language: Language) -> str:
    """A share in percent, exactly; as a fraction where the percentage has no end."""
    if not is_finite_decimal(value * 100):
        return number_text(value, language)
    return number_text(value * 100, language) + ("%" if language is Language.EN else f"{FIXED}%")


def unit_word(kind: Type, language: Language) -> str:
    """What is written behind a number of this type; nothing for points, in which every score is, and plain numbers."""
    if not isinstance(kind, Quantity) or not kind.unit or kind.unit == POINTS:
        return ""
    return say("days unit", language) if kind.unit == DAYS else shown(unit_text(kind.unit))


def value_text(value: Value, kind: Type, language: Language) -> str:
    """A value of the rules in words, with its unit. A choice stands by its name."""
    match value:
        case bool():
            return say("yes" if value else "no", language)
        case fmpq():
            if isinstance(kind, Quantity) and not kind.unit and kind.flavour is Flavour.SHARE:
                return percent(value, language)
            unit = unit_word(kind, language)
            return number_text(value, language) + (f"{FIXED}{unit}" if unit else "")
        case date():
            return day_text(value, language)
        case str():
            return shown(value)
        case _:
            assert_never(value)


def value_math(value: Value, kind: Type, language: Language) -> Math:
    """A value of the rules inside a formula."""
    if isinstance(value, fmpq):
        share = isinstance(kind, Quantity) and not kind.unit and kind.flavour is Flavour.SHARE
        if share and is_finite_decimal(value * 100):
            return Num(percent(value, language))
        plain: Math = Num(number_text(value, language))
        if not is_finite_decimal(value):
            top: Math = Num(number_text(fmpq(value.p), language))
            plain = Frac(top, Num(number_text(fmpq(value.q), language)))
        unit = unit_word(kind, language)
        return row(plain, Words(unit)) if unit else plain
    if isinstance(value, str):
        return Words(quoted(shown(value), language))
    return Words(value_text(value, kind, language))


def quoted(text: str, language: Language) -> str:
    """A title in the quotation marks of a language; what is quoted inside it gets the inner ones."""
    if language is Language.EN:
        return f"“{text.replace('“', '‘').replace('”', '’')}”"
    return f"«{text.replace('«', '„').replace('»', '“')}»"
