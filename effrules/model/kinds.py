"""Kinds of subjects: what the choices and yes-or-no fields of a subject decide about the tree of scores.

Which nodes a subject has (``only where``), which of several maxima holds for it, and how its own parts weigh then. A kind is a ``Case``:
a value for each field that decides something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from attrs import evolve
from flint import fmpq

from effrules.model import program as p
from effrules.model.schema import Table
from effrules.model.types import Choice, YesNo

Case = Mapping[str, object]
"""The values of the fields of a subject that decide; a row's ``values`` are one."""


def decided(condition: p.Expression, case: Case, slot: int = 0) -> bool | None:
    """Whether a condition on the subject in a slot holds in a case; ``None`` where that cannot be told from it."""
    match condition:
        case p.FieldOf(row, name, YesNo()) if row.slot == slot and name in case:
            return bool(case[name])
        case p.Compare(
            p.Comparison.EQUAL | p.Comparison.NOT_EQUAL as how, p.FieldOf(row, name), p.Constant(value)
        ) if row.slot == slot and name in case:
            return (case[name] == value) is (how is p.Comparison.EQUAL)
        case p.Every(operands):
            answers = [decided(o, case, slot) for o in operands]
            return False if False in answers else None if None in answers else True
        case p.Some(operands):
            answers = [decided(o, case, slot) for o in operands]
            return True if True in answers else None if None in answers else False
        case p.Not(operand):
            inner = decided(operand, case, slot)
            return None if inner is None else not inner
        case _:
            return None


def fields_of(condition: p.Expression, slot: int = 0) -> frozenset[str]:
    """The own fields of the subject in a slot that a condition looks at, as far as it is made of conditions on them."""
    match condition:
        case p.FieldOf(row, name) if row.slot == slot:
            return frozenset({name})
        case p.Compare(_, left, right):
            return fields_of(left, slot) | fields_of(right, slot)
        case p.Every(operands) | p.Some(operands):
            return frozenset().union(*(fields_of(o, slot) for o in operands))
        case p.Not(operand):
            return fields_of(operand, slot)
        case _:
            return frozenset()


def conditions(nodes: Mapping[str, p.ScoreNode]) -> Iterator[p.Expression]:
    """The conditions by which nodes, or their maxima, are there for some kinds only."""
    for node in nodes.values():
        yield from (test.condition for test in node.not_applicable if test.only)
        yield from (one.condition for one in node.maxima)


def deciding(nodes: Mapping[str, p.ScoreNode]) -> tuple[str, ...]:
    """The fields that decide which nodes, or which maxima, a subject has; mostly none."""
    return tuple(sorted(frozenset().union(*map(fields_of, conditions(nodes)))))


def cases(table: Table, fields: tuple[str, ...], most: int) -> tuple[Case, ...] | None:
    """Every kind by some fields of the subject; ``None`` where they are too many, or some field has no kinds."""
    values: list[tuple[object, ...]] = []
    for name in fields:
        declared = table.field_named(name)
        if declared is None or not isinstance(declared.type, Choice | YesNo):
            return None
        values.append(declared.type.names if isinstance(declared.type, Choice) else (True, False))
    if prod(map(len, values)) > most:
        return None
    return tuple(dict(zip(fields, combination, strict=True)) for combination in product(*values))


def called(case: Case) -> str:
    """A kind in words: ``kind central, secret no``; empty where nothing decides."""
    words = {True: "yes", False: "no"}
    return ", ".join(f"{name} {words[v] if isinstance(v, bool) else v}" for name, v in case.items())


# -- What a kind has -------------------------------------------------------------------------------------------------


def has(nodes: Mapping[str, p.ScoreNode], name: str, case: Case) -> bool:
    """Whether a kind has a node, where it has the node above: by its ``only where``, and, made of its parts, by theirs."""
    node = nodes[name]
    if any(test.only and decided(test.condition, case) is True for test in node.not_applicable):
        return False
    if not node.parts or not node.only_parts:
        return True
    return any(has(nodes, part, case) for part in node.parts)


def lacking(nodes: Mapping[str, p.ScoreNode], name: str) -> p.Expression | None:
    """The condition that tells who does not have a node; ``None`` where everybody does."""
    node = nodes[name]
    ways: list[p.Expression] = [test.condition for test in node.not_applicable if test.only]
    if node.parts and node.only_parts:
        below = [lacking(nodes, part) for part in node.parts]
        if None not in below:
            ways.append(p.Every(tuple(one for one in below if one is not None)))
    if not ways:
        return None
    return ways[0] if len(ways) == 1 else p.Some(tuple(ways))


def parts(nodes: Mapping[str, p.ScoreNode], name: str, case: Case) -> tuple[str, ...]:
    """The parts of a node that a kind has."""
    return tuple(part for part in nodes[name].parts if has(nodes, part, case))


def maximum(node: p.ScoreNode, case: Case) -> fmpq:
    """The maximum of a node that holds for a kind."""
    for one in node.maxima:
        if decided(one.condition, case) is True:
            return one.value
    return node.maximum


def own(node: p.ScoreNode, case: Case) -> p.ScoreNode:
    """A node as it is for a kind: with the one maximum that holds."""
    return evolve(node, maximum=maximum(node, case), maxima=()) if node.maxima else node


def varies(nodes: Mapping[str, p.ScoreNode], name: str) -> bool:
    """Whether the parts of a node, or their maxima, are not the same for all kinds."""
    return any(
        nodes[part].maxima
        or any(test.only for test in nodes[part].not_applicable)
        or (nodes[part].kind is not p.NodeKind.CRITERION and varies(nodes, part))
        for part in nodes[name].parts
    )


def weights(
    nodes: Mapping[str, p.ScoreNode], clause: p.WeightsClause, name: str, case: Case
) -> tuple[p.Weight, ...]:
    """How the parts of a node that a kind has weigh: by its own maxima, else as stated, each over their sum.

    Stated weights of its parts make 1 for each kind, as the checker sees to; equal ones stay equal.
    """
    stated = clause.weights.get(name, ())
    if not varies(nodes, name):
        return stated
    there = [weight for weight in stated if has(nodes, weight.part, case)]
    if name in clause.by_maxima:
        there = [evolve(weight, share=maximum(nodes[weight.part], case)) for weight in there]
    whole = sum((weight.share for weight in there), fmpq(0))
    return tuple(evolve(weight, share=weight.share / whole) for weight in there) if whole else ()


MOST_SHOWN = 100
"""Of so many kinds the weights are told apart."""


def shares(program: p.Program, clause: p.WeightsClause, part: str) -> tuple[tuple[Case, fmpq], ...]:
    """The weight of a part by a clause, for whom: one entry without a kind where it is the same for all who have the part."""
    parent = program.nodes[part].parent
    assert parent is not None
    stated = next((weight.share for weight in clause.weights.get(parent, ()) if weight.part == part), fmpq(0))
    fields = deciding(program.nodes) if varies(program.nodes, parent) else ()
    found: list[tuple[Case, fmpq]] = []
    for case in cases(program.schema.subject, fields, MOST_SHOWN) or ():
        if clause.condition is None or decided(clause.condition, case) is not False:
            given = weights(program.nodes, clause, parent, case)
            found += [(case, weight.share) for weight in given if weight.part == part]
    different = {share for _, share in found}
    if len(different) < 2:
        return (({}, different.pop() if different else stated),)
    return tuple(found)
