"""The numbers of the clauses: 1., 1.1., 1.1.1. for blocks, directions and criteria, then for what brings them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from attrs import frozen

from effrules.model import program as p
from effrules.report.blocks.pieces import Line, Reference, separated
from effrules.source import Span
from effrules.trace.steps import Clause, ClauseKind
from effrules.words import template

Key = tuple[str, str]

ALONE = ("weights", "rating", "ranking")
"""Chapters that are the clause itself, where there is only one."""


SCORED = ("node", "weights", "adjustment", "definition", "figures", "rating", "ranking")
"""Kinds of clauses on which a score can rest."""

NUMBERED = template("cl. {number}")
"""A clause of the document by its number, beside others that are called by file and line."""


def is_at(span: Span | None, clause: Clause) -> bool:
    """Whether a clause of a derivation is the one that is written there."""
    return span is not None and span.source.name == clause.file and span.line == clause.line


@frozen
class Place:
    """A clause's number, without its last point, and its anchor; ``sign`` is what symbols bear instead of the number."""

    number: str
    anchor: str
    sign: str = ""

    @property
    def index(self) -> str:
        """What stands at the symbol of its score or its points."""
        return self.sign or self.number

    @property
    def level(self) -> int:
        """1 for ``1.``, 2 for ``1.1.``."""
        return self.number.count(".") + 1


@frozen
class Numbering:
    """Where each declaration of a program stands in the document."""

    places: dict[Key, Place]

    def of(self, kind: str, name: str = "") -> Place:
        """The place of a declaration, or of a chapter (a kind without a name)."""
        return self.places[kind, name]

    def has(self, kind: str) -> bool:
        """Whether there is a chapter of a kind."""
        return (kind, "") in self.places

    def node(self, name: str) -> Place:
        """The place of a node of the tree of scores."""
        return self.places["node", name]

    def definition(self, name: str) -> Reference:
        """A reference to a definition."""
        return self.reference(self.of("definition", name))

    def figures(self, name: str) -> Reference:
        """A reference to a table of figures."""
        return self.reference(self.of("figures", name))

    def weights(self) -> Reference:
        """A reference to the weights."""
        return self.reference(self.of("weights"))

    def clause(self, kind: ClauseKind, name: str, index: int = 0) -> Place | None:
        """The place of a clause of a derivation; ``index`` is that of a weights clause among them, from 1."""
        match kind:
            case ClauseKind.WEIGHTS:
                key = "weights", str(index)
            case ClauseKind.PENALTY | ClauseKind.BONUS:
                key = "adjustment", name
            case ClauseKind.DEFINITION | ClauseKind.FIGURES | ClauseKind.RATING | ClauseKind.RANKING:
                key = kind.value, name
            case ClauseKind.TOTAL | ClauseKind.BLOCK | ClauseKind.DIRECTION | ClauseKind.CRITERION:
                key = "node", name
            case _:
                assert_never(kind)
        return self.places.get(key)

    def of_clause(self, clause: Clause, program: p.Program) -> Place | None:
        """The place of a clause of a derivation."""
        at = next((at for at, w in enumerate(program.weights, 1) if is_at(w.span, clause)), 0)
        return self.clause(clause.kind, clause.name, at)

    def scored(self) -> list[Place]:
        """The places of all that a score can rest on: what derivations have clauses of."""
        return [place for (kind, name), place in self.places.items() if kind in SCORED and name]

    @staticmethod
    def reference(place: Place) -> Reference:
        """A reference to a clause by its number."""
        return Reference(place.anchor, place.number)

    def references(self, places: Iterable[Place]) -> Line:
        """References to clauses, one behind the other."""
        return separated((self.reference(place),) for place in places)


def numbering(program: p.Program) -> Numbering:
    """Number everything, in the order of the document."""
    places: dict[Key, Place] = {}

    def put(kind: str, name: str, number: str) -> None:
        places[kind, name] = Place(number, "c-" + number.replace(".", "-"))

    blocks = program.root.parts
    for number, name in _nodes(program, blocks, ""):
        put("node", name, number)
    chapter = len(blocks) + 1
    put("node", "total", str(chapter))
    for kind, names in chapters(program):
        chapter += 1
        put(kind, "", str(chapter))
        for at, name in enumerate(names, 1):
            alone = len(names) == 1 and kind in ALONE
            put(kind, name, str(chapter) if alone else f"{chapter}.{at}")
    return Numbering(places)


def chapters(program: p.Program) -> Iterator[tuple[str, list[str]]]:
    """The chapters behind the tree of scores, with the names of what stands in each; chapters without anything are left out."""
    if program.gives_total or any(clause.weights for clause in program.weights):
        yield "weights", [str(index) for index, _ in enumerate(program.weights, 1)]
    if program.adjustments:
        yield "adjustment", [adjustment.name for adjustment in program.adjustments]
    if program.ratings:
        yield "rating", [rating.node for rating in program.ratings]
    if program.rankings:
        yield "ranking", [ranking.name for ranking in program.rankings]
    yield "order", []
    for kind, group in program.procedure.items():
        if group:
            yield kind.value, list(group)
    yield "table", [table.name for table in program.schema.as_read]
    if program.definitions:
        yield "definition", list(program.definitions)
    if program.figures:
        yield "figures", list(program.figures)
    if program.properties:
        yield "property", [promised.name for promised in program.properties]


def _nodes(program: p.Program, names: tuple[str, ...], above: str) -> Iterator[tuple[str, str]]:
    for at, name in enumerate(names, 1):
        number = f"{above}{at}"
        yield number, name
        yield from _nodes(program, program.nodes[name].parts, f"{number}.")
