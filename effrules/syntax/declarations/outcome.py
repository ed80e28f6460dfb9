"""Weights, penalties and bonuses, the total, ratings and places."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partialmethod
from typing import Any

from lark import Token, Tree

from effrules.model.program import AdjustmentKind, Redistribution
from effrules.model.schema import Titles
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.declarations.nodes import NodeBuilder
from effrules.syntax.pieces import BadText, Node
from effrules.syntax.tree.kinds import REDISTRIBUTIONS
from effrules.words import phrase

BASES = ("cite", "assumed", "contradicted")
"""The rules of the grammar that are a basis."""

_REDISTRIBUTIONS = {words: how for how, words in REDISTRIBUTIONS.items()}


class OutcomeBuilder(NodeBuilder):
    """Weights, penalties and bonuses, the total, ratings and places."""

    def make_weights(self, at: Span, subject: Node, where: Node, body: Tree[Token]) -> ast.Weights:
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
            self.only(where),
            ast.WeightGroup(equal, tuple(entries), span=self.span(body)),
            redistribution,
            tuple(basis),
            span=at,
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

    def make_adjustment(
        self, at: Span, kind: Node, name: Node, titles: Node, *clauses: Node
    ) -> ast.AdjustmentDeclaration:
        made = self.makes(clauses)
        which = AdjustmentKind(str(kind))
        self._right_verbs(which, made)
        return ast.AdjustmentDeclaration(which, self.name(name), self.titles(titles), made, span=at)

    def _right_verbs(self, kind: AdjustmentKind, clauses: Sequence[Any]) -> None:
        """A penalty takes from, a bonus gives to: the tree keeps no verb, so a wrong one must not pass."""
        take, source = ("take", "from") if kind is AdjustmentKind.PENALTY else ("give", "to")
        for clause in clauses:
            wanted = {ast.Amount: take, ast.Adjusted: source}.get(type(clause))
            word = clause.span.text.split(maxsplit=1)[0]
            if wanted is not None and word != wanted:
                said = (
                    phrase("a penalty cannot `{word}`", word=word)
                    if kind is AdjustmentKind.PENALTY
                    else phrase("a bonus cannot `{word}`", word=word)
                )
                raise BadText(clause.span, "E110", said, phrase("say `{wanted}`", wanted=wanted))

    def make_amount(self, at: Span, amount: Node, days: Node, extra: Node) -> ast.Amount:
        rows = condition = None
        if isinstance(extra, Tree):
            if extra.data == "per_row":
                rows = self.row_source(extra.children[0])
            else:
                condition = self.expression(extra.children[0])
        for_days = self.expression(days.children[0]) if isinstance(days, Tree) else None
        return ast.Amount(self.expression(amount), rows, condition, for_days, span=at)

    def make_adjusted(self, at: Span, target: Node) -> ast.Adjusted:
        return ast.Adjusted(self.node_name(target), span=at)

    def make_cap(self, at: Span, bound: Node, of: Node) -> ast.Cap:
        return ast.Cap(self.expression(bound), getattr(of, "type", "") == "EACH", span=at)

    def _limit(self, upper: bool, at: Span, bound: Node) -> ast.Floor:
        return ast.Floor(upper, self.score_value(bound), span=at)

    make_floor = partialmethod(_limit, False)
    make_ceiling = partialmethod(_limit, True)

    def make_total(self, at: Span, _: Node, *clauses: Node) -> ast.TotalDeclaration:
        return ast.TotalDeclaration(self.makes(clauses), span=at)

    def _never(self, upper: bool, at: Span, bound: Node) -> ast.Never:
        return ast.Never(upper, self.score_value(bound), span=at)

    make_never_below = partialmethod(_never, False)
    make_never_above = partialmethod(_never, True)

    def make_none(self, at: Span, *reasons: Node) -> ast.NoTotal:
        (why,) = self.reasons(reasons) or (None,)
        return ast.NoTotal(why.reason if isinstance(why, ast.Because) else Titles(), span=at)

    def make_rating(self, at: Span, target: Node, *rest: Node) -> ast.RatingDeclaration:
        parts = self.makes(rest)
        titles = [p.titles for p in parts if isinstance(p, ast.TitleClause) and p.kind is ast.TitleKind.TITLE]
        return ast.RatingDeclaration(
            None if target is None else self.node_name(target),
            tuple(p for p in parts if isinstance(p, ast.Grade)),
            titles[0] if titles else Titles(),
            tuple(p for p in parts if isinstance(p, ast.BasisClause)),
            tuple(p for p in parts if isinstance(p, ast.ReadingOf)),
            span=at,
        )

    make_between_grades = partialmethod(NodeBuilder.reading, ast.About.BETWEEN)
    make_shared_grades = partialmethod(NodeBuilder.reading, ast.About.SHARED)

    def make_grade(self, at: Span, name: Node, titles: Node, stretch: Node) -> ast.Grade:
        return ast.Grade(self.name(name), self.titles(titles), self.range_of(stretch), span=at)

    def make_rank(
        self, at: Span, subject: Node, name: Node, titles: Node, where: Node, *rest: Node
    ) -> ast.RankDeclaration:
        within = tuple(self.name(p) for p in rest if isinstance(p, Token) and p.type == "NAME")
        keys = tuple(self.rank_key(p) for p in rest if isinstance(p, Tree) and p.data == "rank_key")
        ties = next(str(p) for p in rest if isinstance(p, Token) and p.type == "TIES")
        basis = [p for p in rest if isinstance(p, Tree) and p.data in BASES]
        return ast.RankDeclaration(
            self.name(subject),
            self.optional_name(name),
            self.titles(titles),
            self.only(where),
            within,
            keys,
            "skipped" in ties,
            self.basis(basis),
            span=at,
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
