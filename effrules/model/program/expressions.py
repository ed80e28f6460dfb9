"""Expressions: names are resolved, types and units checked; numbers are exact rationals (``fmpq``)."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, ClassVar

from attrs import fields, frozen
from flint import fmpq

from effrules.model import ranges, real
from effrules.model.aggregates import AggregateKind
from effrules.model.functions import Function
from effrules.model.node import Node
from effrules.model.operators import ArithmeticOperator, Comparison
from effrules.model.printed import Printed
from effrules.model.program.written import Written
from effrules.model.ranges import Range
from effrules.model.real import Num
from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.model.standings import StandingKind, Ties
from effrules.model.types import Ends, Type, Value


@frozen(repr=False)
class Constant(Written):
    """A value written in the rules."""

    value: Value
    type: Type


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


class OfValues(Written):
    """An expression that is worked out of the values of its operands, always of all of them, and of nothing else."""

    __slots__ = ()

    value: ClassVar[Callable[..., Any]]
    """Its exact value, of those of its operands. Raises ``DomainError`` where there is none."""
    range: ClassVar[Callable[..., Range]]
    """Where it lies, by the ranges of its operands."""

    @property
    def word(self) -> str:
        """What a trace calls it, where it has no step of its own."""
        return type(self).__name__.lower()

    @property
    def operands(self) -> tuple[Expression, ...]:
        """Its operands, in the order of its fields."""
        kind: type = type(self)
        held = [getattr(self, name) for name in _fields_of(kind)]
        return tuple(one for value in held for one in (value if isinstance(value, tuple) else (value,)))


@cache
def _fields_of(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.type in ("Expression", "tuple[Expression, ...]"))


class OverRows(Written):
    """An expression that runs over rows, with each of them in turn as the variable of ``rows``."""

    __slots__ = ()

    rows: Rows


@frozen(repr=False)
class FieldOf(OfField):
    """The value of a field of a row in scope."""

    row: RowVariable
    field: str
    type: Type


@frozen(repr=False)
class OwnerFieldOf(OfField):
    """The value of a field of the row (or subject) that owns a row in scope, ``levels`` steps up."""

    row: RowVariable
    levels: int
    field: str
    type: Type


AnyField = FieldOf | OwnerFieldOf
"""A field of a row in scope, or of one that owns it, ``levels`` steps up."""


@frozen(repr=False)
class Parameter(Written):
    """A value parameter of a definition (row parameters are row variables)."""

    slot: int
    name: str
    type: Type


@frozen(repr=False)
class Call(Written):
    """A definition applied: ``arguments`` fill its value parameters, ``rows`` its row parameters.

    ``subject`` is the row that stands for the assessed subject inside the definition.
    """

    definition: str
    rows: tuple[tuple[int, RowVariable], ...]
    arguments: tuple[tuple[int, Expression], ...]
    subject: RowVariable
    type: Type


@frozen(repr=False)
class FigureOf(Written):
    """A figure of a table of figures, looked up by its key."""

    figures: str
    key: Expression
    column: str
    type: Type


@frozen(repr=False)
class Arithmetic(Written):
    """Two operands and one of the four operations."""

    operator: ArithmeticOperator
    left: Expression
    right: Expression
    type: Type


@frozen(repr=False)
class Negate(OfValues):
    """The operand with its sign changed."""

    operand: Expression
    type: Type

    value = staticmethod(real.negate)
    range = staticmethod(ranges.negate)


@frozen(repr=False)
class Apply(OfValues):
    """A function of numbers applied to its arguments."""

    function: Function
    arguments: tuple[Expression, ...]
    type: Type

    @property
    def word(self) -> str:
        word: str = self.function.value
        return word

    def value(self, *values: Num) -> Num:
        return self.function.facts.value(*values)

    def range(self, *ranges: Range) -> Range:
        return self.function.facts.range(*ranges)


@frozen(repr=False)
class Compare(Written):
    """Two values of one type compared; gives yes or no."""

    comparison: Comparison
    left: Expression
    right: Expression


@frozen(repr=False)
class Every(Written):
    """Yes when all operands are (``and``); operands after the first ``no`` are not looked at."""

    operands: tuple[Expression, ...]


@frozen(repr=False)
class Some(Written):
    """Yes when some operand is (``or``); operands after the first ``yes`` are not looked at."""

    operands: tuple[Expression, ...]


@frozen(repr=False)
class Not(Written):
    """The opposite."""

    operand: Expression


@frozen(repr=False)
class IsKnown(Written):
    """Whether a field that may be missing has a value."""

    operand: AnyField


@frozen(repr=False)
class IsApplicable(OfNode):
    """Whether a node of the tree of scores is applicable to a subject. ``of_others``: see ``ScoreOf``."""

    node: str
    subject: RowVariable
    of_others: bool = False


@frozen(repr=False)
class IfMissing(Written):
    """The field's value, or, where it is missing, the stated one."""

    operand: AnyField
    instead: Expression
    type: Type


