"""A part of an assessment worked out alone: some nodes with what they read, the ratings of nodes, some rankings.

What comes out is what :func:`effrules.exact.score.score` gives for the same; findings of what is not asked for are not among it.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve, frozen

from effrules.data.dataset import Dataset, Row
from effrules.diagnostics import Finding, in_order
from effrules.exact.nodes import Known, Nodes
from effrules.exact.plan import plan_of
from effrules.exact.ranking import grade, places
from effrules.exact.results import NodeResult, Place
from effrules.model import program as p
from effrules.model.footprint import Footprint, together
from effrules.model.garbage import without_collecting
from effrules.model.reading import nodes_read
from effrules.model.schema import Table


@frozen
class Part:
    """What of a program is worked out: nodes, closed under what they read and in the program's order, and outcomes of them."""

    nodes: tuple[str, ...]
    ratings: tuple[p.Rating, ...] = ()
    rankings: tuple[p.Ranking, ...] = ()


def part_of(
    program: p.Program,
    nodes: Iterable[str],
    ratings: Iterable[p.Rating] = (),
    rankings: Iterable[p.Ranking] = (),
) -> Part:
    """The part that gives some nodes, ratings and rankings."""
    ratings, rankings = tuple(ratings), tuple(rankings)
    wanted = {*nodes, *(rating.node for rating in ratings)}
    for ranking in rankings:
        wanted |= read_by(program, ranking)
    needed = {name for one in wanted for name in plan_of(program).needed(one)}
    return Part(tuple(name for name in program.order if name in needed), ratings, rankings)


def with_outcomes(program: p.Program, part: Part) -> Part:
    """The same with every rating and ranking that reads no other nodes."""
    nodes = set(part.nodes)
    return evolve(
        part,
        ratings=tuple(rating for rating in program.ratings if rating.node in nodes),
        rankings=tuple(ranking for ranking in program.rankings if read_by(program, ranking) <= nodes),
    )


def read_by(program: p.Program, ranking: p.Ranking) -> set[str]:
    """The nodes that a ranking reads directly."""
    condition = () if ranking.condition is None else (ranking.condition,)
    return {*(key.node for key in ranking.keys), *nodes_read(*condition, program=program)}


def footprint_of(program: p.Program, part: Part) -> Footprint:
    """All that a part reads of the data."""
    plan = plan_of(program)
    conditions = [ranking.condition for ranking in part.rankings if ranking.condition is not None]
    subject = program.schema.subject.name
    within = frozenset((subject, name) for ranking in part.rankings for name in ranking.within)
    return (
        plan.footprint_of(part.nodes)
        | plan.footprints.of(conditions)
        | Footprint(within, others=bool(part.rankings))
    )


def with_demands(program: p.Program, read: Footprint) -> Footprint:
    """What is read, with what must hold of the rows and forms that are looked at: all that this reads too."""
    footprints = plan_of(program).footprints
    found, ahead = read, [(table, demand) for table in program.schema.tables for demand in table.demands]
    while True:
        more = [pair for pair in ahead if _is_asked(*pair, found)]
        if not more:
            return found
        ahead = [pair for pair in ahead if pair not in more]
        found = together((found, footprints.of(demand.condition for _, demand in more)))


def _is_asked(table: Table, demand: p.MustHold, read: Footprint) -> bool:
    """Whether something is demanded of rows, or of forms, that are looked at."""
    if demand.form is None:
        return table.owner is None or table.name in read.tables
    form = table.form_named(demand.form)
    return any((table.name, one.name) in read.fields for one in table.fields if one.form == form)


class Partial:
    """A part of an assessment of some data. ``known``: results of nodes that are known beforehand."""

    @without_collecting()
    def __init__(self, program: p.Program, dataset: Dataset, part: Part, known: Known | None = None) -> None:
        self.dataset = dataset
        self.nodes = Nodes(program, dataset, known=known)
        self.subjects = {subject.key: subject for subject in dataset.subjects}
        for subject in dataset.subjects:
            for name in part.nodes:
                self.nodes.result(subject, name)
        self.ratings: dict[tuple[str, str], str | None] = {
            (rating.node, subject.key): grade(rating, subject, self.nodes)
            for rating in part.ratings
            for subject in dataset.subjects
        }
        self.places: dict[str, dict[Row, Place]] = {
            ranking.name: places(ranking, dataset.subjects, self.nodes) for ranking in part.rankings
        }

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What went wrong."""
        return in_order(self.nodes.findings)

    def result(self, key: str, node: str) -> NodeResult:
        """The result of a node for the subject of that identifier."""
        return self.nodes.result(self.subjects[key], node)
