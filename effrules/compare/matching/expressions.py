"""Two formulas shown as one text, with what changed marked: the smallest parts in which their trees differ.

Trees are compared by form, so that what is only written otherwise (rows called otherwise, line breaks, comments) is not marked.
Where two parts are not of one shape, their words are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from functools import cache
from typing import Any

from attrs import evolve, fields, frozen

from effrules.compare.matching import forms
from effrules.compare.matching.forms import Levels
from effrules.model import program as p
from effrules.model.node import Node
from effrules.model.schema import Titles
from effrules.source import Span


class Mark(Enum):
    """Whether a piece of text is in both, in the old formula only, or in the new one only."""

    SAME = "same"
    OLD = "old"
    NEW = "new"


@frozen
class Piece:
    """A stretch of a formula's text."""

    mark: Mark
    text: str


@frozen
class Region:
    """A stretch of the new text and what stood there before."""

    span: Span
    before: Span


class Unlike(Exception):
    """Two parts are not of one shape; they are shown as a whole."""


_TOKEN = re.compile(r'«[^«»]*»|"(?:[^"\\\n]|\\.)*+"?|--[^\n]*|\s+|\w+(?:\.\w+)*%?|.')
_SHAPE = ("span", "type", "titles", "reason")
LEAST_ALIKE = 0.4
"""Texts that share less than this part of their words are shown as one for the other."""


def marked(
    old: object, new: object, old_levels: Levels = forms.SUBJECT, new_levels: Levels = forms.SUBJECT
) -> tuple[Piece, ...]:
    """The new formula's text with what changed; a formula that is only on one side is marked as a whole.

    Names must have been brought together (``sides.Sides``). Empty where a formula was not written in a text.
    """
    if any(_inside_of(formula) is not None for formula in (old, new)):
        return _with_clauses(old, new, old_levels, new_levels)
    before, after = _span(old), _span(new)
    if old is None or new is None:
        only = before or after
        mark = Mark.OLD if new is None else Mark.NEW
        return () if only is None else (Piece(mark, one_line(only.text)),)
    if before is None or after is None:
        return ()
    try:
        regions = list(_regions(old, new, old_levels, new_levels))
    except Unlike:
        regions = [Region(after, before)]
    pieces = _cut(after, regions)
    return merged(words_compared(before.text, after.text) if pieces is None else pieces)


def layers(formula: p.Expression | p.Rows | None) -> list[p.Expression | p.Rows]:
    """A node's own formula, then the clauses around it in the order of the text; without what has no text."""
    found: list[p.Expression | p.Rows] = []
    while (inner := _inside_of(formula)) is not None:
        assert formula is not None
        found.append(formula)
        formula = inner
    if formula is not None and formula.span is not None:
        found.append(formula)
    return found[::-1]


def _inside_of(formula: object) -> p.Expression | None:
    """The formula that a clause is around, and does not hold in its text; ``None`` for what is no such clause."""
    match formula:
        case p.Multiplied(operand):
            return operand
        case p.MeanOfOthers(own=own):
            return own
        case p.Limit(operand, span=span) if span is not None and operand.span is not None:
            apart = operand.span.source is not span.source or not span.start <= operand.span.start < span.end
            return operand if apart else None
        case _:
            return None


def text_of(formula: p.Expression | p.Rows) -> str:
    """A formula as it is written, on one line, with the clauses around it; empty where it was not written."""
    return "; ".join(one_line(layer.span.text) for layer in layers(formula) if layer.span is not None)


def _with_clauses(old: object, new: object, ours: Levels, theirs: Levels) -> tuple[Piece, ...]:
    """A formula with clauses around it: each clause against the one of its kind in its turn."""
    sides: list[dict[tuple[str, int], p.Expression | p.Rows]] = []
    for formula in (old, new):
        counted: dict[str, int] = {}
        side = {}
        for layer in layers(formula):  # type: ignore[arg-type]
            kind = type(layer).__name__ if _inside_of(layer) is not None else ""
            counted[kind] = counted.get(kind, 0) + 1
            side[kind, counted[kind]] = layer
        sides.append(side)
    pieces: list[Piece] = []
    for key in _together(list(sides[0]), list(sides[1])):
        one, other = (_bare(side.get(key)) for side in sides)
        said = marked(one, other, ours, theirs)
        if pieces:
            mark = Mark.SAME if one is not None and other is not None else said[0].mark
            pieces.append(Piece(mark, "; "))
        pieces += said
    return merged(pieces)


