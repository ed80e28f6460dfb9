"""Promises tried on random data: they held so many times, or here is the smallest case in which one does not.

Holding on random data is not a proof, and is never called one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import assert_never

from attrs import frozen

from effrules.diagnostics.glyphs import wrapped
from effrules.exact.partial import Part, footprint_of, part_of, read_by, with_demands, with_outcomes
from effrules.exact.plan import plan_of
from effrules.model import program as p
from effrules.model.footprint import Footprint
from effrules.model.reading import nodes_read
from effrules.model.schema import Schema
from effrules.prove.agencies import Agencies
from effrules.prove.cases import example_text
from effrules.prove.choices import Choices, Seeded
from effrules.prove.trials import Broken, Trial
from effrules.words import Language, in_language, phrase

TRIES = 200
"""So many random cases are tried for each promise unless another number is asked for."""

PATIENCE = 30
"""So many times as many cases as are to be tried are looked at where something must hold of the data."""


@frozen
class PropertyOutcome:
    """What came of trying a promise: in how many cases it was put to the test, and the one that breaks it."""

    property: p.Property
    tried: int
    tested: int
    broken: Broken | None
    schema: Schema

    def example_in(self, language: Language = Language.EN, width: int = 0) -> str:
        """The counter-example as an ``example`` block to paste, whose remarks are in a language and within a width; empty where there is none."""
        if self.broken is None:
            return ""
        name = phrase("counter-example to {name}", name=self.property.name).in_(language)
        told = (in_language(remark, language) for remark in self.broken.remarks)
        remarks = [line for one in told for line in wrapped(one, width and width - len("-- "))]
        return example_text(name, self.broken.rows, self.schema, self.broken.lines, remarks)


def try_property(
    program: p.Program,
    promise: p.Property,
    tries: int = TRIES,
    seed: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    part: Part | None = None,
) -> PropertyOutcome:
    """Try a promise on random data; the same cases on every run unless a seed is given.

    Worked out, and looked at for failures, is what the promise reads, and no more; with ``part`` that (see :func:`parts_to_try`).
    ``progress`` is told after each case how many were tried, and of how many; making a counter-example smaller is not counted.
    """
    part = part_for(program, promise) if part is None else part
    read = with_demands(program, footprint_of(program, part) | _read_itself(program, promise))
    alone = not read.others and not isinstance(
        promise.promise, p.Always
    )  # one subject is looked at, and no other matters
    agencies = Agencies(program, _spoken_of(program, promise), part.nodes, read, alone)
    random = Random(0 if seed is None else seed)  # noqa: S311
    tried = tested = 0
    broken: Broken | None = None

    def broken_by(choices: Choices) -> Broken | None:
        trial = Trial(program, promise, part, agencies, choices)
        return trial.run() if agencies.holds(trial.rows) else None

    for _ in range(tries * PATIENCE):
        if tried == tries or broken is not None:
            break
        choices = Seeded(random)
        trial = Trial(program, promise, part, agencies, choices)
        if not agencies.holds(trial.rows):
            continue
        broken = trial.run()
        tried += 1
        tested += trial.tested
        if progress is not None:
            progress(tried, tries)
        if broken is not None:
            from effrules.prove.shrinking import smallest

            broken = smallest(broken_by, choices.taken, broken)
    return PropertyOutcome(promise, tried, tested, broken, program.schema)


def _spoken_of(program: p.Program, promise: p.Property) -> tuple[str, ...]:
    """The table whose rows a promise changes, with those that own it: they must have rows to change."""
    match promise.promise:
        case p.FieldMoves(row) | p.NeverAffects(row):
            name: str | None = row.table
        case p.OneMore(table):
            above = program.schema.table_named(table)
            name = above.owner if above is not None else None
        case _:
            name = None
    names = []
    while name is not None:
        names.append(name)
        table_of = program.schema.table_named(name)
        name = table_of.owner if table_of is not None else None
    return tuple(names)


def part_for(program: p.Program, promise: p.Property, *more: str) -> Part:
    """What is worked out to try a promise: the nodes that it reads (and some ``more``) with all that these read, their grades and places."""
    return with_outcomes(program, part_of(program, {*_nodes_of(program, promise), *more}))


def parts_to_try(program: p.Program, promises: Sequence[p.Property]) -> list[Part]:
    """What is worked out for each of some promises, so that together they try all rules: what none reads, the first one does."""
    parts = [part_for(program, promise) for promise in promises]
    ranked = {ranking.name for part in parts for ranking in part.rankings}
    tried = {name for part in parts for name in part.nodes}
    left = {name for name in program.nodes if name not in tried}
    for ranking in program.rankings:
        if ranking.name not in ranked:
            left |= read_by(program, ranking)
    if parts and left:
        parts[0] = part_for(program, promises[0], *left)
    return parts


def _expressions_of(promise: p.Property) -> tuple[p.Expression, ...]:
    """The conditions that a promise states."""
    match promise.promise:
        case p.Always(condition):
            found: tuple[p.Expression | None, ...] = (condition,)
        case p.OneMore(rows=rows):
            found = (rows.where,)
        case p.FieldMoves(where=where):
            found = (where,)
        case p.NeverAffects():
            found = ()
        case _:
            assert_never(promise.promise)
    return tuple(one for one in found if one is not None)


def _nodes_of(program: p.Program, promise: p.Property) -> set[str]:
    """The nodes that a promise is about, and those that its conditions read."""
    about = promise.promise
    named = set() if isinstance(about, p.Always) else {about.node}
    return named | nodes_read(*_expressions_of(promise), program=program)


def _read_itself(program: p.Program, promise: p.Property) -> Footprint:
    """What a promise reads, or changes, of the data itself."""
    match promise.promise:
        case p.FieldMoves(row, field) | p.NeverAffects(row, field):
            own = Footprint(frozenset(((row.table, field),)), frozenset((row.table,)))
        case p.OneMore(table):
            own = Footprint(frozenset(), frozenset((table,)))
        case p.Always():
            own = Footprint()
        case _:
            assert_never(promise.promise)
    return own | plan_of(program).footprints.of(_expressions_of(promise))
