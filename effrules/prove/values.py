"""Values that are tried for a field: the ends of its domain, the numbers and days that the rules speak of with their neighbours, others, none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from attrs import field as attribute
from attrs import frozen
from flint import fmpq

from effrules.exact.plan import plan_of
from effrules.model import program as p
from effrules.model.calendars import calendar_of
from effrules.model.numbers import is_finite_decimal
from effrules.model.reading import Cell
from effrules.model.schema import Field, Schema
from effrules.model.types import Choice, Date, Quantity, Text, Value, YesNo
from effrules.model.walk import outermost, walk
from effrules.prove.choices import Maker

T = TypeVar("T")

WORDS = ("a", "b", "c")

NO_DAY, DAY = timedelta(0), timedelta(1)

MOST_DAYS = 12
"""So many days of a calendar that differ from the week are tried by themselves."""

# -- What the rules speak of ------------------------------------------------------------------------------------


@frozen
class Edges:
    """The numbers and days that rules speak of, where their behaviour changes: all of them, and for each field those of formulas that read it."""

    everywhere: Mapping[Value, None]
    near: Mapping[Cell, Mapping[Value, None]] = attribute(factory=dict)

    def of(self, cell: Cell) -> Mapping[Value, None]:
        """Those of the formulas that read a field."""
        return self.near.get(cell, {})


def edges(program: p.Program, nodes: Iterable[str]) -> Edges:
    """What the formulas of some nodes speak of, and what must hold of the data."""
    plan = plan_of(program)
    formulas = [one for name in nodes for one in plan.expressions_of(program.nodes[name])]
    formulas += [one for table in program.schema.tables for one in outermost(table.demands)]
    everywhere: dict[Value, None] = {}
    near: dict[Cell, dict[Value, None]] = {}
    for formula in formulas:
        spoken = dict.fromkeys(_spoken(program, formula))
        everywhere |= spoken
        for cell in sorted(plan.footprints.of((formula,)).fields):
            near.setdefault(cell, {}).update(spoken)
    return Edges(everywhere, near)


def _spoken(program: p.Program, formula: p.Expression) -> Iterator[Value]:
    """The numbers and days in a formula, and in the definitions that it uses."""
    ahead: list[p.Expression] = [formula]
    seen: set[str] = set()
    while ahead:
        for node in walk(ahead.pop()):
            if isinstance(node, p.Call) and node.definition not in seen:
                seen.add(node.definition)
                ahead.append(program.definitions[node.definition].body)
            elif isinstance(node, p.Constant) and isinstance(node.value, fmpq | date):
                yield node.value
            elif isinstance(node, p.WorkingDays):
                calendar = calendar_of(program.figures[node.calendar])
                yield from sorted((*calendar.off, *calendar.on))[:MOST_DAYS]
            elif isinstance(node, p.Banded):
                ends = [end for band in node.bands for end in (band.low, band.high)]
                lines = () if node.printed is None else node.printed.lines
                ends += [end for line in lines for end in (line.low, line.high)]
                yield from (end for end in ends if end is not None)


def period(program: p.Program) -> tuple[date, date]:
    """The days that dates without bounds are of: those that all calendars are for, where the rules count working days."""
    calendars = [calendar_of(figures) for figures in program.figures.values() if figures.calendar]
    first = max((calendar.first for calendar in calendars), default=date(2010, 1, 1))
    last = min((calendar.last for calendar in calendars), default=date(2030, 12, 31))
    return (first, last) if first <= last else (date(2010, 1, 1), date(2030, 12, 31))


# -- What is tried ----------------------------------------------------------------------------------------------


def plainest(field: Field) -> Value | None:
    """A value that a field admits, the same each time, for a row in which nothing reads it; ``None`` where none comes to mind."""
    domain = field.domain
    match field.type:
        case Quantity():
            ends = [end for end in (domain.low, domain.high) if isinstance(end, fmpq)]
            middle = [(low + high) / 2 for low, high in pairwise(ends)]
            tried = (fmpq(0), fmpq(1), *ends, *middle, *(end + 1 for end in ends))
            return next((number for number in tried if domain.admits(number)), None)
        case YesNo():
            return False
        case Choice(names):
            return names[0]
        case Date():
            day = domain.low or domain.high or date(2024, 1, 1)
            return day if isinstance(day, date) and domain.admits(day) else None
        case Text():
            return WORDS[0] if field.lookup is None else None


def tried(
    field: Field, schema: Schema, days: tuple[date, date], spoken: Sequence[Iterable[Value]]
) -> Maker[Value | None]:
    """What chooses a value of a field: of its ends, of what is ``spoken`` of (the nearest first), of all others, or none.

    ``days`` are those of dates without bounds. Numbers are multiples of a step.
    """
    kinds: list[Maker[Any]]
    match field.type:
        case Quantity():
            step = _step(field)
            low, high = _range(field)
            first, last = int((low / step).ceil()), int((high / step).floor())
            ends = (fmpq(0), fmpq(1), low, high, fmpq(100))
            numbers = [[one for one in some if isinstance(one, fmpq)] for some in spoken]
            kinds = _pools(
                lambda one: field.domain.admits(one) and is_finite_decimal(one),
                ends,
                numbers,
                (-step, 0, step),
            )
            kinds.append(_between(field, first, last, lambda many: many * step))
        case YesNo():
            kinds = [_among((False, True))]
        case Choice(names):
            kinds = [_among(names)]
        case Date():
            begin, end = field.domain.low or days[0], field.domain.high or days[1]
            begin = min(begin, end)
            spoken_days = [[one for one in some if isinstance(one, date)] for some in spoken]
            kinds = _pools(
                lambda day: begin <= day <= end and field.domain.admits(day),
                (),
                spoken_days,
                (-DAY, NO_DAY, DAY),
            )
            kinds.append(_between(field, begin.toordinal(), end.toordinal(), date.fromordinal))
        case Text():
            kinds = [_among(sorted(schema.figure_keys.get(field.lookup or "", ())) or WORDS)]
    if field.optional and not field.given_with_form:
        kinds.append(lambda _: None)
    if len(kinds) == 1:
        return kinds[0]
    last_kind = len(kinds) - 1
    return lambda choices: kinds[choices.whole(0, last_kind)](choices)


def _range(field: Field) -> tuple[fmpq, fmpq]:
    """Between what numbers those of a field are drawn."""
    low, high = field.domain.low, field.domain.high
    if low is None:
        low = fmpq(-100) if high is None else high - 1000
    return low, max(low + 200, fmpq(200)) if high is None else high


def _step(field: Field) -> fmpq:
    """The distance of the numbers that are drawn for a field."""
    step = fmpq(1) if field.domain.whole else fmpq(1, 100)
    low, high = _range(field)
    while not field.domain.whole and high - low < 10 * step:
        step /= 10
    return step


def _pools(
    admits: Callable[[Any], bool], ends: Sequence[Any], spoken: Sequence[Iterable[Any]], shifts: Sequence[Any]
) -> list[Maker[Any]]:
    """What chooses among the values of each pool, shifted ones too, the first with the ends; a value is in one pool only."""
    found: list[Maker[Any]] = []
    seen: set[Any] = set()
    for place, some in enumerate(spoken):
        near = [*(() if place else ends), *(one + shift for one in some for shift in shifts)]
        pool = [one for one in dict.fromkeys(near) if one not in seen and admits(one)]
        seen.update(pool)
        if pool:
            found.append(_among(pool))
    return found


def _between(field: Field, first: int, last: int, make: Callable[[int], Any]) -> Maker[Any]:
    """What chooses among the values that whole numbers stand for, without the ends that the field does not admit."""
    first += not field.domain.admits(make(first))
    last -= not field.domain.admits(make(last))
    return lambda choices: make(choices.whole(first, last))


def _among(values: Sequence[T]) -> Maker[T]:
    """What chooses one of some values, the first ones being the plainest."""
    last = len(values) - 1
    return lambda choices: values[choices.whole(0, last) if last else 0]
