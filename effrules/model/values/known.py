"""What is known of the values at a place in the rules: ranges under the forms of expressions, as conditions tell them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from effrules.model import program as p
from effrules.model import ranges
from effrules.model.forms import Form, Outer, ParameterForm, RowForm, form
from effrules.model.ranges import ANY, Range
from effrules.model.types import NUMBER, Choice, YesNo

Case = frozenset[tuple[Form, "Told | tuple[Cases, ...]"]]
"""What is known in one of several cases: the items of a ``Known``."""

Cases = tuple[Case, ...]
"""Cases of which one holds, and not which: what ``or`` tells that holds, and ``and`` that does not."""

Told = Range | frozenset[object] | tuple[Cases, ...]
"""A range that a value lies in; of a choice, a text or a yes or no, the values that it can be; under ``CASES`` all cases."""

Known = Mapping[Form, Told]
"""What is known of an expression, by its form."""

NOTHING: Known = {}
CASES: Form = ("cases",)
MOST_CASES = 12
"""So many times are cases kept at one place at most."""
MOST_WAYS = 24
"""In so many ways at most are the cases at one place put together."""
MOST = 200
"""So many things are known at one place at most; what is told after that is not kept, which is sound."""


def both(one: Known, other: Known) -> Known:
    """All that either tells."""
    if not other:
        return one
    if not one:
        return other
    made = dict(one)
    for key, told in other.items():
        if key in made:
            made[key] = _both(made[key], told)
        elif len(made) < MOST:
            made[key] = told
    return made


def _both(one: Told, other: Told) -> Told:
    if isinstance(one, Range):
        return ranges.meet(one, other) if isinstance(other, Range) else one
    if isinstance(one, tuple) and isinstance(other, tuple):
        return tuple(dict.fromkeys((*one, *other)))[:MOST_CASES]
    return one & other if isinstance(one, frozenset) and isinstance(other, frozenset) else one


def either(alternatives: list[Known]) -> Known:
    """What is known where one of some things holds, and not which."""
    if not alternatives:
        return NOTHING
    first, *rest = alternatives
    made: dict[Form, Told] = {}
    for key, told in first.items():
        for other in rest:
            told = _either(told, other[key]) if key in other else ANY
            if told == ANY:
                break
        if told != ANY:
            made[key] = told
    return made


def _either(one: Told, other: Told) -> Told:
    if isinstance(one, Range):
        return ranges.hull(one, other) if isinstance(other, Range) else ANY
    if isinstance(one, tuple) and isinstance(other, tuple):
        return tuple(cases for cases in one if cases in other) or ANY
    return one | other if isinstance(one, frozenset) and isinstance(other, frozenset) else ANY


def one_of(alternatives: list[Known]) -> Known:
    """That one of some things holds, as cases; nothing where one of them tells nothing."""
    if not 2 <= len(alternatives) <= MOST_WAYS or not all(alternatives):
        return NOTHING
    return {CASES: (tuple(frozenset(known.items()) for known in alternatives),)}


def without_cases(known: Known) -> Known:
    """What is known whichever cases hold."""
    return {key: told for key, told in known.items() if key != CASES} if CASES in known else known


def ways(known: Known) -> list[Known]:
    """What may be known all in all, in all combinations of the cases that do not exclude each other; together they leave nothing out."""
    told = known.get(CASES, ())
    assert isinstance(told, tuple)
    found = [without_cases(known)]
    for cases in told:
        more = [way for before in found for case in cases for way in _with_case(before, case)]
        found = more if len(more) <= MOST_WAYS else found
    return found


def _with_case(known: Known, case: Case) -> list[Known]:
    """What is known in a case, and the cases in it; none where it cannot be."""
    made = both(known, dict(case))
    return [way for way in ways(made) if not any(_is_impossible(told) for told in way.values())]


def _is_impossible(told: Told) -> bool:
    return ranges.is_empty(told) if isinstance(told, Range) else not told


def of_value(expression: p.Expression, constant: p.Constant, equal: bool) -> Known:
    """What it tells of a choice, a text or a yes or no that it is a value, or is not."""
    value = constant.value
    if equal:
        return {form(expression): frozenset({value})}
    match constant.type:
        case Choice(names):
            return {form(expression): frozenset(names) - {value}}
        case YesNo():
            return {form(expression): frozenset({not value})}
        case _:
            return NOTHING


def of_comparison(
    comparison: p.Comparison, sides: tuple[p.Expression, p.Expression], found: tuple[Range, Range]
) -> Known:
    """What a comparison that holds tells of both sides, and of their difference."""
    told: dict[Form, Told] = {}
    (left, right), (one, other) = sides, found
    for side, how, against in ((left, comparison, other), (right, comparison.turned, one)):
        limits = ranges.compared(how, against)
        if limits != ANY and not isinstance(side, p.Constant):
            told[form(side)] = limits
    values = [side.value for side in sides if isinstance(side, p.Constant)]
    if len(values) < 2 and all(value != 0 and not isinstance(value, str | bool) for value in values):
        for a, b, how in ((left, right, comparison), (right, left, comparison.turned)):
            beyond = ranges.compared(how, ranges.exactly(ranges.ZERO))
            told[difference(a, b)] = beyond
    return told


def difference(left: p.Expression, right: p.Expression) -> Form:
    """The form of one expression less another."""
    return form(p.Arithmetic(p.ArithmeticOperator.SUBTRACT, left, right, NUMBER))


def counted(rows: p.Rows) -> Form:
    """The form of the number of rows."""
    return form(p.Count(rows, NUMBER))


def of_rows(rows: p.Rows, there: bool) -> Known:
    """What it tells that there are such rows, or that there are none."""
    if not there:
        return {counted(rows): ranges.exactly(ranges.ZERO)}
    wider = p.Rows(rows.variable, rows.population, rows.of)
    some = ranges.at_least(ranges.ONE, whole=True)
    return {counted(rows): some, counted(wider): some}


def renamed(known: Known, names: Mapping[object, object]) -> Known:
    """The same in terms of other rows and values; what speaks of rows that have no name there is left out."""
    made: dict[Form, Told] = {}
    for key, told in known.items():
        if isinstance(told, tuple):
            cases = tuple(filter(None, (_cases_renamed(one, names) for one in told)))
            if cases:
                made[CASES] = cases
            continue
        other = form_renamed(key, names)
        if other is not None:
            made[other] = told
    return made


def _cases_renamed(cases: Cases, names: Mapping[object, object]) -> Cases | None:
    made = tuple(frozenset(renamed(dict(case), names).items()) for case in cases)
    return made if all(made) else None


def form_renamed(key: Any, names: Mapping[object, object]) -> Any:
    """A form in terms of other rows and values; ``None`` where something in it has no name there."""
    if not isinstance(key, tuple) or not key:
        return key
    if isinstance(key, RowForm):
        called = names.get(key.called) if isinstance(key.called, Outer) else key.called
        return None if called is None else RowForm(called, key.table)
    if isinstance(key, ParameterForm):
        return names.get(key)
    parts = []
    for part in key:
        made = form_renamed(part, names)
        if made is None and part is not None:
            return None
        parts.append(made)
    return tuple(parts)


def spoken_of(key: Any) -> set[object]:
    """The rows and values of outside that a form speaks of."""
    if not isinstance(key, tuple) or not key:
        return set()
    if isinstance(key, Outer):
        return {key}
    return set().union(*(spoken_of(part) for part in key))


def is_one(told: Told | None, comparison: p.Comparison, value: object) -> bool | None:
    """Whether a choice, a text or a yes or no is a value (or is not), by what is known of it."""
    if not isinstance(told, frozenset):
        return None
    equal = comparison is p.Comparison.EQUAL
    if value not in told:
        return not equal
    return equal if len(told) == 1 else None


def compares(comparison: p.Comparison, left: Range, right: Range) -> bool | None:
    """Whether all numbers of one range compare so with all of another, or none of them does."""
    if ranges.is_empty(ranges.meet(left, ranges.compared(comparison, right))):
        return False
    if ranges.is_empty(ranges.meet(left, ranges.compared(comparison.opposite, right))):
        return True
    return None


def outside_of(call: p.Call) -> dict[object, object]:
    """What the rows and values of a definition are called where it is used."""
    names: dict[object, object] = {Outer(0): Outer(call.subject.slot)}
    names.update({Outer(slot): Outer(row.slot) for slot, row in call.rows})
    names.update({ParameterForm(Outer(slot)): form(argument) for slot, argument in call.arguments})
    return names
