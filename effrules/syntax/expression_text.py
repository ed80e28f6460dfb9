"""Expressions of the syntax tree as text, with no more parentheses than the grammar needs.

Two things decide about parentheses: how loosely an expression binds (``level``), and what an expression would
swallow if it stood behind its last word (``tail``): the condition of an aggregate reaches as far as it can.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, assert_never

from effrules.model.operators import ArithmeticOperator, Comparison
from effrules.model.program import Ties
from effrules.syntax import tree as ast
from effrules.syntax.piece_text import block, exact, fits, reading_text, rounding_text, titles_text
from effrules.syntax.texts import quoted
from effrules.syntax.tree.kinds import TIES

EXPRESSION, LIMITED, DISJUNCTION, CONJUNCTION, NEGATION, COMPARISON, SUM, PRODUCT, UNARY, ATOM = range(10)
"""How tightly an expression binds: the rungs of the grammar's ladder."""

OPERATORS = frozenset({"or", "and", "compare", "add", "multiply"})
NOTHING: frozenset[str] = frozenset()

AFTER_IS = ("at", "above", "below", "between", "one", "not", "known", "missing", "applicable")
"""Words that ``is`` would take for its own."""

SUMS = (ArithmeticOperator.ADD, ArithmeticOperator.SUBTRACT)
EQUALITIES = (Comparison.EQUAL, Comparison.NOT_EQUAL)


# -- Small pieces ---------------------------------------------------------------------------------------------


# -- What an expression would swallow ---------------------------------------------------------------------------


def tail(node: ast.Expression) -> frozenset[str]:
    """What an expression would take for its own if it followed, although it is meant for the outside."""
    match node:
        case ast.AggregateOf():
            if node.if_none is not None:
                return _last(node.if_none, PRODUCT) | {"multiply"}
            return _rows_tail(node.rows) | {"if none"}
        case ast.CountOf():
            return _rows_tail(node.rows)
        case ast.ShareOfRows():
            if node.if_none is not None:
                return _last(node.if_none, PRODUCT) | {"multiply"}
            if node.base is not None:
                return _last(node.base, DISJUNCTION) | OPERATORS | {"if none"}
            return _rows_tail(node.rows) | {"if none", "among those"}
        case ast.StandingOf():
            if node.if_all_equal is not None:
                return _last(node.if_all_equal, PRODUCT) | {"multiply"}
            if node.highest_first is not None:
                return frozenset({"if all equal", "tied"} if node.ties is Ties.SHARE else {"if all equal"})
            return _rows_tail(node.rows) | {"if all equal", "order"}
        case ast.Quantification():
            if node.condition is not None:
                return _last(node.condition, NEGATION)
            return _rows_tail(node.rows) | {"has"}
        case ast.Negative():
            return _last(node.operand, UNARY)
        case ast.Opposite():
            return _last(node.operand, NEGATION)
        case ast.Binary(_, _, right):
            return _last(right, min(_binary_level(node) + 1, UNARY))
        case ast.Between():
            return _last(node.high, SUM)
        case ast.IsOneOf():
            return frozenset({"or"})
        case ast.AllOf():
            return _last(node.operands[-1], NEGATION)
        case ast.AnyOf():
            return _last(node.operands[-1], CONJUNCTION)
        case ast.Bounded():
            return _last(node.bound, SUM)
        case ast.InsteadOfMissing():
            return _last(node.instead, SUM)
        case ast.Choice():
            return _last(node.otherwise, LIMITED)
        case (
            ast.Number() | ast.DateLiteral() | ast.TextLiteral() | ast.YesNoLiteral() | ast.Reference() | ast.CallOf()
            | ast.BeforeRounding() | ast.ItsMaximum() | ast.IsState() | ast.Rounded() | ast.PartsOf() | ast.WorkingDaysOf()
            | ast.BandsOf() | ast.InterpolateOf() | ast.CheckListOf()
        ):  # fmt: skip
            return NOTHING
        case _:
            assert_never(node)


def _last(node: ast.Expression, level: int) -> frozenset[str]:
    """The tail of an expression that is written last where ``level`` is needed; parentheses cut it off."""
    return tail(node) if _level(node) >= level else NOTHING


