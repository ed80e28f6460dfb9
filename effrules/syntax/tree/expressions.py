"""Expressions; those over rows and by stretches of values have their own modules."""

from __future__ import annotations

from datetime import date

from attrs import frozen
from flint import fmpq

from effrules.model.operators import ArithmeticOperator, Comparison
from effrules.model.rounding import Rounding
from effrules.syntax.tree.kinds import State
from effrules.syntax.tree.names import Name, Placed
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
class Number(Placed):
    """A number with the unit written after it, if any; ``percent`` when written with a percent sign."""

    value: fmpq
    unit: Name | None
    percent: bool = False


@frozen(repr=False)
class DateLiteral(Placed):
    """A calendar day."""

    value: date


@frozen(repr=False)
class TextLiteral(Placed):
    """A text in quotes."""

    value: str


@frozen(repr=False)
class YesNoLiteral(Placed):
    """``yes`` or ``no``."""

    value: bool


@frozen(repr=False)
class Reference(Placed):
    """A name, or names joined by dots: ``total``, ``t.actual``."""

    parts: tuple[Name, ...]


@frozen(repr=False)
class BeforeRounding(Placed):
    """A node's score before its rounding."""

    node: Name


@frozen(repr=False)
class CallOf(Placed):
    """A definition, a function or a table of figures with its arguments; ``column`` after the dot."""

    name: Name
    arguments: tuple[Expression, ...]
    column: Name | None


@frozen(repr=False)
class Binary(Placed):
    """Two operands and an operator."""

    operator: ArithmeticOperator | Comparison
    left: Expression
    right: Expression


@frozen(repr=False)
class Negative(Placed):
    """Minus an operand."""

    operand: Expression


@frozen(repr=False)
class AllOf(Placed):
    """Conditions joined by ``and``."""

    operands: tuple[Expression, ...]


@frozen(repr=False)
class AnyOf(Placed):
    """Conditions joined by ``or``."""

    operands: tuple[Expression, ...]


@frozen(repr=False)
class Opposite(Placed):
    """``not`` a condition."""

    operand: Expression


@frozen(repr=False)
class Between(Placed):
    """Whether a value lies between two others, both included."""

    operand: Expression
    low: Expression
    high: Expression


@frozen(repr=False)
class IsOneOf(Placed):
    """Whether a value is one of some names."""

    operand: Expression
    names: tuple[Name, ...]


@frozen(repr=False)
class IsState(Placed):
    """Whether something is (or is not) in a state."""

    operand: Expression
    state: State
    negated: bool


@frozen(repr=False)
class Choice(Placed):
    """``when ... then ... otherwise ...``."""

    cases: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression


@frozen(repr=False)
class Bounded(Placed):
    """``... but at most ...`` (upper) or ``... but at least ...``."""

    operand: Expression
    upper: bool
    bound: Expression


@frozen(repr=False)
class Rounded(Placed):
    """``... rounded to ...``."""

    operand: Expression
    rounding: Rounding


@frozen(repr=False)
class InsteadOfMissing(Placed):
    """``... if missing then ...``."""

    operand: Expression
    instead: Expression


@frozen(repr=False)
class WorkingDaysOf(Placed):
    """``working days from ... to ... by calendar NAME``."""

    first: Expression
    last: Expression
    calendar: Name


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
