"""What the analysis of ranges takes from the demands on the data: which field is at most which, or at most a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flint import fmpq

from effrules.model import program as p
from effrules.model import ranges
from effrules.model.forms import form
from effrules.model.ranges import Range
from effrules.model.schema import Schema

Pair = tuple[str, str, str]
"""A table and two of its fields: the first is at most the second."""


class Held:
    """What holds of every row of the data. Said of fields that may be missing it holds where they have values."""

    def __init__(self, schema: Schema) -> None:
        self.at_most: set[Pair] = set()
        self.below: set[Pair] = set()
        self.limits: dict[tuple[str, str], Range] = {}
        for table in schema.tables:
            for demand in table.demands:
                for compared in _comparisons(demand.condition):
                    self._note(table.name, demand.row.slot, compared)

    def _note(self, table: str, slot: int, compared: p.Compare) -> None:
        for left, how, right in (
            (compared.left, compared.comparison, compared.right),
            (compared.right, compared.comparison.turned, compared.left),
        ):
            if not isinstance(left, p.FieldOf) or left.row.slot != slot:
                continue
            if isinstance(right, p.Constant) and isinstance(right.value, fmpq):
                limit = ranges.compared(how, ranges.exactly(right.value))
                key = table, left.field
                self.limits[key] = ranges.meet(self.limits.get(key, ranges.ANY), limit)
            elif isinstance(right, p.FieldOf) and right.row.slot == slot:
                pair = table, left.field, right.field
                if how in (p.Comparison.AT_MOST, p.Comparison.LESS, p.Comparison.EQUAL):
                    self.at_most.add(pair)
                if how is p.Comparison.LESS:
                    self.below.add(pair)

    def difference(
        self, left: p.Expression, right: p.Expression, tables: Mapping[str, str | None]
    ) -> Range | None:
        """The range of one field of a row less another; ``None`` where nothing is held of the two."""
        for one, other, less in ((left, right, True), (right, left, False)):
            pair = _pair(one, other, tables)
            if pair is not None and pair in self.at_most:
                is_open = pair in self.below
                if less:
                    return Range(None, False, ranges.ZERO, is_open)
                return Range(ranges.ZERO, is_open, None)
        return None

    def part_of(
        self, factor: p.Expression, whole: p.Expression, tables: Mapping[str, str | None]
    ) -> p.Expression | None:
        """The field that is at most another, ``whole``, where the factor is it, or the difference of the two."""
        match factor:
            case p.Arithmetic(p.ArithmeticOperator.SUBTRACT, minuend, part) if form(minuend) == form(whole):
                pass
            case _:
                part = factor
        pair = _pair(part, whole, tables)
        return part if pair is not None and pair in self.at_most else None


def product_of(node: p.Expression) -> Iterator[p.Expression]:
    """The factors of a product."""
    if isinstance(node, p.Arithmetic) and node.operator is p.ArithmeticOperator.MULTIPLY:
        yield from product_of(node.left)
        yield from product_of(node.right)
    else:
        yield node


def _comparisons(condition: p.Expression) -> Iterator[p.Compare]:
    """Comparisons that hold of every row in which the fields that they compare have values."""
    match condition:
        case p.Compare():
            yield condition
        case p.Every(operands):
            for one in operands:
                yield from _comparisons(one)
        case p.Some(operands):
            compared = [one for one in operands if isinstance(one, p.Compare)]
            missing = [
                one.operand.operand
                for one in operands
                if isinstance(one, p.Not) and isinstance(one.operand, p.IsKnown)
            ]
            if len(compared) == 1 and len(missing) == len(operands) - 1:
                sides = {
                    one.field for one in (compared[0].left, compared[0].right) if isinstance(one, p.FieldOf)
                }
                if all(isinstance(one, p.FieldOf) and one.field in sides for one in missing):
                    yield compared[0]
        case _:
            return


def _pair(left: p.Expression, right: p.Expression, tables: Mapping[str, str | None]) -> Pair | None:
    """Two fields of one and the same row, and its table."""
    match left, right:
        case p.FieldOf(row, one), p.FieldOf(same, other) if row.slot == same.slot:
            return row.table, one, other
        case p.OwnerFieldOf(row, levels, one), p.OwnerFieldOf(same, up, other) if (
            row.slot == same.slot and levels == up
        ):
            table: str | None = row.table
            for _ in range(levels):
                table = None if table is None else tables.get(table)
            return None if table is None else (table, one, other)
        case _:
            return None