def _rows_tail(rows: ast.RowSource) -> frozenset[str]:
    return NOTHING if rows.where is None else _last(rows.where, DISJUNCTION) | OPERATORS


# -- Expressions -------------------------------------------------------------------------------------------------


def text_of(
    node: ast.Expression, level: int = EXPRESSION, indent: int = 0, before: frozenset[str] = NOTHING
) -> str:
    """An expression as text, where ``level`` is needed and words of the kinds ``before`` follow it."""
    made = KINDS[type(node)][1](node, indent)
    if _level(node) < level or tail(node) & before:
        return f"({made})"
    return made


def _number(node: ast.Number, indent: int) -> str:
    if node.percent:
        return f"{exact(node.value * 100)}%"
    return exact(node.value) + (f" {node.unit.text}" if node.unit else "")


def _yes_no(node: ast.YesNoLiteral, indent: int) -> str:
    return "yes" if node.value else "(no)"  # a bare `no` before a name begins `no target ...`


def _call(node: ast.CallOf, indent: int) -> str:
    arguments = ", ".join(text_of(argument, EXPRESSION, indent) for argument in node.arguments)
    return f"{node.name.text}({arguments})" + (f".{node.column.text}" if node.column else "")


def _binary(node: ast.Binary, indent: int) -> str:
    if isinstance(node.operator, Comparison):
        left = text_of(node.left, SUM, indent, frozenset({"compare"}))
        if isinstance(node.right, ast.YesNoLiteral):
            right = "yes" if node.right.value else "no"
        else:
            right = text_of(node.right, SUM, indent)
        word = node.operator.value if node.operator in EQUALITIES else f"is {node.operator.value}"
        if node.operator in EQUALITIES and re.match(r"\w*", right).group() in AFTER_IS:  # type: ignore[union-attr]
            word = node.operator.sign
        return f"{left} {word} {right}"
    level, kind = (SUM, "add") if node.operator in SUMS else (PRODUCT, "multiply")
    left = text_of(node.left, level, indent, frozenset({kind}))
    return f"{left} {node.operator.value} {text_of(node.right, level + 1, indent)}"


def _negative(node: ast.Negative, indent: int) -> str:
    inner = text_of(node.operand, UNARY, indent)
    return f"-({inner})" if inner.startswith("-") else f"-{inner}"  # two dashes begin a comment


def _joined(operands: tuple[ast.Expression, ...], word: str, level: int, indent: int) -> str:
    follows = frozenset({word})
    parts = [text_of(operand, level, indent, follows) for operand in operands[:-1]]
    return f" {word} ".join([*parts, text_of(operands[-1], level, indent)])


def _between(node: ast.Between, indent: int) -> str:
    operand = text_of(node.operand, SUM, indent, frozenset({"compare"}))
    low = text_of(node.low, SUM, indent, frozenset({"and"}))
    return f"{operand} is between {low} and {text_of(node.high, SUM, indent)}"


def _is_one_of(node: ast.IsOneOf, indent: int) -> str:
    operand = text_of(node.operand, SUM, indent, frozenset({"compare"}))
    return f"{operand} is one of {' or '.join(name.text for name in node.names)}"


def _is_state(node: ast.IsState, indent: int) -> str:
    operand = text_of(node.operand, SUM, indent, frozenset({"compare"}))
    return f"{operand} is {'not ' if node.negated else ''}{node.state}"


def _choice(node: ast.Choice, indent: int) -> str:
    def lines(at: int) -> list[str]:
        made = [
            f"when {text_of(test, DISJUNCTION, at)} then {text_of(value, LIMITED, at)}"
            for test, value in node.cases
        ]
        return [*made, f"otherwise {text_of(node.otherwise, LIMITED, at)}"]

    short = " ".join(lines(indent))
    if fits(short, indent):
        return short
    pad = "\n" + " " * (indent + 4)
    return pad + pad.join(lines(indent + 4))


def _bounded(node: ast.Bounded, indent: int) -> str:
    word = "most" if node.upper else "least"
    return f"{text_of(node.operand, LIMITED, indent)} but at {word} {text_of(node.bound, SUM, indent)}"


def _rounded(node: ast.Rounded, indent: int) -> str:
    return f"{text_of(node.operand, LIMITED, indent)} rounded to {rounding_text(node.rounding)}"


