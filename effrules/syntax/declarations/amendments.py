"""Amendments; with them, all declarations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partialmethod

from lark import Token, Tree

from effrules.model.program import AdjustmentKind
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.declarations.procedure import ProcedureBuilder
from effrules.syntax.pieces import Node
from effrules.syntax.texts import text_between

MARKS = re.compile(r'"(?:\\.|[^"\\\n])*+"?|--[^\n]*+|[{}]')
"""Braces, and what may hold braces that mean nothing: texts and comments."""


class DeclarationBuilder(ProcedureBuilder):
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
        return ast.Thing(ast.ThingKind(" ".join(str(kind).split())), made, span=self.span(node))

    def make_drop(self, at: Span, thing: Node, *reasons: Node) -> ast.Drop:
        return ast.Drop(self.thing(thing), self.reasons(reasons), span=at)

    def make_add(self, at: Span, to: Node, declared: Node, *reasons: Node) -> ast.Add:
        return ast.Add(
            None if to is None else self.node_name(to), self.make(declared), self.reasons(reasons), span=at
        )

    def make_replace(self, at: Span, declared: Node, *reasons: Node) -> ast.Replace:
        return ast.Replace(self.make(declared), self.reasons(reasons), span=at)

    def make_rename(
        self, at: Span, thing: Tree[Token], was: Node, titles: Node, *reasons: Node
    ) -> ast.Rename:
        if str(thing.children[0]) in set(ast.Level):
            self.name_of_node(thing.children[0], thing.children[1])
        return ast.Rename(
            self.thing(thing), self.name(was), self.titles(titles), self.reasons(reasons), span=at
        )

    def make_move(self, at: Span, kind: Node, name: Node, to: Node, *reasons: Node) -> ast.Move:
        return ast.Move(
            ast.Level(str(kind)), self.name(name), self.node_name(to), self.reasons(reasons), span=at
        )

    def _change(self, at: Span, kind: ast.ThingKind, name: Node, parts: Sequence[Node]) -> ast.Change:
        made = self.makes(parts)
        body, end = len(made), self._end_of_body(at)
        while (
            body and isinstance(made[body - 1], ast.Because | ast.Cite) and made[body - 1].span.start >= end
        ):
            body -= 1
        thing = ast.Thing(kind, self.optional_name(name), span=at)
        return ast.Change(thing, made[:body], made[body:], span=at)

    def _end_of_body(self, change: Span) -> int:
        """Where the last closing brace of a change ends: clauses behind it are its reasons."""
        end, depth = change.start, 0
        for mark in MARKS.finditer(self.source.text, change.start, change.end):
            depth += (mark.group() == "{") - (mark.group() == "}")
            if mark.group() == "}" and depth == 0:
                end = mark.end()
        return end

    def make_change_node(self, at: Span, kind: Node, name: Node, *parts: Node) -> ast.Change:
        return self._change(at, ast.ThingKind(str(kind)), name, parts)

    def make_change_total(self, at: Span, _: Node, *parts: Node) -> ast.Change:
        return self._change(at, ast.ThingKind.TOTAL, None, parts)

    def make_change_adjustment(self, at: Span, kind: Node, name: Node, *parts: Node) -> ast.Change:
        made = self._change(at, ast.ThingKind(str(kind)), name, parts)
        self._right_verbs(AdjustmentKind(str(kind)), made.parts)
        return made

    def make_change_procedure(self, at: Span, kind: Node, name: Node, *parts: Node) -> ast.Change:
        made = self._change(at, self.procedure_kind(kind), name, parts)
        self.right_clauses(made.thing.kind, made.parts)
        return made

    def _change_of(self, kind: ast.ThingKind, at: Span, name: Node, *parts: Node) -> ast.Change:
        return self._change(at, kind, name, parts)

    make_change_subject = partialmethod(_change_of, ast.ThingKind.SUBJECT)
    make_change_table = partialmethod(_change_of, ast.ThingKind.TABLE)
    make_change_form = partialmethod(_change_of, ast.ThingKind.FORM)
    make_change_figures = partialmethod(_change_of, ast.ThingKind.FIGURES)
    make_change_calendar = partialmethod(_change_of, ast.ThingKind.CALENDAR)

    def make_change_weights(
        self, at: Span, subject: Node, where: Node, body: Tree[Token], *reasons: Node
    ) -> ast.Change:
        weights = self.make_weights(at, subject, where, body)
        thing = ast.Thing(ast.ThingKind.WEIGHTS, None, span=at)
        return ast.Change(thing, (weights,), self.reasons(reasons), span=at)

    def make_drop_clause(self, at: Span, kind: Node) -> ast.DropClause:
        word = " ".join(str(kind).split())
        of_node = word in set(ast.ClauseKind)
        return ast.DropClause(ast.ClauseKind(word) if of_node else ast.StatedWord(word), span=at)

    def make_drop_field(self, at: Span, name: Node) -> ast.DropField:
        return ast.DropField(self.name(name), span=at)

    def make_drop_row(self, at: Span, value: Node) -> ast.DropRow:
        return ast.DropRow(self.cell(value), span=at)
