"""What is written down of each kind of expression: one small function each.

All take what is known of the evaluation (:class:`Evaluated`) and give the step, made of the steps inside it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

from flint import fmpq

from effrules.model import program as p
from effrules.model.calendars import Weekday, calendar_of
from effrules.model.printed import Reading
from effrules.model.types import Ends
from effrules.trace import steps as s
from effrules.trace.cells import cell_step
from effrules.trace.evaluated import Common, Evaluated
from effrules.trace.steps import Ref

# -- Leaves -----------------------------------------------------------------------------------------------------


def constant(at: Evaluated, node: p.Constant) -> s.Step:
    return s.Written(**at.common)


def field_of(at: Evaluated, node: p.AnyField) -> s.Step:
    return cell_step(node, at.environment, at.common["id"], at.around.schema)


def parameter(at: Evaluated, node: p.Parameter) -> s.Step:
    return s.Parameter(name=node.name, argument=at.around.argument(node.slot), **at.common)


def figure_of(at: Evaluated, node: p.FigureOf) -> s.Step:
    return s.Figure(figures=node.figures, key=at.inside(0), column=node.column, **at.common)


def call(at: Evaluated, node: p.Call) -> s.Step:
    """It stands where the definition is written, not where it is used, so that all uses for the same rows are one step."""
    definition = at.around.definitions[node.definition]
    names = {slot: name for slot, name, _ in definition.value_parameters}
    rows = {row.slot: row.name for row in definition.row_parameters}
    values = [
        s.Argument(names.get(slot, ""), at.inside(number)) for number, (slot, _) in enumerate(node.arguments)
    ]
    given = [
        at.around.row_given(node.definition, slot, rows.get(slot, ""), at.environment[row.slot])
        for slot, row in node.rows
    ]
    place, text = at.around.written(definition.body)
    return s.Definition(
        id=at.common["id"],
        value=at.common["value"],
        clause=at.around.clause_of(definition),
        place=place,
        text=text,
        name=node.definition,
        titles=definition.titles,
        arguments=(*given, *values),
        body=at.inside(-1),
    )


# -- Arithmetic -----------------------------------------------------------------------------------------------------

_OPERATIONS = {
    p.ArithmeticOperator.ADD: s.Operation.ADD,
    p.ArithmeticOperator.SUBTRACT: s.Operation.SUBTRACT,
    p.ArithmeticOperator.MULTIPLY: s.Operation.MULTIPLY,
    p.ArithmeticOperator.DIVIDE: s.Operation.DIVIDE,
}


def arithmetic(at: Evaluated, node: p.Arithmetic) -> s.Step:
    (left, right), values = at.frame.refs, at.frame.values
    operation = _OPERATIONS[node.operator]
    if isinstance(values[0], date):
        if isinstance(values[1], date):
            operation = s.Operation.DAYS_BETWEEN
        else:
            later = node.operator is p.ArithmeticOperator.ADD
            operation = s.Operation.DAYS_LATER if later else s.Operation.DAYS_EARLIER
    return s.Arithmetic(operation=operation, left=left, right=right, **at.common)


def negate(at: Evaluated, node: p.Negate) -> s.Step:
    return s.Negate(operand=at.inside(0), **at.common)


def of_values(at: Evaluated, node: p.OfValues) -> s.Step:
    return s.Function(function=node.word, arguments=tuple(at.frame.refs), **at.common)


def limit(at: Evaluated, node: p.Limit) -> s.Step:
    operand: Any = at.frame.values[0]
    bound: Any = at.frame.values[1]
    bites = bool(operand > bound if node.upper else operand < bound)
    return s.Limit(operand=at.inside(0), upper=node.upper, bound=at.inside(1), bites=bites, **at.common)


def round_to(at: Evaluated, node: p.RoundTo) -> s.Step:
    operand: Any = at.frame.values[0]
    return s.Round(
        operand=at.inside(0), rounding=node.rounding, tie=s.tie(operand, node.rounding), **at.common
    )


# -- Conditions -------------------------------------------------------------------------------------------------------


def compare(at: Evaluated, node: p.Compare) -> s.Step:
    return s.Compare(comparison=node.comparison, left=at.inside(0), right=at.inside(1), **at.common)


def every(at: Evaluated, node: p.Every) -> s.Step:
    return s.Every(operands=_read(at), unread=_unread(at, node.operands), **at.common)


def some(at: Evaluated, node: p.Some) -> s.Step:
    return s.Some(operands=_read(at), unread=_unread(at, node.operands), **at.common)


def _read(at: Evaluated) -> tuple[Ref, ...]:
    return tuple(at.frame.refs)


def _unread(at: Evaluated, operands: tuple[p.Expression, ...]) -> tuple[str, ...]:
    return tuple(at.around.text(operand) for operand in operands[len(at.frame.refs) :])


def opposite(at: Evaluated, node: p.Not) -> s.Step:
    return s.Not(operand=at.inside(0), **at.common)


def is_known(at: Evaluated, node: p.IsKnown) -> s.Step:
    return s.IsKnown(operand=at.around.cell(node.operand, at.environment), **_anew(at))


def if_missing(at: Evaluated, node: p.IfMissing) -> s.Step:
    cell = at.around.cell(node.operand, at.environment)
    instead = at.frame.step_of(node.instead)
    return s.IfMissing(operand=cell, instead=instead, **_anew(at))


def _anew(at: Evaluated) -> Common:
    """What the step has, with the number that is next now that a cell was written down."""
    return {**at.common, "id": at.around.next()}


def choose(at: Evaluated, node: p.Choose) -> s.Step:
    *tested, result = at.frame.refs
    chosen = at.frame.expressions[-1]
    values = [value for _, value in node.cases]
    # The number of conditions looked at tells the branch, unless all of them were no.
    taken = len(tested) - 1 if tested and at.frame.values[-2] is True else len(values)
    assert chosen is (values[taken] if taken < len(values) else node.otherwise)
    branches = tuple(at.around.text(value) for value in (*values, node.otherwise))
    return s.Choose(tested=tuple(tested), branches=branches, taken=taken, result=result, **at.common)


# -- Bands, points, check-lists -----------------------------------------------------------------------------------------


def banded(at: Evaluated, node: p.Banded) -> s.Step:
    result = at.inside(-1)
    taken = at.frame.expressions[-1]
    bands = tuple(stretch(band, at.around.text(band.result)) for band in node.bands)
    hit = next((n for n, band in enumerate(node.bands) if band.result is taken), None)
    read = node.printed
    if read is None:
        return s.Bands(operand=at.inside(0), bands=bands, hit=hit, result=result, **at.common)
    return s.Bands(
        operand=at.inside(0),
        bands=bands,
        hit=hit,
        result=result,
        printed=tuple(map(stretch, read.lines)),
        percent=read.percent,
        between=side_of(read.between),
        shared=side_of(read.shared),
        **at.common,
    )


def stretch(ends: Ends, gives: str = "") -> s.Stretch:
    """The values of a band, a grade or a line that an act prints, and the text of what it gives."""
    return s.Stretch(ends.low, ends.low_included, ends.high, ends.high_included, gives)


def side_of(reading: Reading | None) -> str:
    """Which line a reading names; "" where none is stated."""
    return "" if reading is None or reading.side is None else reading.side.value


def interpolate(at: Evaluated, node: p.Interpolate) -> s.Step:
    first = 1 + len(node.points)
    operand, points, (upper, *more) = at.inside(0), at.frame.refs[1:first], at.frame.refs[first:]
    lower = more[0] if more else None
    taken = at.frame.expressions[first]
    if taken is node.before:
        where, index = s.Where.BEFORE, None
    elif taken is node.after:
        where, index = s.Where.AFTER, None
    else:
        where = s.Where.AT if lower is None else s.Where.BETWEEN
        index = next(n for n, (_, value) in enumerate(node.points) if value is taken)
    return s.Interpolate(
        operand=operand, points=tuple(points), where=where, index=index, lower=lower, upper=upper, **at.common
    )


def check_list(at: Evaluated, node: p.CheckList) -> s.Step:
    items = []
    ahead = zip(at.frame.refs, at.frame.values, strict=True)
    for item in node.items:
        condition, holds = next(ahead)
        result = next(ahead)[0] if holds is True else None
        items.append(s.Item(item.titles, condition, result))
    return s.CheckList(items=tuple(items), **at.common)


# -- Rows -------------------------------------------------------------------------------------------------------------


def aggregate(at: Evaluated, node: p.Aggregate) -> s.Step:
    return s.Aggregate(
        kind=node.kind,
        rows=at.selected(),
        values=tuple(at.frame.steps_of(node.body)),
        weights=() if node.weight is None else tuple(at.frame.steps_of(node.weight)),
        if_none=at.frame.step_of(node.if_none),
        **at.common,
    )


def count(at: Evaluated, node: p.Count) -> s.Step:
    return s.Count(rows=at.selected(), **at.common)


def share_of(at: Evaluated, node: p.ShareOf) -> s.Step:
    conditions = tuple(at.frame.steps_of(node.condition))
    none = at.frame.step_of(node.if_none)
    return s.Share(rows=at.selected(), conditions=conditions, if_none=none, **at.common)


def quantified(at: Evaluated, node: p.Quantified) -> s.Step:
    conditions = None if node.condition is None else tuple(at.frame.steps_of(node.condition))
    return s.Quantified(quantifier=node.quantifier, rows=at.selected(), conditions=conditions, **at.common)


def standing(at: Evaluated, node: p.Standing) -> s.Step:
    *values, own = at.frame.steps_of(node.body)
    among = at.frame.among if at.frame.among is not None else at.around.among(node, at.selected(), values)
    return s.Standing(
        kind=node.kind,
        highest_first=node.highest_first,
        among=among,
        own=own,
        if_equal=at.frame.step_of(node.if_equal),
        ties=node.ties,
        **_anew(at),
    )


# -- Clauses around a formula ---------------------------------------------------------------------------------------------


def working_days(at: Evaluated, node: p.WorkingDays) -> s.Step:
    declared = at.around.figures[node.calendar]
    calendar = calendar_of(declared)
    start, end = at.frame.values
    assert isinstance(start, date)
    assert isinstance(end, date)
    return s.WorkingDays(
        calendar=node.calendar,
        titles=declared.titles,
        first=at.inside(0),
        last=at.inside(1),
        weekend=tuple(day.value for day in Weekday if day in calendar.weekend),
        holidays=tuple(sorted(day for day in calendar.off if start < day <= end)),
        working=tuple(sorted(day for day in calendar.on if start < day <= end)),
        **at.common,
    )


def multiplied(at: Evaluated, node: p.Multiplied) -> s.Step:
    return s.Multiplied(
        operand=at.inside(0),
        condition=at.inside(1),
        factor=at.frame.step_of(node.factor),
        reason=node.reason,
        **at.common,
    )


def mean_of_others(at: Evaluated, node: p.MeanOfOthers) -> s.Step:
    return s.MeanOfOthers(
        node=node.node, condition=at.inside(0), result=at.inside(1), reason=node.reason, **at.common
    )


# -- The tree of scores -------------------------------------------------------------------------------------------------


def is_applicable(at: Evaluated, node: p.IsApplicable) -> s.Step:
    subject = at.environment[node.subject.slot]
    return s.IsApplicable(node=at.around.node_ref(subject, node.node), **at.common)


def score_of(at: Evaluated, node: p.ScoreOf) -> s.Step:
    subject = at.environment[node.subject.slot]
    return s.ScoreOf(
        node=at.around.node_ref(subject, node.node), before_rounding=node.before_rounding, **at.common
    )


def parts_aggregate(at: Evaluated, node: p.PartsAggregate) -> s.Step:
    subject = at.environment[node.subject.slot]
    parts, weighting = at.around.parts(subject, node.node, node.weighted)
    if node.scaled:
        assert weighting is not None
        return at.around.mean(at.common, subject, node.node, parts, weighting)
    return s.OfParts(kind=node.kind, node=node.node, parts=parts, weighting=weighting, **at.common)


def maximum_of(at: Evaluated, node: p.MaximumOf) -> s.Step:
    subject = at.environment[node.subject.slot]
    by = at.around.maximum_by(subject, node.node)
    maximum = at.common["value"]
    assert isinstance(maximum, fmpq)
    return s.Maximum(subject=subject.key, node=node.node, maximum=maximum, condition=by, **at.common)


ARMS: dict[type, tuple[Callable[[Evaluated, Any], s.Step], type[s.Step]]] = {
    **{kind: (of_values, s.Function) for kind in get_args(p.Expression) if issubclass(kind, p.OfValues)},
    p.Constant: (constant, s.Written),
    p.FieldOf: (field_of, s.Cell),
    p.OwnerFieldOf: (field_of, s.Cell),
    p.Parameter: (parameter, s.Parameter),
    p.Call: (call, s.Definition),
    p.FigureOf: (figure_of, s.Figure),
    p.Arithmetic: (arithmetic, s.Arithmetic),
    p.Negate: (negate, s.Negate),
    p.Compare: (compare, s.Compare),
    p.Every: (every, s.Every),
    p.Some: (some, s.Some),
    p.Not: (opposite, s.Not),
    p.IsKnown: (is_known, s.IsKnown),
    p.IsApplicable: (is_applicable, s.IsApplicable),
    p.IfMissing: (if_missing, s.IfMissing),
    p.Choose: (choose, s.Choose),
    p.Limit: (limit, s.Limit),
    p.RoundTo: (round_to, s.Round),
    p.Banded: (banded, s.Bands),
    p.Interpolate: (interpolate, s.Interpolate),
    p.CheckList: (check_list, s.CheckList),
    p.Aggregate: (aggregate, s.Aggregate),
    p.Count: (count, s.Count),
    p.ShareOf: (share_of, s.Share),
    p.Quantified: (quantified, s.Quantified),
    p.Standing: (standing, s.Standing),
    p.ScoreOf: (score_of, s.ScoreOf),
    p.PartsAggregate: (parts_aggregate, s.OfParts),
    p.WorkingDays: (working_days, s.WorkingDays),
    p.Multiplied: (multiplied, s.Multiplied),
    p.MeanOfOthers: (mean_of_others, s.MeanOfOthers),
    p.MaximumOf: (maximum_of, s.Maximum),
}
"""What is written down of each kind of expression, and the step that it is, also of one that failed."""
