"""Sentences with formulas and references in their places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import get_args

from effrules.report.blocks.mathematics.tree import Fenced, Math, Op, Row, row
from effrules.report.blocks.pieces import Formula, Inline, Line, Words
from effrules.report.document.document_words import say_template
from effrules.words import Language

MATHS: tuple[type, ...] = get_args(Math)
INLINES: tuple[type, ...] = get_args(Inline)


def fill(key: str, language: Language, **pieces: Inline | Line | Math | str) -> Line:
    """A sentence of the document; each ``{name}`` in it is replaced by a piece: words, mathematics, a reference, or a line."""
    return filled(say_template(key, language), pieces)


def filled(template: str, pieces: Mapping[str, Inline | Line | Math | str]) -> Line:
    """A sentence with pieces in its places."""
    return tuple(_filled(template, pieces))


def _filled(template: str, pieces: Mapping[str, Inline | Line | Math | str]) -> Iterator[Inline]:
    for at, text in enumerate(re.split(r"\{(\w+)\}", template)):
        if at % 2 == 0:
            if text:
                yield Words(text)
            continue
        piece = pieces[text]
        if isinstance(piece, str):
            yield Words(piece)
        elif isinstance(piece, tuple):
            yield from piece
        elif isinstance(piece, MATHS) and not isinstance(piece, INLINES):
            yield from broken(piece)  # type: ignore[arg-type]
        else:
            yield piece  # type: ignore[misc]


def broken(math: Math) -> Line:
    """A condition within a line: parts that are joined by words are formulas of their own, so that the line can break there."""
    if not isinstance(math, Row) or not _has_words(math):
        return (Formula(math),)
    made: list[Inline] = []
    part: list[Math] = []
    for item in math.items:
        if _is_word(item):
            assert isinstance(item, Op)
            made += [*([Formula(row(*part))] if part else []), Words(f" {item.sign} ")]
            part = []
        elif isinstance(item, Fenced) and item.start == "(" and _has_words(item.body) and not part:
            made += [Words("("), *broken(item.body), Words(")")]
        else:
            part.append(item)
    return (*made, Formula(row(*part))) if part else tuple(made)


def _has_words(math: Math) -> bool:
    """Whether a formula is parts that are joined by words."""
    return isinstance(math, Row) and any(_is_word(item) for item in math.items)


def _is_word(item: Math) -> bool:
    return isinstance(item, Op) and item.sign.isalpha()
