"""The checked program: one small, typed, acyclic tree that every reader of the rules shares.

The exact engine gives it meaning, the tracer explains it, the comparer compares two of it. Names are resolved,
types and units are checked, amendments are folded in. Every node carries the span of the text that wrote it;
spans take no part in equality. Numbers are exact rationals (``fmpq``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum, StrEnum
from typing import assert_never

from attrs import field, frozen
from flint import fmpq

from effrules.model.aggregates import AggregateKind as AggregateKind
from effrules.model.basis import Basis, Origin, SourceText
from effrules.model.functions import Function as Function
from effrules.model.grounds import Grounds
from effrules.model.node import Node
from effrules.model.operators import ArithmeticOperator as ArithmeticOperator
from effrules.model.operators import Comparison as Comparison
from effrules.model.printed import Printed, Reading, Stretch
from effrules.model.rounding import Rounding
from effrules.model.schema import Schema, Titles
from effrules.model.standings import StandingKind as StandingKind
from effrules.model.standings import Ties as Ties
from effrules.model.texts import RuleText
from effrules.model.things import Kept
from effrules.model.types import Type, Value
from effrules.source import Span


def _span() -> Span | None:
    return field(default=None, eq=False, repr=False, kw_only=True)  # type: ignore[no-any-return]


def _grounds() -> Grounds:
    """What each figure rests on; ``basis`` is all of it together."""
    return field(default=(), eq=False, repr=False, kw_only=True)


# -- Expressions ----------------------------------------------------------------------------------------


@frozen(repr=False)
class Constant(Node):
    """A value written in the rules."""

    value: Value
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class RowVariable(Node):
    """A row in scope: the assessed subject, the row an aggregate is at, or a row parameter of a definition.

    ``slot`` is unique within the program, so that an environment is a flat mapping from slot to row.
    Slot 0 is the subject that is being assessed.
    """

    slot: int
    table: str
    name: str


class OfField(Node):
    """An expression that reads a field, of a row in scope or of one that owns it."""

    __slots__ = ()

    row: RowVariable
    field: str

    @property
    def levels(self) -> int:
        """How many steps up the owner is."""
        return 0


class OfNode(Node):
    """An expression that asks for a node of the tree of scores, for a subject in scope."""

    __slots__ = ()

    node: str
    subject: RowVariable


class OverRows(Node):
    """An expression that runs over rows, with each of them in turn as the variable of ``rows``."""

    __slots__ = ()

    rows: Rows


@frozen(repr=False)
class FieldOf(OfField):
    """The value of a field of a row in scope."""

    row: RowVariable
    field: str
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class OwnerFieldOf(OfField):
    """The value of a field of the row (or subject) that owns a row in scope, ``levels`` steps up."""

    row: RowVariable
    levels: int
    field: str
    type: Type
    span: Span | None = _span()


AnyField = FieldOf | OwnerFieldOf
"""A field of a row in scope, or of one that owns it, ``levels`` steps up."""


@frozen(repr=False)
class Parameter(Node):
    """A value parameter of a definition (row parameters are row variables)."""

    slot: int
    name: str
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class Call(Node):
    """A definition applied: ``arguments`` fill its value parameters, ``rows`` its row parameters.

    ``subject`` is the row that stands for the assessed subject inside the definition.
    """

    definition: str
    rows: tuple[tuple[int, RowVariable], ...]
    arguments: tuple[tuple[int, Expression], ...]
    subject: RowVariable
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class FigureOf(Node):
    """A figure of a table of figures, looked up by its key."""

    figures: str
    key: Expression
    column: str
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class Arithmetic(Node):
    """Two operands and one of the four operations."""

    operator: ArithmeticOperator
    left: Expression
    right: Expression
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class Negate(Node):
    """The operand with its sign changed."""

    operand: Expression
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class Apply(Node):
    """A function of numbers applied to its arguments."""

    function: Function
    arguments: tuple[Expression, ...]
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class Compare(Node):
    """Two values of one type compared; gives yes or no."""

    comparison: Comparison
    left: Expression
    right: Expression
    span: Span | None = _span()


@frozen(repr=False)
class Every(Node):
    """Yes when all operands are (``and``); operands after the first ``no`` are not looked at."""

    operands: tuple[Expression, ...]
    span: Span | None = _span()


@frozen(repr=False)
class Some(Node):
    """Yes when some operand is (``or``); operands after the first ``yes`` are not looked at."""

    operands: tuple[Expression, ...]
    span: Span | None = _span()


@frozen(repr=False)
class Not(Node):
    """The opposite."""

    operand: Expression
    span: Span | None = _span()


@frozen(repr=False)
class IsKnown(Node):
    """Whether a field that may be missing has a value."""

    operand: AnyField
    span: Span | None = _span()


@frozen(repr=False)
class IsApplicable(OfNode):
    """Whether a node of the tree of scores is applicable to a subject. ``of_others``: see ``ScoreOf``."""

    node: str
    subject: RowVariable
    of_others: bool = False
    span: Span | None = _span()


@frozen(repr=False)
class IfMissing(Node):
    """The field's value, or, where it is missing, the stated one."""

    operand: AnyField
    instead: Expression
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class Choose(Node):
    """The value of the first case whose condition holds, else ``otherwise``."""

    cases: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class Limit(Node):
    """The operand, but at most (``upper``) or at least (not ``upper``) the bound: a cap or a floor."""

    operand: Expression
    upper: bool
    bound: Expression
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class RoundTo(Node):
    """The operand rounded."""

    operand: Expression
    rounding: Rounding
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class Band(Node):
    """A stretch of values and what it gives. A bound of ``None`` is open to that side."""

    low: Value | None
    low_included: bool
    high: Value | None
    high_included: bool
    result: Expression
    span: Span | None = _span()


