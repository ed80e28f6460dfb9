"""The table for the Commission: every body with its preliminary and final scores, places, grades and objections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from attrs import frozen

from effrules.cycle.running import Held
from effrules.cycle.scored import ScoredStage
from effrules.exact import SubjectResult
from effrules.model import real
from effrules.model.real import Num, sign
from effrules.report.blocks.pieces import (
    Block,
    Column,
    Line,
    Page,
    Table,
    Tile,
    Tiles,
    listed,
    words,
)
from effrules.report.cycle.overview import Overview
from effrules.report.cycle.papers import colophon, mark
from effrules.report.cycle.telling import NONE, Telling
from effrules.report.cycle.years_running import running
from effrules.words import Language, counted, phrase


def page(
    stage: ScoredStage, preliminary: ScoredStage | None, language: Language, members: tuple[str, ...] = (),
    of_years: tuple[Held, ...] = (),
) -> Page:  # fmt: skip
    """The whole paper; ``preliminary``: with the scores before objections were decided, where the stage is the final one.

    ``of_years`` is what the rules say of several years running.
    """
    title = phrase(
        "Results of the assessment for {year}: table for the Commission", year=str(stage.year.manifest.year)
    )
    made = _Commission(stage, Telling(stage.year.program, language), members, preliminary, of_years)
    blocks = (*made.opening(title), *made.blocks())
    return Page(language, title.in_(language), blocks, colophon(stage, language), mark=mark(stage, language))


@frozen(slots=False)
class _Commission(Overview):
    preliminary: ScoredStage | None = None
    of_years: tuple[Held, ...] = ()

    def blocks(self) -> Iterator[Block]:
        program = self.telling.program
        yield from self.findings()
        tops = (program.root.name, *program.root.parts) if program.gives_total else program.root.parts
        first = next((node for node in tops if self.scored(node)), None)
        for node in tops:
            groups = tuple(self.groups(node))
            if groups:
                yield self.heading(phrase("{node}", node=self.telling.node(node)))
            for named, bodies in groups:
                columns = tuple(self.columns(node, bodies, with_objections=node == first))
                rows = tuple(tuple(cell(one) for _, cell in columns) for one in bodies)
                yield Table(tuple(column for column, _ in columns), rows, words(named), is_named=True)
        yield from self.without()
        names = {one.key: self.telling.body(one.subject) for one in self.stage.results.subjects}
        yield from running(self.of_years, self.telling.naming, lambda key: names.get(key, key))
        yield from self.objected(self.objections())
        yield from self.signatures(())

    def findings(self) -> Iterator[Block]:
        bodies = self.stage.results.subjects
        moved = [
            one for one in bodies if any(self.has_moved(one, node) for node in self.telling.program.nodes)
        ]
        objections = self.objections()
        sentences = [counted("{n} body was assessed.", "{n} bodies were assessed.", n=len(bodies))]
        if self.preliminary is not None and not moved:
            sentences.append(phrase("No score is another one than in the preliminary results."))
        elif self.preliminary is not None:
            sentences.append(counted(
                "{n} body of {all} has another score after objections were decided.",
                "{n} bodies of {all} have another score after objections were decided.",
                n=len(moved), all=len(bodies),
            ))  # fmt: skip
        yield listed(words(self.told(one)) for one in sentences)
        yield Tiles((
            Tile(str(len(bodies)), self.told(phrase("Bodies"))),
            Tile(str(len(moved)), self.told(phrase("Scores changed by decisions"))),
            Tile(str(len(objections)), self.told(phrase("Objections"))),
        ))  # fmt: skip

    def columns(
        self, node: str, bodies: tuple[SubjectResult, ...], *, with_objections: bool
    ) -> Iterator[tuple[Column, Callable[[SubjectResult], Line]]]:
        """The columns that have anything to tell, with what stands in them for a body."""
        telling = self.telling
        numbers = {one.key: number for number, one in enumerate(bodies, 1)}
        yield (
            Column(self.told(phrase("Body")), is_text=True, is_long=True),
            lambda one: words(telling.body(one.subject)),
        )
        if any(telling.place(one, node) for one in bodies):
            yield Column(self.told(phrase("Place"))), lambda one: words(self.placed(one, node))
        else:
            yield Column(self.told(phrase("No."))), lambda one: words(str(numbers[one.key]))
        if self.preliminary is not None:
            yield (
                Column(self.told(phrase("Preliminary", context="score"))),
                lambda one: words(telling.score(self.was(one, node), node)),
            )
            yield (
                Column(self.told(phrase("Final", context="score"))),
                lambda one: words(telling.score(one.nodes[node].value, node)),
            )
            yield (
                Column(self.told(phrase("Change"))),
                lambda one: telling.signed(self.change(one, node), node),
            )
        else:
            yield (
                Column(self.told(phrase("Score"))),
                lambda one: words(telling.score(one.nodes[node].value, node)),
            )
        if any(telling.grade(one, node) for one in bodies):
            yield (
                Column(self.told(phrase("Grade")), is_text=True),
                lambda one: words(telling.grade(one, node)),
            )
        if with_objections and self.objections():
            yield Column(self.told(phrase("Objections")), is_text=True, is_long=True), self.of_body

    def without(self) -> Iterator[Block]:
        """Who has no score at all: that nobody is left out unseen."""
        scored = {one.key for one in self.stage.results.subjects if one.has_score or any(
            one.nodes[part].value is not None for part in self.telling.program.root.parts)}  # fmt: skip
        names = {one.key: self.telling.body(one.subject) for one in self.stage.results.subjects}
        left = [names.get(one.key, one.key) for one in self.stage.standing.bodies if one.key not in scored]
        if left:
            yield self.heading(phrase("Without a score"))
            yield listed(map(words, left))

    @cached_property
    def before(self) -> Mapping[str, SubjectResult]:
        return {} if self.preliminary is None else {one.key: one for one in self.preliminary.results.subjects}

    def was(self, result: SubjectResult, node: str) -> Num | None:
        found = self.before.get(result.key)
        return None if found is None else found.nodes[node].value

    def change(self, result: SubjectResult, node: str) -> Num | None:
        was, now = self.was(result, node), result.nodes[node].value
        return None if was is None or now is None else real.subtract(now, was)

    def has_moved(self, result: SubjectResult, node: str) -> bool:
        change = self.change(result, node)
        return change is not None and sign(change) != 0

    def placed(self, result: SubjectResult, node: str) -> str:
        place = self.telling.place(result, node)
        return NONE if place is None else str(place.number)

    def of_body(self, result: SubjectResult) -> Line:
        """The objections of a body."""
        return words(self.outcomes([one for one in self.objections() if one[1].body == result.key]) or NONE)
