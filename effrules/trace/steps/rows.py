"""Steps over rows, and the rows that they ran over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from attrs import frozen

from effrules.model.aggregates import AggregateKind
from effrules.model.program import Quantifier, StandingKind, Ties
from effrules.model.schema import Titles
from effrules.trace.steps.step import Ref, Step


@frozen
class Taken:
    """A row that was taken: what it is called, and the filter's step (``None`` without a filter), which is yes."""

    row: str
    where: Ref | None = None


@frozen
class LeftOut:
    """A row that the filter left out: its step is no."""

    row: str
    where: Ref


@frozen
class Selection:
    """The rows that an aggregate runs over. ``everywhere``: of all subjects. ``same``: equal fields with the row at hand.

    ``whose``: what the row is called that they belong to; empty where they are everybody's.
    """

    table: str
    everywhere: bool
    same: tuple[str, ...]
    taken: tuple[Taken, ...]
    left_out: tuple[LeftOut, ...]
    whose: str = ""


@frozen(kw_only=True)
class Aggregate(Step):
    """An aggregate of ``values``, one for each row taken.

    sum (0 of no rows), average, weighted average (sum of weight x value / sum of weights), geometric mean (n-th root of the
    product), largest, smallest, median (of an even number: the mean of the two middle ones), standard deviation (of
    the whole population). Over no rows: the value of ``if_none``.
    """

    op: ClassVar[str] = "aggregate"
    kind: AggregateKind
    rows: Selection
    values: tuple[Ref, ...]
    weights: tuple[Ref, ...] = ()
    if_none: Ref | None = None


@frozen(kw_only=True)
class Count(Step):
    """The number of rows taken."""

    op: ClassVar[str] = "count"
    rows: Selection


@frozen(kw_only=True)
class Share(Step):
    """The share of the rows taken whose condition is yes. Over no rows: the value of ``if_none``."""

    op: ClassVar[str] = "share"
    rows: Selection
    conditions: tuple[Ref, ...]
    if_none: Ref | None = None


@frozen(kw_only=True)
class Quantified(Step):
    """Whether any, no or every row taken has the condition. No ``conditions`` at all: whether there is any (no) row."""

    op: ClassVar[str] = "quantified"
    quantifier: Quantifier
    rows: Selection
    conditions: tuple[Ref, ...] | None


@frozen(kw_only=True)
class Among(Step):
    """What rows are compared by: ``values``, one for each row taken. It only records, once for all that stand among them."""

    op: ClassVar[str] = "among"
    rows: Selection
    values: tuple[Ref, ...]


@frozen(kw_only=True)
class Standing(Step):
    """Where the value ``own`` stands among the values of ``among`` (the step ``Among``), its own among them.

    position: 1 + the number of greater (``highest_first``) or smaller values; by ``ties``, where it is there: none is skipped:
    1 + the number of different ones among them; the average place: + half of the number of the other equal ones. percentile: (smaller + half of the equal) /
    all. z-score: (own - mean) / standard deviation of the population. min-max: (own - smallest) / (largest - smallest).
    The last two are the value of ``if_equal`` where all values are equal.
    """

    op: ClassVar[str] = "standing"
    kind: StandingKind
    highest_first: bool
    among: Ref
    own: Ref
    if_equal: Ref | None = None
    ties: Ties = Ties.SHARE


@frozen(kw_only=True)
class WorkingDays(Step):
    """The working days after ``first`` up to and including ``last``; 0 where ``last`` is not after ``first``.

    ``weekend`` are the days of the week that are off. Among the days counted, ``holidays`` are off whatever the day of the week, and
    ``working`` are working days in a weekend: all that the calendar says of them.
    """

    op: ClassVar[str] = "working days"
    calendar: str
    titles: Titles = Titles()
    first: Ref
    last: Ref
    weekend: tuple[str, ...]
    holidays: tuple[date, ...] = ()
    working: tuple[date, ...] = ()


def among(step: Standing, steps: Sequence[Step]) -> Among:
    """What something stands among."""
    found = steps[step.among]
    assert isinstance(found, Among)
    return found


OverRows = Aggregate | Count | Share | Quantified | Among | Standing | WorkingDays
