"""Ways that move several figures: picked by what each figure gains alone, then tried exactly and made as small as they can be.

What figures gain together is estimated as the sum of what they gain alone, at some points of their ways; of these the cheapest that
adds up to enough is picked (every combination is weighed, but for those that another beats in cost and gain). It is only an estimate: scores are
rounded, and limits and bands lie in between. So each pick is tried by the engine, moved on where it falls short, and made smaller figure by figure
until a step less of any one of them no longer reaches the goal. Nothing is claimed beyond that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import lcm
from operator import itemgetter
from typing import TypeAlias

from attrs import frozen
from flint import fmpq

from effrules.seek.single import Course
from effrules.seek.trying import Moves, Trial

POINTS = 16
"""At so many points of its way it is asked what a figure gains alone."""

FIGURES = 40
"""So many figures are combined: those that gain most for what they cost."""

KEPT = 400
"""So many combinations of as many figures are carried on."""

LEFT_OUT = 4
"""So many figures of the cheapest way, the dearest ones, are left out in turn: for other ways."""

AGAIN = 8
"""So often a pick that falls short is made anew."""


@frozen
class _Pick:
    """Figures with their steps, what that costs, and what it is estimated to gain."""

    cost: fmpq
    gain: fmpq
    moves: tuple[tuple[int, int], ...] = ()


Options: TypeAlias = Mapping[int, Sequence[_Pick]]
"""What each figure can do alone, by its number."""


def together(trial: Trial, ways: Sequence[Course], needed: fmpq, most: int | None) -> Iterator[Moves]:
    """Ways with at most so many figures (``None``: any number) that reach the goal, as small as they can be. ``needed``: how much must be gained."""
    options = _options(trial, ways)
    seen: set[tuple[int, ...]] = set()
    first = _reaching(trial, options, needed, most)
    dearest = (
        sorted(first[0], key=lambda at: trial.figures[at].cost(first[0][at]), reverse=True) if first else []
    )
    left_out = [frozenset[int](), *(frozenset({at}) for at in dearest[:LEFT_OUT])]
    counts = (None,) if most is None else range(2, most + 1)
    for count, without in ((count, without) for without in left_out for count in counts):
        there = {at: found for at, found in options.items() if at not in without}
        for moves in _reaching(trial, there, needed, count)[:1]:
            key = tuple(sorted(moves))
            if len(key) > 1 and key not in seen:
                seen.add(key)
                yield moves


def _options(trial: Trial, ways: Sequence[Course]) -> Options:
    """The points of each figure at which nothing cheaper gains as much; of the figures that are worth most."""

    def worth(course: Course) -> fmpq:
        return max(
            gain / (trial.figures[course.at].cost(steps) or fmpq(1, 10**9)) for steps, gain in course.points
        )

    found: dict[int, list[_Pick]] = {}
    for course in sorted(ways, key=worth, reverse=True)[:FIGURES]:
        points = dict(course.points)
        for part in range(1, POINTS):
            steps = course.most * part // POINTS
            points[steps] = trial.gain(trial.outcome({course.at: course.sign * steps}))
        picks = [
            _Pick(trial.figures[course.at].cost(steps), gain, ((course.at, course.sign * steps),))
            for steps, gain in sorted(points.items())
            if gain > 0
        ]
        found[course.at] = _best([*found.get(course.at, ()), *picks])
    return found


def _best(picks: list[_Pick]) -> list[_Pick]:
    """Those that no other one beats, the cheapest first."""
    found: list[_Pick] = []
    for one in sorted(picks, key=lambda pick: (pick.cost, -pick.gain)):
        if not found or one.gain > found[-1].gain:
            found.append(one)
    return found


_Link: TypeAlias = "tuple[int, int, _Link | None, _Pick | None]"
"""A combination: its cost and, below 0, its gain, in whole parts; the combination without its last pick; and that pick."""

_IN_ORDER = itemgetter(0, 1)


def _cheapest(options: Options, needed: fmpq, most: int | None) -> _Pick | None:
    """The cheapest combination of at most so many figures that is estimated to gain enough."""
    every = [pick for picks in options.values() for pick in picks]
    costs = lcm(*(int(pick.cost.q) for pick in every))
    gains = lcm(int(needed.q), *(int(pick.gain.q) for pick in every))
    least = -int(needed * gains)
    levels: list[list[_Link]] = [[(0, 0, None, None)], *([] for _ in range(most or 0))]
    steps = [(0, 0)] if most is None else [(level - 1, level) for level in range(most, 0, -1)]
    enough: _Link | None = None
    for picks in options.values():
        own = [(int(pick.cost * costs), -int(pick.gain * gains), pick) for pick in picks]
        for before, level in steps:
            more = _combined(levels[before], own, None if enough is None else enough[0])
            for one in more:
                if one[1] <= least and (enough is None or one[0] < enough[0]):
                    enough = one
            kept = _unbeaten([*levels[level], *(one for one in more if one[1] > least)])
            levels[level] = (
                kept if len(kept) <= KEPT else [kept[at * len(kept) // KEPT] for at in range(KEPT)]
            )
    return None if enough is None else _picked(enough)


def _combined(before: list[_Link], own: list[tuple[int, int, _Pick]], below: int | None) -> list[_Link]:
    """Each combination with each pick of a figure (the cheapest first), where that costs less than ``below``."""
    if below is None:
        return [(one[0] + cost, one[1] + gain, one, pick) for one in before for cost, gain, pick in own]
    found: list[_Link] = []
    for one in before:
        left = below - one[0]
        for cost, gain, pick in own:
            if cost >= left:
                break
            found.append((one[0] + cost, one[1] + gain, one, pick))
    return found


def _unbeaten(links: list[_Link]) -> list[_Link]:
    """Those that no other one beats, the cheapest first."""
    links.sort(key=_IN_ORDER)
    found: list[_Link] = []
    gain = 1
    for one in links:
        if one[1] < gain:
            found.append(one)
            gain = one[1]
    return found


def _picked(link: _Link) -> _Pick:
    """A combination as one pick."""
    picks: list[_Pick] = []
    at: _Link | None = link
    while at is not None and at[3] is not None:
        picks.append(at[3])
        at = at[2]
    picks.reverse()
    return _Pick(
        sum((pick.cost for pick in picks), fmpq(0)),
        sum((pick.gain for pick in picks), fmpq(0)),
        tuple(move for pick in picks for move in pick.moves),
    )


def _reaching(trial: Trial, options: Options, needed: fmpq, most: int | None) -> list[Moves]:
    """A way with at most so many figures, tried exactly and made small; none where no pick reaches the goal."""
    wanted = needed
    for _ in range(AGAIN):
        pick = _cheapest(options, wanted, most)
        if pick is None:
            return []
        outcome = trial.outcome(dict(pick.moves))
        if trial.reached(outcome):
            return [small(trial, dict(pick.moves))]
        wanted = max(wanted + needed - trial.gain(outcome), pick.gain + needed / 1000)
    return []


def small(trial: Trial, moves: Moves) -> Moves:
    """Moves that reach the goal, made smaller until a step less of any one of them no longer does; the dearest first."""
    found = dict(moves)

    def enough(at: int, steps: int) -> bool:
        return trial.reached(trial.outcome({**found, at: steps}))

    changed = True
    while changed:
        changed = False
        for at in sorted(found, key=lambda at: trial.figures[at].cost(found[at]), reverse=True):
            steps = found[at]
            sign = 1 if steps > 0 else -1
            low, high = -1, abs(steps)
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if enough(at, sign * middle) else (middle, high)
            while high and enough(at, sign * (high - 1)):
                high -= 1
            if high != abs(steps):
                changed = True
                found[at] = sign * high
            if not found[at]:
                del found[at]
    return found
