"""What each kind of expression means for many rows at once. The exact engine (``effrules.exact``) is the specification.

A row of which something cannot be told here is open: it is missing, it fails, or its digits are not sure. Whoever asks decides open rows
again, exactly; and what then still fails is left to the exact engine, which says why.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Protocol, assert_never, get_args

import numpy as np

from effrules.columnar import arithmetic as a
from effrules.columnar import populations as sets
from effrules.columnar import reasons
from effrules.columnar.forms import (
    Array,
    Bools,
    Codes,
    Column,
    Days,
    Ratio,
    Scaled,
    Truth,
    arrays_of,
    constant,
    either,
    on_arrays,
    spread,
    taken,
    whole,
)
from effrules.columnar.lanes import Index, Lanes
from effrules.columnar.populations import Population, all_open
from effrules.columnar.standing import standing
from effrules.columnar.tables import FieldColumn, Tables
from effrules.exact.plan import Plan
from effrules.model import program as p
from effrules.model.aggregates import AggregateKind, Made
from effrules.model.functions import Function
from effrules.model.types import NUMBER, Type, YesNo
from effrules.words import Message

YESNO = YesNo()
MOST_PAIRS = 4_000_000
"""Where each row has to look at rows of all others by itself, so many pairs are looked at side by side and no more."""


class Tree(Protocol):
    """What a kernel asks of the tree of scores."""

    def score(self, node: str, index: Index, before_rounding: bool, *, of_others: bool = False) -> Column:
        """The score of a node for subjects; open where it has none."""
        ...

    def applicable(self, node: str, index: Index, *, of_others: bool = False) -> Column:
        """Whether a node is applicable to subjects."""
        ...

    def of_parts(self, aggregate: p.PartsAggregate, index: Index) -> Column:
        """An aggregate of a node's parts for subjects."""
        ...


