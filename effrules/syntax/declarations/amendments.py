"""Amendments; with them, all declarations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lark import Token, Tree

from effrules.syntax import tree as ast
from effrules.syntax.declarations.promises import PromiseBuilder
from effrules.syntax.expressions import Node
from effrules.syntax.texts import text_between

MARKS = re.compile(r'"(?:\\.|[^"\\\n])*+"?|--[^\n]*+|[{}]')
"""Braces, and what may hold braces that mean nothing: texts and comments."""


class DeclarationBuilder(PromiseBuilder):
    """Amendments; with them, all declarations."""

    def thing(self, node: Node) -> ast.Thing:
        assert isinstance(node, Tree)
        kind, *names = node.children
        name = names[0] if names else None
        if isinstance(name, Token) and name.type == "STRING":
            made: ast.Name | None = ast.Name(text_between(name), span=self.span(name))
        elif isinstance(name, Tree):  # `rating of NODE`
            made = self.node_name(name).name
        else:
            made = self.optional_name(name)
        return ast.Thing(ast.ThingKind(str(kind)), made, span=self.span(node))

    def make_drop(self, node: Tree[Token]) -> ast.Drop:
        thing, *reasons = node.children
        return ast.Drop(self.thing(thing), self.reasons(reasons), span=self.span(node))

    def make_add(self, node: Tree[Token]) -> ast.Add:
        to, declared, *reasons = node.children
        return ast.Add(
            None if to is None else self.node_name(to),
            self.make(declared),
            self.reasons(reasons),
            span=self.span(node),
        )

    def make_replace(self, node: Tree[Token]) -> ast.Replace:
        declared, *reasons = node.children
        return ast.Replace(self.make(declared), self.reasons(reasons), span=self.span(node))

    def make_rename(self, node: Tree[Token]) -> ast.Rename:
        thing, was, titles, *reasons = node.children
        assert isinstance(thing, Tree)
        if str(thing.children[0]) in set(ast.Level):
            self.name_of_node(thing.children[0], thing.children[1])
        return ast.Rename(
            self.thing(thing),
            self.name(was),
            self.titles(titles),
            self.reasons(reasons),
            span=self.span(node),
        )

    def make_move(self, node: Tree[Token]) -> ast.Move:
        kind, name, to, *reasons = node.children
        return ast.Move(
            ast.Level(str(kind)),
            self.name(name),
            self.node_name(to),
            self.reasons(reasons),
            span=self.span(node),
        )

    def _change(
        self, node: Tree[Token], kind: ast.ThingKind, name: Node, parts: Sequence[Node]
    ) -> ast.Change:
        made = self.makes(parts)
        body, end = len(made), self._end_of_body(node)
        while (
            body and isinstance(made[body - 1], ast.Because | ast.Cite) and made[body - 1].span.start >= end
        ):
            body -= 1
        return ast.Change(
            ast.Thing(kind, self.optional_name(name), span=self.span(node)),
            made[:body],
            made[body:],
            span=self.span(node),
        )

    def _end_of_body(self, node: Tree[Token]) -> int:
        """Where the last closing brace of a change ends: clauses behind it are its reasons."""
        span = self.span(node)
        end, depth = span.start, 0
        for mark in MARKS.finditer(self.source.text, span.start, span.end):
            depth += (mark.group() == "{") - (mark.group() == "}")
            if mark.group() == "}" and depth == 0:
                end = mark.end()
        return end

    def make_change_node(self, node: Tree[Token]) -> ast.Change:
        kind, name, *parts = node.children
        return self._change(node, ast.ThingKind(str(kind)), name, list(parts))

    def make_change_total(self, node: Tree[Token]) -> ast.Change:
        return self._change(node, ast.ThingKind.TOTAL, None, list(node.children[1:]))

    def make_change_adjustment(self, node: Tree[Token]) -> ast.Change:
        kind, name, *parts = node.children
        made = self._change(node, ast.ThingKind(str(kind)), name, list(parts))
        self._right_verbs(str(kind), made.parts)
        return made

    def make_change_table(self, node: Tree[Token]) -> ast.Change:
        name, *parts = node.children
        return self._change(node, ast.ThingKind.TABLE, name, list(parts))

    def make_change_form(self, node: Tree[Token]) -> ast.Change:
        name, *parts = node.children
        return self._change(node, ast.ThingKind.FORM, name, list(parts))

    def make_change_figures(self, node: Tree[Token]) -> ast.Change:
        name, *parts = node.children
        return self._change(node, ast.ThingKind.FIGURES, name, list(parts))

    def make_change_weights(self, node: Tree[Token]) -> ast.Change:
        subject, where, body, *reasons = node.children
        weights = self.make_weights(Tree("weights", [subject, where, body], node.meta))
        return ast.Change(
            ast.Thing(ast.ThingKind.WEIGHTS, None, span=self.span(node)),
            (weights,),
            self.reasons(reasons),
            span=self.span(node),
        )

    def make_drop_clause(self, node: Tree[Token]) -> ast.DropClause:
        return ast.DropClause(ast.ClauseKind(" ".join(str(node.children[0]).split())), span=self.span(node))

    def make_drop_field(self, node: Tree[Token]) -> ast.DropField:
        return ast.DropField(self.name(node.children[0]), span=self.span(node))

    def make_drop_row(self, node: Tree[Token]) -> ast.DropRow:
        return ast.DropRow(self.cell(node.children[0]), span=self.span(node))

    def make_change_calendar(self, node: Tree[Token]) -> ast.Change:
        name, *parts = node.children
        return self._change(node, ast.ThingKind.CALENDAR, name, list(parts))
