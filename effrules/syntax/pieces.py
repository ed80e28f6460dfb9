"""From Lark's tree to pieces that stand in expressions and declarations alike: names, titles, numbers, roundings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from flint import fmpq
from lark import Token, Tree

from effrules.model.rounding import PERCENT_DECIMALS, Counted, Rounding, RoundingMode
from effrules.model.schema import UNTAGGED, Titles
from effrules.source import Source, Span
from effrules.syntax import tree as ast
from effrules.syntax.texts import text_between
from effrules.words import Text, phrase

Node = Tree[Token] | Token | None


class BadText(Exception):
    """Something that the grammar lets through but that has no meaning: its place and what is wrong."""

    def __init__(self, span: Span, code: str, message: Text, help_text: Text = "") -> None:
        super().__init__(str(message))
        self.span = span
        self.code = code
        self.message = message
        self.help_text = help_text


LONGEST_NUMBER = 400
"""No number in rules has more digits: as in data."""


def exact_number(text: str) -> fmpq:
    """The rational that a decimal such as ``75_000`` or ``0.25`` stands for."""
    whole, _, fraction = text.replace("_", "").partition(".")
    return fmpq(int(whole + fraction), 10 ** len(fraction))


class PieceBuilder:
    """Builds pieces; positions are offsets in ``source`` (``shift`` is where the parsed text starts)."""

    def __init__(self, source: Source, shift: int = 0) -> None:
        self.source = source
        self.shift = shift

    def span(self, node: Tree[Token] | Token) -> Span:
        """Where a node stands in the source."""
        if isinstance(node, Token):
            return Span(self.source, self.shift + (node.start_pos or 0), self.shift + (node.end_pos or 0))
        meta = node.meta
        if meta.empty:
            return Span(self.source, self.shift, self.shift)
        return Span(self.source, self.shift + meta.start_pos, self.shift + meta.end_pos)

    def name(self, token: Node) -> ast.Name:
        assert isinstance(token, Token)
        return ast.Name(str(token), span=self.span(token))

    def optional_name(self, token: Node) -> ast.Name | None:
        return None if token is None else self.name(token)

    def titles(self, node: Node) -> Titles:
        """Titles by language; an untagged one serves every language."""
        if node is None:
            return Titles()
        assert isinstance(node, Tree)
        texts: list[tuple[str, str]] = []
        language = UNTAGGED
        for token in node.children:
            assert isinstance(token, Token)
            if token.type == "LANGUAGE":
                language = str(token)
                continue
            if any(known == language for known, _ in texts):
                raise BadText(
                    self.span(token),
                    "E103",
                    phrase("a second text in the same language ({language})", language=language),
                )
            texts.append((language, text_between(token)))
            language = UNTAGGED
        return Titles(tuple(texts))

    def date(self, token: Token) -> date:
        try:
            return date.fromisoformat(str(token))
        except ValueError:
            raise BadText(
                self.span(token), "E104", phrase("{day} is not a day of the calendar", day=str(token))
            ) from None

    def number(self, token: Node) -> fmpq:
        """The number that a token writes, with or without a percent sign, which is not looked at."""
        assert isinstance(token, Token)
        text = str(token).rstrip("%").strip()
        if len(text) > LONGEST_NUMBER:
            message = phrase("a number of more than {most} digits", most=LONGEST_NUMBER)
            raise BadText(
                self.span(token), "E112", message, phrase("write it shorter, or work it out with `power`")
            )
        return exact_number(text)

    def basis(self, nodes: Sequence[Node]) -> tuple[ast.BasisClause, ...]:
        """What something rests on: made where the declarations are."""
        raise NotImplementedError

    def signed(self, node: Node) -> fmpq:
        assert isinstance(node, Tree)
        minus, number = node.children
        value = self.number(number)
        return value if minus is None else -value

    def percent(self, token: Token) -> fmpq:
        return self.number(token) / 100

    def rounding(self, node: Node) -> Rounding:
        assert isinstance(node, Tree)
        number, *counted, mode = node.children
        assert isinstance(number, Token)
        words = " ".join(str(mode).split())
        significant = node.data == "significant"
        if not re.fullmatch(r"\d{1,3}", str(number)) or (significant and int(number) == 0):
            raise BadText(
                self.span(number),
                "E105",
                phrase("{number} is not a number of digits", number=str(number))
                if significant
                else phrase("{number} is not a number of decimals", number=str(number)),
            )
        of = next((Counted(str(token).split()[-1]) for token in counted if token is not None), None)
        more = PERCENT_DECIMALS if of is Counted.PERCENTAGE else 0
        return Rounding(int(number) + more, RoundingMode.of_word(words), significant, of)
