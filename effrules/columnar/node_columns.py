"""A node of the tree for some subjects, in columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from attrs import define, evolve, field

from effrules.columnar.forms import (
    Array,
    Bools,
    Column,
    either,
    numbers_of,
    taken,
)
from effrules.columnar.merging import compact


@define(eq=False)
class Adjusted:
    """What an adjustment comes to: how often, and how much, as in ``effrules.exact.results``."""

    incidents: Array
    amount: Column
    capped: Column
    taken: Column


@define(eq=False)
class NodeColumn:
    """A node for some subjects: who has a score, why not (0: there is no reason), and the scores. ``open``: nothing is known of them."""

    scored: Bools
    reason: Array
    value: Column
    before: Column
    open: Bools | None
    adjusted: dict[str, Adjusted] = field(factory=dict)
    grade: Array | None = None


def some_of(column: NodeColumn, lanes: Array) -> NodeColumn:
    """A node for some of the subjects."""
    opened = None if column.open is None else column.open[lanes]
    return NodeColumn(
        column.scored[lanes],
        column.reason[lanes],
        taken(column.value, lanes),
        taken(column.before, lanes),
        opened if opened is not None and opened.any() else None,
        {name: some_adjusted(one, lanes) for name, one in column.adjusted.items()},
        None if column.grade is None else column.grade[lanes],
    )


def opened_in(column: NodeColumn, lost: Bools) -> NodeColumn:
    """The same with more subjects open."""
    return evolve(column, open=either(column.open, lost))


def some_adjusted(one: Adjusted, lanes: Array) -> Adjusted:
    """An adjustment for some of the subjects."""
    incidents = one.incidents if len(one.incidents) == 1 else one.incidents[lanes]
    return Adjusted(incidents, taken(one.amount, lanes), taken(one.capped, lanes), taken(one.taken, lanes))


def joined(parts: list[tuple[Array, NodeColumn]], size: int) -> NodeColumn:
    """Columns of some subjects each, put together in the places that are theirs."""

    def numbers(of: Callable[[NodeColumn], Column]) -> Column:
        found: list[Any] = [None] * size
        for places, part in parts:
            held = of(part).held
            for place, number in zip(places.tolist(), numbers_of(held, len(places)), strict=True):
                found[place] = number
        return Column(compact(found))

    def others(of: Callable[[NodeColumn], Array]) -> Array:
        found = np.zeros(size, dtype=of(parts[0][1]).dtype)
        for places, part in parts:
            found[places] = of(part)
        return found

    def adjusted(name: str) -> Adjusted:
        return Adjusted(
            others(lambda part: part.adjusted[name].incidents),
            numbers(lambda part: part.adjusted[name].amount),
            numbers(lambda part: part.adjusted[name].capped),
            numbers(lambda part: part.adjusted[name].taken),
        )

    def open_(part: NodeColumn) -> Array:
        return np.zeros(len(part.scored), dtype=bool) if part.open is None else part.open

    def grade(part: NodeColumn) -> Array:
        assert part.grade is not None, "all have grades, or none has"
        return part.grade

    first = parts[0][1]
    opened = others(open_)
    return NodeColumn(
        others(lambda part: part.scored),
        others(lambda part: part.reason),
        numbers(lambda part: part.value),
        numbers(lambda part: part.before),
        opened if opened.any() else None,
        {name: adjusted(name) for name in first.adjusted},
        None if first.grade is None else others(grade),
    )
