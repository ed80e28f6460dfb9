"""All draws of one set of rules on one set of data: by arrays where these can, else by the exact engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import frozen
from flint import fmpq

from effrules.data.dataset import Dataset
from effrules.exact.lasting import Lasting
from effrules.exact.nodes import Nodes
from effrules.exact.plan import plan_of
from effrules.exact.ranking import takes_part
from effrules.model import program as p
from effrules.model.real import Num
from effrules.simulate import engine, standing
from effrules.simulate.engine import Outcome
from effrules.simulate.fractions import Column, Fractions
from effrules.simulate.means import Means, NotRational
from effrules.simulate.moving import Moving, moving
from effrules.simulate.weights import Drawn, clauses

Progress = Callable[[int, int], None]

Scores = Column | tuple[Num | None, ...] | None
"""A body's score in all draws: a column, one for each draw where the engine worked it out, or none in any."""


@frozen(eq=False)
class Run:
    """What came out in so many ``draws``; bodies in the order of the data.

    ``scores`` by node and body; ``grades`` by rated node: for each draw and body the number of the grade; ``places`` by
    ranking: for each draw and body the place, 0 for none. ``by_engine``: how many draws the exact engine worked out.
    """

    draws: int
    scores: Mapping[str, Sequence[Scores]]
    grades: Mapping[str, npt.NDArray[np.int16]]
    places: Mapping[str, npt.NDArray[np.int32]]
    by_engine: int


class Simulated:
    """One set of rules on one set of data; ``stated`` is what comes out with the stated weights.

    ``watched`` are the nodes whose scores are told: those that results stand for, and others that are rated or ranked.
    """

    def __init__(self, program: p.Program, dataset: Dataset) -> None:
        self.program = program
        self.dataset = dataset
        self.watched = watched(program)
        self.nodes = Nodes(program, dataset)
        self.stated: Outcome = engine.told(program, self.nodes, dataset.subjects, self.watched)

    def run(
        self,
        weights: Drawn,
        draws: int,
        progress: Progress | None = None,
        touched: Iterable[tuple[str, str]] = (),
        prepared: Callable[[int], None] | None = None,
    ) -> Run:
        """What comes out with drawn weights; ``prepared`` puts the figures of a draw into the cells that are ``touched``."""
        touched = frozenset(touched)
        reading = {node for cell in touched for node in plan_of(self.program).moved_by(*cell)}
        found = moving(self.program, {node for _, node in weights}, reading)
        if found.by_arrays and prepared is None:
            try:
                return self._by_arrays(found, weights, draws)
            except (NotRational, OverflowError):  # irrational, or beyond what floats can sort
                pass
        return self._by_engine(found, weights, draws, progress, prepared, touched)

    # -- By arrays ---------------------------------------------------------------------------------------------------

    def _by_arrays(self, found: Moving, weights: Drawn, draws: int) -> Run:
        program, subjects = self.program, self.dataset.subjects
        means = Means(program, self.nodes, found)
        moved = [means.of(row, weights) for row in subjects]

        def columns(name: str, *, before_rounding: bool = False) -> list[Column | None]:
            return [
                made[name][before_rounding]
                if name in made
                else means.still(row, name, before_rounding=before_rounding)
                for row, made in zip(subjects, moved, strict=True)
            ]

        return Run(
            draws,
            {name: columns(name) for name in self.watched},
            {
                one.node: np.reshape([standing.grades(one, c, draws) for c in columns(one.node)], (-1, draws)).astype(np.int16).T
                for one in program.ratings
            },
            {
                one.name: standing.places(one, self.groups(one), [
                    standing.ranks(columns(key.node, before_rounding=key.before_rounding), draws, highest_first=key.highest_first)
                    for key in one.keys
                ])
                for one in program.rankings
            },
            0,
        )  # fmt: skip

    def groups(self, ranking: p.Ranking) -> list[list[int]]:
        """The bodies that a ranking places, by their numbers, group by group; none of them changes its group in any draw."""
        found: dict[tuple[object, ...], list[int]] = {}
        for at, row in enumerate(self.dataset.subjects):
            first = self.nodes.result(row, ranking.keys[0].node)
            if first.value is not None and takes_part(ranking, row, self.nodes):
                found.setdefault(tuple(row.values[name] for name in ranking.within), []).append(at)
        return list(found.values())

    # -- By the engine -----------------------------------------------------------------------------------------------

    def _by_engine(
        self,
        found: Moving,
        weights: Drawn,
        draws: int,
        progress: Progress | None,
        prepared: Callable[[int], None] | None,
        touched: frozenset[tuple[str, str]],
    ) -> Run:
        lasting = Lasting(self.program)
        still = engine.settled(self.nodes, self.dataset.subjects, found)
        outcomes = []
        for draw in range(draws):
            if prepared is not None:
                prepared(draw)
            lasting.changed(touched)
            changed = clauses(self.program, weights, draw)
            outcomes.append(
                engine.outcome(self.program, self.dataset, found, still, changed, self.watched, lasting)
            )
            if progress is not None:
                progress(draw + 1, draws)
        return gathered(self.program, outcomes)


def watched(program: p.Program) -> tuple[str, ...]:
    """The nodes that results stand for, then others that are rated or ranked."""
    rated = (rating.node for rating in program.ratings)
    return tuple(dict.fromkeys((*program.heads, *rated, *(one.keys[0].node for one in program.rankings))))


def gathered(program: p.Program, outcomes: Sequence[Outcome]) -> Run:
    """Single outcomes put together."""
    draws = len(outcomes)
    grades = {
        one.node: {None: standing.NONE, **{grade.name: at for at, grade in enumerate(one.grades)}}
        for one in program.ratings
    }
    return Run(
        draws,
        {
            name: [_column(scores) for scores in zip(*(one.scores[name] for one in outcomes), strict=True)]
            for name in outcomes[0].scores
        },
        {
            node: np.array([[number[grade] for grade in one.grades[node]] for one in outcomes], dtype=np.int16)
            for node, number in grades.items()
        },
        {
            one.name: np.array([[place or 0 for place in o.places[one.name]] for o in outcomes], dtype=np.int32)
            for one in program.rankings
        },
        draws,
    )  # fmt: skip


def _column(scores: tuple[Num | None, ...]) -> Scores:
    """Scores as a column where they are rational and each draw has one."""
    rational = [score for score in scores if isinstance(score, fmpq)]
    if len(rational) < len(scores):
        return scores if any(score is not None for score in scores) else None
    if len(set(rational)) == 1:
        return rational[0]
    numerators: Any = np.array([int(score.p) for score in rational], dtype=object)
    divisors: Any = np.array([int(score.q) for score in rational], dtype=object)
    return Fractions(numerators, 1, divisors)
