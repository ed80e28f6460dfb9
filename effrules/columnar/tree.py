"""The tree of scores for many subjects at once: what ``effrules.exact.nodes`` works out for one.

Each node is worked out for all subjects side by side. Those of whom it is open are worked out again, exactly; a subject for whom it then
is still open is left to the exact engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import lcm
from typing import Any, assert_never

import numpy as np
from attrs import define, evolve, field
from flint import fmpq

from effrules.columnar import arithmetic as a
from effrules.columnar import populations as sets
from effrules.columnar import reasons
from effrules.columnar.forms import (
    Approx,
    Array,
    Bools,
    Column,
    Exact,
    Scaled,
    Truth,
    constant,
    either,
    number_at,
    numbers_of,
    spread,
    taken,
    whole,
)
from effrules.columnar.kernel import Kernel, maximum, within
from effrules.columnar.lanes import Index, Lanes, rows_of
from effrules.columnar.merging import compact, merged
from effrules.columnar.populations import all_open
from effrules.columnar.tables import Tables
from effrules.exact import statistics
from effrules.exact.failing import Failure
from effrules.exact.plan import Plan
from effrules.exact.results import Reason, ReasonKind
from effrules.exact.weighing import redistributed
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.aggregates import AggregateKind, Made
from effrules.model.real import DomainError, Undecided
from effrules.model.walk import children


@define(eq=False)
class Adjusted:
    """What an adjustment comes to: how often, and how much, as in ``effrules.exact.results``."""

    incidents: Array
    amount: Column
    capped: Column
    taken: Column


@define(eq=False)
class NodeColumn:
    """A node for some subjects: who has a score, why not (0: there is no reason), and the scores. ``open``: nothing is known of them."""

    scored: Bools
    reason: Array
    value: Column
    before: Column
    open: Bools | None
    adjusted: dict[str, Adjusted] = field(factory=dict)
    grade: Array | None = None


@define(eq=False)
class Counts:
    """How many subjects of a node each way decided, in all blocks."""

    columns: int = 0
    again: int = 0
    left: int = 0


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


class Scores:
    """The tree of scores for a stretch of subjects."""

    def __init__(self, plan: Plan, tables: Tables, start: int, stop: int) -> None:
        self.plan, self.program, self.tables = plan, plan.program, tables
        self.start, self.stop = start, stop
        self.kernel = Kernel(plan, tables, self)
        self.lanes = Lanes(stop - start, {0: slice(start, stop)})
        self.columns: dict[str, NodeColumn] = {}
        self.counts = {name: Counts() for name in self.program.nodes}
        self.failed = np.zeros(stop - start, dtype=bool)
        self.reasons: list[Reason] = []
        self.patterns: list[Pattern] = []
        self.used: dict[str, Array] = {}
        self._reason_codes: dict[Any, int] = {}
        self._pattern_codes: dict[Any, int] = {}
        self._others: dict[tuple[str, bool], tuple[Array, NodeColumn]] = {}
        self._known: dict[str, dict[int, tuple[NodeColumn, int]]] = {name: {} for name in self.program.nodes}
        self.cases = _cases(plan, tables)

    # -- The order of work -------------------------------------------------------------------------------------

    def work_out(self) -> None:
        """Every node for every subject."""
        for name in self.program.order:
            self._work_out(name)

    def _work_out(self, name: str) -> None:
        column = self._node(name, self.lanes)
        counts, size = self.counts[name], self.lanes.count
        opened = np.zeros(0, dtype=np.int64) if column.open is None else np.flatnonzero(column.open)
        self.columns[name] = column
        counts.columns += size - len(opened)
        if not len(opened):
            return
        self._resolve(name, opened)
        again = self._assembled(name, opened)
        bad = opened[:0] if again.open is None else opened[again.open]
        counts.again += len(opened) - len(bad)
        counts.left += len(bad)
        self.failed[bad] = True
        self.columns[name] = self._put(column, opened, again, size)

    def _put(self, column: NodeColumn, lanes: Array, part: NodeColumn, size: int) -> NodeColumn:
        """A node with some subjects as they were worked out again."""
        assert column.open is not None
        opened = column.open.copy()
        opened[lanes] = False if part.open is None else part.open
        scored, reason = column.scored.copy(), column.reason.copy()
        scored[lanes], reason[lanes] = part.scored, part.reason
        value, before = (
            merged(column.value, lanes, part.value, size),
            merged(column.before, lanes, part.before, size),
        )
        for one in (value, before):
            if one.open is not None:
                opened |= one.open & scored
        adjusted = {}
        for name, old in column.adjusted.items():
            new = part.adjusted[name]
            incidents = np.broadcast_to(old.incidents, (size,)).copy()
            incidents[lanes] = new.incidents
            adjusted[name] = Adjusted(
                incidents,
                *(
                    merged(getattr(old, one), lanes, getattr(new, one), size)
                    for one in ("amount", "capped", "taken")
                ),
            )
        grade = column.grade
        if grade is not None and part.grade is not None:
            grade = grade.copy()
            grade[lanes] = part.grade
        return NodeColumn(
            scored,
            reason,
            Column(value.held),
            Column(before.held),
            opened if opened.any() else None,
            adjusted,
            grade,
        )

    # -- What the kernel asks ----------------------------------------------------------------------------------

    def score(self, node: str, index: Index, before_rounding: bool, *, of_others: bool = False) -> Column:
        """The score of a node for subjects; open where it has none."""
        found = self.others(node, index) if of_others else self.node(node, index)
        column = found.before if before_rounding else found.value
        return column.also_open(either(found.open, None if found.scored.all() else ~found.scored))

    def applicable(self, node: str, index: Index, *, of_others: bool = False) -> Column:
        """Whether a node is applicable to subjects."""
        found = self.others(node, index) if of_others else self.node(node, index)
        return Column(Truth(found.scored), found.open)

    def of_parts(self, aggregate: p.PartsAggregate, index: Index) -> Column:
        """An aggregate of a node's parts for subjects."""
        node = self.program.nodes[aggregate.node]
        lanes = self.lanes_at(index)
        if aggregate.scaled:
            return self._weighted_mean(node, lanes)
        return self._of_parts(node, aggregate, lanes)

    def lanes_at(self, index: Index) -> Lanes:
        """Lanes at subjects; the same for the same, so that what is worked out is remembered."""
        mine = self.lanes.index(0)
        if index is mine or (
            isinstance(index, slice)
            and isinstance(mine, slice)
            and (index.start, index.stop) == (mine.start, mine.stop)
        ):
            return self.lanes
        return Lanes(len(rows_of(index)), {0: index})

    def node(self, name: str, index: Index) -> NodeColumn:
        """A node for subjects, in columns, or exactly where all is worked out exactly."""
        column = self.columns[name]
        if isinstance(index, slice):
            lanes: Any = slice(index.start - self.start, index.stop - self.start)
            all_ = lanes == slice(0, self.lanes.count)
        else:
            lanes, all_ = index - self.start, False
        if a.EXACTLY.get():
            rows = np.arange(lanes.start, lanes.stop) if isinstance(lanes, slice) else lanes
            near = any(isinstance(one.held, Approx) for one in (column.value, column.before))
            if near or (column.open is not None and column.open[rows].any()):
                self._resolve(name, np.unique(rows))
                return self._assembled(name, rows)
        if all_:
            return column
        opened = None if column.open is None else column.open[lanes]
        return NodeColumn(
            column.scored[lanes],
            column.reason[lanes],
            taken(column.value, lanes),
            taken(column.before, lanes),
            opened,
        )

    def others(self, name: str, index: Index) -> NodeColumn:
        """A node for subjects who are scored by its own formula; for the others it is open."""
        key = (name, a.EXACTLY.get())
        if key not in self._others:
            self._others[key] = self._by_own_formula(name)
        place, found = self._others[key]
        at = place[rows_of(index) - self.start]
        lost = at < 0
        return (
            _some(found, np.maximum(at, 0))
            if not lost.any()
            else _opened(_some(found, np.maximum(at, 0)), lost)
        )

    def _by_own_formula(self, name: str) -> tuple[Array, NodeColumn]:
        """The place of each subject among those who are scored by a node's own formula (-1: he is not), and the node for these."""
        clauses = [one for one in self.program.nodes[name].around if isinstance(one, p.MeanOfOthers)]
        size = self.lanes.count
        holds = self.kernel.evaluate(clauses[0].condition, self.lanes)
        place = np.full(size, -1)
        own = np.flatnonzero(~np.broadcast_to(holds.held.b, (size,)))
        if len(clauses) > 1 or holds.open is not None or not len(own):
            nothing = np.zeros(1, dtype=np.int64)
            zero = Column(constant(a.ZERO))
            return place, NodeColumn(nothing == 1, nothing, zero, zero, nothing == 0)
        place[own] = np.arange(len(own))
        found = self._node(name, Lanes(len(own), {0: own + self.start}))
        if found.open is not None and not a.EXACTLY.get():
            doubt = np.flatnonzero(found.open)
            with a.exactly():
                again = self._node(name, Lanes(len(doubt), {0: own[doubt] + self.start}))
            found = self._put(found, doubt, again, len(own))
        return place, found

    def _resolve(self, name: str, lanes: Array) -> None:
        """Work out a node for some subjects exactly, unless they are known."""
        known = self._known[name]
        new = np.array([lane for lane in lanes.tolist() if lane not in known], dtype=np.int64)
        if not len(new):
            return
        with a.exactly():
            found = self._node(name, Lanes(len(new), {0: new + self.start}))
        for at, lane in enumerate(new.tolist()):
            known[lane] = found, at

    def _assembled(self, name: str, lanes: Array) -> NodeColumn:
        """What is known exactly of some subjects, as one column."""
        known = self._known[name]
        places: dict[int, tuple[NodeColumn, list[int], list[int]]] = {}
        for place, lane in enumerate(lanes.tolist()):
            column, at = known[lane]
            _, mine, ats = places.setdefault(id(column), (column, [], []))
            mine.append(place)
            ats.append(at)
        if not places:
            return _some(self.columns[name], lanes)
        parts = [(np.array(mine), _some(column, np.array(ats))) for column, mine, ats in places.values()]
        return parts[0][1] if len(parts) == 1 else _joined(parts, len(lanes))

    # -- One node ----------------------------------------------------------------------------------------------

    def _node(self, name: str, lanes: Lanes) -> NodeColumn:
        node, size = self.program.nodes[name], lanes.count
        if node.no_total is not None:
            said = Reason(ReasonKind.NO_TOTAL, node.name, node.no_total.because, node.no_total.span)
            codes = np.full(size, self._code(said))
            nothing = Column(constant(a.ZERO))
            return NodeColumn(np.zeros(size, dtype=bool), codes, nothing, nothing, None)
        codes, opened = (
            self._reason(name, lanes)
            if self.plan.conditional[name]
            else (np.zeros(size, dtype=np.int64), None)
        )
        if node.parts:
            codes, opened = self._nothing_left(node, lanes, codes, opened)
        active = codes == 0
        if conditional_parts(node) and active.any():
            value = self.kernel.unsupported(reasons.CONDITIONAL_WEIGHTS, lanes)
        elif node.formula is not None:
            value = self.kernel.evaluate(node.formula, lanes)
        else:
            value = self._weighted_mean(node, lanes)
        made = self._finished(node, lanes, value)
        made.scored, made.reason = active, codes
        mine = either(made.value.open, made.before.open, made.open)
        made.open = either(opened, None if mine is None else np.broadcast_to(mine, (size,)) & active)
        made.value, made.before = (Column(spread(one, size).held) for one in (made.value, made.before))
        if made.open is not None and not made.open.any():
            made.open = None
        return made

    # -- Applicability -----------------------------------------------------------------------------------------

    def _code(self, reason: Reason) -> int:
        key = (reason.kind, reason.node, id(reason.span), reason.titles)
        if key not in self._reason_codes:
            self.reasons.append(reason)
            self._reason_codes[key] = len(self.reasons)
        return self._reason_codes[key]

    def _reason(self, name: str, lanes: Lanes) -> tuple[Array, Bools | None]:
        """For each subject the number of the reason why a node is not applicable by the conditions of the rules; 0 for none."""
        key = ("reason", name)
        known: tuple[Array, Bools | None] | None = lanes.memory.get(key)
        if known is not None:
            return known
        nodes, above = self.program.nodes, self.program.nodes[name].parent
        while above is not None and self.plan.own_conditions[above]:
            above = nodes[above].parent
        codes, opened = np.zeros(lanes.count, dtype=np.int64), None
        if above is not None:
            given, opened = self._reason(above, lanes)
            for code in np.unique(given).tolist():
                if code:
                    inherited = self._code(evolve(self.reasons[code - 1], kind=ReasonKind.ABOVE))
                    codes[given == code] = inherited
        for test in nodes[name].not_applicable:
            holds = self.kernel.evaluate(test.condition, lanes)
            still = codes == 0
            if holds.open is not None:
                opened = either(opened, still & holds.open)
            said = Reason(ReasonKind.CONDITION, name, test.reason, test.span)
            codes = np.where(still & holds.held.b, self._code(said), codes)
        lanes.memory[key] = codes, opened
        return codes, opened

    def _nothing_left(
        self, node: p.ScoreNode, lanes: Lanes, codes: Array, opened: Bools | None
    ) -> tuple[Array, Bools | None]:
        left = np.zeros(lanes.count, dtype=bool)
        for part in node.parts:
            found = self.node(part, lanes.index(0))
            if found.open is not None:
                opened = either(opened, (codes == 0) & found.open)
            left |= found.scored
        if node.only_parts and not left.all():
            code = self._code(Reason(ReasonKind.NOTHING_LEFT, node.name))
            codes = np.where((codes == 0) & ~left, code, codes)
        return codes, opened

    # -- Weights -----------------------------------------------------------------------------------------------

    def _weighted_mean(self, node: p.ScoreNode, lanes: Lanes, *, plain: bool = False) -> Column:
        """The weighted mean of the parts, each measured on its own scale, on the node's; ``plain``: of their scores as they are."""
        numbers, patterns, opened = self._patterns_of(node, lanes)
        parts = {part: self.node(part, lanes.index(0)) for part in node.parts}
        if not patterns:
            return all_open(lanes.count)
        formulas = [
            self.patterns[one - 1].plain if plain else self.patterns[one - 1].on_scales for one in patterns
        ]
        if len(formulas) == 1:
            found = Column(constant(formulas[0].addend))
            for part, factor in formulas[0].factors.items():
                found = a.add(found, a.multiply(Column(constant(factor)), parts[part].value))
            return spread(found, lanes.count).also_open(opened)
        place = np.zeros(max(patterns) + 1, dtype=np.int64)
        place[patterns] = np.arange(len(patterns))
        which = place[numbers]
        bottoms = [formula.bottom for formula in formulas]

        def by_pattern(values: list[fmpq]) -> Column:
            tops = [int((value * bottom).p) for value, bottom in zip(values, bottoms, strict=True)]
            return Column(Scaled(np.array(tops, dtype=np.int64)[which], 1, min(tops), max(tops)))

        try:
            added = by_pattern([formula.addend for formula in formulas])
            for part in node.parts:
                factors = [formula.factors.get(part, a.ZERO) for formula in formulas]
                if any(factors):
                    score = a.chosen(
                        Column(Truth(parts[part].scored)), parts[part].value, Column(constant(a.ZERO))
                    )
                    added = a.add(added, a.multiply(by_pattern(factors), score))
            divisor = by_pattern([fmpq(1)] * len(formulas))
        except OverflowError:
            return self.kernel.unsupported(reasons.LONG_WEIGHTS, lanes)
        if len(set(bottoms)) == 1:
            divisor = Column(constant(fmpq(bottoms[0])))
        return a.divide(added, divisor).also_open(opened)

    def _patterns_of(self, node: p.ScoreNode, lanes: Lanes) -> tuple[Array, list[int], Bools | None]:
        """For each subject the number of the pattern by which the parts count, 0 where there is none; and which there are."""
        index = lanes.index(0)
        clauses, opened = self._clauses(lanes)
        lacking = np.zeros(1, dtype=np.int64)
        for at, part in enumerate(node.parts):
            scored = self.node(part, index).scored
            if not scored.all():
                lacking = lacking | ((~scored).astype(np.int64) << at)
        cases = self.cases[0][index] if len(self.cases[1]) > 1 else np.zeros(1, dtype=np.int64)
        columns = [one[:1] if (one == one[:1]).all() else one for one in (clauses, lacking, cases)]
        if all(len(one) == 1 for one in columns) and lanes.count:
            different, which = np.stack(columns), np.zeros(lanes.count, dtype=np.int64)
        else:
            keys = np.stack([np.broadcast_to(one, (lanes.count,)) for one in columns])
            different, which = np.unique(keys, axis=1, return_inverse=True)
            which = which.reshape(-1)
        made = [self._pattern(node, *key) for key in different.T.tolist()]
        numbers = np.array(made or [0], dtype=np.int64)[which]
        used = self.used.setdefault(node.name, np.zeros(self.lanes.count, dtype=np.int64))
        used[rows_of(index) - self.start] = numbers
        return numbers, sorted({*made} - {0}), opened if all(made) else either(opened, numbers == 0)

    def _clauses(self, lanes: Lanes) -> tuple[Array, Bools | None]:
        """For each subject the number of the one weights clause that holds; open where that is none, or several."""
        key = ("clauses",)
        known: tuple[Array, Bools | None] | None = lanes.memory.get(key)
        if known is not None:
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

    def _of_parts(self, node: p.ScoreNode, aggregate: p.PartsAggregate, lanes: Lanes) -> Column:
        """An aggregate of the scores of the parts that count."""
        index, size = lanes.index(0), lanes.count
        parts = [self.node(part, index) for part in node.parts]
        if aggregate.weighted:
            return self._weighted_parts(node, aggregate, lanes)
        counts = sum((part.scored.astype(np.int64) for part in parts), np.zeros(size, dtype=np.int64))
        none = counts == 0
        zero = Column(constant(a.ZERO))
        facts = aggregate.kind.facts
        if facts.picks:
            found = _picked(parts, size, a.greatest if aggregate.kind is AggregateKind.LARGEST else a.least)
        else:
            match facts.made:
                case Made.SUM | Made.MEAN:
                    found = zero
                    for part in parts:
                        found = a.add(found, a.chosen(Column(Truth(part.scored)), part.value, zero))
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
        return self._weighted_mean(node, lanes, plain=True)

    # -- Rounding, penalties, bonuses --------------------------------------------------------------------------

    def _finished(self, node: p.ScoreNode, lanes: Lanes, value: Column) -> NodeColumn:
        last = node.rounds_last
        final = value if node.rounding is None or last else a.rounded(value, node.rounding)
        opened = value.open
        if node.kind is p.NodeKind.CRITERION and node.formula is not None:
            most = maximum(self.kernel, node, lanes)
            low = a.compare(p.Comparison.LESS, final, Column(constant(node.minimum)))
            high = a.compare(p.Comparison.GREATER, final, most)
            beyond = low.held.b | high.held.b
            opened = either(opened, low.open, high.open, beyond if beyond.any() else None)
        before, adjusted = value, {}
        for adjustment in self.plan.adjustments[node.name]:
            final, before, adjusted[adjustment.name] = self._adjust(adjustment, lanes, final, before)
        if last and node.rounding is not None:
            final = a.rounded(before, node.rounding)
        if node.kind is p.NodeKind.TOTAL:
            final, before = self._bounded(final), self._bounded(before)
        nothing = np.zeros(lanes.count, dtype=np.int64)
        made = NodeColumn(np.zeros(0, dtype=bool), nothing, final, before, opened, adjusted)
        for rating in self.program.ratings:
            if rating.node == node.name:
                made.grade, lost = self._grades(rating, final, lanes)
                made.open = either(made.open, lost)
        return made

    def _adjust(
        self, adjustment: p.Adjustment, lanes: Lanes, final: Column, before: Column
    ) -> tuple[Column, Column, Adjusted]:
        incidents, amount, capped = self._due(adjustment, lanes)
        changed = applied(adjustment, final, capped)
        lost = a.absolute(a.subtract(changed, final))
        return changed, applied(adjustment, before, capped), Adjusted(incidents, amount, capped, lost)

    def _due(self, adjustment: p.Adjustment, lanes: Lanes) -> tuple[Array, Column, Column]:
        size = lanes.count
        zero = Column(constant(a.ZERO))
        holds = Column(Truth(np.ones(1, dtype=bool)))
        if adjustment.condition is not None:
            holds = self.kernel.evaluate(adjustment.condition, lanes)
        if adjustment.rows is None:
            incidents = np.ones(size, dtype=np.int64)
            each = self.kernel.evaluate(adjustment.amount, lanes)
            amount = each.also_open(_below_zero(each))
        else:
            population = self.kernel.population(adjustment.rows, lanes, adjustment.amount)
            if population is None:
                amount = self.kernel.unsupported(reasons.BY_ITSELF, lanes)
                incidents = np.zeros(size, dtype=np.int64)
            else:
                each = self.kernel.evaluate(adjustment.amount, population.lanes)
                amount = population.asked(sets.totals(population, each.also_open(_below_zero(each))))
                counts = population.counts
                incidents = counts if population.sets is None else counts[population.sets]
        amount = a.chosen(holds, amount, zero)
        incidents = np.where(holds.held.b, incidents, 0)
        capped = amount
        if adjustment.cap is not None:
            cap = self.kernel.evaluate(adjustment.cap, lanes)
            cap = cap.also_open(_below_zero(cap))
            capped = a.chosen(Column(Truth(incidents > 0)), a.least(amount, cap), amount).also_open(
                amount.open
            )
        return incidents, amount, capped

    def _bounded(self, column: Column) -> Column:
        floor, cap = self.program.final_floor, self.program.final_cap
        if floor is not None:
            column = a.greatest(column, Column(constant(floor)))
        return column if cap is None else a.least(column, Column(constant(cap)))

    def _grades(self, rating: p.Rating, value: Column, lanes: Lanes) -> tuple[Array, Bools | None]:
        """For each subject the number of the grade that a score has; open where it has none."""
        found, opened = np.full(lanes.count, -1), value.open
        for at, grade in enumerate(rating.grades):
            holds = within(self.kernel, grade, Column(value.held))
            still = found < 0
            if holds.open is not None:
                opened = either(opened, still & holds.open)
            found = np.where(still & holds.held.b, at, found)
        none = found < 0
        return found, either(opened, none if none.any() else None)

    # -- Exact values ------------------------------------------------------------------------------------------

    def exactly(self, name: str, lanes: Array) -> NodeColumn:
        """A node for some subjects with exact numbers, whatever it was worked out by."""
        with a.exactly():
            return self.node(name, lanes + self.start)

    def adjusted(self, name: str, adjustment: str, lanes: Array) -> Adjusted:
        """What an adjustment of a node comes to, in exact numbers."""
        column = self.columns[name]
        made = column.adjusted[adjustment]
        near = any(isinstance(one.held, Approx) for one in (made.amount, made.capped, made.taken))
        if near:
            self._resolve(name, lanes)
            return self._assembled(name, lanes).adjusted[adjustment]
        return _some_adjusted(made, lanes)


