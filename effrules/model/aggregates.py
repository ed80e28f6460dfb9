"""The aggregates of the language: each is one member with one row of all that is known of it.

A reader asks the row, not which member it is: so a new aggregate is a member here, its meaning
(``effrules.exact.statistics``), and its word in the grammar. docs/extending.md walks through it.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from attrs import frozen
from flint import fmpq

from effrules.model import ranges
from effrules.model.operators import Rises, Worded
from effrules.model.ranges import ANY, ZERO, Range
from effrules.words import Text, phrase


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
    its values that it is in. ``called`` is its name in a sentence. Where it is made ``OTHERWISE``, ``sign`` stands for it in a formula and
    ``legend`` explains that sign, if it is no name of mathematics. ``function`` is the one of workbooks that gives it, if that never
    moves further than the value that moves furthest. ``spread``: it is 0 only where all values are equal.
    """

    called: Text
    made: Made
    rises: Rises
    range: Callable[[Range, Range | None, bool], Range]
    function: str = ""
    sign: Text = ""
    legend: Text = ""
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

    # fmt: off
    SUM = "sum", AggregateFacts(
        phrase("sum", context="of rows"), Made.SUM, Rises.ALWAYS, _sum, "SUM", of_none=True)
    AVERAGE = "average", AggregateFacts(
        phrase("average", context="of rows"), Made.MEAN, Rises.ALWAYS, _between, "AVERAGE", by_weights=True)
    WEIGHTED_AVERAGE = "weighted average", AggregateFacts(
        phrase("weighted average", context="of rows"), Made.MEAN, Rises.ALWAYS, _between)
    GEOMETRIC_MEAN = "geometric mean", AggregateFacts(
        phrase("geometric mean", context="of rows"), Made.PRODUCT, Rises.WHERE_POSITIVE, _root, by_weights=True)
    LARGEST = "largest", AggregateFacts(
        phrase("largest", context="of rows"), Made.OTHERWISE, Rises.ALWAYS, _one_of, "MAX", "max", picks=True)
    SMALLEST = "smallest", AggregateFacts(
        phrase("smallest", context="of rows"), Made.OTHERWISE, Rises.ALWAYS, _one_of, "MIN", "min", picks=True)
    MEDIAN = "median", AggregateFacts(
        phrase("median", context="of rows"), Made.OTHERWISE, Rises.ALWAYS, _between, "MEDIAN", phrase("med"), phrase("median"))
    STANDARD_DEVIATION = "standard deviation", AggregateFacts(
        phrase("standard deviation", context="of rows"), Made.OTHERWISE, Rises.UNKNOWN, _half_the_width, "STDEVP", "σ",
        phrase("standard deviation (divided by the number of rows)"), spread=True)
    """Of the whole population (divided by the number of rows)."""
    # fmt: on
