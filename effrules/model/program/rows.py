"""Expressions over rows, and what they run over."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from attrs import frozen

from effrules.model.aggregates import AggregateKind
from effrules.model.node import Node
from effrules.model.program.written import Written
from effrules.model.standings import StandingKind, Ties
from effrules.model.types import Type

if TYPE_CHECKING:
    from effrules.model.program.expressions import Expression


@frozen(repr=False)
class RowVariable(Node):
    """A row in scope: the assessed subject, the row an aggregate is at, or a row parameter of a definition.

    ``slot`` is unique within the program, so that an environment is a flat mapping from slot to row.
    Slot 0 is the subject that is being assessed.
    """

    slot: int
    table: str
    name: str


class OfField(Written):
    """An expression that reads a field, of a row in scope or of one that owns it."""

    __slots__ = ()

    row: RowVariable
    field: str

    @property
    def levels(self) -> int:
        """How many steps up the owner is."""
        return 0


class OfNode(Written):
    """An expression that asks for a node of the tree of scores, for a subject in scope."""

    __slots__ = ()

    node: str
    subject: RowVariable


class OverRows(Written):
    """An expression that runs over rows, with each of them in turn as the variable of ``rows``."""

    __slots__ = ()

    rows: Rows


class Population(Enum):
    """Which rows an aggregate runs over."""

    OWN = "for each"
    """The rows that belong to the row ``of``: its children, or their children at any depth."""
    ALL = "among all"
    """Every row of the table, over all subjects; for the subject's table, all subjects."""


@frozen(repr=False)
class Rows(Written):
    """The rows that an aggregate runs over.

    ``variable`` is bound to each row in turn. ``of`` is the row whose rows they are (``Population.OWN``).
    ``same`` lists fields in which the row must equal the row ``anchor`` (``with the same code``).
    ``where`` is the filter, evaluated with ``variable`` bound.
    """

    variable: RowVariable
    population: Population
    of: RowVariable | None = None
    where: Expression | None = None
    same: tuple[str, ...] = ()
    anchor: RowVariable | None = None


@frozen(repr=False)
class Aggregate(OverRows):
    """An aggregate of an expression over rows. ``if_none`` is its value when there is no row.

    A sum over no rows is 0; any other aggregate without ``if_none`` over no rows is a finding.
    ``weight`` is for the weighted average only.
    """

    kind: AggregateKind
    rows: Rows
    body: Expression
    weight: Expression | None
    if_none: Expression | None
    type: Type


@frozen(repr=False)
class Count(OverRows):
    """The number of rows."""

    rows: Rows
    type: Type


@frozen(repr=False)
class ShareOf(OverRows):
    """The share of the rows for which a condition holds. ``if_none`` is its value when there is no row."""

    rows: Rows
    condition: Expression
    if_none: Expression | None
    type: Type


class Quantifier(Enum):
    """How many rows must satisfy a condition."""

    ANY = "any"
    NO = "no"
    EVERY = "every"


@frozen(repr=False)
class Quantified(OverRows):
    """Whether any, no or every row satisfies the condition (``None``: is there any / no row at all)."""

    quantifier: Quantifier
    rows: Rows
    condition: Expression | None


@frozen(repr=False)
class Standing(OverRows):
    """Where the row ``self_row`` stands among ``rows`` by the value of ``body``.

    ``body`` is an expression over ``rows.variable``; the row's own value is ``body`` with ``self_row`` in its
    place. ``highest_first`` and ``ties`` matter to the position only. ``if_equal`` is the value when all are equal
    (z-score and min-max divide by zero there); without it that is a finding.
    """

    kind: StandingKind
    rows: Rows
    body: Expression
    self_row: RowVariable
    highest_first: bool
    if_equal: Expression | None
    type: Type
    ties: Ties = Ties.SHARE
