"""An impact: summary, tables, distribution, waterfalls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen
from flint import fmpq

from effrules.compare.impact.measuring import BodyImpact, Impact
from effrules.model import real
from effrules.model.numbers import display, finite_places
from effrules.report.blocks import pieces as b
from effrules.report.blocks.charts.drawn import Bar, Fall, Histogram, Waterfall
from effrules.report.impact.sentences import Sentences
from effrules.report.impact.sheets import Sheets
from effrules.report.impact.texts import Texts, by_size, drawn
from effrules.words import Language, number


@frozen
class Most:
    """How much is told (``None``: all): ``bodies``, the most moved first; of each so many ``causes``, the largest parts first.

    The ``waterfalls`` of so many of the most moved, or those of some ``agencies``; where there are ``few`` they stand open.
    """

    bodies: int | None = None
    causes: int | None = None
    waterfalls: int | None = None
    agencies: tuple[str, ...] = ()
    few: int = 1


EVERYBODY = Most()


def page(
    impact: Impact, language: Language = Language.EN, *, most: Most = EVERYBODY, laid: Sequence[str] = ()
) -> b.Page:
    """A page of its own on an impact; ``laid``: what was laid on the new rules or set in them."""
    title = Sentences(impact, language).title(laid)
    return b.Page(language, title, blocks(impact, language, 1, most=most, laid=laid))


def blocks(
    impact: Impact, language: Language, level: int, *, most: Most = EVERYBODY, laid: Sequence[str] = ()
) -> tuple[b.Block, ...]:
    """What is told of an impact, under a heading of a level."""
    sentences, sheets = Sentences(impact, language), Sheets(impact, language, level + 1, most.causes)
    drawings = Drawings(impact, language)
    ordered = sheets.ordered()
    shown = ordered if most.bodies is None else ordered[: most.bodies]
    if most.agencies:
        by_key = {body.key: body for body in impact.bodies}
        chosen = [by_key[key] for key in most.agencies]
    else:
        chosen = [body for body in impact.most_moved() if body.parts][: most.waterfalls]
    return (
        b.Heading(b.words(sentences.title(laid)), level),
        b.listed(
            (*map(b.words, sentences.summary()), *(b.words(one, b.Tone.STRONG) for one in sentences.loud()))
        ),
        *sheets.effects(),
        *sheets.bodies(shown, len(ordered)),
        *drawings.spread(sentences.spread(), level + 1),
        *sheets.nodes(),
        *(drawings.waterfall(body, level + 1, is_open=len(chosen) <= most.few) for body in chosen),
        *(b.Note(b.words(note), b.Kind.SMALL) for note in sentences.notes(len(shown) < len(ordered))),
    )


class Drawings(Texts):
    """What is drawn: the distribution and the waterfalls."""

    def spread(self, told: Sequence[str], level: int) -> Iterator[b.Block]:
        """The distribution in words and as a drawing."""
        if told:
            yield b.Heading(b.words(self.say("spread")), level)
            yield from (b.Paragraph(b.words(sentence)) for sentence in told)
        bars = self.bars()
        if bars:
            yield Histogram("", bars, self.say("change"), (self.say("moves"),))

    def bars(self) -> tuple[Bar[str], ...]:
        """The bins of the distribution; none where nothing changes."""
        found = self.impact.spread
        if found is None or found.same == found.count:
            return ()
        places = max(finite_places(end) or 0 for one in found.bins for end in (one.low, one.high))
        return tuple(
            Bar(
                self.say("between", low=self.edge(one.low, places), high=self.edge(one.high, places)),
                (one.count,),
                1 if one.low >= 0 else -1,
            )
            for one in found.bins
        )

    def edge(self, value: fmpq, places: int) -> str:
        """A bound of a bin, to as many decimals as all of them need."""
        return number(("+" if value > 0 else "") + display(value, places), self.language)

    def waterfall(self, body: BodyImpact, level: int, *, is_open: bool) -> b.Folded:
        """A body's way from the old total to the new one, the largest parts first."""
        old, new = self.total(body, 0), self.total(body, 1)
        title = self.say("fall", name=self.name(body), old=old, new=new)

        def folded(*inside: b.Block) -> b.Folded:
            return b.Folded(b.words(title), inside, level, is_open=is_open)

        start, end = body.total(0), body.total(1)
        if start is None or end is None:
            return folded(b.Paragraph(b.words(self.say("no score"))))
        if body.unattributed is not None:
            return folded(b.Paragraph(b.words(self.say("not shared"))))
        at = start
        falls = [Fall(self.say("old"), old, drawn(start), drawn(start), is_end=True)]
        for part in by_size(body.parts):
            after = real.add(at, part.amount)
            falls.append(Fall(self.label(part.players), self.signed(part.amount), drawn(at), drawn(after)))
            at = after
        falls.append(Fall(self.say("new"), new, drawn(end), drawn(end), is_end=True))
        note = () if body.parts else (b.Paragraph(b.words(self.say("nothing moves"))),)
        return folded(Waterfall("", tuple(falls)), *note)
