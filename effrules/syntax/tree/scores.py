"""Definitions, nodes, weights, penalties and bonuses, and what is made of the scores."""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.model.program import AdjustmentKind, Redistribution
from effrules.model.schema import Titles
from effrules.syntax.tree.basis import BasisClause, ScoreValue
from effrules.syntax.tree.clauses import (
    Assessed,
    MeanOfOthers,
    Multiplied,
    Never,
    NodeName,
    NotApplicable,
    NoTotal,
    OnlyWhere,
    OutOf,
    RoundClause,
    Score,
    TitleClause,
)
from effrules.syntax.tree.expressions import Expression
from effrules.syntax.tree.kinds import Equal, Level
from effrules.syntax.tree.names import Name, Placed
from effrules.syntax.tree.reported import TypeName
from effrules.syntax.tree.rows import RowSource
from effrules.syntax.tree.stretches import RangeOf, ReadingOf


@frozen(repr=False)
class ParameterDeclaration(Placed):
    """A parameter of a definition."""

    name: Name
    titles: Titles
    type: TypeName


@frozen(repr=False)
class Define(Placed):
    """A named formula; also a single figure (``is_figure``), which has no parameters."""

    name: Name
    titles: Titles
    parameters: tuple[ParameterDeclaration, ...]
    type: TypeName | None
    body: Expression
    basis: tuple[BasisClause, ...]
    is_figure: bool = False


@frozen(repr=False)
class NodeDeclaration(Placed):
    """A block, direction or criterion."""

    kind: Level
    name: Name
    titles: Titles
    clauses: tuple[NodeClause, ...]


NodeClause = (
    TitleClause | BasisClause | Assessed | Score | NotApplicable | OnlyWhere | RoundClause | OutOf | Multiplied | MeanOfOthers
    | NodeDeclaration
)  # fmt: skip


@frozen(repr=False)
class WeightEntry(Placed):
    """The weight of a part and the weights below it; ``share`` of ``None`` where all are equal."""

    part: Name
    share: fmpq | None
    below: WeightGroup | None


@frozen(repr=False)
class WeightGroup(Placed):
    """The weights of a node's parts."""

    equal: Equal | None
    entries: tuple[WeightEntry, ...]


@frozen(repr=False)
class Weights(Placed):
    """A weights clause."""

    subject: Name | None
    where: Expression | None
    group: WeightGroup
    redistribution: Redistribution | None
    basis: tuple[BasisClause, ...]


@frozen(repr=False)
class Amount(Placed):
    """``take ... [for each day of ...] [for each ... | when ...]``."""

    amount: Expression
    rows: RowSource | None
    condition: Expression | None
    days: Expression | None = None


@frozen(repr=False)
class Adjusted(Placed):
    """``from NODE`` or ``to NODE``."""

    node: NodeName


@frozen(repr=False)
class Cap(Placed):
    """``at most ... in all`` or, of each incident by itself (``each``), ``at most ... each``."""

    bound: Expression
    each: bool = False


@frozen(repr=False)
class Floor(Placed):
    """``leaving at least ...`` or, for a bonus, ``reaching at most ...`` (``upper``)."""

    upper: bool
    bound: ScoreValue


AdjustmentClause = TitleClause | BasisClause | Amount | Adjusted | Cap | Floor


@frozen(repr=False)
class AdjustmentDeclaration(Placed):
    """A penalty or a bonus."""

    kind: AdjustmentKind
    name: Name
    titles: Titles
    clauses: tuple[AdjustmentClause, ...]


TotalClause = TitleClause | BasisClause | Assessed | Score | NotApplicable | RoundClause | Never | NoTotal


@frozen(repr=False)
class TotalDeclaration(Placed):
    """How all is brought together."""

    clauses: tuple[TotalClause, ...]


@frozen(repr=False)
class Grade(Placed):
    """A grade of a rating. ``range`` ends are numbers with units."""

    name: Name
    titles: Titles
    range: RangeOf


@frozen(repr=False)
class RatingDeclaration(Placed):
    """Grades by the score of a node (``None``: the total)."""

    node: NodeName | None
    grades: tuple[Grade, ...]
    titles: Titles
    basis: tuple[BasisClause, ...]
    readings: tuple[ReadingOf, ...] = ()


@frozen(repr=False)
class RankKeyOf(Placed):
    """A value to rank by."""

    node: NodeName
    before_rounding: bool
    highest_first: bool


@frozen(repr=False)
class RankDeclaration(Placed):
    """A ranking of subjects."""

    subject: Name
    name: Name | None
    titles: Titles
    where: Expression | None
    within: tuple[Name, ...]
    keys: tuple[RankKeyOf, ...]
    dense: bool
    basis: tuple[BasisClause, ...]
