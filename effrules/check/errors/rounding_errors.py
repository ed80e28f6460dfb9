"""The findings about what is rounded."""

from __future__ import annotations

from flint import fmpq

from effrules.check.errors.value_words import a, percent
from effrules.diagnostics import Finding, Note
from effrules.diagnostics.counted import many
from effrules.diagnostics.making import error
from effrules.model.rounding import PERCENT_DECIMALS, Rounding, round_rational
from effrules.source import Span


def decimals_of_what(place: Span, rounding: Rounding) -> Finding:
    """A share is rounded, and nothing says whether decimals of the percentage or of the ratio are meant."""
    said = many(rounding.digits, "decimal")
    example = fmpq(954321987, 10**9)
    as_ratio = round_rational(example, rounding)
    as_percentage = round_rational(example, Rounding(rounding.digits + PERCENT_DECIMALS, rounding.mode))
    return error(
        "E335", f"a share is rounded to {said}, and nothing says of what", place,
        "of the percentage, or of the ratio?",
        Note(
            "help",
            f"say `to {said} of the percentage` ({percent(example)} becomes {percent(as_percentage)}) "
            f"or `to {said} of the ratio` (it becomes {percent(as_ratio)})",
        ),
    )  # fmt: skip


def no_share_to_round(place: Span, kind: object, rounding: Rounding) -> Finding:
    """Decimals of a percentage or a ratio of something that is neither."""
    assert rounding.counted is not None
    return error(
        "E336", f"this is {a(kind)}, so it has no {rounding.counted.value}", place, "",
        Note("help", f"say `to {many(rounding.said, 'decimal')}`, or round the share that goes into it"),
    )  # fmt: skip
