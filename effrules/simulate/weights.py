"""Which weights of the rules are varied, how far, and weights drawn at random: whole millionths that add up to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from attrs import evolve, frozen
from flint import fmpq

from effrules.model import kinds
from effrules.model import program as p

UNITS = 10**6
"""Weights are drawn as so many parts of one."""

ATTEMPTS = 1000
"""Of so many tries one at least must fall between the bounds; of half as many where it is seen whether any do."""

CLOSEST = fmpq(10**15)
"""With a greater concentration no millionth is another one."""

Weights: TypeAlias = npt.NDArray[np.int64]
"""A row for each draw, a column for each part; each row adds up to ``UNITS``."""


class Way(Enum):
    """How weights are drawn; the value is the word of the command line."""

    DIRICHLET = "dirichlet"
    """Around the stated ones: Dirichlet with the stated weights times the concentration as its parameters."""
    BOUNDS = "bounds"
    """Evenly among all weights between bounds that add up to one."""
    FIXED = "fixed"
    """Not at all."""


@frozen
class Spread:
    """How far weights are varied: the ``amount`` is the concentration, or the share of itself by which a weight may differ."""

    way: Way
    amount: fmpq


DEFAULTS = {Way.DIRICHLET: fmpq(100), Way.BOUNDS: fmpq(1, 4), Way.FIXED: fmpq(0)}
DEFAULT = Spread(Way.DIRICHLET, DEFAULTS[Way.DIRICHLET])
FIXED = Spread(Way.FIXED, DEFAULTS[Way.FIXED])


@frozen
class Group:
    """The weights of a node's parts by a clause, and how they are varied. ``bounds`` are in millionths, both ends included."""

    clause: int
    node: str
    parts: tuple[str, ...]
    stated: tuple[fmpq, ...]
    spread: Spread
    bounds: tuple[tuple[int, int], ...]

    @property
    def can_add_up(self) -> bool:
        """Whether any weights between the bounds add up to one."""
        return sum(low for low, _ in self.bounds) <= UNITS <= sum(high for _, high in self.bounds)


@frozen
class Varied:
    """How weights are varied: ``spreads`` by node, that of all others under the empty name; ``bounds`` by part, shares of one.

    A node with a part that has bounds is varied between bounds. Weights that follow from maxima are varied only where their node is named.
    """

    spreads: Mapping[str, Spread] = {}
    bounds: Mapping[str, tuple[fmpq, fmpq]] = {}

    def groups(self, program: p.Program) -> tuple[Group, ...]:
        """What is varied: each clause's stated weights of each node, but for those that are fixed."""
        found = []
        for at, clause in enumerate(program.weights):
            for node, weights in clause.weights.items():
                own = {w.part: self.bounds[w.part] for w in weights if w.part in self.bounds}
                spread = self.spreads.get(node, self.spreads.get("", DEFAULT))
                if own and spread.way is not Way.BOUNDS:
                    spread = Spread(Way.BOUNDS, DEFAULTS[Way.BOUNDS])
                named = node in self.spreads or bool(own)
                if spread.way is not Way.FIXED and can_vary(program, clause, node, named=named):
                    limits = tuple(_limits(w.share, spread, own.get(w.part)) for w in weights)
                    parts = tuple(weight.part for weight in weights)
                    stated = tuple(weight.share for weight in weights)
                    found.append(Group(at, node, parts, stated, spread, limits))
        return tuple(found)


def can_vary(program: p.Program, clause: p.WeightsClause, node: str, *, named: bool = False) -> bool:
    """Whether the weights of a node's parts by a clause could be others; those that follow from maxima only where they are ``named``."""
    if node in clause.by_maxima and (not named or varies_by_kind(program, node)):
        return False
    weights = sum(weight.share > 0 for weight in clause.weights[node])
    return weights > 1 and program.nodes[node].no_total is None


def _limits(share: fmpq, spread: Spread, own: tuple[fmpq, fmpq] | None) -> tuple[int, int]:
    """Within which millionths a weight is drawn; a weight of nothing stays one."""
    if own is None:
        if spread.way is not Way.BOUNDS:
            return (0, UNITS) if share else (0, 0)
        own = share * (1 - spread.amount), share * (1 + spread.amount)
    low, high = (own[0] * UNITS).ceil(), (own[1] * UNITS).floor()
    return (max(int(low), 1 if share else 0), min(int(high), UNITS)) if share else (0, 0)


def drawn(group: Group, count: int, random: np.random.Generator, attempts: int = ATTEMPTS) -> Weights | None:
    """So many weightings of a group; ``None`` where the bounds leave hardly any."""
    if group.spread.way is Way.DIRICHLET:
        return _around(group, count, random)
    return _between(group.bounds, count, random, attempts)


def _around(group: Group, count: int, random: np.random.Generator) -> Weights:
    """Dirichlet, each row brought to millionths by the largest remainders; what has a weight keeps one."""
    parts = [at for at, share in enumerate(group.stated) if share]
    amount = min(group.spread.amount, CLOSEST)
    alpha = [int(s.p) / int(s.q) for s in (group.stated[at] * amount for at in parts)]
    exact = random.dirichlet(alpha, size=count) * UNITS
    whole = np.floor(exact).astype(np.int64)
    ranks = np.argsort(np.argsort(whole - exact, axis=1, kind="stable"), axis=1, kind="stable")
    whole += ranks < (UNITS - whole.sum(axis=1))[:, None]
    lacking = whole == 0
    if lacking.any():
        whole[np.arange(count), whole.argmax(axis=1)] -= lacking.sum(axis=1)
        whole += lacking
    found = np.zeros((count, len(group.stated)), dtype=np.int64)
    found[:, parts] = whole
    return found


def _between(
    bounds: Sequence[tuple[int, int]], count: int, random: np.random.Generator, attempts: int
) -> Weights | None:
    """Evenly between bounds: all but the widest are drawn, that one is the rest; where it leaves its bounds all are drawn again."""
    last = max(range(len(bounds)), key=lambda at: bounds[at][1] - bounds[at][0])
    others = [at for at in range(len(bounds)) if at != last]
    low = np.array([bounds[at][0] for at in others], dtype=np.int64)
    high = np.array([bounds[at][1] for at in others], dtype=np.int64)
    kept: list[Weights] = []
    there = 0
    for _ in range(attempts):
        tried = random.integers(low, high, size=(count, len(others)), endpoint=True, dtype=np.int64)
        rest = UNITS - tried.sum(axis=1)
        fits = (rest >= bounds[last][0]) & (rest <= bounds[last][1])
        kept.append(np.insert(tried[fits], last, rest[fits], axis=1))
        there += int(fits.sum())
        if there >= count:
            return np.concatenate(kept)[:count]
    return None


Drawn: TypeAlias = Mapping[tuple[int, str], Weights]
"""Weightings by clause and node."""


def clauses(program: p.Program, weights: Drawn, draw: int) -> tuple[p.WeightsClause, ...]:
    """The clauses of a program with the weights of a draw."""
    found = list(program.weights)
    for (at, node), rows in weights.items():
        stated = found[at].weights[node]
        shares = (fmpq(int(units), UNITS) for units in rows[draw])
        fresh = tuple(evolve(one, share=share) for one, share in zip(stated, shares, strict=True))
        found[at] = evolve(found[at], weights={**found[at].weights, node: fresh})
    return tuple(found)


def varies_by_kind(program: p.Program, node: str) -> bool:
    """Whether a subject's weights of a node's parts are put over the sum of those that it has."""
    return kinds.varies(program.nodes, node)
