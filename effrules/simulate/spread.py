"""What draws say of a body: the scores and places between which it lies, how often it keeps what it has."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cmp_to_key

import numpy as np
import numpy.typing as npt
from flint import fmpq

from effrules.model.real import Num, Undecided, compare
from effrules.simulate import fractions as f
from effrules.simulate.fractions import Fractions
from effrules.simulate.runs import Scores


def at_shares(scores: Scores, draws: int, shares: Sequence[fmpq]) -> tuple[Num | None, ...]:
    """Of the scores in all draws, for each share the smallest that so many of them do not exceed: a score that was drawn, exactly.

    Draws without a score do not count; without any score there is none.
    """
    if scores is None or isinstance(scores, fmpq):
        return (scores,) * len(shares)
    if isinstance(scores, Fractions):
        return tuple(_nth(scores, number(draws, share)) for share in shares)
    there = sorted((score for score in scores if score is not None), key=cmp_to_key(order))
    return tuple(there[number(len(there), share)] for share in shares)


def order(left: Num, right: Num) -> int:
    """-1, 0 or 1; what cannot be told apart, however many digits are looked at, stands in any order."""
    try:
        return compare(left, right)
    except Undecided:
        return 0


def unscored(scores: Scores, draws: int) -> int:
    """In how many draws there is no score."""
    return draws if scores is None else sum(one is None for one in scores) if isinstance(scores, tuple) else 0


def number(count: int, share: fmpq) -> int:
    """The number, from 0, of the smallest of sorted values that a share of them does not exceed."""
    return max(0, min(count, int((share * count).ceil())) - 1)


def _nth(column: Fractions, at: int) -> fmpq:
    """The number that stands at a place among all in order, from 0."""
    if column.divisors is None and not column.is_long:
        return fmpq(int(np.partition(column.numerators, at)[at]), column.denominator)
    try:
        close = f.near(column, len(column.numerators))
    except OverflowError:
        return sorted(column.at(draw) for draw in range(len(column.numerators)))[at]
    pivot = float(np.partition(close, at)[at])
    reach = 4 * f.NEAR * max(abs(pivot), 2.0**-60)
    before = int((close < pivot - reach).sum())
    there = sorted(column.at(int(draw)) for draw in np.nonzero(np.abs(close - pivot) <= reach)[0])
    return there[at - before]


def places_at(places: npt.NDArray[np.int32], shares: Sequence[fmpq]) -> tuple[int | None, ...]:
    """The same of the places of a body; 0 is none."""
    there = np.sort(places[places > 0])
    if not len(there):
        return (None,) * len(shares)
    return tuple(int(there[number(len(there), share)]) for share in shares)


def numbers(scores: Scores, draws: int) -> npt.NDArray[np.float64]:
    """The scores as the machine's own numbers, for statistics; where there is none, or it is too large for these, not a number."""
    with suppress(OverflowError):
        if isinstance(scores, fmpq | Fractions):
            return f.near(scores, draws)
        if scores is not None:
            return np.array([np.nan if score is None else middle(score) for score in scores])
    return np.full(draws, np.nan)


def middle(value: Num) -> float:
    """An exact number as the machine's own."""
    from effrules.model import real

    rational = value if isinstance(value, fmpq) else real.middle(value)
    return int(rational.p) / int(rational.q)
