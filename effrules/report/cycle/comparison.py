"""The page on preliminary and final results: whose score moved, by how much, and which entry of the register did it."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from effrules.compare.impact.shapley import Part
from effrules.cycle.comparing import BodyMoves, Comparison, Move
from effrules.model.program import Program
from effrules.report.blocks.pieces import (
    Block,
    Break,
    Column,
    Heading,
    Inline,
    Kind,
    Line,
    Note,
    Page,
    Paragraph,
    Table,
    Tone,
    words,
)  # fmt: skip
from effrules.report.cycle.telling import NONE, Telling
from effrules.words import Language, Message, counted, phrase


def page(found: Comparison, program: Program, year: int, language: Language) -> Page:
    """The whole page."""
    title = phrase("Preliminary and final results, {year}", year=str(year)).in_(language)
    return Page(language, title, (Heading(words(title), 1), *_Page(found, program, language).blocks()))


@frozen
class _Page:
    found: Comparison
    program: Program
    language: Language

    @property
    def telling(self) -> Telling:
        return Telling(self.program, self.language)

    def told(self, message: Message) -> str:
        return message.in_(self.language)

    def blocks(self) -> Iterator[Block]:
        moved = [body for body in self.found.bodies if any(move.is_one for move in body.moves)]
        yield Paragraph(words(self.told(counted(
            "{n} body of {all} has another score after objections were decided.",
            "{n} bodies of {all} have another score after objections were decided.",
            n=len(moved), all=len(self.found.bodies),
        ))))  # fmt: skip
        if not moved:
            return
        yield self.table(moved)
        yield Heading(words(self.told(phrase("What moved them"))), 2)
        for body in moved:
            yield Heading(words(self.name(body)), 3)
            for move in body.moves:
                if move.is_one:
                    yield from self.causes(move)

    def table(self, moved: list[BodyMoves]) -> Table:
        """A row for each score that moved."""
        several_heads = len(self.program.heads) > 1
        columns = (
            Column(self.told(phrase("Body")), is_text=True, is_long=True),
            *((Column(self.told(phrase("Score")), is_text=True, is_long=True),) if several_heads else ()),
            Column(self.told(phrase("Preliminary"))),
            Column(self.told(phrase("Final"))),
            Column(self.told(phrase("Change"))),
            Column(self.told(phrase("Place"))),
        )
        rows = []
        for body in moved:
            for move in body.moves:
                if move.is_one:
                    head = (words(self.telling.node(move.node)),) if several_heads else ()
                    rows.append((
                        words(self.name(body)), *head, words(self.telling.score(move.before, move.node)),
                        words(self.telling.score(move.after, move.node)), self.telling.signed(move.change, move.node),
                        words(self.places(body, move.node)),
                    ))  # fmt: skip
        return Table(columns, tuple(rows), is_named=True)

    def causes(self, move: Move) -> Iterator[Block]:
        """What each entry did to a score."""
        if len(self.program.heads) > 1:
            yield Paragraph(words(self.telling.node(move.node), Tone.STRONG))
        if move.why is not None:
            yield Note(words(self.told(move.why)), Kind.LOUD, self.told(phrase("Not attributed")))
            return
        columns = (
            Column(self.told(phrase("Entry")), is_text=True),
            Column(self.told(phrase("What it did")), is_text=True, is_long=True),
            Column(self.told(phrase("Change"))),
        )
        rows = tuple(self.cause(part, move.node) for part in move.parts)
        foot = (words(self.told(phrase("Together"))), (), self.telling.signed(move.change, move.node))
        yield Table(columns, rows, foot=foot)

    def cause(self, part: Part, node: str) -> tuple[Line, ...]:
        entries = self.found.of(part.players)
        numbers = ", ".join(str(one.number) for one in entries)
        told: list[Inline] = []
        for entry in entries:
            for one in self.telling.did(entry):
                told += [*((Break(),) if told else ()), *words(one)]
        return words(numbers), tuple(told), self.telling.signed(part.amount, node)

    def name(self, body: BodyMoves) -> str:
        return self.telling.body(body.result.subject)

    def places(self, body: BodyMoves, node: str) -> str:
        """The places by the first ranking of a node, before and after where they differ."""
        if not self.program.rankings_of(node):
            return NONE
        places = (self.telling.place(side, node) for side in (body.before, body.after))
        return " → ".join(dict.fromkeys(NONE if place is None else str(place.number) for place in places))
