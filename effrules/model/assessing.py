"""Who assesses a part of the tree of scores: by what the rules say of it, else of what it stands in. Nobody assesses himself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from attrs import frozen

from effrules.model import program as p
from effrules.model.types import Value

Holds = Callable[[p.Expression], bool | None]
"""Whether a condition holds for a subject; ``None`` where that cannot be told."""

Given = Mapping[int, Value | None]
"""The values of the parameters of a definition, by their slots."""


def assessed_by(program: p.Program, name: str, holds: Holds) -> tuple[str, tuple[p.Assessor, ...]] | None:
    """The node that says who assesses a node, and the assessors; nobody, where no node does. ``None``: it cannot be told."""
    at: str | None = name
    while at is not None:
        node = program.nodes[at]
        tests = dict.fromkeys(one.condition for one in node.assessors)
        for test in tests:
            answer = True if test is None else holds(test)
            if answer is None:
                return None
            if answer:
                return at, tuple(one for one in node.assessors if one.condition == test)
        at = node.parent
    return name, ()


@frozen
class Conflict:
    """An institution that would assess the subject that it is itself: for which subject, and by what node it is said."""

    institution: p.Institution
    node: str


def conflicts(program: p.Program, key: str, holds: Holds) -> Iterator[Conflict]:
    """The institutions that would assess a subject by its identifier and are that subject, each once for the node that says so."""
    own = {name: one for name, one in program.institutions.items() if one.subject == key}
    told: set[tuple[str, str]] = set()
    for name, node in program.nodes.items() if own else ():
        if node.parts or not has(program, name, holds):
            continue
        where, assessors = assessed_by(program, name, holds) or (name, ())
        for one in assessors:
            current = program.renamed.get(one.name, one.name)
            if current in own and (current, where) not in told:
                told.add((current, where))
                yield Conflict(own[current], where)


def has(program: p.Program, name: str, holds: Holds) -> bool:
    """Whether a subject surely has a node, by the clauses that say who has it."""
    at: str | None = name
    while at is not None:
        if any(one.only and holds(one.condition) is not False for one in program.nodes[at].not_applicable):
            return False
        at = program.nodes[at].parent
    return True


def by_key_alone(program: p.Program, key: str) -> Holds:
    """What can be told of a subject by its identifier, by the figures that are looked up by it, and by definitions made of these."""
    fields = program.schema.subject.fields
    name = next((one.name for one in fields if one.unique), fields[0].name if fields else "")

    def value(expression: p.Expression, given: Given) -> Value | None:
        match expression:
            case p.Constant(known):
                return known
            case p.Parameter(slot):
                return given.get(slot)
            case p.FieldOf(row, field) if row.slot == 0 and field == name:
                return key
            case p.FigureOf(figures, of, column):
                table = program.figures[figures]
                at = [one for one, _ in table.columns].index(column)
                return next((row[at] for row in table.rows if row[0] == value(of, given)), None)
            case p.Call(definition, _, arguments, subject) if subject.slot == 0:
                filled = {slot: value(one, given) for slot, one in arguments}
                return value(program.definitions[definition].body, filled)
            case p.Compare(p.Comparison.EQUAL | p.Comparison.NOT_EQUAL as how, left, right):
                ours, theirs = value(left, given), value(right, given)
                known = ours is not None and theirs is not None
                return (ours == theirs) is (how is p.Comparison.EQUAL) if known else None
            case p.Every(operands) | p.Some(operands):
                answers = [value(one, given) for one in operands]
                settling = isinstance(expression, p.Some)
                return settling if settling in answers else None if None in answers else not settling
            case p.Not(operand):
                answer = value(operand, given)
                return None if answer is None else not answer
            case _:
                return None

    def holds(condition: p.Expression) -> bool | None:
        found = value(condition, {})
        return found if isinstance(found, bool) else None

    return holds
