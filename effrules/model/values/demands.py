"""What an analysis of ranges notes on its way: divisors that can be 0, and values that are looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from attrs import field, frozen

from effrules.model import program as p
from effrules.model.ranges import Range
from effrules.model.values.known import Known


class NotKnown(Exception):
    """The program lacks what is read: its text was refused there."""


class Danger(Enum):
    """Why a number divides by 0."""

    DIVISION = "division"
    SPREAD = "spread"
    """The divisor is the spread of values: 0 only where all of them are equal."""
    POWER = "power"
    WEIGHTS = "weights"


@frozen(eq=False)
class Demand:
    """A divisor that can be 0 as far as is known: ``met`` tells whether it cannot, with more known.

    ``use`` is the outermost expression at which it was reached.
    """

    danger: Danger
    place: p.Expression
    found: Range
    met: tuple[Callable[[Known], bool], ...]
    steps: int = 0
    """Through how many definitions it was reached."""
    use: p.Expression | None = None


@frozen(eq=False)
class Asked:
    """A value that is looked up: the bands or points, and the range of the value."""

    node: p.Banded | p.Interpolate
    found: Range


@frozen(eq=False)
class Notes:
    """What is noted on the way."""

    demands: dict[int, Demand] = field(factory=dict)
    asked: dict[int, Asked] = field(factory=dict)


def is_spread(expression: p.Expression, definitions: Mapping[str, p.Definition]) -> bool:
    """Whether an expression is the spread of values: a standard deviation, the largest less the smallest, or so many times that."""
    match expression:
        case p.Aggregate(kind) | p.PartsAggregate(kind):
            return kind.facts.spread
        case p.Arithmetic(p.ArithmeticOperator.SUBTRACT, most, least):
            one, other = (_aggregate_in(side, definitions) for side in (most, least))
            return one is p.AggregateKind.LARGEST and other is p.AggregateKind.SMALLEST
        case p.Arithmetic(p.ArithmeticOperator.MULTIPLY, left, right):
            return is_spread(left, definitions) or is_spread(right, definitions)
        case p.Call(name) if name in definitions:
            return is_spread(definitions[name].body, definitions)
        case _:
            return False


def _aggregate_in(
    expression: p.Expression, definitions: Mapping[str, p.Definition]
) -> p.AggregateKind | None:
    """The aggregate that an expression, or the definition that it uses, is."""
    match expression:
        case p.Aggregate(kind):
            return kind
        case p.Call(name) if name in definitions:
            return _aggregate_in(definitions[name].body, definitions)
        case _:
            return None
