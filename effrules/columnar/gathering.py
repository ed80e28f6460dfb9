"""The results of columns: by the column, and of a subject when somebody asks for him."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from flint import fmpq

from effrules.columnar.coding import Lazy, coded, whole_of
from effrules.columnar.forms import Array, number_at, numbered
from effrules.columnar.tables import Tables
from effrules.columnar.tree import Scores
from effrules.data.dataset import Row
from effrules.exact.adjusting import NONE
from effrules.exact.coded import Coded, one_by_one
from effrules.exact.nodes import Nodes
from effrules.exact.plan import Plan
from effrules.exact.recommending import recommended
from effrules.exact.results import AdjustmentResult, NodeResult, NodeState, Place, SubjectResult
from effrules.exact.score import gathered
from effrules.model import kinds
from effrules.model import program as p

Placed = dict[str, Coded[Place | None]]
"""The places of each ranking."""


class Gathered:
    """The results of all subjects (``effrules.exact.coded.InColumns``). What is asked for is put together once."""

    def __init__(
        self, plan: Plan, tables: Tables, blocks: Sequence[Scores], nodes: Nodes, places: Placed
    ) -> None:
        self.plan, self.program, self.tables = plan, plan.program, tables
        self.blocks, self.nodes, self.places = blocks, nodes, places
        self.rows: Sequence[Row] = tables.rows[tables.subject]
        self._nodes: dict[str, Coded[NodeResult]] = {}
        self._adjustments: dict[str, Coded[AdjustmentResult]] = {}
        self._ratings: dict[str, Coded[str | None]] = {}
        self.advice = (
            [recommended(self.program, subject, nodes) for subject in self.rows]
            if self.program.recommendations
            else None
        )

    @property
    def size(self) -> int:
        """How many subjects there are."""
        return len(self.rows)

    @cached_property
    def failed(self) -> dict[int, SubjectResult]:
        """What the exact engine gives for those who were left to it."""
        found = {}
        for block in self.blocks:
            for at in (np.flatnonzero(block.failed) + block.start).tolist():
                subject = self.rows[at]
                placed = {name: self._place_of(subject, places, at) for name, places in self.places.items()}
                found[at] = gathered(self.program, subject, self.nodes, placed, self._advice(at))
        return found

    def _place_of(self, subject: Row, places: Coded[Place | None], at: int) -> dict[Row, Place]:
        place = places.different[places.codes[at]]
        return {} if place is None else {subject: place}

    def _advice(self, at: int) -> Any:
        return () if self.advice is None else self.advice[at]

    # -- By the column -----------------------------------------------------------------------------------------

    def keys(self) -> Coded[str]:
        """The identifiers of the subjects."""
        ready = self.tables.ready
        return one_by_one([row.key for row in self.rows]) if ready is None else ready.keys

    def field(self, name: str) -> Coded[Any]:
        """The values of a field of the subjects."""
        return values_of(self.tables, name)

    def node(self, name: str) -> Coded[NodeResult]:
        """The results of a node."""
        if name not in self._nodes:
            parts = [self.of_block(block, name) for block in self.blocks]
            self._nodes[name] = self._joined(parts, {at: one.nodes[name] for at, one in self.failed.items()})
        return self._nodes[name]

    def adjustment(self, name: str) -> Coded[AdjustmentResult]:
        """What a penalty or a bonus came to."""
        if name not in self._adjustments:
            one = next(one for one in self.program.adjustments if one.name == name)
            parts = [self._of_adjustment(block, one) for block in self.blocks]
            others = {at: result.adjustments[name] for at, result in self.failed.items()}
            self._adjustments[name] = self._joined(parts, others)
        return self._adjustments[name]

    def rating(self, node: str) -> Coded[str | None]:
        """The names of the grades by a node."""
        if node not in self._ratings:
            rating = next(one for one in self.program.ratings if one.node == node)
            parts = [self._of_rating(block, rating) for block in self.blocks]
            self._ratings[node] = self._joined(
                parts, {at: one.ratings[node] for at, one in self.failed.items()}
            )
        return self._ratings[node]

    def place(self, ranking: str) -> Coded[Place | None]:
        """The places."""
        return self.places[ranking]

    def _joined(self, parts: Sequence[tuple[Array, list[Any]]], others: Mapping[int, Any]) -> Coded[Any]:
        """The columns of the blocks one after the other, with what others have instead."""
        different: list[Any] = []
        codes = []
        for mine, found in parts:
            codes.append(mine + len(different))
            different += found
        whole = np.concatenate(codes) if codes else np.zeros(0, dtype=np.int64)
        for at, other in others.items():
            whole[at] = len(different)
            different.append(other)
        return Coded(whole, different)

    # -- Subject by subject ------------------------------------------------------------------------------------

    def subjects(self) -> Sequence[SubjectResult]:
        """The results, subject by subject; each is made when it is asked for."""
        return Lazy(self.size, self._subject)

    def _subject(self, at: int) -> SubjectResult:
        if at in self.failed:
            return self.failed[at]
        program = self.program

        def of(column: Coded[Any]) -> Any:
            return column.different[column.codes[at]]

        return SubjectResult(
            self.rows[at],
            {name: of(self.node(name)) for name in program.nodes},
            {one.name: of(self.adjustment(one.name)) for one in program.adjustments},
            {one.node: of(self.rating(one.node)) for one in program.ratings},
            {one.name: of(self.places[one.name]) for one in program.rankings},
            program.heads,
            self._advice(at),
        )

    # -- Blocks ------------------------------------------------------------------------------------------------

    def of_block(self, block: Scores, name: str) -> tuple[Array, list[NodeResult]]:
        """The results of a node for a stretch of subjects: for those who did not fail, which of some different ones."""
        good = np.flatnonzero(~block.failed)
        codes = np.zeros(block.stop - block.start, dtype=np.int64)
        if not len(good):
            return codes, []
        node, column = self.program.nodes[name], block.exactly(name, good)
        weights, shares = self._weights(block, name, good)
        cases, kinds_ = block.weighing.cases
        cases, scored = cases[good], column.scored
        helds = [
            column.value.held,
            *([] if column.before.held is column.value.held else [column.before.held]),
        ]
        numbers = [np.where(scored, one, 0) for held in helds for one in whole_of(held, len(good))]
        codes[good], first = numbered(scored, column.reason, weights, cases, *numbers)
        assumed = self.plan.assumed[name]
        missing = NodeState.NO_SCORE if node.kind is p.NodeKind.TOTAL else NodeState.NOT_APPLICABLE
        own = [kinds.own(node, case).maximum for case in kinds_]
        has = [node.no_total is None and self._has(name, case) for case in kinds_]
        found = []
        for lane in first.tolist():
            weight, case = shares[int(weights[lane])], int(cases[lane])
            if scored[lane]:
                value, before = number_at(column.value.held, lane), number_at(column.before.held, lane)
                found.append(
                    NodeResult(NodeState.SCORED, value, before, None, weight, assumed, maximum=own[case])
                )
            else:
                said = block.reasons[int(column.reason[lane]) - 1]
                maximum = own[case] if has[case] else None
                found.append(
                    NodeResult(missing, reason=said, weight=weight, assumed=assumed, maximum=maximum)
                )
        return codes, found

    def _weights(self, block: Scores, name: str, good: Array) -> tuple[Array, list[fmpq | None]]:
        """With which weight a node counts in its parent, by number, where that is worked out of its parts by their weights."""
        parent = self.program.nodes[name].parent
        if parent is None or parent not in block.weighing.used:
            return np.zeros(len(good), dtype=np.int64), [None]
        numbers = np.where(block.columns[parent].scored, block.weighing.used[parent], 0)[good]
        return numbers, [None, *(pattern.used.get(name) for pattern in block.weighing.patterns)]

    def _has(self, name: str, case: Mapping[str, Any]) -> bool:
        at: str | None = name
        while self.plan.deciding and at is not None:
            if not kinds.has(self.program.nodes, at, case):
                return False
            at = self.program.nodes[at].parent
        return True

    def _of_adjustment(self, block: Scores, adjustment: p.Adjustment) -> tuple[Array, list[AdjustmentResult]]:
        codes = np.zeros(block.stop - block.start, dtype=np.int64)
        some = np.flatnonzero(~block.failed & block.columns[adjustment.target].scored)
        if not len(some):
            return codes, [NONE]
        made = block.adjusted(adjustment.target, adjustment.name, some)
        incidents = np.broadcast_to(made.incidents, some.shape)
        helds = [one.held for one in (made.amount, made.capped, made.taken)]
        numbers, first = numbered(incidents, *(one for held in helds for one in whole_of(held, len(some))))
        codes[some] = numbers + 1
        return codes, [
            NONE,
            *(
                AdjustmentResult(True, int(incidents[lane]), *(number_at(held, lane) for held in helds))
                for lane in first.tolist()
            ),
        ]

    def _of_rating(self, block: Scores, rating: p.Rating) -> tuple[Array, list[str | None]]:
        column = block.columns[rating.node]
        assert column.grade is not None, "a node with a rating has grades"
        names = [grade.name for grade in rating.grades]
        return np.where(column.scored, column.grade, len(names)), [*names, None]


def values_of(tables: Tables, name: str) -> Coded[Any]:
    """The values of a field of the subjects, as the exact engine has them."""
    if tables.ready is not None:
        return tables.ready.values(name)
    rows = tables.rows[tables.subject]
    return coded(tables.field(tables.subject, name), len(rows), lambda at: rows[at].values[name])