@frozen(repr=False)
class Banded(Node):
    """The result of the band in which the operand lies. The bands cover the operand's whole domain once.

    Of a scale that is ``printed`` they are its lines as they are read, in the same order.
    """

    operand: Expression
    bands: tuple[Band, ...]
    otherwise: Expression | None
    type: Type
    printed: Printed | None = None
    span: Span | None = _span()


@frozen(repr=False)
class Interpolate(Node):
    """Linear interpolation between stated points, which run strictly up or strictly down.

    ``before`` and ``after`` give the value beyond the first and beyond the last point; ``None`` where the
    operand cannot come to lie there: then it is a finding.
    """

    operand: Expression
    points: tuple[tuple[Expression, Expression], ...]
    before: Expression | None
    after: Expression | None
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class CheckItem(Node):
    """An item of a check-list: what it gives when its condition holds."""

    titles: Titles
    result: Expression
    condition: Expression
    span: Span | None = _span()


@frozen(repr=False)
class CheckList(Node):
    """The sum of what the items present give."""

    items: tuple[CheckItem, ...]
    type: Type
    span: Span | None = _span()


class Population(Enum):
    """Which rows an aggregate runs over."""

    OWN = "for each"
    """The rows that belong to the row ``of``: its children, or their children at any depth."""
    ALL = "among all"
    """Every row of the table, over all subjects; for the subject's table, all subjects."""


@frozen(repr=False)
class Rows(Node):
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
    span: Span | None = _span()


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
    span: Span | None = _span()


@frozen(repr=False)
class Count(OverRows):
    """The number of rows."""

    rows: Rows
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class ShareOf(OverRows):
    """The share of the rows for which a condition holds. ``if_none`` is its value when there is no row."""

    rows: Rows
    condition: Expression
    if_none: Expression | None
    type: Type
    span: Span | None = _span()


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
    span: Span | None = _span()


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
    span: Span | None = _span()


@frozen(repr=False)
class ScoreOf(OfNode):
    """The score of a node of the tree (or of the total, node ``total``) for a subject in scope.

    ``of_others``: it is the node at hand, for subjects that are scored by its own formula (``MeanOfOthers``): no circle.
    """

    node: str
    subject: RowVariable
    before_rounding: bool
    type: Type
    of_others: bool = False
    span: Span | None = _span()