def _picked(parts: list[NodeColumn], size: int, pick: Callable[[Column, Column], Column]) -> Column:
    """The one of the parts that count which is picked from each two."""
    best, there = parts[0].value, parts[0].scored
    for part in parts[1:]:
        both = pick(best, part.value)
        mine = a.chosen(Column(Truth(there)), best, part.value)
        best = a.chosen(Column(Truth(there & part.scored)), both, mine)
        there = there | part.scored
    return spread(best, size)


def applied(adjustment: p.Adjustment, score: Column, amount: Column) -> Column:
    """The score after an adjustment, whose amount is not negative; one that is already beyond its limit stays where it is."""
    limit = adjustment.limit
    if adjustment.sign < 0:
        changed = a.subtract(score, amount)
        return changed if limit is None else a.greatest(changed, a.least(score, Column(constant(limit))))
    changed = a.add(score, amount)
    return changed if limit is None else a.least(changed, a.greatest(score, Column(constant(limit))))


def _below_zero(column: Column) -> Bools | None:
    below = a.compare(p.Comparison.LESS, Column(column.held), Column(constant(a.ZERO)))
    found = below.held.b if below.open is None else below.held.b | below.open
    return found if found.any() else None


def _cases(plan: Plan, tables: Tables) -> tuple[Array, list[Mapping[str, Any]]]:
    """The kind of each subject, by number, and what the kinds are."""
    subjects = tables.rows[tables.subject]
    if not plan.deciding:
        return np.zeros(len(subjects), dtype=np.int64), [{}]
    known: dict[tuple[Any, ...], int] = {}
    codes = [
        known.setdefault(tuple(row.values[name] for name in plan.deciding), len(known)) for row in subjects
    ]
    return np.array(codes, dtype=np.int64), [dict(zip(plan.deciding, key, strict=True)) for key in known] or [
        {}
    ]


