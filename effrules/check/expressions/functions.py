"""Functions of numbers, and the unit of what they give."""

from __future__ import annotations

from flint import fmpq

from effrules.check.errors import type_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions.scope import Scope
from effrules.check.expressions.typed import Typed, number
from effrules.model import program as p
from effrules.model.types import DAYS_TYPE, NUMBER, PLAIN, SHARE, Quantity, Type
from effrules.syntax import tree as ast

CONVERSIONS: dict[str, Type] = {"share": SHARE, "number": NUMBER, "days": DAYS_TYPE}


FUNCTIONS = {function.value: function.facts.arguments for function in p.Function} | dict.fromkeys(
    CONVERSIONS, 1
)


def function_of_numbers(node: ast.CallOf, word: str, scope: Scope) -> Typed:
    first, kind = number(node.arguments[0], scope)
    place = node.arguments[0].span
    if word in CONVERSIONS:
        if kind.unit:
            raise Refused(type_errors.wrong_type(place, kind, type_errors.WITHOUT_UNIT))
        return first, CONVERSIONS[word]
    function = p.Function.of_word(word)
    if word == "abs":
        return p.Apply(function, (first,), kind, span=node.span), kind
    if word in ("ln", "exp"):
        if kind.unit:
            raise Refused(type_errors.base_has_unit(place, kind))
        return p.Apply(function, (first,), PLAIN, span=node.span), PLAIN
    arguments: tuple[p.Expression, ...] = (first,)
    degree = fmpq(2)
    if word in ("root", "power"):
        second, other = number(node.arguments[1], scope)
        if other.unit:
            raise Refused(type_errors.wrong_type(node.arguments[1].span, other, type_errors.WITHOUT_UNIT))
        arguments = (first, second)
        literal = node.arguments[1]
        if kind.unit and not isinstance(literal, ast.Number):
            raise Refused(type_errors.exponent_not_fixed(literal.span))
        degree = literal.value if isinstance(literal, ast.Number) else degree
        if word == "root" and isinstance(literal, ast.Number) and (degree.q != 1 or degree < 1):
            raise Refused(type_errors.root_degree(literal.span))
    if not kind.unit:
        return p.Apply(function, arguments, kind, span=node.span), kind
    factor = degree if word == "power" else 1 / degree
    powers = tuple((name, power * factor) for name, power in kind.unit)
    if any(power.q != 1 for _, power in powers):
        raise Refused(type_errors.wrong_type(place, kind, type_errors.QUANTITY_WITH_BASE.of(word=word)))
    result = Quantity(tuple((name, int(power.p)) for name, power in powers if power != 0))
    return p.Apply(function, arguments, result, span=node.span), result
