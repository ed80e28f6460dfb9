"""Where rows stand among others, for many rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import numpy as np
from flint import fmpq

from effrules.columnar import arithmetic as a
from effrules.columnar import converting as c
from effrules.columnar import deciding, reasons
from effrules.columnar.forms import (
    Approx,
    Array,
    Bools,
    Column,
    Exact,
    Ratio,
    Scaled,
    Truth,
    either,
    exact,
    number_at,
    spread,
    taken,
    whole,
)
from effrules.columnar.lanes import Lanes, rows_of
from effrules.columnar.populations import Population, all_open
from effrules.exact import statistics
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import DomainError, Num, Undecided

if TYPE_CHECKING:
    from effrules.columnar.kernel import Kernel


def standing(run: Kernel, node: p.Standing, lanes: Lanes) -> Column:
    """Where the row ``self_row`` of each lane stands among its rows."""
    population = run.population(node.rows, lanes, node.body)
    if population is None:
        return run.unsupported(reasons.BY_ITSELF, lanes)
    body = population.ordered(run.evaluate(node.body, population.lanes))
    opened, kept = population.opened(body), population.kept()
    if opened is not None and opened.any():
        mine = opened if population.sets is None else opened[population.sets]
        if bool(mine.all()):
            return all_open(lanes.count)
    kept = np.ones(population.lanes.count, dtype=bool) if kept is None else kept
    order = _codes(body, kept)
    if order is None:
        return all_open(lanes.count)
    found, lost = _own_rows(node, population, lanes, kept)
    column = _measured(node, population, body, order, kept)
    if column is None:
        return run.unsupported(reasons.of_irrational(node.kind.value), lanes)
    value, equal = column
    unknown = either(lost, population.open)
    if opened is not None:
        unknown = either(unknown, opened if population.sets is None else opened[population.sets])
    told = taken(value, found).also_open(unknown)
    if not node.kind.facts.by_spread:
        return told
    same = equal[found]
    if not same.any():
        return told
    if node.if_equal is None:
        return told.also_open(same)
    return deciding.chosen(Column(Truth(same)), run.evaluate(node.if_equal, lanes), told).also_open(unknown)


def _codes(body: Column, kept: Bools) -> Array | None:
    """Whole numbers in the order of the values, equal where these are; ``None`` where that is not known."""
    held = c.number(body)
    match held:
        case Scaled(m=m):
            return np.broadcast_to(m, kept.shape)
        case Approx():
            return None
        case Ratio() | Exact():
            values = np.broadcast_to(exact(held).v, kept.shape)
            codes = np.zeros(len(kept), dtype=np.int64)
            some = np.flatnonzero(kept)
            try:
                in_order = sorted(some.tolist(), key=lambda row: a.ordering(values[row]))
                last, code = None, 0
                for row in in_order:
                    if last is not None and values[row] != last:
                        code += 1
                    codes[row], last = code, values[row]
            except (DomainError, Undecided):
                return None
            return codes
        case _:
            assert_never(held)


def _own_rows(
    node: p.Standing, population: Population, lanes: Lanes, kept: Bools
) -> tuple[Array, Bools | None]:
    """For each lane the place of its own row among the ordered candidates; who is not among his rows is open."""
    own = rows_of(lanes.index(node.self_row.slot))
    candidates = rows_of(population.lanes.index(node.rows.variable.slot))
    if population.order is not None:
        candidates = candidates[population.order]
    set_of = np.repeat(np.arange(len(population.bounds) - 1), np.diff(population.bounds))
    wanted = np.arange(lanes.count) if population.sets is None else population.sets
    size = int(max(candidates.max(initial=0), own.max(initial=0))) + 1
    keys, asked = set_of * size + candidates, wanted * size + own
    order = np.argsort(keys, kind="stable")
    if not len(keys):
        return np.zeros(lanes.count, dtype=np.int64), np.ones(lanes.count, dtype=bool)
    place = order[np.minimum(np.searchsorted(keys[order], asked), len(keys) - 1)]
    lost = (keys[place] != asked) | ~kept[place]
    return place, lost if lost.any() else None


def _measured(
    node: p.Standing, population: Population, body: Column, codes: Array, kept: Bools
) -> tuple[Column, Bools] | None:
    """For each candidate what the standing is, and whether all of its set are equal."""
    bounds = population.bounds
    set_of = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    rows = np.flatnonzero(kept)
    rows = rows[np.lexsort((codes[rows], set_of[rows]))]
    sets_, values = set_of[rows], codes[rows]
    first_of_set = np.searchsorted(sets_, sets_)
    end_of_set = np.searchsorted(sets_, sets_, side="right")
    change = np.ones(len(rows), dtype=bool)
    change[1:] = (sets_[1:] != sets_[:-1]) | (values[1:] != values[:-1])
    run_number = np.cumsum(change) - 1
    starts = np.flatnonzero(change)
    stops = np.append(starts[1:], len(rows))
    less = starts[run_number] - first_of_set if len(rows) else starts
    upto = stops[run_number] - first_of_set if len(rows) else starts
    everyone = end_of_set - first_of_set
    equal = np.zeros(len(kept), dtype=bool)
    equal[rows] = (less == 0) & (upto == everyone)
    match node.kind:
        case p.StandingKind.POSITION:
            top, bottom = _position(node, less, upto, everyone, run_number, first_of_set)
        case p.StandingKind.PERCENTILE:
            n, q = np.zeros(len(kept), dtype=np.int64), np.ones(len(kept), dtype=np.int64)
            n[rows], q[rows] = less + upto, 2 * everyone
            return Column(Ratio(n, q, int(n.max(initial=0)), int(q.max(initial=1)))), equal
        case p.StandingKind.Z_SCORE | p.StandingKind.MIN_MAX:
            found = _by_spread(node, body, rows, sets_, len(kept))
            return None if found is None else (found, equal)
        case _:
            assert_never(node.kind)
    m = np.zeros(len(kept), dtype=np.int64)
    m[rows] = top
    held = whole(m)
    return Column(Scaled(held.m, bottom, held.low, held.high)), equal


def _position(
    node: p.Standing, less: Array, upto: Array, everyone: Array, run_number: Array, first_of_set: Array
) -> tuple[Array, int]:
    better = everyone - upto if node.highest_first else less
    match node.ties:
        case p.Ties.SHARE:
            return 1 + better, 1
        case p.Ties.DENSE:
            if not len(run_number):
                return better, 1
            below = run_number - run_number[first_of_set]
            last = first_of_set + everyone - 1
            return 1 + (run_number[last] - run_number if node.highest_first else below), 1
        case p.Ties.AVERAGE:
            return 2 + 2 * better + (upto - less - 1), 2
        case _:
            assert_never(node.ties)


def _by_spread(node: p.Standing, body: Column, rows: Array, sets_: Array, size: int) -> Column | None:
    """z-scores or min-max, as the exact engine works them out."""
    found = np.full(size, fmpq(0), dtype=object)
    held = spread(body, size).held
    starts = np.flatnonzero(np.append(True, sets_[1:] != sets_[:-1])[: len(rows)])
    opened = np.zeros(size, dtype=bool)
    for start, stop in zip(starts, np.append(starts[1:], len(rows)), strict=False):
        mine = rows[start:stop]
        values: list[Num] = [number_at(held, int(row)) for row in mine]
        try:
            if node.kind is p.StandingKind.MIN_MAX:
                centre, width = values[0], real.subtract(values[-1], values[0])
            else:
                centre, width = statistics.mean(values), statistics.standard_deviation(values)
            if values[0] == values[-1]:
                continue
            for row, value in zip(mine, values, strict=True):
                found[row] = real.divide(real.subtract(value, centre), width)
        except (DomainError, Undecided):
            opened[mine] = True
    return Column(Exact(found), opened if opened.any() else None)
