"""The findings about signs that people put into cells, and about numbers that may be meant otherwise. E439, E440, W464 to W466."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from effrules.data.wording import help_note, listed, rule
from effrules.diagnostics import CellPlace, Finding
from effrules.diagnostics.making import error, warning
from effrules.model.numbers import exact_text
from effrules.model.schema import Field
from effrules.words import Number, Text, phrase


def mark(field: Field, text: str, place: CellPlace) -> Finding:
    """A sign that stands for something, most often for a missing value, but is none of those that are known."""
    return error(
        "E439", phrase("`{text}` is no value of `{field}`; it may be a mark for a missing one", text=text, field=field.name), place, "",
        help_note(
            phrase("for a missing value leave the cell empty or write `-`, `n/a` or `н/д`; for nothing at all write 0")
            if field.optional
            else phrase("for a missing value leave the cell empty or write `-`, `n/a` or `н/д`, where the rules admit it (`may be missing`); for nothing at all write 0")
        ),
        *rule(field),
    )  # fmt: skip


def footnote(field: Field, place: CellPlace) -> Finding:
    """A number with the sign of a footnote."""
    return error(
        "E440", phrase("`{field}` has the sign of a footnote behind its number", field=field.name), place, "",
        help_note(phrase("write the number alone, and the sign into a column of its own")), *rule(field),
    )  # fmt: skip


def letter_for_digit(field: Field, told: Text, place: CellPlace) -> Finding:
    """A number with a letter in place of a digit that looks like it."""
    return error(
        "E408",
        phrase("`{field}` must be a number", field=field.name),
        place,
        "",
        help_note(phrase("{told}: write the digit", told=told)),
        *rule(field),
    )


def large_share(field: Field, cells: Sequence[str], number: str, value: fmpq, place: CellPlace) -> Finding:
    """Bare numbers far above 1 in a share: perhaps meant in percent."""
    return warning(
        "W464", phrase("`{field}` is a share: the bare number {number} counts as {value} %; perhaps percentages are meant ({cells})", field=field.name, number=number, value=Number(exact_text(value * 100)), cells=listed(cells)), place, "",
        help_note(phrase("write `{number} %` for percentages, or declare the field as `share in percent`", number=number)), *rule(field),
    )  # fmt: skip


def small_percentage(
    field: Field, cells: Sequence[str], number: str, others: Text, place: CellPlace
) -> Finding:
    """Bare numbers of at most 1 in a share in percent: perhaps meant as ratios."""
    return warning(
        "W465", phrase("`{field}` is in percent: the bare number {number} counts as {number} %; perhaps ratios are meant ({cells}); {others}", field=field.name, number=number, cells=listed(cells), others=others), place, "",
        help_note(phrase("write `{number} %` if that is meant; else write percentages", number=number)), *rule(field),
    )  # fmt: skip


def decided_elsewhere(
    field: Field, cells: Sequence[str], read: fmpq, other: fmpq, evidence: Text, place: CellPlace
) -> Finding:
    """``1,234``, read in one way because of a number in another cell, which another hand may have written."""
    return warning(
        "W466", phrase("`{field}`: {raw} is read as {read}, as {evidence} shows what its mark stands for; it could be {other} ({cells})", field=field.name, raw=place.raw.strip(), read=Number(exact_text(read)), evidence=evidence, other=Number(exact_text(other)), cells=listed(cells)), place, "",
        help_note(phrase("write `{other}` if that is meant; of one table, all numbers should be written alike", other=exact_text(other))),
    )  # fmt: skip
