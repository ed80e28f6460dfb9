"""How types combine: what may be added, compared, multiplied, and what comes out."""

from __future__ import annotations

from effrules.check.errors import type_errors, value_words
from effrules.check.errors.refused import Refused
from effrules.check.errors.type_errors import Operation
from effrules.model.operators import ArithmeticOperator
from effrules.model.types import DAYS_TYPE, NO_UNIT, Choice, Date, Flavour, Quantity, Type, unit_product
from effrules.source import Span

SUBTRACT = ArithmeticOperator.SUBTRACT
SUMS = (ArithmeticOperator.ADD, SUBTRACT)


def joined(left: Type, right: Type) -> Type | None:
    """The type that both values have together, or ``None`` where they do not go together."""
    if isinstance(left, Quantity) and isinstance(right, Quantity):
        if left.unit != right.unit:
            return None
        if left.unit or left.flavour is right.flavour:
            return left
        if left.flavour is Flavour.PLAIN:
            return right
        return left if right.flavour is Flavour.PLAIN else None
    if isinstance(left, Choice) and isinstance(right, Choice):
        return (
            left
            if set(left.names) >= set(right.names)
            else right
            if set(right.names) >= set(left.names)
            else None
        )
    return left if left == right else None


def together(left: Type, right: Type, place: Span, operation: Operation) -> Type:
    """The common type, or a refusal."""
    kind = joined(left, right)
    if kind is None:
        raise Refused(type_errors.mixed_units(place, operation, left, right))
    return kind


def quantity(kind: Type, place: Span) -> Quantity:
    """The type as a quantity, or a refusal."""
    if isinstance(kind, Quantity):
        return kind
    raise Refused(type_errors.wrong_type(place, kind, value_words.NUMBER))


def _product_flavour(left: Flavour, right: Flavour) -> Flavour:
    if Flavour.NUMBER in (left, right):
        return Flavour.NUMBER
    return Flavour.SHARE if Flavour.SHARE in (left, right) else Flavour.PLAIN


def _quotient_flavour(left: Flavour, right: Flavour) -> Flavour:
    if left is right:
        return Flavour.PLAIN
    return Flavour.PLAIN if left is Flavour.PLAIN else left


def arithmetic(operator: ArithmeticOperator, left: Type, right: Type, place: Span) -> Type:
    """The type of ``left operator right``, or a refusal."""
    if isinstance(left, Date) or isinstance(right, Date):
        if operator is SUBTRACT and isinstance(left, Date) and isinstance(right, Date):
            return DAYS_TYPE
        if operator in SUMS and isinstance(left, Date) and right == DAYS_TYPE:
            return left
        raise Refused(type_errors.mixed_units(place, Operation.COMBINED, left, right))
    a, b = quantity(left, place), quantity(right, place)
    if operator in SUMS:
        return together(a, b, place, Operation.SUBTRACTED if operator is SUBTRACT else Operation.ADDED)
    unit = unit_product(a.unit, b.unit, 1 if operator is ArithmeticOperator.MULTIPLY else -1)
    if unit != NO_UNIT:
        return Quantity(unit)
    if operator is ArithmeticOperator.MULTIPLY:
        return Quantity(NO_UNIT, Flavour.PLAIN if a.unit else _product_flavour(a.flavour, b.flavour))
    return Quantity(NO_UNIT, Flavour.PLAIN if a.unit else _quotient_flavour(a.flavour, b.flavour))


def fits(kind: Type, wanted: Type) -> bool:
    """Whether a value of a type may stand where another is wanted."""
    if isinstance(kind, Quantity) and isinstance(wanted, Quantity):
        if kind.unit != wanted.unit:
            return False
        return (
            bool(kind.unit)
            or kind.flavour in (wanted.flavour, Flavour.PLAIN)
            or wanted.flavour is Flavour.PLAIN
        )
    if isinstance(kind, Choice) and isinstance(wanted, Choice):
        return set(kind.names) <= set(wanted.names)
    return kind == wanted


def demand(kind: Type, wanted: Type, place: Span) -> None:
    """Refuse a value that does not fit."""
    if fits(kind, wanted):
        return
    raise Refused(type_errors.does_not_fit(place, kind, wanted))