def _together(old: list[tuple[str, int]], new: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The clauses of both, in the order of the new; what is gone behind what stood before it."""
    found = list(new)
    for at, key in enumerate(old):
        if key not in found:
            found.insert(found.index(old[at - 1]) + 1 if at else 0, key)
    return found


def _bare(layer: p.Expression | p.Rows | None) -> object:
    """A clause without the formula that it is around: what is marked in it is its own."""
    match layer:
        case p.Multiplied():
            return p.CheckItem(Titles(), layer.factor, layer.condition, span=layer.span)
        case p.Limit() if _inside_of(layer) is not None:
            return p.CheckItem(Titles(), layer.bound, layer.bound, span=layer.span)
        case p.MeanOfOthers():
            return p.CheckItem(Titles(), layer.mean, layer.condition, span=layer.span)
        case _:
            return layer


def one_line(text: str) -> str:
    """A text of the rules on one line, without comments."""
    return "".join(_tidy(text)).strip()


def merged(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Pieces with equal marks put together, blanks at the ends dropped."""
    made: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if made and made[-1].mark is piece.mark:
            made[-1] = Piece(piece.mark, made[-1].text + piece.text)
        else:
            made.append(piece)
    if made:
        made[0] = evolve(made[0], text=made[0].text.lstrip())
        made[-1] = evolve(made[-1], text=made[-1].text.rstrip())
    return tuple(piece for piece in made if piece.text)


# -- Trees --------------------------------------------------------------------------------------------------------


@cache
def _attributes(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in _SHAPE)


def _span(node: object) -> Span | None:
    return getattr(node, "span", None)


def _regions(old: object, new: object, ours: Levels, theirs: Levels) -> Iterator[Region]:
    """The smallest parts that differ. Raises Unlike where the parts at hand differ and have no text of their own."""
    if forms.form(old, ours) == forms.form(new, theirs):
        return
    if isinstance(old, tuple) and isinstance(new, tuple):
        if len(old) != len(new):
            raise Unlike
        for one, other in zip(old, new, strict=True):
            yield from _regions(one, other, ours, theirs)
        return
    if not isinstance(old, Node) or not isinstance(new, Node):
        raise Unlike
    try:
        yield from list(_inside(old, new, ours, theirs))
    except Unlike:
        before, after = _span(old), _span(new)
        if before is None or after is None:
            raise
        yield Region(after, before)


def _inside(old: Node, new: Node, ours: Levels, theirs: Levels) -> Iterator[Region]:
    if type(old) is not type(new) or isinstance(old, p.RowVariable | p.Parameter):
        raise Unlike
    ours, theirs = forms.within(old, ours), forms.within(new, theirs)
    kind: Any = type(old)
    for name in _attributes(kind):
        yield from _regions(getattr(old, name), getattr(new, name), ours, theirs)


# -- Texts --------------------------------------------------------------------------------------------------------


def _cut(whole: Span, regions: Sequence[Region]) -> list[Piece] | None:
    """The text of a span with its regions marked; None where they do not lie in it one behind the other."""
    found: list[Region] = []
    for region in sorted(set(regions), key=lambda r: (r.span.start, r.span.end)):
        inside = region.span.source is whole.source and whole.start <= region.span.start
        if not inside or region.span.end > whole.end or (found and region.span.start < found[-1].span.end):
            return None
        found.append(region)
    pieces: list[Piece] = []
    at = whole.start
    for region in found:
        pieces.append(Piece(Mark.SAME, _tidied(whole, at, region.span.start)))
        pieces += words_compared(region.before.text, region.span.text)
        at = region.span.end
    pieces.append(Piece(Mark.SAME, _tidied(whole, at, whole.end)))
    return pieces


def _tidied(whole: Span, start: int, end: int) -> str:
    return "".join(_tidy(whole.source.text[start:end]))


def _tidy(text: str) -> list[str]:
    """The words of a text: comments dropped, every blank a single space."""
    words: list[str] = []
    for token in _TOKEN.findall(text):
        word = " " if token.isspace() or token.startswith("--") else token
        if word != " " or not words or words[-1] != " ":
            words.append(word)
    return words


def words_compared(before: str, after: str) -> list[Piece]:
    """Two texts of the rules compared word by word."""
    ours, theirs = _words(before), _words(after)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return [Piece(Mark.OLD, "".join(ours)), Piece(Mark.NEW, "".join(theirs))]
    pieces: list[Piece] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Mark.SAME, "".join(theirs[c:d])))
        else:
            pieces += [Piece(Mark.OLD, "".join(ours[a:b])), Piece(Mark.NEW, "".join(theirs[c:d]))]
    return pieces


def _words(text: str) -> list[str]:
    """The words of a text, each with the blank before it, so that blanks alone are never matched."""
    words: list[str] = []
    blank = ""
    for word in _tidy(text):
        if word == " ":
            blank = " "
        else:
            words.append(blank + word)
            blank = ""
    return words
