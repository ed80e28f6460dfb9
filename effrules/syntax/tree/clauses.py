"""Clauses of the tree of scores."""

from __future__ import annotations

from attrs import frozen

from effrules.model.node import Node
from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax.tree.basis import BasisClause, ScoreValue
from effrules.syntax.tree.expressions import Expression, Number
from effrules.syntax.tree.kinds import Level, TitleKind
from effrules.syntax.tree.names import Name, spanned


@frozen(repr=False)
class TitleClause(Node):
    """``title`` or ``note`` in some languages."""

    kind: TitleKind
    titles: Titles
    span: Span = spanned()


@frozen(repr=False)
class NodeName(Node):
    """The name of a node of the tree of scores, with the level written before it, if any; or ``total``."""

    kind: Level | None
    name: Name
    span: Span = spanned()


@frozen(repr=False)
class Assessed(Node):
    """``assessed by`` assessors; ``where``: those for whom they assess it in place of others."""

    assessors: tuple[tuple[Name, Titles], ...]
    where: Expression | None = None
    span: Span = spanned()


@frozen(repr=False)
class Score(Node):
    """``score = ...``."""

    formula: Expression
    span: Span = spanned()


@frozen(repr=False)
class NotApplicable(Node):
    """``not applicable when ... [because ...]``."""

    condition: Expression
    reason: Titles
    span: Span = spanned()


@frozen(repr=False)
class Multiplied(Node):
    """``times FACTOR when ...`` or ``halved when ...``, with its own basis."""

    factor: Number
    condition: Expression
    reason: Titles
    basis: tuple[BasisClause, ...]
    halved: bool = False
    span: Span = spanned()


@frozen(repr=False)
class MeanOfOthers(Node):
    """``mean of the others [as rounded | before rounding] when ... [within ...] [, if none then ...]``, with its own basis.

    ``before_rounding`` of ``None``: not said. ``if_none``: the name ``not applicable``, a score, or ``None``.
    """

    condition: Expression
    before_rounding: bool | None
    within: tuple[Name, ...]
    if_none: ScoreValue | Name | None
    reason: Titles
    basis: tuple[BasisClause, ...]
    span: Span = spanned()


@frozen(repr=False)
class OnlyWhere(Node):
    """``only where ... [because ...]`` with its own basis: the node exists for these subjects only."""

    condition: Expression
    reason: Titles
    basis: tuple[BasisClause, ...] = ()
    span: Span = spanned()


@frozen(repr=False)
class OutOf(Node):
    """``out of N points [where ...]`` with its own basis: the maximum, for the subjects that ``where`` is for (``None``: for all)."""

    maximum: ScoreValue
    where: Expression | None = None
    basis: tuple[BasisClause, ...] = ()
    span: Span = spanned()


@frozen(repr=False)
class RoundClause(Node):
    """``round [node] to ...`` with its own basis."""

    node: NodeName | None
    rounding: Rounding
    basis: tuple[BasisClause, ...]
    span: Span = spanned()


@frozen(repr=False)
class Never(Node):
    """``never below`` or ``never above`` (``upper``) a score."""

    upper: bool
    bound: ScoreValue
    span: Span = spanned()


@frozen(repr=False)
class NoTotal(Node):
    """``none`` of the total: the rules give no total, and why (no titles where no reason is written)."""

    reason: Titles
    span: Span = spanned()
