"""Weighted means under many coalitions at a time, on whole numbers.

A node near the root depends on nearly every edit, so thousands of coalitions have to be tried for each body. Where it
is a weighted mean of its parts, only the parts' scores change between coalitions that share its own rules and the same
applicable parts. The engine works out one of these, and says the weights and the penalties; the others follow by sums
of whole numbers over a common denominator. The first one is worked out here too, and must be the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import lcm
from operator import add

from attrs import frozen
from flint import fmpq

from effrules.data.dataset import Row
from effrules.exact import adjusting
from effrules.exact.nodes import Nodes
from effrules.exact.results import NodeResult
from effrules.model import program as p
from effrules.model.real import Num
from effrules.model.rounding import Rounding, goes_up


class NotRational(Exception):
    """Some number is irrational, or the rounding is not to decimals: the engine has to work out each coalition."""


@frozen
class Scaled:
    """Numbers as whole numbers over one denominator; ``None`` where there is none."""

    numerators: list[int | None]
    denominator: int

    def over(self, denominator: int) -> list[int | None]:
        """The numerators over a multiple of the denominator."""
        factor = denominator // self.denominator
        if factor == 1:
            return self.numerators
        return [None if value is None else value * factor for value in self.numerators]


@frozen
class Step:
    """A penalty or bonus: what it takes or gives, and how far it can bring a score."""

    sign: int
    amount: fmpq
    limit: fmpq | None


def gathered(found: Sequence[Scaled], places: Sequence[Sequence[int]], count: int) -> Scaled:
    """Numbers put at their places among ``count``, over one denominator; ``None`` in the other places."""
    denominator = lcm(*(scaled.denominator for scaled in found))
    if len(found) == 1 and len(places[0]) == count:
        return found[0]
    numerators: list[int | None] = [None] * count
    for scaled, positions in zip(found, places, strict=True):
        for at, value in zip(positions, scaled.over(denominator), strict=True):
            numerators[at] = value
    return Scaled(numerators, denominator)


@frozen
class Scores:
    """A part's scores: each that it can have under a key, and which it has in each coalition."""

    values: Mapping[int, Num | None]
    keys: Sequence[int]


def weighted_means(
    nodes: Nodes,
    row: Row,
    node: p.ScoreNode,
    first: Mapping[str, NodeResult],
    scores: Mapping[str, Scores],
    count: int,
) -> Scaled:
    """The final scores of a node that is scored, for ``count`` coalitions in which the same parts are applicable.

    ``first`` gives the parts' results in one of them, ``scores`` each part's scores in all. Raises NotRational.
    """
    shares = nodes.weights.shares(row, node, first)
    node = nodes.own(row, node)
    width = node.maximum - node.minimum
    constant = node.minimum
    varying: list[tuple[dict[int, fmpq], Sequence[int]]] = []
    for part, weight in zip(shares.counted, shares.weights, strict=True):
        factor = width * weight / (part.maximum - part.minimum)
        if part.name in shares.instead and first[part.name].value is None:
            constant += factor * (shares.instead[part.name] - part.minimum)
        else:
            constant -= factor * part.minimum
            column = scores[part.name]
            varying.append(
                ({key: _times(column.values[key], factor) for key in set(column.keys)}, column.keys)
            )
    steps = _steps(nodes, row, node)
    return _finished(_summed(constant, varying, count), node, steps, nodes.program)


def _times(value: Num | None, factor: fmpq) -> fmpq:
    if type(value) is not fmpq:
        raise NotRational
    return value * factor


def _summed(constant: fmpq, varying: Sequence[tuple[dict[int, fmpq], Sequence[int]]], count: int) -> Scaled:
    """A constant and, by its keys, one number of each table added up, ``count`` times."""
    denominators = {int(value.q) for values, _ in varying for value in values.values()}
    denominator = lcm(int(constant.q), *denominators)
    sums = [int((constant * denominator).p)] * count
    for values, keys in varying:
        whole = {key: int((value * denominator).p) for key, value in values.items()}
        sums = list(map(add, sums, map(whole.__getitem__, keys)))
    return Scaled(list(sums), denominator)


def _steps(nodes: Nodes, row: Row, node: p.ScoreNode) -> list[Step]:
    """What penalties and bonuses of a node come to for a subject."""
    found = []
    for adjustment in adjusting.in_order(nodes.program.adjustments, node.name):
        _, _, capped = adjusting.due(adjustment, row, nodes.evaluator)
        if type(capped) is not fmpq:
            raise NotRational
        limit = adjustment.limit
        found.append(Step(adjustment.sign, capped, limit))
    return found


def _finished(sums: Scaled, node: p.ScoreNode, steps: Sequence[Step], program: p.Program) -> Scaled:
    """Rounded and adjusted in the order that the kind of node asks for."""
    if node.rounds_last:
        final = rounded(adjusted(sums, steps), node.rounding)
        if node.kind is not p.NodeKind.TOTAL:
            return final
        return bounded(final, program.final_floor, program.final_cap)
    return adjusted(rounded(sums, node.rounding), steps)


def adjusted(values: Scaled, steps: Sequence[Step]) -> Scaled:
    """Penalties taken and bonuses given, each no further than its limit; see ``adjusting.applied``."""
    for step in steps:
        if step.amount == 0:
            continue
        limit = step.limit
        denominator = lcm(values.denominator, int(step.amount.q), 1 if limit is None else int(limit.q))
        change = step.sign * int((step.amount * denominator).p)
        changed: list[int | None] = [
            value + change for value in values.over(denominator) if value is not None
        ]
        if limit is not None:
            end = int((limit * denominator).p)
            changed = [value if value is None else _limited(value, change, end) for value in changed]
        values = Scaled(changed, denominator)
    return values


def _limited(value: int, change: int, end: int) -> int:
    """A changed score that does not go beyond the end; one that was beyond it before stays where it was."""
    if change < 0:
        return value if value >= end else min(value - change, end)
    return value if value <= end else max(value - change, end)


def bounded(values: Scaled, floor: fmpq | None, cap: fmpq | None) -> Scaled:
    """No value below the floor, none above the cap."""
    denominator = lcm(values.denominator, *(int(end.q) for end in (floor, cap) if end is not None))
    found = values.over(denominator)
    if floor is not None:
        low = int((floor * denominator).p)
        found = [value if value is None or value >= low else low for value in found]
    if cap is not None:
        high = int((cap * denominator).p)
        found = [value if value is None or value <= high else high for value in found]
    return Scaled(found, denominator)


def rounded(values: Scaled, rounding: Rounding | None) -> Scaled:
    """Each value rounded to decimals: see ``effrules.model.rounding.round_to_places``. Raises NotRational."""
    if rounding is None:
        return values
    if rounding.significant:
        raise NotRational
    scale, denominator, mode = 10**rounding.digits, values.denominator, rounding.mode
    nearest = mode.turn.nearest
    found: list[int | None] = []
    for value in values.numerators:
        assert value is not None, "only scored nodes are rounded"
        whole, rest = divmod(value * scale, denominator)
        if rest:
            twice = rest + rest
            if (twice > denominator) if nearest and twice != denominator else goes_up(whole, mode):
                whole += 1
        found.append(whole)
    return Scaled(found, scale)
