"""Weighted means in all draws at a time, body by body: the fast way where ``moving.by_arrays`` holds.

What does not move comes from the exact engine: scores of parts, which of them count, penalties. Only numbers move here, so
each node stays applicable, or not, as it is by the stated weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm

from flint import fmpq

from effrules.data.dataset import Row
from effrules.exact import adjusting
from effrules.exact.nodes import Nodes
from effrules.exact.weighing import Shares
from effrules.model import program as p
from effrules.simulate import fractions as f
from effrules.simulate.fractions import Column, Fractions, Whole
from effrules.simulate.moving import Moving
from effrules.simulate.weights import UNITS, Drawn, Weights, varies_by_kind


class NotRational(Exception):
    """Some number is irrational: the engine has to work out each draw."""


class Means:
    """Works out what moves for a body. ``nodes`` is the exact engine with the stated weights."""

    def __init__(self, program: p.Program, nodes: Nodes, moving: Moving) -> None:
        self.program = program
        self.nodes = nodes
        self.moving = moving
        self._number = {id(clause): at for at, clause in enumerate(program.weights)}
        self._by_kind = {name: varies_by_kind(program, name) for name in moving.nodes}

    def of(self, subject: Row, weights: Drawn) -> dict[str, tuple[Column, Column]]:
        """The final score and the score before rounding of each node that moves and has one, in all draws. Raises NotRational."""
        made: dict[str, tuple[Column, Column]] = {}
        for name in self.moving.nodes:
            if self.nodes.result(subject, name).value is not None:
                made[name] = self._node(subject, self.program.nodes[name], made, weights)
        return made

    def still(self, subject: Row, name: str, *, before_rounding: bool = False) -> fmpq | None:
        """The score of a node that does not move, where it has one. Raises NotRational."""
        result = self.nodes.result(subject, name)
        return _rational(result.before_rounding if before_rounding else result.value)

    def _node(
        self, subject: Row, node: p.ScoreNode, made: Mapping[str, tuple[Column, Column]], weights: Drawn
    ) -> tuple[Column, Column]:
        results = {part: self.nodes.result(subject, part) for part in node.parts}
        shares = self.nodes.weights.shares(subject, node, results)
        own = self.nodes.own(subject, node)
        columns: list[Column] = []
        for part in shares.counted:
            if part.name in made:
                column = made[part.name][0]
            elif results[part.name].value is None:
                column = shares.instead[part.name]
            else:
                column = _rational(results[part.name].value) or fmpq(0)
            width = part.maximum - part.minimum
            columns.append(f.scaled(column, 1 / width, -part.minimum / width))
        drawn = weights.get((self._number[id(shares.clause)], node.name))
        counted, whole = self._as_stated(shares) if drawn is None else self._as_drawn(shares, node, drawn)
        return self._finished(subject, own, f.weighted_sum(counted, columns, whole))

    def _as_stated(self, shares: Shares) -> tuple[list[Whole], Whole]:
        """The weights of the parts that count, as they are, and over what."""
        whole = lcm(*(int(weight.q) for weight in shares.weights))
        return [int(weight.p) * (whole // int(weight.q)) for weight in shares.weights], whole

    def _as_drawn(self, shares: Shares, node: p.ScoreNode, drawn: Weights) -> tuple[list[Whole], Whole]:
        """The drawn weights of the parts that count, and over what: see ``weighing.redistributed`` and ``kinds.weights``."""
        stated = [weight.part for weight in shares.clause.weights[node.name]]
        units = {part: drawn[:, at] for at, part in enumerate(stated) if part in shares.used}
        there: Whole = sum(units.values()) if self._by_kind[node.name] else UNITS
        parts = [part.name for part in shares.counted]
        left_out = [part for part in units if part not in parts]
        if not left_out:
            return [units[part] for part in parts], there
        lost = sum(units[part] for part in left_out)
        if shares.clause.redistribution is p.Redistribution.IN_PROPORTION:
            return [units[part] for part in parts], there - lost
        left = len(parts)
        return [units[part] * left + lost for part in parts], there * left

    def _finished(self, subject: Row, node: p.ScoreNode, mean: Column) -> tuple[Column, Column]:
        """See ``Nodes._finished``: rounded and adjusted in the order that the kind of node asks for."""
        value = f.scaled(mean, node.maximum - node.minimum, node.minimum)
        if isinstance(value, fmpq):
            result = self.nodes.result(subject, node.name)
            return _known(result.value), _known(result.before_rounding)
        steps = self._steps(subject, node.name)
        before = _stepped(value, steps)
        if node.rounding is None:
            final = before
        elif node.rounds_last:
            final = f.rounded(before, node.rounding)
        else:
            final = _stepped(f.rounded(value, node.rounding), steps)
        if node.kind is p.NodeKind.TOTAL:
            floor, cap = self.program.final_floor, self.program.final_cap
            return f.bounded(final, floor, cap), f.bounded(before, floor, cap)
        return final, before

    def _steps(self, subject: Row, name: str) -> list[tuple[fmpq, fmpq | None]]:
        """What penalties and bonuses of a node change, and how far they can bring a score."""
        found = []
        for adjustment in adjusting.in_order(self.program.adjustments, name):
            capped = _known(adjusting.due(adjustment, subject, self.nodes.evaluator)[2])
            found.append((adjustment.sign * capped, adjustment.limit))
        return found


def _stepped(column: Fractions, steps: list[tuple[fmpq, fmpq | None]]) -> Fractions:
    for change, limit in steps:
        column = f.stepped(column, change, limit)
    return column


def _rational(value: object) -> fmpq | None:
    if value is not None and not isinstance(value, fmpq):
        raise NotRational
    return value


def _known(value: object) -> fmpq:
    found = _rational(value)
    assert found is not None, "it has a score"
    return found
