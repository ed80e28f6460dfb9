"""Arithmetic, choices, limits, roundings, and what stands for a missing value."""

from __future__ import annotations

from flint import fmpq

from effrules.check.errors import division_errors, rounding_errors, type_errors
from effrules.check.errors.refused import Refused
from effrules.check.errors.type_errors import Operation
from effrules.check.expressions import typing
from effrules.check.expressions.conditions import EQUALITIES, compared
from effrules.check.expressions.fields import field_declared, not_a_value
from effrules.check.expressions.names import value_of
from effrules.check.expressions.scope import Scope
from effrules.check.expressions.typed import Arms, Typed, condition, elaborate, number, of_type
from effrules.model import program as p
from effrules.model.types import PLAIN, SHARE, Date, Quantity, Type, YesNo
from effrules.syntax import tree as ast


def binary(node: ast.Binary, scope: Scope) -> Typed:
    if isinstance(node.operator, p.Comparison):
        left, right, kind = compared(node.left, node.right, node.span, scope)
        if node.operator not in EQUALITIES and not isinstance(kind, Quantity | Date):
            raise Refused(type_errors.wrong_type(node.span, kind, type_errors.ORDERED))
        return p.Compare(node.operator, left, right, span=node.span), YesNo()
    left, left_kind = elaborate(node.left, scope)
    right, right_kind = elaborate(node.right, scope)
    kind = typing.arithmetic(node.operator, left_kind, right_kind, node.span)
    if node.operator is p.ArithmeticOperator.DIVIDE and isinstance(right, p.Constant) and right.value == 0:
        raise Refused(division_errors.divisor_zero(node.right.span))
    return p.Arithmetic(node.operator, left, right, kind, span=node.span), kind


def negative(node: ast.Negative, scope: Scope) -> Typed:
    made, kind = number(node.operand, scope)
    if isinstance(made, p.Constant) and isinstance(made.value, fmpq):
        return p.Constant(-made.value, kind, span=node.span), kind
    return p.Negate(made, kind, span=node.span), kind


def choice(node: ast.Choice, scope: Scope, wanted: Type | None) -> Typed:
    cases: list[tuple[p.Expression, p.Expression]] = []
    kind: Type | None = None
    for test, value in node.cases:
        made_test = condition(test, scope)
        made, value_kind = elaborate(value, scope.after(made_test), wanted)
        kind = value_kind if kind is None else typing.together(kind, value_kind, value.span, Operation.CHOICE)
        cases.append((made_test, made))
        scope = scope.after(made_test, holds=False)
    otherwise, other_kind = elaborate(node.otherwise, scope, wanted)
    assert kind is not None
    kind = typing.together(kind, other_kind, node.otherwise.span, Operation.CHOICE)
    return p.Choose(tuple(cases), otherwise, kind, span=node.span), kind


def bounded(node: ast.Bounded, scope: Scope) -> Typed:
    value, kind = elaborate(node.operand, scope)
    bound, bound_kind = elaborate(node.bound, scope)
    if not isinstance(kind, Quantity | Date):
        raise Refused(type_errors.wrong_type(node.operand.span, kind, type_errors.ORDERED))
    kind = typing.together(kind, bound_kind, node.span, Operation.COMPARED)
    return p.Limit(value, node.upper, bound, kind, span=node.span), kind


def rounded(node: ast.Rounded, scope: Scope, wanted: Type | None) -> Typed:
    value, kind = number(node.operand, scope)
    rounding = node.rounding
    a_share = kind == SHARE or (kind == PLAIN and (wanted == SHARE or _is_ratio(value, scope)))
    if a_share and rounding.counted is None and not rounding.significant:
        raise Refused(rounding_errors.decimals_of_what(node.span, rounding))
    if rounding.counted is not None and kind not in (SHARE, PLAIN):
        raise Refused(rounding_errors.no_share_to_round(node.span, kind, rounding))
    return p.RoundTo(value, node.rounding, kind, span=node.span), kind


def _is_ratio(value: p.Expression, scope: Scope) -> bool:
    """Whether a plain number is a quotient of like quantities, or what is over of one: a share in all but name."""
    match value:
        case p.Arithmetic(p.ArithmeticOperator.DIVIDE, kind_of, _, kind):
            return kind == PLAIN and not isinstance(kind_of, p.Constant)
        case p.Arithmetic(p.ArithmeticOperator.ADD | p.ArithmeticOperator.SUBTRACT, left, right):
            return _is_ratio(left, scope) or _is_ratio(right, scope)
        case p.Limit(operand) | p.Negate(operand) | p.RoundTo(operand):
            return _is_ratio(operand, scope)
        case p.Call(name) if name in scope.world.definitions:
            return _is_ratio(scope.world.definitions[name].body, scope)
        case _:
            return False


def instead(node: ast.InsteadOfMissing, scope: Scope) -> Typed:
    if not isinstance(node.operand, ast.Reference):
        raise Refused(
            type_errors.wrong_type(node.operand.span, type_errors.FORMULA, type_errors.MAY_BE_MISSING)
        )
    value, kind = value_of(node.operand, scope, None)
    if not isinstance(value, p.AnyField):
        raise Refused(
            type_errors.wrong_type(node.operand.span, type_errors.NO_FIELD, type_errors.MAY_BE_MISSING)
        )
    declared = field_declared(value, scope)
    if declared is not None and declared.is_form:
        raise Refused(not_a_value(declared, value, node.operand.span, scope))
    instead = of_type(node.instead, scope, kind)
    return p.IfMissing(value, instead, kind, span=node.span), kind


ARMS: Arms = {
    ast.Binary: binary,
    ast.Negative: negative,
    ast.Choice: choice,
    ast.Bounded: bounded,
    ast.Rounded: rounded,
    ast.InsteadOfMissing: instead,
}
"""Which kinds of expressions are checked here, and by what."""