def conditional_parts(node: p.ScoreNode) -> bool:
    """Whether the weights of a node's parts are asked for only under a condition, or not for the node itself."""
    ahead: list[tuple[p.Expression, bool]] = [] if node.formula is None else [(node.formula, False)]
    while ahead:
        at, maybe = ahead.pop()
        if isinstance(at, p.PartsAggregate):
            if maybe and (at.weighted or at.scaled):
                return True
            continue
        branches = isinstance(
            at,
            p.Choose
            | p.Banded
            | p.Every
            | p.Some
            | p.IfMissing
            | p.Interpolate
            | p.CheckList
            | p.OverRows
            | p.MeanOfOthers,
        )
        ahead.extend((child, maybe or branches) for child in children(at))
    return False


def _some(column: NodeColumn, lanes: Array) -> NodeColumn:
    opened = None if column.open is None else column.open[lanes]
    return NodeColumn(
        column.scored[lanes],
        column.reason[lanes],
        taken(column.value, lanes),
        taken(column.before, lanes),
        opened if opened is not None and opened.any() else None,
        {name: _some_adjusted(one, lanes) for name, one in column.adjusted.items()},
        None if column.grade is None else column.grade[lanes],
    )


def _opened(column: NodeColumn, lost: Bools) -> NodeColumn:
    return evolve(column, open=either(column.open, lost))


