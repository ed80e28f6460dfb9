"""How types combine: what may be added, compared, multiplied, and what comes out."""

from __future__ import annotations

from effrules.check.errors import type_errors
from effrules.check.errors.refused import Refused
from effrules.model.types import (
    DAYS,
    DAYS_TYPE,
    NO_UNIT,
    Choice,
    Date,
    Flavour,
    Quantity,
    Type,
    unit_product,
)
from effrules.source import Span


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


def together(left: Type, right: Type, place: Span, operation: str) -> Type:
    """The common type, or a refusal."""
    kind = joined(left, right)
    if kind is None:
        raise Refused(type_errors.mixed_units(place, operation, left, right))
    return kind


def quantity(kind: Type, place: Span) -> Quantity:
    """The type as a quantity, or a refusal."""
    if isinstance(kind, Quantity):
        return kind
    raise Refused(type_errors.wrong_type(place, kind, "a number"))


def _product_flavour(left: Flavour, right: Flavour) -> Flavour:
    if Flavour.NUMBER in (left, right):
        return Flavour.NUMBER
    return Flavour.SHARE if Flavour.SHARE in (left, right) else Flavour.PLAIN


def _quotient_flavour(left: Flavour, right: Flavour) -> Flavour:
    if left is right:
        return Flavour.PLAIN
    return Flavour.PLAIN if left is Flavour.PLAIN else left


def arithmetic(operator: str, left: Type, right: Type, place: Span) -> Type:
    """The type of ``left operator right``, or a refusal."""
    if isinstance(left, Date) or isinstance(right, Date):
        if operator == "-" and isinstance(left, Date) and isinstance(right, Date):
            return DAYS_TYPE
        if operator in "+-" and isinstance(left, Date) and right == DAYS_TYPE:
            return left
        raise Refused(type_errors.mixed_units(place, "combined so", left, right))
    a, b = quantity(left, place), quantity(right, place)
    if operator in "+-":
        return together(a, b, place, "added" if operator == "+" else "subtracted")
    unit = unit_product(a.unit, b.unit, 1 if operator == "*" else -1)
    if unit != NO_UNIT:
        return Quantity(unit)
    if operator == "*":
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
    help_text = ""
    if isinstance(kind, Quantity) and isinstance(wanted, Quantity):
        if not kind.unit and wanted.unit:
            help_text = f"multiply by a quantity in {wanted}, or write the unit after the number"
        elif not kind.unit and not wanted.unit:
            help_text = f"say `{wanted}(...)` if that is meant"
        elif kind.unit == DAYS:
            help_text = "divide by `1 days` for a plain number"
    raise Refused(type_errors.wrong_type(place, kind, wanted, help_text))
