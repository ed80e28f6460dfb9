"""The forms of declarations, and how alike two forms or two titles are."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import frozen

from effrules.model import program as p
from effrules.model.forms import SUBJECT, Form, Levels, attributes, form, within
from effrules.model.node import Node
from effrules.model.schema import Titles

__all__ = ["SUBJECT", "Form", "Levels", "form", "within"]


def of_definition(definition: p.Definition) -> Form:
    """The form of a definition's formula."""
    return form(definition.body, parameters(definition))


def parameters(definition: p.Definition) -> Levels:
    """The rows and values in scope in a definition's formula."""
    levels: dict[int, object] = {**SUBJECT}
    for row in definition.row_parameters:
        levels[row.slot] = f"row {len(levels)}"
    for slot, _, _ in definition.value_parameters:
        levels[slot] = f"value {len(levels)}"
    return levels


def signature(definition: p.Definition) -> Form:
    """What a definition takes and gives."""
    rows = tuple(row.table for row in definition.row_parameters)
    values = tuple(str(kind) for _, _, kind in definition.value_parameters)
    return ("signature", rows, values, str(definition.type))


def of_adjustment(adjustment: p.Adjustment) -> Levels:
    """The rows in scope in the amount of a penalty or bonus."""
    if adjustment.rows is None:
        return SUBJECT
    return {**SUBJECT, adjustment.rows.variable.slot: "row"}


def item_titles(node: object) -> tuple[Titles, ...]:
    """The words inside a formula that have no effect: the titles of the items of check-lists."""
    match node:
        case p.CheckItem():
            return (node.titles, *item_titles(node.result), *item_titles(node.condition))
        case Node():
            kind: type = type(node)
            return tuple(t for name in attributes(kind) for t in item_titles(getattr(node, name)))
        case tuple():
            return tuple(t for item in node for t in item_titles(item))
        case _:
            return ()


# -- Likeness -----------------------------------------------------------------------------------------------------


@frozen
class Shape:
    """The pieces of a form, counted."""

    pieces: Counter[Form]
    size: int


def shape(node: Form) -> Shape:
    """The shape of a form; the empty one has no pieces."""
    pieces = _pieces(node) if node else Counter()
    return Shape(pieces, pieces.total())


def likeness(left: Shape, right: Shape, least: Fraction = Fraction(0)) -> Fraction:
    """How alike two forms are, 0 to 1: the pieces that they share, twice, over the pieces of both; 0 if below ``least``."""
    whole = left.size + right.size
    if not whole or Fraction(2 * min(left.size, right.size), whole) < least:
        return Fraction(0)
    score = _shared(left.pieces, right.pieces)
    return score if score >= least else Fraction(0)


def title_likeness(left: Titles, right: Titles) -> Fraction:
    """How alike two titles are, 0 to 1: the words that they share, in the language in which they share most."""
    best = Fraction(0)
    others = dict(right.texts)
    for language, text in left.texts:
        if language in others:
            best = max(best, _shared(_words(text), _words(others[language])))
    return best


def _pieces(node: Form) -> Counter[Form]:
    found: Counter[Form] = Counter()
    ahead = [node]
    while ahead:
        at = ahead.pop()
        found[at] += 1
        ahead.extend(item for item in at[1:] if isinstance(item, tuple))
    return found


@lru_cache(maxsize=4096)
def _words(text: str) -> Counter[str]:
    kept = "".join(letter if letter.isalnum() else " " for letter in text.casefold())
    return Counter(kept.split())


def _shared(left: Counter[Any], right: Counter[Any]) -> Fraction:
    whole = left.total() + right.total()
    return Fraction(2 * (left & right).total(), whole) if whole else Fraction(0)
