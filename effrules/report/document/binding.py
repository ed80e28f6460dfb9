"""How tightly expressions bind as they are written down: where brackets must stand."""

from __future__ import annotations

from flint import fmpq

from effrules.model import program as p
from effrules.model.aggregates import Made
from effrules.model.types import POINTS, Quantity, YesNo
from effrules.report.blocks.mathematics.tree import Cases, Math, Row

LOOSE, SUM, PRODUCT, UNARY, ATOM = 0, 5, 6, 7, 9
OR, AND, NOT, COMPARED = 1, 2, 3, 4
"""How tightly something binds; what binds less than is needed is put in brackets."""


def level(node: p.Expression, made: Math) -> int:
    """How tightly an expression binds by its kind, or else by how it is written."""
    match node:
        case p.Some():
            return OR
        case p.Every():
            return AND
        case p.Not() | p.Compare() | p.IsKnown() | p.IsApplicable() | p.Quantified():
            return COMPARED
        case p.Arithmetic(p.ArithmeticOperator.ADD | p.ArithmeticOperator.SUBTRACT):
            return SUM
        case p.Arithmetic(p.ArithmeticOperator.MULTIPLY):
            return PRODUCT
        case p.Negate():
            return SUM
        case p.Constant(fmpq() as value) if value < 0:
            return SUM
        case p.Constant(_, Quantity(unit)) if unit:
            return PRODUCT if dict(unit) != {"points": 1} else ATOM
        case p.FieldOf(type=YesNo()) | p.OwnerFieldOf(type=YesNo()) | p.Call(type=YesNo()):
            return COMPARED
        case p.Choose() | p.IfMissing() | p.Multiplied() | p.MeanOfOthers():
            return LOOSE
        case p.Aggregate(if_none=None) | p.ShareOf(if_none=None):
            return PRODUCT if isinstance(node, p.Aggregate) and node.kind.facts.made is Made.SUM else ATOM
        case p.Aggregate() | p.ShareOf():
            return LOOSE
        case p.Standing(if_equal=None):
            return SUM if node.kind is p.StandingKind.POSITION else ATOM
        case p.Standing():
            return LOOSE
        case p.PartsAggregate(kind, weighted):
            summed = weighted or kind.facts.made is Made.SUM
            return SUM if summed else ATOM
        case _:  # brackets, where in doubt
            return LOOSE if isinstance(made, Row | Cases) else ATOM


def is_one_point(node: p.Expression) -> bool:
    """Whether something only makes points of what it is multiplied with."""
    return isinstance(node, p.Constant) and node.type == Quantity(POINTS) and node.value == 1


def is_open(node: p.Expression) -> bool:
    """Whether an expression ends with something over rows (a sum, a largest), which would take in what follows."""
    match node:
        case p.Aggregate(kind, if_none=None):
            signed = (
                Made.SUM,
                Made.OTHERWISE,
            )  # a sign before what it is over; others are fractions and roots
            return kind.facts.made in signed
        case p.PartsAggregate(_, weighted):
            return weighted
        case p.Arithmetic(p.ArithmeticOperator.DIVIDE):
            return False
        case p.Arithmetic(_, _, right):
            return is_open(right)
        case _:
            return False


def right_level(node: p.Expression, least: int) -> int:
    """What a right operand must bind at least: more than the operator, unless it is a sum over rows."""
    return least if isinstance(node, p.Aggregate) and node.if_none is None else least + 1
