"""All ways to a goal, the cheapest first; and where none leads there, the best that can be had, and what stops it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import assert_never

from attrs import frozen
from flint import fmpq

from effrules.compare.verdicts.rising import Rising
from effrules.data.dataset import Dataset, Row
from effrules.exact.results import Results
from effrules.model import program as p
from effrules.model.garbage import without_collecting
from effrules.seek.goals import Goal, Graded, Placed, Score
from effrules.seek.movable import Limit, Movable
from effrules.seek.single import Course, Shown, singles
from effrules.seek.together import small, together
from effrules.seek.trying import Moves, Outcome, Trial, near

ROUNDS = 3
"""So often all figures are gone through to find the best that can be had."""


@frozen
class Settings:
    """How many figures a way moves at most, and how many ways are told."""

    figures: int = 4
    ways: int = 5


@frozen
class Change:
    """A figure that is another one; ``limit``: it is moved as far as it goes, and that is why no further."""

    figure: Movable
    steps: int
    limit: Limit | None = None

    @property
    def value(self) -> fmpq:
        """What it would have to be."""
        return self.figure.at(self.steps)


@frozen
class Way:
    """Figures that are changed, what comes out, what it costs, and what shows that nothing less will do.

    ``moves_others``: scores of other bodies can be others, too, since they are compared with each other.
    """

    changes: tuple[Change, ...]
    outcome: Outcome
    cost: fmpq
    shown: Shown | None
    moves_others: bool


@frozen(eq=False)
class Sought:
    """What was found. ``ways`` are empty where the goal is reached as things stand, or by none.

    ``best``: where no way leads there, the best that was found; ``is_best``: no figures within their limits give more.
    ``tries``: how often the engine was asked.
    """

    program: p.Program
    dataset: Dataset
    subject: Row
    goal: Goal
    figures: tuple[Movable, ...]
    settings: Settings
    base: Outcome
    is_reached: bool
    ways: tuple[Way, ...]
    best: Way | None
    is_best: bool
    tries: int


@without_collecting()
def seek(
    program: p.Program,
    dataset: Dataset,
    base: Results,
    subject: Row,
    goal: Goal,
    figures: Sequence[Movable],
    settings: Settings = Settings(),
    progress: Callable[[int, int], None] | None = None,
) -> Sought:
    """All ways for a body to a goal by moving some of its figures. ``base`` are the results of all bodies as they stand."""
    trial = Trial(program, dataset, subject, goal, figures, base)
    reached = trial.meets(trial.base)
    ways: list[Way] = []
    best, is_best = None, False
    if not reached and trial.base.score is not None:
        every = list(singles(trial, Rising(program), progress))
        courses = [one for one in every if one.points]
        limits = {(one.at, one.sign): (one.most, one.limit) for one in courses}
        ways = _ways(trial, courses, settings, limits)
        if not ways:
            most = _best(trial, courses)
            whole = _way(trial, most, None, limits)
            if trial.reached(whole.outcome):
                ways = [_way(trial, small(trial, most), Shown.TIGHT, limits)]
            else:
                best = whole if most else None
                is_best = all(one.is_sure for one in every) and all(
                    most.get(one.at) == one.sign * one.most and one.limit is not Limit.HOLDS
                    for one in courses
                )
    return Sought(
        program, dataset, subject, goal, tuple(figures), settings, trial.base, reached, tuple(ways), best, is_best,
        trial.tries,
    )  # fmt: skip


Limits = Mapping[tuple[int, int], tuple[int, Limit]]
"""By figure and direction how many steps it can move, and why no more."""


def _ways(trial: Trial, courses: Sequence[Course], settings: Settings, limits: Limits) -> list[Way]:
    """The cheapest ways, each of other figures."""
    found: dict[tuple[int, ...], Way] = {}
    for one in courses:
        if one.least is not None:
            way = _way(trial, {one.at: one.sign * one.least.steps}, one.least.shown, limits)
            known = found.get((one.at,))
            if known is None or way.cost < known.cost:
                found[one.at,] = way
    if settings.figures > 1 and len(courses) > 1:
        needed = _needed(trial, courses)
        several = list(together(trial, courses, needed, settings.figures))
        if not found and not several:
            several = list(together(trial, courses, needed, None))
        for moves in several:
            key = tuple(sorted(moves))
            found.setdefault(key, _way(trial, moves, Shown.TIGHT, limits))
    ordered = sorted(found.values(), key=lambda way: (way.cost, len(way.changes)))
    return ordered[: settings.ways]


def _needed(trial: Trial, courses: Sequence[Course]) -> fmpq:
    """By how much the score must rise for the goal, as near as can be told beforehand."""
    base = near(trial.base.score) or fmpq(0)
    match trial.goal:
        case Score(_, points):
            wanted = points
        case Graded():
            wanted = trial.goal.points or fmpq(0)
        case Placed():
            wanted = near(trial.score_at_place(trial.goal)) or base
        case _:
            assert_never(trial.goal)
    least = fmpq(1, 10**6) if not courses else max(gain for one in courses for _, gain in one.points) / 100
    return max(abs(wanted - base), least)


def _best(trial: Trial, courses: Sequence[Course]) -> Moves:
    """Moves that together give as much as was found: each figure in turn to where it gives the most with the others where they are."""
    found: dict[int, int] = {}
    gained = fmpq(0)
    for _ in range(ROUNDS):
        before = gained
        for one in sorted(courses, key=lambda course: course.best[1], reverse=True):
            for steps in {one.most, *(steps for steps, _ in one.points)}:
                tried = {**found, one.at: one.sign * steps}
                gain = trial.gain(trial.outcome(tried))
                if gain > gained:
                    found, gained = tried, gain
        if gained == before:
            break
    return found


def _way(trial: Trial, moves: Moves, shown: Shown | None, limits: Limits) -> Way:
    def limit(at: int, steps: int) -> Limit | None:
        most, why = limits.get((at, 1 if steps > 0 else -1), (0, None))
        return why if abs(steps) >= most else None

    changes = tuple(Change(trial.figures[at], steps, limit(at, steps)) for at, steps in sorted(moves.items()))
    outcome = trial.anew(moves)
    assert outcome == trial.outcome(moves, with_place=True), "what is remembered is what comes out"
    return Way(changes, outcome, trial.cost(moves), shown, trial.moves_others(moves))


@contextmanager
def as_changed(way: Way) -> Iterator[None]:
    """The data with the figures of a way in them, as long as this is open."""
    before = {one.figure.row: one.figure.row.values for one in way.changes}
    try:
        for one in way.changes:
            one.figure.row.values = {**one.figure.row.values, one.figure.field.name: one.value}
        yield
    finally:
        for row, values in before.items():
            row.values = values


__all__ = ["Change", "Settings", "Sought", "Way", "as_changed", "seek"]
