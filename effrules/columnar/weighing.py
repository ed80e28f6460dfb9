"""Weights of a node's parts for many subjects, as ``effrules.exact.weighing`` shares them out for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import lcm
from typing import Any, Protocol, assert_never

import numpy as np
from attrs import define
from flint import fmpq

from effrules.columnar import arithmetic as a
from effrules.columnar import deciding, reasons
from effrules.columnar.forms import (
    Array,
    Bools,
    Column,
    Exact,
    Scaled,
    Truth,
    constant,
    either,
    every,
    number_at,
    numbered,
    same,
    spread,
    whole,
)
from effrules.columnar.kernel import Kernel
from effrules.columnar.lanes import Index, Lanes, rows_of
from effrules.columnar.node_columns import NodeColumn
from effrules.columnar.populations import all_open
from effrules.columnar.tables import Tables
from effrules.exact import statistics
from effrules.exact.failing import Failure
from effrules.exact.plan import Plan
from effrules.exact.weighing import redistributed
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.aggregates import AggregateKind, Made
from effrules.model.real import DomainError, Undecided


class Nodes(Protocol):
    """What is asked of the tree of scores."""

    def node(self, name: str, index: Index) -> NodeColumn:
        """A node for subjects."""
        ...


@define(eq=False)
class Pattern:
    """How the parts of a node count for subjects of one kind who lack the same parts."""

    used: Mapping[str, fmpq]
    on_scales: Formula
    plain: Formula


@define(eq=False)
class Formula:
    """A sum of the scores of the parts that count, each times a factor, and an addend."""

    factors: dict[str, fmpq]
    addend: fmpq

    @property
    def bottom(self) -> int:
        """A denominator that all its numbers can be written over."""
        return lcm(*(int(one.q) for one in (self.addend, *self.factors.values())))


class Weighing:
    """The weights of the parts of nodes for a stretch of subjects, and what is made of the parts by them.

    ``used`` says for each node by which of ``patterns`` (from 1; 0: by none) the parts of each subject count.
    """

    def __init__(
        self, plan: Plan, tables: Tables, kernel: Kernel, tree: Nodes, start: int, size: int
    ) -> None:
        self.plan, self.program, self.kernel, self.tree = plan, plan.program, kernel, tree
        self.start, self.size = start, size
        self.patterns: list[Pattern] = []
        self.used: dict[str, Array] = {}
        self.cases = _cases(plan, tables, start, size)
        self._pattern_codes: dict[Any, int] = {}

    def weighted_mean(self, node: p.ScoreNode, lanes: Lanes, *, plain: bool = False) -> Column:
        """The weighted mean of the parts, each measured on its own scale, on the node's; ``plain``: of their scores as they are."""
        numbers, patterns, opened = self._patterns_of(node, lanes)
        parts = {part: self.tree.node(part, lanes.index(0)) for part in node.parts}
        if not patterns:
            return all_open(lanes.count)
        formulas = [
            self.patterns[one - 1].plain if plain else self.patterns[one - 1].on_scales for one in patterns
        ]
        if len(formulas) == 1:
            terms = [Column(constant(formulas[0].addend))]
            for part, factor in formulas[0].factors.items():
                terms.append(a.multiply(Column(constant(factor)), parts[part].value))
            found = a.total(terms)
            return spread(found, lanes.count).also_open(opened)
        place = np.zeros(max(patterns) + 1, dtype=np.int64)
        place[patterns] = np.arange(len(patterns))
        which = place[numbers]
        bottoms = [formula.bottom for formula in formulas]

        def by_pattern(values: list[fmpq]) -> Column:
            tops = [int((value * bottom).p) for value, bottom in zip(values, bottoms, strict=True)]
            return Column(Scaled(np.array(tops, dtype=np.int64)[which], 1, min(tops), max(tops)))

        try:
            terms = [by_pattern([formula.addend for formula in formulas])]
            for part in node.parts:
                factors = [formula.factors.get(part, a.ZERO) for formula in formulas]
                if any(factors):
                    score = deciding.chosen(
                        Column(Truth(parts[part].scored)), parts[part].value, Column(constant(a.ZERO))
                    )
                    terms.append(a.multiply(by_pattern(factors), score))
            divisor = by_pattern([fmpq(1)] * len(formulas))
        except OverflowError:
            return self.kernel.unsupported(reasons.LONG_WEIGHTS, lanes)
        if len(set(bottoms)) == 1:
            divisor = Column(constant(fmpq(bottoms[0])))
        return a.divide(a.total(terms), divisor).also_open(opened)

    def _patterns_of(self, node: p.ScoreNode, lanes: Lanes) -> tuple[Array, list[int], Bools | None]:
        """For each subject the number of the pattern by which the parts count, 0 where there is none; and which there are."""
        index = lanes.index(0)
        clauses, opened = self._clauses(lanes)
        lacking = np.zeros(1, dtype=np.int64)
        for at, part in enumerate(node.parts):
            scored = self.tree.node(part, index).scored
            if not every(scored):
                lacking = lacking | ((~scored).astype(np.int64) << at)
        cases = (
            self.cases[0][rows_of(index) - self.start]
            if len(self.cases[1]) > 1
            else np.zeros(1, dtype=np.int64)
        )
        columns = [
            one[:1] if len(one) and every(one == one[:1]) else one for one in (clauses, lacking, cases)
        ]
        if all(len(one) == 1 for one in columns) and lanes.count:
            different, which = np.stack(columns), same(0, lanes.count)
        else:
            keys = [np.broadcast_to(one, (lanes.count,)) for one in columns]
            which, first = numbered(*keys)
            different = np.stack([key[first] for key in keys])
        made = [self._pattern(node, *key) for key in different.T.tolist()]
        numbers = (
            same(made[0], lanes.count) if len(made) == 1 else np.array(made or [0], dtype=np.int64)[which]
        )
        if node.name not in self.used:
            self.used[node.name] = np.zeros(self.size, dtype=np.int64)
        self.used[node.name][self._inside(index)] = numbers
        return numbers, sorted({*made} - {0}), opened if all(made) else either(opened, numbers == 0)

    def _inside(self, index: Index) -> Index:
        """Subjects by their places in the stretch."""
        return (
            slice(index.start - self.start, index.stop - self.start)
            if isinstance(index, slice)
            else index - self.start
        )

    def _clauses(self, lanes: Lanes) -> tuple[Array, Bools | None]:
        """For each subject the number of the one weights clause that holds; open where that is none, or several."""
        key = ("clauses",)
        known: tuple[Array, Bools | None] | None = lanes.memory.get(key)
        if known is not None:
            return known
        if len(self.program.weights) == 1 and self.program.weights[0].condition is None:
            known = lanes.memory[key] = np.zeros(min(lanes.count, 1), dtype=np.int64), None
            return known
        found, times, opened = (
            np.zeros(lanes.count, dtype=np.int64),
            np.zeros(lanes.count, dtype=np.int64),
            None,
        )
        for at, clause in enumerate(self.program.weights):
            if clause.condition is None:
                holds = Column(Truth(np.ones(1, dtype=bool)))
            else:
                holds = self.kernel.evaluate(clause.condition, lanes)
            found, times = np.where(holds.held.b, at, found), times + holds.held.b
            opened = either(opened, holds.open)
        other = times != 1
        known = lanes.memory[key] = found, either(opened, other if other.any() else None)
        return known

    def _pattern(self, node: p.ScoreNode, clause: int, lacking: int, case: int) -> int:
        key = (node.name, clause, lacking, case)
        known = self._pattern_codes.get(key)
        if known is None:
            made = self._shares(node, clause, lacking, case)
            if made is not None:
                self.patterns.append(made)
            known = self._pattern_codes[key] = 0 if made is None else len(self.patterns)
        return known

    def _shares(self, node: p.ScoreNode, clause: int, lacking: int, case: int) -> Pattern | None:
        """As ``effrules.exact.weighing`` shares weights out; ``None`` where it finds that it cannot."""
        if not self.program.weights:
            return None
        said, kind = self.program.weights[clause], self.cases[1][case]
        stated = kinds.weights(self.program.nodes, said, node.name, kind)
        if not stated:
            return None
        lost = {part for at, part in enumerate(node.parts) if lacking >> at & 1}
        left_out = tuple(weight.part for weight in stated if weight.part in lost)
        own = {weight.part: kinds.own(self.program.nodes[weight.part], kind) for weight in stated}
        try:
            used = redistributed(node.name, stated, left_out, said)
        except (Failure, ZeroDivisionError):
            return None
        itself = kinds.own(node, kind)
        end = said.redistribution.end
        on_scales, plain = Formula({}, itself.minimum), Formula({}, a.ZERO)
        for part, weight in used.items():
            scale = own[part]
            factor = (itself.maximum - itself.minimum) * weight / (scale.maximum - scale.minimum)
            on_scales.addend -= factor * scale.minimum
            if part not in left_out:
                on_scales.factors[part], plain.factors[part] = factor, weight
            elif end is not None:
                instead = (scale.minimum, scale.maximum)[end]
                on_scales.addend += factor * instead
                plain.addend += weight * instead
        return Pattern(used, on_scales, plain)

    def of_parts(self, node: p.ScoreNode, aggregate: p.PartsAggregate, lanes: Lanes) -> Column:
        """An aggregate of the scores of the parts that count."""
        index, size = lanes.index(0), lanes.count
        parts = [self.tree.node(part, index) for part in node.parts]
        if aggregate.weighted:
            return self._weighted_parts(node, aggregate, lanes)
        counts = sum((part.scored.astype(np.int64) for part in parts), np.zeros(size, dtype=np.int64))
        none = counts == 0
        zero = Column(constant(a.ZERO))
        facts = aggregate.kind.facts
        if facts.picks:
            found = _picked(
                parts, size, deciding.greatest if aggregate.kind is AggregateKind.LARGEST else deciding.least
            )
        else:
            match facts.made:
                case Made.SUM | Made.MEAN:
                    some = [deciding.chosen(Column(Truth(part.scored)), part.value, zero) for part in parts]
                    found = a.total([zero, *some])
                    if facts.made is Made.MEAN:
                        found = a.divide(found, Column(whole(np.maximum(counts, 1))))
                case Made.PRODUCT | Made.OTHERWISE:
                    found = self._listed(aggregate.kind, parts, lanes)
                case _:
                    assert_never(facts.made)
        return found.also_open(none if none.any() else None)

    def _listed(self, kind: AggregateKind, parts: list[NodeColumn], lanes: Lanes) -> Column:
        """Any aggregate of the parts that count, as the exact engine works it out."""
        if not a.EXACTLY.get():
            return all_open(lanes.count)
        columns = [spread(part.value, lanes.count).held for part in parts]
        found, opened = np.full(lanes.count, a.ZERO, dtype=object), np.zeros(lanes.count, dtype=bool)
        for lane in range(lanes.count):
            mine = [
                number_at(one, lane) for one, part in zip(columns, parts, strict=True) if part.scored[lane]
            ]
            try:
                found[lane] = statistics.aggregated(kind, mine) if mine else a.ZERO
            except (DomainError, Undecided):
                opened[lane] = True
        return Column(Exact(found), opened if opened.any() else None)

    def _weighted_parts(self, node: p.ScoreNode, aggregate: p.PartsAggregate, lanes: Lanes) -> Column:
        """The average of the parts by the weights with which they count."""
        if aggregate.kind.facts.made is not Made.MEAN:
            return self.kernel.unsupported(reasons.of_weighted_parts(aggregate.kind.value), lanes)
        return self.weighted_mean(node, lanes, plain=True)


def _picked(parts: list[NodeColumn], size: int, pick: Callable[[Column, Column], Column]) -> Column:
    """The one of the parts that count which is picked from each two."""
    best, there = parts[0].value, parts[0].scored
    for part in parts[1:]:
        both = pick(best, part.value)
        mine = deciding.chosen(Column(Truth(there)), best, part.value)
        best = deciding.chosen(Column(Truth(there & part.scored)), both, mine)
        there = there | part.scored
    return spread(best, size)


def _cases(plan: Plan, tables: Tables, start: int, size: int) -> tuple[Array, Sequence[Mapping[str, Any]]]:
    """The kind of each of so many subjects from one on, by number, and what the kinds are."""
    if not plan.deciding:
        return same(0, size), [{}]
    subjects = tables.rows[tables.subject]
    keys = []
    for name in plan.deciding:
        field = tables.field(tables.subject, name)
        held = np.broadcast_to(field.arrays[0], (len(subjects),))[start : start + size]
        keys.append(held.astype(np.int64))
    which, first = numbered(*keys)
    kinds_ = [{name: subjects[start + at].values[name] for name in plan.deciding} for at in first.tolist()]
    return which, kinds_ or [{}]