@frozen(repr=False)
class PartsAggregate(OfNode):
    """An aggregate of a node's own applicable parts (their scores), by their weights where it is weighted.

    ``subject`` is the subject whose parts they are: inside a comparison across subjects, the one compared.
    ``GEOMETRIC_MEAN`` with ``weighted`` uses the parts' weights as exponents. ``scaled``, with the weighted mean: each part is
    measured on its own scale and the mean on the node's, as for a node without a formula.
    """

    kind: AggregateKind
    weighted: bool
    node: str
    subject: RowVariable
    type: Type
    scaled: bool = False
    span: Span | None = _span()


@frozen(repr=False)
class WorkingDays(Node):
    """The working days after ``first`` up to and including ``last``, by a calendar; 0 where ``last`` is not after ``first``."""

    first: Expression
    last: Expression
    calendar: str
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class Multiplied(Node):
    """A clause of a node (``times 0.9 when ...``, ``halved when ...``): the operand times a factor where a condition holds.

    Where it does not, the operand. ``reason`` is shown.
    """

    operand: Expression
    factor: Constant
    condition: Expression
    reason: Titles
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class MeanOfOthers(Node):
    """A clause of a node (``mean of the others when ...``): where a condition holds, the mean of its score over others.

    ``mean`` runs over the subjects for which the condition does not hold and the node is applicable (and whose fields ``within``,
    the ``same`` of its rows, are equal). Where the condition does not hold, the value is that of ``own``.
    """

    node: str
    condition: Expression
    mean: Aggregate
    own: Expression
    reason: Titles
    type: Type
    span: Span | None = _span()


@frozen(repr=False)
class MaximumOf(OfNode):
    """The maximum of a node, in points: of several, that which holds for a subject in scope."""

    node: str
    subject: RowVariable
    type: Type
    span: Span | None = _span()


def is_of_parts(formula: Expression) -> bool:
    """Whether a formula is an aggregate of the node's parts and nothing else, multiplied or not."""
    while isinstance(formula, Multiplied):
        formula = formula.operand
    return isinstance(formula, PartsAggregate)


Expression = (
    Constant
    | FieldOf
    | OwnerFieldOf
    | Parameter
    | Call
    | FigureOf
    | Arithmetic
    | Negate
    | Apply
    | Compare
    | Every
    | Some
    | Not
    | IsKnown
    | IsApplicable
    | IfMissing
    | Choose
    | Limit
    | RoundTo
    | Banded
    | Interpolate
    | CheckList
    | Aggregate
    | Count
    | ShareOf
    | Quantified
    | Standing
    | ScoreOf
    | PartsAggregate
    | WorkingDays
    | Multiplied
    | MeanOfOthers
    | MaximumOf
)


# -- Declarations ---------------------------------------------------------------------------------------


@frozen(repr=False)
class Definition(Node):
    """A named formula. Row parameters are row variables, value parameters have slots of their own."""

    name: str
    titles: Titles
    row_parameters: tuple[RowVariable, ...]
    value_parameters: tuple[tuple[int, str, Type], ...]
    type: Type
    body: Expression
    basis: Basis
    origin: Origin
    grounds: Grounds = _grounds()
    span: Span | None = _span()


@frozen(repr=False)
class Figures(Node):
    """A table of figures: the key column first, then columns by name."""

    name: str
    titles: Titles
    columns: tuple[tuple[str, Type], ...]
    rows: tuple[tuple[Value, ...], ...]
    basis: Basis
    origin: Origin
    calendar: bool = False
    """It is a calendar of working days (``effrules.model.calendars``); ``day_titles`` say what its days are called."""
    day_titles: tuple[tuple[str, Titles], ...] = ()
    grounds: Grounds = _grounds()
    span: Span | None = _span()


class NodeKind(Enum):
    """The levels of the tree of scores."""

    TOTAL = "total"
    BLOCK = "block"
    DIRECTION = "direction"
    CRITERION = "criterion"


@frozen(repr=False)
class NotApplicableWhen(Node):
    """A condition under which a node is not applicable, and the reason that is shown.

    ``only``: the rules say it the other way round, for whom alone the node is there (``only where``); ``condition`` is then its
    opposite, decided by the kind of a subject. For the others nothing is missing: their weights and maxima leave the node out.
    """

    condition: Expression
    reason: Titles
    only: bool = False
    span: Span | None = _span()

    @property
    def only_where(self) -> Expression | None:
        """For whom alone the node is there, if the rules say it so."""
        return self.condition.operand if self.only and isinstance(self.condition, Not) else None


