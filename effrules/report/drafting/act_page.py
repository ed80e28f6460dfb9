"""An act as a page: the approval, the chapters with their items, the annexes; in one language, or in Kazakh and Russian."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from effrules.report.blocks import pieces as b
from effrules.report.blocks.mathematics.fitting import is_legible
from effrules.report.blocks.paper import HALF
from effrules.report.drafting.act import Act, Element
from effrules.report.drafting.act_words import of_act
from effrules.report.drafting.outline import FORMULAS, Level
from effrules.words import Language


class Together(Enum):
    """How the texts in two languages stand."""

    AFTER = "after"
    """The whole of the one, then the whole of the other: as acts are issued."""
    BESIDE = "beside"
    """In two columns, part by part."""


def act_page(act: Act) -> b.Page:
    """The act in one language."""
    return b.Page(act.language, act.title, tuple(blocks(act)), is_act=True)


def act_pages(acts: Sequence[Act], together: Together) -> b.Page:
    """The act in two languages; the first is that of the page."""
    first = acts[0]
    if together is Together.AFTER:
        made: list[b.Block] = []
        for act in acts:
            made += [*([b.Sheet()] if made else []), b.Beside((b.Part(tuple(blocks(act)), act.language),))]
        return b.Page(first.language, first.title, tuple(made), is_act=True)
    both = zip(*(act.elements for act in acts), strict=True)
    made = [_beside(acts, [(*_approval(act), _title(act)) for act in acts])]
    for elements in both:
        texts = [tuple(_element(act.language, one)) for act, one in zip(acts, elements, strict=True)]
        if any(map(_is_broad, elements)):
            made += [b.Beside((b.Part(text, act.language),)) for act, text in zip(acts, texts, strict=True)]
        else:
            made.append(_beside(acts, texts))
    return b.Page(first.language, first.title, tuple(made), is_act=True)


def _is_broad(element: Element) -> bool:
    """Whether something has no room in half a page: an annex with its tables, a formula that would have to be broken too often."""
    return element.part.level is Level.ANNEX or not all(
        is_legible(block.math, HALF) for block in element.blocks if isinstance(block, b.Display)
    )


def _beside(acts: Sequence[Act], texts: Sequence[tuple[b.Block, ...]]) -> b.Block:
    return b.Beside(tuple(b.Part(text, act.language) for act, text in zip(acts, texts, strict=True)))


def blocks(act: Act) -> Iterator[b.Block]:
    """All of it."""
    yield from _head(act)
    for element in act.elements:
        yield from _element(act.language, element)


def _head(act: Act) -> Iterator[b.Block]:
    """Who approves it, at the right, and what it is called."""
    yield b.Beside((b.Part(()), b.Part(tuple(_approval(act)))))
    yield _title(act)


def _approval(act: Act) -> Iterator[b.Block]:
    for key in ("approved", "approved by", "approved on"):
        yield b.Paragraph(b.words(of_act(key).in_(act.language)), side=b.Side.MIDDLE)


def _title(act: Act) -> b.Heading:
    kind = of_act("kind").in_(act.language)
    is_said = kind.casefold() in act.title.casefold()
    return b.Heading(b.words(act.title) if is_said else (b.Words(kind), b.Break(), b.Words(act.title)), 1)


def _element(language: Language, element: Element) -> Iterator[b.Block]:
    title = b.words(element.title)
    match element.part.level:
        case Level.CHAPTER | Level.SECTION:
            key = "chapter" if element.part.level is Level.CHAPTER else "paragraph"
            said = of_act(key).told(language, n=element.number, title=element.title)
            yield b.Heading(b.words(said), 2 if key == "chapter" else 3, element.anchor)
        case Level.ITEM:
            yield b.Clause(f"{element.number}.", element.blocks, element.anchor)
        case Level.ANNEX:
            yield from annex(language, element, title)


def annex(language: Language, element: Element, title: b.Line) -> Iterator[b.Block]:
    """An annex on a sheet of its own: which one, to what, what it is, its title."""

    def say(key: str, **values: object) -> b.Paragraph:
        return b.Paragraph(b.words(of_act(key).told(language, **values)), side=b.Side.MIDDLE)

    marks = [say("annex", n=element.number), say("annex to")]
    if language is Language.KK:
        marks.reverse()
    kind = "form mark" if element.key[0] == "table" else "table mark"
    if element.key != FORMULAS:
        marks.append(say(kind))
    yield b.Sheet()
    yield b.Beside((b.Part(()), b.Part(tuple(marks))))
    yield b.Heading(title, 2, element.anchor)
    yield from element.blocks
