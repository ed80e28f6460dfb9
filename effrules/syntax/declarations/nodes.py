"""Definitions, and the clauses of the tree of scores."""

from __future__ import annotations

from attrs import evolve
from flint import fmpq
from lark import Token, Tree

from effrules.model.schema import Titles
from effrules.syntax import tree as ast
from effrules.syntax.declarations.reported import ReportedBuilder
from effrules.syntax.expressions import BadText
from effrules.words import phrase


class NodeBuilder(ReportedBuilder):
    """Definitions, and the clauses of the tree of scores."""

    def make_figure(self, node: Tree[Token]) -> ast.Define:
        name, titles, body, *basis = node.children
        return ast.Define(
            self.name(name),
            self.titles(titles),
            (),
            None,
            self.expression(body),
            self.basis(basis),
            True,
            span=self.span(node),
        )

    def make_define(self, node: Tree[Token]) -> ast.Define:
        name, *rest = node.children
        parameters = tuple(
            ast.ParameterDeclaration(self.name(p.children[0]), self.type_of(p.children[1]), span=self.span(p))
            for p in rest
            if isinstance(p, Tree) and p.data == "parameter"
        )
        others = [p for p in rest if not (p is None or (isinstance(p, Tree) and p.data == "parameter"))]
        kind = None
        if isinstance(others[0], Tree) and others[0].data in ("result", "result_choice"):
            kind = self.type_of(others.pop(0))
        body, *basis = others
        return ast.Define(
            self.name(name),
            Titles(),
            parameters,
            kind,
            self.expression(body),
            self.basis(basis),
            span=self.span(node),
        )

    def make_node(self, node: Tree[Token]) -> ast.NodeDeclaration:
        kind, name, titles, *clauses = node.children
        return ast.NodeDeclaration(
            ast.Level(str(kind)),
            self.name_of_node(kind, name),
            self.titles(titles),
            self.makes(clauses),
            span=self.span(node),
        )

    def make_out_of(self, node: Tree[Token]) -> ast.OutOf:
        value, where, *basis = node.children
        return ast.OutOf(self.score_value(value), self.where(where), self.basis(basis), span=self.span(node))

    def make_only_where(self, node: Tree[Token]) -> ast.OnlyWhere:
        where, because, *basis = node.children
        condition = self.where(where)
        assert condition is not None
        reason = self.titles(because.children[0]) if isinstance(because, Tree) else Titles()
        return ast.OnlyWhere(condition, reason, self.basis(basis), span=self.span(node))

    def make_assessed(self, node: Tree[Token]) -> ast.Assessed:
        assessors = []
        for child in node.children:
            assert isinstance(child, Tree)
            assessors.append((self.name(child.children[0]), self.titles(child.children[1])))
        return ast.Assessed(tuple(assessors), span=self.span(node))

    def make_score(self, node: Tree[Token]) -> ast.Score:
        return ast.Score(self.expression(node.children[0]), span=self.span(node))

    def make_not_applicable(self, node: Tree[Token]) -> ast.NotApplicable:
        condition, because = node.children
        return ast.NotApplicable(self.expression(condition), self.reason(because), span=self.span(node))

    def make_multiplied(self, node: Tree[Token]) -> ast.Multiplied:
        factor, condition, because, *basis = node.children
        assert isinstance(factor, Tree)
        return ast.Multiplied(
            ast.Number(self._factor(factor), None, factor.data == "times_percent", span=self.span(factor)),
            self.expression(condition),
            self.reason(because),
            self.basis(basis),
            factor.data == "halved",
            span=self.span(node),
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

    def make_mean_of_others(self, node: Tree[Token]) -> ast.MeanOfOthers:
        how, condition, within, none, because, *basis = node.children
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
            span=self.span(node),
        )

    def make_round(self, node: Tree[Token]) -> ast.RoundClause:
        target, rounding, late, *basis = node.children
        return ast.RoundClause(
            None if target is None else self.node_name(target),
            evolve(self.rounding(rounding), after_penalties=late is not None),
            self.basis(basis),
            span=self.span(node),
        )