@frozen(repr=False)
class Choose(Written):
    """The value of the first case whose condition holds, else ``otherwise``."""

    cases: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression
    type: Type


@frozen(repr=False)
class Limit(OfValues):
    """The operand, but at most (``upper``) or at least (not ``upper``) the bound: a cap or a floor."""

    operand: Expression
    upper: bool
    bound: Expression
    type: Type

    def value(self, operand: Any, bound: Any) -> Any:
        return min(operand, bound) if self.upper else max(operand, bound)

    def range(self, operand: Range, bound: Range) -> Range:
        return ranges.limited(operand, self.upper, bound)


@frozen(repr=False)
class RoundTo(OfValues):
    """The operand rounded."""

    operand: Expression
    rounding: Rounding
    type: Type

    def value(self, operand: Num) -> fmpq:
        return real.round_num(operand, self.rounding)

    def range(self, operand: Range) -> Range:
        return ranges.rounded(operand, self.rounding)


@frozen(repr=False)
class Band(Written, Ends):
    """A stretch of values and what it gives. A bound of ``None`` is open to that side."""

    low: Value | None
    low_included: bool
    high: Value | None
    high_included: bool
    result: Expression


@frozen(repr=False)
class Banded(Written):
    """The result of the band in which the operand lies. The bands cover the operand's whole domain once.

    Of a scale that is ``printed`` they are its lines as they are read, in the same order.
    """

    operand: Expression
    bands: tuple[Band, ...]
    otherwise: Expression | None
    type: Type
    printed: Printed | None = None


@frozen(repr=False)
class Interpolate(Written):
    """Linear interpolation between stated points, which run strictly up or strictly down.

    ``before`` and ``after`` give the value beyond the first and beyond the last point; ``None`` where the
    operand cannot come to lie there: then it is a finding.
    """

    operand: Expression
    points: tuple[tuple[Expression, Expression], ...]
    before: Expression | None
    after: Expression | None
    type: Type


@frozen(repr=False)
class CheckItem(Written):
    """An item of a check-list: what it gives when its condition holds."""

    titles: Titles
    result: Expression
    condition: Expression


@frozen(repr=False)
class CheckList(Written):
    """The sum of what the items present give."""

    items: tuple[CheckItem, ...]
    type: Type


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


@frozen(repr=False)
class WorkingDays(Written):
    """The working days after ``first`` up to and including ``last``, by a calendar; 0 where ``last`` is not after ``first``."""

    first: Expression
    last: Expression
    calendar: str
    type: Type


@frozen(repr=False)
class Multiplied(Written):
    """A clause of a node (``times 0.9 when ...``, ``halved when ...``): the operand times a factor where a condition holds.

    Where it does not, the operand. ``reason`` is shown.
    """

    operand: Expression
    factor: Constant
    condition: Expression
    reason: Titles
    type: Type


@frozen(repr=False)
class MeanOfOthers(Written):
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


@frozen(repr=False)
class MaximumOf(OfNode):
    """The maximum of a node, in points: of several, that which holds for a subject in scope."""

    node: str
    subject: RowVariable
    type: Type


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
