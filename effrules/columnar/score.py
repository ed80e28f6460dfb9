"""The entrance: a checked program over a data set, worked out in columns. What comes out is what the exact engine gives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from attrs import define, field

from effrules.columnar import reasons
from effrules.columnar.forms import Array, Column, number_at, numbered
from effrules.columnar.gathering import Gathered, values_of
from effrules.columnar.merging import compact
from effrules.columnar.profile import Profile
from effrules.columnar.ranking import Indistinct, order_codes, placed
from effrules.columnar.tables import Tables
from effrules.columnar.tree import Scores
from effrules.data.dataset import Dataset, Row
from effrules.diagnostics import in_order
from effrules.exact import ranking as one_by_one
from effrules.exact.coded import Coded
from effrules.exact.nodes import Nodes
from effrules.exact.plan import plan_of
from effrules.exact.results import NodeResult, Place, Results
from effrules.exact.score import score as scored_exactly
from effrules.model import program as p
from effrules.model.assumptions import all_assumptions
from effrules.model.garbage import without_collecting
from effrules.model.schema import Schema
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
        places = {ranking.name: _places(ranking, blocks, nodes, tables) for ranking in program.rankings}
    except Indistinct:
        profile.whole = reasons.INDISTINCT
        return Run(scored_exactly(program, dataset), profile)
    made = Gathered(plan, tables, blocks, nodes, places)
    findings, assumptions = in_order(nodes.findings), all_assumptions(program)
    return Run(
        Results(program.header, made.subjects(), findings, assumptions, columnar=True, columns=made), profile
    )


class Several:
    """Several programs over the same data: the data become columns once."""

    def __init__(self) -> None:
        self._tables: list[tuple[Schema, Dataset, Tables]] = []

    def score(self, program: p.Program, dataset: Dataset) -> Results:
        """What ``score`` gives."""
        return score(program, dataset).results

    @without_collecting()
    def results(self, program: p.Program, dataset: Dataset, node: str) -> dict[Row, NodeResult]:
        """The results of a node, without those subjects that are left to the exact engine."""
        tables = self._columns(program.schema, dataset)
        plan = plan_of(program)
        size = len(dataset.subjects)
        step = size if looks_at_others(program) else block_size(tables)
        blocks = []
        for start in range(0, size, max(step, 1)):
            blocks.append(Scores(plan, tables, start, min(start + step, size)))
            blocks[-1].work_out()
        made = Gathered(plan, tables, blocks, Nodes(program, dataset), {})
        found: dict[Row, NodeResult] = {}
        for block in blocks:
            codes, different = made.of_block(block, node)
            for lane in np.flatnonzero(~block.failed).tolist():
                found[dataset.subjects[block.start + lane]] = different[codes[lane]]
        return found

    def _columns(self, schema: Schema, dataset: Dataset) -> Tables:
        for own, data, tables in self._tables:
            if data is dataset and (own is schema or own == schema):
                return tables
        made = Tables(schema, dataset)
        self._tables.append((schema, dataset, made))
        return made


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


def _places(ranking: p.Ranking, blocks: list[Scores], nodes: Nodes, tables: Tables) -> Coded[Place | None]:
    """The places of all who take part."""
    subjects = tables.rows[tables.subject]
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
    within = [values_of(tables, name) for name in ranking.within]
    groups, first = numbered(np.zeros(len(members), dtype=np.int64), *(one.codes[members] for one in within))
    named = [tuple(one.different[one.codes[members[at]]] for one in within) for at in first.tolist()]
    dense = ranking.ties is p.Ties.DENSE
    columns = placed(groups, keys, [key.highest_first for key in ranking.keys], dense)
    which, first = numbered(groups, *columns)
    place, shared, among = (one[first].tolist() for one in columns)
    made = [
        Place(place[at], shared[at], named[group], among[at])
        for at, group in enumerate(groups[first].tolist())
    ]
    found = np.zeros(len(subjects), dtype=np.int64)
    found[members] = which + 1
    return Coded(found, [None, *made])


def _takes_part(
    ranking: p.Ranking, blocks: list[Scores], nodes: Nodes, subjects: Sequence[Row], failed: Array
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


def _scored(
    key: p.RankKey, blocks: list[Scores], nodes: Nodes, subjects: Sequence[Row], failed: Array
) -> Array:
    found = np.concatenate([block.columns[key.node].scored for block in blocks]) if blocks else failed
    found = found.copy()
    for at in np.flatnonzero(failed).tolist():
        found[at] = nodes.result(subjects[at], key.node).value is not None
    return found


def _codes(
    key: p.RankKey, rows: Array, blocks: list[Scores], nodes: Nodes, subjects: Sequence[Row], failed: Array
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
