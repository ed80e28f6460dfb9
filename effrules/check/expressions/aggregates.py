"""Aggregates over rows, shares, counts, and where a row stands among others."""

from __future__ import annotations

from attrs import evolve

from effrules.amend import name_errors
from effrules.amend.name_errors import Sought
from effrules.check.errors import clause_errors, row_errors, type_errors, value_words
from effrules.check.errors.refused import Refused
from effrules.check.errors.type_errors import Operation
from effrules.check.expressions import typing
from effrules.check.expressions.rows import rows_of, some_rows
from effrules.check.expressions.scope import Scope
from effrules.check.expressions.typed import Arms, Typed, condition, elaborate, number, of_type
from effrules.model import program as p
from effrules.model.types import DAYS_TYPE, NUMBER, SHARE, Date, Quantity
from effrules.syntax import tree as ast
from effrules.syntax.tree.kinds import TIES


def aggregate(node: ast.AggregateOf, scope: Scope) -> Typed:
    rows, inner = rows_of(node.rows, node.everywhere, scope)
    facts = node.kind.facts
    body, kind = elaborate(node.body, inner)
    if not isinstance(kind, Quantity) and not (facts.picks and isinstance(kind, Date)):
        raise Refused(type_errors.wrong_type(node.body.span, kind, value_words.NUMBER))
    if isinstance(kind, Quantity):
        kind = kind.raised(facts.unit)
    weight = None
    if node.weight is not None:
        weight, _ = number(node.weight, inner)
    if_none = None
    if node.if_none is not None:
        if_none, none_kind = elaborate(node.if_none, scope)
        kind = typing.together(kind, none_kind, node.if_none.span, Operation.AGGREGATE)
    elif not facts.of_none:
        some_rows(rows, node.span, node.kind.value, scope)
    return p.Aggregate(node.kind, rows, body, weight, if_none, kind, span=node.span), kind


def count(node: ast.CountOf, scope: Scope) -> Typed:
    everywhere = node.everywhere or node.rows.table.text == scope.world.schema.subject.name
    rows, _ = rows_of(node.rows, everywhere, scope)
    return p.Count(rows, NUMBER, span=node.span), NUMBER


def share_of(node: ast.ShareOfRows, scope: Scope) -> Typed:
    if node.rows.where is None:
        raise Refused(clause_errors.clause_missing(node.span, "`share of`", "`where`"))
    everywhere = node.everywhere or node.rows.table.text == scope.world.schema.subject.name
    base = evolve(node.rows, where=node.base)
    rows, inner = rows_of(base, everywhere, scope)
    test = condition(node.rows.where, inner)
    if_none = None
    if node.if_none is not None:
        if_none = of_type(node.if_none, scope, SHARE)
    else:
        some_rows(rows, node.span, "share", scope)
    return p.ShareOf(rows, test, if_none, SHARE, span=node.span), SHARE


def standing(node: ast.StandingOf, scope: Scope) -> Typed:
    rows, inner = rows_of(node.rows, True, scope)
    self_row = scope.row_of(rows.variable.table)
    if self_row is None:
        raise Refused(row_errors.no_row_in_scope(node.rows.span, rows.variable.table))
    kind = node.kind
    body, _ = number(node.body, inner)
    if kind.facts.by_places and node.highest_first is None:
        raise Refused(row_errors.direction_needed(node.span))
    if node.ties in TIES and not kind.facts.by_places:
        raise Refused(row_errors.ties_of_position(node.span, TIES[node.ties]))
    result = kind.with_ties(node.ties).type
    if_equal = None if node.if_all_equal is None else of_type(node.if_all_equal, scope, kind.facts.type)
    made = p.Standing(
        kind,
        rows,
        body,
        self_row,
        node.highest_first is not False,
        if_equal,
        result,
        node.ties,
        span=node.span,
    )
    return made, result


def working_days(node: ast.WorkingDaysOf, scope: Scope) -> Typed:
    first, last = of_type(node.first, scope, Date()), of_type(node.last, scope, Date())
    name = scope.world.draft.current_name(node.calendar.text)
    there = scope.world.figures.get(name)
    if there is None or not there.calendar:
        known = [one for one, figures in scope.world.figures.items() if figures.calendar]
        raise Refused(name_errors.unknown(node.calendar.span, Sought.CALENDAR, node.calendar.text, known))
    scope.world.mark(ast.Kept.FIGURES, name)
    return p.WorkingDays(first, last, name, DAYS_TYPE, span=node.span), DAYS_TYPE


ARMS: Arms = {
    ast.AggregateOf: aggregate,
    ast.CountOf: count,
    ast.ShareOfRows: share_of,
    ast.StandingOf: standing,
    ast.WorkingDaysOf: working_days,
}
"""Which kinds of expressions are checked here, and by what."""
