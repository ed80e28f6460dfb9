"""What scores are made of and what is made of them: definitions, figures, the tree and its weights, penalties, ratings, places."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import assert_never

from attrs import frozen
from flint import fmpq

from effrules.model.basis import Basis, Origin
from effrules.model.grounds import Grounds
from effrules.model.node import Node
from effrules.model.printed import Reading, Stretch
from effrules.model.program.expressions import (
    Expression,
    MeanOfOthers,
    Multiplied,
    Not,
    PartsAggregate,
    is_of_parts,
)
from effrules.model.program.rows import Rows, RowVariable
from effrules.model.program.written import Written, grounded
from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.model.standings import Ties
from effrules.model.types import Ends, Type, Value


@frozen(repr=False)
class Definition(Written):
    """A named formula. Row parameters are row variables, value parameters have slots of their own.

    ``parameter_titles`` are those of the parameters that have some.
    """

    name: str
    titles: Titles
    row_parameters: tuple[RowVariable, ...]
    value_parameters: tuple[tuple[int, str, Type], ...]
    type: Type
    body: Expression
    basis: Basis
    origin: Origin
    parameter_titles: tuple[tuple[str, Titles], ...] = ()
    grounds: Grounds = grounded()


@frozen(repr=False)
class Figures(Written):
    """A table of figures: the key column first, then columns by name.

    ``column_titles`` are those of the columns that have some.
    """

    name: str
    titles: Titles
    columns: tuple[tuple[str, Type], ...]
    rows: tuple[tuple[Value, ...], ...]
    basis: Basis
    origin: Origin
    calendar: bool = False
    """It is a calendar of working days (``effrules.model.calendars``); ``day_titles`` say what its days are called."""
    day_titles: tuple[tuple[str, Titles], ...] = ()
    column_titles: tuple[tuple[str, Titles], ...] = ()
    grounds: Grounds = grounded()


class NodeKind(Enum):
    """The levels of the tree of scores."""

    TOTAL = "total"
    BLOCK = "block"
    DIRECTION = "direction"
    CRITERION = "criterion"


@frozen(repr=False)
class NotApplicableWhen(Written):
    """A condition under which a node is not applicable, and the reason that is shown.

    ``only``: the rules say it the other way round, for whom alone the node is there (``only where``); ``condition`` is then its
    opposite, decided by the kind of a subject. For the others nothing is missing: their weights and maxima leave the node out.
    """

    condition: Expression
    reason: Titles
    only: bool = False

    @property
    def only_where(self) -> Expression | None:
        """For whom alone the node is there, if the rules say it so."""
        return self.condition.operand if self.only and isinstance(self.condition, Not) else None


@frozen(repr=False)
class MustHold(Written):
    """What every row of a table must satisfy, and why. ``row`` is that row, slot 0 for the subject.

    ``form``: it is said in that form of the table, and only of rows that have it.
    """

    row: RowVariable
    condition: Expression
    reason: Titles
    form: str | None = None


@frozen(repr=False)
class MaximumFor(Written):
    """A maximum, in points, for the subjects that satisfy ``condition``, which the kind of a subject decides."""

    condition: Expression
    value: fmpq


@frozen(repr=False)
class Assessor(Node):
    """Who assesses a node; with a condition: those who satisfy it, in place of whoever assesses it of the others."""

    name: str
    titles: Titles
    condition: Expression | None = None


@frozen(repr=False)
class Weight(Written):
    """The weight of a part within its parent (shares of 1), for the subjects that a clause is for."""

    part: str
    share: fmpq


class Redistribution(Enum):
    """What becomes of the weight (or the maximum) of a part that is not applicable."""

    IN_PROPORTION = "in proportion"
    """The others keep their ratio: weights are divided by what is left."""
    EQUALLY = "equally"
    """Each of the others gets the same addition."""
    COUNT_AS_ZERO = "count as zero"
    """The part counts with a score of 0."""
    COUNT_AS_FULL = "count as full"
    """The part counts with its full score."""
    NOT_STATED = "not stated"
    """The rules do not say: allowed only where no part can be not applicable."""

    @property
    def end(self) -> int | None:
        """The end of its scale with which such a part counts: 0 the minimum, 1 the maximum; ``None``: it does not count."""
        match self:
            case Redistribution.COUNT_AS_ZERO:
                return 0
            case Redistribution.COUNT_AS_FULL:
                return 1
            case Redistribution.IN_PROPORTION | Redistribution.EQUALLY | Redistribution.NOT_STATED:
                return None
            case _:
                assert_never(self)


@frozen(repr=False)
class WeightsClause(Written):
    """Weights for the subjects that satisfy ``condition`` (``None``: for all).

    ``weights`` gives, for the total and for each node whose parts are weighted, the parts' weights; they add
    up to exactly 1. A direction's criteria have weights too: their maxima over the direction's scale; ``by_maxima`` names the nodes
    for whose parts no other weights are stated. Where a subject lacks some parts, or maxima differ, its own weights are those
    of :func:`effrules.model.kinds.weights`.
    """

    condition: Expression | None
    weights: Mapping[str, tuple[Weight, ...]]
    redistribution: Redistribution
    basis: Basis
    origin: Origin
    by_maxima: frozenset[str] = frozenset()
    grounds: Grounds = grounded()


@frozen(repr=False)
class NoTotal(Written):
    """The statement that the rules give no total, and why."""

    because: Titles


@frozen(repr=False)
class ScoreNode(Written):
    """A node of the tree of scores.

    ``maximum`` and ``minimum`` are the ends of its scale, in points; where the maximum differs by the kind of a subject, ``maxima`` has
    each of them, and ``maximum`` is the largest (:mod:`effrules.model.kinds` gives the one that holds). ``formula`` of ``None`` means: the sum of
    the criteria, for a node whose parts are criteria with maxima, else the weighted mean of the parts; both
    are the same thing: sum of weight x (score - minimum) / (maximum - minimum) of each applicable part, on
    the node's scale. Clauses that multiply the score or take that of the others are part of the formula, around it
    (``Multiplied``, ``MeanOfOthers``).

    ``no_total``, of the total only: the rules give none. Its parts are the nodes that results stand for; it never has a score.
    """

    name: str
    kind: NodeKind
    titles: Titles
    parent: str | None
    parts: tuple[str, ...]
    minimum: fmpq
    maximum: fmpq
    formula: Expression | None
    not_applicable: tuple[NotApplicableWhen, ...]
    assessors: tuple[Assessor, ...]
    rounding: Rounding | None
    rounding_basis: Basis
    basis: Basis
    origin: Origin
    no_total: NoTotal | None = None
    maxima: tuple[MaximumFor, ...] = ()
    grounds: Grounds = grounded()

    @property
    def around(self) -> tuple[Multiplied | MeanOfOthers, ...]:
        """The clauses around the node's own formula, in the order in which they are applied."""
        found: list[Multiplied | MeanOfOthers] = []
        at = self.formula
        while isinstance(at, Multiplied | MeanOfOthers):
            found.append(at)
            at = at.operand if isinstance(at, Multiplied) else at.own
        return tuple(reversed(found))

    @property
    def own(self) -> Expression | None:
        """The node's own formula, without the clauses around it; ``None``: the weighted mean of its parts."""
        around = self.around
        first = around[0] if around else None
        inner = (
            self.formula if first is None else first.operand if isinstance(first, Multiplied) else first.own
        )
        return None if isinstance(inner, PartsAggregate) and inner.scaled else inner

    @property
    def rounds_last(self) -> bool:
        """Whether penalties and bonuses on the node come before its rounding: the total's always do."""
        late = self.rounding is not None and self.rounding.after_penalties
        return late or self.kind is NodeKind.TOTAL

    @property
    def only_parts(self) -> bool:
        """Whether the score is made of those of the parts and nothing else: where none of them is left, there is none."""
        return self.formula is None or is_of_parts(self.formula)


