"""Ways that move one figure: the least move that reaches the goal, and what shows that it is the least.

Where a score can only rise, or only fall, with a field (``effrules.compare.verdicts.rising``), halving finds the least move, and nothing less
can reach the goal. Elsewhere every step on the way is tried, if there are not too many; else some of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

from attrs import evolve, frozen
from flint import fmpq

from effrules.compare.verdicts.rising import Rising, Way, flip
from effrules.seek.goals import Goal, Placed
from effrules.seek.movable import Limit, Movable
from effrules.seek.trying import Trial

EVERY = 400
"""So many steps are tried one by one."""

HALVES = (0, 1, 2, 4)
"""To see what a figure does, it is moved all the way, and as far as these numbers of halvings leave."""


class Shown(Enum):
    """What shows that a move of one figure is the least that reaches the goal."""

    PROVEN = "proven"
    """The score can only rise, or only fall, with the field."""
    TRIED = "tried"
    """Every step on the way was tried; none reaches it."""
    FOUND = "found"
    """Nothing: some steps on the way were tried. It is the least that was found."""
    TIGHT = "tight"
    """Of several figures: with a step less of any one of them the goal is not reached. Other figures together could cost less."""


@frozen
class Least:
    """The least move of a figure that reaches the goal."""

    steps: int
    shown: Shown


@frozen
class Course:
    """What a figure does on its way up (``sign`` 1) or down: what is gained at some of the ``points``, as near as that can be told.

    ``most`` is how many steps it can move; ``limit`` is why no more. ``is_sure``: no step of the way gains more than the last point.
    """

    at: int
    sign: int
    most: int
    limit: Limit
    points: tuple[tuple[int, fmpq], ...]
    is_sure: bool
    least: Least | None = None

    @property
    def best(self) -> tuple[int, fmpq]:
        """Where the most is gained, with the fewest steps."""
        return max(self.points, key=lambda point: (point[1], -point[0]), default=(0, fmpq(0)))


def singles(
    trial: Trial, rising: Rising, progress: Callable[[int, int], None] | None = None
) -> Iterator[Course]:
    """What each figure does, up and down, but for what cannot do anything for the goal; what was not seen to do anything has no points."""
    count = len(trial.figures)
    for at, figure in enumerate(trial.figures):
        if progress is not None:
            progress(at, count)
        for sign in (1, -1):
            most = figure.most(sign)
            if most:
                way = _way_of(trial.goal, rising, figure)
                proven = way in (Way.UP, Way.DOWN) and not trial.moves_others({at: 1})
                if way is Way.SAME or (proven and (way is Way.UP) is not (sign > 0)):
                    continue
                yield from _looked_at(trial, at, sign, most, proven)


def _way_of(goal: Goal, rising: Rising, figure: Movable) -> Way:
    """Which way what decides on the goal goes with a field, for the better as ``UP``."""
    if not isinstance(goal, Placed):
        return rising.way(goal.node, figure.cell)
    if goal.ranking.condition is not None or figure.field.name in goal.ranking.within:
        return Way.DIFFERENT
    ways = set()
    for key in goal.ranking.keys:
        way = rising.way(key.node, figure.cell, before_rounding=key.before_rounding)
        ways.add(way if key.highest_first else flip(way))
    ways.discard(Way.SAME)
    return Way.SAME if not ways else ways.pop() if len(ways) == 1 else Way.DIFFERENT


def _looked_at(trial: Trial, at: int, sign: int, most: int, proven: bool) -> Iterator[Course]:
    def holds(steps: int) -> bool:
        return trial.outcome({at: sign * steps}).broken is None

    limit = trial.figures[at].limits[0 if sign < 0 else 1]
    if not holds(most):
        most, limit = last(holds, most), Limit.HOLDS
    gains = [(steps, trial.gain(trial.outcome({at: sign * steps}))) for steps in _points(most)]
    if not proven or any(gain > 0 for _, gain in gains):
        whole = trial.outcome({at: sign * most}).score is not None
        made = Course(at, sign, most, limit, tuple(one for one in gains if one[1] > 0), proven and whole)
        yield evolve(made, least=_least(trial, made)) if made.points else made


def _points(most: int) -> list[int]:
    """Some numbers of steps from 1 to the most."""
    if most == 0:
        return []
    return sorted({max(1, most >> half) for half in HALVES} | {1})


def last(holds: Callable[[int], bool], most: int) -> int:
    """The last number of steps up to which something holds, found by halving."""
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def _least(trial: Trial, way: Course) -> Least | None:
    def outcome(steps: int) -> bool:
        return trial.reached(trial.outcome({way.at: way.sign * steps}))

    def meets(steps: int) -> bool:
        return trial.meets(trial.outcome({way.at: way.sign * steps}))

    if way.is_sure:
        if not meets(way.most):
            return None
        first = _first(meets, 0, way.most)
        allowed = next(
            (steps for steps in range(first, min(way.most, first + EVERY) + 1) if outcome(steps)), None
        )
        return None if allowed is None else Least(allowed, Shown.PROVEN)
    reached = [steps for steps, _ in way.points if outcome(steps)]
    if not reached:
        return None
    if reached[0] <= EVERY:
        return Least(next(steps for steps in range(1, reached[0] + 1) if outcome(steps)), Shown.TRIED)
    before = max((steps for steps, _ in way.points if steps < reached[0]), default=0)
    return Least(_first(outcome, before, reached[0]), Shown.FOUND)


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The first number of steps above ``low`` for which something holds, as at ``high``, if it holds from there on."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