class Kernel:
    """Evaluates expressions over the rows of tables."""

    def __init__(self, plan: Plan, tables: Tables, tree: Tree) -> None:
        self.plan = plan
        self.program = plan.program
        self.tables = tables
        self.tree = tree
        self.left: dict[Message, int] = {}
        """What was left to the exact engine whatever the rows hold, and how often."""

    def evaluate(self, expression: p.Expression, lanes: Lanes) -> Column:
        """The value of an expression for each lane."""
        return ARMS[type(expression)](self, expression, lanes)

    def unsupported(self, why: Message, lanes: Lanes, kind: Type = NUMBER) -> Column:
        """A value that this engine does not work out."""
        self.left[why] = self.left.get(why, 0) + lanes.count
        return all_open(lanes.count, kind)

    # -- Fields --------------------------------------------------------------------------------------------------

    def cell(self, node: p.AnyField, lanes: Lanes) -> FieldColumn:
        """A field of the rows that the lanes are at, or of those that own them."""
        table, index = node.row.table, lanes.index(node.row.slot)
        for _ in range(node.levels):
            owner = self.tables.owner_of[table]
            assert owner is not None
            index, table = self.tables.owners[table][index], owner
        whole = self.tables.field(table, node.field)
        held = taken(Column(whole.held), index).held
        if isinstance(held, Scaled) and len(arrays_of(whole.held)[0]) == 1:
            held = spread(Column(held), lanes.count).held
        return FieldColumn(held, None if whole.missing is None else whole.missing[index])

    # -- Rows ----------------------------------------------------------------------------------------------------

    def population(self, rows: p.Rows, lanes: Lanes, *bodies: p.Expression | None) -> Population | None:
        """The rows of an aggregate, for each lane; ``None`` where they are too many to be looked at side by side."""
        if rows.population is p.Population.OWN:
            return self._own(rows, lanes)
        inner = [body for body in (rows.where, *bodies) if body is not None]
        slot = rows.variable.slot
        if all(read.slot == slot for read in self.plan.reads.of(*inner)):
            return self._among_all(rows, lanes)
        return self._pairs(rows, lanes)

    def _own(self, rows: p.Rows, lanes: Lanes) -> Population:
        assert rows.of is not None
        index = lanes.index(rows.of.slot)
        if isinstance(index, slice):
            bounds = np.arange(index.start, index.stop + 1)
            for step in self.tables.path(rows.of.table, rows.variable.table):
                bounds = self.tables.offsets[step][bounds]
            found: Index = slice(int(bounds[0]), int(bounds[-1]))
            bounds = bounds - bounds[0]
            counts = np.diff(bounds)
        else:
            first, last = index, index + 1
            for step in self.tables.path(rows.of.table, rows.variable.table):
                offsets = self.tables.offsets[step]
                first, last = offsets[first], offsets[last]
            counts = last - first
            bounds = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(counts)))
            found = np.repeat(first - bounds[:-1], counts) + np.arange(int(bounds[-1]))
        of = np.repeat(np.arange(lanes.count), counts)
        inside = lanes.inside(int(bounds[-1]), of, {rows.variable.slot: found})
        return self._filtered(rows, inside, Population(inside, None, bounds, None, None, None), lanes)

    def _filtered(self, rows: p.Rows, inside: Lanes, made: Population, lanes: Lanes) -> Population:
        keep, opened = None, None
        if rows.same:
            keep, lost = self._same(rows, inside)
            if lost is not None and lanes.count:
                opened = lost
        if rows.where is not None:
            where = spread(self.evaluate(rows.where, inside), inside.count)
            doubt = where.open if keep is None or where.open is None else where.open & keep
            if doubt is not None and doubt.any():
                opened = either(opened, sets.added(doubt.astype(np.int64), made.bounds) > 0)
            keep = where.held.b if keep is None else keep & where.held.b
        return Population(inside, None, made.bounds, keep, made.sets, opened)

    def _same(self, rows: p.Rows, inside: Lanes) -> tuple[Bools, Bools | None]:
        """Which candidates are like the row that asks; and who cannot ask, as what must be the same is missing."""
        assert rows.anchor is not None
        assert inside.outside is not None
        assert inside.of is not None
        keep = np.ones(inside.count, dtype=bool)
        lost: Bools | None = None
        for name in rows.same:
            mine = self.cell(
                p.FieldOf(rows.variable, name, self.tables.type_of(rows.variable.table, name)), inside
            )
            wanted = self.cell(
                p.FieldOf(rows.anchor, name, self.tables.type_of(rows.anchor.table, name)), inside.outside
            )
            equal = a.compare(p.Comparison.EQUAL, Column(mine.held), taken(Column(wanted.held), inside.of))
            keep &= np.broadcast_to(equal.held.b, keep.shape)
            if mine.missing is not None:
                keep &= ~mine.missing
            lost = either(lost, wanted.missing)
        return keep, lost

    def _among_all(self, rows: p.Rows, lanes: Lanes) -> Population:
        """Of all rows, those that satisfy a filter which looks at nothing else; in sets of the same fields."""
        size = self.tables.size(rows.variable.table)
        pool = Lanes(size, {rows.variable.slot: slice(0, size)})
        keep, opened = None, None
        if rows.where is not None:
            where = spread(self.evaluate(rows.where, pool), size)
            keep = where.held.b
            opened = np.full(lanes.count, bool(where.open is not None and where.open.any()))
        if not rows.same:
            bounds = np.array([0, size], dtype=np.int64)
            return Population(pool, None, bounds, keep, np.zeros(lanes.count, dtype=np.int64), opened)
        mine, theirs, lost = self._groups(rows, pool, lanes)
        order = np.argsort(mine, kind="stable")
        last = max(int(mine.max(initial=-1)), int(theirs.max(initial=-1))) + 1
        bounds = np.searchsorted(mine[order], np.arange(last + 1))
        return Population(pool, order, bounds, keep, theirs, either(opened, lost))

    def _groups(self, rows: p.Rows, pool: Lanes, lanes: Lanes) -> tuple[Array, Array, Bools | None]:
        """Numbers of the sets: of each row, and of the one that each who asks wants."""
        assert rows.anchor is not None
        keys: list[Array] = []
        lost: Bools | None = None
        for name in rows.same:
            one = self.cell(
                p.FieldOf(rows.variable, name, self.tables.type_of(rows.variable.table, name)), pool
            )
            other = self.cell(
                p.FieldOf(rows.anchor, name, self.tables.type_of(rows.anchor.table, name)), lanes
            )
            keys.append(np.concatenate(_alike(one, other, pool.count, lanes.count)))
            lost = either(lost, other.missing)
        _, numbers = np.unique(np.stack(keys), axis=1, return_inverse=True)
        numbers = numbers.reshape(-1)
        return numbers[: pool.count], numbers[pool.count :], lost

    def _pairs(self, rows: p.Rows, lanes: Lanes) -> Population | None:
        size = self.tables.size(rows.variable.table)
        if size * lanes.count > MOST_PAIRS:
            return None
        of = np.repeat(np.arange(lanes.count), size)
        found = np.tile(np.arange(size), lanes.count)
        inside = lanes.inside(size * lanes.count, of, {rows.variable.slot: found})
        bounds = np.arange(lanes.count + 1) * size
        return self._filtered(rows, inside, Population(inside, None, bounds, None, None, None), lanes)


