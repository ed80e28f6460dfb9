"""What each expression means that does not run over rows: one small function each.

All take the evaluator, the expression and the environment, and give a value or raise ``Failure``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from flint import fmpq

from effrules.exact import row_errors, tree_errors, value_errors
from effrules.exact.failing import Failure
from effrules.exact.observer import Environment
from effrules.exact.results import NodeState
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import MOST_VALUE_BITS, Num
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.exact.evaluator import Evaluator

ADD, SUBTRACT = p.ArithmeticOperator.ADD, p.ArithmeticOperator.SUBTRACT
MULTIPLY, DIVIDE = p.ArithmeticOperator.MULTIPLY, p.ArithmeticOperator.DIVIDE
EQUAL, NOT_EQUAL = p.Comparison.EQUAL, p.Comparison.NOT_EQUAL
LESS, AT_MOST = p.Comparison.LESS, p.Comparison.AT_MOST
GREATER, AT_LEAST = p.Comparison.GREATER, p.Comparison.AT_LEAST
ZERO = fmpq(0)


# -- Values at hand -----------------------------------------------------------------------------------------


def constant(run: Evaluator, node: p.Constant, env: Environment) -> Any:
    return node.value


def field_of(run: Evaluator, node: p.FieldOf, env: Environment) -> Any:
    value = env[node.row.slot].values[node.field]
    if value is None:
        raise Failure(row_errors.missing(node, env))
    return value


def owner_field_of(run: Evaluator, node: p.OwnerFieldOf, env: Environment) -> Any:
    value = read(node, env)
    if value is None:
        raise Failure(row_errors.missing(node, env))
    return value


def read(node: p.AnyField, env: Environment) -> Any:
    """The field's value, or ``None`` where it is missing."""
    row = env[node.row.slot]
    for _ in range(node.levels):
        row = row.owner
    return row.values[node.field]


def is_known(run: Evaluator, node: p.IsKnown, env: Environment) -> bool:
    return read(node.operand, env) is not None


def if_missing(run: Evaluator, node: p.IfMissing, env: Environment) -> Any:
    value = read(node.operand, env)
    return run.evaluate(node.instead, env) if value is None else value


def parameter(run: Evaluator, node: p.Parameter, env: Environment) -> Any:
    return env[node.slot]


def call(run: Evaluator, node: p.Call, env: Environment) -> Any:
    inner: Environment = {0: env[node.subject.slot]}
    for slot, row in node.rows:
        inner[slot] = env[row.slot]
    for slot, argument in node.arguments:
        inner[slot] = run.evaluate(argument, env)
    return run.call(node.definition, inner)


def figure_of(run: Evaluator, node: p.FigureOf, env: Environment) -> Any:
    key = run.evaluate(node.key, env)
    figures = run.figures[node.figures]
    row = (
        figures.get(key)
        if not isinstance(key, real.Real)
        else next((r for k, r in figures.items() if k == key), None)
    )
    if row is None:
        raise Failure(row_errors.no_such_key(node, key, figures, env))
    return row[node.column]


def working_days(run: Evaluator, node: p.WorkingDays, env: Environment) -> fmpq:
    first, last = run.evaluate(node.first, env), run.evaluate(node.last, env)
    calendar = run.calendars[node.calendar]
    for day in (first, last):
        if not calendar.covers(day):
            raise Failure(row_errors.outside_of_calendar(node, day, calendar, env))
    run.spend(max((last - first).days, 0))
    return fmpq(calendar.between(first, last))


# -- Arithmetic ---------------------------------------------------------------------------------------------


def arithmetic(run: Evaluator, node: p.Arithmetic, env: Environment) -> Any:
    left, right = run.evaluate(node.left, env), run.evaluate(node.right, env)
    operator = node.operator
    if operator is DIVIDE and not (right if type(right) is fmpq else real.sign(right)):
        raise Failure(value_errors.division_by_zero(node, env))
    if type(left) is fmpq and type(right) is fmpq:
        if operator is MULTIPLY:
            value = left * right
        elif operator is DIVIDE:
            value = left / right
        else:
            value = left + right if operator is ADD else left - right
        return value if value.height_bits() <= MOST_VALUE_BITS else real.bounded(value)
    if isinstance(left, date):
        return _with_dates(node, left, right)
    if operator is MULTIPLY:
        return real.multiply(left, right)
    if operator is DIVIDE:
        return real.divide(left, right)
    return real.add(left, right) if operator is ADD else real.subtract(left, right)


def _with_dates(node: p.Arithmetic, left: date, right: date | Num) -> date | fmpq:
    """Days between two dates, or the date a whole number of days away."""
    if isinstance(right, date):
        return fmpq((left - right).days)
    if not isinstance(right, fmpq) or right.q != 1:
        raise Failure(value_errors.no_such_day(node, phrase("the number of days is not whole")))
    try:
        days = timedelta(int(right.p))
        return left + days if node.operator is ADD else left - days
    except OverflowError:
        raise Failure(value_errors.no_such_day(node, phrase("the calendar has no such year"))) from None


def of_values(run: Evaluator, node: p.OfValues, env: Environment) -> Any:
    return node.value(*[run.evaluate(operand, env) for operand in node.operands])


# -- Conditions ---------------------------------------------------------------------------------------------


