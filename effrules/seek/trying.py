"""What comes out when some figures of a body are others: by the exact engine, of all that they move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from attrs import frozen
from flint import fmpq

from effrules.data.dataset import Dataset, Row
from effrules.exact.demands import broken, demands_on
from effrules.exact.lasting import Lasting
from effrules.exact.nodes import Known, Nodes
from effrules.exact.plan import plan_of
from effrules.exact.ranking import grade, places
from effrules.exact.results import NodeResult, Results
from effrules.model import program as p
from effrules.model import real
from effrules.model.reading import Cell
from effrules.model.real import Num, compare
from effrules.seek.goals import Goal, Graded, Placed, Score
from effrules.seek.movable import Movable, rows_of

Moves = Mapping[int, int]
"""By the number of a figure how many steps it moves: up, or, below 0, down."""


@frozen
class Outcome:
    """What a body has then. ``broken``: what does not hold of the data that must hold."""

    score: Num | None
    grade: str | None = None
    place: int | None = None
    broken: p.MustHold | None = None


class Trial:
    """Tries moves of a body's figures. ``base`` are the results of all bodies as they are reported."""

    def __init__(
        self,
        program: p.Program,
        dataset: Dataset,
        subject: Row,
        goal: Goal,
        figures: Sequence[Movable],
        base: Results,
    ) -> None:
        self.program, self.dataset, self.subject = program, dataset, subject
        self.goal, self.figures = goal, figures
        self.tries = 0
        self._rating = next((one for one in program.ratings if one.node == goal.node), None)
        self._ranking = goal.ranking if isinstance(goal, Placed) else ranking_of(program, goal.node)
        self._base: dict[str, dict[Row, NodeResult]] = {
            name: {one.subject: one.nodes[name] for one in base.subjects} for name in program.nodes
        }
        self._known: Known = {name: dict(results) for name, results in self._base.items()}
        self._lasting = Lasting(program)
        self._at: dict[int, int] = {}
        self._crossings: dict[frozenset[Cell], frozenset[str]] = {}
        self._seen: dict[tuple[tuple[int, int], ...], Outcome] = {}
        fields = frozenset(one.cell for one in figures)
        own = rows_of(dataset, subject)
        self._demands = demands_on(program, dataset, fields, own)
        self.base = self.outcome({}, with_place=True)

    def outcome(self, moves: Moves, *, with_place: bool = False) -> Outcome:
        """What comes out with some figures moved; the place only where it is asked for, or is the goal."""
        with_place = with_place or isinstance(self.goal, Placed)
        key = tuple(sorted((at, steps) for at, steps in moves.items() if steps))
        known = self._seen.get(key)
        if known is None or (with_place and known.place is None):
            known = self._seen[key] = self._tried(dict(key), with_place)
        return known

    def reached(self, outcome: Outcome) -> bool:
        """Whether the goal is reached, with all that must hold."""
        return outcome.broken is None and self.meets(outcome)

    def meets(self, outcome: Outcome) -> bool:
        """Whether the goal is reached, whatever must hold."""
        match self.goal:
            case Score(_, points):
                return outcome.score is not None and compare(outcome.score, points) >= 0
            case Placed(_, _, number):
                return outcome.place is not None and outcome.place <= number
            case Graded():
                return outcome.grade in self.goal.grades
            case _:
                assert_never(self.goal)

    def cost(self, moves: Moves) -> fmpq:
        """What moves cost together."""
        return sum((self.figures[at].cost(steps) for at, steps in moves.items()), start=fmpq(0))

    def gain(self, outcome: Outcome) -> fmpq:
        """By how much the score is nearer to the goal than as reported, as near as fractions tell; 0 where it is not, or something is broken."""
        before, after = near(self.base.score), near(outcome.score)
        if before is None or after is None or outcome.broken is not None:
            return fmpq(0)
        return max(fmpq(0), after - before if self.is_upwards else before - after)

    @property
    def is_upwards(self) -> bool:
        """Whether a higher score is better for the goal."""
        return not isinstance(self.goal, Placed) or self.goal.ranking.keys[0].highest_first

    def score_at_place(self, goal: Placed) -> Num | None:
        """The score of the other body that has the place, or of the last one where there are fewer: at least so much is needed."""
        within = goal.ranking.within
        group = [self.subject.values[name] for name in within]
        others = [
            value
            for row, one in self._base[goal.node].items()
            if row is not self.subject and [row.values[name] for name in within] == group
            and (value := near(one.value)) is not None
        ]  # fmt: skip
        others.sort(reverse=self.is_upwards)
        return others[min(goal.number, len(others)) - 1] if others else None

    def moves_others(self, moves: Moves) -> bool:
        """Whether scores of other bodies can move with the figures."""
        return bool(self._crossing(self._cells(moves)))

    # -- Working out -------------------------------------------------------------------------------------------------

    def _cells(self, figures: Iterable[int]) -> frozenset[Cell]:
        return frozenset(self.figures[at].cell for at in figures)

    def _moved(self, cells: frozenset[Cell]) -> frozenset[str]:
        plan = plan_of(self.program)
        return frozenset().union(*(plan.moved_by(*cell) for cell in cells))

    def _crossing(self, cells: frozenset[Cell]) -> frozenset[str]:
        """The nodes that can move for other bodies, too: those that look at others, and what rests on these."""
        known = self._crossings.get(cells)
        if known is None:
            plan, moved = plan_of(self.program), self._moved(cells)
            looking = {name for name in moved if plan.footprint(name).others}
            known = frozenset(name for name in moved if not looking.isdisjoint(plan.needed(name)))
            self._crossings[cells] = known
        return known

    def _forget(self, known: Known, figures: Iterable[int]) -> None:
        """Forget the results that become others with some figures."""
        cells = self._cells(figures)
        crossing = self._crossing(cells)
        for name in self._moved(cells):
            if name in crossing:
                known[name].clear()
            else:
                known[name].pop(self.subject, None)

    def _tried(self, moves: Moves, with_place: bool) -> Outcome:
        """What comes out; whatever the figures that are others than in the last try cannot move is still known."""
        self.tries += 1
        others = [at for at in {*self._at, *moves} if self._at.get(at) != moves.get(at)]
        self._forget(self._known, others)
        self._lasting.changed(self._cells(others), {self.figures[at].row for at in others})
        self._at = dict(moves)
        return self._worked_out(moves, self._known, self._lasting, with_place)

    def anew(self, moves: Moves) -> Outcome:
        """The same with its place, of the reported figures and nothing that was tried."""
        known = {name: dict(results) for name, results in self._base.items()}
        self._forget(known, moves)
        return self._worked_out(moves, known, None, True)

    def _worked_out(self, moves: Moves, known: Known, lasting: Lasting | None, with_place: bool) -> Outcome:
        before = {self.figures[at].row: self.figures[at].row.values for at in moves}
        changed = {row: dict(values) for row, values in before.items()}
        for at, steps in moves.items():
            changed[self.figures[at].row][self.figures[at].field.name] = self.figures[at].at(steps)
        try:
            for row, values in changed.items():
                row.values = values
            nodes = Nodes(self.program, self.dataset, known=known, lasting=lasting)
            score = nodes.result(self.subject, self.goal.node).value
            place = places(self._ranking, self.dataset.subjects, nodes).get(self.subject) if with_place and self._ranking else None  # fmt: skip
            return Outcome(
                score,
                None if self._rating is None else grade(self._rating, self.subject, nodes),
                None if place is None else place.number,
                broken(nodes, self._demands),
            )
        finally:
            for row, reported in before.items():
                row.values = reported


def near(value: Num | None) -> fmpq | None:
    """A number, as near as a fraction tells it: for estimates."""
    return value if value is None or isinstance(value, fmpq) else real.middle(value)


def ranking_of(program: p.Program, node: str) -> p.Ranking | None:
    """The ranking by a node's score, the first where there are several."""
    return next((one for one in program.rankings if one.keys[0].node == node), None)
