"""What a condition tells when it holds, or when it does not: which values are known, which nodes applicable."""

from __future__ import annotations

from effrules.check.scope import Fact
from effrules.model import program as p

NOTHING: frozenset[Fact] = frozenset()


def field_fact(node: p.FieldOf | p.OwnerFieldOf) -> Fact:
    """The fact that a field has a value."""
    if isinstance(node, p.OwnerFieldOf):
        return (node.row.slot, f"^{node.levels}.{node.field}")
    return (node.row.slot, node.field)


def node_fact(node: str, row: p.RowVariable) -> Fact:
    """The fact that a node is applicable to a subject."""
    return (row.slot, f"node:{node}")


def when_true(condition: p.Expression) -> frozenset[Fact]:
    """What is known where the condition holds."""
    match condition:
        case p.IsKnown(operand):
            return frozenset({field_fact(operand)})
        case p.IsApplicable(node, subject):
            return frozenset({node_fact(node, subject)})
        case p.Every(operands):
            return frozenset().union(*(when_true(o) for o in operands))
        case p.Some(operands):
            return frozenset.intersection(*(when_true(o) for o in operands))
        case p.Not(operand):
            return when_false(operand)
        case _:
            return NOTHING


def when_false(condition: p.Expression) -> frozenset[Fact]:
    """What is known where the condition does not hold."""
    match condition:
        case p.Not(operand):
            return when_true(operand)
        case p.Some(operands):
            return frozenset().union(*(when_false(o) for o in operands))
        case p.Every(operands):
            return frozenset.intersection(*(when_false(o) for o in operands))
        case _:
            return NOTHING
