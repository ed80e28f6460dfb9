"""What each kind of expression of the syntax tree becomes in the program: one function each, in the module of its subject."""

from __future__ import annotations

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
from effrules.check.expressions.typed import Arms, Typed
from effrules.model.types import Type
from effrules.syntax import tree as ast

ARMS: Arms = {
    **aggregates.ARMS,
    **calls.ARMS,
    **conditions.ARMS,
    **literals.ARMS,
    **names.ARMS,
    **operators.ARMS,
    **piecewise.ARMS,
    **scores.ARMS,
}

WANTING = frozenset(kind for kind, arm in ARMS.items() if "wanted" in arm.__annotations__)
"""The kinds that are understood by what is wanted of them."""


def elaborated(node: ast.Expression, scope: Scope, wanted: Type | None) -> Typed:
    """The program's expression for a syntax tree, and its type. Raises Refused with the first finding of the expression."""
    kind = type(node)
    return ARMS[kind](node, scope, wanted) if kind in WANTING else ARMS[kind](node, scope)