def _instead(node: ast.InsteadOfMissing, indent: int) -> str:
    return f"{text_of(node.operand, LIMITED, indent)} if missing then {text_of(node.instead, SUM, indent)}"


def rows_text(rows: ast.RowSource, indent: int, before: frozenset[str] = NOTHING) -> str:
    """The rows of a table as text; ``before`` says what follows them."""
    parts = [rows.table.text]
    if rows.variable is not None:
        parts.append(rows.variable.text)
    parts.extend(
        f"with the same {same.field.text}" + (f" as {same.anchor.text}" if same.anchor else "")
        for same in rows.same
    )
    if rows.where is not None:
        parts.append(f"where {text_of(rows.where, DISJUNCTION, indent, before)}")
    return " ".join(parts)


def _if_none(instead: ast.Expression | None, indent: int, words: str = "if none") -> str:
    return "" if instead is None else f", {words} then {text_of(instead, PRODUCT, indent)}"


def before_by(text: str) -> str:
    """A formula that `by` follows, in parentheses where the two would begin bands (``value by``)."""
    return f"({text})" if re.search(r"(?<![.\w])(points|share|number|value)$", text) else text


def _aggregate(node: ast.AggregateOf, indent: int) -> str:
    body = text_of(node.body, LIMITED, indent)
    if node.weight is not None:
        body = f"{before_by(body)} by {text_of(node.weight, SUM, indent)}"
    rows = rows_text(node.rows, indent, frozenset({"if none"}) if node.if_none else NOTHING)
    place = "among all" if node.everywhere else "for each"
    return f"{node.kind.value} of {body} {place} {rows}{_if_none(node.if_none, indent)}"


def _parts(node: ast.PartsOf, indent: int) -> str:
    return f"{'weighted ' if node.weighted else ''}{node.kind.value} of its parts"


def _count(node: ast.CountOf, indent: int) -> str:
    return f"count of {'all ' if node.everywhere else ''}{rows_text(node.rows, indent)}"


def _share_of(node: ast.ShareOfRows, indent: int) -> str:
    none = frozenset({"if none"}) if node.if_none else NOTHING
    those = none if node.base is None else frozenset({"among those"})
    text = f"share of {'all ' if node.everywhere else ''}{rows_text(node.rows, indent, those)}"
    if node.base is not None:
        text += f" among those where {text_of(node.base, DISJUNCTION, indent, none)}"
    return text + _if_none(node.if_none, indent)


def _standing(node: ast.StandingOf, indent: int) -> str:
    follows = set() if node.highest_first is None else {"order"}
    if node.if_all_equal:
        follows.add("if all equal")
    body = text_of(node.body, LIMITED, indent)
    rows = rows_text(node.rows, indent, frozenset(follows))
    order = {None: "", True: " highest first", False: " lowest first"}[node.highest_first]
    if node.ties in TIES:
        order += f", {TIES[node.ties]}"
    return f"{node.kind.value} of {body} among all {rows}{order}" + _if_none(
        node.if_all_equal, indent, "if all equal"
    )


def _working_days(node: ast.WorkingDaysOf, indent: int) -> str:
    first, last = text_of(node.first, SUM, indent), text_of(node.last, SUM, indent)
    return f"working days from {first} to {before_by(last)} by calendar {node.calendar.text}"


def _quantified(node: ast.Quantification, indent: int) -> str:
    follows = frozenset({"has"}) if node.condition else NOTHING
    text = f"{node.quantifier.value} {rows_text(node.rows, indent, follows)}"
    if node.condition is not None:
        text += f" has {text_of(node.condition, NEGATION, indent)}"
    return text


def range_text(stretch: ast.RangeOf, indent: int = 0, in_rating: bool = False) -> str:
    """A stretch of values as text: ``from 5 to below 10``."""
    low = None if stretch.low is None else text_of(stretch.low, SUM, indent)
    high = None if stretch.high is None else text_of(stretch.high, SUM, indent)
    if low is None:
        return f"{stretch.upper.value} {high}"
    start = f"{'from' if stretch.low_included else 'above'} {low}"
    if high is None:
        return start
    if stretch.low == stretch.high and stretch.low_included and stretch.high_included and not in_rating:
        return f"exactly {low}"
    return f"{start} to {'' if stretch.high_included else 'below '}{high}"


