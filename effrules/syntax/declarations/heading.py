"""The heading of a version, sources and units."""

from __future__ import annotations

from lark import Token, Tree

from effrules.model.inventory import ItemClass
from effrules.syntax import tree as ast
from effrules.syntax.declarations.basis import BasisBuilder


class HeadingBuilder(BasisBuilder):
    """The heading of a version, sources and units."""

    def make_methodology(self, node: Tree[Token]) -> ast.Methodology:
        name, version, relation, *clauses = node.children
        amends = replaces = None
        if isinstance(relation, Tree):
            text = self.string(relation.children[0])
            amends, replaces = (text, None) if relation.data == "amends" else (None, text)
        made = self.makes(clauses)
        return ast.Methodology(
            self.name(name),
            self.string(version),
            amends,
            replaces,
            made,
            span=self.span(node),
        )

    def make_languages(self, node: Tree[Token]) -> ast.LanguagesClause:
        return ast.LanguagesClause(tuple(self.name(c) for c in node.children), span=self.span(node))

    def make_in_force(self, node: Tree[Token]) -> ast.InForce:
        first, last = node.children
        assert isinstance(first, Token)
        until = self.date(last) if isinstance(last, Token) else None
        return ast.InForce(self.date(first), until, span=self.span(node))

    def make_draft(self, node: Tree[Token]) -> ast.DraftClause:
        return ast.DraftClause(span=self.span(node))

    def make_scale(self, node: Tree[Token]) -> ast.Scale:
        low, high, unit = node.children
        return ast.Scale(self.signed(low), self.signed(high), self.name(unit), span=self.span(node))

    def make_source(self, node: Tree[Token]) -> ast.SourceDeclaration:
        name, *clauses = node.children
        url = ""
        made: list[ast.TitleClause | ast.Edition | ast.NotAtHand | ast.Listed] = []
        for clause in clauses:
            assert isinstance(clause, Tree)
            if clause.data == "url":
                url = self.string(clause.children[0])
            else:
                made.append(self.make(clause))
        return ast.SourceDeclaration(self.name(name), tuple(made), url, span=self.span(node))

    def make_edition(self, node: Tree[Token]) -> ast.Edition:
        day = node.children[0]
        assert isinstance(day, Token)
        return ast.Edition(self.date(day), span=self.span(node))

    def make_not_at_hand(self, node: Tree[Token]) -> ast.NotAtHand:
        return ast.NotAtHand(self.make(node.children[0]).reason, span=self.span(node))

    def make_listed(self, node: Tree[Token]) -> ast.Listed:
        where, item_class, words = node.children
        assert isinstance(where, Tree)
        return ast.Listed(
            self.marks(where), ItemClass(str(item_class)), self.titles(words), span=self.span(node)
        )

    def make_not_expressed(self, node: Tree[Token]) -> ast.Listed:
        where, because = node.children
        assert isinstance(where, Tree)
        reason = self.make(because).reason
        return ast.Listed(self.marks(where), ItemClass.UNEXPRESSED, reason, span=self.span(node))

    def make_unit(self, node: Tree[Token]) -> ast.UnitDeclaration:
        name, titles = node.children
        return ast.UnitDeclaration(self.name(name), self.titles(titles), span=self.span(node))
