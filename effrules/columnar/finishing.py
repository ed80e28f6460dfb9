"""Rounding, penalties and bonuses, grades: what becomes of the scores of a node, for many subjects."""

from __future__ import annotations

import numpy as np

from effrules.columnar import arithmetic as a
from effrules.columnar import deciding, reasons
from effrules.columnar import populations as sets
from effrules.columnar.forms import (
    Array,
    Bools,
    Column,
    Exact,
    Truth,
    constant,
    either,
    same,
)
from effrules.columnar.kernel import Kernel
from effrules.columnar.lanes import Lanes
from effrules.columnar.meanings import maximum, within
from effrules.columnar.node_columns import Adjusted, NodeColumn
from effrules.model import program as p
from effrules.model.figures import written_out
from effrules.model.real import DomainError, Undecided


def finished(run: Kernel, node: p.ScoreNode, lanes: Lanes, value: Column) -> NodeColumn:
    """A node's score rounded and adjusted, and graded; who has one is not said yet."""
    last = node.rounds_last
    final = value if node.rounding is None or last else deciding.rounded(value, node.rounding)
    opened = value.open
    if node.kind is p.NodeKind.CRITERION and node.formula is not None:
        most = maximum(run, node, lanes)
        low = deciding.compare(p.Comparison.LESS, final, Column(constant(node.minimum)))
        high = deciding.compare(p.Comparison.GREATER, final, most)
        beyond = low.held.b | high.held.b
        opened = either(opened, low.open, high.open, beyond if beyond.any() else None)
    before, adjusted = value, {}
    for adjustment in run.plan.adjustments[node.name]:
        final, before, adjusted[adjustment.name] = _adjust(run, adjustment, lanes, final, before)
    if last and node.rounding is not None:
        final = deciding.rounded(before, node.rounding)
    if node.kind is p.NodeKind.TOTAL:
        final, before = _bounded(run, final), _bounded(run, before)
    told = [
        final,
        before,
        *(one for each in adjusted.values() for one in (each.amount, each.capped, each.taken)),
    ]
    opened = either(opened, *map(_untold, told))
    made = NodeColumn(np.zeros(0, dtype=bool), np.zeros(0, dtype=np.int64), final, before, opened, adjusted)
    for rating in run.program.ratings:
        if rating.node == node.name:
            made.grade, lost = _grades(run, rating, final, lanes)
            made.open = either(made.open, lost)
    return made


def _untold(column: Column) -> Bools | None:
    """The rows with a number that is no fraction and whose digits are not certain."""
    if not isinstance(column.held, Exact):
        return None
    found = np.zeros(len(column.held.v), dtype=bool)
    for row, value in enumerate(column.held.v):
        try:
            written_out(value)
        except (DomainError, Undecided):
            found[row] = True
    return found if found.any() else None


def _adjust(
    run: Kernel, adjustment: p.Adjustment, lanes: Lanes, final: Column, before: Column
) -> tuple[Column, Column, Adjusted]:
    incidents, amount, capped = _due(run, adjustment, lanes)
    changed = applied(adjustment, final, capped)
    lost = a.absolute(a.subtract(changed, final))
    return changed, applied(adjustment, before, capped), Adjusted(incidents, amount, capped, lost)


def _due(run: Kernel, adjustment: p.Adjustment, lanes: Lanes) -> tuple[Array, Column, Column]:
    size = lanes.count
    zero = Column(constant(a.ZERO))
    holds = Column(Truth(np.ones(1, dtype=bool)))
    if adjustment.condition is not None:
        holds = run.evaluate(adjustment.condition, lanes)
    if adjustment.rows is None:
        incidents = same(1, size)
        each = run.evaluate(adjustment.amount, lanes)
        amount = each.also_open(_below_zero(each))
    else:
        population = run.population(adjustment.rows, lanes, adjustment.amount)
        if population is None:
            amount = run.unsupported(reasons.BY_ITSELF, lanes)
            incidents = np.zeros(size, dtype=np.int64)
        else:
            each = run.evaluate(adjustment.amount, population.lanes)
            amount = population.asked(sets.totals(population, each.also_open(_below_zero(each))))
            counts = population.counts
            incidents = counts if population.sets is None else counts[population.sets]
    amount = deciding.chosen(holds, amount, zero)
    incidents = np.where(holds.held.b, incidents, 0)
    capped = amount
    if adjustment.cap is not None:
        cap = run.evaluate(adjustment.cap, lanes)
        cap = cap.also_open(_below_zero(cap))
        capped = deciding.chosen(Column(Truth(incidents > 0)), deciding.least(amount, cap), amount).also_open(
            amount.open
        )
    return incidents, amount, capped


def _bounded(run: Kernel, column: Column) -> Column:
    floor, cap = run.program.final_floor, run.program.final_cap
    if floor is not None:
        column = deciding.greatest(column, Column(constant(floor)))
    return column if cap is None else deciding.least(column, Column(constant(cap)))


def _grades(run: Kernel, rating: p.Rating, value: Column, lanes: Lanes) -> tuple[Array, Bools | None]:
    """For each subject the number of the grade that a score has; open where it has none."""
    found, opened = np.full(lanes.count, -1), value.open
    for at, grade in enumerate(rating.grades):
        holds = within(run, grade, Column(value.held))
        still = found < 0
        if holds.open is not None:
            opened = either(opened, still & holds.open)
        found = np.where(still & holds.held.b, at, found)
    none = found < 0
    return found, either(opened, none if none.any() else None)


def applied(adjustment: p.Adjustment, score: Column, amount: Column) -> Column:
    """The score after an adjustment, whose amount is not negative; one that is already beyond its limit stays where it is."""
    limit = adjustment.limit
    if adjustment.sign < 0:
        changed = a.subtract(score, amount)
        return (
            changed
            if limit is None
            else deciding.greatest(changed, deciding.least(score, Column(constant(limit))))
        )
    changed = a.add(score, amount)
    return (
        changed
        if limit is None
        else deciding.least(changed, deciding.greatest(score, Column(constant(limit))))
    )


def _below_zero(column: Column) -> Bools | None:
    below = deciding.compare(p.Comparison.LESS, Column(column.held), Column(constant(a.ZERO)))
    found = below.held.b if below.open is None else below.held.b | below.open
    return found if found.any() else None
