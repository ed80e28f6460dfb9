"""Definitions, and the clauses of the tree of scores."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from flint import fmpq
from lark import Token, Tree

from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.declarations.reported import ReportedBuilder
from effrules.syntax.pieces import BadText, Node
from effrules.words import phrase


class NodeBuilder(ReportedBuilder):
    """Definitions, and the clauses of the tree of scores."""

    def make_figure(self, at: Span, name: Node, titles: Node, body: Node, *basis: Node) -> ast.Define:
        return ast.Define(
            self.name(name),
            self.titles(titles),
            (),
            None,
            self.expression(body),
            self.basis(basis),
            True,
            span=at,
        )

    def make_define(self, at: Span, name: Node, titles: Node, *rest: Node) -> ast.Define:
        parameters = tuple(
            ast.ParameterDeclaration(
                self.name(name), self.titles(titles), self.type_of(kind), span=self.span(p)
            )
            for p in rest
            if isinstance(p, Tree) and p.data == "parameter"
            for name, titles, kind in [p.children]
        )
        others = [p for p in rest if not (p is None or (isinstance(p, Tree) and p.data == "parameter"))]
        kind = None
        if isinstance(others[0], Tree) and others[0].data in ("result", "result_choice"):
            kind = self.type_of(others.pop(0))
        body, *basis = others
        return ast.Define(
            self.name(name),
            self.titles(titles),
            parameters,
            kind,
            self.expression(body),
            self.basis(basis),
            span=at,
        )

    def make_node(
        self, at: Span, kind: Node, name: Node, titles: Node, *clauses: Node
    ) -> ast.NodeDeclaration:
        return ast.NodeDeclaration(
            ast.Level(str(kind)),
            self.name_of_node(kind, name),
            self.titles(titles),
            self.makes(clauses),
            span=at,
        )

    def make_out_of(self, at: Span, value: Node, where: Node, *basis: Node) -> ast.OutOf:
        return ast.OutOf(self.score_value(value), self.only(where), self.basis(basis), span=at)

    def make_only_where(self, at: Span, where: Node, because: Node, *basis: Node) -> ast.OnlyWhere:
        condition = self.only(where)
        assert condition is not None
        reason = self.titles(because.children[0]) if isinstance(because, Tree) else Titles()
        return ast.OnlyWhere(condition, reason, self.basis(basis), span=at)

    def make_assessed(self, at: Span, *parts: Any) -> ast.Assessed:
        *assessors, where = parts
        made = ((self.name(one.children[0]), self.titles(one.children[1])) for one in assessors)
        return ast.Assessed(tuple(made), self.only(where), span=at)

    def make_score(self, at: Span, formula: Node) -> ast.Score:
        return ast.Score(self.expression(formula), span=at)

    def make_not_applicable(self, at: Span, condition: Node, because: Node) -> ast.NotApplicable:
        return ast.NotApplicable(self.expression(condition), self.reason(because), span=at)

    def make_multiplied(
        self, at: Span, factor: Tree[Token], condition: Node, because: Node, *basis: Node
    ) -> ast.Multiplied:
        return ast.Multiplied(
            ast.Number(self._factor(factor), None, factor.data == "times_percent", span=self.span(factor)),
            self.expression(condition),
            self.reason(because),
            self.basis(basis),
            factor.data == "halved",
            span=at,
        )

    def _factor(self, node: Tree[Token]) -> fmpq:
        match node.data:
            case "times_percent":
                percent = node.children[0]
                assert isinstance(percent, Token)
                return self.percent(percent)
            case "times_number":
                return self.number(node.children[0])
            case "times_ratio":
                over, under = self.number(node.children[0]), self.number(node.children[-1])
                if under == 0:
                    raise BadText(self.span(node), "E108", phrase("a factor with a divisor of 0"))
                return over / under
            case _:
                return fmpq(1, 2)

    def make_mean_of_others(
        self, at: Span, how: Node, condition: Node, within: Node, none: Node, because: Node, *basis: Node
    ) -> ast.MeanOfOthers:
        if_none: ast.ScoreValue | ast.Name | None = None
        if isinstance(none, Tree):
            alone = ast.Name("not applicable", span=self.span(none))
            if_none = self.score_value(none.children[0]) if none.children else alone
        return ast.MeanOfOthers(
            self.expression(condition),
            None if not isinstance(how, Token) else how.type == "BEFORE_ROUNDING",
            tuple(self.name(name) for name in within.children) if isinstance(within, Tree) else (),
            if_none,
            self.reason(because),
            self.basis(basis),
            span=at,
        )

    def make_round(self, at: Span, target: Node, rounding: Node, late: Node, *basis: Node) -> ast.RoundClause:
        return ast.RoundClause(
            None if target is None else self.node_name(target),
            evolve(self.rounding(rounding), after_penalties=late is not None),
            self.basis(basis),
            span=at,
        )