def band_text(band: ast.BandOf, indent: int) -> str:
    """A line of a scale."""
    where = "otherwise" if band.range is None else range_text(band.range, indent)
    return f"{where}: {text_of(band.result, EXPRESSION, indent)}"


def point_text(point: ast.PointOf, indent: int) -> str:
    """A point of an interpolation, or what holds beyond its points."""
    where = point.at.value if isinstance(point.at, ast.Beyond) else f"at {text_of(point.at, SUM, indent)}"
    return f"{where}: {text_of(point.result, EXPRESSION, indent)}"


def item_text(item: ast.ItemOf, indent: int) -> str:
    """An item of a check-list."""
    result, condition = text_of(item.result, LIMITED, indent), text_of(item.condition, DISJUNCTION, indent)
    return f"{titles_text(item.titles)}: {result} when {condition}"


def _bands(node: ast.BandsOf, indent: int) -> str:
    items = [*(band_text(band, indent + 4) for band in node.bands), *map(reading_text, node.readings)]
    printed = " as printed" if node.printed else ""
    return block(f"{node.kind} by {text_of(node.operand, SUM, indent)}{printed}", items, indent, ";")


def _interpolate(node: ast.InterpolateOf, indent: int) -> str:
    items = [point_text(point, indent + 4) for point in node.points]
    return block(f"interpolate {text_of(node.operand, SUM, indent)}", items, indent, ";")


def _check_list(node: ast.CheckListOf, indent: int) -> str:
    return block("checklist", [item_text(item, indent + 4) for item in node.items], indent, ";")


def _binary_level(node: ast.Binary) -> int:
    if isinstance(node.operator, Comparison):
        return COMPARISON
    return SUM if node.operator in SUMS else PRODUCT


def _level(node: ast.Expression) -> int:
    return _binary_level(node) if isinstance(node, ast.Binary) else KINDS[type(node)][0]


KINDS: dict[type, tuple[int, Callable[[Any, int], str]]] = {
    ast.Number: (ATOM, _number),
    ast.DateLiteral: (ATOM, lambda node, indent: node.value.isoformat()),
    ast.TextLiteral: (ATOM, lambda node, indent: quoted(node.value)),
    ast.YesNoLiteral: (ATOM, _yes_no),
    ast.Reference: (ATOM, lambda node, indent: ".".join(part.text for part in node.parts)),
    ast.BeforeRounding: (ATOM, lambda node, indent: f"{node.node.text} before rounding"),
    ast.ItsMaximum: (ATOM, lambda node, indent: "its maximum"),
    ast.CallOf: (ATOM, _call),
    ast.Binary: (SUM, _binary),
    ast.Negative: (UNARY, _negative),
    ast.AllOf: (CONJUNCTION, lambda node, indent: _joined(node.operands, "and", NEGATION, indent)),
    ast.AnyOf: (DISJUNCTION, lambda node, indent: _joined(node.operands, "or", CONJUNCTION, indent)),
    ast.Opposite: (NEGATION, lambda node, indent: f"not {text_of(node.operand, NEGATION, indent)}"),
    ast.Between: (COMPARISON, _between),
    ast.IsOneOf: (COMPARISON, _is_one_of),
    ast.IsState: (COMPARISON, _is_state),
    ast.Choice: (EXPRESSION, _choice),
    ast.Bounded: (LIMITED, _bounded),
    ast.Rounded: (LIMITED, _rounded),
    ast.InsteadOfMissing: (LIMITED, _instead),
    ast.AggregateOf: (UNARY, _aggregate),
    ast.PartsOf: (UNARY, _parts),
    ast.CountOf: (UNARY, _count),
    ast.ShareOfRows: (UNARY, _share_of),
    ast.StandingOf: (UNARY, _standing),
    ast.WorkingDaysOf: (UNARY, _working_days),
    ast.Quantification: (NEGATION, _quantified),
    ast.BandsOf: (ATOM, _bands),
    ast.InterpolateOf: (ATOM, _interpolate),
    ast.CheckListOf: (ATOM, _check_list),
}
"""Of each kind of expression its rung (of an operation that of its sign), and its text."""
