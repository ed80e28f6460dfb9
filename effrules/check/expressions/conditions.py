"""Conditions: comparisons, and what joins them."""

from __future__ import annotations

from effrules.amend import name_errors
from effrules.amend.name_errors import Sought
from effrules.check.errors import clause_errors, form_errors, type_errors
from effrules.check.errors.refused import Refused
from effrules.check.errors.type_errors import Operation
from effrules.check.expressions import typing
from effrules.check.expressions.names import value_of
from effrules.check.expressions.rows import rows_of
from effrules.check.expressions.scope import Scope
from effrules.check.expressions.scores import node_named, one_subject
from effrules.check.expressions.typed import Arms, Typed, condition, elaborate
from effrules.model import program as p
from effrules.model.types import Choice, Date, Quantity, Type, YesNo
from effrules.source import Span
from effrules.syntax import tree as ast

EQUALITIES = (p.Comparison.EQUAL, p.Comparison.NOT_EQUAL)


def compared(
    left: ast.Expression, right: ast.Expression, span: Span, scope: Scope
) -> tuple[p.Expression, p.Expression, Type]:
    first, first_kind = elaborate(left, scope)
    if isinstance(first_kind, Choice) and isinstance(right, ast.Reference) and len(right.parts) == 1:
        word = right.parts[0].text
        if word not in first_kind.names:
            try:
                second, second_kind = elaborate(right, scope)
            except Refused:
                raise Refused(
                    name_errors.unknown(right.span, Sought.CHOICE, word, first_kind.names)
                ) from None
            return first, second, typing.together(first_kind, second_kind, span, Operation.COMPARED)
    second, second_kind = elaborate(right, scope, first_kind)
    return first, second, typing.together(first_kind, second_kind, span, Operation.COMPARED)


def all_of(node: ast.AllOf, scope: Scope) -> Typed:
    made = []
    for operand in node.operands:
        made.append(condition(operand, scope))
        scope = scope.after(made[-1])
    return p.Every(tuple(made), span=node.span), YesNo()


def any_of(node: ast.AnyOf, scope: Scope) -> Typed:
    made = []
    for operand in node.operands:
        made.append(condition(operand, scope))
        scope = scope.after(made[-1], holds=False)
    return p.Some(tuple(made), span=node.span), YesNo()


def opposite(node: ast.Opposite, scope: Scope) -> Typed:
    return p.Not(condition(node.operand, scope), span=node.span), YesNo()


def between(node: ast.Between, scope: Scope) -> Typed:
    value, low, kind = compared(node.operand, node.low, node.span, scope)
    _, high, _ = compared(node.operand, node.high, node.span, scope)
    if not isinstance(kind, Quantity | Date):
        raise Refused(type_errors.wrong_type(node.operand.span, kind, type_errors.ORDERED))
    made = p.Every(
        (
            p.Compare(p.Comparison.AT_LEAST, value, low, span=node.span),
            p.Compare(p.Comparison.AT_MOST, value, high, span=node.span),
        ),
        span=node.span,
    )
    return made, YesNo()


def is_one_of(node: ast.IsOneOf, scope: Scope) -> Typed:
    value, kind = elaborate(node.operand, scope)
    if not isinstance(kind, Choice):
        raise Refused(type_errors.wrong_type(node.operand.span, kind, type_errors.ONE_OF_NAMES))
    cases = []
    for name in node.names:
        if name.text not in kind.names:
            raise Refused(name_errors.unknown(name.span, Sought.CHOICE, name.text, kind.names))
        constant = p.Constant(name.text, kind, span=name.span)
        cases.append(p.Compare(p.Comparison.EQUAL, value, constant, span=name.span))
    return p.Some(tuple(cases), span=node.span), YesNo()


def is_state(node: ast.IsState, scope: Scope) -> Typed:
    if not isinstance(node.operand, ast.Reference):
        raise Refused(
            type_errors.wrong_type(node.operand.span, type_errors.FORMULA, type_errors.FIELD_OR_NODE)
        )
    made: p.Expression
    if node.state is ast.State.APPLICABLE:
        if len(node.operand.parts) != 1:
            raise Refused(type_errors.wrong_type(node.operand.span, type_errors.FIELD, type_errors.NODE_NAME))
        name = node_named(node.operand.parts[0], scope)
        made = p.IsApplicable(name, one_subject(f"`{name}`", node.span, scope), span=node.span)
    else:
        _refuse_question(node, scope)
        value, _ = value_of(node.operand, scope, None)
        if not isinstance(value, p.AnyField):
            raise Refused(
                type_errors.wrong_type(node.operand.span, type_errors.NO_FIELD, type_errors.MAY_BE_MISSING)
            )
        made = p.IsKnown(value, span=node.span)
    if node.negated != (node.state is ast.State.MISSING):
        made = p.Not(made, span=node.span)
    return made, YesNo()


def _refuse_question(node: ast.IsState, scope: Scope) -> None:
    """Refuse to ask whether a form is there that each row has."""
    assert isinstance(node.operand, ast.Reference)
    *before, last = node.operand.parts
    word = scope.world.draft.current_name(last.text)
    row = scope.row_with_form(word)
    if before:
        row = scope.row_named(before[0].text) or scope.row_of(before[0].text)
    table = None if row is None or len(before) > 1 else scope.world.table(row.table)
    form = None if table is None else table.form_named(word)
    if table is not None and form is not None and not form.may_be_absent and table.field_named(word) is None:
        raise Refused(form_errors.always_there(node.span, form.name, table.name, form.span))


def quantified(node: ast.Quantification, scope: Scope) -> Typed:
    everywhere = node.rows.table.text == scope.world.schema.subject.name
    rows, inner = rows_of(node.rows, everywhere, scope)
    test = None if node.condition is None else condition(node.condition, inner)
    quantifier = node.quantifier
    if quantifier is p.Quantifier.EVERY and test is None:
        raise Refused(clause_errors.clause_missing(node.span, "`every`", clause_errors.CONDITION_CLAUSE))
    return p.Quantified(quantifier, rows, test, span=node.span), YesNo()


ARMS: Arms = {
    ast.AllOf: all_of,
    ast.AnyOf: any_of,
    ast.Opposite: opposite,
    ast.Between: between,
    ast.IsOneOf: is_one_of,
    ast.IsState: is_state,
    ast.Quantification: quantified,
}
"""Which kinds of expressions are checked here, and by what."""
