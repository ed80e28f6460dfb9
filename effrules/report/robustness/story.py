"""A simulation as a page: what was varied, how firm places and grades are, who stays ahead of whom, and which factor matters most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cmp_to_key
from itertools import pairwise

from attrs import frozen
from flint import fmpq

from effrules.model.numbers import display
from effrules.report.blocks import pieces as b
from effrules.report.blocks.charts.drawn import Dot, Dots
from effrules.report.robustness.told import NONE, Told
from effrules.report.texts import loud_lines
from effrules.simulate.spread import order
from effrules.simulate.study import BodyRange, HeadRange, Robustness
from effrules.simulate.weights import UNITS, Group, Way
from effrules.words import Language, counted, number, phrase

FIRM = fmpq(19, 20)
"""What holds in so many draws is called firm."""

MOST_WEIGHTS = 2
"""So many weights are told of each body, those that its score goes with most."""


def page(found: Robustness, language: Language, *, what_if: Sequence[str] = ()) -> b.Page:
    """The whole page."""
    told = Told(found, language)
    title = told.told(phrase("How firm the results are: {name}", name=told.naming.methodology()))
    return b.Page(language, title, blocks(found, language, 1, what_if=what_if))


def blocks(
    found: Robustness, language: Language, level: int, *, what_if: Sequence[str] = ()
) -> tuple[b.Block, ...]:
    """What is told, under a heading of a level."""
    return tuple(_Story(found, language).blocks(level, what_if))


@frozen
class _Story(Told):
    def blocks(self, level: int, what_if: Sequence[str]) -> Iterator[b.Block]:
        title = phrase("How firm the results are: {name}", name=self.naming.methodology())
        yield b.Heading(self.line(title if level == 1 else phrase("How firm the results are")), level)
        yield b.Note(self.line(phrase(
            "SIMULATIONS, not results: what was varied was drawn at random. No score, grade or place below is one by the rules but those called stated."
        )), b.Kind.LOUD)  # fmt: skip
        for one in loud_lines(self.found.program, what_if, self.language):
            yield b.Note(b.words(one), b.Kind.LOUD)
        yield from self.varied(level + 1)
        shown = [head for head in self.found.heads if head.varies]
        for head in shown:
            if len(shown) > 1:
                yield b.Heading(b.words(self.node(head.node)), level + 1)
            yield from self.head(head, level + (2 if len(shown) > 1 else 1))
        yield b.Note(self.line(phrase(
            "Scores and places of each draw are exact: what the rules give with what was drawn. Chances, correlations and shares of variance are approximate statistics of the draws."
        )), b.Kind.SMALL)  # fmt: skip

    # -- What was varied ---------------------------------------------------------------------------------------------

    def varied(self, level: int) -> Iterator[b.Block]:
        asked = self.found.asked
        yield b.Heading(self.line(phrase("What was varied")), level)
        yield b.Paragraph(self.line(counted(
            "{n} draw, seed {seed}.", "{n} draws, seed {seed}.", n=asked.draws, seed=str(asked.seed)
        )))  # fmt: skip
        if self.found.by_engine:
            yield b.Paragraph(self.line(counted(
                "{n} draw was worked out singly by the exact engine, those for shares of variance among them: more varies than weighted means.",
                "{n} draws were worked out singly by the exact engine, those for shares of variance among them: more varies than weighted means.",
                n=self.found.by_engine,
            )))  # fmt: skip
        for at, factor in enumerate(asked.factors):
            caption = phrase("{factor}: {how}", factor=self.factor(factor), how=self.how(factor))
            if isinstance(factor, Group):
                yield self.weights(factor, self.found.drawn[at], self.line(caption))
            else:
                yield b.Paragraph(self.line(caption))

    def weights(self, group: Group, drawn: Sequence[tuple[int, int]], caption: b.Line) -> b.Table:
        """The weights of a group, as they are stated and as they were drawn."""
        columns = [
            b.Column(self.told(phrase("Part")), is_text=True, is_long=True),
            b.Column(self.told(phrase("Stated weight"))),
            b.Column(self.told(phrase("In 9 of 10 draws"))),
        ]
        rows = [
            [b.words(self.node(part)), b.words(self.percent(share)), b.words(self.between(*ends))]
            for part, share, ends in zip(group.parts, group.stated, drawn, strict=True)
        ]
        if group.spread.way is Way.BOUNDS:
            columns.append(b.Column(self.told(phrase("Bounds"))))
            for row, bounds in zip(rows, group.bounds, strict=True):
                row.append(b.words(self.between(*bounds)))
        return b.Table(tuple(columns), tuple(map(tuple, rows)), caption, is_named=True)

    def percent(self, share: fmpq) -> str:
        """A share in percent, to a decimal where it has one."""
        return number(f"{display(share * 100, 1).removesuffix('.0')}%", self.language)

    def between(self, low: int, high: int) -> str:
        return f"{self.percent(fmpq(low, UNITS))}–{self.percent(fmpq(high, UNITS))}"

    # -- What becomes of a score -------------------------------------------------------------------------------------

    def head(self, head: HeadRange, level: int) -> Iterator[b.Block]:
        scored = [one for one in head.bodies if one.score is not None]
        placed = [one for one in scored if one.place is not None]
        graded = [one for one in scored if one.grade is not None]
        tiles = []
        if placed:
            firm = sum(self.is_firm(one.place_kept) for one in placed)
            tiles.append(b.Tile(
                self.told(phrase("{n} of {all}", n=firm, all=len(placed))),
                self.told(phrase("bodies keep their place in 95% of the draws or more")),
            ))  # fmt: skip
        if graded:
            firm = sum(self.is_firm(one.grade_kept) for one in graded)
            tiles.append(b.Tile(
                self.told(phrase("{n} of {all}", n=firm, all=len(graded))),
                self.told(phrase("bodies keep their grade in 95% of the draws or more")),
            ))  # fmt: skip
        if head.shift is not None:
            text = number(f"{head.shift:.2f}", self.language)
            tiles.append(b.Tile(text, self.told(phrase("places, by which a body moves on average"))))
        if tiles:
            yield b.Tiles(tuple(tiles))
        for title, bodies in self.groups(head):
            if any(one.place is not None for one in bodies):
                yield self.chart(title, bodies)
            yield self.table(head, title, bodies)
        yield from self.rivals(head, level)
        yield from self.shares_of(head, level)

    def is_firm(self, count: int) -> bool:
        return fmpq(count, self.found.asked.draws) >= FIRM

    def groups(self, head: HeadRange) -> list[tuple[str, list[BodyRange]]]:
        """The bodies with a score, by the groups of the ranking, the best first; those in none at the end."""
        ranking = next((one for one in self.found.program.rankings if one.name == head.ranking), None)
        found = []
        seen: set[int] = set()
        for group in head.groups:
            bodies = sorted((head.bodies[at] for at in group), key=lambda one: one.place or 0)
            seen.update(group)
            values = () if ranking is None else ranking.within
            title = self.naming.group(values, tuple(bodies[0].subject.values[name] for name in values))
            found.append((title, bodies))
        rest = [one for at, one in enumerate(head.bodies) if at not in seen and one.score is not None]
        rest.sort(key=cmp_to_key(lambda one, other: order(other.score, one.score)))  # type: ignore[arg-type]
        if rest:
            found.append((self.told(phrase("Without a place")) if found else "", rest))
        return found

    def chart(self, title: str, bodies: Sequence[BodyRange]) -> Dots[str]:
        """The places: where a body stands, and between which places it lies in nine of ten draws."""
        dots = tuple(
            Dot(
                self.body(one),
                f"{one.place}" if low == high else f"{one.place} ({low}–{high})",
                fmpq(one.place),
                reach=(fmpq(low), fmpq(high)),
            )
            for one in bodies
            if one.place is not None and (low := one.places[0]) is not None and (high := one.places[-1]) is not None
        )  # fmt: skip
        told = phrase("Stated places, and between which the place lies in 9 of 10 draws")
        called = self.told(phrase("{told}: {group}", told=told, group=title) if title else told)
        return Dots(called, dots, fmpq(1), fmpq(max(2, len(bodies))))

    def table(self, head: HeadRange, title: str, bodies: Sequence[BodyRange]) -> b.Table:
        has_places = any(one.place is not None for one in bodies)
        has_grades = any(one.grade is not None for one in bodies)
        several = len(self.found.asked.factors) > 1
        columns = [
            b.Column(self.told(phrase("Body")), is_text=True, is_long=True),
            b.Column(self.told(phrase("Stated score"))),
            b.Column(self.told(phrase("In 9 of 10 draws"))),
        ]
        if has_places:
            columns.append(b.Column(self.told(phrase("Keeps its place"))))
        if has_grades:
            columns.append(b.Column(self.told(phrase("Stated grade")), is_text=True))
            columns.append(b.Column(self.told(phrase("Keeps its grade"))))
        if several:
            columns.append(b.Column(self.told(phrase("Matters most")), is_text=True, is_long=True))
        columns.append(b.Column(self.told(phrase("Score goes with")), is_text=True, is_long=True))
        rows = []
        for one in bodies:
            low, high = one.scores[0], one.scores[-1]
            row = [
                b.words(self.body(one)),
                b.words(self.score(one.score, head.node)),
                b.words(f"{self.score(low, head.node)}–{self.score(high, head.node)}"),
            ]
            if has_places:
                row.append(b.words(NONE if one.place is None else self.chance(one.place_kept)))
            if has_grades:
                row.append(b.words(self.grade(head, one.grade)))
                row.append(b.words(NONE if one.grade is None else self.chance(one.grade_kept)))
            if several:
                row.append(b.words(self.top(one)))
            row.append(b.words(self.pulls(one)))
            rows.append(tuple(row))
        return b.Table(tuple(columns), tuple(rows), b.words(title), is_named=True)

    def top(self, one: BodyRange) -> str:
        """The factor that explains most of the variance of a body's score."""
        if one.indices is None:
            return NONE
        at = max(range(len(one.indices)), key=lambda i: one.indices[i].total if one.indices else 0)
        return f"{self.factor(self.found.asked.factors[at])} ({self.share(one.indices[at].total)})"

    def pulls(self, one: BodyRange) -> str:
        """The weights that a body's score goes with most: ``+`` the more the better for it."""
        strongest = one.pulls[:MOST_WEIGHTS]
        texts = [f"{'+' if pull.correlation > 0 else '−'} {self.node(pull.part)}" for pull in strongest]
        return "; ".join(texts) or NONE

    def rivals(self, head: HeadRange, level: int) -> Iterator[b.Block]:
        """Of bodies next to each other, how often the better one stays ahead."""
        rows = []
        for group in head.groups:
            ordered = sorted(group, key=lambda at: head.bodies[at].place or 0)
            for at, other in pairwise(ordered):
                one = head.bodies[at]
                rows.append((
                    b.words(self.body(one)), b.words(self.body(head.bodies[other])),
                    b.words(self.chance(one.ahead[other])), b.words(self.chance(one.level[other])),
                ))  # fmt: skip
        if rows:
            columns = (
                b.Column(self.told(phrase("Body")), is_text=True, is_long=True),
                b.Column(self.told(phrase("Next one")), is_text=True, is_long=True),
                b.Column(self.told(phrase("Ahead"))),
                b.Column(self.told(phrase("Level"))),
            )
            table = b.Table(columns, tuple(rows), is_named=True)
            yield b.Folded(self.line(phrase("Who stays ahead of the next one")), (table,), level)

    def shares_of(self, head: HeadRange, level: int) -> Iterator[b.Block]:
        """How much of the variance each factor explains: of the average move in places."""
        if head.indices is None:
            return
        columns = (
            b.Column(self.told(phrase("What was varied")), is_text=True, is_long=True),
            b.Column(self.told(phrase("Alone"))),
            b.Column(self.told(phrase("With interactions"))),
        )
        rows = tuple(
            (b.words(self.factor(group)), b.words(self.share(index.first)), b.words(self.share(index.total)))
            for group, index in zip(self.found.asked.factors, head.indices, strict=True)
        )
        yield b.Heading(self.line(phrase("Which factor moves places most")), level)
        caption = phrase(
            "Share of the variance of the average move in places (Sobol's indices of first and total order, estimates)"
        )
        yield b.Table(columns, rows, self.line(caption), is_named=True)
