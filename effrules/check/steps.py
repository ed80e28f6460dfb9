"""The step in which rounded values come: of a score rounded to 2 decimals nothing lies between 89.99 and 90."""

from __future__ import annotations

from flint import fmpq

from effrules.model import program as p
from effrules.model.rounding import Rounding


def step_of(expression: p.Expression, program: p.Program) -> fmpq | None:
    """The step of an expression's values: all are whole multiples of it; ``None`` where nothing is known."""
    match expression:
        case p.RoundTo(_, rounding):
            return _of(rounding)
        case p.Limit(operand, _, p.Constant(value)):
            return _fitting(step_of(operand, program), value)
        case p.ScoreOf(name, _, False):
            return step_of_score(program.nodes[name], program)
        case _:
            return None


def step_of_score(node: p.ScoreNode, program: p.Program) -> fmpq | None:
    """The step of a node's final scores, which its rounding makes; penalties and bonuses come after it, but for the total."""
    step = _of(node.rounding)
    if node.kind is p.NodeKind.TOTAL:
        for bound in (program.final_floor, program.final_cap):
            step = step if bound is None else _fitting(step, bound)
        return step
    return None if any(one.target == node.name for one in program.adjustments) else step


def _of(rounding: Rounding | None) -> fmpq | None:
    if rounding is None or rounding.significant:
        return None
    return fmpq(1, 10**rounding.digits)


def _fitting(step: fmpq | None, value: object) -> fmpq | None:
    return step if step is not None and isinstance(value, fmpq) and (value / step).q == 1 else None


__all__ = ["step_of", "step_of_score"]
