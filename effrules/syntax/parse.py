"""Text to syntax tree: total on any text, and one mistake does not hide the next.

A file that parses whole is taken as it is. Otherwise it is cut where a line starts, without an indent, with a
word that begins a declaration, and each piece is parsed alone, so that every piece tells its own mistake.
"""

from __future__ import annotations

import re
from typing import Any

import lark
from lark import Token, Tree

from effrules.diagnostics import Finding
from effrules.source import Source, Span
from effrules.syntax import errors
from effrules.syntax import tree as ast
from effrules.syntax.declarations.amendments import DeclarationBuilder
from effrules.syntax.labels import labels
from effrules.syntax.notation import parser, yielding
from effrules.syntax.pieces import BadText
from effrules.syntax.texts import WORDS, stray_backslashes

DEEPEST = 120
"""How deep expressions and blocks may nest: far more than a text that people read, far less than Python's stack."""

LONGEST_CHAIN = 100
"""How deep the finished tree may be; a chain of operators nests once for each."""

BEGINNINGS = re.compile(
    r"^(methodology|source|unit|subject|table|form|figures|calendar|figure|define|block|direction|criterion|weights|penalty|bonus"
    r"|total|rating|rank|property|example|institution|stage|spot\s+check|recommend|drop|add|replace|change|rename|move)\b",
    re.MULTILINE,
)


def parse(source: Source) -> tuple[ast.RuleFile, tuple[Finding, ...]]:
    """The declarations of a rule file and what is wrong with its text. Never raises on any text."""
    whole = Span(source, 0, len(source.text))
    deep = _too_deep(source)
    if deep is not None:
        return ast.RuleFile((), span=whole), (deep,)
    declarations, finding = _parse_piece(source, 0, len(source.text))
    found = [errors.stray_backslash(place) for place in stray_backslashes(source)]
    if finding is None:
        return ast.RuleFile(declarations, span=whole), tuple(found)
    unread = len(found)
    kept: list[ast.Declaration] = []
    for start, end in _pieces(source.text):
        declarations, finding = _parse_piece(source, start, end)
        kept.extend(declarations)
        if finding is not None:
            found.append(finding)
    if len(found) == unread:
        _, whole_finding = _parse_piece(source, 0, len(source.text))
        found += [whole_finding] if whole_finding is not None else []
    return ast.RuleFile(tuple(kept), span=whole), tuple(found)


def _parse_piece(source: Source, start: int, end: int) -> tuple[tuple[ast.Declaration, ...], Finding | None]:
    text = source.text[start:end]
    steps = parser().parse_interactive(text, start="start")
    try:
        read = _read(text, steps)
    except lark.UnexpectedInput as unexpected:
        return (), _unexpected(source, start, end, unexpected, steps)
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


def _read(text: str, steps: Any) -> Tree[Token] | Token:
    """Lark's tree of a text, in which keywords that stand as labels are names. Raises UnexpectedInput."""
    labelled, keywords = labels(text), yielding()
    token = None
    for token in steps.lexer_thread.lex(steps.parser_state):
        if token.start_pos in labelled and token.type in keywords:
            token = Token.new_borrow_pos("NAME", token.value, token)
        steps.feed_token(token)
    return steps.feed_eof(token)  # type: ignore[no-any-return]


def _unexpected(
    source: Source, start: int, end: int, unexpected: lark.UnexpectedInput, steps: Any
) -> Finding:
    expected = {str(name) for name in steps.accepts()}
    if isinstance(unexpected, lark.UnexpectedToken) and unexpected.token.type != "$END":
        token = unexpected.token
        at = start + (token.start_pos or 0)
        return errors.unexpected_word(Span(source, at, at + len(token)), str(token), expected)
    if isinstance(unexpected, lark.UnexpectedCharacters):
        return errors.unexpected_character(source, start + (unexpected.pos_in_stream or 0), expected)
    return _unfinished(source, start, end, expected)


def _unfinished(source: Source, start: int, end: int, expected: set[str]) -> Finding:
    """What is said of a piece that ends too soon: its last word, and the innermost bracket that is still open."""
    last = Span(source, start, end)
    opened: list[Span] = []
    for match in WORDS.finditer(source.text, start, end):
        mark = match.group()
        if mark.startswith("--"):
            continue
        last = Span(source, match.start(), match.end())
        if mark in ("{", "("):
            opened.append(last)
        elif mark in ("}", ")") and opened:
            opened.pop()
    return errors.unfinished(last, expected, opened[-1] if opened else None)


def _pieces(text: str) -> list[tuple[int, int]]:
    starts = [match.start() for match in BEGINNINGS.finditer(text)]
    if not starts or text[: starts[0]].strip():
        starts.insert(0, 0)
    ends = [*starts[1:], len(text)]
    return list(zip(starts, ends, strict=True))


def _too_deep(source: Source) -> Finding | None:
    depth = 0
    for match in WORDS.finditer(source.text):
        mark = match.group()
        if mark in ("{", "("):
            depth += 1
            if depth > DEEPEST:
                return errors.nested_too_deep(Span(source, match.start(), match.end()))
        elif mark in ("}", ")"):
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
