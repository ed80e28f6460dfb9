"""The findings about signs that people put into cells, and about numbers that may be meant otherwise. E439, E440, W464 to W466."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from effrules.data.wording import error, help_note, listed, rule, warning
from effrules.diagnostics import CellPlace, Finding
from effrules.model.numbers import exact_text
from effrules.model.schema import Field


def mark(field: Field, text: str, place: CellPlace) -> Finding:
    """A sign that stands for something, most often for a missing value, but is none of those that are known."""
    missing = "" if field.optional else ", where the rules admit it (`may be missing`)"
    return error(
        "E439", f"`{text}` is no value of `{field.name}`; it may be a mark for a missing one", place, "",
        help_note(f"for a missing value leave the cell empty or write `-`, `n/a` or `н/д`{missing}; for nothing at all write 0"),
        *rule(field),
    )  # fmt: skip


def footnote(field: Field, place: CellPlace) -> Finding:
    """A number with the sign of a footnote."""
    return error(
        "E440", f"`{field.name}` has the sign of a footnote behind its number", place, "",
        help_note("write the number alone, and the sign into a column of its own"), *rule(field),
    )  # fmt: skip


def letter_for_digit(field: Field, told: str, place: CellPlace) -> Finding:
    """A number with a letter in place of a digit that looks like it."""
    return error(
        "E408",
        f"`{field.name}` must be a number",
        place,
        "",
        help_note(f"{told}: write the digit"),
        *rule(field),
    )


def large_share(field: Field, cells: Sequence[str], number: str, value: fmpq, place: CellPlace) -> Finding:
    """Bare numbers far above 1 in a share: perhaps meant in percent."""
    return warning(
        "W464", f"`{field.name}` is a share: the bare number {number} counts as {exact_text(value * 100)} %; perhaps"
        f" percentages are meant ({listed(cells)})", place, "",
        help_note(f"write `{number} %` for percentages, or declare the field as `share in percent`"), *rule(field),
    )  # fmt: skip


def small_percentage(
    field: Field, cells: Sequence[str], number: str, others: str, place: CellPlace
) -> Finding:
    """Bare numbers of at most 1 in a share in percent: perhaps meant as ratios."""
    return warning(
        "W465", f"`{field.name}` is in percent: the bare number {number} counts as {number} %; perhaps ratios are meant"
        f" ({listed(cells)}); {others}", place, "",
        help_note(f"write `{number} %` if that is meant; else write percentages"), *rule(field),
    )  # fmt: skip


def decided_elsewhere(
    field: Field, cells: Sequence[str], read: fmpq, other: fmpq, evidence: str, place: CellPlace
) -> Finding:
    """``1,234``, read in one way because of a number in another cell, which another hand may have written."""
    return warning(
        "W466", f"`{field.name}`: {place.raw.strip()} is read as {exact_text(read)}, as {evidence} shows what its mark"
        f" stands for; it could be {exact_text(other)} ({listed(cells)})", place, "",
        help_note(f"write `{exact_text(other)}` if that is meant; of one table, all numbers should be written alike"),
    )  # fmt: skip
