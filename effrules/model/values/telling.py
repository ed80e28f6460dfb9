"""What conditions tell of how large values are, and which hold for sure: a part of the analysis of ranges (:mod:`effrules.model.values.occurring`).

It needs the ranges of the finished program. Whether a value is there at all is told where expressions are checked
(``effrules.check.expressions.facts``), before there is a program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from effrules.model import program as p
from effrules.model.forms import Form, form
from effrules.model.values import known as facts
from effrules.model.values.demands import NotKnown
from effrules.model.values.known import NOTHING, Known, Told

if TYPE_CHECKING:
    from effrules.model.values.occurring import Occurring

MOST_DEEP = 3
"""So deep are definitions looked at once more for the very values that they are given; below that, for all that they may be given."""
MOST_NESTED = 4
"""So deep are "and" and "or" inside each other told apart case by case."""


def told(occurring: Occurring, condition: p.Expression, known: Known, holds: bool) -> Known:
    """What a condition that holds, or does not, tells beside what is known. Raises NotKnown."""
    match condition:
        case p.Compare(comparison, left, right):
            how = comparison if holds else comparison.opposite
            if isinstance(right, p.Constant) and isinstance(right.value, str | bool):
                return facts.of_value(left, right, how is p.Comparison.EQUAL)
            sides = occurring.range_of(left, known), occurring.range_of(right, known)
            made = facts.of_comparison(how, (left, right), sides)
            return {**_told_of_bodies(occurring, (left, right), made), **made}
        case p.Every(operands) | p.Some(operands):
            if isinstance(condition, p.Every) is holds:
                made = NOTHING
                for operand in operands:
                    made = facts.both(made, told(occurring, operand, facts.both(known, made), holds))
                return made
            return _told_by_some(occurring, operands, known, holds)
        case p.Not(operand):
            return told(occurring, operand, known, not holds)
        case p.Quantified(quantifier, rows, test):
            if quantifier is p.Quantifier.EVERY:
                return NOTHING if holds else facts.of_rows(rows, there=True)
            if (quantifier is p.Quantifier.ANY) is holds:
                return facts.of_rows(rows, there=True)
            return facts.of_rows(rows, there=False) if test is None else NOTHING
        case p.Call():
            answer = {form(condition): frozenset({holds})}
            return {**_told_by_definition(occurring, condition, known, holds), **answer}
        case p.FieldOf() | p.OwnerFieldOf() | p.Parameter() | p.FigureOf():
            return {form(condition): frozenset({holds})}
        case _:
            return NOTHING


def _told_of_bodies(occurring: Occurring, sides: tuple[p.Expression, ...], made: Known) -> Known:
    """What is known of a definition's value is known of its formula, in terms of where it is used."""
    found: dict[Form, Told] = {}
    for side in sides:
        at, names, deep = side, [], 0
        while isinstance(at, p.Call) and at.definition in occurring.program.definitions and deep < MOST_DEEP:
            names.append(facts.outside_of(at))
            at, deep = occurring.program.definitions[at.definition].body, deep + 1
        key = form(at) if names else None
        for outside in reversed(names):
            key = None if key is None else facts.form_renamed(key, outside)
        if key is not None and form(side) in made:
            found[key] = made[form(side)]
    return found


def _told_by_some(
    occurring: Occurring, operands: tuple[p.Expression, ...], known: Known, holds: bool
) -> Known:
    """What is known where some operand comes out one way, and not which; those before it came out the other way."""
    if occurring.nested >= MOST_NESTED:
        return facts.either([told(occurring, operand, known, holds) for operand in operands])
    alternatives: list[Known] = []
    cases: list[Known] = []
    with occurring.nesting():
        for operand in operands:
            if sure(occurring, operand, known) is not (not holds):
                cases.append(told(occurring, operand, known, holds))
                alternatives.append(facts.both(known, cases[-1]))
            known = facts.both(known, told(occurring, operand, known, not holds))
    return facts.both(facts.either(alternatives), facts.one_of(cases))


def sure(occurring: Occurring, condition: p.Expression, known: Known) -> bool | None:
    """Whether a condition holds for sure, or for sure does not; ``None`` where it may do either."""
    match condition:
        case p.Constant(value):
            return value if isinstance(value, bool) else None
        case p.Compare(comparison, left, right):
            if isinstance(right, p.Constant) and isinstance(right.value, str | bool):
                return facts.is_one(known.get(form(left)) if known else None, comparison, right.value)
            sides = occurring.range_of(left, known), occurring.range_of(right, known)
            return facts.compares(comparison, *sides)
        case p.Every(operands) | p.Some(operands):
            decisive = isinstance(condition, p.Some)
            answers = [sure(occurring, operand, known) for operand in operands]
            if decisive in answers:
                return decisive
            return None if None in answers else not decisive
        case p.Not(operand):
            inner = sure(occurring, operand, known)
            return None if inner is None else not inner
        case p.FieldOf() | p.OwnerFieldOf() | p.Parameter() | p.FigureOf() | p.Call():
            answer = known.get(form(condition)) if known else None
            return facts.is_one(answer, p.Comparison.EQUAL, True)
        case _:
            return None


def _told_by_definition(occurring: Occurring, call: p.Call, known: Known, holds: bool) -> Known:
    definition = occurring.program.definitions.get(call.definition)
    if definition is None:
        raise NotKnown(call.definition)
    if occurring.depth >= MOST_DEEP:
        return NOTHING
    with occurring.deeper():
        inside = told(occurring, definition.body, occurring.given(call, known), holds)
    return facts.renamed(inside, facts.outside_of(call))
