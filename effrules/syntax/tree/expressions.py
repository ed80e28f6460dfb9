"""Expressions; those over rows and by stretches of values have their own modules."""

from __future__ import annotations

from datetime import date

from attrs import frozen
from flint import fmpq

from effrules.model.node import Node
from effrules.model.operators import ArithmeticOperator, Comparison
from effrules.model.rounding import Rounding
from effrules.source import Span
from effrules.syntax.tree.kinds import State
from effrules.syntax.tree.names import Name, spanned
from effrules.syntax.tree.rows import (
    AggregateOf,
    CountOf,
    ItsMaximum,
    PartsOf,
    Quantification,
    ShareOfRows,
    StandingOf,
)
from effrules.syntax.tree.stretches import BandsOf, CheckListOf, InterpolateOf


@frozen(repr=False)
class Number(Node):
    """A number with the unit written after it, if any; ``percent`` when written with a percent sign."""

    value: fmpq
    unit: Name | None
    percent: bool = False
    span: Span = spanned()


@frozen(repr=False)
class DateLiteral(Node):
    """A calendar day."""

    value: date
    span: Span = spanned()


@frozen(repr=False)
class TextLiteral(Node):
    """A text in quotes."""

    value: str
    span: Span = spanned()


@frozen(repr=False)
class YesNoLiteral(Node):
    """``yes`` or ``no``."""

    value: bool
    span: Span = spanned()


@frozen(repr=False)
class Reference(Node):
    """A name, or names joined by dots: ``total``, ``t.actual``."""

    parts: tuple[Name, ...]
    span: Span = spanned()


@frozen(repr=False)
class BeforeRounding(Node):
    """A node's score before its rounding."""

    node: Name
    span: Span = spanned()


@frozen(repr=False)
class CallOf(Node):
    """A definition, a function or a table of figures with its arguments; ``column`` after the dot."""

    name: Name
    arguments: tuple[Expression, ...]
    column: Name | None
    span: Span = spanned()


@frozen(repr=False)
class Binary(Node):
    """Two operands and an operator."""

    operator: ArithmeticOperator | Comparison
    left: Expression
    right: Expression
    span: Span = spanned()


@frozen(repr=False)
class Negative(Node):
    """Minus an operand."""

    operand: Expression
    span: Span = spanned()


@frozen(repr=False)
class AllOf(Node):
    """Conditions joined by ``and``."""

    operands: tuple[Expression, ...]
    span: Span = spanned()


@frozen(repr=False)
class AnyOf(Node):
    """Conditions joined by ``or``."""

    operands: tuple[Expression, ...]
    span: Span = spanned()


@frozen(repr=False)
class Opposite(Node):
    """``not`` a condition."""

    operand: Expression
    span: Span = spanned()


@frozen(repr=False)
class Between(Node):
    """Whether a value lies between two others, both included."""

    operand: Expression
    low: Expression
    high: Expression
    span: Span = spanned()


@frozen(repr=False)
class IsOneOf(Node):
    """Whether a value is one of some names."""

    operand: Expression
    names: tuple[Name, ...]
    span: Span = spanned()


@frozen(repr=False)
class IsState(Node):
    """Whether something is (or is not) in a state."""

    operand: Expression
    state: State
    negated: bool
    span: Span = spanned()


@frozen(repr=False)
class Choice(Node):
    """``when ... then ... otherwise ...``."""

    cases: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression
    span: Span = spanned()


@frozen(repr=False)
class Bounded(Node):
    """``... but at most ...`` (upper) or ``... but at least ...``."""

    operand: Expression
    upper: bool
    bound: Expression
    span: Span = spanned()


@frozen(repr=False)
class Rounded(Node):
    """``... rounded to ...``."""

    operand: Expression
    rounding: Rounding
    span: Span = spanned()


@frozen(repr=False)
class InsteadOfMissing(Node):
    """``... if missing then ...``."""

    operand: Expression
    instead: Expression
    span: Span = spanned()


@frozen(repr=False)
class WorkingDaysOf(Node):
    """``working days from ... to ... by calendar NAME``."""

    first: Expression
    last: Expression
    calendar: Name
    span: Span = spanned()


Expression = (
    Number
    | DateLiteral
    | TextLiteral
    | YesNoLiteral
    | Reference
    | BeforeRounding
    | ItsMaximum
    | CallOf
    | Binary
    | Negative
    | AllOf
    | AnyOf
    | Opposite
    | Between
    | IsOneOf
    | IsState
    | Choice
    | Bounded
    | Rounded
    | InsteadOfMissing
    | AggregateOf
    | PartsOf
    | CountOf
    | ShareOfRows
    | StandingOf
    | WorkingDaysOf
    | Quantification
    | BandsOf
    | InterpolateOf
    | CheckListOf
)