def _alike(one: FieldColumn, other: FieldColumn, rows: int, more: int) -> tuple[Array, Array]:
    """Whole numbers that are equal where two fields are; a missing value equals only a missing one."""
    match one.held, other.held:
        case (Scaled() as left, Scaled() as right) if left.d != right.d:
            pair = a.on_one_denominator(left, right)
            assert pair is not None, "numbers that group rows fit"
            mine, theirs = pair[0].m, pair[1].m
        case left, right:
            mine, theirs = arrays_of(left)[0], arrays_of(right)[0]
    mine, theirs = (
        np.broadcast_to(mine, rows).astype(np.int64),
        np.broadcast_to(theirs, more).astype(np.int64),
    )
    least = np.iinfo(np.int64).min
    if one.missing is not None:
        mine = np.where(one.missing, least, mine)
    return mine, theirs


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
    return a.chosen(Column(Truth(cell.missing)), run.evaluate(node.instead, lanes), Column(cell.held))


def parameter(run: Kernel, node: p.Parameter, lanes: Lanes) -> Column:
    return lanes.value(node.slot)


def call(run: Kernel, node: p.Call, lanes: Lanes) -> Column:
    rows = {0: lanes.index(node.subject.slot)} if lanes.has(node.subject.slot) else {}
    rows |= {slot: lanes.index(row.slot) for slot, row in node.rows}
    values = {slot: run.evaluate(argument, lanes) for slot, argument in node.arguments}
    key = (node.definition, *((slot, id(index)) for slot, index in rows.items()))
    body = run.program.definitions[node.definition].body

    def worked_out() -> Column:
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
        pair = a.on_one_denominator(keys, key.held)
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
    if not a.EXACTLY.get() and any(len(arrays_of(value.held)[0]) != 1 for value in values):
        return all_open(lanes.count)
    return a.applied(node.value, *values)


def limit(run: Kernel, node: p.Limit, lanes: Lanes) -> Column:
    value, bound = run.evaluate(node.operand, lanes), run.evaluate(node.bound, lanes)
    return a.least(value, bound) if node.upper else a.greatest(value, bound)


def round_to(run: Kernel, node: p.RoundTo, lanes: Lanes) -> Column:
    return a.rounded(run.evaluate(node.operand, lanes), node.rounding)


# -- Conditions ------------------------------------------------------------------------------------------------------------


