"""What a condition tells of what is there, when it holds or does not: which values are given, which nodes applicable, which rows there are.

It is asked while an expression is checked, clause by clause, where a use of what may be missing demands its fact. What conditions
tell of how large values are is asked of the whole program later: ``effrules.model.values.telling`` and ``known``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import assert_never

from attrs import evolve, frozen
from flint import fmpq

from effrules.model import program as p
from effrules.model.forms import Form, Outer, form
from effrules.model.schema import Field
from effrules.model.types import Choice
from effrules.model.values import known as forms_of


@frozen
class FieldGiven:
    """A field of the row in a slot, or of one that owns it ``levels`` steps up, has a value."""

    slot: int
    field: str
    levels: int = 0


@frozen
class NodeApplicable:
    """A node is applicable to the subject in a slot."""

    slot: int
    node: str


@frozen
class RowsThere:
    """There are some rows, by the form of their number."""

    rows: Form


Fact = FieldGiven | NodeApplicable | RowsThere

Literal = tuple[Form, bool]
"""A plain condition, and whether it holds."""

Clause = tuple[frozenset[Literal], Fact]
"""Something known wherever some plain conditions come out so: ``not t.large or t.staff is known``."""

NOTHING: frozenset[Fact] = frozenset()
MOST = 50
"""So many alternatives, and so many plain conditions of a definition, are told apart at most."""


FEW = 6
"""Of a choice of so many names at most, that it is one of them tells that it is none of the others."""

OfDefinition = Callable[[str, bool], "Told"]
"""What a definition that is yes or no tells, by its name, where it holds or does not."""


@frozen
class Told:
    """What is told: facts, clauses (facts under conditions), and how plain conditions come out."""

    facts: frozenset[Fact] = frozenset()
    clauses: frozenset[Clause] = frozenset()
    literals: frozenset[Literal] = frozenset()

    def and_also(self, other: Told) -> Told:
        """All that both tell."""
        return Told(self.facts | other.facts, self.clauses | other.clauses, self.literals | other.literals)


def field_fact(node: p.AnyField) -> FieldGiven:
    """The fact that a field has a value."""
    return FieldGiven(node.row.slot, node.field, node.levels)


def fact_needed(node: p.AnyField, declared: Field) -> Fact:
    """The fact on which a field that may be missing has a value: of what is missing only with its form, that the form is there."""
    if declared.form is None or not declared.given_with_form:
        return field_fact(node)
    return field_fact(evolve(node, field=declared.form.name))


def facts_of_value(node: p.AnyField) -> frozenset[Fact]:
    """What it tells that a field has a value: of a form's field also that the form is there."""
    form, dot, _ = node.field.partition(".")
    return frozenset({field_fact(node), *((field_fact(evolve(node, field=form)),) if dot else ())})


def node_fact(node: str, row: p.RowVariable) -> Fact:
    """The fact that a node is applicable to a subject."""
    return NodeApplicable(row.slot, node)


def rows_fact(rows: p.Rows) -> Fact:
    """The fact that there are such rows."""
    return RowsThere(forms_of.counted(rows))


def told(condition: p.Expression, holds: bool, of_definition: OfDefinition) -> Told:
    """What is known where a condition holds, or does not."""
    match condition:
        case p.IsKnown(operand):
            return Told(facts_of_value(operand) if holds else NOTHING, literals=plain(condition, holds))
        case p.IsApplicable(node, subject):
            fact = node_fact(node, subject)
            return Told(frozenset({fact} if holds else ()), literals=plain(condition, holds))
        case p.Every(operands) | p.Some(operands):
            parts = [told(operand, holds, of_definition) for operand in operands]
            if isinstance(condition, p.Every) is holds:
                return _all(parts)
            return Told(
                frozenset.intersection(*(part.facts for part in parts)), _clauses(operands, parts, holds)
            )
        case p.Not(operand):
            return told(operand, not holds, of_definition)
        case p.Quantified(quantifier, rows):
            exists = holds is (quantifier is p.Quantifier.ANY)  # "no" and "every" that do not hold show a row
            return Told(_there(rows) if exists else NOTHING, literals=plain(condition, holds))
        case p.Compare(comparison, p.Count(rows), p.Constant(value)) if isinstance(value, fmpq):
            some = _some(comparison if holds else comparison.opposite, value)
            return Told(_there(rows) if some else NOTHING, literals=plain(condition, holds))
        case p.Call(name):
            inside = translated(of_definition(name, holds), forms_of.outside_of(condition))
            return inside.and_also(Told(literals=plain(condition, holds)))
        case _:
            return Told(literals=plain(condition, holds))


def _all(parts: Iterable[Told]) -> Told:
    made = Told()
    for part in parts:
        made = made.and_also(part)
    return made


