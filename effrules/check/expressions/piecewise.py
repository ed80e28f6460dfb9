"""What goes by stretches of values: bands, interpolation; and check-lists."""

from __future__ import annotations

from effrules.check.errors import clause_errors, type_errors
from effrules.check.errors.refused import Refused
from effrules.check.errors.type_errors import Operation
from effrules.check.expressions import bands, scales, typing
from effrules.check.expressions.scope import Scope
from effrules.check.expressions.typed import Arms, Typed, condition, elaborate, number
from effrules.model import program as p
from effrules.model.types import Date, Quantity, Type
from effrules.syntax import tree as ast


def _constant(node: ast.Expression, scope: Scope, wanted: Type) -> p.Constant:
    made, kind = elaborate(node, scope, wanted)
    typing.together(kind, wanted, node.span, Operation.COMPARED)
    value = bands.constant_value(made)
    if value is None:
        raise Refused(type_errors.wrong_type(node.span, type_errors.FORMULA, type_errors.FIXED))
    return p.Constant(value, wanted, span=node.span)


def banded(node: ast.BandsOf, scope: Scope, wanted: Type | None) -> Typed:
    readings = scales.readings(node, scope.world)
    rounding = None if readings is None else readings.rounding
    looked_up = node.operand if rounding is None else scales.first_rounded(node.operand, rounding)
    operand, kind = elaborate(looked_up, scope)
    if not isinstance(kind, Quantity | Date):
        raise Refused(type_errors.wrong_type(node.operand.span, kind, type_errors.ORDERED))
    result_kind = node.kind.type
    made: list[p.Band] = []
    otherwise: p.Expression | None = None
    for band in node.bands:
        result, got = elaborate(band.result, scope, result_kind or wanted)
        if result_kind is None:
            result_kind = got
        elif node.kind.type is None:
            result_kind = typing.together(result_kind, got, band.result.span, Operation.BANDS)
        else:
            typing.demand(got, result_kind, band.result.span)
        if band.range is None:
            otherwise = result
            continue
        low = None if band.range.low is None else _constant(band.range.low, scope, kind).value
        high = None if band.range.high is None else _constant(band.range.high, scope, kind).value
        made.append(
            p.Band(low, band.range.low_included, high, band.range.high_included, result, span=band.range.span)
        )
    assert result_kind is not None
    printed = None
    if readings is not None:
        printed, made = scales.as_printed(node, made, readings)
    return p.Banded(operand, tuple(made), otherwise, result_kind, printed, span=node.span), result_kind


def interpolate(node: ast.InterpolateOf, scope: Scope) -> Typed:
    operand, kind = elaborate(node.operand, scope)
    if not isinstance(kind, Quantity | Date):
        raise Refused(type_errors.wrong_type(node.operand.span, kind, type_errors.ORDERED))
    points: list[tuple[p.Expression, p.Expression]] = []
    beyond: dict[ast.Beyond, p.Expression] = {}
    result_kind: Type | None = None
    for point in node.points:
        result, got = number(point.result, scope)
        result_kind = (
            got
            if result_kind is None
            else typing.together(result_kind, got, point.result.span, Operation.INTERPOLATION)
        )
        if isinstance(point.at, ast.Beyond):
            if point.at in beyond:
                raise Refused(clause_errors.said_twice(point.span, clause_errors.BEYOND_POINTS))
            beyond[point.at] = result
        else:
            at, at_kind = elaborate(point.at, scope, kind)
            typing.together(kind, at_kind, point.at.span, Operation.COMPARED)
            points.append((at, result))
    if len(points) < 2:
        raise Refused(
            clause_errors.clause_missing(node.span, clause_errors.INTERPOLATION, clause_errors.POINTS_CLAUSE)
        )
    assert result_kind is not None
    before, after = (beyond.get(end) for end in ast.Beyond)
    return p.Interpolate(operand, tuple(points), before, after, result_kind, span=node.span), result_kind


def checklist(node: ast.CheckListOf, scope: Scope) -> Typed:
    items = []
    kind: Type | None = None
    for item in node.items:
        test = condition(item.condition, scope)
        result, got = number(item.result, scope.after(test))
        kind = got if kind is None else typing.together(kind, got, item.result.span, Operation.ADDED)
        items.append(p.CheckItem(item.titles, result, test, span=item.span))
    assert kind is not None
    return p.CheckList(tuple(items), kind, span=node.span), kind


ARMS: Arms = {ast.BandsOf: banded, ast.InterpolateOf: interpolate, ast.CheckListOf: checklist}
"""Which kinds of expressions are checked here, and by what."""
