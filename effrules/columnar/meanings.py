"""What each kind of expression means in columns: one small function each, of the kernel, the expression and the lanes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, assert_never, get_args

import numpy as np

from effrules.columnar import arithmetic as a
from effrules.columnar import converting as c
from effrules.columnar import deciding, over_rows, reasons
from effrules.columnar.forms import (
    Approx,
    Bools,
    Codes,
    Column,
    Days,
    Scaled,
    Truth,
    arrays_of,
    constant,
    either,
    on_arrays,
)
from effrules.columnar.interpolating import interpolate
from effrules.columnar.lanes import Lanes
from effrules.columnar.populations import all_open
from effrules.columnar.standing import standing
from effrules.exact.evaluator import FOR_A_CALL
from effrules.model import program as p
from effrules.model.functions import Function
from effrules.model.types import NUMBER, Type, YesNo

if TYPE_CHECKING:
    from effrules.columnar.kernel import Kernel

YESNO = YesNo()

# -- Values at hand --------------------------------------------------------------------------------------------------------


def constant_of(run: Kernel, node: p.Constant, lanes: Lanes) -> Column:
    return run.tables.value(node.value)


def field_of(run: Kernel, node: p.AnyField, lanes: Lanes) -> Column:
    cell = run.cell(node, lanes)
    return Column(cell.held, cell.missing)


def is_known(run: Kernel, node: p.IsKnown, lanes: Lanes) -> Column:
    missing = run.cell(node.operand, lanes).missing
    return Column(Truth(np.ones(1, dtype=bool) if missing is None else ~missing))


def if_missing(run: Kernel, node: p.IfMissing, lanes: Lanes) -> Column:
    cell = run.cell(node.operand, lanes)
    if cell.missing is None:
        return Column(cell.held)
    return deciding.chosen(Column(Truth(cell.missing)), run.evaluate(node.instead, lanes), Column(cell.held))


def parameter(run: Kernel, node: p.Parameter, lanes: Lanes) -> Column:
    return lanes.value(node.slot)


def call(run: Kernel, node: p.Call, lanes: Lanes) -> Column:
    rows = {0: lanes.index(node.subject.slot)} if lanes.has(node.subject.slot) else {}
    rows |= {slot: lanes.index(row.slot) for slot, row in node.rows}
    values = {slot: run.evaluate(argument, lanes) for slot, argument in node.arguments}
    key = (node.definition, *((slot, id(index)) for slot, index in rows.items()))
    body = run.program.definitions[node.definition].body

    def worked_out() -> Column:
        run.spent += FOR_A_CALL * lanes.count
        return run.evaluate(body, lanes.bound(rows, values))

    if not values:
        return lanes.remembered(key, rows, worked_out)
    return worked_out().also_open(either(*(value.open for value in values.values())))


def figure_of(run: Kernel, node: p.FigureOf, lanes: Lanes) -> Column:
    key = run.evaluate(node.key, lanes)
    figures = run.plan.figures[node.figures]
    declared = run.program.figures[node.figures]
    kinds = dict(declared.columns)
    known = list(figures)
    keys = run.tables.column(known, declared.columns[0][1]).held
    values = run.tables.column([figures[one][node.column] for one in known], kinds[node.column]).held
    if isinstance(keys, Scaled) and isinstance(key.held, Scaled):
        pair = c.on_one_denominator(keys, key.held)
        if pair is None:
            return run.unsupported(reasons.FIGURES, lanes, node.type)
        there, asked = pair[0].m, pair[1].m
    elif isinstance(keys, Codes | Days | Truth) and isinstance(key.held, Codes | Days | Truth):
        there, asked = arrays_of(keys)[0], arrays_of(key.held)[0]
    else:
        return run.unsupported(reasons.FIGURES, lanes, node.type)
    order = np.argsort(there, kind="stable")
    place = np.minimum(np.searchsorted(there[order], asked), len(known) - 1)
    found = order[place]
    lost = there[found] != asked
    held = on_arrays(
        values, lambda array: array[found] if len(array) > 1 else np.broadcast_to(array, found.shape)
    )
    return Column(held, either(key.open, lost if lost.any() else None))


def working_days(run: Kernel, node: p.WorkingDays, lanes: Lanes) -> Column:
    first, last = run.evaluate(node.first, lanes), run.evaluate(node.last, lanes)
    calendar = run.plan.calendars[node.calendar]
    start, end = calendar.first.toordinal(), calendar.last.toordinal()
    day = calendar.first
    works = [calendar.is_working(type(day).fromordinal(number)) for number in range(start, end + 1)]
    until = np.cumsum(np.array(works, dtype=np.int64))
    lost = (first.held.c < start) | (first.held.c > end) | (last.held.c < start) | (last.held.c > end)
    one, other = (np.clip(side.held.c - start, 0, end - start) for side in (first, last))
    between = np.maximum(until[other] - until[one], 0)
    run.spent += int(np.maximum(other - one, 0).sum()) * (lanes.count if between.size == 1 else 1)
    return Column(
        Scaled(between, 1, 0, len(works)), either(first.open, last.open, lost if lost.any() else None)
    )


# -- Arithmetic ------------------------------------------------------------------------------------------------------------


def arithmetic(run: Kernel, node: p.Arithmetic, lanes: Lanes) -> Column:
    left, right = run.evaluate(node.left, lanes), run.evaluate(node.right, lanes)
    if isinstance(left.held, Days):
        return _with_days(run, node, left, right, lanes)
    match node.operator:
        case p.ArithmeticOperator.ADD:
            return a.add(left, right)
        case p.ArithmeticOperator.SUBTRACT:
            return a.subtract(left, right)
        case p.ArithmeticOperator.MULTIPLY:
            return a.multiply(left, right)
        case p.ArithmeticOperator.DIVIDE:
            return a.divide(left, right)
        case _:
            assert_never(node.operator)


def _with_days(run: Kernel, node: p.Arithmetic, left: Column, right: Column, lanes: Lanes) -> Column:
    opened = either(left.open, right.open)
    if isinstance(right.held, Days):
        days = left.held.c - right.held.c
        return Column(Scaled(days, 1, -4_000_000, 4_000_000), opened)
    if not isinstance(right.held, Scaled) or right.held.d != 1:
        return run.unsupported(reasons.DAYS_AWAY, lanes, node.type)
    by = right.held.m if node.operator is p.ArithmeticOperator.ADD else -right.held.m
    found = left.held.c + np.clip(by, -4_000_000, 4_000_000)
    lost = (found < 1) | (found > 3_652_059)
    return Column(Days(np.where(lost, 1, found)), either(opened, lost if lost.any() else None))


def negate(run: Kernel, node: p.Negate, lanes: Lanes) -> Column:
    return a.negate(run.evaluate(node.operand, lanes))


def apply(run: Kernel, node: p.Apply, lanes: Lanes) -> Column:
    if node.function is Function.ABS:
        return a.absolute(run.evaluate(node.arguments[0], lanes))
    return of_values(run, node, lanes)


def of_values(run: Kernel, node: p.OfValues, lanes: Lanes) -> Column:
    """Worked out by its exact meaning; of columns that are not exact, every row is left open."""
    values = [run.evaluate(operand, lanes) for operand in node.operands]
    if not a.EXACTLY.get() and any(
        len(a.rows(value)) != 1 or isinstance(value.held, Approx) for value in values
    ):
        return all_open(lanes.count)
    return a.by_objects(node.value, *values)


def limit(run: Kernel, node: p.Limit, lanes: Lanes) -> Column:
    value, bound = run.evaluate(node.operand, lanes), run.evaluate(node.bound, lanes)
    return deciding.least(value, bound) if node.upper else deciding.greatest(value, bound)


def round_to(run: Kernel, node: p.RoundTo, lanes: Lanes) -> Column:
    return deciding.rounded(run.evaluate(node.operand, lanes), node.rounding)


# -- Conditions ------------------------------------------------------------------------------------------------------------


def compare(run: Kernel, node: p.Compare, lanes: Lanes) -> Column:
    return deciding.compare(node.comparison, run.evaluate(node.left, lanes), run.evaluate(node.right, lanes))


def every(run: Kernel, node: p.Every, lanes: Lanes) -> Column:
    return _until(run, node.operands, lanes, stops=False)


def some(run: Kernel, node: p.Some, lanes: Lanes) -> Column:
    return _until(run, node.operands, lanes, stops=True)


def _until(run: Kernel, operands: tuple[p.Expression, ...], lanes: Lanes, stops: bool) -> Column:
    """Operands looked at in turn until one is what stops: what comes after that leaves no row open."""
    going = np.ones(1, dtype=bool)
    opened: Bools | None = None
    for operand in operands:
        if not going.any():
            break
        found = run.evaluate(operand, lanes)
        if found.open is not None:
            opened = either(opened, going & found.open)
        going = going & (~found.held.b if stops else found.held.b)
    return Column(Truth(~going if stops else going), opened)


def opposite(run: Kernel, node: p.Not, lanes: Lanes) -> Column:
    found = run.evaluate(node.operand, lanes)
    return Column(Truth(~found.held.b), found.open)


def choose(run: Kernel, node: p.Choose, lanes: Lanes) -> Column:
    return _first(
        [(run.evaluate(condition, lanes), value) for condition, value in node.cases],
        node.otherwise,
        run,
        lanes,
    )


def _first(
    cases: list[tuple[Column, p.Expression]],
    otherwise: p.Expression | None,
    run: Kernel,
    lanes: Lanes,
    kind: Type = NUMBER,
) -> Column:
    """The value of the first case that holds; without any, and nothing else said, the row is open."""
    always = next(
        (at for at, (holds, _) in enumerate(cases) if holds.open is None and holds.held.b.all()), None
    )
    if always is not None:
        cases, otherwise = cases[:always], cases[always][1]
    cases = [(holds, value) for holds, value in cases if holds.open is not None or holds.held.b.any()]
    found = None if otherwise is None else run.evaluate(otherwise, lanes)
    for condition, value in reversed(cases):
        then = run.evaluate(value, lanes)
        last = found if found is not None else Column(then.held, np.ones(1, dtype=bool))
        found = deciding.chosen(condition, then, last)
    return all_open(lanes.count, kind) if found is None else found


# -- Bands, points, check-lists --------------------------------------------------------------------------------------------


def banded(run: Kernel, node: p.Banded, lanes: Lanes) -> Column:
    value = run.evaluate(node.operand, lanes)
    cases = [(within(run, band, value, node.operand), band.result) for band in node.bands]
    return _first(cases, node.otherwise, run, lanes, node.type)


def within(run: Kernel, ends: Any, value: Column, of: p.Expression | None = None) -> Column:
    """Whether a value lies between two ends."""
    found = Column(Truth(np.ones(1, dtype=bool)))
    for end, how in ((ends.low, ends.lower), (ends.high, ends.upper)):
        if end is not None:
            side = deciding.compare(how, value, run.tables.value(end))
            found = Column(Truth(found.held.b & side.held.b), either(found.open, side.open))
    return found


def check_list(run: Kernel, node: p.CheckList, lanes: Lanes) -> Column:
    found = Column(constant(a.ZERO))
    for item in node.items:
        given = run.evaluate(item.result, lanes)
        found = a.add(
            found, deciding.chosen(run.evaluate(item.condition, lanes), given, Column(constant(a.ZERO)))
        )
    return found


# -- Clauses around a formula ----------------------------------------------------------------------------------------------


def multiplied(run: Kernel, node: p.Multiplied, lanes: Lanes) -> Column:
    value = run.evaluate(node.operand, lanes)
    times = a.multiply(value, run.evaluate(node.factor, lanes))
    found = deciding.chosen(run.evaluate(node.condition, lanes), times, value)
    return found.also_open(value.open)


def mean_of_others(run: Kernel, node: p.MeanOfOthers, lanes: Lanes) -> Column:
    return _first([(run.evaluate(node.condition, lanes), node.mean)], node.own, run, lanes)


# -- The tree of scores ----------------------------------------------------------------------------------------------------


def score_of(run: Kernel, node: p.ScoreOf, lanes: Lanes) -> Column:
    return run.tree.score(
        node.node, lanes.index(node.subject.slot), node.before_rounding, of_others=node.of_others
    )


def is_applicable(run: Kernel, node: p.IsApplicable, lanes: Lanes) -> Column:
    return run.tree.applicable(node.node, lanes.index(node.subject.slot), of_others=node.of_others)


def parts_aggregate(run: Kernel, node: p.PartsAggregate, lanes: Lanes) -> Column:
    if node.subject.slot != 0 and (node.weighted or node.scaled):
        return run.unsupported(reasons.OTHERS_PARTS, lanes)
    return run.tree.of_parts(node, lanes.index(node.subject.slot))


def maximum_of(run: Kernel, node: p.MaximumOf, lanes: Lanes) -> Column:
    return maximum(run, run.program.nodes[node.node], lanes, node.subject.slot)


def maximum(run: Kernel, node: p.ScoreNode, lanes: Lanes, slot: int = 0) -> Column:
    """The maximum of a node that holds for the subjects in a slot."""
    found = Column(constant(node.maximum))
    if not node.maxima:
        return found
    inner = lanes.bound({0: lanes.index(slot)}, {})
    for one in reversed(node.maxima):
        found = deciding.chosen(run.evaluate(one.condition, inner), Column(constant(one.value)), found)
    return found


ARMS: dict[type, Callable[..., Column]] = {
    p.Aggregate: over_rows.aggregate,
    p.Count: over_rows.count,
    p.ShareOf: over_rows.share_of,
    p.Quantified: over_rows.quantified,
    p.Standing: standing,
    **{kind: of_values for kind in get_args(p.Expression) if issubclass(kind, p.OfValues)},
    p.Constant: constant_of,
    p.FieldOf: field_of,
    p.OwnerFieldOf: field_of,
    p.Parameter: parameter,
    p.Call: call,
    p.FigureOf: figure_of,
    p.WorkingDays: working_days,
    p.Arithmetic: arithmetic,
    p.Negate: negate,
    p.Apply: apply,
    p.Compare: compare,
    p.Every: every,
    p.Some: some,
    p.Not: opposite,
    p.IsKnown: is_known,
    p.IsApplicable: is_applicable,
    p.IfMissing: if_missing,
    p.Choose: choose,
    p.Limit: limit,
    p.RoundTo: round_to,
    p.Banded: banded,
    p.Interpolate: interpolate,
    p.CheckList: check_list,
    p.ScoreOf: score_of,
    p.Multiplied: multiplied,
    p.MeanOfOthers: mean_of_others,
    p.MaximumOf: maximum_of,
    p.PartsAggregate: parts_aggregate,
}