def plain(condition: p.Expression, holds: bool = True) -> frozenset[Literal]:
    """A condition as plain ones: of a choice that is one of some names also that it is none of the others."""
    match condition:
        case p.Compare(p.Comparison.NOT_EQUAL, left, right):
            return plain(p.Compare(p.Comparison.EQUAL, left, right), not holds)
        case p.Compare(p.Comparison.EQUAL, left, p.Constant(bool(value))):
            return plain(left, holds is value)
        case p.Compare(p.Comparison.EQUAL, left, p.Constant(value, Choice(names) as type_)):
            return frozenset(
                (form(p.Compare(p.Comparison.EQUAL, left, p.Constant(name, type_))), holds is (name == value))
                for name in names
                if name == value or (len(names) <= FEW and (holds or len(names) == 2))
            )
        case _:
            return frozenset({(form(condition), holds)})


def _clauses(operands: tuple[p.Expression, ...], parts: list[Told], holds: bool) -> frozenset[Clause]:
    """One of some operands comes out so: what each tells is known where all the others, plain ones, do not."""
    made: set[Clause] = set()
    if len(operands) > MOST:
        return frozenset()
    for at, part in enumerate(parts):
        if not part.facts:
            continue
        others = [_opposites(other, holds) for number, other in enumerate(operands) if number != at]
        for conditions in _all_ways(others):
            made.update((conditions, fact) for fact in part.facts)
    return frozenset(made)


def _opposites(operand: p.Expression, holds: bool) -> list[frozenset[Literal]]:
    """The ways in which plain conditions tell that an operand comes out the other way, each enough by itself."""
    match operand:
        case p.Not(inner):
            return _opposites(inner, not holds)
        case p.Every(operands) | p.Some(operands):
            ways = [_opposites(one, holds) for one in operands[:MOST]]
            if isinstance(operand, p.Every) is holds:  # one of them is enough
                return [way for some in ways for way in some][:MOST]
            return _all_ways(ways) if len(operands) <= MOST else []
        case _:
            return [plain(operand, not holds)]


def _all_ways(choices: list[list[frozenset[Literal]]]) -> list[frozenset[Literal]]:
    """One way of each, in all combinations, up to a number of them: fewer tell less, and nothing wrong."""
    made: list[frozenset[Literal]] = [frozenset()]
    for ways in choices:
        made = [before | way for before in made for way in ways][:MOST]
    return made


def _there(rows: p.Rows) -> frozenset[Fact]:
    """That there are such rows, and so such rows without the condition on them."""
    wider = p.Rows(rows.variable, rows.population, rows.of)
    return frozenset({rows_fact(rows), rows_fact(wider)})


def _some(comparison: p.Comparison, value: fmpq) -> bool:
    """Whether a number of rows that compares so is at least 1."""
    match comparison:
        case p.Comparison.EQUAL | p.Comparison.AT_LEAST:
            return bool(value > 0)
        case p.Comparison.GREATER:
            return bool(value >= 0)
        case p.Comparison.NOT_EQUAL:
            return bool(value == 0)
        case p.Comparison.LESS | p.Comparison.AT_MOST:
            return False
        case _:
            assert_never(comparison)


# -- From a definition to where it is used, and back ---------------------------------------------------------------


def fact_translated(fact: Fact, names: Mapping[object, object]) -> Fact | None:
    """A fact in terms of where a definition is used; ``None`` where it cannot be said there."""
    match fact:
        case RowsThere(rows):
            renamed = forms_of.form_renamed(rows, names)
            return None if renamed is None else RowsThere(renamed)
        case FieldGiven(slot) | NodeApplicable(slot):
            there = names.get(Outer(slot))
            return evolve(fact, slot=there.slot) if isinstance(there, Outer) else None
        case _:
            assert_never(fact)


def literals_translated(literals: Iterable[Literal], names: Mapping[object, object]) -> frozenset[Literal]:
    """Conditions in terms of where a definition is used; those that cannot be said there are left out."""
    made = [(forms_of.form_renamed(key, names), holds) for key, holds in literals]
    return frozenset((key, holds) for key, holds in made if key is not None)


def translated(inside: Told, names: Mapping[object, object]) -> Told:
    """What a definition tells, in terms of where it is used."""
    found = [fact_translated(fact, names) for fact in inside.facts]
    clauses: set[Clause] = set()
    for conditions, fact in inside.clauses:
        where, there = literals_translated(conditions, names), fact_translated(fact, names)
        if len(where) == len(conditions) and there is not None:
            clauses.add((where, there))
    literals = {
        (key, holds)
        for one, holds in (inside.literals if len(inside.literals) <= MOST else ())
        if (key := forms_of.form_renamed(one, names)) is not None
    }
    return Told(
        frozenset(fact for fact in found if fact is not None), frozenset(clauses), frozenset(literals)
    )