def compare(run: Evaluator, node: p.Compare, env: Environment) -> bool:
    left, right = run.evaluate(node.left, env), run.evaluate(node.right, env)
    how = node.comparison
    if how is EQUAL:
        return bool(left == right)
    if how is NOT_EQUAL:
        return bool(left != right)
    if how is LESS:
        return bool(left < right)
    if how is AT_MOST:
        return bool(left <= right)
    return bool(left > right) if how is GREATER else bool(left >= right)


def every(run: Evaluator, node: p.Every, env: Environment) -> bool:
    return all(run.evaluate(operand, env) for operand in node.operands)


def some(run: Evaluator, node: p.Some, env: Environment) -> bool:
    return any(run.evaluate(operand, env) for operand in node.operands)


def opposite(run: Evaluator, node: p.Not, env: Environment) -> bool:
    return not run.evaluate(node.operand, env)


def choose(run: Evaluator, node: p.Choose, env: Environment) -> Any:
    for condition, value in node.cases:
        if run.evaluate(condition, env):
            return run.evaluate(value, env)
    return run.evaluate(node.otherwise, env)


# -- Bands, points, check-lists -----------------------------------------------------------------------------


def banded(run: Evaluator, node: p.Banded, env: Environment) -> Any:
    value = run.evaluate(node.operand, env)
    for band in node.bands:
        if band.holds(value):
            return run.evaluate(band.result, env)
    if node.otherwise is None:
        raise Failure(value_errors.no_band(node, value, env))
    return run.evaluate(node.otherwise, env)


def interpolate(run: Evaluator, node: p.Interpolate, env: Environment) -> Any:
    value = run.evaluate(node.operand, env)
    ends = [run.evaluate(at, env) for at, _ in node.points]
    rising = bool(ends[0] < ends[-1])
    if not _strictly(ends, rising):
        raise Failure(value_errors.points_not_monotone(node, ends, env))
    if value < ends[0] if rising else value > ends[0]:
        if node.before is None:
            raise Failure(value_errors.beyond_points(node, value, True, env))
        return run.evaluate(node.before, env)
    if value > ends[-1] if rising else value < ends[-1]:
        if node.after is None:
            raise Failure(value_errors.beyond_points(node, value, False, env))
        return run.evaluate(node.after, env)
    last = next(i for i, end in enumerate(ends) if (value <= end if rising else value >= end))
    upper = run.evaluate(node.points[last][1], env)
    if value == ends[last]:
        return upper
    lower = run.evaluate(node.points[last - 1][1], env)
    way = real.divide(_distance(ends[last - 1], value), _distance(ends[last - 1], ends[last]))
    return real.add(lower, real.multiply(real.subtract(upper, lower), way))


def _strictly(ends: Sequence[Any], rising: bool) -> bool:
    return all((left < right if rising else left > right) for left, right in pairwise(ends))


def _distance(start: Any, end: Any) -> Num:
    """From one number or date to another; dates are counted in days."""
    return fmpq((end - start).days) if isinstance(start, date) else real.subtract(end, start)


def check_list(run: Evaluator, node: p.CheckList, env: Environment) -> Num:
    found: Num = ZERO
    for item in node.items:
        if run.evaluate(item.condition, env):
            found = real.add(found, run.evaluate(item.result, env))
    return found


# -- Clauses around a formula -------------------------------------------------------------------------------


def multiplied(run: Evaluator, node: p.Multiplied, env: Environment) -> Num:
    value = run.evaluate(node.operand, env)
    if not run.evaluate(node.condition, env):
        return value  # type: ignore[no-any-return]
    return real.multiply(value, run.evaluate(node.factor, env))


def mean_of_others(run: Evaluator, node: p.MeanOfOthers, env: Environment) -> Num:
    holds = run.evaluate(node.condition, env)
    return run.evaluate(node.mean if holds else node.own, env)  # type: ignore[no-any-return]


# -- The tree of scores -------------------------------------------------------------------------------------


def is_applicable(run: Evaluator, node: p.IsApplicable, env: Environment) -> bool:
    result = run.result(env[node.subject.slot], node.node)
    if result.finding is not None:
        raise Failure(result.finding, settled=True)
    return result.state is NodeState.SCORED


def score_of(run: Evaluator, node: p.ScoreOf, env: Environment) -> Num:
    subject = env[node.subject.slot]
    result = run.result(subject, node.node)
    if result.finding is not None:
        raise Failure(result.finding, settled=True)
    value = result.before_rounding if node.before_rounding else result.value
    if value is None:
        raise Failure(tree_errors.not_applicable(node, subject, env[0]))
    return value


def maximum_of(run: Evaluator, node: p.MaximumOf, env: Environment) -> Num:
    return run.maximum(env[node.subject.slot], node.node)


ARMS: dict[type, Callable[..., Any]] = {
    p.Constant: constant,
    p.FieldOf: field_of,
    p.OwnerFieldOf: owner_field_of,
    p.Parameter: parameter,
    p.Call: call,
    p.FigureOf: figure_of,
    p.WorkingDays: working_days,
    p.Arithmetic: arithmetic,
    p.Compare: compare,
    p.Every: every,
    p.Some: some,
    p.Not: opposite,
    p.IsKnown: is_known,
    p.IsApplicable: is_applicable,
    p.IfMissing: if_missing,
    p.Choose: choose,
    p.Banded: banded,
    p.Interpolate: interpolate,
    p.CheckList: check_list,
    p.ScoreOf: score_of,
    p.Multiplied: multiplied,
    p.MeanOfOthers: mean_of_others,
    p.MaximumOf: maximum_of,
    **{kind: of_values for kind in get_args(p.Expression) if issubclass(kind, p.OfValues)},
}