def _some_adjusted(one: Adjusted, lanes: Array) -> Adjusted:
    incidents = one.incidents if len(one.incidents) == 1 else one.incidents[lanes]
    return Adjusted(incidents, taken(one.amount, lanes), taken(one.capped, lanes), taken(one.taken, lanes))


def _joined(parts: list[tuple[Array, NodeColumn]], size: int) -> NodeColumn:
    """Columns of some subjects each, put together in the places that are theirs."""

    def numbers(of: Callable[[NodeColumn], Column]) -> Column:
        found: list[Any] = [None] * size
        for places, part in parts:
            held = of(part).held
            for place, number in zip(places.tolist(), numbers_of(held, len(places)), strict=True):
                found[place] = number
        return Column(compact(found))

    def others(of: Callable[[NodeColumn], Array]) -> Array:
        found = np.zeros(size, dtype=of(parts[0][1]).dtype)
        for places, part in parts:
            found[places] = of(part)
        return found

    def adjusted(name: str) -> Adjusted:
        return Adjusted(
            others(lambda part: part.adjusted[name].incidents),
            numbers(lambda part: part.adjusted[name].amount),
            numbers(lambda part: part.adjusted[name].capped),
            numbers(lambda part: part.adjusted[name].taken),
        )

    def open_(part: NodeColumn) -> Array:
        return np.zeros(len(part.scored), dtype=bool) if part.open is None else part.open

    def grade(part: NodeColumn) -> Array:
        assert part.grade is not None, "all have grades, or none has"
        return part.grade

    first = parts[0][1]
    opened = others(open_)
    return NodeColumn(
        others(lambda part: part.scored),
        others(lambda part: part.reason),
        numbers(lambda part: part.value),
        numbers(lambda part: part.before),
        opened if opened.any() else None,
        {name: adjusted(name) for name in first.adjusted},
        None if first.grade is None else others(grade),
    )
