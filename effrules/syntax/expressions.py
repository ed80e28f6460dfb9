"""From Lark's tree to the expressions of the syntax tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from flint import fmpq
from lark import Token, Tree

from effrules.model.aggregates import AggregateKind
from effrules.model.operators import ArithmeticOperator, Comparison
from effrules.model.printed import Side
from effrules.model.program import Quantifier, StandingKind, Ties
from effrules.model.rounding import PERCENT_DECIMALS, Counted, Rounding, RoundingMode
from effrules.model.schema import UNTAGGED, Titles
from effrules.source import Source, Span
from effrules.syntax import tree as ast
from effrules.syntax.texts import text_between
from effrules.syntax.tree.kinds import TIES
from effrules.words import Text, phrase

Node = Tree[Token] | Token | None


class BadText(Exception):
    """Something that the grammar lets through but that has no meaning: its place and what is wrong."""

    def __init__(self, span: Span, code: str, message: Text, help_text: Text = "") -> None:
        super().__init__(str(message))
        self.span = span
        self.code = code
        self.message = message
        self.help_text = help_text


LONGEST_NUMBER = 400
"""No number in rules has more digits: as in data."""


def exact_number(text: str) -> fmpq:
    """The rational that a decimal such as ``75_000`` or ``0.25`` stands for."""
    whole, _, fraction = text.replace("_", "").partition(".")
    return fmpq(int(whole + fraction), 10 ** len(fraction))


class ExpressionBuilder:
    """Builds expressions; positions are offsets in ``source`` (``shift`` is where the parsed text starts)."""

    def __init__(self, source: Source, shift: int = 0) -> None:
        self.source = source
        self.shift = shift
        self.arms: dict[str, Callable[[Tree[Token]], ast.Expression]] = {
            name.removeprefix("on_"): getattr(self, name) for name in dir(self) if name.startswith("on_")
        }

    # -- Small pieces -----------------------------------------------------------------------------------

    def span(self, node: Tree[Token] | Token) -> Span:
        """Where a node stands in the source."""
        if isinstance(node, Token):
            return Span(self.source, self.shift + (node.start_pos or 0), self.shift + (node.end_pos or 0))
        meta = node.meta
        if meta.empty:
            return Span(self.source, self.shift, self.shift)
        return Span(self.source, self.shift + meta.start_pos, self.shift + meta.end_pos)

    def name(self, token: Node) -> ast.Name:
        assert isinstance(token, Token)
        return ast.Name(str(token), span=self.span(token))

    def optional_name(self, token: Node) -> ast.Name | None:
        return None if token is None else self.name(token)

    def titles(self, node: Node) -> Titles:
        """Titles by language; an untagged one serves every language."""
        if node is None:
            return Titles()
        assert isinstance(node, Tree)
        texts: list[tuple[str, str]] = []
        language = UNTAGGED
        for token in node.children:
            assert isinstance(token, Token)
            if token.type == "LANGUAGE":
                language = str(token)
                continue
            if any(known == language for known, _ in texts):
                raise BadText(
                    self.span(token),
                    "E103",
                    phrase("a second text in the same language ({language})", language=language),
                )
            texts.append((language, text_between(token)))
            language = UNTAGGED
        return Titles(tuple(texts))

    def date(self, token: Token) -> date:
        try:
            return date.fromisoformat(str(token))
        except ValueError:
            raise BadText(
                self.span(token), "E104", phrase("{day} is not a day of the calendar", day=str(token))
            ) from None

    def number(self, token: Node) -> fmpq:
        """The number that a token writes, with or without a percent sign, which is not looked at."""
        assert isinstance(token, Token)
        text = str(token).rstrip("%").strip()
        if len(text) > LONGEST_NUMBER:
            message = phrase("a number of more than {most} digits", most=LONGEST_NUMBER)
            raise BadText(
                self.span(token), "E112", message, phrase("write it shorter, or work it out with `power`")
            )
        return exact_number(text)

    def basis(self, nodes: Sequence[Node]) -> tuple[ast.BasisClause, ...]:
        """What something rests on: made where the declarations are."""
        raise NotImplementedError

    def signed(self, node: Node) -> fmpq:
        assert isinstance(node, Tree)
        minus, number = node.children
        value = self.number(number)
        return value if minus is None else -value

    def percent(self, token: Token) -> fmpq:
        return self.number(token) / 100

    def rounding(self, node: Node) -> Rounding:
        assert isinstance(node, Tree)
        number, *counted, mode = node.children
        assert isinstance(number, Token)
        words = " ".join(str(mode).split())
        significant = node.data == "significant"
        if not re.fullmatch(r"\d{1,3}", str(number)) or (significant and int(number) == 0):
            raise BadText(
                self.span(number),
                "E105",
                phrase("{number} is not a number of digits", number=str(number))
                if significant
                else phrase("{number} is not a number of decimals", number=str(number)),
            )
        of = next((Counted(str(token).split()[-1]) for token in counted if token is not None), None)
        more = PERCENT_DECIMALS if of is Counted.PERCENTAGE else 0
        return Rounding(int(number) + more, RoundingMode.of_word(words), significant, of)

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
                where = self.where(part)
        return ast.RowSource(
            self.name(table), self.optional_name(variable), tuple(same), where, span=self.span(node)
        )

    def where(self, node: Node) -> ast.Expression | None:
        if node is None:
            return None
        assert isinstance(node, Tree)
        return self.expression(node.children[0])

    def only(self, node: Node) -> ast.Expression | None:
        """The expression inside a one-child node such as ``if none then ...``."""
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
        return self.arms[node.data](node)

    def on_parenthesised(self, node: Tree[Token]) -> ast.Expression:
        return self.expression(node.children[0])

    def on_quantity(self, node: Tree[Token]) -> ast.Expression:
        number, unit = node.children
        return ast.Number(self.number(number), self.optional_name(unit), span=self.span(node))

    def on_score_value(self, node: Tree[Token]) -> ast.Expression:
        number, unit = node.children
        return ast.Number(self.signed(number), self.name(unit), span=self.span(node))

    def on_percent(self, node: Tree[Token]) -> ast.Expression:
        token = node.children[0]
        assert isinstance(token, Token)
        return ast.Number(self.percent(token), None, True, span=self.span(node))

    def on_date(self, node: Tree[Token]) -> ast.Expression:
        token = node.children[0]
        assert isinstance(token, Token)
        return ast.DateLiteral(self.date(token), span=self.span(node))

    def on_text(self, node: Tree[Token]) -> ast.Expression:
        token = node.children[0]
        assert isinstance(token, Token)
        return ast.TextLiteral(text_between(token), span=self.span(node))

    def on_yes(self, node: Tree[Token]) -> ast.Expression:
        return ast.YesNoLiteral(True, span=self.span(node))

    def on_no(self, node: Tree[Token]) -> ast.Expression:
        return ast.YesNoLiteral(False, span=self.span(node))

    def on_reference(self, node: Tree[Token]) -> ast.Expression:
        return ast.Reference(tuple(self.name(part) for part in node.children), span=self.span(node))

    def on_its_maximum(self, node: Tree[Token]) -> ast.Expression:
        return ast.ItsMaximum(span=self.span(node))

    def on_total_reference(self, node: Tree[Token]) -> ast.Expression:
        return ast.Reference((self.name(node.children[0]),), span=self.span(node))

    def on_before_rounding(self, node: Tree[Token]) -> ast.Expression:
        return ast.BeforeRounding(self.name(node.children[0]), span=self.span(node))

    def on_call(self, node: Tree[Token]) -> ast.Expression:
        name, *arguments, column = node.children
        given = tuple(self.expression(argument) for argument in arguments if argument is not None)
        return ast.CallOf(self.name(name), given, self.optional_name(column), span=self.span(node))

    def on_arithmetic(self, node: Tree[Token]) -> ast.Expression:
        left, operator, right = node.children
        sign = {"−": "-", "×": "*"}.get(str(operator), str(operator))
        return ast.Binary(
            ArithmeticOperator(sign), self.expression(left), self.expression(right), span=self.span(node)
        )

    def on_compared(self, node: Tree[Token]) -> ast.Expression:
        left, operator, right = node.children
        sign = {"<=": "≤", ">=": "≥", "!=": "≠"}.get(str(operator), str(operator))
        comparison = next(one for one in Comparison if one.sign == sign)
        return ast.Binary(comparison, self.expression(left), self.expression(right), span=self.span(node))

    def _binary(self, operator: Comparison, node: Tree[Token]) -> ast.Expression:
        left, right = node.children
        return ast.Binary(operator, self.expression(left), self.expression(right), span=self.span(node))

    def on_is_equal(self, node: Tree[Token]) -> ast.Expression:
        return self._binary(Comparison.EQUAL, node)

    def on_is_not_equal(self, node: Tree[Token]) -> ast.Expression:
        return self._binary(Comparison.NOT_EQUAL, node)

    def on_is_at_least(self, node: Tree[Token]) -> ast.Expression:
        return self._binary(Comparison.AT_LEAST, node)

    def on_is_at_most(self, node: Tree[Token]) -> ast.Expression:
        return self._binary(Comparison.AT_MOST, node)

    def on_is_above(self, node: Tree[Token]) -> ast.Expression:
        return self._binary(Comparison.GREATER, node)

    def on_is_below(self, node: Tree[Token]) -> ast.Expression:
        return self._binary(Comparison.LESS, node)

    def on_is_between(self, node: Tree[Token]) -> ast.Expression:
        operand, low, high = (self.expression(child) for child in node.children)
        return ast.Between(operand, low, high, span=self.span(node))

    def on_is_one_of(self, node: Tree[Token]) -> ast.Expression:
        operand, *names = node.children
        return ast.IsOneOf(self.expression(operand), tuple(self.name(n) for n in names), span=self.span(node))

    def _state(self, node: Tree[Token], negated: bool) -> ast.Expression:
        operand, state = node.children
        return ast.IsState(self.expression(operand), ast.State(str(state)), negated, span=self.span(node))

    def on_is_state(self, node: Tree[Token]) -> ast.Expression:
        return self._state(node, False)

    def on_is_not_state(self, node: Tree[Token]) -> ast.Expression:
        return self._state(node, True)

    def on_negative(self, node: Tree[Token]) -> ast.Expression:
        return ast.Negative(self.expression(node.children[-1]), span=self.span(node))

    def on_negated(self, node: Tree[Token]) -> ast.Expression:
        return ast.Opposite(self.expression(node.children[0]), span=self.span(node))

    def on_conjunction(self, node: Tree[Token]) -> ast.Expression:
        return ast.AllOf(tuple(self.expression(c) for c in node.children), span=self.span(node))

    def on_disjunction(self, node: Tree[Token]) -> ast.Expression:
        return ast.AnyOf(tuple(self.expression(c) for c in node.children), span=self.span(node))

    def on_quantified(self, node: Tree[Token]) -> ast.Expression:
        quantifier, rows, condition = node.children
        has = None if condition is None else self.expression(condition)
        return ast.Quantification(
            Quantifier(str(quantifier)), self.row_source(rows), has, span=self.span(node)
        )

    def on_choose(self, node: Tree[Token]) -> ast.Expression:
        parts = [self.expression(child) for child in node.children]
        cases = tuple(zip(parts[:-1:2], parts[1:-1:2], strict=True))
        return ast.Choice(cases, parts[-1], span=self.span(node))

    def on_at_most_of(self, node: Tree[Token]) -> ast.Expression:
        operand, bound = (self.expression(child) for child in node.children)
        return ast.Bounded(operand, True, bound, span=self.span(node))

    def on_at_least_of(self, node: Tree[Token]) -> ast.Expression:
        operand, bound = (self.expression(child) for child in node.children)
        return ast.Bounded(operand, False, bound, span=self.span(node))

    def on_rounded(self, node: Tree[Token]) -> ast.Expression:
        operand, rounding = node.children
        return ast.Rounded(self.expression(operand), self.rounding(rounding), span=self.span(node))

    def on_if_missing(self, node: Tree[Token]) -> ast.Expression:
        operand, instead = (self.expression(child) for child in node.children)
        return ast.InsteadOfMissing(operand, instead, span=self.span(node))

    # -- Aggregates ---------------------------------------------------------------------------------------

    def rows(self, node: Node) -> tuple[ast.RowSource, bool]:
        assert isinstance(node, Tree)
        return self.row_source(node.children[-1]), node.data == "among"

    def word(self, token: Node) -> str:
        """The word of an aggregate or a standing, without the ``of`` behind it."""
        return " ".join(str(token).split()[:-1])

    def on_aggregate(self, node: Tree[Token]) -> ast.Expression:
        kind, body, rows, if_none = node.children
        source, everywhere = self.rows(rows)
        return ast.AggregateOf(
            AggregateKind.of_word(self.word(kind)),
            self.expression(body),
            None,
            source,
            everywhere,
            self.only(if_none),
            span=self.span(node),
        )

    def on_weighted_average(self, node: Tree[Token]) -> ast.Expression:
        body, weight, rows, if_none = node.children
        source, everywhere = self.rows(rows)
        return ast.AggregateOf(
            AggregateKind.WEIGHTED_AVERAGE,
            self.expression(body),
            self.expression(weight),
            source,
            everywhere,
            self.only(if_none),
            span=self.span(node),
        )

    def on_of_parts(self, node: Tree[Token]) -> ast.Expression:
        return ast.PartsOf(AggregateKind.of_word(self.word(node.children[0])), False, span=self.span(node))

    def on_weighted_of_parts(self, node: Tree[Token]) -> ast.Expression:
        return ast.PartsOf(AggregateKind.of_word(self.word(node.children[0])), True, span=self.span(node))

    def on_weighted_average_of_parts(self, node: Tree[Token]) -> ast.Expression:
        return ast.PartsOf(AggregateKind.AVERAGE, True, span=self.span(node))

    def on_count(self, node: Tree[Token]) -> ast.Expression:
        everywhere, rows = node.children
        return ast.CountOf(self.row_source(rows), everywhere is not None, span=self.span(node))

    def on_share_of(self, node: Tree[Token]) -> ast.Expression:
        everywhere, rows, base, if_none = node.children
        inner = self.where(base.children[0]) if isinstance(base, Tree) else None
        return ast.ShareOfRows(
            self.row_source(rows), everywhere is not None, inner, self.only(if_none), span=self.span(node)
        )

    def on_standing(self, node: Tree[Token]) -> ast.Expression:
        kind, body, _, rows, order, tied, if_all_equal = node.children
        return ast.StandingOf(
            StandingKind.of_word(self.word(kind)),
            self.expression(body),
            self.row_source(rows),
            None if order is None else str(order).startswith("highest"),
            self.only(if_all_equal),
            Ties.SHARE if tied is None else _TIED[" ".join(str(tied).lstrip(",").split())],
            span=self.span(node),
        )

    def on_working_days(self, node: Tree[Token]) -> ast.Expression:
        first, last, calendar = node.children
        return ast.WorkingDaysOf(
            self.expression(first), self.expression(last), self.name(calendar), span=self.span(node)
        )

    # -- Bands, interpolation, check-lists ------------------------------------------------------------------

    def on_banded(self, node: Tree[Token]) -> ast.Expression:
        kind, operand, printed, *rest = node.children
        made = [self.reading(one) if _is_reading(one) else self.band(one) for one in rest]
        return ast.BandsOf(
            ast.Given(str(kind).split()[0]),
            self.expression(operand),
            tuple(one for one in made if isinstance(one, ast.BandOf)),
            printed is not None,
            tuple(one for one in made if isinstance(one, ast.ReadingOf)),
            span=self.span(node),
        )

    def reading(self, node: Node) -> ast.ReadingOf:
        """How lines that are copied as they are printed, or grades, are read."""
        assert isinstance(node, Tree)
        how, *basis = node.children
        rounding = self.rounding(how) if node.data == "lines_rounded" else None
        side = None if rounding is not None else next(one for one in Side if one.value in str(how).split())
        about = ast.About.SHARED if node.data in ("shared_ends", "shared_grades") else ast.About.BETWEEN
        return ast.ReadingOf(about, side, rounding, self.basis(basis), span=self.span(node))

    def band(self, node: Node) -> ast.BandOf:
        assert isinstance(node, Tree)
        if node.data == "otherwise_band":
            return ast.BandOf(None, self.expression(node.children[0]), span=self.span(node))
        stretch, result = node.children
        return ast.BandOf(self.range_of(stretch), self.expression(result), span=self.span(node))

    def on_interpolate(self, node: Tree[Token]) -> ast.Expression:
        operand, *points = node.children
        return ast.InterpolateOf(
            self.expression(operand), tuple(self.point(p) for p in points), span=self.span(node)
        )

    def point(self, node: Node) -> ast.PointOf:
        assert isinstance(node, Tree)
        span = self.span(node)
        if node.data == "point":
            at, result = (self.expression(child) for child in node.children)
            return ast.PointOf(ast.Position.AT, at, result, span=span)
        position = ast.Position.BEFORE if node.data == "before_first" else ast.Position.AFTER
        return ast.PointOf(position, None, self.expression(node.children[0]), span=span)

    def on_checklist(self, node: Tree[Token]) -> ast.Expression:
        return ast.CheckListOf(tuple(self.item(item) for item in node.children), span=self.span(node))

    def item(self, node: Node) -> ast.ItemOf:
        assert isinstance(node, Tree)
        titles, result, condition = node.children
        return ast.ItemOf(
            self.titles(titles), self.expression(result), self.expression(condition), span=self.span(node)
        )


_TIED = {words: ties for ties, words in TIES.items()}

READINGS = frozenset({"between_lines", "lines_rounded", "shared_ends"})


def _is_reading(node: Node) -> bool:
    return isinstance(node, Tree) and node.data in READINGS
