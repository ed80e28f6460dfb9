"""Clauses of the tree of scores."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.syntax.tree.basis import BasisClause, ScoreValue
from effrules.syntax.tree.expressions import Expression, Number
from effrules.syntax.tree.kinds import Level, TitleKind
from effrules.syntax.tree.names import Name, Placed


@frozen(repr=False)
class TitleClause(Placed):
    """``title``, ``note``, the ``short`` title of a source or that of a ``version``, in some languages."""

    kind: TitleKind
    titles: Titles


def titles_in(clauses: Iterable[object], kind: TitleKind) -> Titles:
    """What all clauses of a kind say together; of two in one language the last."""
    said = (one for one in clauses if isinstance(one, TitleClause) and one.kind is kind)
    return Titles(tuple(dict(text for clause in said for text in clause.titles.texts).items()))


@frozen(repr=False)
class NodeName(Placed):
    """The name of a node of the tree of scores, with the level written before it, if any; or ``total``."""

    kind: Level | None
    name: Name


@frozen(repr=False)
class Assessed(Placed):
    """``assessed by`` assessors; ``where``: those for whom they assess it in place of others."""

    assessors: tuple[tuple[Name, Titles], ...]
    where: Expression | None = None


@frozen(repr=False)
class Score(Placed):
    """``score = ...``."""

    formula: Expression


@frozen(repr=False)
class NotApplicable(Placed):
    """``not applicable when ... [because ...]``."""

    condition: Expression
    reason: Titles


@frozen(repr=False)
class Multiplied(Placed):
    """``times FACTOR when ...`` or ``halved when ...``, with its own basis."""

    factor: Number
    condition: Expression
    reason: Titles
    basis: tuple[BasisClause, ...]
    halved: bool = False


@frozen(repr=False)
class MeanOfOthers(Placed):
    """``mean of the others [as rounded | before rounding] when ... [within ...] [, if none then ...]``, with its own basis.

    ``before_rounding`` of ``None``: not said. ``if_none``: the name ``not applicable``, a score, or ``None``.
    """

    condition: Expression
    before_rounding: bool | None
    within: tuple[Name, ...]
    if_none: ScoreValue | Name | None
    reason: Titles
    basis: tuple[BasisClause, ...]


@frozen(repr=False)
class OnlyWhere(Placed):
    """``only where ... [because ...]`` with its own basis: the node exists for these subjects only."""

    condition: Expression
    reason: Titles
    basis: tuple[BasisClause, ...] = ()


@frozen(repr=False)
class OutOf(Placed):
    """``out of N points [where ...]`` with its own basis: the maximum, for the subjects that ``where`` is for (``None``: for all)."""

    maximum: ScoreValue
    where: Expression | None = None
    basis: tuple[BasisClause, ...] = ()


@frozen(repr=False)
class RoundClause(Placed):
    """``round [node] to ...`` with its own basis."""

    node: NodeName | None
    rounding: Rounding
    basis: tuple[BasisClause, ...]


@frozen(repr=False)
class Never(Placed):
    """``never below`` or ``never above`` (``upper``) a score."""

    upper: bool
    bound: ScoreValue


@frozen(repr=False)
class NoTotal(Placed):
    """``none`` of the total: the rules give no total, and why (no titles where no reason is written)."""

    reason: Titles
