"""What each expression means that runs over rows or parts: one small function each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any, assert_never

from attrs import field, frozen
from flint import fmpq

from effrules.data.dataset import Row
from effrules.exact import row_errors, statistics, tree_errors, value_errors
from effrules.exact.failing import Failure
from effrules.exact.observer import Environment
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import Num

if TYPE_CHECKING:
    from effrules.exact.evaluator import Evaluator

HALF = fmpq(1, 2)


def values_over(
    run: Evaluator, rows: list[Row], slot: int, body: p.Expression, env: Environment
) -> list[Any]:
    """The values of an expression with each row in turn in a slot."""
    run.spend(len(rows))
    evaluate = run.evaluate
    values = []
    for row in rows:
        env[slot] = row
        values.append(evaluate(body, env))
    return values


# -- Aggregates ---------------------------------------------------------------------------------------------


def aggregate(run: Evaluator, node: p.Aggregate, env: Environment) -> Any:
    return run.recalled(node, env, _aggregate)


def _aggregate(run: Evaluator, node: p.Aggregate, env: Environment) -> Any:
    rows = run.selection.rows(node.rows, env)
    slot = node.rows.variable.slot
    if not rows and node.if_none is not None:
        return run.evaluate(node.if_none, env)
    if not rows and not node.kind.facts.of_none:
        raise Failure(row_errors.no_rows(node, node.kind, node.rows.variable.table))
    values = values_over(run, rows, slot, node.body, env)
    if node.weight is None:
        return statistics.aggregated(node.kind, values)
    weights = values_over(run, rows, slot, node.weight, env)
    if real.sign(statistics.total(weights)) == 0:
        raise Failure(value_errors.no_weight_at_all(node, env))
    return statistics.aggregated(node.kind, values, weights)


def count(run: Evaluator, node: p.Count, env: Environment) -> fmpq:
    return run.recalled(node, env, _count)  # type: ignore[no-any-return]


def _count(run: Evaluator, node: p.Count, env: Environment) -> fmpq:
    return fmpq(len(run.selection.rows(node.rows, env)))


def share_of(run: Evaluator, node: p.ShareOf, env: Environment) -> Num:
    return run.recalled(node, env, _share_of)  # type: ignore[no-any-return]


def _share_of(run: Evaluator, node: p.ShareOf, env: Environment) -> Num:
    rows = run.selection.rows(node.rows, env)
    if not rows:
        if node.if_none is None:
            raise Failure(row_errors.no_rows(node, None, node.rows.variable.table))
        return run.evaluate(node.if_none, env)  # type: ignore[no-any-return]
    held = values_over(run, rows, node.rows.variable.slot, node.condition, env)
    return fmpq(sum(held), len(rows))


def quantified(run: Evaluator, node: p.Quantified, env: Environment) -> bool:
    return run.recalled(node, env, _quantified)  # type: ignore[no-any-return]


def _quantified(run: Evaluator, node: p.Quantified, env: Environment) -> bool:
    """The condition is looked at for every row, so that what comes out never depends on the order of rows."""
    rows = run.selection.rows(node.rows, env)
    if node.condition is None:
        held = [True] * len(rows)
    else:
        held = values_over(run, rows, node.rows.variable.slot, node.condition, env)
    match node.quantifier:
        case p.Quantifier.ANY:
            return any(held)
        case p.Quantifier.NO:
            return not any(held)
        case p.Quantifier.EVERY:
            return all(held)
        case _:
            assert_never(node.quantifier)


# -- Standing among others ----------------------------------------------------------------------------------


@frozen
class Compared:
    """The rows that a standing is among: the value of each, and centre and spread as needed.

    ``counts``: for each row how many values are less than its own, and how many are not greater; ``levels``: of how many different
    values less and greater.
    """

    values: Mapping[Row, Num]
    counts: Mapping[Row, tuple[int, int]]
    levels: Mapping[Row, tuple[int, int]] = field(factory=dict)
    centre: Num | None = None
    spread: Num | None = None


def standing(run: Evaluator, node: p.Standing, env: Environment) -> Num:
    compared: Compared = run.recalled(node, env, _compared)
    row: Row = env[node.self_row.slot]
    if row not in compared.values:
        raise Failure(row_errors.not_among(node, row))
    value = compared.values[row]
    if run.observer is not None:  # who watches is shown how the body's own value comes about
        env[node.rows.variable.slot] = row
        run.evaluate(node.body, env)
    worse, upto = compared.counts.get(row, (0, 0))
    everyone = len(compared.values)
    match node.kind:
        case p.StandingKind.POSITION:
            return _position(
                node, everyone - upto if node.highest_first else worse, upto - worse, compared, row
            )
        case p.StandingKind.PERCENTILE:
            return (worse + (upto - worse) * HALF) / everyone
        case p.StandingKind.Z_SCORE | p.StandingKind.MIN_MAX:
            if compared.spread is None or compared.centre is None:
                if node.if_equal is None:
                    raise Failure(row_errors.all_equal(node), settled=True)
                return run.evaluate(node.if_equal, env)  # type: ignore[no-any-return]
            return real.divide(real.subtract(value, compared.centre), compared.spread)
        case _:
            assert_never(node.kind)


def _position(node: p.Standing, better: int, equal: int, compared: Compared, row: Row) -> fmpq:
    """The place of a row, of which so many are better and so many equal (itself among them)."""
    match node.ties:
        case p.Ties.SHARE:
            return fmpq(1 + better)
        case p.Ties.DENSE:
            below, above = compared.levels[row]
            return fmpq(1 + (above if node.highest_first else below))
        case p.Ties.AVERAGE:
            return 1 + better + (equal - 1) * HALF
        case _:
            assert_never(node.ties)


def _compared(run: Evaluator, node: p.Standing, env: Environment) -> Compared:
    rows = run.selection.rows(node.rows, env)
    values = dict(zip(rows, values_over(run, rows, node.rows.variable.slot, node.body, env), strict=True))
    if not rows:
        return Compared(values, {})
    if not node.kind.facts.by_spread:
        counts = _counts(_in_order(node, values))
        return Compared(values, counts, _levels(counts) if node.ties is p.Ties.DENSE else {})
    ordered = _in_order(node, values)
    least, greatest = ordered[0][1], ordered[-1][1]
    if least == greatest:
        return Compared(values, {})
    if node.kind is p.StandingKind.MIN_MAX:
        return Compared(values, {}, {}, least, real.subtract(greatest, least))
    every = list(values.values())
    return Compared(values, {}, {}, statistics.mean(every), statistics.standard_deviation(every))


def _in_order(node: p.Standing, values: Mapping[Row, Num]) -> list[tuple[Row, Num]]:
    """The rows with their values, the smallest first. Raises Failure with the two that cannot be told apart."""
    if all(type(value) is fmpq for value in values.values()):
        return sorted(values.items(), key=lambda pair: pair[1])

    def order(left: tuple[Row, Num], right: tuple[Row, Num]) -> int:
        try:
            return int(left[1] > right[1]) - int(left[1] < right[1])
        except real.Undecided as why:
            finding = value_errors.standing_undecided(node, left[0], right[0], why)
            raise Failure(finding, settled=True) from None

    return sorted(values.items(), key=cmp_to_key(order))


def _counts(ordered: Sequence[tuple[Row, Num]]) -> dict[Row, tuple[int, int]]:
    """For each row how many values are less than its own, and how many are not greater."""
    found: dict[Row, tuple[int, int]] = {}
    start = 0
    for end in range(1, len(ordered) + 1):
        if end == len(ordered) or ordered[start][1] < ordered[end][1]:
            for row, _ in ordered[start:end]:
                found[row] = (start, end)
            start = end
    return found


def _levels(counts: Mapping[Row, tuple[int, int]]) -> dict[Row, tuple[int, int]]:
    """For each row how many different values are less than its own, and how many greater."""
    starts = sorted({start for start, _ in counts.values()})
    number = {start: at for at, start in enumerate(starts)}
    return {row: (number[start], len(starts) - 1 - number[start]) for row, (start, _) in counts.items()}


# -- Parts of a node ----------------------------------------------------------------------------------------


def parts_aggregate(run: Evaluator, node: p.PartsAggregate, env: Environment) -> Any:
    if node.scaled:
        return run.mean_of_parts(env[node.subject.slot], node.node)
    values, weights = run.parts(env[node.subject.slot], node.node, node.weighted)
    if not values:
        raise Failure(tree_errors.no_parts(node))
    return statistics.aggregated(node.kind, values, weights if node.weighted else None)


ARMS: dict[type, Callable[..., Any]] = {
    p.Aggregate: aggregate,
    p.Count: count,
    p.ShareOf: share_of,
    p.Quantified: quantified,
    p.Standing: standing,
    p.PartsAggregate: parts_aggregate,
}
