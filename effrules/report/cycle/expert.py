"""The expert conclusion on a block: the results of the bodies, where they are strong and weak, incidents, objections, recommendations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from attrs import frozen
from flint import fmpq

from effrules.cycle.entries import Incident, Verified
from effrules.cycle.scored import ScoredStage
from effrules.exact import SubjectResult
from effrules.exact.plan import plan_of
from effrules.exact.statistics import mean, total
from effrules.model import real
from effrules.model.program import NodeKind
from effrules.model.real import Num, sign
from effrules.report.blocks.charts.drawn import Heat, Heated, Warm
from effrules.report.blocks.pieces import (
    Block,
    Column,
    Item,
    Items,
    Line,
    Page,
    Paragraph,
    Table,
    Tile,
    Tiles,
    Tone,
    listed,
    words,
)
from effrules.report.cycle.overview import Overview, best_first
from effrules.report.cycle.papers import colophon, entered_of, mark
from effrules.report.cycle.telling import Telling
from effrules.report.figures import drawn
from effrules.report.recommending import nothing_recommended, recommended_text
from effrules.words import Language, counted, phrase

MOST = 5
"""So many criteria are named among the strong ones, and among the weak ones."""


def page(stage: ScoredStage, block: str, language: Language, members: tuple[str, ...] = ()) -> Page:
    """The whole paper."""
    telling = Telling(stage.year.program, language)
    made = _Expert(stage, telling, members, block)
    year = str(stage.year.manifest.year)
    title = phrase("Expert conclusion on the results of the assessment for {year}", year=year)
    whole = phrase("{title}: {block}", title=title, block=telling.node(block))
    blocks = (*made.opening(title, telling.node(block)), *made.blocks())
    return Page(language, whole.in_(language), blocks, colophon(stage, language), mark=mark(stage, language))


@frozen
class Part:
    """A node below the block: what share of its points the bodies have on average, and who has the least."""

    node: str
    share: Num
    mean: Num
    full: int
    bodies: tuple[SubjectResult, ...]


@frozen(slots=False)
class _Expert(Overview):
    block: str = ""

    def blocks(self) -> Iterator[Block]:
        bodies = self.scored(self.block)
        if not bodies:
            yield Paragraph(words(self.told(phrase("No body has a score in this block."))))
            return
        yield from self.findings(bodies)
        yield from self.results()
        yield from self.strengths()
        yield from self.incidents()
        yield from self.objected(self.objections(self.nodes))
        yield from self.recommended()
        yield from self.signatures(tuple(self.assessors()))

    @cached_property
    def nodes(self) -> frozenset[str]:
        return self.below(self.block)

    # -- What was found ----------------------------------------------------------------------------------

    def findings(self, bodies: Sequence[SubjectResult]) -> Iterator[Block]:
        telling, block = self.telling, self.block
        average = mean([value for one in bodies if (value := one.nodes[block].value) is not None])
        best, worst = bodies[0], bodies[-1]
        weakest = self.parts(NodeKind.DIRECTION) or self.parts(NodeKind.CRITERION)
        sentences = [
            counted("{n} body was assessed.", "{n} bodies were assessed.", n=len(bodies)),
            phrase(
                "The highest score is that of {best} ({high}), the lowest that of {worst} ({low}).",
                best=telling.body(best.subject), high=telling.score(best.nodes[block].value, block),
                worst=telling.body(worst.subject), low=telling.score(worst.nodes[block].value, block),
            ),
        ]  # fmt: skip
        if len(weakest) > 1:
            sentences.append(phrase(
                "The weakest part is {part}: {share} % of its points on average.",
                part=telling.node(weakest[0].node), share=telling.points(_percent(weakest[0].share)),
            ))  # fmt: skip
        yield listed(words(self.told(one)) for one in sentences)
        tiles = [
            Tile(telling.score(average), self.told(phrase("Mean score"))),
            Tile(str(len(bodies)), self.told(phrase("Bodies"))),
        ]
        for rating in [one for one in telling.program.ratings if one.node == block][:1]:
            name = rating.grades[0].name
            number = sum(one.ratings.get(block) == name for one in bodies)
            shown = phrase("{place} of {among}", context="short", place=number, among=len(bodies))
            tiles.append(
                Tile(
                    self.told(shown),
                    self.told(phrase("Grade: {grade}", grade=telling.naming.grade(block, name))),
                )
            )
        yield Tiles(tuple(tiles))

    def results(self) -> Iterator[Block]:
        """A heat table for each group: the block and what it is made of, by numbers that a list explains."""
        parts = self.telling.program.nodes[self.block].parts
        graded = any(one.node == self.block for one in self.telling.program.ratings)
        yield self.heading(phrase("Results of the bodies"))
        if parts:
            yield Items(
                tuple(Item(words(self.telling.node(part)), mark=str(at)) for at, part in enumerate(parts, 1))
            )
        numbers = (str(at) for at in range(1, len(parts) + 1))
        columns = (self.told(phrase("Score")), *numbers, *([self.told(phrase("Grade"))] * graded))
        nodes = (self.block, *parts)
        shares = [
            share
            for one in self.scored(self.block)
            for node in nodes
            if (share := self.share_drawn(one, node)) is not None
        ]
        for named, bodies in self.groups(self.block):
            rows = tuple(self.heated(one, nodes, graded=graded) for one in bodies)
            yield Heat(named, self.told(phrase("Body")), columns, rows, min(shares), max(shares))

    def heated(self, result: SubjectResult, nodes: Sequence[str], *, graded: bool) -> Heated[str]:
        telling = self.telling
        cells = [
            Warm(telling.score(result.nodes[node].value, node), self.share_drawn(result, node))
            for node in nodes
        ]
        if graded:
            cells.append(Warm(telling.grade(result, self.block), None))
        return Heated(telling.body(result.subject), tuple(cells))

    def share_drawn(self, result: SubjectResult, node: str) -> fmpq | None:
        share = self.share(result, node)
        return None if share is None else drawn(share)

    def share(self, result: SubjectResult, node: str) -> Num | None:
        """What share of the points of its scale a body has."""
        outcome, of = result.nodes[node], self.telling.program.nodes[node]
        most = of.maximum if outcome.maximum is None else outcome.maximum
        if outcome.value is None or most == of.minimum:
            return None
        return real.divide(real.subtract(outcome.value, of.minimum), most - of.minimum)

    # -- Strong and weak parts ---------------------------------------------------------------------------

    def parts(self, kind: NodeKind) -> tuple[Part, ...]:
        """The nodes of a kind, the weakest first."""
        found = []
        for name in self.telling.program.nodes:
            node = self.telling.program.nodes[name]
            if name not in self.nodes or node.kind is not kind or name == self.block:
                continue
            shares = [
                (one, share)
                for one in self.stage.results.subjects
                if (share := self.share(one, name)) is not None
            ]
            if shares:
                values = [value for one, _ in shares if (value := one.nodes[name].value) is not None]
                full = sum(sign(real.subtract(share, fmpq(1))) >= 0 for _, share in shares)
                bodies = tuple(best_first([one for one, _ in shares], name))
                found.append(Part(name, mean([share for _, share in shares]), mean(values), full, bodies))
        return tuple(sorted(found, key=lambda one: drawn(one.share)))

    def strengths(self) -> Iterator[Block]:
        """Directions, then the strongest and the weakest criteria."""
        directions, criteria = self.parts(NodeKind.DIRECTION), self.parts(NodeKind.CRITERION)
        if directions:
            yield self.heading(phrase("Directions, the weakest first"))
            yield self.table(directions)
        few = len(criteria) <= 2 * MOST
        if criteria:
            yield self.heading(
                phrase("Criteria, the weakest first") if few else phrase("The weakest criteria")
            )
            yield self.table(criteria if few else criteria[:MOST])
        if criteria and not few:
            yield self.heading(phrase("The strongest criteria"))
            yield self.table(tuple(reversed(criteria))[:MOST])

    def table(self, parts: Sequence[Part]) -> Table:
        telling = self.telling
        columns = (
            Column(self.told(phrase("Part")), is_text=True, is_long=True),
            Column(self.told(phrase("Mean"))),
            Column(self.told(phrase("Share of its points"))),
            Column(self.told(phrase("All points, bodies"))),
            Column(self.told(phrase("Lowest")), is_text=True, is_long=True),
        )
        rows = []
        for part in parts:
            last = part.bodies[-1]
            least = phrase(
                "{body} ({score})",
                body=telling.body(last.subject),
                score=telling.score(last.nodes[part.node].value, part.node),
            )
            share = self.told(phrase("{n} %", n=telling.points(_percent(part.share))))
            number = phrase("{place} of {among}", context="short", place=part.full, among=len(part.bodies))
            rows.append((
                words(telling.node(part.node)), words(telling.score(part.mean)), words(share), words(self.told(number)),
                words(self.told(least)),
            ))  # fmt: skip
        return Table(columns, tuple(rows), is_named=True)

    # -- Incidents ---------------------------------------------------------------------------------------

    def incidents(self) -> Iterator[Block]:
        """What penalties and bonuses came to, and what the register has on figures that the block reads."""
        telling = self.telling
        yield self.heading(phrase("Incidents, penalties and bonuses"))
        rows: list[tuple[Line, ...]] = []
        for one in telling.program.adjustments:
            outcomes = [result.adjustments[one.name] for result in self.stage.results.subjects]
            taken = [outcome.taken for outcome in outcomes if outcome.applies and sign(outcome.taken)]
            if one.target in self.nodes and taken:
                points = total(taken) if one.sign > 0 else real.negate(total(taken))
                rows.append((
                    words(telling.naming.title(one.titles, one.name)), words(str(len(taken))),
                    words(str(sum(outcome.incidents for outcome in outcomes if outcome.applies)) if one.rows is not None else "-"),
                    telling.signed(points),
                ))  # fmt: skip
        if rows:
            columns = (
                Column(self.told(phrase("What for")), is_text=True, is_long=True),
                Column(self.told(phrase("Bodies"))),
                Column(self.told(phrase("Cases"))),
                Column(self.told(phrase("Points in all"))),
            )
            yield Table(columns, tuple(rows))
        entered = tuple(entered_of(self.stage, self.telling, self.is_read))
        if entered:
            yield Paragraph(words(self.told(phrase("In the register of the year:"))))
            yield listed(map(words, entered))
        elif not rows:
            yield Paragraph(words(self.told(phrase("There were none."))))

    def is_read(self, what: Verified | Incident) -> bool:
        """Whether the block reads a figure, or looks at the rows of a table."""
        footprint = plan_of(self.telling.program).footprint_of([self.block])
        if isinstance(what, Verified):
            return (what.cell.table, what.cell.field) in footprint.fields
        return what.table in footprint.tables

    # -- What to do --------------------------------------------------------------------------------------

    def recommended(self) -> Iterator[Block]:
        """What the rules recommend, body by body."""
        items = []
        for result in self.stage.results.subjects:
            told = [one for one in result.recommended if one.node in self.nodes]
            if told:
                texts = (recommended_text(one, self.telling.program, self.telling.language) for one in told)
                items.append(
                    Item(words(self.telling.body(result.subject), Tone.STRONG), (listed(map(words, texts)),))
                )
        yield self.heading(phrase("Recommendations"))
        if items:
            yield Items(tuple(items))
        else:
            yield Paragraph(words(self.told(nothing_recommended(self.telling.program))))

    def assessors(self) -> dict[str, None]:
        """The institutions that assess the block, each once."""
        nodes = self.telling.program.nodes
        return {
            self.telling.naming.title(one.titles, one.name): None
            for name in nodes if name in self.nodes
            for one in nodes[name].assessors
        }  # fmt: skip


def _percent(share: Num) -> fmpq:
    return drawn(share) * 100
