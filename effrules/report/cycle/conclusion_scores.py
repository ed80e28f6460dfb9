"""The opening of a conclusion: what the body reached, where it lost points, its scores part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from flint import fmpq

from effrules.cycle.previous import Split
from effrules.exact import NodeState
from effrules.model import real
from effrules.model.program import NodeKind
from effrules.model.real import Num, sign
from effrules.report.blocks.pieces import (
    Block,
    Column,
    Heading,
    Kind,
    Line,
    Note,
    Paragraph,
    Side,
    Table,
    Tile,
    Tiles,
    Tone,
    listed,
    words,
)
from effrules.report.cycle.conclusion_part import Part
from effrules.report.cycle.lost import MOST, label, summed, waterfall
from effrules.report.cycle.papers import stage_line
from effrules.report.cycle.telling import NONE
from effrules.trace.losses import Losses
from effrules.words import Message, phrase, several

MOST_CHANGES = 8
"""So many reasons for a change are listed, the largest first."""


class Reached(Part):
    """What it is about, and what the body reached."""

    # -- What it is about --------------------------------------------------------------------------------

    def opening(self) -> Iterator[Block]:
        year = str(self.found.stage.year.manifest.year)
        title = phrase("Conclusion on the results of the assessment for {year}", year=year)
        yield Heading(words(self.told(title)), 1)
        yield Paragraph(words(self.telling.body(self.result.subject), Tone.STRONG), side=Side.MIDDLE)
        yield Paragraph(words(stage_line(self.found.stage, self.telling.language)), side=Side.MIDDLE)

    def findings(self) -> Iterator[Block]:
        if not self.tops:
            yield Paragraph(words(self.told(phrase("The body has no score."))))
            return
        yield listed(words(self.told(one)) for one in self.sentences())
        yield Tiles(tuple(self.tiles()))

    def sentences(self) -> Iterator[Message]:
        for node in self.tops:
            yield self.reached(node)
        for node in self.compared:
            split = None if self.found.since is None else self.found.since.split(self.result.key, node)
            if isinstance(split, Split):
                yield self.moved_by(node, split)
        for node in self.tops:
            most = next(iter(summed(self.found.lost[node]).items()), None)
            if most is not None and sign(most[1]) > 0:
                yield phrase(
                    "{node}: most points were lost here: {reason} ({points}).",
                    node=self.telling.node(node), reason=label(most[0], self.telling),
                    points=self.telling.change(real.negate(most[1])),
                )  # fmt: skip

    def reached(self, node: str) -> Message:
        """The score, the place and the grade, as far as there are any."""
        telling, grade = self.telling, self.telling.grade(self.result, node)
        place = telling.place(self.result, node)
        score = phrase(
            "{node}: {score} of {maximum} points", node=telling.node(node),
            score=telling.score(self.result.nodes[node].value, node), maximum=telling.points(self.maximum(node)),
        )  # fmt: skip
        if place is not None:
            score = phrase(
                "{said}, place {place} of {among}", said=score, place=place.number, among=place.among
            )
        return (
            phrase("{said}: {grade}.", said=score, grade=grade)
            if grade
            else phrase("{sentence}.", sentence=score)
        )

    def moved_by(self, node: str, split: Split) -> Message:
        assert self.found.since is not None, "there is a year before"
        change = real.subtract(split.after, split.before)
        if not self.telling.is_shown(change):
            return phrase("{node}: nothing moved.", node=self.telling.node(node))
        return phrase(
            "{node}: {change} since {year}.", node=self.telling.node(node), change=self.telling.change(change, node),
            year=self.found.since.before.called,
        )  # fmt: skip

    def tiles(self) -> Iterator[Tile]:
        """Three numbers: the score, the place, what was lost; without a total, the scores of the first blocks."""
        telling = self.telling
        for node in self.tops[:3]:
            yield self.tile(
                telling.node(node), telling.score(self.result.nodes[node].value, node), self.was(node)
            )
        if len(self.tops) > 1:
            return
        (node,) = self.tops
        place, lost = telling.place(self.result, node), self.found.lost[node]
        if place is not None:
            shown = phrase("{place} of {among}", context="short", place=place.number, among=place.among)
            yield self.tile(self.told(phrase("Place")), self.told(shown), self.place_before(node))
        yield self.tile(self.told(phrase("Points lost")), telling.score(lost.missing), None)

    def tile(self, label: str, number: str, before: str | None) -> Tile:
        """A number; ``before`` is what it was the year before."""
        if before is None or self.found.since is None:
            return Tile(number, label)
        return Tile(
            number,
            self.told(
                phrase(
                    "{what} ({year}: {before})",
                    what=label,
                    year=self.found.since.before.called,
                    before=before,
                )
            ),
        )

    def was(self, node: str) -> str | None:
        value = self.before(node)
        return None if value is None else self.telling.score(value, node)

    def place_before(self, node: str) -> str | None:
        rankings = self.telling.program.rankings_of(node)[:1]
        place = (
            self.found.since.place(self.result.key, rankings[0].name)
            if self.found.since is not None and rankings
            else None
        )
        return None if place is None else str(place)

    # -- Scores ------------------------------------------------------------------------------------------

    def lost(self) -> Iterator[Block]:
        if not self.tops:
            return
        yield self.heading(phrase("Where the points were lost"))
        for node in self.tops:
            yield from self.about(node, self.tops)
            yield waterfall(
                self.found.lost[node], self.telling, self.told(phrase("From the maximum to the score"))
            )
            yield from (Note(words(told), Kind.SMALL) for told in self.own_formulas(self.found.lost[node]))

    def own_formulas(self, lost: Losses) -> Iterator[str]:
        """The parts of what has a formula of its own, so that its loss is not shared out among them: of the largest losses."""
        for loss in lost.losses[:MOST]:
            parts = [
                phrase(
                    "{node}: {score} of {maximum}", node=self.telling.node(one.node),
                    score=self.telling.score(one.score, one.node), maximum=self.telling.points(one.maximum),
                )
                for one in loss.below
                if one.depth == 1
            ]  # fmt: skip
            if parts:
                told = phrase(
                    "{node} has a formula of its own. Its parts: {parts}.",
                    node=self.telling.node(loss.node), parts=several(parts),
                )  # fmt: skip
                yield self.told(told)

    def scores(self) -> Iterator[Block]:
        """A row for each block and direction."""
        if not self.tops:
            return
        names = tuple(self.listed())
        columns = tuple(self.columns(names))
        rows = tuple(tuple(cell(name) for _, cell in columns) for name in names)
        yield self.heading(phrase("Scores by block and direction"))
        yield Table(tuple(column for column, _ in columns), rows, is_named=True)

    def columns(self, names: Sequence[str]) -> Iterator[tuple[Column, Callable[[str], Line]]]:
        """The columns that have anything to tell, with what stands in them for a node."""
        telling, nodes = self.telling, self.result.nodes
        yield Column(self.told(phrase("Part")), is_text=True, is_long=True), self.named
        if any(nodes[name].weight is not None for name in names):
            yield Column(self.told(phrase("Weight"))), lambda name: words(self.weight(nodes[name].weight))
        yield (
            Column(self.told(phrase("Score"))),
            lambda name: words(telling.score(nodes[name].value, name), self.tone(name)),
        )
        if len({telling.points(self.maximum(name)) for name in names}) > 1:
            yield Column(self.told(phrase("Out of"))), lambda name: words(telling.points(self.maximum(name)))
        if self.found.since is not None:
            yield (
                Column(self.found.since.before.called),
                lambda name: words(telling.score(self.before(name), name)),
            )
            yield Column(self.told(phrase("Change"))), lambda name: telling.signed(self.gained(name), name)
        if len(self.tops) > 1 and any(telling.place(self.result, name) for name in self.tops):
            yield Column(self.told(phrase("Place"))), lambda name: words(self.placed(name))
        if any(telling.grade(self.result, name) for name in names):
            yield (
                Column(self.told(phrase("Grade")), is_text=True),
                lambda name: words(telling.grade(self.result, name)),
            )

    def listed(self) -> Iterator[str]:
        """The nodes down to directions that the body has, in the order of the tree."""

        def below(name: str) -> Iterator[str]:
            node = self.telling.program.nodes[name]
            state = self.result.nodes[name].state
            if node.kind is not NodeKind.CRITERION and state is not NodeState.NOT_APPLICABLE:
                if state is not NodeState.NO_SCORE:
                    yield name
                for part in node.parts:
                    yield from below(part)

        yield from below(self.telling.program.root.name)

    def named(self, name: str) -> Line:
        """What a part is called; directions stand further in."""
        inside = "\u2003" * (self.tone(name) is Tone.PLAIN)
        return words(inside + self.telling.node(name), self.tone(name))

    def tone(self, name: str) -> Tone:
        return Tone.PLAIN if self.telling.program.nodes[name].kind is NodeKind.DIRECTION else Tone.STRONG

    def weight(self, share: fmpq | None) -> str:
        return NONE if share is None else self.told(phrase("{n} %", n=self.telling.points(share * 100)))

    def gained(self, name: str) -> Num | None:
        """What a score is more than the year before."""
        was, now = self.before(name), self.result.nodes[name].value
        return None if was is None or now is None else real.subtract(now, was)

    def placed(self, name: str) -> str:
        place = self.telling.place(self.result, name) if name in self.tops else None
        return NONE if place is None else str(place.number)
