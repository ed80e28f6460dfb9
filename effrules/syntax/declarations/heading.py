"""The heading of a version, sources and units."""

from __future__ import annotations

from lark import Token, Tree

from effrules.model.inventory import ItemClass
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.declarations.basis import BasisBuilder
from effrules.syntax.pieces import Node


class HeadingBuilder(BasisBuilder):
    """The heading of a version, sources and units."""

    def make_methodology(
        self, at: Span, name: Node, version: Node, relation: Node, *clauses: Node
    ) -> ast.Methodology:
        amends = replaces = None
        if isinstance(relation, Tree):
            text = self.string(relation.children[0])
            amends, replaces = (text, None) if relation.data == "amends" else (None, text)
        made = self.makes(clauses)
        return ast.Methodology(self.name(name), self.string(version), amends, replaces, made, span=at)

    def make_languages(self, at: Span, *names: Node) -> ast.LanguagesClause:
        return ast.LanguagesClause(tuple(self.name(c) for c in names), span=at)

    def make_in_force(self, at: Span, first: Token, last: Node) -> ast.InForce:
        until = self.date(last) if isinstance(last, Token) else None
        return ast.InForce(self.date(first), until, span=at)

    def make_draft(self, at: Span) -> ast.DraftClause:
        return ast.DraftClause(span=at)

    def make_scale(self, at: Span, low: Node, high: Node, unit: Node) -> ast.Scale:
        return ast.Scale(self.signed(low), self.signed(high), self.name(unit), span=at)

    def make_source(self, at: Span, name: Node, *clauses: Node) -> ast.SourceDeclaration:
        url = ""
        made: list[ast.TitleClause | ast.Edition | ast.NotAtHand | ast.Listed] = []
        for clause in clauses:
            assert isinstance(clause, Tree)
            if clause.data == "url":
                url = self.string(clause.children[0])
            else:
                made.append(self.make(clause))
        return ast.SourceDeclaration(self.name(name), tuple(made), url, span=at)

    def make_edition(self, at: Span, day: Token) -> ast.Edition:
        return ast.Edition(self.date(day), span=at)

    def make_not_at_hand(self, at: Span, reason: Node) -> ast.NotAtHand:
        return ast.NotAtHand(self.make(reason).reason, span=at)

    def make_listed(self, at: Span, where: Tree[Token], item_class: Node, words: Node) -> ast.Listed:
        return ast.Listed(self.marks(where), ItemClass(str(item_class)), self.titles(words), span=at)

    def make_not_expressed(self, at: Span, where: Tree[Token], because: Node) -> ast.Listed:
        reason = self.make(because).reason
        return ast.Listed(self.marks(where), ItemClass.UNEXPRESSED, reason, span=at)

    def make_unit(self, at: Span, name: Node, titles: Node) -> ast.UnitDeclaration:
        return ast.UnitDeclaration(self.name(name), self.titles(titles), span=at)
