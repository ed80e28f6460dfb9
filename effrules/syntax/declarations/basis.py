"""What clauses rest on: citations, assumptions, contradictions; and the small pieces of clauses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partialmethod
from typing import Any

from lark import Token, Tree

from effrules.model.places import Mark, MarkKind, Place
from effrules.model.schema import UNTAGGED, Titles
from effrules.source import Source, Span
from effrules.syntax import tree as ast
from effrules.syntax.expressions import ExpressionBuilder
from effrules.syntax.pieces import BadText, Node
from effrules.syntax.places import Malformed, marks_of
from effrules.syntax.texts import text_between
from effrules.words import phrase


class BasisBuilder(ExpressionBuilder):
    """What clauses rest on: citations, assumptions, contradictions; and the small pieces of clauses."""

    def __init__(self, source: Source, shift: int = 0) -> None:
        super().__init__(source, shift)
        self.declaration_arms: dict[str, Callable[..., Any]] = {
            name.removeprefix("make_"): getattr(self, name) for name in dir(self) if name.startswith("make_")
        }

    def make(self, node: Node) -> Any:
        """What a node of Lark's tree stands for: a declaration or a clause."""
        assert isinstance(node, Tree), node
        return self.declaration_arms[node.data](self.span(node), *node.children)

    def makes(self, nodes: Sequence[Node]) -> tuple[Any, ...]:
        return tuple(self.make(node) for node in nodes if node is not None)

    def basis(self, nodes: Sequence[Node]) -> tuple[ast.BasisClause, ...]:
        return self.makes(nodes)

    def string(self, token: Node) -> str:
        assert isinstance(token, Token)
        return text_between(token)

    def reason(self, because: Node) -> Titles:
        return self.titles(because.children[0]) if isinstance(because, Tree) else Titles()

    def make_because(self, at: Span, titles: Node) -> ast.Because:
        return ast.Because(self.titles(titles), span=at)

    def make_cite(self, at: Span, cited: Node, words: Node) -> ast.Cite:
        source, marks = self.cited(cited)
        return ast.Cite(source, Place(marks, self.titles(words)), span=at)

    def cited(self, node: Node) -> tuple[ast.Name, tuple[Mark, ...]]:
        """A source, and the items and annexes of it that are meant."""
        assert isinstance(node, Tree)
        source, *lists = node.children
        marks: list[Mark] = []
        for one in lists:
            assert isinstance(one, Tree)
            made = self.marks(one)
            if any(mark.kind is made[0].kind and mark.enacting == made[0].enacting for mark in marks):
                said = (
                    phrase("a second list of items")
                    if made[0].kind is MarkKind.ITEM
                    else phrase("a second list of annexes")
                )
                raise BadText(
                    self.span(one), "E120", said, phrase("put all of them into one list, with commas")
                )
            marks.extend(made)
        return self.name(source), tuple(marks)

    def marks(self, node: Tree[Token]) -> tuple[Mark, ...]:
        """A list of items or of annexes."""
        enacting, text = node.children
        assert isinstance(text, Token)
        kind = MarkKind.ITEM if node.data == "item_at" else MarkKind.ANNEX
        try:
            return marks_of(kind, text_between(text), enacting is not None)
        except Malformed as bad:
            place = self.span(text)
            if "\\" not in text:
                inside = Span(place.source, place.start + 1 + bad.start, place.start + 1 + bad.end)
                place = inside if bad.end > bad.start else place
            raise BadText(place, "E120", bad.message, bad.help_text) from None

    def make_contradicted(
        self, at: Span, cited: Node, words: Node, figure: Node, quote: Node
    ) -> ast.Contradicted:
        source, marks = self.cited(cited)
        told = Titles() if words is None else Titles(((UNTAGGED, self.string(words)),))
        cite = ast.Cite(source, Place(marks, told), span=at)
        return ast.Contradicted(
            cite, None if figure is None else self.score_value(figure), self.titles(quote), span=at
        )

    def make_assumed(self, at: Span, subject: Node, reason: Node, others: Node) -> ast.Assumed:
        names = tuple(map(str, others.children)) if isinstance(others, Tree) else ()
        return ast.Assumed(self.optional_name(subject), self.titles(reason), names, span=at)

    def score_value(self, node: Node) -> ast.ScoreValue:
        assert isinstance(node, Tree)
        number, unit = node.children
        return ast.ScoreValue(self.signed(number), self.name(unit), span=self.span(node))

    def node_name(self, node: Node) -> ast.NodeName:
        assert isinstance(node, Tree)
        *kind, name = node.children
        level = ast.Level(str(kind[0])) if kind and kind[0] is not None else None
        return ast.NodeName(level, self.name(name), span=self.span(node))

    def reasons(self, nodes: Sequence[Node]) -> tuple[ast.Reason, ...]:
        return self.makes(nodes)

    def name_of_node(self, kind: Node, name: Node) -> ast.Name:
        """The name that a node is given; ``total`` is not to be had."""
        found = self.name(name)
        if found.text == "total":
            message = phrase(
                "`total` is what the whole is worth; a {kind} cannot be called so", kind=str(kind)
            )
            raise BadText(
                found.span, "E111", message, phrase("give it another name; its title may say what it likes")
            )
        return found

    def row_name(self, token: Node) -> str:
        assert isinstance(token, Token)
        return text_between(token) if token.type == "STRING" else str(token)

    def _title(self, kind: ast.TitleKind, at: Span, titles: Node) -> ast.TitleClause:
        return ast.TitleClause(kind, self.titles(titles), span=at)

    make_title = partialmethod(_title, ast.TitleKind.TITLE)
    make_note = partialmethod(_title, ast.TitleKind.NOTE)
    make_short = partialmethod(_title, ast.TitleKind.SHORT)
    make_version_title = partialmethod(_title, ast.TitleKind.VERSION)
