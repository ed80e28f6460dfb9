"""The findings about divisors that can be 0."""

from __future__ import annotations

from functools import reduce

from effrules.check.errors.value_words import stretch
from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error, warning
from effrules.model import program as p
from effrules.model.ranges import Range
from effrules.model.types import Quantity
from effrules.model.values.demands import Danger, Demand
from effrules.source import Span
from effrules.words import Message, Number, phrase

DANGERS = {
    Danger.SPREAD: phrase("the spread of equal values is 0, and nothing says what then"),
    Danger.DIVISION: phrase("this divisor can be 0, and nothing says what then"),
    Danger.POWER: phrase(
        "0 to the power of a number below 0 can be asked for here, and nothing says what then"
    ),
    Danger.WEIGHTS: phrase("these weights can add up to 0, and nothing says what then"),
}


def divisor_zero(place: Span) -> Finding:
    """A division by zero that stands in the rules."""
    return error("E328", phrase("a division by zero"), place)


def may_divide_by_zero(demand: Demand) -> Finding:
    """A divisor that can be 0, as far as the rules tell."""
    place, message = demand.place.span, DANGERS[demand.danger]
    if demand.danger is Danger.SPREAD:
        return warning(
            "W336", message, place, phrase("divides by 0 where all are equal"),
            Note("help", phrase("say what holds then: `when ... is 0 then ... otherwise ...`")),
        )  # fmt: skip
    text = "..." if place is None or "\n" in place.text or len(place.text) > 30 else place.text
    ways = reduce(_or, _ways(demand, text, _zero_of(demand.place)))
    use = demand.use
    related = () if use is None or use.span is None else (Related(use.span, phrase("used here")),)
    return error("E328", message, place, _spoken(demand.found), way_out=ways, related=related)


def _ways(demand: Demand, text: str, zero: str) -> list[Message]:
    """What can be done about it."""
    weights = demand.danger is Danger.WEIGHTS
    field = demand.place if isinstance(demand.place, p.AnyField) else None
    ways = []
    if weights or (field is not None and field.row.slot != 0):
        ways.append(phrase("leave such rows out (`where {text} > {zero}`)", text=text, zero=zero))
    if not weights:
        ways.append(
            phrase(
                "say what holds then: `when {text} is {zero} then ... otherwise ...`", text=text, zero=zero
            )
        )
    if field is not None:
        ways.append(phrase("let the field say `above 0`, if no data may hold 0"))
    elif not weights:
        ways.append(phrase("make the criterion `not applicable when {text} is {zero}`", text=text, zero=zero))
    return ways


def _or(way: Message, other: Message) -> Message:
    return phrase("{way}, or {other}", way=way, other=other)


def _spoken(found: Range) -> Message:
    """A range in words."""
    low, high = Number(str(found.low)), Number(str(found.high))
    if found.low is None and found.high is None:
        return phrase("its values: any number")
    if found.low is None:
        return (
            phrase("its values: below {high}", high=high)
            if found.high_open
            else phrase("its values: up to {high}", high=high)
        )
    if found.high is None:
        return (
            phrase("its values: above {low} on", low=low)
            if found.low_open
            else phrase("its values: from {low} on", low=low)
        )
    return phrase("its values: {values}", values=stretch(low, not found.low_open, high, not found.high_open))


def _zero_of(place: p.Expression) -> str:
    """0 in the unit of an expression."""
    kind = getattr(place, "type", None)
    named = isinstance(kind, Quantity) and len(kind.unit) == 1 and kind.unit[0][1] == 1
    return f"0 {kind.unit[0][0]}" if named else "0"  # type: ignore[union-attr]
