"""Rows of tables, and what is made of them: aggregates, shares, standings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from effrules.model.aggregates import AggregateKind
from effrules.model.node import Node
from effrules.model.program import Quantifier, StandingKind, Ties
from effrules.source import Span
from effrules.syntax.tree.names import Name, spanned

if TYPE_CHECKING:
    from effrules.syntax.tree.expressions import Expression


@frozen(repr=False)
class SameField(Node):
    """``with the same FIELD [as ROW]``."""

    field: Name
    anchor: Name | None
    span: Span = spanned()


@frozen(repr=False)
class RowSource(Node):
    """The rows of a table: its name, a name for the row at hand, sameness, filter."""

    table: Name
    variable: Name | None
    same: tuple[SameField, ...]
    where: Expression | None
    span: Span = spanned()


@frozen(repr=False)
class AggregateOf(Node):
    """An aggregate over rows; ``everywhere`` for ``among``, else ``for each``."""

    kind: AggregateKind
    body: Expression
    weight: Expression | None
    rows: RowSource
    everywhere: bool
    if_none: Expression | None
    span: Span = spanned()


@frozen(repr=False)
class ItsMaximum(Node):
    """``its maximum``: the maximum of the node at hand, that which holds for the subject."""

    span: Span = spanned()


@frozen(repr=False)
class PartsOf(Node):
    """An aggregate of ``its parts``."""

    kind: AggregateKind
    weighted: bool
    span: Span = spanned()


@frozen(repr=False)
class CountOf(Node):
    """``count of`` rows."""

    rows: RowSource
    everywhere: bool
    span: Span = spanned()


@frozen(repr=False)
class ShareOfRows(Node):
    """``share of`` rows ``where`` ... [``among those where`` ...]."""

    rows: RowSource
    everywhere: bool
    base: Expression | None
    if_none: Expression | None
    span: Span = spanned()


@frozen(repr=False)
class StandingOf(Node):
    """``position of``, ``percentile of``, ``z-score of``, ``min-max of`` ... ``among`` rows; ``highest_first`` of ``None``: not said."""

    kind: StandingKind
    body: Expression
    rows: RowSource
    highest_first: bool | None
    if_all_equal: Expression | None
    ties: Ties = Ties.SHARE
    span: Span = spanned()


@frozen(repr=False)
class Quantification(Node):
    """``any``, ``no`` or ``every`` row [``has`` a condition]."""

    quantifier: Quantifier
    rows: RowSource
    condition: Expression | None
    span: Span = spanned()