class AdjustmentKind(StrEnum):
    """What an adjustment is, as the rules call it."""

    PENALTY = "penalty"
    BONUS = "bonus"

    @staticmethod
    def of_sign(sign: int) -> AdjustmentKind:
        """A penalty takes away, a bonus adds."""
        return AdjustmentKind.PENALTY if sign < 0 else AdjustmentKind.BONUS


@frozen(repr=False)
class Adjustment(Written):
    """A penalty (``sign`` -1) or a bonus (+1) on a node, per row or by a formula.

    ``rows`` of ``None``: ``amount`` once, if ``condition`` (when given) holds. Else ``amount`` for each row, added
    up. The sum is limited by ``cap``; and the node's score is not brought below ``floor`` by a penalty, nor
    above ``ceiling`` by a bonus.
    """

    name: str
    titles: Titles
    sign: int
    target: str
    amount: Expression
    rows: Rows | None
    condition: Expression | None
    cap: Expression | None
    floor: fmpq | None
    ceiling: fmpq | None
    basis: Basis
    origin: Origin
    grounds: Grounds = grounded()

    @property
    def kind(self) -> AdjustmentKind:
        """Whether it is a penalty or a bonus."""
        return AdjustmentKind.of_sign(self.sign)

    @property
    def limit(self) -> fmpq | None:
        """Where the node's score stops because of it: the floor of a penalty, the ceiling of a bonus."""
        return self.floor if self.sign < 0 else self.ceiling


@frozen(repr=False)
class RatingGrade(Written, Ends):
    """A grade of a rating: its name, title and the band of scores that it is for; ``printed`` as its line says it, before it is read."""

    name: str
    titles: Titles
    low: fmpq | None
    low_included: bool
    high: fmpq | None
    high_included: bool
    printed: Stretch | None = None


@frozen(repr=False)
class Rating(Written):
    """Grades by the (rounded) score of a node. The grades cover its scale once."""

    node: str
    grades: tuple[RatingGrade, ...]
    basis: Basis
    origin: Origin
    titles: Titles = Titles()
    between: Reading | None = None
    """Which grade a score has that lies between two of them."""
    shared: Reading | None = None
    """Which grade a score has at which one ends and the next begins."""
    grounds: Grounds = grounded()


@frozen(repr=False)
class RankKey(Written):
    """A value to rank by: a node's score as rounded or before rounding, highest or lowest first."""

    node: str
    before_rounding: bool
    highest_first: bool


@frozen(repr=False)
class Ranking(Written):
    """Places among the subjects that satisfy ``condition``, within groups of equal ``within`` fields.

    ``keys``: the first one ranks, the following ones decide between equals in turn; ``ties`` says what places
    those get that are equal in all keys.
    """

    name: str
    titles: Titles
    condition: Expression | None
    within: tuple[str, ...]
    keys: tuple[RankKey, ...]
    ties: Ties
    basis: Basis
    origin: Origin
    grounds: Grounds = grounded()
