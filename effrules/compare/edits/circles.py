"""Edits that can only be applied together because some of them alone would make the rules go round in a circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from effrules.compare.edits import edit as e
from effrules.compare.edits.edit import Edit
from effrules.compare.edits.sides import Sides
from effrules.compare.matching.names import Space
from effrules.compare.matching.reading import Of, Reading, expressions_of
from effrules.model import program as p

Vertex = tuple[str, str]
"""A node or a definition, by its name."""


def tied_by_circles(sides: Sides, found: Sequence[Edit]) -> Iterator[set[str]]:
    """Sets of edits between which a circle could arise: whatever is in between reads what either side reads."""
    edges: dict[Vertex, set[Vertex]] = defaultdict(set)
    both = (sides.left, sides.reads_left), (sides.right, sides.reads_right)
    weighed = {
        read for program, reading in both for clause in program.weights for read in _read(reading, clause)
    }
    for program, reading in both:
        for vertex, read in _edges(program, reading, weighed):
            edges[vertex] |= read
    for name in {one.name for program, _ in both for one in program.adjustments}:
        there = [(a, reading) for program, reading in both for a in program.adjustments if a.name == name]
        read = {one for adjustment, reading in there for one in _read(reading, adjustment)}
        for adjustment, _ in there:  # what one side takes, taken from what the other side names
            edges[Of.NODE, adjustment.target] |= read
    for circle in circles(edges):
        keys = {edit.key for edit in found if _changes(sides, edit) & circle}
        if len(keys) > 1:
            yield keys


def _edges(
    program: p.Program, reading: Reading, weighed: set[Vertex]
) -> Iterator[tuple[Vertex, set[Vertex]]]:
    for definition in program.definitions.values():
        yield (Of.DEFINITION, definition.name), _read(reading, definition)
    for node in program.nodes.values():
        parts: set[Vertex] = {(Of.NODE, part) for part in node.parts}
        yield (Of.NODE, node.name), parts | _read(reading, node) | (weighed if node.parts else set())


def _read(reading: Reading, part: object) -> set[Vertex]:
    return {
        (str(ref[0]), str(ref[1]))
        for expression in expressions_of(part)
        for ref in reading.direct(expression)
        if ref[0] in (Of.NODE, Of.DEFINITION)
    }


def _changes(sides: Sides, edit: Edit) -> set[Vertex]:
    """The nodes and definitions whose reading an edit can change."""
    space, inside, name = edit.at
    if space is Space.ADJUSTMENT:
        both = (*sides.left.adjustments, *sides.right.adjustments)
        return {(Of.NODE, adjustment.target) for adjustment in both if adjustment.name == name}
    match edit:
        case e.Presence() | e.Formula() | e.Signature() | e.Applicability() | e.Move():
            known = space in (Space.NODE, Space.DEFINITION) and not inside
            return {(Of(space.value), name)} if known else set()
        case e.Clauses():
            return {(Of.NODE, node) for node in (*sides.left.nodes, *sides.right.nodes)}
        case (
            e.Rename() | e.Order() | e.Total() | e.Incidents() | e.Number() | e.Target() | e.Rounding() | e.Assessors() | e.Weights()
            | e.Redistribution() | e.Reported() | e.Option() | e.Owner() | e.Demands() | e.Row() | e.Columns() | e.Grades() | e.Places()
            | e.Promise() | e.Case() | e.Stated() | e.Scale() | e.Period() | e.Version() | e.Words() | e.Rests()
        ):  # fmt: skip
            return set()
        case _:
            assert_never(edit)


def circles(edges: dict[Vertex, set[Vertex]]) -> Iterator[set[Vertex]]:
    """The strongly connected sets of two or more, and what leads to itself (Tarjan, "Depth-first search and linear graph algorithms", 1972)."""
    index: dict[Vertex, int] = {}
    low: dict[Vertex, int] = {}
    open_: dict[Vertex, None] = {}
    for root in list(edges):
        if root in index:
            continue
        work: list[tuple[Vertex, Iterable[Vertex]]] = []

        def enter(vertex: Vertex, work: list[tuple[Vertex, Iterable[Vertex]]] = work) -> None:
            index[vertex] = low[vertex] = len(index)
            open_[vertex] = None
            work.append((vertex, iter(sorted(edges.get(vertex, ())))))

        enter(root)
        while work:
            vertex, rest = work[-1]
            following = next(iter(rest), None)
            if following is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[vertex])
                if low[vertex] == index[vertex]:
                    found: set[Vertex] = set()
                    while True:
                        last, _ = open_.popitem()
                        found.add(last)
                        if last == vertex:
                            break
                    if len(found) > 1 or vertex in edges.get(vertex, ()):
                        yield found
            elif following not in index:
                enter(following)
            elif following in open_:
                low[vertex] = min(low[vertex], index[following])