def compare(run: Kernel, node: p.Compare, lanes: Lanes) -> Column:
    return a.compare(node.comparison, run.evaluate(node.left, lanes), run.evaluate(node.right, lanes))


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
        found = a.chosen(condition, then, last)
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
            side = a.compare(how, value, run.tables.value(end))
            found = Column(Truth(found.held.b & side.held.b), either(found.open, side.open))
    return found


def interpolate(run: Kernel, node: p.Interpolate, lanes: Lanes) -> Column:
    value = run.evaluate(node.operand, lanes)
    ends = [run.evaluate(at_, lanes) for at_, _ in node.points]
    rising = _all_so(p.Comparison.LESS, ends)
    falling = _all_so(p.Comparison.GREATER, ends)
    if bool(rising.held.b.all()) and rising.open is None:
        return _along(run, node, value, ends, lanes, rises=True)
    if bool(falling.held.b.all()) and falling.open is None:
        return _along(run, node, value, ends, lanes, rises=False)
    up, down = (_along(run, node, value, ends, lanes, rises) for rises in (True, False))
    neither = ~(rising.held.b | falling.held.b)
    return a.chosen(rising, up, down).also_open(either(falling.open, neither if neither.any() else None))


def _all_so(how: p.Comparison, ends: list[Column]) -> Column:
    found = Column(Truth(np.ones(1, dtype=bool)))
    for left, right in pairwise(ends):
        side = a.compare(how, left, right)
        found = Column(Truth(found.held.b & side.held.b), either(found.open, side.open))
    return found


def _along(
    run: Kernel, node: p.Interpolate, value: Column, ends: list[Column], lanes: Lanes, rises: bool
) -> Column:
    upto = p.Comparison.AT_MOST if rises else p.Comparison.AT_LEAST
    short = p.Comparison.LESS if rises else p.Comparison.GREATER
    beyond = p.Comparison.GREATER if rises else p.Comparison.LESS
    nothing = Column(constant(a.ZERO), np.ones(1, dtype=bool))
    heights = [run.evaluate(height, lanes) for _, height in node.points]
    found = nothing if node.after is None else run.evaluate(node.after, lanes)
    found = a.chosen(a.compare(beyond, value, ends[-1]), found, heights[-1])
    for last in range(len(ends) - 1, 0, -1):
        way = a.divide(_distance(ends[last - 1], value), _distance(ends[last - 1], ends[last]))
        slope = a.subtract(heights[last], heights[last - 1])
        between = a.add(heights[last - 1], a.multiply(slope, way))
        at_end = a.chosen(a.compare(p.Comparison.EQUAL, value, ends[last]), heights[last], between)
        found = a.chosen(a.compare(upto, value, ends[last]), at_end, found)
    found = a.chosen(a.compare(upto, value, ends[0]), heights[0], found)
    before = nothing if node.before is None else run.evaluate(node.before, lanes)
    return a.chosen(a.compare(short, value, ends[0]), before, found)


def _distance(start: Column, end: Column) -> Column:
    if isinstance(start.held, Days):
        return Column(
            Scaled(end.held.c - start.held.c, 1, -4_000_000, 4_000_000), either(start.open, end.open)
        )
    return a.subtract(end, start)


def check_list(run: Kernel, node: p.CheckList, lanes: Lanes) -> Column:
    found = Column(constant(a.ZERO))
    for item in node.items:
        given = run.evaluate(item.result, lanes)
        found = a.add(found, a.chosen(run.evaluate(item.condition, lanes), given, Column(constant(a.ZERO))))
    return found


# -- Clauses around a formula ----------------------------------------------------------------------------------------------


def multiplied(run: Kernel, node: p.Multiplied, lanes: Lanes) -> Column:
    value = run.evaluate(node.operand, lanes)
    times = a.multiply(value, run.evaluate(node.factor, lanes))
    found = a.chosen(run.evaluate(node.condition, lanes), times, value)
    return found.also_open(value.open)


