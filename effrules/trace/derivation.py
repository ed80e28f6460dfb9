"""Derivations: the steps of some subjects, stored once, and the part of them that one result rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, overload

from attrs import field, frozen

from effrules.exact.results import Results
from effrules.model.program import Program
from effrules.trace.referring import Refers, references, referring, with_references
from effrules.trace.step_json import StepWriter
from effrules.trace.steps import (
    Clause,
    ClauseKind,
    ClauseRef,
    Figure,
    Ref,
    Step,
    WorkingDays,
)  # fmt: skip
from effrules.trace.tables import TableRead


@frozen
class Roots:
    """Where the derivation of a subject starts: its nodes, grades (by rated node), places (by ranking), and the conditions of what is recommended."""

    nodes: Mapping[str, Ref]
    ratings: Mapping[str, Ref]
    places: Mapping[str, Ref]
    recommendations: Mapping[str, Ref] = field(factory=dict)


@frozen(slots=False)
class Derivation:
    """How one result of one subject came about: ``root`` and all the steps that it rests on, operands first.

    ``node`` is the node that was asked for. ``ratings`` and ``places`` are those of that node (of the total, with all
    places; where the rules give no total, of a node with the places by it, and of the root with all grades and places). ``recommendations`` are the steps of the conditions for which something is
    recommended for that node, by name; of the total, all of them.
    """

    program: Program = field(repr=False)
    subject: str
    name: str
    node: str
    root: Ref
    ratings: tuple[Ref, ...]
    places: tuple[Ref, ...]
    recommendations: Mapping[str, Ref]
    clauses: Sequence[Clause] = field(repr=False)
    tables: Sequence[TableRead] = field(repr=False)
    _all: Sequence[Step] = field(repr=False)
    _new: Mapping[Ref, Ref] = field(repr=False)
    _new_clauses: Mapping[ClauseRef, ClauseRef] = field(repr=False)

    @cached_property
    def steps(self) -> Sequence[Step]:
        """The steps, by their numbers; each gets its number when it is looked at."""
        return _Renumbered(self._all, self._new, self._new_clauses)

    def texts(self, called: Mapping[str, str] | None = None) -> list[str]:
        """The steps as JSON, each a text in its canonical form; ``called``: names for files of rules."""
        writer = StepWriter(self._new, self._new_clauses, called)
        return [writer.text(self._all[ref]) for ref in self._new]

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
    tables: Sequence[TableRead] = field(default=(), repr=False)
    untaken: Mapping[Any, Ref] = field(factory=dict, repr=False)
    """Steps that no other is made of, by the step that did not need them: see ``effrules.trace.completing``."""

    def texts(self) -> list[str]:
        """All steps as JSON, each a text in its canonical form, those that bodies share once."""
        numbers = {step.id: step.id for step in self.steps}
        clauses = {ClauseRef(at): ClauseRef(at) for at in range(len(self.clauses))}
        return list(map(StepWriter(numbers, clauses).text, self.steps))

    def of(self, key: str, node: str = "total") -> Derivation:
        """How a node's result for a subject came about. Raises KeyError for a subject or node that is not there."""
        roots = self.subjects[key]
        root = roots.nodes[node]
        rated = {rating.node for rating in self.program.ratings_of(node)}
        ranked = {ranking.name for ranking in self.program.rankings_of(node)}
        ratings = tuple(ref for name, ref in roots.ratings.items() if name in rated)
        places = tuple(ref for name, ref in roots.places.items() if name in ranked)
        top = next(name for name, one in self.program.nodes.items() if one.parent is None)
        recommended = {
            name: ref for name, ref in roots.recommendations.items()
            if node in (top, self.program.recommendations[name].node)
        }  # fmt: skip
        new = reachable(self.steps, (root, *ratings, *places, *recommended.values()))
        wanted = sorted(
            {clause for ref in new if (clause := self.steps[ref].clause) is not None} | self._tables(new)
        )
        clauses = {old: ClauseRef(at) for at, old in enumerate(wanted)}
        return Derivation(
            self.program, key, self.names[key], node, new[root],
            tuple(new[ref] for ref in ratings), tuple(new[ref] for ref in places),
            {name: new[ref] for name, ref in recommended.items()},
            tuple(self.clauses[ref] for ref in wanted), self.tables, self.steps, new, clauses,
        )  # fmt: skip

    def _tables(self, steps: Iterable[Ref]) -> set[ClauseRef]:
        """The tables of figures in which some steps look something up: clauses too, though no step stands in one."""
        read = {step.figures for ref in steps if isinstance(step := self.steps[ref], Figure)}
        read |= {step.calendar for ref in steps if isinstance(step := self.steps[ref], WorkingDays)}
        return {
            ClauseRef(at)
            for at, one in enumerate(self.clauses)
            if read and one.kind is ClauseKind.FIGURES and one.name in read
        }


class _Renumbered(Sequence[Step]):
    """Some of all steps, with numbers of their own; few readers look at each of them."""

    def __init__(
        self, steps: Sequence[Step], new: Mapping[Ref, Ref], clauses: Mapping[ClauseRef, ClauseRef]
    ) -> None:
        self._all, self._new, self._clauses = steps, new, clauses
        self._old = list(new)
        self._made: dict[Ref, Step] = {}

    def __len__(self) -> int:
        return len(self._old)

    @overload
    def __getitem__(self, at: int) -> Step: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Step]: ...
    def __getitem__(self, at: int | slice) -> Step | Sequence[Step]:
        if isinstance(at, slice):
            return [self._step(old) for old in self._old[at]]
        return self._step(self._old[at])

    def _step(self, old: Ref) -> Step:
        made = self._made.get(old)
        if made is None:
            made = self._made[old] = renumbered(self._all[old], self._new, self._clauses)
        return made


def reachable(steps: Sequence[Step], roots: Sequence[Ref]) -> dict[Ref, Ref]:
    """The steps that some rest on, in order, and for each its number among them, from 0.

    Each stands right after the last of its operands that did not stand before, so the order follows from the steps alone,
    whatever else was traced together with them.
    """
    new: dict[Ref, Ref] = {}
    ahead = [(ref, False) for ref in reversed(roots)]
    while ahead:
        ref, follows_its_operands = ahead.pop()
        if ref in new:
            continue
        if not follows_its_operands:
            missing = [operand for operand in references(steps[ref]) if operand not in new]
            if missing:
                ahead.append((ref, True))
                ahead.extend([(operand, False) for operand in reversed(missing)])
                continue
        new[ref] = Ref(len(new))
    return new


def renumbered(step: Step, new: Mapping[Ref, Ref], clauses: Mapping[ClauseRef, ClauseRef]) -> Step:
    """The step with new numbers for itself, its clause and all that it refers to."""
    kind: Any = type(step)
    made: Step = object.__new__(kind)
    keep = object.__setattr__
    for name, how in referring(kind).items():
        old = getattr(step, name)
        keep(made, name, old if how is Refers.NOT else with_references(old, new))
    keep(made, "id", new[step.id])
    if step.clause is not None:
        keep(made, "clause", clauses[step.clause])
    return made
