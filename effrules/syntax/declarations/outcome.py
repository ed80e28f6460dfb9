"""Weights, penalties and bonuses, the total, ratings and places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lark import Token, Tree

from effrules.model.program import Redistribution
from effrules.model.schema import Titles
from effrules.syntax import tree as ast
from effrules.syntax.declarations.nodes import NodeBuilder
from effrules.syntax.expressions import BadText
from effrules.syntax.tree.kinds import REDISTRIBUTIONS
from effrules.words import phrase

BASES = ("cite", "assumed", "contradicted")
"""The rules of the grammar that are a basis."""

_REDISTRIBUTIONS = {words: how for how, words in REDISTRIBUTIONS.items()}


class OutcomeBuilder(NodeBuilder):
    """Weights, penalties and bonuses, the total, ratings and places."""

    def make_weights(self, node: Tree[Token]) -> ast.Weights:
        subject, where, body = node.children
        assert isinstance(body, Tree)
        equal: ast.Equal | None = None
        entries: list[ast.WeightEntry] = []
        basis: list[ast.BasisClause] = []
        redistribution: Redistribution | None = None
        for child in body.children:
            if child is None:
                continue
            assert isinstance(child, Tree)
            match child.data:
                case "equal":
                    equal = ast.Equal(" ".join(str(child.children[0]).split()))
                case "weight":
                    entries.append(self.weight(child))
                case "redistribution":
                    if redistribution is not None:
                        raise BadText(self.span(child), "E107", phrase("`when not applicable` is said twice"))
                    redistribution = _REDISTRIBUTIONS[" ".join(str(child.children[0]).split())]
                case _:
                    basis.append(self.make(child))
        return ast.Weights(
            self.optional_name(subject),
            self.where(where),
            ast.WeightGroup(equal, tuple(entries), span=self.span(body)),
            redistribution,
            tuple(basis),
            span=self.span(node),
        )

    def weight(self, node: Tree[Token]) -> ast.WeightEntry:
        part, value, below = node.children
        share = None
        if isinstance(value, Token):
            share = self.percent(value)
        elif isinstance(value, Tree):
            over, under = (self.number(child) for child in value.children)
            if under == 0:
                raise BadText(self.span(value), "E108", phrase("a weight with a divisor of 0"))
            share = over / under
        group = None
        if isinstance(below, Tree):
            first, *entries = below.children
            equal = ast.Equal(" ".join(str(first.children[0]).split())) if isinstance(first, Tree) else None
            weights = tuple(self.weight(entry) for entry in entries if isinstance(entry, Tree))
            group = ast.WeightGroup(equal, weights, span=self.span(below))
        return ast.WeightEntry(self.name(part), share, group, span=self.span(node))

    def make_adjustment(self, node: Tree[Token]) -> ast.AdjustmentDeclaration:
        kind, name, titles, *clauses = node.children
        made = self.makes(clauses)
        self._right_verbs(str(kind), made)
        return ast.AdjustmentDeclaration(
            ast.AdjustmentKind(str(kind)),
            self.name(name),
            self.titles(titles),
            made,
            span=self.span(node),
        )

    def _right_verbs(self, kind: str, clauses: Sequence[Any]) -> None:
        """A penalty takes from, a bonus gives to: the tree keeps no verb, so a wrong one must not pass."""
        take, source = ("take", "from") if kind == "penalty" else ("give", "to")
        for clause in clauses:
            wanted = {ast.Amount: take, ast.Adjusted: source}.get(type(clause))
            word = clause.span.text.split(maxsplit=1)[0]
            if wanted is not None and word != wanted:
                said = (
                    phrase("a penalty cannot `{word}`", word=word)
                    if kind == "penalty"
                    else phrase("a bonus cannot `{word}`", word=word)
                )
                raise BadText(clause.span, "E110", said, phrase("say `{wanted}`", wanted=wanted))

    def make_amount(self, node: Tree[Token]) -> ast.Amount:
        amount, days, extra = node.children
        rows = condition = None
        if isinstance(extra, Tree):
            if extra.data == "per_row":
                rows = self.row_source(extra.children[0])
            else:
                condition = self.expression(extra.children[0])
        for_days = self.expression(days.children[0]) if isinstance(days, Tree) else None
        return ast.Amount(self.expression(amount), rows, condition, for_days, span=self.span(node))

    def make_adjusted(self, node: Tree[Token]) -> ast.Adjusted:
        return ast.Adjusted(self.node_name(node.children[0]), span=self.span(node))

    def make_cap(self, node: Tree[Token]) -> ast.Cap:
        bound, of = node.children
        return ast.Cap(self.expression(bound), getattr(of, "type", "") == "EACH", span=self.span(node))

    def make_floor(self, node: Tree[Token]) -> ast.Floor:
        return ast.Floor(False, self.score_value(node.children[0]), span=self.span(node))

    def make_ceiling(self, node: Tree[Token]) -> ast.Floor:
        return ast.Floor(True, self.score_value(node.children[0]), span=self.span(node))

    def make_total(self, node: Tree[Token]) -> ast.TotalDeclaration:
        return ast.TotalDeclaration(self.makes(node.children[1:]), span=self.span(node))

    def make_never_below(self, node: Tree[Token]) -> ast.Never:
        return ast.Never(False, self.score_value(node.children[0]), span=self.span(node))

    def make_never_above(self, node: Tree[Token]) -> ast.Never:
        return ast.Never(True, self.score_value(node.children[0]), span=self.span(node))

    def make_none(self, node: Tree[Token]) -> ast.NoTotal:
        (why,) = self.reasons(node.children) or (None,)
        return ast.NoTotal(why.reason if isinstance(why, ast.Because) else Titles(), span=self.span(node))

    def make_rating(self, node: Tree[Token]) -> ast.RatingDeclaration:
        target, *rest = node.children
        parts = self.makes(rest)
        titles = [p.titles for p in parts if isinstance(p, ast.TitleClause) and p.kind is ast.TitleKind.TITLE]
        return ast.RatingDeclaration(
            None if target is None else self.node_name(target),
            tuple(p for p in parts if isinstance(p, ast.Grade)),
            titles[0] if titles else Titles(),
            tuple(p for p in parts if isinstance(p, ast.BasisClause)),
            tuple(p for p in parts if isinstance(p, ast.ReadingOf)),
            span=self.span(node),
        )

    def make_between_grades(self, node: Tree[Token]) -> ast.ReadingOf:
        return self.reading(node)

    def make_shared_grades(self, node: Tree[Token]) -> ast.ReadingOf:
        return self.reading(node)

    def make_grade(self, node: Tree[Token]) -> ast.Grade:
        name, titles, stretch = node.children
        return ast.Grade(self.name(name), self.titles(titles), self.range_of(stretch), span=self.span(node))

    def make_rank(self, node: Tree[Token]) -> ast.RankDeclaration:
        subject, name, titles, where, *rest = node.children
        within = tuple(self.name(p) for p in rest if isinstance(p, Token) and p.type == "NAME")
        keys = tuple(self.rank_key(p) for p in rest if isinstance(p, Tree) and p.data == "rank_key")
        ties = next(str(p) for p in rest if isinstance(p, Token) and p.type == "TIES")
        basis = [p for p in rest if isinstance(p, Tree) and p.data in BASES]
        return ast.RankDeclaration(
            self.name(subject),
            self.optional_name(name),
            self.titles(titles),
            self.where(where),
            within,
            keys,
            "skipped" in ties,
            self.basis(basis),
            span=self.span(node),
        )

    def rank_key(self, node: Tree[Token]) -> ast.RankKeyOf:
        target, how, order = node.children
        assert isinstance(how, Token)
        return ast.RankKeyOf(
            self.node_name(target),
            how.type == "BEFORE_ROUNDING",
            str(order).startswith("highest"),
            span=self.span(node),
        )
