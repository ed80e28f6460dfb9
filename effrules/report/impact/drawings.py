"""What is drawn of an impact: the distribution by groups, each body's way from the old score to the new one, the places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flint import fmpq

from effrules.compare.impact.impacts import BodyImpact, Pair
from effrules.compare.impact.spread import Bin
from effrules.model import real
from effrules.model.numbers import display, finite_places
from effrules.report.blocks import pieces as b
from effrules.report.blocks.charts.drawn import Bar, Fall, Histogram, Slope, Waterfall, Way
from effrules.report.figures import drawn
from effrules.report.impact.texts import Texts, by_size
from effrules.words import number


class Drawings(Texts):
    """Makes the drawings."""

    def spread(self, told: Sequence[str], level: int) -> Iterator[b.Block]:
        """The distribution in words and as a drawing."""
        if told:
            yield b.Heading(b.words(self.say("spread")), level)
            yield from (b.Paragraph(b.words(sentence)) for sentence in told)
        found = self.impact.spread
        if found is not None and found.same != found.count:
            groups = [(title, bodies) for title, bodies in self.groups() if any(map(_change, bodies))]
            places = max(finite_places(end) or 0 for one in found.bins for end in (one.low, one.high))
            bars = tuple(self.bar(one, places, [bodies for _, bodies in groups]) for one in found.bins)
            titles = tuple(title or self.say("moves") for title, _ in groups)
            yield Histogram("", bars, self.say("change"), titles)

    def bar(self, one: Bin, places: int, groups: Sequence[Sequence[BodyImpact]]) -> Bar[str]:
        """A bin of the distribution: how many of each group."""
        low, high = (
            number(("+" if end > 0 else "") + display(end, places), self.language)
            for end in (one.low, one.high)
        )
        counts = (
            sum(body.change is not None and one.low <= body.change < one.high for body in bodies)
            for bodies in groups
        )
        return Bar(self.say("between", low=low, high=high), tuple(counts), 1 if one.low >= 0 else -1)

    def waterfalls(self, bodies: Sequence[BodyImpact], level: int, few: int) -> dict[str, b.Folded]:
        """The way of each of some bodies, all on one scale; where there are ``few`` they stand open."""
        falls = {body.key: self.falls(body) for body in bodies}
        ends = [Waterfall("", tuple(one)).scale for one in falls.values() if one]
        widest = max((high - low for low, high in ends), default=fmpq(0))
        return {
            body.key: self.waterfall(body, falls[body.key], widest, level, is_open=len(bodies) <= few)
            for body in bodies
        }

    def waterfall(
        self, body: BodyImpact, falls: Sequence[Fall[str]], widest: fmpq, level: int, *, is_open: bool
    ) -> b.Folded:
        """A body's way; ``widest`` is how far the longest of all ways reaches."""
        old, new = (self.total(body, side) for side in (0, 1))
        title = self.say("fall", name=self.name(body), old=old, new=new)
        told: list[b.Block] = []
        if body.total(0) is None or body.total(1) is None:
            told.append(b.Paragraph(b.words(self.say("no score"))))
        elif body.unattributed is not None:
            told.append(b.Paragraph(b.words(self.say("not shared"))))
        else:
            low, _ = Waterfall("", tuple(falls)).scale
            told.append(Waterfall("", tuple(falls), low, low + widest))
            told += [] if body.parts else [b.Paragraph(b.words(self.say("nothing moves")))]
        return b.Folded(b.words(title), tuple(told), level, is_open=is_open)

    def falls(self, body: BodyImpact) -> list[Fall[str]]:
        """The steps from the old total to the new one, the largest parts first; none where that cannot be told."""
        start, end = body.total(0), body.total(1)
        if start is None or end is None or body.unattributed is not None:
            return []
        at = start
        made = [
            Fall(self.say("old"), self.total(body, 0, marked=True), drawn(start), drawn(start), is_end=True)
        ]
        for part in by_size(body.parts):
            after = real.add(at, part.amount)
            made.append(
                Fall(self.label(part.players), self.signed(part.amount, marked=True), drawn(at), drawn(after))
            )
            at = after
        return [
            *made,
            Fall(self.say("new"), self.total(body, 1, marked=True), drawn(end), drawn(end), is_end=True),
        ]

    def slopes(self, level: int) -> Iterator[b.Block]:
        """The places of each group before and after, where any has moved; who gets another grade is marked."""
        old, new = self.old.version(), self.new.version()
        if old == new:
            old, new = self.say("old"), self.say("new")
        made = []
        for ranking in self.impact.rankings:
            for title, bodies in self.groups():
                ways = tuple(self.way(body, ranking) for body in bodies)
                if any(
                    way.before is not None and way.after is not None and way.before != way.after
                    for way in ways
                ):
                    named = "" if ranking.name == self.impact.rankings[0].name else f" ({ranking.name})"
                    made.append(Slope((title or self.say("all bodies")) + named, old, new, ways))
        if made:
            yield b.Heading(b.words(self.say("moved places")), level)
            yield from made

    def way(self, body: BodyImpact, ranking: Pair) -> Way[str]:
        """A body's places, and the grade that it crosses into."""
        notes, sign = [], 0
        for rating in self.impact.ratings:
            moved = self.grade_moved(body, rating)
            if moved:
                before, after = (self.grade(body, rating, side) for side in (0, 1))
                notes.append(f"{before} → {after}")
                sign = moved
        return Way(self.name(body), *body.places(ranking), "; ".join(notes) or None, sign)


def _change(body: BodyImpact) -> bool:
    return body.change is not None
