"""Rows of tables, and what is made of them: aggregates, shares, standings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from effrules.model.aggregates import AggregateKind
from effrules.model.program import Quantifier, StandingKind, Ties
from effrules.syntax.tree.names import Name, Placed

if TYPE_CHECKING:
    from effrules.syntax.tree.expressions import Expression


@frozen(repr=False)
class SameField(Placed):
    """``with the same FIELD [as ROW]``."""

    field: Name
    anchor: Name | None


@frozen(repr=False)
class RowSource(Placed):
    """The rows of a table: its name, a name for the row at hand, sameness, filter."""

    table: Name
    variable: Name | None
    same: tuple[SameField, ...]
    where: Expression | None


@frozen(repr=False)
class AggregateOf(Placed):
    """An aggregate over rows; ``everywhere`` for ``among``, else ``for each``."""

    kind: AggregateKind
    body: Expression
    weight: Expression | None
    rows: RowSource
    everywhere: bool
    if_none: Expression | None


@frozen(repr=False)
class ItsMaximum(Placed):
    """``its maximum``: the maximum of the node at hand, that which holds for the subject."""


@frozen(repr=False)
class PartsOf(Placed):
    """An aggregate of ``its parts``."""

    kind: AggregateKind
    weighted: bool


@frozen(repr=False)
class CountOf(Placed):
    """``count of`` rows."""

    rows: RowSource
    everywhere: bool


@frozen(repr=False)
class ShareOfRows(Placed):
    """``share of`` rows ``where`` ... [``among those where`` ...]."""

    rows: RowSource
    everywhere: bool
    base: Expression | None
    if_none: Expression | None


@frozen(repr=False)
class StandingOf(Placed):
    """``position of``, ``percentile of``, ``z-score of``, ``min-max of`` ... ``among`` rows; ``highest_first`` of ``None``: not said."""

    kind: StandingKind
    body: Expression
    rows: RowSource
    highest_first: bool | None
    if_all_equal: Expression | None
    ties: Ties = Ties.SHARE


@frozen(repr=False)
class Quantification(Placed):
    """``any``, ``no`` or ``every`` row [``has`` a condition]."""

    quantifier: Quantifier
    rows: RowSource
    condition: Expression | None
