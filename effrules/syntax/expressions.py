"""From Lark's tree to the expressions of the syntax tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial, partialmethod
from typing import get_args

from attrs import fields
from lark import Token, Tree

from effrules.model.aggregates import AggregateKind
from effrules.model.operators import ArithmeticOperator, Comparison
from effrules.model.printed import Side
from effrules.model.program import Quantifier, StandingKind, Ties
from effrules.source import Source, Span
from effrules.syntax import tree as ast
from effrules.syntax.pieces import Node, PieceBuilder
from effrules.syntax.texts import text_between
from effrules.syntax.tree.kinds import TIES


def _names_in(kind: type) -> list[bool]:
    """Of each part of an expression whether it is a name."""
    return [one.type == "Name" for one in fields(kind) if one.name != "span"]


PLAIN: dict[str, type] = {
    re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(): kind
    for kind in get_args(ast.Expression)
    if all(one.type in ("Expression", "Name") for one in fields(kind) if one.name != "span")
}
"""What is read by its fields alone, by the rule of the grammar, which is called as the class is."""


class ExpressionBuilder(PieceBuilder):
    """Builds expressions; positions are offsets in ``source`` (``shift`` is where the parsed text starts)."""

    def __init__(self, source: Source, shift: int = 0) -> None:
        super().__init__(source, shift)
        self.arms: dict[str, Callable[..., ast.Expression]] = {
            name: partial(self.plain, kind) for name, kind in PLAIN.items()
        }
        self.arms |= {
            name.removeprefix("on_"): getattr(self, name) for name in dir(self) if name.startswith("on_")
        }
        """What builds each kind of expression, from its place and the parts of its node."""

    def row_source(self, node: Node) -> ast.RowSource:
        assert isinstance(node, Tree)
        table, variable, *rest = node.children
        same = []
        where = None
        for part in rest:
            if isinstance(part, Tree) and part.data == "same":
                field, anchor = part.children
                same.append(ast.SameField(self.name(field), self.optional_name(anchor), span=self.span(part)))
            else:
                where = self.only(part)
        return ast.RowSource(
            self.name(table), self.optional_name(variable), tuple(same), where, span=self.span(node)
        )

    def only(self, node: Node) -> ast.Expression | None:
        """The expression inside a one-child node such as ``where ...`` or ``if none then ...``; ``None`` for none."""
        if node is None:
            return None
        assert isinstance(node, Tree)
        return self.expression(node.children[0])

    def range_of(self, node: Node) -> ast.RangeOf:
        assert isinstance(node, Tree)
        ends = [self.expression(child) for child in node.children]
        span = self.span(node)
        match node.data:
            case "range_below":
                return ast.RangeOf(None, False, ends[0], False, span=span)
            case "range_at_most":
                return ast.RangeOf(None, False, ends[0], True, span=span)
            case "range_from":
                return ast.RangeOf(ends[0], True, None, False, span=span)
            case "range_above":
                return ast.RangeOf(ends[0], False, None, False, span=span)
            case "range_to_below":
                return ast.RangeOf(ends[0], True, ends[1], False, span=span)
            case "range_to":
                return ast.RangeOf(ends[0], True, ends[1], True, span=span)
            case "range_above_to":
                return ast.RangeOf(ends[0], False, ends[1], True, span=span)
            case "range_above_to_below":
                return ast.RangeOf(ends[0], False, ends[1], False, span=span)
            case _:
                assert node.data == "range_exactly"
                return ast.RangeOf(ends[0], True, ends[0], True, span=span)

    # -- Expressions --------------------------------------------------------------------------------------

    def expression(self, node: Node) -> ast.Expression:
        """The expression that a node of Lark's tree stands for."""
        assert isinstance(node, Tree), node
        return self.arms[node.data](self.span(node), *node.children)

    def plain(self, kind: type, at: Span, *parts: Node) -> ast.Expression:
        """An expression that holds expressions and names only, in the order in which they are written."""
        inside = (self.expression(part) for part in parts if isinstance(part, Tree))
        names = (self.name(part) for part in parts if isinstance(part, Token))
        made: ast.Expression = kind(*(next(names if name else inside) for name in _names_in(kind)), span=at)
        return made

    def on_parenthesised(self, _: Span, inner: Node) -> ast.Expression:
        return self.expression(inner)

    def on_quantity(self, at: Span, number: Node, unit: Node) -> ast.Expression:
        return ast.Number(self.number(number), self.optional_name(unit), span=at)

    def on_score_value(self, at: Span, number: Node, unit: Node) -> ast.Expression:
        return ast.Number(self.signed(number), self.name(unit), span=at)

    def on_percent(self, at: Span, token: Token) -> ast.Expression:
        return ast.Number(self.percent(token), None, True, span=at)

    def on_date(self, at: Span, token: Token) -> ast.Expression:
        return ast.DateLiteral(self.date(token), span=at)

    def on_text(self, at: Span, token: Token) -> ast.Expression:
        return ast.TextLiteral(text_between(token), span=at)

    def _yes_no(self, value: bool, at: Span, *_: Node) -> ast.Expression:
        return ast.YesNoLiteral(value, span=at)

    on_yes = partialmethod(_yes_no, True)
    on_no = partialmethod(_yes_no, False)

    def on_reference(self, at: Span, *parts: Node) -> ast.Expression:
        return ast.Reference(tuple(self.name(part) for part in parts), span=at)

    def on_total_reference(self, at: Span, name: Node) -> ast.Expression:
        return ast.Reference((self.name(name),), span=at)

    def on_call(self, at: Span, name: Node, *rest: Node) -> ast.Expression:
        *arguments, column = rest
        given = tuple(self.expression(argument) for argument in arguments if argument is not None)
        return ast.CallOf(self.name(name), given, self.optional_name(column), span=at)

    def on_arithmetic(self, at: Span, left: Node, operator: Node, right: Node) -> ast.Expression:
        sign = {"−": "-", "×": "*"}.get(str(operator), str(operator))
        return ast.Binary(ArithmeticOperator(sign), self.expression(left), self.expression(right), span=at)

    def on_compared(self, at: Span, left: Node, operator: Node, right: Node) -> ast.Expression:
        sign = {"<=": "≤", ">=": "≥", "!=": "≠"}.get(str(operator), str(operator))
        comparison = next(one for one in Comparison if one.sign == sign)
        return ast.Binary(comparison, self.expression(left), self.expression(right), span=at)

    def _binary(self, operator: Comparison, at: Span, left: Node, right: Node) -> ast.Expression:
        return ast.Binary(operator, self.expression(left), self.expression(right), span=at)

    on_is_equal = partialmethod(_binary, Comparison.EQUAL)
    on_is_not_equal = partialmethod(_binary, Comparison.NOT_EQUAL)
    on_is_at_least = partialmethod(_binary, Comparison.AT_LEAST)
    on_is_at_most = partialmethod(_binary, Comparison.AT_MOST)
    on_is_above = partialmethod(_binary, Comparison.GREATER)
    on_is_below = partialmethod(_binary, Comparison.LESS)

    def on_is_one_of(self, at: Span, operand: Node, *names: Node) -> ast.Expression:
        return ast.IsOneOf(self.expression(operand), tuple(self.name(n) for n in names), span=at)

    def _state(self, negated: bool, at: Span, operand: Node, state: Node) -> ast.Expression:
        return ast.IsState(self.expression(operand), ast.State(str(state)), negated, span=at)

    on_is_state = partialmethod(_state, False)
    on_is_not_state = partialmethod(_state, True)

    def on_conjunction(self, at: Span, *operands: Node) -> ast.Expression:
        return ast.AllOf(tuple(self.expression(c) for c in operands), span=at)

    def on_disjunction(self, at: Span, *operands: Node) -> ast.Expression:
        return ast.AnyOf(tuple(self.expression(c) for c in operands), span=at)

    def on_quantified(self, at: Span, quantifier: Node, rows: Node, condition: Node) -> ast.Expression:
        has = None if condition is None else self.expression(condition)
        return ast.Quantification(Quantifier(str(quantifier)), self.row_source(rows), has, span=at)

    def on_choose(self, at: Span, *children: Node) -> ast.Expression:
        parts = [self.expression(child) for child in children]
        cases = tuple(zip(parts[:-1:2], parts[1:-1:2], strict=True))
        return ast.Choice(cases, parts[-1], span=at)

    def _bounded(self, upper: bool, at: Span, operand: Node, bound: Node) -> ast.Expression:
        return ast.Bounded(self.expression(operand), upper, self.expression(bound), span=at)

    on_at_most_of = partialmethod(_bounded, True)
    on_at_least_of = partialmethod(_bounded, False)

    def on_rounded(self, at: Span, operand: Node, rounding: Node) -> ast.Expression:
        return ast.Rounded(self.expression(operand), self.rounding(rounding), span=at)

    # -- Aggregates ---------------------------------------------------------------------------------------

    def rows(self, node: Node) -> tuple[ast.RowSource, bool]:
        assert isinstance(node, Tree)
        return self.row_source(node.children[-1]), node.data == "among"

    def word(self, token: Node) -> str:
        """The word of an aggregate or a standing, without the ``of`` behind it."""
        return " ".join(str(token).split()[:-1])

    def on_aggregate(self, at: Span, kind: Node, body: Node, rows: Node, if_none: Node) -> ast.Expression:
        source, everywhere = self.rows(rows)
        return ast.AggregateOf(
            AggregateKind.of_word(self.word(kind)),
            self.expression(body),
            None,
            source,
            everywhere,
            self.only(if_none),
            span=at,
        )

    def on_weighted_average(
        self, at: Span, body: Node, weight: Node, rows: Node, if_none: Node
    ) -> ast.Expression:
        source, everywhere = self.rows(rows)
        return ast.AggregateOf(
            AggregateKind.WEIGHTED_AVERAGE,
            self.expression(body),
            self.expression(weight),
            source,
            everywhere,
            self.only(if_none),
            span=at,
        )

    def _parts(self, weighted: bool, at: Span, kind: Node) -> ast.Expression:
        return ast.PartsOf(AggregateKind.of_word(self.word(kind)), weighted, span=at)

    on_of_parts = partialmethod(_parts, False)
    on_weighted_of_parts = partialmethod(_parts, True)

    def on_weighted_average_of_parts(self, at: Span, *_: Node) -> ast.Expression:
        return ast.PartsOf(AggregateKind.AVERAGE, True, span=at)

    def on_count(self, at: Span, everywhere: Node, rows: Node) -> ast.Expression:
        return ast.CountOf(self.row_source(rows), everywhere is not None, span=at)

    def on_share_of(
        self, at: Span, everywhere: Node, rows: Node, base: Node, if_none: Node
    ) -> ast.Expression:
        inner = self.only(base.children[0]) if isinstance(base, Tree) else None
        return ast.ShareOfRows(
            self.row_source(rows), everywhere is not None, inner, self.only(if_none), span=at
        )

    def on_standing(
        self,
        at: Span,
        kind: Node,
        body: Node,
        _: Node,
        rows: Node,
        order: Node,
        tied: Node,
        if_all_equal: Node,
    ) -> ast.Expression:
        return ast.StandingOf(
            StandingKind.of_word(self.word(kind)),
            self.expression(body),
            self.row_source(rows),
            None if order is None else str(order).startswith("highest"),
            self.only(if_all_equal),
            Ties.SHARE if tied is None else _TIED[" ".join(str(tied).lstrip(",").split())],
            span=at,
        )

    # -- Bands, interpolation, check-lists ------------------------------------------------------------------

    def on_banded(self, at: Span, kind: Node, operand: Node, printed: Node, *rest: Node) -> ast.Expression:
        made = [
            self.reading(READINGS[one.data], self.span(one), *one.children)
            if isinstance(one, Tree) and one.data in READINGS
            else self.band(one)
            for one in rest
        ]
        return ast.BandsOf(
            ast.Given(str(kind).split()[0]),
            self.expression(operand),
            tuple(one for one in made if isinstance(one, ast.BandOf)),
            printed is not None,
            tuple(one for one in made if isinstance(one, ast.ReadingOf)),
            span=at,
        )

    def reading(self, about: ast.About, at: Span, how: Node, *basis: Node) -> ast.ReadingOf:
        """How lines that are copied as they are printed, or grades, are read."""
        rounding = self.rounding(how) if isinstance(how, Tree) else None
        side = None if rounding is not None else next(one for one in Side if one.value in str(how).split())
        return ast.ReadingOf(about, side, rounding, self.basis(basis), span=at)

    def band(self, node: Node) -> ast.BandOf:
        assert isinstance(node, Tree)
        if node.data == "otherwise_band":
            return ast.BandOf(None, self.expression(node.children[0]), span=self.span(node))
        stretch, result = node.children
        return ast.BandOf(self.range_of(stretch), self.expression(result), span=self.span(node))

    def on_interpolate(self, at: Span, operand: Node, *points: Node) -> ast.Expression:
        return ast.InterpolateOf(self.expression(operand), tuple(self.point(p) for p in points), span=at)

    def point(self, node: Node) -> ast.PointOf:
        assert isinstance(node, Tree)
        span = self.span(node)
        if node.data == "point":
            at, result = (self.expression(child) for child in node.children)
            return ast.PointOf(at, result, span=span)
        beyond = ast.Beyond.FIRST if node.data == "before_first" else ast.Beyond.LAST
        return ast.PointOf(beyond, self.expression(node.children[0]), span=span)

    def on_checklist(self, at: Span, *items: Node) -> ast.Expression:
        return ast.CheckListOf(tuple(self.item(item) for item in items), span=at)

    def item(self, node: Node) -> ast.ItemOf:
        assert isinstance(node, Tree)
        titles, result, condition = node.children
        return ast.ItemOf(
            self.titles(titles), self.expression(result), self.expression(condition), span=self.span(node)
        )


_TIED = {words: ties for ties, words in TIES.items()}

READINGS = {
    "between_lines": ast.About.BETWEEN,
    "lines_rounded": ast.About.BETWEEN,
    "shared_ends": ast.About.SHARED,
}
"""What the readings of a scale are about, by the rules of the grammar."""
