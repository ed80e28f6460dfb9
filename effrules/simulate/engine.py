"""What comes out in each draw by the exact engine: of all that moves, once more for each draw. Slow, and the measure of the fast way."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from effrules.data.dataset import Dataset, Row
from effrules.exact.lasting import Lasting
from effrules.exact.nodes import Known, Nodes
from effrules.exact.ranking import grade, places
from effrules.exact.results import NodeResult
from effrules.model import program as p
from effrules.model.real import Num
from effrules.simulate.moving import Moving


@frozen(eq=False)
class Outcome:
    """What comes out in one draw: scores by node, grades by rated node, places by ranking; each in the order of the subjects."""

    scores: Mapping[str, tuple[Num | None, ...]]
    grades: Mapping[str, tuple[str | None, ...]]
    places: Mapping[str, tuple[int | None, ...]]


def settled(nodes: Nodes, subjects: list[Row], moving: Moving) -> dict[str, dict[Row, NodeResult]]:
    """The results of what does not move, worked out once."""
    still = [name for name in moving.part.nodes if name not in moving.nodes]
    return {name: {row: nodes.result(row, name) for row in subjects} for name in still}


def outcome(
    program: p.Program,
    dataset: Dataset,
    moving: Moving,
    still: Mapping[str, Mapping[Row, NodeResult]],
    weights: tuple[p.WeightsClause, ...],
    watched: tuple[str, ...],
    lasting: Lasting | None = None,
) -> Outcome:
    """What comes out of a program with some weights; ``still`` are the results of what does not move, ``lasting`` what is remembered of other draws."""
    known: Known = {name: dict(still.get(name, {})) for name in program.nodes}
    nodes = Nodes(program, dataset, known=known, weights=weights, lasting=lasting)
    return told(program, nodes, dataset.subjects, watched)


def told(program: p.Program, nodes: Nodes, subjects: list[Row], watched: tuple[str, ...]) -> Outcome:
    """What comes out, by the engine's nodes; scores of those that are ``watched``."""
    placed = {one.name: places(one, subjects, nodes) for one in program.rankings}
    return Outcome(
        {name: tuple(nodes.result(row, name).value for row in subjects) for name in watched},
        {one.node: tuple(grade(one, row, nodes) for row in subjects) for one in program.ratings},
        {
            name: tuple(None if (place := by_row.get(row)) is None else place.number for row in subjects)
            for name, by_row in placed.items()
        },
    )
