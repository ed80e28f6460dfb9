"""Figures of a body that may move: by which steps, within which limits, and what a unit of it costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum

from attrs import frozen
from flint import fmpq

from effrules.data.dataset import Dataset, Row
from effrules.exact.plan import plan_of
from effrules.model import program as p
from effrules.model.numbers import finite_places
from effrules.model.reading import Cell
from effrules.model.rounding import power_of_ten
from effrules.model.schema import Field, Schema
from effrules.model.types import Quantity

FINEST = 6
"""No step is finer than so many decimals, whatever is reported."""


class Limit(Enum):
    """Why a figure is not moved further."""

    FIELD = "field"
    """The field admits no more."""
    REPORTED = "reported"
    """The field has no end there: zero, or twice what lies furthest out of all that is reported in it."""
    STATED = "stated"
    """The command says so."""
    HOLDS = "must hold"
    """Further on something does not hold that must hold of the data, with all other figures as they are."""


@frozen
class Stated:
    """What is said of a field, in its own unit: between what its figures move, by which step, and what a unit costs."""

    within: tuple[fmpq, fmpq] | None = None
    step: fmpq | None = None
    cost: fmpq | None = None


@frozen(eq=False)
class Movable:
    """A figure that may move by whole steps. ``limits``: why not below ``low``, and why not above ``high``."""

    row: Row
    field: Field
    value: fmpq
    step: fmpq
    low: fmpq
    high: fmpq
    limits: tuple[Limit, Limit]
    price: fmpq
    """What a unit of it costs."""

    @property
    def cell(self) -> Cell:
        """Its table and field."""
        return self.row.table, self.field.name

    def most(self, sign: int) -> int:
        """How many steps it can move up (1) or down (-1)."""
        way = self.high - self.value if sign > 0 else self.value - self.low
        return max(0, int((way / self.step).floor()))

    def at(self, steps: int) -> fmpq:
        """The figure so many steps on."""
        return self.value + steps * self.step

    def cost(self, steps: int) -> fmpq:
        """What it costs to move it."""
        return abs(steps) * self.step * self.price


def rows_of(dataset: Dataset, subject: Row) -> list[Row]:
    """A body with all rows that belong to it."""
    found = [subject]
    for row in found:
        found += [child for rows in row.children.values() for child in rows]
    return found


def fields_read(program: p.Program, nodes: Iterable[str]) -> tuple[Cell, ...]:
    """The fields with numbers that nodes read, in the order of the schema; not those by whose values rows are told apart or grouped."""
    plan = plan_of(program)
    read = plan.footprint_of(nodes).fields
    return tuple(
        (table.name, field.name)
        for table in program.schema.tables
        for field in table.fields
        if (table.name, field.name) in read and isinstance(field.type, Quantity)
        and not field.unique and field.lookup is None and field.name not in plan.grouping
    )  # fmt: skip


def movables(
    schema: Schema, dataset: Dataset, subject: Row, fields: Iterable[Cell], stated: Mapping[Cell, Stated]
) -> Iterator[Movable]:
    """The figures of a body in some fields; a missing one is none."""
    own = rows_of(dataset, subject)
    for table, name in fields:
        at = schema.table_named(table)
        field = None if at is None else at.field_named(name)
        assert field is not None, "the program reads it"
        rows = dataset.subjects if at is schema.subject else dataset.rows.get(table, [])
        reported = [value for row in rows if isinstance(value := row.values.get(name), fmpq)]
        said = stated.get((table, name), Stated())
        step = said.step or step_of(field, reported)
        ends, limits = _limits(field, reported, said.within)
        for row in own:
            value = row.values.get(name) if row.table == table else None
            if isinstance(value, fmpq):
                low, high = _admitted(field, value, step, ends)
                price = said.cost if said.cost is not None else 1 / whole_of(field, value, reported)
                yield Movable(row, field, value, step, low, high, limits, price)


def step_of(field: Field, reported: Iterable[fmpq]) -> fmpq:
    """The finest decimal with which the figures of a field are reported (1 for whole ones; of percentages the decimals of a per cent)."""
    scale = scale_of(field)
    places = [finite_places(value * scale) for value in reported]
    most = max((FINEST if one is None else min(one, FINEST) for one in places), default=0)
    return fmpq(1, power_of_ten(0 if field.domain.whole else most)) / scale


def whole_of(field: Field, value: fmpq, reported: Iterable[fmpq]) -> fmpq:
    """What costs 1 where no costs are stated: to move a figure across its field, or, where that has no two ends, by as much as it is.

    Of a figure of nothing it is the largest that is reported.
    """
    domain = field.domain
    if domain.low is not None and domain.high is not None and domain.high > domain.low:
        return fmpq(domain.high - domain.low)
    return abs(value) or max(map(abs, reported), default=fmpq(1)) or fmpq(1)


def scale_of(field: Field) -> int:
    """How many of what stands in the data make one of the field's unit: 100 where it stands in percent."""
    return 100 if field.percent_numbers else 1


def _limits(
    field: Field, reported: list[fmpq], within: tuple[fmpq, fmpq] | None
) -> tuple[tuple[fmpq, fmpq], tuple[Limit, Limit]]:
    domain = field.domain
    low, why_low = min(fmpq(0), 2 * min(reported, default=fmpq(0))), Limit.REPORTED
    high, why_high = max(fmpq(0), 2 * max(reported, default=fmpq(0))), Limit.REPORTED
    if domain.low is not None:
        low, why_low = domain.low, Limit.FIELD
    if domain.high is not None:
        high, why_high = domain.high, Limit.FIELD
    if within is not None:
        if within[0] > low or why_low is Limit.REPORTED:
            low, why_low = within[0], Limit.STATED
        if within[1] < high or why_high is Limit.REPORTED:
            high, why_high = within[1], Limit.STATED
    return (low, high), (why_low, why_high)


def _admitted(field: Field, value: fmpq, step: fmpq, ends: tuple[fmpq, fmpq]) -> tuple[fmpq, fmpq]:
    """The last figures by whole steps from the value that lie within the ends; an end that is not admitted is left out."""
    below, above = (((value - ends[0]) / step).floor(), ((ends[1] - value) / step).floor())
    low, high = value - max(int(below), 0) * step, value + max(int(above), 0) * step
    if low < value and not field.domain.admits(low):
        low += step
    if high > value and not field.domain.admits(high):
        high -= step
    return low, high
