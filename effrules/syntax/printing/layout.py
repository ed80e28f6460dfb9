"""How declarations are laid out: braces, indents, comments, titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from attrs import frozen

from effrules.model.node import Node
from effrules.model.schema import Titles
from effrules.syntax import tree as ast
from effrules.syntax.expression_text import (
    DISJUNCTION,
    EXPRESSION,
    KINDS,
    band_text,
    item_text,
    point_text,
    range_text,
    rows_text,
    text_of,
)
from effrules.syntax.notation import token_words
from effrules.syntax.piece_text import INDENT, exact, fits, reading_text, titles_text
from effrules.syntax.texts import quoted

STEP = len(INDENT)


@frozen(repr=False)
class Noted(Node):
    """A declaration or clause with comments: ``above``, each on a line of its own, and ``margin``, behind its first line."""

    node: Any
    above: tuple[str, ...] = ()
    margin: str = ""


def bare(node: Any) -> Any:
    """What a comment is about: a node without its comments."""
    return node.node if isinstance(node, Noted) else node


def with_comments(noted: Noted, text: str, indent: int) -> str:
    """A node's text with its comments. They say nothing that could end the line, so they cannot change what is read."""
    pad = "\n" + " " * indent
    above = "".join(f"-- {' '.join(comment.split())}{pad}" for comment in noted.above)
    if not noted.margin:
        return above + text
    first, newline, rest = text.partition("\n")
    return f"{above}{first}    -- {' '.join(noted.margin.split())}{newline}{rest}"


def braces(head: str, lines: Sequence[str], indent: int, one_line: bool = False) -> str:
    """A head with clauses in braces, one line each (or all on one line, where they fit and that is wanted)."""
    if not lines:
        return f"{head} {{}}"
    short = f"{head} {{ {'  '.join(lines)} }}"
    if one_line and fits(short, indent):
        return short
    pad = " " * (indent + STEP)
    return f"{head} {{\n" + "".join(f"{pad}{line}\n" for line in lines) + " " * indent + "}"


def words(*words: str) -> str:
    return " ".join(word for word in words if word)


def where_text(condition: ast.Expression | None, indent: int) -> str:
    return "" if condition is None else f"where {text_of(condition, DISJUNCTION, indent)}"


def titles_at(head: str, titles: Titles, indent: int) -> str:
    """Titles behind a word: on its line where they fit, else below each other."""
    short = words(head, titles_text(titles))
    if fits(short, indent) or len(titles.texts) <= 1:
        return short
    pad = "\n" + " " * (indent + len(head) + 1)
    return f"{head} " + pad.join(titles_text(Titles((text,))) for text in titles.texts)


def with_reason(text: str, reason: Titles, indent: int) -> str:
    """A clause with its reason: on its line where that fits, else below."""
    if not reason.texts:
        return text
    short = f"{text} because {titles_text(reason)}"
    below = indent + STEP
    return short if fits(short, indent) else f"{text}\n{' ' * below}{titles_at('because', reason, below)}"


def head_and_body(head: str, body: ast.Expression, indent: int) -> str:
    """``head = body``, the body on the same line unless it starts on the next."""
    text = text_of(body, EXPRESSION, indent)
    return f"{head} ={text}" if text.startswith("\n") else f"{head} = {text}"


@cache
def _keywords() -> frozenset[str]:
    return frozenset(word for words in token_words().values() for word in re.split(r"[ |,]+", words))


def row_name(name: str) -> str:
    plain = re.fullmatch(r"[^\W\d]\w*", name) and name not in _keywords()
    return name if plain else quoted(name)


def _noted(noted: Noted, indent: int) -> str:
    return with_comments(noted, print_node(noted.node, indent), indent)


def print_node(node: Any, indent: int = 0) -> str:
    """Any declaration, clause or expression as text; lines after the first begin with ``indent`` spaces."""
    return ARMS[type(node)](node, indent)


def clauses_at(clauses: Iterable[Any], indent: int) -> list[str]:
    return [print_node(clause, indent + STEP) for clause in clauses]


def with_behind(head: str, clauses: Iterable[Any], indent: int) -> str:
    """A declaration with its basis or its reasons behind it, each on its own line."""
    pad = "\n" + " " * (indent + STEP)
    return head + "".join(pad + print_node(clause, indent + STEP) for clause in clauses)


ARMS: dict[type, Callable[[Any, int], str]] = {
    **{kind: lambda node, indent: text_of(node, EXPRESSION, indent) for kind in KINDS},
    Noted: _noted,
    ast.YesNoLiteral: lambda node, indent: "yes" if node.value else "no",
    ast.Name: lambda node, indent: node.text,
    ast.SameField: lambda node, indent: (
        f"with the same {node.field.text}" + (f" as {node.anchor.text}" if node.anchor else "")
    ),
    ast.RowSource: rows_text,
    ast.RangeOf: range_text,
    ast.BandOf: band_text,
    ast.PointOf: point_text,
    ast.ItemOf: item_text,
    ast.ReadingOf: lambda node, indent: reading_text(node),
    ast.NodeName: lambda node, indent: words(node.kind or "", node.name.text),
    ast.ScoreValue: lambda node, indent: f"{exact(node.value)} {node.unit.text}",
}
"""The text of each kind of node: the small ones here; ``printer`` brings in those of the other modules."""
