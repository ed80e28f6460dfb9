"""What each expression means that runs over rows, for many rows that ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import numpy as np

from effrules.columnar import arithmetic as a
from effrules.columnar import deciding, reasons
from effrules.columnar import populations as sets
from effrules.columnar.forms import (
    Column,
    Ratio,
    Truth,
    whole,
)
from effrules.columnar.lanes import Lanes
from effrules.columnar.populations import Population
from effrules.model import program as p
from effrules.model.aggregates import AggregateKind, Made
from effrules.model.types import YesNo

if TYPE_CHECKING:
    from effrules.columnar.kernel import Kernel

YESNO = YesNo()


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
    return deciding.chosen(Column(Truth(none)), run.evaluate(if_none, lanes), found).also_open(
        population.open
    )


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
