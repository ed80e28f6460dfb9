"""Where the values of each kind of expression lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from effrules.model import program as p
from effrules.model import ranges
from effrules.model.ranges import ANY, ONE, UNIT, ZERO, Range
from effrules.model.values import operations, row_ranges
from effrules.model.values.known import Known
from effrules.model.values.telling import sure

if TYPE_CHECKING:
    from effrules.model.values.occurring import Occurring


def of_expression(occurring: Occurring, node: p.Expression, known: Known) -> Range:
    """The range of an expression, of those of what is inside it."""
    match node:
        case p.Constant(value):
            return ANY if isinstance(value, str | bool) else ranges.exactly(value)
        case p.FieldOf(row, name):
            return operations.of_field(occurring, row.table, 0, name)
        case p.OwnerFieldOf(row, levels, name):
            return operations.of_field(occurring, row.table, levels, name)
        case p.Parameter():
            return ANY
        case p.Call():
            return occurring.call(node, known)
        case p.FigureOf(name, key, column):
            occurring.value(key, known)
            return operations.of_figure(occurring, name, key, column)
        case p.Arithmetic():
            return operations.of_arithmetic(occurring, node, known)
        case p.Apply():
            return operations.of_function(occurring, node, known)
        case p.Compare(_, left, right):
            occurring.value(left, known)
            occurring.value(right, known)
            return ANY
        case p.Every(operands) | p.Some(operands):
            for operand in operands:
                occurring.value(operand, known)
                known = occurring.told(operand, known, holds=isinstance(node, p.Every))
            return ANY
        case p.Not(operand):
            return occurring.value(operand, known)
        case p.IsKnown() | p.IsApplicable():
            return ANY
        case p.IfMissing(operand, instead):
            return ranges.hull(occurring.value(operand, known), occurring.value(instead, known))
        case p.Choose(cases, otherwise):
            found = []
            for test, result in cases:
                occurring.value(test, known)
                holds = sure(occurring, test, known)
                if holds is not False:
                    found.append(occurring.value(result, occurring.told(test, known)))
                if holds is True:
                    return ranges.hull(*found)
                known = occurring.told(test, known, holds=False)
            return ranges.hull(*found, occurring.value(otherwise, known))
        case p.OfValues():
            return node.range(*(occurring.value(operand, known) for operand in node.operands))
        case p.Banded():
            return operations.of_banded(occurring, node, known)
        case p.Interpolate():
            return operations.of_interpolation(occurring, node, known)
        case p.CheckList(items):
            found = []
            for item in items:
                occurring.value(item.condition, known)
                found.append(
                    ranges.within_zero(occurring.value(item.result, occurring.told(item.condition, known)))
                )
            return ranges.total(found)
        case p.Aggregate():
            return row_ranges.of_aggregate(occurring, node, known)
        case p.Count(rows):
            row_ranges.in_row(occurring, rows, known)
            return ranges.at_least(ONE if row_ranges.nonempty(occurring, rows, known) else ZERO, whole=True)
        case p.ShareOf(rows, condition, if_none):
            occurring.value(condition, row_ranges.in_row(occurring, rows, known))
            return row_ranges.or_none(occurring, UNIT, rows, if_none, known)
        case p.Quantified(_, rows, condition):
            inside = row_ranges.in_row(occurring, rows, known)
            if condition is not None:
                occurring.value(condition, inside)
            return ANY
        case p.Standing():
            return row_ranges.of_standing(occurring, node, known)
        case p.ScoreOf(name, _, before_rounding):
            found_score = occurring.score(name)
            return found_score.before if before_rounding else found_score.final
        case p.PartsAggregate():
            return row_ranges.of_parts(occurring, node, known)
        case p.WorkingDays(first, last):
            occurring.value(first, known)
            occurring.value(last, known)
            return ranges.at_least(ZERO, whole=True)
        case p.Multiplied():
            return row_ranges.of_multiplied(occurring, node, known)
        case p.MeanOfOthers():
            return row_ranges.of_mean(occurring, node, known)
        case p.MaximumOf(name, subject):
            return row_ranges.of_maximum(occurring, occurring.program.nodes[name], subject, known)
        case _:
            assert_never(node)
