"""What all expressions share: elaborating an operand, and demanding a type of it."""

from __future__ import annotations

from collections.abc import Callable

from effrules.check.errors import type_errors, value_words
from effrules.check.errors.refused import SILENT, Refused
from effrules.check.expressions import typing
from effrules.check.expressions.scope import Scope
from effrules.diagnostics import Finding, Severity
from effrules.model import program as p
from effrules.model.types import Quantity, Type, YesNo
from effrules.syntax import tree as ast

Typed = tuple[p.Expression, Type]

Arms = dict[type, Callable[..., Typed]]
"""By the kind of an expression the function that checks it: of the node, the scope, and what is wanted where that helps."""


def elaborate(node: ast.Expression, scope: Scope, wanted: Type | None = None) -> Typed:
    """The program's expression for a syntax tree, and its type.

    ``wanted`` helps names of choices to be understood; the caller still demands the type it needs.
    Raises Refused with the first finding of the expression.
    """
    return scope.world.elaborated(node, scope, wanted)


def condition(node: ast.Expression, scope: Scope) -> p.Expression:
    """An expression that must be yes or no."""
    made, kind = elaborate(node, scope, YesNo())
    if not isinstance(kind, YesNo):
        raise Refused(type_errors.wrong_type(node.span, kind, value_words.YES_OR_NO))
    return made


def number(node: ast.Expression, scope: Scope) -> tuple[p.Expression, Quantity]:
    """An expression that must be a quantity."""
    made, kind = elaborate(node, scope)
    return made, typing.quantity(kind, node.span)


def of_type(node: ast.Expression, scope: Scope, wanted: Type) -> p.Expression:
    """An expression that must be of a type."""
    made, kind = elaborate(node, scope, wanted)
    typing.demand(kind, wanted, node.span)
    return made


def silent() -> Finding:
    """A finding that is dropped: what is wrong has been said where the definition stands."""
    return Finding(SILENT, Severity.NOTE, "")
