"""The findings about what is rounded."""

from __future__ import annotations

from flint import fmpq

from effrules.check.errors.value_words import percent, told
from effrules.diagnostics import Finding
from effrules.diagnostics.making import error
from effrules.model.rounding import PERCENT_DECIMALS, Counted, Rounding, round_rational
from effrules.model.types import Type
from effrules.source import Span
from effrules.words import counted, phrase, template

HAS_NONE = {
    Counted.PERCENTAGE: template("this is {kind}, so it has no percentage"),
    Counted.RATIO: template("this is {kind}, so it has no ratio"),
}


def decimals_of_what(place: Span, rounding: Rounding) -> Finding:
    """A share is rounded, and nothing says whether decimals of the percentage or of the ratio are meant."""
    example = fmpq(954321987, 10**9)
    as_ratio = round_rational(example, rounding)
    as_percentage = round_rational(example, Rounding(rounding.digits + PERCENT_DECIMALS, rounding.mode))
    message = counted(
        "a share is rounded to {n} decimal, and nothing says of what",
        "a share is rounded to {n} decimals, and nothing says of what",
        n=rounding.digits,
    )
    help_text = phrase(
        "say `to {decimals} of the percentage` ({example} becomes {percentage}) or `to {decimals} of the ratio` (it becomes {ratio})",
        decimals=_written(rounding.digits),
        example=percent(example),
        percentage=percent(as_percentage),
        ratio=percent(as_ratio),
    )
    return error("E335", message, place, phrase("of the percentage, or of the ratio?"), way_out=help_text)


def no_share_to_round(place: Span, kind: Type, rounding: Rounding) -> Finding:
    """Decimals of a percentage or a ratio of something that is neither."""
    assert rounding.counted is not None
    help_text = phrase(
        "say `to {decimals}`, or round the share that goes into it", decimals=_written(rounding.said)
    )
    return error("E336", HAS_NONE[rounding.counted].of(kind=told(kind)), place, way_out=help_text)


def _written(count: int) -> str:
    """A number of decimals in the notation of the rules."""
    return f"{count} decimal" if count == 1 else f"{count} decimals"