def mean_of_others(run: Kernel, node: p.MeanOfOthers, lanes: Lanes) -> Column:
    return _first([(run.evaluate(node.condition, lanes), node.mean)], node.own, run, lanes)


# -- Over rows -------------------------------------------------------------------------------------------------------------


def aggregate(run: Kernel, node: p.Aggregate, lanes: Lanes) -> Column:
    population = run.population(node.rows, lanes, node.body, node.weight)
    if population is None:
        return run.unsupported(reasons.BY_ITSELF, lanes, node.type)
    body = run.evaluate(node.body, population.lanes)
    weight = None if node.weight is None else run.evaluate(node.weight, population.lanes)
    found = _aggregated(node.kind, population, body, weight)
    found = population.asked(found)
    if node.if_none is None and node.kind.facts.of_none:
        return found
    return _unless_none(run, population, found, node.if_none, lanes)


def _aggregated(kind: AggregateKind, population: Population, body: Column, weight: Column | None) -> Column:
    facts = kind.facts
    if facts.picks:
        return sets.ends(population, body, kind)
    match facts.made:
        case Made.SUM:
            return sets.totals(population, body)
        case Made.MEAN if weight is not None:
            products = sets.totals(population, a.multiply(weight, body))
            return a.divide(products, sets.totals(population, weight))
        case Made.MEAN:
            counts = np.maximum(population.counts, 1)
            return a.divide(sets.totals(population, body), Column(whole(counts)))
        case Made.PRODUCT | Made.OTHERWISE:
            return sets.listed(population, kind, body, weight)
        case _:
            assert_never(facts.made)


def _unless_none(
    run: Kernel, population: Population, found: Column, if_none: p.Expression | None, lanes: Lanes
) -> Column:
    """What is found, but where there is no row what the rules say for that; where they say nothing it is open."""
    counts = population.counts
    none = (counts if population.sets is None else counts[population.sets]) == 0
    if not none.any():
        return found
    if if_none is None:
        return found.also_open(none)
    return a.chosen(Column(Truth(none)), run.evaluate(if_none, lanes), found).also_open(population.open)


def count(run: Kernel, node: p.Count, lanes: Lanes) -> Column:
    population = run.population(node.rows, lanes)
    if population is None:
        return run.unsupported(reasons.BY_ITSELF, lanes)
    return population.asked(sets.number_of_rows(population))


def share_of(run: Kernel, node: p.ShareOf, lanes: Lanes) -> Column:
    population = run.population(node.rows, lanes, node.condition)
    if population is None:
        return run.unsupported(reasons.BY_ITSELF, lanes)
    held, opened = sets.held_by(population, run.evaluate(node.condition, population.lanes))
    counts = np.maximum(population.counts, 1)
    most = int(counts.max(initial=1))
    found = population.asked(Column(Ratio(held, counts, most, most), opened))
    return _unless_none(run, population, found, node.if_none, lanes)


def quantified(run: Kernel, node: p.Quantified, lanes: Lanes) -> Column:
    population = run.population(node.rows, lanes, node.condition)
    if population is None:
        return run.unsupported(reasons.BY_ITSELF, lanes, YESNO)
    counts, opened = population.counts, None
    held = counts
    if node.condition is not None:
        held, opened = sets.held_by(population, run.evaluate(node.condition, population.lanes))
    match node.quantifier:
        case p.Quantifier.ANY:
            found = held > 0
        case p.Quantifier.NO:
            found = held == 0
        case p.Quantifier.EVERY:
            found = held == counts
        case _:
            assert_never(node.quantifier)
    return population.asked(Column(Truth(found), opened))


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
        found = a.chosen(run.evaluate(one.condition, inner), Column(constant(one.value)), found)
    return found


ARMS: dict[type, Callable[..., Column]] = {
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
    p.Aggregate: aggregate,
    p.Count: count,
    p.ShareOf: share_of,
    p.Quantified: quantified,
    p.Standing: standing,
    p.PartsAggregate: parts_aggregate,
}
