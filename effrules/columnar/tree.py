"""The tree of scores for many subjects at once: what ``effrules.exact.nodes`` works out for one.

Each node is worked out for all subjects side by side. Those of whom it is open are worked out again, exactly; a subject for whom it then
is still open is left to the exact engine.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define, evolve

from effrules.columnar import arithmetic as a
from effrules.columnar import reasons
from effrules.columnar.finishing import finished
from effrules.columnar.forms import (
    Approx,
    Array,
    Bools,
    Column,
    Truth,
    constant,
    either,
    every,
    same,
    spread,
    taken,
)
from effrules.columnar.kernel import Kernel
from effrules.columnar.lanes import Index, Lanes, rows_of
from effrules.columnar.merging import merged
from effrules.columnar.node_columns import Adjusted, NodeColumn, joined, opened_in, some_adjusted, some_of
from effrules.columnar.tables import Tables
from effrules.columnar.weighing import Weighing
from effrules.exact import evaluator
from effrules.exact.plan import Plan
from effrules.exact.results import Reason, ReasonKind
from effrules.model import program as p


@define(eq=False)
class Counts:
    """How many subjects of a node each way decided, in all blocks."""

    columns: int = 0
    again: int = 0
    left: int = 0


class Known:
    """What was worked out exactly: for each subject in which of the columns (-1: in none), and at what place there."""

    def __init__(self, size: int) -> None:
        self.columns: list[NodeColumn] = []
        self.which = np.full(size, -1, dtype=np.int32)
        self.places = np.zeros(size, dtype=np.int32)


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
        self._reason_codes: dict[Any, int] = {}
        rows = sum(map(len, tables.rows.values()))
        self.allowed = evaluator.MOST_STEPS + evaluator.MOST_STEPS_FOR_A_ROW * rows
        self._others: dict[tuple[str, bool], tuple[Array, NodeColumn]] = {}
        self._known: dict[str, Known] = {}
        self.weighing = Weighing(plan, tables, self.kernel, self, start, stop - start)

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
        return column.also_open(either(found.open, None if every(found.scored) else ~found.scored))

    def applicable(self, node: str, index: Index, *, of_others: bool = False) -> Column:
        """Whether a node is applicable to subjects."""
        found = self.others(node, index) if of_others else self.node(node, index)
        return Column(Truth(found.scored), found.open)

    def of_parts(self, aggregate: p.PartsAggregate, index: Index) -> Column:
        """An aggregate of a node's parts for subjects."""
        node = self.program.nodes[aggregate.node]
        lanes = self.lanes_at(index)
        if aggregate.scaled:
            return self.weighing.weighted_mean(node, lanes)
        return self.weighing.of_parts(node, aggregate, lanes)

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
                self._resolve(name, rows if (np.diff(rows) > 0).all() else np.unique(rows))
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
            some_of(found, np.maximum(at, 0))
            if not lost.any()
            else opened_in(some_of(found, np.maximum(at, 0)), lost)
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
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = Known(self.lanes.count)
        new = lanes[known.which[lanes] < 0]
        if not len(new):
            return
        with a.exactly():
            found = self._node(name, Lanes(len(new), {0: new + self.start}))
        known.which[new], known.places[new] = len(known.columns), np.arange(len(new))
        known.columns.append(found)

    def _assembled(self, name: str, lanes: Array) -> NodeColumn:
        """What is known exactly of some subjects, as one column."""
        known = self._known[name]
        which, places = known.which[lanes], known.places[lanes]
        numbers = np.flatnonzero(np.bincount(which)).tolist() if len(lanes) else []
        if len(numbers) == 1:
            return some_of(known.columns[numbers[0]], places)
        if not numbers:
            return some_of(self.columns[name], lanes)
        mine = [(number, np.flatnonzero(which == number)) for number in numbers]
        parts = [(at, some_of(known.columns[number], places[at])) for number, at in mine]
        return joined(parts, len(lanes))

    # -- One node ----------------------------------------------------------------------------------------------

    def _node(self, name: str, lanes: Lanes) -> NodeColumn:
        before = self.kernel.spent
        made = self._worked_out(name, lanes)
        if self.kernel.spent - before > self.allowed:  # then one subject alone may take too many
            self.kernel.unsupported(reasons.STEPS, lanes)
            made.open = np.ones(lanes.count, dtype=bool)
        return made

    def _worked_out(self, name: str, lanes: Lanes) -> NodeColumn:
        node, size = self.program.nodes[name], lanes.count
        if node.no_total is not None:
            said = Reason(ReasonKind.NO_TOTAL, node.name, node.no_total.because, node.no_total.span)
            codes = np.full(size, self._code(said))
            nothing = Column(constant(a.ZERO))
            return NodeColumn(np.zeros(size, dtype=bool), codes, nothing, nothing, None)
        codes, opened = self._reason(name, lanes) if self.plan.conditional[name] else (same(0, size), None)
        if node.parts:
            codes, opened = self._nothing_left(node, lanes, codes, opened)
        active = same(True, size) if codes.strides == (0,) and not codes[:1].any() else codes == 0
        if self.plan.maybe_weighted[name] and active.any():
            value = self.kernel.unsupported(reasons.CONDITIONAL_WEIGHTS, lanes)
        elif node.formula is not None:
            value = self.kernel.evaluate(node.formula, lanes)
        else:
            value = self.weighing.weighted_mean(node, lanes)
        made = finished(self.kernel, node, lanes, value)
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
            for code in np.flatnonzero(np.bincount(given)).tolist():
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
        left = same(False, lanes.count)
        for part in node.parts:
            found = self.node(part, lanes.index(0))
            if found.open is not None:
                opened = either(opened, (codes == 0) & found.open)
            if not every(left):
                left = found.scored if every(found.scored) else left | found.scored
        if node.only_parts and not every(left):
            code = self._code(Reason(ReasonKind.NOTHING_LEFT, node.name))
            codes = np.where((codes == 0) & ~left, code, codes)
        return codes, opened

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
        return some_adjusted(made, lanes)