@frozen(repr=False)
class MustHold(Node):
    """What every row of a table must satisfy, and why. ``row`` is that row, slot 0 for the subject.

    ``form``: it is said in that form of the table, and only of rows that have it.
    """

    row: RowVariable
    condition: Expression
    reason: Titles
    form: str | None = None
    span: Span | None = _span()


@frozen(repr=False)
class MaximumFor(Node):
    """A maximum, in points, for the subjects that satisfy ``condition``, which the kind of a subject decides."""

    condition: Expression
    value: fmpq
    span: Span | None = _span()


@frozen(repr=False)
class Assessor(Node):
    """Who assesses a node."""

    name: str
    titles: Titles


@frozen(repr=False)
class Weight(Node):
    """The weight of a part within its parent (shares of 1), for the subjects that a clause is for."""

    part: str
    share: fmpq
    span: Span | None = _span()


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
class WeightsClause(Node):
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
    grounds: Grounds = _grounds()
    span: Span | None = _span()


@frozen(repr=False)
class NoTotal(Node):
    """The statement that the rules give no total, and why."""

    because: Titles
    span: Span | None = _span()


@frozen(repr=False)
class ScoreNode(Node):
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
    grounds: Grounds = _grounds()
    span: Span | None = _span()

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


class AdjustmentKind(Enum):
    """What an adjustment is, as the rules call it."""

    PENALTY = "penalty"
    BONUS = "bonus"

    @staticmethod
    def of_sign(sign: int) -> AdjustmentKind:
        """A penalty takes away, a bonus adds."""
        return AdjustmentKind.PENALTY if sign < 0 else AdjustmentKind.BONUS


@frozen(repr=False)
class Adjustment(Node):
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
    grounds: Grounds = _grounds()
    span: Span | None = _span()

    @property
    def kind(self) -> AdjustmentKind:
        """Whether it is a penalty or a bonus."""
        return AdjustmentKind.of_sign(self.sign)

    @property
    def limit(self) -> fmpq | None:
        """Where the node's score stops because of it: the floor of a penalty, the ceiling of a bonus."""
        return self.floor if self.sign < 0 else self.ceiling


@frozen(repr=False)
class RatingGrade(Node):
    """A grade of a rating: its name, title and the band of scores that it is for; ``printed`` as its line says it, before it is read."""

    name: str
    titles: Titles
    low: fmpq | None
    low_included: bool
    high: fmpq | None
    high_included: bool
    printed: Stretch | None = None
    span: Span | None = _span()


@frozen(repr=False)
class Rating(Node):
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
    grounds: Grounds = _grounds()
    span: Span | None = _span()


@frozen(repr=False)
class RankKey(Node):
    """A value to rank by: a node's score as rounded or before rounding, highest or lowest first."""

    node: str
    before_rounding: bool
    highest_first: bool
    span: Span | None = _span()


@frozen(repr=False)
class Ranking(Node):
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
    grounds: Grounds = _grounds()
    span: Span | None = _span()


class Direction(Enum):
    """Which way a value moves."""

    RAISES = "raises"
    LOWERS = "lowers"


@frozen(repr=False)
class Always(Node):
    """A promise about each subject's results: the condition holds."""

    condition: Expression


@frozen(repr=False)
class OneMore(Node):
    """A promise: one more row of a table (that satisfies ``where``) never raises / lowers a node's score."""

    table: str
    rows: Rows
    never: Direction
    node: str


@frozen(repr=False)
class FieldMoves(Node):
    """A promise: raising (or lowering) a field of one row never raises / lowers a node's score.

    ``where`` (over ``row``) says for which rows.
    """

    row: RowVariable
    field: str
    up: bool
    never: Direction
    node: str
    where: Expression | None


@frozen(repr=False)
class NeverAffects(Node):
    """A promise: whatever stands in a field, a node's score is the same."""

    row: RowVariable
    field: str
    node: str


@frozen(repr=False)
class Property(Node):
    """A promise about all possible inputs."""

    name: str
    titles: Titles
    promise: Always | OneMore | FieldMoves | NeverAffects
    origin: Origin
    span: Span | None = _span()


