"""Pieces of texts: numbers, titles, roundings, bases, and blocks in braces."""

from __future__ import annotations

from typing import assert_never

from flint import fmpq

from effrules.model.places import Place
from effrules.model.rounding import Rounding
from effrules.model.schema import UNTAGGED, Titles
from effrules.syntax import tree as ast
from effrules.syntax.texts import quoted

WIDTH = 100
"""The column up to which something is kept on one line."""


INDENT = "    "


def decimal(value: fmpq) -> str | None:
    """A rational as a decimal, or ``None`` where it has none that ends."""
    numerator, denominator = int(value.p), int(value.q)
    places = 0
    while (10**places) % denominator:
        places += 1
        if places > denominator.bit_length():
            return None
    digits = str(abs(numerator) * 10**places // denominator).rjust(places + 1, "0")
    body = digits if places == 0 else f"{digits[:-places]}.{digits[-places:]}"
    return ("-" if numerator < 0 else "") + body


def exact(value: fmpq) -> str:
    """A rational as a decimal, else as a ratio."""
    return decimal(value) or f"{int(value.p)}/{int(value.q)}"


def titles_text(titles: Titles) -> str:
    """Titles with their languages, on one line."""
    return " ".join(
        quoted(text) if language == UNTAGGED else f"{language} {quoted(text)}"
        for language, text in titles.texts
    )


def rounding_text(rounding: Rounding) -> str:
    """What follows ``to`` in a rounding."""
    unit = "significant digits" if rounding.significant else "decimal" if rounding.said == 1 else "decimals"
    of = "" if rounding.counted is None else f" of the {rounding.counted.value}"
    late = ", after penalties" if rounding.after_penalties else ""
    return f"{rounding.said} {unit}{of}, {rounding.mode.value}{late}"


def basis_text(clause: ast.BasisClause) -> str:
    """A citation, an assumption or a contradiction, on one line."""
    match clause:
        case ast.Cite(source, place):
            words = [titles_text(place.words)] if place.words.texts else []
            return " ".join(["cite", source.text, *lists_of(place), *words])
        case ast.Assumed(subject, reason):
            named = [subject.text] if subject else []
            return " ".join(["assumed", *named, titles_text(reason), *alternatives_of(clause)])
        case ast.Contradicted():
            return f"{contradicted_text(clause)} {titles_text(clause.quote)}"
        case _:
            assert_never(clause)


def alternatives_of(clause: ast.Assumed) -> list[str]:
    """The drafts that an assumption names, as they stand behind it; nothing where it names none."""
    return [f"alternatives {', '.join(clause.alternatives)}"] if clause.alternatives else []


def lists_of(place: Place) -> list[str]:
    """The items and annexes of a place, as a citation lists them."""
    return [
        f"{'enacting ' if enacting else ''}{kind.value} {quoted(text)}"
        for kind, enacting, text in place.lists()
    ]


def contradicted_text(clause: ast.Contradicted) -> str:
    """A contradiction as far as its words."""
    place = basis_text(clause.cite).removeprefix("cite ")
    figure = clause.figure
    number = [] if figure is None else [f"{exact(figure.value)} {figure.unit.text}"]
    return " ".join(["contradicted by", place, *number])


def reading_text(reading: ast.ReadingOf, *, of_grades: bool = False) -> str:
    """How lines are read that are copied as they are printed, or grades, with what that rests on."""
    about = reading.about.of_grades if of_grades else reading.about.words
    if reading.rounding is not None:
        how = f"rounded to {rounding_text(reading.rounding)}"
    else:
        assert reading.side is not None
        side = reading.side.value
        how = f"the {side} grade" if of_grades else f"the line of the {side} value"
    return " ".join([f"{about}: {how}", *map(basis_text, reading.basis)])


def fits(text: str, indent: int) -> bool:
    """Whether a text stays on its line."""
    return "\n" not in text and len(text) + indent <= WIDTH


def block(head: str, items: list[str], indent: int, separator: str) -> str:
    """A head with items in braces: on one line if they fit, else one line each."""
    short = f"{head} {{ {f'{separator} '.join(items)} }}"
    if fits(short, indent):
        return short
    pad = " " * (indent + 4)
    return f"{head} {{\n" + "".join(f"{pad}{item}{separator}\n" for item in items) + " " * indent + "}"
