"""An impact in words and texts of numbers: summary, tables, distribution, waterfalls; free of any rendering."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from effrules.compare.impact.measuring import BodyImpact, Impact
from effrules.model import real
from effrules.model.numbers import display, finite_places
from effrules.report.impact.sentences import Sentences
from effrules.report.impact.shapes import Bar, Fall, Story, Waterfall
from effrules.report.impact.sheets import Sheets
from effrules.report.impact.texts import Texts, by_size, drawn
from effrules.words import Language, number


def story(
    impact: Impact,
    language: Language = Language.EN,
    *,
    most: int | None = None,
    agencies: Sequence[str] = (),
    waterfalls: int | None = None,
    causes: int | None = None,
    laid: Sequence[str] = (),
) -> Story:
    """What is told of an impact.

    ``most``: so many bodies, the most moved first (``None``: all). ``agencies``: the waterfalls of these bodies; else of the
    ``waterfalls`` most moved (``None``: of all that are moved). ``causes``: so many edits for each body, the largest parts
    first (``None``: all). ``laid``: what was laid on the new rules or set in them.
    """
    sentences, sheets = Sentences(impact, language), Sheets(impact, language, causes)
    drawings = Drawings(impact, language)
    ordered = sheets.ordered()
    shown = ordered if most is None else ordered[:most]
    if agencies:
        by_key = {body.key: body for body in impact.bodies}
        chosen = [by_key[key] for key in agencies]
    else:
        chosen = [body for body in impact.most_moved() if body.parts][:waterfalls]
    return Story(
        sentences.title(laid),
        tuple(sentences.summary()),
        tuple(sentences.loud()),
        sheets.effects(),
        sheets.bodies(shown, len(ordered)),
        tuple(sentences.spread()),
        drawings.bars(),
        sheets.nodes(),
        tuple(drawings.waterfall(body) for body in chosen),
        tuple(sentences.notes(len(shown) < len(ordered))),
        language,
    )


class Drawings(Texts):
    """What is drawn: the distribution and the waterfalls."""

    def bars(self) -> tuple[Bar, ...]:
        """The bins of the distribution; none where nothing changes."""
        found = self.impact.spread
        if found is None or found.same == found.count:
            return ()
        places = max(finite_places(end) or 0 for one in found.bins for end in (one.low, one.high))
        return tuple(
            Bar(
                self.say("between", low=self.edge(one.low, places), high=self.edge(one.high, places)),
                one.count,
                1 if one.low >= 0 else -1,
            )
            for one in found.bins
        )

    def edge(self, value: fmpq, places: int) -> str:
        """A bound of a bin, to as many decimals as all of them need."""
        return number(("+" if value > 0 else "") + display(value, places), self.language)

    def waterfall(self, body: BodyImpact) -> Waterfall:
        """A body's way from the old total to the new one, the largest parts first."""
        old, new = self.total(body, 0), self.total(body, 1)
        title = self.say("fall", name=self.name(body), old=old, new=new)
        start, end = body.total(0), body.total(1)
        if start is None or end is None:
            return Waterfall(body.key, title, (), self.say("no score"))
        if body.unattributed is not None:
            return Waterfall(body.key, title, (), self.say("not shared"))
        at = start
        falls = [Fall(self.say("old"), old, drawn(start), drawn(start), is_end=True)]
        for part in by_size(body.parts):
            after = real.add(at, part.amount)
            falls.append(Fall(self.label(part.players), self.signed(part.amount), drawn(at), drawn(after)))
            at = after
        falls.append(Fall(self.say("new"), new, drawn(end), drawn(end), is_end=True))
        return Waterfall(body.key, title, tuple(falls), "" if body.parts else self.say("nothing moves"))
