"""Expressions: names are resolved, types and units checked; numbers are exact rationals (``fmpq``)."""

from __future__ import annotations

from attrs import frozen

from effrules.model.aggregates import AggregateKind
from effrules.model.operators import ArithmeticOperator, Comparison
from effrules.model.printed import Printed
from effrules.model.program.operations import Operation
from effrules.model.program.rows import (
    Aggregate,
    Count,
    OfField,
    OfNode,
    Quantified,
    RowVariable,
    ShareOf,
    Standing,
)
from effrules.model.program.written import Written
from effrules.model.schema import Titles
from effrules.model.types import Ends, Type, Value


@frozen(repr=False)
class Constant(Written):
    """A value written in the rules."""

    value: Value
    type: Type


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
    | Operation
    | Compare
    | Every
    | Some
    | Not
    | IsKnown
    | IsApplicable
    | IfMissing
    | Choose
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
