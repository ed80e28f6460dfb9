"""Where the values of operations, functions and lookups lie: a part of the analysis of ranges (:mod:`effrules.model.values.occurring`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from flint import fmpq

from effrules.model import function_ranges, ranges
from effrules.model import program as p
from effrules.model.forms import form
from effrules.model.ranges import ANY, UNIT, Range
from effrules.model.types import Date, Quantity
from effrules.model.values import known as facts
from effrules.model.values.demands import Danger, NotKnown, is_spread
from effrules.model.values.held import product_of
from effrules.model.values.known import Known

if TYPE_CHECKING:
    from effrules.model.values.occurring import Occurring


def of_field(occurring: Occurring, name: str, levels: int, column: str) -> Range:
    table = occurring.tables.get(name)
    for _ in range(levels):
        table = None if table is None or table.owner is None else occurring.tables.get(table.owner)
    declared = None if table is None else table.field_named(column)
    if declared is None:
        raise NotKnown(column)
    if not isinstance(declared.type, Quantity | Date):
        return ANY
    found = ranges.of_domain(declared.domain)
    limit = None if table is None else occurring.held.limits.get((table.name, column))
    return found if limit is None else ranges.meet(found, limit)


def of_figure(occurring: Occurring, name: str, key: p.Expression, column: str) -> Range:
    figures = occurring.program.figures.get(name)
    if figures is None or not figures.rows:
        raise NotKnown(name)
    at = [one for one, _ in figures.columns].index(column)
    wanted = key.value if isinstance(key, p.Constant) else None
    cells = [row[at] for row in figures.rows if wanted is None or row[0] == wanted]
    if not cells or any(isinstance(cell, str | bool) for cell in cells):
        return ANY
    return ranges.hull(*(ranges.exactly(cell) for cell in cells))  # type: ignore[arg-type]


def _by_row(occurring: Occurring, node: p.Arithmetic) -> Range | None:
    """The sums or differences of columns in one and the same row of figures; ``None`` where it is not that."""
    sides = [side for side in (node.left, node.right) if isinstance(side, p.FigureOf)]
    if len(sides) != 2 or sides[0].figures != sides[1].figures:
        return None
    if isinstance(sides[0].key, p.Constant) or form(sides[0].key) != form(sides[1].key):
        return None
    figures = occurring.program.figures[sides[0].figures]
    names = [name for name, _ in figures.columns]
    one, other = (names.index(side.column) for side in sides)
    adds = node.operator is p.ArithmeticOperator.ADD
    found = []
    for row in figures.rows:
        a, b = row[one], row[other]
        if not isinstance(a, fmpq) or not isinstance(b, fmpq):
            return None
        found.append(ranges.exactly(a + b if adds else a - b))
    return ranges.hull(*found)


def of_arithmetic(occurring: Occurring, node: p.Arithmetic, known: Known) -> Range:
    left, right = occurring.value(node.left, known), occurring.value(node.right, known)
    match node.operator:
        case p.ArithmeticOperator.ADD | p.ArithmeticOperator.SUBTRACT:
            if isinstance(node.type, Date):
                return ANY
            by_row = _by_row(occurring, node)
            if by_row is not None:
                return by_row
            if node.operator is p.ArithmeticOperator.ADD:
                return ranges.add(left, right)
            found = ranges.subtract(left, right)
            held = occurring.held.difference(node.left, node.right, occurring.owners)
            return found if held is None else ranges.meet(found, held)
        case p.ArithmeticOperator.MULTIPLY:
            same = form(node.left) == form(node.right) if left == right and left != ANY else False
            return function_ranges.whole_power(left, 2) if same else ranges.multiply(left, right)
        case p.ArithmeticOperator.DIVIDE:
            danger = (
                Danger.SPREAD if is_spread(node.right, occurring.program.definitions) else Danger.DIVISION
            )
            occurring.demand(danger, node.right, right, known, lambda found: not found.may_be_zero)
            found = ranges.divide(left, right)
            return ranges.meet(found, _share(occurring, node.left, node.right, right, known))
        case _:
            assert_never(node.operator)


def _share(
    occurring: Occurring, left: p.Expression, right: p.Expression, whole: Range, known: Known
) -> Range:
    """Where a quotient lies by what is held of the data: a field over one that it is at most is from 0 to 1, times other factors."""
    if not whole.never_negative:
        return ANY
    factors = list(product_of(left))
    for at, factor in enumerate(factors):
        part = occurring.held.part_of(factor, right, occurring.owners)
        if part is not None and occurring.value(part, known).never_negative:
            found = UNIT
            for other in (*factors[:at], *factors[at + 1 :]):
                found = ranges.multiply(found, occurring.value(other, known))
            return found
    return ANY


def of_function(occurring: Occurring, node: p.Apply, known: Known) -> Range:
    first, *more = (occurring.value(argument, known) for argument in node.arguments)
    if node.function is p.Function.POWER and not more[0].never_negative:
        base = node.arguments[0]
        occurring.demand(Danger.POWER, base, first, known, lambda found: not found.may_be_zero)
    return node.function.facts.range(first, *more)


def of_banded(occurring: Occurring, node: p.Banded, known: Known) -> Range:
    operand = occurring.value(node.operand, known)
    occurring.ask(node, operand)
    found = []
    for band in node.bands:
        stretch = ranges.of_ends(band)
        result = occurring.value(band.result, facts.both(known, {form(node.operand): stretch}))
        if not ranges.is_empty(ranges.meet(operand, stretch)):
            found.append(result)
    if node.otherwise is not None:
        found.append(occurring.value(node.otherwise, known))
    return ranges.hull(*found) if found else ANY


def of_interpolation(occurring: Occurring, node: p.Interpolate, known: Known) -> Range:
    occurring.ask(node, occurring.value(node.operand, known))
    for at, _ in node.points:
        occurring.value(at, known)
    results = [value for _, value in node.points]
    results += [beyond for beyond in (node.before, node.after) if beyond is not None]
    return ranges.without_whole(ranges.hull(*(occurring.value(result, known) for result in results)))
