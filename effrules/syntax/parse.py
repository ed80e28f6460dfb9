"""Text to syntax tree: total on any text, and one mistake does not hide the next.

A file that parses whole is taken as it is. Otherwise it is cut where a line starts, without an indent, with a
word that begins a declaration, and each piece is parsed alone, so that every piece tells its own mistake.
"""

from __future__ import annotations

import re

import lark
from lark import Token, Tree

from effrules.diagnostics import Finding
from effrules.source import Source, Span
from effrules.syntax import errors
from effrules.syntax import tree as ast
from effrules.syntax.declarations import DeclarationBuilder
from effrules.syntax.expressions import BadText
from effrules.syntax.notation import parser

DEEPEST = 120
"""How deep expressions and blocks may nest: far more than a text that people read, far less than Python's stack."""

LONGEST_CHAIN = 100
"""How deep the finished tree may be; a chain of operators nests once for each."""

BEGINNINGS = re.compile(
    r"^(methodology|source|unit|subject|table|figures|figure|define|block|direction|criterion|weights|penalty|bonus"
    r"|total|rating|rank|property|example|drop|add|replace|change|rename|move)\b",
    re.MULTILINE,
)

LAST_WORD = re.compile(r"(\w+|[^\w\s])(?:\s|--[^\n]*)*\Z")
"""The last word or sign of a text, before spaces and comments."""


def parse(source: Source) -> tuple[ast.RuleFile, tuple[Finding, ...]]:
    """The declarations of a rule file and what is wrong with its text. Never raises on any text."""
    whole = Span(source, 0, len(source.text))
    deep = _too_deep(source)
    if deep is not None:
        return ast.RuleFile((), span=whole), (deep,)
    declarations, finding = _parse_piece(source, 0, len(source.text))
    if finding is None:
        return ast.RuleFile(declarations, span=whole), ()
    found: list[Finding] = []
    kept: list[ast.Declaration] = []
    for start, end in _pieces(source.text):
        declarations, finding = _parse_piece(source, start, end)
        kept.extend(declarations)
        if finding is not None:
            found.append(finding)
    if not found:
        _, whole_finding = _parse_piece(source, 0, len(source.text))
        found = [whole_finding] if whole_finding is not None else []
    return ast.RuleFile(tuple(kept), span=whole), tuple(found)


def _parse_piece(source: Source, start: int, end: int) -> tuple[tuple[ast.Declaration, ...], Finding | None]:
    text = source.text[start:end]
    try:
        read = parser().parse(text, start="start")
    except lark.UnexpectedInput as unexpected:
        return (), _unexpected(source, start, end, unexpected)
    if not isinstance(read, Tree):
        return (), errors.nested_too_deep(Span(source, start, start))
    level = _depth(read)
    if level > LONGEST_CHAIN:
        return (), errors.nested_too_deep(Span(source, start, min(start + 1, end)))
    builder = DeclarationBuilder(source, start)
    made: list[ast.Declaration] = []
    for child in read.children:
        try:
            made.append(builder.make(child))
        except BadText as bad:
            return tuple(made), errors.bad_text(bad)
    return tuple(made), None


def _unexpected(source: Source, start: int, end: int, unexpected: lark.UnexpectedInput) -> Finding:
    if isinstance(unexpected, lark.UnexpectedToken) and unexpected.token.type != "$END":
        token = unexpected.token
        at = start + (token.start_pos or 0)
        return errors.unexpected_word(
            Span(source, at, at + len(token)), str(token), set(unexpected.accepts or unexpected.expected)
        )
    if isinstance(unexpected, lark.UnexpectedCharacters):
        at = start + (unexpected.pos_in_stream or 0)
        going_on = getattr(unexpected, "interactive_parser", None)
        allowed = going_on.accepts() if going_on is not None else unexpected.allowed or ()
        return errors.unexpected_character(source, at, {str(name) for name in allowed})
    last = LAST_WORD.search(source.text[start:end])
    place = (
        Span(source, start, end) if last is None else Span(source, start + last.start(1), start + last.end(1))
    )
    expected = getattr(unexpected, "accepts", None) or getattr(unexpected, "expected", None) or ()
    return errors.unfinished(place, {str(name) for name in expected})


def _pieces(text: str) -> list[tuple[int, int]]:
    starts = [match.start() for match in BEGINNINGS.finditer(text)]
    if not starts or text[: starts[0]].strip():
        starts.insert(0, 0)
    ends = [*starts[1:], len(text)]
    return list(zip(starts, ends, strict=True))


def _too_deep(source: Source) -> Finding | None:
    depth = 0
    for match in re.finditer(r'"(?:\\.|[^"\\\n])*"|--[^\n]*|[{}()]', source.text):
        mark = match.group()
        if mark in "{(":
            depth += 1
            if depth > DEEPEST:
                return errors.nested_too_deep(Span(source, match.start(), match.end()))
        elif mark in "})":
            depth = max(depth - 1, 0)
    return None


def _depth(tree: Tree[Token]) -> int:
    """The depth of a tree, without recursion."""
    deepest = 0
    stack: list[tuple[Tree[Token], int]] = [(tree, 1)]
    while stack:
        node, level = stack.pop()
        deepest = max(deepest, level)
        stack.extend((child, level + 1) for child in node.children if isinstance(child, Tree))
    return deepest
