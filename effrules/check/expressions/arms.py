"""What each kind of expression of the syntax tree becomes in the program: one function each."""

from __future__ import annotations

from typing import assert_never

from effrules.check.expressions import (
    aggregates,
    calls,
    conditions,
    literals,
    names,
    operators,
    piecewise,
    scores,
)
from effrules.check.expressions.scope import Scope
from effrules.check.expressions.typed import Typed
from effrules.model.types import Type
from effrules.syntax import tree as ast


def elaborated(node: ast.Expression, scope: Scope, wanted: Type | None) -> Typed:
    """The program's expression for a syntax tree, and its type. Raises Refused with the first finding of the expression."""
    match node:
        case ast.Number():
            return literals.written_number(node, scope)
        case ast.DateLiteral():
            return literals.written_date(node, scope)
        case ast.TextLiteral():
            return literals.written_text(node, scope)
        case ast.YesNoLiteral():
            return literals.written_yes_no(node, scope)
        case ast.Reference():
            return names.reference(node, scope, wanted)
        case ast.BeforeRounding():
            return scores.before_rounding(node, scope)
        case ast.CallOf():
            return calls.call(node, scope)
        case ast.Binary():
            return operators.binary(node, scope)
        case ast.Negative():
            return operators.negative(node, scope)
        case ast.AllOf():
            return conditions.all_of(node, scope)
        case ast.AnyOf():
            return conditions.any_of(node, scope)
        case ast.Opposite():
            return conditions.opposite(node, scope)
        case ast.Between():
            return conditions.between(node, scope)
        case ast.IsOneOf():
            return conditions.is_one_of(node, scope)
        case ast.IsState():
            return conditions.is_state(node, scope)
        case ast.Choice():
            return operators.choice(node, scope, wanted)
        case ast.Bounded():
            return operators.bounded(node, scope)
        case ast.Rounded():
            return operators.rounded(node, scope, wanted)
        case ast.InsteadOfMissing():
            return operators.instead(node, scope)
        case ast.AggregateOf():
            return aggregates.aggregate(node, scope)
        case ast.PartsOf():
            return scores.parts(node, scope)
        case ast.ItsMaximum():
            return scores.its_maximum(node, scope)
        case ast.CountOf():
            return aggregates.count(node, scope)
        case ast.ShareOfRows():
            return aggregates.share_of(node, scope)
        case ast.StandingOf():
            return aggregates.standing(node, scope)
        case ast.WorkingDaysOf():
            return aggregates.working_days(node, scope)
        case ast.Quantification():
            return conditions.quantified(node, scope)
        case ast.BandsOf():
            return piecewise.banded(node, scope, wanted)
        case ast.InterpolateOf():
            return piecewise.interpolate(node, scope)
        case ast.CheckListOf():
            return piecewise.checklist(node, scope)
        case _:
            assert_never(node)
