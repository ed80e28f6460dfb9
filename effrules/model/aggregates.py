"""The aggregates of the language: each is one member with one row of all that is known of it.

A reader asks the row, not which member it is: so a new aggregate is a member here, its meaning
(``effrules.exact.statistics``), and its word in the grammar. docs/extending.md walks through it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Self

from attrs import frozen
from flint import fmpq

from effrules.model import ranges
from effrules.model.operators import Rises, Worded
from effrules.model.ranges import ANY, ZERO, Range


class Made(Enum):
    """How an aggregate is made of its values, as far as a reader can be shown it in one line."""

    SUM = "sum"
    """They are added up."""
    MEAN = "mean"
    """They are added up, each by its weight where there are weights, and divided."""
    PRODUCT = "product"
    """They are multiplied, and the root is taken, or each is raised to its weight."""
    OTHERWISE = "otherwise"
    """By a rule that has a name."""


@frozen
class AggregateFacts:
    """What is known of an aggregate.

    ``range`` gives where it lies from the range of its values, that of the weights (``None``: no weights), and whether there is
    surely a value. ``picks``: it is one of its values; so it is there for days too, and its row can be named. ``of_none``: of no
    values it is 0; else that is a finding. ``by_weights``: the weights of a node's parts can weigh it. ``unit``: the power of the unit of
    its values that it is in. ``sign`` is what stands for it in a formula, where it is made ``OTHERWISE``; ``legend`` the key of the words
    that explain that sign. ``spread``: it is 0 only where all values are equal.
    """

    made: Made
    rises: Rises
    range: Callable[[Range, Range | None, bool], Range]
    sign: str = ""
    legend: str = ""
    unit: int = 1
    picks: bool = False
    of_none: bool = False
    by_weights: bool = False
    spread: bool = False

    @property
    def keeps_step(self) -> bool:
        """Whether it is a multiple of whatever all its values are multiples of."""
        return self.picks or self.made is Made.SUM

    @property
    def grows(self) -> bool:
        """Whether one more value that is not negative never lowers it."""
        return self.made is Made.SUM


def _sum(body: Range, weight: Range | None, some: bool) -> Range:
    low = high = None
    if body.never_negative:
        low = body.low if some else ZERO
    if isinstance(body.high, fmpq) and body.high <= 0:
        high = body.high if some else ZERO
    return ranges.made(low, False, high, False, body.whole, some and body.sign is not None)


def _between(body: Range, weight: Range | None, some: bool) -> Range:
    alike = weight is None or weight.never_negative
    return ranges.without_whole(body) if alike else ANY


def _root(body: Range, weight: Range | None, some: bool) -> Range:
    return ranges.without_whole(body) if body.never_negative else ANY


def _one_of(body: Range, weight: Range | None, some: bool) -> Range:
    return body


def _half_the_width(body: Range, weight: Range | None, some: bool) -> Range:
    bounded = isinstance(body.low, fmpq) and isinstance(body.high, fmpq)
    return ranges.made(ZERO, False, (body.high - body.low) / 2 if bounded else None, False)


class AggregateKind(Worded):
    """What an aggregate makes of its rows; the value is its word in the rules."""

    facts: AggregateFacts

    SUM = "sum", AggregateFacts(Made.SUM, Rises.ALWAYS, _sum, of_none=True)
    AVERAGE = "average", AggregateFacts(Made.MEAN, Rises.ALWAYS, _between, by_weights=True)
    WEIGHTED_AVERAGE = "weighted average", AggregateFacts(Made.MEAN, Rises.ALWAYS, _between)
    GEOMETRIC_MEAN = (
        "geometric mean",
        AggregateFacts(Made.PRODUCT, Rises.WHERE_POSITIVE, _root, by_weights=True),
    )
    LARGEST = "largest", AggregateFacts(Made.OTHERWISE, Rises.ALWAYS, _one_of, sign="max", picks=True)
    SMALLEST = "smallest", AggregateFacts(Made.OTHERWISE, Rises.ALWAYS, _one_of, sign="min", picks=True)
    MEDIAN = "median", AggregateFacts(Made.OTHERWISE, Rises.ALWAYS, _between, legend="median")
    STANDARD_DEVIATION = (
        "standard deviation",
        AggregateFacts(
            Made.OTHERWISE, Rises.UNKNOWN, _half_the_width, sign="σ", legend="standard deviation", spread=True
        ),
    )
    """Of the whole population (divided by the number of rows)."""

    def __new__(cls, word: str, facts: AggregateFacts) -> Self:
        """A member with its row."""
        made = object.__new__(cls)
        made._value_ = word
        made.facts = facts
        return made
