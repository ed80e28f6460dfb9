"""The findings about divisors that can be 0."""

from __future__ import annotations

from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error, warning
from effrules.model import program as p
from effrules.model.demands import Danger, Demand
from effrules.model.ranges import Range
from effrules.model.types import Quantity
from effrules.source import Span


def divisor_zero(place: Span) -> Finding:
    """A division by zero that stands in the rules."""
    return error("E328", "a division by zero", place)


DANGERS = {
    Danger.SPREAD: "the spread of equal values is 0",
    Danger.DIVISION: "this divisor can be 0",
    Danger.POWER: "0 to the power of a number below 0 can be asked for here",
    Danger.WEIGHTS: "these weights can add up to 0",
}


def may_divide_by_zero(demand: Demand) -> Finding:
    """A divisor that can be 0, as far as the rules tell."""
    place, found = demand.place.span, demand.found
    if demand.danger is Danger.SPREAD:
        return warning(
            "W336", f"{DANGERS[demand.danger]}, and nothing says what then", place, "divides by 0 where all are equal",
            Note("help", "say what holds then: `when ... is 0 then ... otherwise ...`"),
        )  # fmt: skip
    text = "..." if place is None or "\n" in place.text or len(place.text) > 30 else place.text
    zero = _zero_of(demand.place)
    ways = [f"say what holds then: `when {text} is {zero} then ... otherwise ...`"]
    field = isinstance(demand.place, p.FieldOf | p.OwnerFieldOf)
    if demand.danger is Danger.WEIGHTS or (field and demand.place.row.slot != 0):  # type: ignore[union-attr]
        ways = [f"leave such rows out (`where {text} > {zero}`)", *ways[demand.danger is Danger.WEIGHTS :]]
    if field:
        ways.append("let the field say `above 0`, if no data may hold 0")
    elif demand.danger is not Danger.WEIGHTS:
        ways.append(f"make the criterion `not applicable when {text} is {zero}`")
    help_text = ", or ".join(ways)
    use = () if demand.use is None or demand.use.span is None else (Related(demand.use.span, "used here"),)
    return error(
        "E328", f"{DANGERS[demand.danger]}, and nothing says what then", place,
        f"its values: {_spoken(found)}", Note("help", help_text), related=use,
    )  # fmt: skip


def _spoken(found: Range) -> str:
    """A range in words."""
    if found.low is None and found.high is None:
        return "any number"
    if found.low is None:
        return f"{'below' if found.high_open else 'up to'} {found.high}"
    start = f"{'above' if found.low_open else 'from'} {found.low}"
    return (
        f"{start} {'to below' if found.high_open else 'to'} {found.high}"
        if found.high is not None
        else f"{start} on"
    )


def _zero_of(place: p.Expression) -> str:
    """0 in the unit of an expression."""
    kind = getattr(place, "type", None)
    named = isinstance(kind, Quantity) and len(kind.unit) == 1 and kind.unit[0][1] == 1
    return f"0 {kind.unit[0][0]}" if named else "0"  # type: ignore[union-attr]
