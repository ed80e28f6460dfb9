"""The entrance: a checked program over a data set, worked out in columns. What comes out is what the exact engine gives."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import define, field
from flint import fmpq

from effrules.columnar import reasons
from effrules.columnar.forms import Array, Column, number_at, numbers_of
from effrules.columnar.merging import compact
from effrules.columnar.profile import Profile
from effrules.columnar.ranking import Indistinct, order_codes, placed
from effrules.columnar.tables import Tables
from effrules.columnar.tree import Scores
from effrules.data.dataset import Dataset, Row
from effrules.diagnostics import in_order
from effrules.exact import ranking as one_by_one
from effrules.exact.adjusting import NONE
from effrules.exact.nodes import Nodes
from effrules.exact.plan import Plan, plan_of
from effrules.exact.recommending import recommended
from effrules.exact.results import AdjustmentResult, NodeResult, NodeState, Place, Results, SubjectResult
from effrules.exact.score import gathered
from effrules.exact.score import score as scored_exactly
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.assumptions import all_assumptions
from effrules.model.garbage import without_collecting
from effrules.model.walk import expressions, walk

BLOCK = 1 << 17
"""Subjects are worked out so many at a time that these and the rows below them are about so many, where none of them looks at others."""


@define
class Run:
    """The results, and how they were worked out."""

    results: Results
    profile: Profile = field(factory=Profile)


@without_collecting()
def score(program: p.Program, dataset: Dataset, *, only: Collection[str] | None = None) -> Run:
    """Score every subject of a data set in columns; digit for digit and finding for finding what the exact engine gives.

    ``only``: the identifiers of those to score, as for the exact engine, which works out some alone.
    """
    profile = Profile()
    if only is not None:
        profile.whole = reasons.SOME_ONLY
        return Run(scored_exactly(program, dataset, only=only), profile)
    plan = plan_of(program)
    tables = Tables(program.schema, dataset)
    size = len(dataset.subjects)
    step = size if looks_at_others(program) else block_size(tables)
    blocks = []
    for start in range(0, size, max(step, 1)):
        block = Scores(plan, tables, start, min(start + step, size))
        block.work_out()
        profile.add(block)
        blocks.append(block)
    nodes = Nodes(program, dataset)
    for block in blocks:
        for lane in np.flatnonzero(block.failed).tolist():
            nodes.work_out_all(dataset.subjects[block.start + lane])
    try:
        places = {ranking.name: _places(ranking, blocks, nodes, dataset) for ranking in program.rankings}
    except Indistinct:
        profile.whole = reasons.INDISTINCT
        return Run(scored_exactly(program, dataset), profile)
    subjects = [result for block in blocks for result in _Gathering(plan, block, nodes, places).subjects()]
    return Run(
        Results(
            program.header, tuple(subjects), in_order(nodes.findings), all_assumptions(program), columnar=True
        ),
        profile,
    )


def block_size(tables: Tables) -> int:
    """How many subjects are worked out at a time."""
    rows = sum(map(len, tables.rows.values()))
    return max(1, BLOCK * tables.size(tables.subject) // max(rows, 1))


def looks_at_others(program: p.Program) -> bool:
    """Whether what a subject is worth depends on other subjects, places apart."""
    for formula in expressions(program):
        for inner in walk(formula):
            if isinstance(inner, p.OverRows) and inner.rows.population is p.Population.ALL:
                return True
            if isinstance(inner, p.MeanOfOthers):
                return True
    return False


# -- Places ----------------------------------------------------------------------------------------------------------------


def _places(ranking: p.Ranking, blocks: list[Scores], nodes: Nodes, dataset: Dataset) -> dict[Row, Place]:
    """The places of all who take part."""
    subjects = dataset.subjects
    failed = np.concatenate([block.failed for block in blocks]) if blocks else np.zeros(0, dtype=bool)
    takes = _takes_part(ranking, blocks, nodes, subjects, failed)
    scored = [_scored(key, blocks, nodes, subjects, failed) for key in ranking.keys]
    members = np.flatnonzero(takes & scored[0])
    keys = []
    for key, has in zip(ranking.keys, scored, strict=True):
        codes = np.zeros(len(members), dtype=np.int64)
        there = np.flatnonzero(has[members])
        codes[there] = _codes(key, members[there], blocks, nodes, subjects, failed)
        keys.append((has[members], codes))
    groups: list[tuple[Any, ...]] = (
        [()] * len(members)
        if not ranking.within
        else [tuple(subjects[at].values[name] for name in ranking.within) for at in members.tolist()]
    )
    numbers: dict[tuple[Any, ...], int] = {}
    group_codes = np.array([numbers.setdefault(group, len(numbers)) for group in groups], dtype=np.int64)
    dense = ranking.ties is p.Ties.DENSE
    places, shared, among = placed(group_codes, keys, [key.highest_first for key in ranking.keys], dense)
    return {
        subjects[at]: Place(place, share, group, many)
        for at, place, share, group, many in zip(
            members.tolist(), places.tolist(), shared.tolist(), groups, among.tolist(), strict=True
        )
    }


def _takes_part(
    ranking: p.Ranking, blocks: list[Scores], nodes: Nodes, subjects: list[Row], failed: Array
) -> Array:
    found = np.ones(len(subjects), dtype=bool)
    if ranking.condition is None:
        return found
    unsure = failed.copy()
    for block in blocks:
        holds = block.kernel.evaluate(ranking.condition, block.lanes)
        stretch = slice(block.start, block.stop)
        found[stretch] = holds.held.b
        if holds.open is not None:
            unsure[stretch] |= holds.open
    for at in np.flatnonzero(unsure).tolist():
        has_first = nodes.result(subjects[at], ranking.keys[0].node)
        found[at] = has_first.value is not None and one_by_one.takes_part(ranking, subjects[at], nodes)
    return found


def _scored(key: p.RankKey, blocks: list[Scores], nodes: Nodes, subjects: list[Row], failed: Array) -> Array:
    found = np.concatenate([block.columns[key.node].scored for block in blocks]) if blocks else failed
    found = found.copy()
    for at in np.flatnonzero(failed).tolist():
        found[at] = nodes.result(subjects[at], key.node).value is not None
    return found


def _codes(
    key: p.RankKey, rows: Array, blocks: list[Scores], nodes: Nodes, subjects: list[Row], failed: Array
) -> Array:
    """Whole numbers in the order of the scores."""
    starts = np.array([block.start for block in blocks])

    def exactly(wanted: Array) -> list[Any]:
        which = np.searchsorted(starts, wanted, side="right") - 1
        values: dict[int, Any] = {}
        for number in np.unique(which).tolist():
            block = blocks[number]
            mine = wanted[which == number]
            good = mine[~failed[mine]]
            if len(good):
                column = block.exactly(key.node, np.unique(good) - block.start)
                held = (column.before if key.before_rounding else column.value).held
                values |= {at: number_at(held, place) for place, at in enumerate(np.unique(good).tolist())}
            for at in mine[failed[mine]].tolist():
                result = nodes.result(subjects[at], key.node)
                values[at] = result.before_rounding if key.before_rounding else result.value
        return [values[at] for at in wanted.tolist()]

    one = _one_column(key, blocks)
    if one is None or failed[rows].any():
        return order_codes(compact(exactly(rows)), np.arange(len(rows)), lambda places: exactly(rows[places]))
    return order_codes(one.held, rows, exactly)


def _one_column(key: p.RankKey, blocks: list[Scores]) -> Column | None:
    """The scores of all blocks, if there is one block."""
    if len(blocks) != 1:
        return None
    column = blocks[0].columns[key.node]
    return None if column.open is not None else column.before if key.before_rounding else column.value


# -- One by one ------------------------------------------------------------------------------------------------------------


class _Gathering:
    """The results of a block, subject by subject."""

    def __init__(self, plan: Plan, block: Scores, nodes: Nodes, places: dict[str, dict[Row, Place]]) -> None:
        self.plan, self.program, self.block, self.nodes, self.places = (
            plan,
            plan.program,
            block,
            nodes,
            places,
        )
        self.good = np.flatnonzero(~block.failed)

    def subjects(self) -> Iterator[SubjectResult]:
        """One result for each subject, in the order of the data."""
        block, program = self.block, self.program
        subjects = block.tables.rows[block.tables.subject][block.start : block.stop]
        names = list(program.nodes)
        results = zip(*(self._spread(self._of_node(name)) for name in names), strict=True)
        adjusted = [self._spread(self._of_adjustment(one), NONE) for one in program.adjustments]
        grades = [self._spread(self._of_rating(rating)) for rating in program.ratings]
        for lane, (subject, nodes) in enumerate(zip(subjects, results, strict=True)):
            advice = recommended(program, subject, self.nodes) if program.recommendations else ()
            if block.failed[lane]:
                yield gathered(program, subject, self.nodes, self.places, advice)
                continue
            yield SubjectResult(
                subject,
                dict(zip(names, nodes, strict=True)),
                {one.name: of[lane] for one, of in zip(program.adjustments, adjusted, strict=True)},
                {rating.node: of[lane] for rating, of in zip(program.ratings, grades, strict=True)},
                {ranking.name: self.places[ranking.name].get(subject) for ranking in program.rankings},
                program.heads,
                advice,
            )

    def _spread(self, found: Sequence[Any], nothing: Any = None) -> list[Any]:
        """What is known of those who did not fail, in the places of all."""
        if len(self.good) == self.block.stop - self.block.start:
            return list(found)
        spread: list[Any] = [nothing] * (self.block.stop - self.block.start)
        for lane, one in zip(self.good.tolist(), found, strict=True):
            spread[lane] = one
        return spread

    def _of_node(self, name: str) -> list[NodeResult]:
        block, node, lanes = self.block, self.program.nodes[name], self.good
        if not len(lanes):
            return []
        column = block.exactly(name, lanes)
        assumed = self.plan.assumed[name]
        missing = NodeState.NO_SCORE if node.kind is p.NodeKind.TOTAL else NodeState.NOT_APPLICABLE
        cases, kinds_ = block.weighing.cases
        own = [kinds.own(node, case).maximum for case in kinds_]
        has = [node.no_total is None and self._has(name, case) for case in kinds_]
        weights = self._weights(name)
        known: dict[tuple[Any, ...], NodeResult] = {}
        found: list[NodeResult] = []
        for scored, reason, value, before, weight, case in zip(
            column.scored.tolist(),
            column.reason.tolist(),
            numbers_of(column.value.held, len(lanes)),
            numbers_of(column.before.held, len(lanes)),
            weights,
            cases[lanes].tolist(),
            strict=True,
        ):
            if scored:
                found.append(
                    NodeResult(NodeState.SCORED, value, before, None, weight, assumed, maximum=own[case])
                )
                continue
            key = (reason, weight, case)
            if key not in known:
                maximum = own[case] if has[case] else None
                said = block.reasons[reason - 1]
                known[key] = NodeResult(missing, reason=said, weight=weight, assumed=assumed, maximum=maximum)
            found.append(known[key])
        return found

    def _weights(self, name: str) -> list[fmpq | None]:
        """With which weight a node counts in its parent, where that is worked out of its parts by their weights."""
        block, parent = self.block, self.program.nodes[name].parent
        if parent is None or parent not in block.weighing.used:
            return [None] * len(self.good)
        numbers = block.weighing.used[parent]
        numbers = np.where(block.columns[parent].scored, numbers, 0)[self.good]
        shares = [None, *(pattern.used.get(name) for pattern in block.weighing.patterns)]
        return [shares[number] for number in numbers.tolist()]

    def _has(self, name: str, case: Mapping[str, Any]) -> bool:
        at: str | None = name
        while self.plan.deciding and at is not None:
            if not kinds.has(self.program.nodes, at, case):
                return False
            at = self.program.nodes[at].parent
        return True

    def _of_adjustment(self, adjustment: p.Adjustment) -> list[AdjustmentResult]:
        block, lanes = self.block, self.good
        scored = block.columns[adjustment.target].scored[lanes]
        some = lanes[scored]
        if not len(some):
            return [NONE] * len(lanes)
        made = block.adjusted(adjustment.target, adjustment.name, some)
        columns = (numbers_of(one.held, len(some)) for one in (made.amount, made.capped, made.taken))
        incidents = np.broadcast_to(made.incidents, some.shape).tolist()
        found = [NONE] * len(lanes)
        for place, key in zip(
            np.flatnonzero(scored).tolist(), zip(incidents, *columns, strict=True), strict=True
        ):
            found[place] = AdjustmentResult(True, *key)
        return found

    def _of_rating(self, rating: p.Rating) -> list[str | None]:
        column = self.block.columns[rating.node]
        assert column.grade is not None, "a node with a rating has grades"
        names = [grade.name for grade in rating.grades]
        return [
            names[grade] if scored else None
            for grade, scored in zip(
                column.grade[self.good].tolist(), column.scored[self.good].tolist(), strict=True
            )
        ]
