"""Expressions with one row in the place of another."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from effrules.model import program as p
from effrules.model.node import rebuilt


def substituted(expression: p.Expression, slot: int, row: p.RowVariable) -> p.Expression:
    """The expression with the row in a slot replaced by another row."""

    def replaced(node: Any) -> Any:
        return row if isinstance(node, p.RowVariable) and node.slot == slot else node

    return rebuilt(expression, replaced)


def better_rows(standing: p.Standing) -> p.Rows:
    """The rows that are better than the one whose place is asked for."""
    own = substituted(standing.body, standing.rows.variable.slot, standing.self_row)
    comparison = p.Comparison.GREATER if standing.highest_first else p.Comparison.LESS
    test: p.Expression = p.Compare(comparison, standing.body, own)
    where = standing.rows.where
    return evolve(standing.rows, where=test if where is None else p.Every((where, test)))


def standing_spelled_out(standing: p.Standing) -> p.Expression:
    """Where a row stands among others, by counts, means and extremes alone."""
    number, share = standing.type, standing.type
    rows, body = standing.rows, standing.body
    own = substituted(body, rows.variable.slot, standing.self_row)

    def those(comparison: p.Comparison) -> p.Expression:
        test: p.Expression = p.Compare(comparison, body, own)
        where = test if rows.where is None else p.Every((rows.where, test))
        return p.Count(evolve(rows, where=where), number)

    def aggregate(kind: p.AggregateKind) -> p.Expression:
        return p.Aggregate(kind, rows, body, None, None, share)

    def work(sign: p.ArithmeticOperator, left: p.Expression, right: p.Expression) -> p.Expression:
        return p.Arithmetic(sign, left, right, number)

    plus, minus, over = p.ArithmeticOperator.ADD, p.ArithmeticOperator.SUBTRACT, p.ArithmeticOperator.DIVIDE
    match standing.kind:
        case p.StandingKind.POSITION:
            better = p.Comparison.GREATER if standing.highest_first else p.Comparison.LESS
            place = work(plus, _whole(1), those(better))
            if standing.ties is not p.Ties.AVERAGE:
                return place
            others = work(minus, those(p.Comparison.EQUAL), _whole(1))
            return work(plus, place, work(over, others, _whole(2)))
        case p.StandingKind.PERCENTILE:
            half = work(over, those(p.Comparison.EQUAL), _whole(2))
            return work(over, work(plus, those(p.Comparison.LESS), half), p.Count(rows, number))
        case p.StandingKind.Z_SCORE:
            mean, spread = p.AggregateKind.AVERAGE, p.AggregateKind.STANDARD_DEVIATION
            return work(over, work(minus, own, aggregate(mean)), aggregate(spread))
        case p.StandingKind.MIN_MAX:
            low, high = aggregate(p.AggregateKind.SMALLEST), aggregate(p.AggregateKind.LARGEST)
            return work(over, work(minus, own, low), work(minus, high, low))


def _whole(number: int) -> p.Expression:
    from flint import fmpq

    from effrules.model.types import PLAIN

    return p.Constant(fmpq(number), PLAIN)
