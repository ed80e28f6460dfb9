"""What an act consists of, in its order: chapters, sections, items that are numbered through all chapters, annexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from attrs import frozen

from effrules.model import program as p
from effrules.report.document.numbering import Key


class Level(Enum):
    """What a part of an act is."""

    CHAPTER = "chapter"
    SECTION = "section"
    """Of a chapter («параграф»)."""
    ITEM = "item"
    ANNEX = "annex"


@frozen
class Part:
    """A part of an act; ``within`` is what it is numbered in: nothing, a chapter, an annex with items of its own."""

    level: Level
    key: Key
    within: Key | None = None


FORMULAS: Key = ("annex", "formulas")
"""The annex with the formulas of indicators, whose items are numbered by themselves."""


def outline(program: p.Program) -> tuple[Part, ...]:
    """The parts of the act of a methodology."""
    return (
        *_general(program),
        *_nodes(program),
        *_outcome(program),
        *_procedure(program),
        *_data(program),
        *_annexes(program),
    )


def _items(keys: Iterable[Key]) -> Iterator[Part]:
    return (Part(Level.ITEM, key) for key in keys)


def _general(program: p.Program) -> Iterator[Part]:
    yield Part(Level.CHAPTER, ("chapter", "general"))
    yield from _items([("general", "purpose")])
    if program.sources:
        yield from _items([("general", "basis")])
    yield from _items(("general", name) for name in ("object", "terms", "scale"))


def _nodes(program: p.Program) -> Iterator[Part]:
    """A chapter for each block; what hangs below the total by itself stands in one chapter."""
    is_open = False
    for name in program.root.parts:
        node = program.nodes[name]
        if node.kind is p.NodeKind.BLOCK:
            yield Part(Level.CHAPTER, ("chapter", name))
            is_open = False
        elif not is_open:
            yield Part(Level.CHAPTER, ("chapter", "criteria"))
            is_open = True
        yield from _below(program, name, ("chapter", name))


def _below(program: p.Program, name: str, chapter: Key) -> Iterator[Part]:
    """A node and what it consists of; a direction of a block begins a section."""
    yield from _items([("node", name)])
    for part in program.nodes[name].parts:
        if program.nodes[part].kind is p.NodeKind.DIRECTION and chapter[1] == name:
            yield Part(Level.SECTION, ("section", part), chapter)
        yield from _below(program, part, chapter)


def _outcome(program: p.Program) -> Iterator[Part]:
    yield Part(Level.CHAPTER, ("chapter", "outcome"))
    yield from _items([("node", "total")])
    if program.gives_total or any(clause.weights for clause in program.weights):
        yield from _items(("weights", str(at)) for at, _ in enumerate(program.weights, 1))
    yield from _items(("adjustment", adjustment.name) for adjustment in program.adjustments)
    yield from _items(("rating", rating.node) for rating in program.ratings)
    yield from _items(("ranking", ranking.name) for ranking in program.rankings)
    yield from _items([("order", "")])


def _procedure(program: p.Program) -> Iterator[Part]:
    """How the year goes, where the rules say it."""
    found = [(kind.value, name) for kind, group in program.procedure.items() for name in group]
    if found:
        yield Part(Level.CHAPTER, ("chapter", "procedure"))
        yield from _items(found)


def _data(program: p.Program) -> Iterator[Part]:
    yield Part(Level.CHAPTER, ("chapter", "data"))
    if program.definitions:
        yield from _items([("general", "formulas")])
    yield from _items([("general", "forms")])
    if program.figures:
        yield from _items([("general", "tables")])


def _annexes(program: p.Program) -> Iterator[Part]:
    if program.definitions:
        yield Part(Level.ANNEX, FORMULAS)
        yield from (Part(Level.ITEM, ("definition", name), FORMULAS) for name in program.definitions)
    yield from (Part(Level.ANNEX, ("table", form.name)) for form in program.schema.as_read)
    yield from (Part(Level.ANNEX, ("figures", name)) for name in program.figures)
