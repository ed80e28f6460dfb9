"""Instructions in the words of an order, with the texts that they bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from attrs import evolve, frozen

from effrules.report.blocks import pieces as b
from effrules.report.drafting.act import Act, Element
from effrules.report.drafting.act_words import of_act
from effrules.report.drafting.instructions import (
    Instruction,
    Passage,
    RowChange,
    SubItem,
    Whole,
    Words,
    is_figure,
)
from effrules.report.drafting.naming import called, inside
from effrules.report.drafting.order_words import BY_ORDINAL, ORDINALS, say
from effrules.report.drafting.outline import Level
from effrules.words import Language


@frozen
class Said:
    """What an order says at one place: a line, and below it the text that it brings."""

    line: b.Line
    below: tuple[b.Block, ...] = ()


def told(act: Act, element: Element, made: Sequence[Instruction]) -> Said:
    """What is to be done to an element that stays in its place; words in one sentence, all else below each other."""
    if all(isinstance(one, Words) for one in made):
        where = inside(act, element)
        parts = []
        for at, one in enumerate(made):
            assert isinstance(one, Words)
            parts.append(_words(one, "" if at else where, act.language))
        return Said(b.words("; ".join(parts)))
    *most, last = (_said(act, element, one) for one in made)
    first, *rest = (*map(_goes_on, most), last)
    more = [block for one in rest for block in (b.Paragraph(one.line), *one.below)]
    return Said(first.line, (*first.below, *more))


def _goes_on(one: Said) -> Said:
    """What is said, with the sign that stands before more of it."""
    if not one.below:
        return Said((*one.line, b.Words(";")))
    return Said(one.line, with_end(one.below, ";") or one.below)


def _words(one: Words, where: str, language: Language) -> str:
    if one.after:
        return say("add words", language, where=where, after=one.after, new=one.new).strip()
    if not one.new:
        return say("drop words", language, where=where, old=one.old).strip()
    key = "replace figures" if is_figure(one.old) and is_figure(one.new) else "replace words"
    return say(key, language, where=where, old=one.old, new=one.new).strip()


def _said(act: Act, element: Element, one: Instruction) -> Said:
    language, where = (
        act.language,
        inside(act, element) if element.part.level in (Level.ITEM, Level.ANNEX) else "",
    )
    match one:
        case Words():
            return Said(b.words(_words(one, where, language)))
        case RowChange(None, new) if new is not None:
            return Said(b.words(say("add row first", language, where=where)), (_row(new),))
        case RowChange(old, new, is_added=True):
            assert old is not None
            assert new is not None
            middle = b.Paragraph(b.words(say("added row", language)))
            return Said(b.words(say("add row", language, where=where)), (_row(old), middle, _row(new)))
        case RowChange(old, None):
            assert old is not None
            return Said(b.words(say("drop row", language, where=where)), (_row(old),))
        case RowChange(old, new):
            assert old is not None
            assert new is not None
            middle = b.Paragraph(b.words(say("restated row", language)))
            return Said(b.words(say("restate row", language, where=where)), (_row(old), middle, _row(new)))
        case SubItem(mark, _, None):
            return Said(b.words(say("drop sub-item", language, where=where, mark=mark)))
        case SubItem(mark, old, new):
            assert new is not None
            key = "add sub-item" if old is None else "restate sub-item"
            what = called(act, element) if old is None else ""
            values = {"what": what} if old is None else {"where": where}
            text = in_quotes([b.Paragraph((b.Words(f"{mark} "), *new.line)), *new.below], language)
            return Said(b.words(say(key, language, mark=mark, **values)), text)
        case Passage(number, _, None):
            n = ORDINALS[number - 1].told(language)
            return Said(b.words(say("drop passage", language, where=where, n=n)))
        case Passage(number, None, new):
            assert new is not None
            n = BY_ORDINAL[number - 1].told(language)
            added = say("add passage", language, what=called(act, element), n=n)
            return Said(b.words(added), in_quotes([new], language))
        case Passage(number, _, new):
            assert new is not None
            n = ORDINALS[number - 1].told(language)
            return Said(
                b.words(say("restate passage", language, where=where, n=n)), in_quotes([new], language)
            )
        case Whole():
            line = b.words(say("restate", language, what=called(act, element)))
            return Said(line, in_quotes(written(act, [element]), language))


def _row(row: tuple[b.Line, ...]) -> b.Block:
    return b.Table(b.texts(*("" for _ in row)), (row,))


def written(act: Act, elements: Iterable[Element]) -> Iterator[b.Block]:
    """Parts of an act as they are to stand in it."""
    for element in elements:
        match element.part.level:
            case Level.CHAPTER | Level.SECTION as level:
                key = "chapter" if level is Level.CHAPTER else "paragraph"
                text = of_act(key).told(act.language, n=element.number, title=element.title)
                yield b.Paragraph(b.words(text, b.Tone.STRONG))
            case Level.ITEM | Level.ANNEX:
                yield b.Clause(f"{element.number}.", element.blocks)
            case _:
                assert_never(element.part.level)


QUOTES = {Language.KK: ("«", "»"), Language.RU: ("«", "»"), Language.EN: ("“", "”")}


def in_quotes(made: Iterable[b.Block], language: Language) -> tuple[b.Block, ...]:
    """A text between quotation marks; the closing one stands by itself where the text ends with a formula or a table."""
    start, end = QUOTES[language]
    blocks = list(made)
    match blocks[0]:
        case b.Clause(number):
            blocks[0] = evolve(blocks[0], number=f"{start}{number}")
        case b.Paragraph(line):
            blocks[0] = evolve(blocks[0], line=(b.Words(start), *line))
        case _:
            blocks.insert(0, b.Paragraph(b.words(start)))
    return with_end(blocks, end) or (*blocks, b.Paragraph(b.words(end)))


def with_end(blocks: Sequence[b.Block], end: str) -> tuple[b.Block, ...]:
    """A text with a sign behind its last words; empty where it does not end with words."""
    closed = _closed(blocks[-1], end)
    return () if closed is None else (*blocks[:-1], closed)


def _closed(block: b.Block, end: str) -> b.Block | None:
    """A block with a sign behind its last words; nothing where it does not end with words."""
    match block:
        case b.Paragraph(line):
            return evolve(block, line=(*line, b.Words(end)))
        case b.Clause(_, blocks) if blocks:
            last = _closed(blocks[-1], end)
            return evolve(block, blocks=(*blocks[:-1], last)) if last is not None else None
        case b.Items(items) if items and not items[-1].below:
            last_item = evolve(items[-1], line=(*items[-1].line, b.Words(end)))
            return evolve(block, items=(*items[:-1], last_item))
        case _:
            return None