@frozen(repr=False)
class ExampleRow(Node):
    """A row of an example: its table, its own name (if given), its owner's name, its values."""

    table: str
    name: str
    owner: str | None
    values: tuple[tuple[str, Value | None], ...]
    span: Span | None = _span()


class ExpectedState(Enum):
    """What an example may expect beside a value."""

    NOT_APPLICABLE = "not applicable"
    NO_SCORE = "no score"


class ExpectationOf(StrEnum):
    """What an example expects something of."""

    NODE = "node"
    ADJUSTMENT = "adjustment"
    RATING = "rating"
    PLACE = "place"


@frozen(repr=False)
class Expectation(Node):
    """What an example expects of a subject: ``what`` is the name of a node, a penalty or bonus, a rated node or a ranking."""

    kind: ExpectationOf
    what: str
    subject: str
    value: Value | ExpectedState
    span: Span | None = _span()


@frozen(repr=False)
class Example(Node):
    """A worked case: data and what must come out."""

    name: str
    rows: tuple[ExampleRow, ...]
    expectations: tuple[Expectation, ...]
    origin: Origin
    span: Span | None = _span()


@frozen(repr=False)
class Header(Node):
    """What a methodology says of itself."""

    name: str
    version: str
    titles: Titles
    languages: tuple[str, ...]
    force_from: date | None
    force_to: date | None
    amends: str | None
    replaces: str | None
    minimum: fmpq
    maximum: fmpq
    draft: bool = field(default=False, eq=False)
    """It says of itself that it is not law: what is scored by it means the same."""
    span: Span | None = _span()


@frozen(repr=False)
class Dropped(Node):
    """A declaration that an amendment took out, with the reason and the citation."""

    kind: Kept
    name: str
    version: str
    because: Titles
    citations: Basis
    span: Span | None = _span()


@frozen(repr=False)
class Program(Node):
    """A methodology as it stands after all amendments, checked.

    ``nodes`` holds the tree of scores by name, the root under ``total``; parts come before their parents.
    ``order`` is an order of evaluation of the nodes in which everything comes after what it reads.
    ``table_origins`` says which version wrote a table (or the subject); ``texts`` are what it was made of, the standing one first.
    """

    header: Header
    schema: Schema
    sources: tuple[SourceText, ...]
    definitions: Mapping[str, Definition]
    figures: Mapping[str, Figures]
    nodes: Mapping[str, ScoreNode]
    weights: tuple[WeightsClause, ...]
    adjustments: tuple[Adjustment, ...]
    final_floor: fmpq | None
    final_cap: fmpq | None
    ratings: tuple[Rating, ...]
    rankings: tuple[Ranking, ...]
    properties: tuple[Property, ...]
    examples: tuple[Example, ...]
    renamed: Mapping[str, str]
    dropped: tuple[Dropped, ...]
    order: tuple[str, ...]
    table_origins: Mapping[str, Origin] = field(factory=dict, eq=False)
    texts: tuple[RuleText, ...] = field(default=(), eq=False)

    @property
    def drafts(self) -> tuple[RuleText, ...]:
        """The texts among those it was made of that are not law."""
        return tuple(text for text in self.texts if text.draft)

    @property
    def root(self) -> ScoreNode:
        """The root of the tree of scores."""
        return self.nodes["total"]

    @property
    def gives_total(self) -> bool:
        """Whether the rules give a total: some give ratings and places of blocks or directions only."""
        return self.root.no_total is None

    @property
    def heads(self) -> tuple[str, ...]:
        """The nodes that a result stands for: the total; where the rules give none, the blocks or directions below it."""
        return (self.root.name,) if self.gives_total else self.root.parts

    def ratings_of(self, node: str) -> tuple[Rating, ...]:
        """The ratings that belong to the result of a node; to a total that the rules do not give, all."""
        every = node == self.root.name and not self.gives_total
        return tuple(rating for rating in self.ratings if every or rating.node == node)

    def rankings_of(self, node: str) -> tuple[Ranking, ...]:
        """The rankings that belong to the result of a node: to the total all; where the rules give none, to others those by them."""
        if node == self.root.name:
            return self.rankings
        return () if self.gives_total else tuple(r for r in self.rankings if r.keys[0].node == node)
