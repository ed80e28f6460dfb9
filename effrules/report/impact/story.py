"""An impact: who is affected, in numbers, sentences and a drawing; then the bodies, the edits, the parts of the rules."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from effrules.compare.impact.impacts import Impact
from effrules.report.blocks import pieces as b
from effrules.report.impact.drawings import Drawings
from effrules.report.impact.sentences import Sentences
from effrules.report.impact.sheets import Sheets
from effrules.words import Language


@frozen
class Most:
    """How much is told (``None``: all): ``bodies``, the most moved first; of each so many ``causes``, the largest parts first.

    The ``waterfalls`` of so many of the most moved, or those of some ``agencies``; where there are ``few`` they stand open.
    ``places``: with a drawing of the places before and after.
    """

    bodies: int | None = None
    causes: int | None = None
    waterfalls: int | None = None
    agencies: tuple[str, ...] = ()
    few: int = 1
    places: bool = False


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
        shown = [*shown, *(body for body in chosen if body not in shown)]
    else:
        chosen = [body for body in impact.most_moved() if body.parts][: most.waterfalls]
    tiles = sentences.tiles()
    return (
        b.Heading(b.words(sentences.title(laid, is_part=level > 1)), level),
        *([b.Tiles(tiles)] if tiles else []),
        b.listed(
            (*map(b.words, sentences.summary()), *(b.words(one, b.Tone.STRONG) for one in sentences.loud()))
        ),
        *drawings.spread(sentences.spread(), level + 1),
        *sheets.bodies(shown, len(ordered), drawings.waterfalls(chosen, level + 2, most.few)),
        *(drawings.slopes(level + 1) if most.places else ()),
        *sheets.effects(),
        *sheets.nodes(),
        *(b.Note(b.words(note), b.Kind.SMALL) for note in sentences.notes(len(shown) < len(ordered))),
    )
