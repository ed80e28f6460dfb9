"""Derivations: the steps of some subjects, stored once, and the part of them that one result rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, field, fields, frozen

from effrules.exact.results import Results
from effrules.model.program import Program
from effrules.trace.steps import (
    Argument,
    Clause,
    ClauseRef,
    Item,
    LeftOut,
    Part,
    Ref,
    Selection,
    Step,
    Taken,
    Test,
    references,
)  # fmt: skip


@frozen
class Roots:
    """Where the derivation of a subject starts: its nodes, grades (by rated node) and places (by ranking)."""

    nodes: Mapping[str, Ref]
    ratings: Mapping[str, Ref]
    places: Mapping[str, Ref]


@frozen
class Derivation:
    """How one result of one subject came about: ``root`` and all the steps that it rests on, operands first.

    ``node`` is the node that was asked for. ``ratings`` and ``places`` are those of that node (of the total, with all
    places).
    """

    program: Program = field(repr=False)
    subject: str
    name: str
    node: str
    root: Ref
    ratings: tuple[Ref, ...]
    places: tuple[Ref, ...]
    steps: Sequence[Step] = field(repr=False)
    clauses: Sequence[Clause] = field(repr=False)

    def step(self, ref: Ref) -> Step:
        """The step of that number."""
        return self.steps[ref]


@frozen
class Derivations:
    """The steps of all traced subjects in one list, each shared part once; operands come before what is made of them."""

    program: Program = field(repr=False)
    results: Results = field(repr=False)
    steps: Sequence[Step] = field(repr=False)
    clauses: Sequence[Clause] = field(repr=False)
    subjects: Mapping[str, Roots]
    names: Mapping[str, str]
    """What people call each subject, by its key."""

    def of(self, key: str, node: str = "total") -> Derivation:
        """How a node's result for a subject came about. Raises KeyError for a subject or node that is not there."""
        roots = self.subjects[key]
        root = roots.nodes[node]
        ratings = tuple(ref for rated, ref in roots.ratings.items() if rated == node)
        places = tuple(roots.places.values()) if node == "total" else ()
        steps, new = reachable(self.steps, (root, *ratings, *places))
        wanted = sorted({step.clause for step in steps if step.clause is not None})
        clauses = {old: ClauseRef(at) for at, old in enumerate(wanted)}
        renumbered = tuple(
            step if step.clause is None else evolve(step, clause=clauses[step.clause]) for step in steps
        )
        return Derivation(
            self.program, key, self.names[key], node, new[root],
            tuple(new[ref] for ref in ratings), tuple(new[ref] for ref in places),
            renumbered, tuple(self.clauses[ref] for ref in wanted),
        )  # fmt: skip


def reachable(steps: Sequence[Step], roots: Sequence[Ref]) -> tuple[list[Step], dict[Ref, Ref]]:
    """The steps that some rest on, in order and renumbered from 0, and the new number of each old one."""
    wanted: set[Ref] = set()
    ahead = list(roots)
    while ahead:
        ref = ahead.pop()
        if ref not in wanted:
            wanted.add(ref)
            ahead.extend(references(steps[ref]))
    order = sorted(wanted)
    new = {old: Ref(at) for at, old in enumerate(order)}
    return [renumbered(steps[old], new) for old in order], new


def renumbered(step: Step, new: Mapping[Ref, Ref]) -> Step:
    """The step with new numbers for itself and all that it refers to."""
    changes: dict[str, Any] = {}
    for at in fields(type(step)):
        if at.name in ("clause", "value"):
            continue
        old = getattr(step, at.name)
        changed = _changed(old, new, refs="Ref" in str(at.type))
        if changed is not old:
            changes[at.name] = changed
    return evolve(step, **changes)


def _changed(value: object, new: Mapping[Ref, Ref], refs: bool) -> object:
    match value:
        case bool() | str() | None:
            return value
        case int() if refs:
            return new[Ref(value)]
        case tuple() if value:
            return tuple(_changed(item, new, refs) for item in value)
        case Selection():
            return evolve(
                value,
                taken=tuple(t if t.where is None else Taken(t.row, new[t.where]) for t in value.taken),
                left_out=tuple(LeftOut(left.row, new[left.where]) for left in value.left_out),
            )
        case Item():
            result = None if value.result is None else new[value.result]
            return Item(value.titles, new[value.condition], result)
        case Argument():
            return value if value.step is None else evolve(value, step=new[value.step])
        case Part():
            return value if value.score is None else evolve(value, score=new[value.score])
        case Test():
            return evolve(value, condition=new[value.condition])
        case _:
            return value
