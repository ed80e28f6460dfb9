"""The step in which values come: of a score rounded to 2 decimals nothing lies between 89.99 and 90.

Known are literals, roundings, counts, and what is made of them by sums, products, cases, caps and floors. So a penalty of
``0.2 points * count of ...`` on a block that is rounded to 2 decimals leaves its score a multiple of 0.01.
"""

from __future__ import annotations

from functools import reduce
from math import gcd, lcm
from typing import assert_never

from flint import fmpq

from effrules.model import program as p
from effrules.model.rounding import Rounding
from effrules.model.schema import Field

MOST_DEEP = 100
"""So deep an expression is looked into, with the definitions and nodes that it reads."""
MOST_DIGITS = 100
"""A step with a longer numerator or denominator is of no use to anybody, and is not kept."""


def step_of(expression: p.Expression, program: p.Program) -> fmpq | None:
    """The step of an expression's values: all are whole multiples of it; ``None`` where nothing is known."""
    return _Steps(program).of(expression) or None


def step_of_score(node: p.ScoreNode, program: p.Program) -> fmpq | None:
    """The step of a node's final scores: of its rounding, and of what penalties, bonuses, floors and caps do to it after that."""
    return _Steps(program).of_score(node.name) or None


class _Steps:
    """The steps of one program; a node and a definition are looked into once."""

    def __init__(self, program: p.Program) -> None:
        self.program = program
        self._scores: dict[str, fmpq | None] = {}
        self._definitions: dict[str, fmpq | None] = {}
        self._depth = 0

    def of_score(self, name: str) -> fmpq | None:
        """The step of a node's final score."""
        if name not in self._scores:
            self._scores[name] = None  # of a node that reads itself, through others, nothing is known
            self._scores[name] = self._of_node(self.program.nodes[name])
        return self._scores[name]

    def _of_node(self, node: p.ScoreNode) -> fmpq | None:
        rounded = _of_rounding(node.rounding)
        if rounded is not None and node.rounds_last:
            step: fmpq | None = rounded
        elif rounded is not None:
            step = self._adjusted(node, rounded)
        else:
            step = None if node.formula is None else self._adjusted(node, self.of(node.formula))
        if node.kind is p.NodeKind.TOTAL:
            bounds = (self.program.final_floor, self.program.final_cap)
            step = _together(step, *(_of_number(bound) for bound in bounds if bound is not None))
        return step

    def _adjusted(self, node: p.ScoreNode, step: fmpq | None) -> fmpq | None:
        for one in self.program.adjustments:
            if one.target == node.name and step is not None:
                caps = [] if one.cap is None else [self.of(one.cap)]
                ends = [_of_number(end) for end in (one.floor, one.ceiling) if end is not None]
                step = _together(step, self.of(one.amount), *caps, *ends)
        return step

    def of(self, node: p.Expression) -> fmpq | None:
        """The step of an expression's values; 0 where it is always 0."""
        if self._depth == MOST_DEEP:
            return None
        self._depth += 1
        try:
            return self._of(node)
        finally:
            self._depth -= 1

    def _of(self, node: p.Expression) -> fmpq | None:
        match node:
            case p.Constant(value):
                return _of_number(value) if isinstance(value, fmpq) else None
            case p.RoundTo(operand, rounding):
                return self._rounded(self.of(operand), _of_rounding(rounding))
            case p.Limit(operand, _, bound):
                return self._all(operand, bound)
            case p.Negate(operand) | p.Apply(p.Function.ABS, (operand,)):
                return self.of(operand)
            case p.Arithmetic(operator, left, right):
                return self._arithmetic(operator, left, right)
            case p.Choose(cases, otherwise):
                return self._all(*(result for _, result in cases), otherwise)
            case p.IfMissing(operand, instead):
                return self._all(operand, instead)
            case p.Banded(_, bands, otherwise):
                return self._all(
                    *(band.result for band in bands), *(() if otherwise is None else (otherwise,))
                )
            case p.CheckList(items):
                return self._all(*(item.result for item in items))
            case p.Count() | p.WorkingDays():
                return fmpq(1)
            case p.Standing(kind) if kind.facts.by_places:
                return fmpq(1, 1 if node.ties.whole else 2)
            case p.Aggregate(kind) if kind.facts.keeps_step:
                return self._all(node.body, *(() if node.if_none is None else (node.if_none,)))
            case p.PartsAggregate(p.AggregateKind.SUM, False, name):
                return _together(*(self.of_score(part) for part in self.program.nodes[name].parts))
            case p.Multiplied(operand, factor):
                step, times = self.of(operand), self.of(factor)
                return _together(step, None if step is None or times is None else step * times)
            case p.Call(name):
                return self._definition(name)
            case p.ScoreOf(name, _, False):
                return self.of_score(name)
            case p.MaximumOf(name):
                declared = self.program.nodes[name]
                ends = [one.value for one in declared.maxima] or [declared.maximum]
                return _together(*(_of_number(end) for end in ends))
            case p.FieldOf(row, name):
                return self._field(row.table, 0, name)
            case p.OwnerFieldOf(row, levels, name):
                return self._field(row.table, levels, name)
            case p.FigureOf(name, _, column):
                return self._figure(name, column)
            case _:
                return None

    def _all(self, *ways: p.Expression) -> fmpq | None:
        """The step of what is any of these."""
        return _together(*(self.of(way) for way in ways))

    def _rounded(self, step: fmpq | None, rounded: fmpq | None) -> fmpq | None:
        """What comes in multiples of the rounding's own step is left as it is."""
        if step is None or rounded is None:
            return rounded
        return step if (step / rounded).q == 1 else rounded

    def _arithmetic(
        self, operator: p.ArithmeticOperator, left: p.Expression, right: p.Expression
    ) -> fmpq | None:
        steps = self.of(left), self.of(right)
        if steps[0] is None or steps[1] is None:
            return None
        match operator:
            case p.ArithmeticOperator.ADD | p.ArithmeticOperator.SUBTRACT:
                return _together(*steps)
            case p.ArithmeticOperator.MULTIPLY:
                return _kept(steps[0] * steps[1])
            case p.ArithmeticOperator.DIVIDE:
                known = isinstance(right, p.Constant) and steps[1] != 0
                return _kept(steps[0] / steps[1]) if known else None
            case _:
                assert_never(operator)

    def _definition(self, name: str) -> fmpq | None:
        if name not in self._definitions:
            self._definitions[name] = None
            self._definitions[name] = self.of(self.program.definitions[name].body)
        return self._definitions[name]

    def _field(self, table_name: str, levels: int, name: str) -> fmpq | None:
        table = self.program.schema.table_named(table_name)
        for _ in range(levels):
            table = None if table is None else self.program.schema.table_named(table.owner or "")
        declared: Field | None = None if table is None else table.field_named(name)
        return fmpq(1) if declared is not None and declared.domain.whole else None

    def _figure(self, name: str, column: str) -> fmpq | None:
        figures = self.program.figures[name]
        at = [one for one, _ in figures.columns].index(column)
        cells = [row[at] for row in figures.rows]
        return _together(*(_of_number(cell) if isinstance(cell, fmpq) else None for cell in cells))


def _of_rounding(rounding: Rounding | None) -> fmpq | None:
    if rounding is None or rounding.significant:
        return None
    return fmpq(1, 10**rounding.digits)


def _of_number(value: fmpq) -> fmpq:
    return abs(value)


def _together(*steps: fmpq | None) -> fmpq | None:
    """The largest step of which all of these are multiples: their greatest common divisor."""
    known = [step for step in steps if step is not None]
    if not known or len(known) < len(steps):
        return None
    return _kept(reduce(_common, known))


def _common(one: fmpq, other: fmpq) -> fmpq:
    denominator = lcm(int(one.q), int(other.q))
    whole = gcd(int((one * denominator).p), int((other * denominator).p))
    return fmpq(whole, denominator)


def _kept(step: fmpq) -> fmpq | None:
    longest = 10**MOST_DIGITS
    return step if step.p < longest and step.q < longest else None


__all__ = ["step_of", "step_of_score"]
