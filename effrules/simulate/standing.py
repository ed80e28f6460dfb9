"""Grades and places in all draws at a time, decided exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import lcm
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from flint import fmpq

from effrules.model import program as p
from effrules.simulate import fractions as f
from effrules.simulate.fractions import Column, Fractions

Ranks: TypeAlias = npt.NDArray[np.int32]
"""A row for each draw, a column for each body: 0 for the best; equal ones are equal."""

NONE = -1


def ranks(columns: Sequence[Column | None], draws: int, *, highest_first: bool) -> Ranks:
    """Ranks by a score; who has none comes last. Equal is what is exactly equal."""
    there = [at for at, column in enumerate(columns) if column is not None]
    found = np.full((draws, len(columns)), len(there), dtype=np.int32)
    own = [column for column in columns if column is not None]
    if own:
        whole = _whole(own, draws)
        sign = -1 if highest_first else 1
        if whole is not None:
            found[:, there] = _dense(sign * whole, 0)
        else:
            found[:, there] = _near(own, draws, sign)
    return found


def _whole(columns: Sequence[Column], draws: int) -> npt.NDArray[np.int64] | None:
    """The numerators of all over one denominator, where 64 bits hold them."""
    if any(isinstance(one, Fractions) and one.divisors is not None for one in columns):
        return None
    common = lcm(*(one.denominator if isinstance(one, Fractions) else int(one.q) for one in columns))
    found = np.empty((draws, len(columns)), dtype=np.int64)
    for at, one in enumerate(columns):
        numerators = (
            f.times(one.numerators, common // one.denominator)
            if isinstance(one, Fractions)
            else int(one.p) * (common // int(one.q))
        )
        if f.most(numerators) >= f.ROOM:
            return None
        found[:, at] = numerators
    return found


def _dense(keys: npt.NDArray[np.int64], least: int) -> Ranks:
    """Ranks of keys, the smallest first; those that differ by no more than ``least`` are equal."""
    order = np.argsort(keys, axis=1, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=1)
    found = np.zeros(keys.shape, dtype=np.int32)
    rising = np.cumsum(np.diff(ordered, axis=1) > least, axis=1, dtype=np.int32)
    np.put_along_axis(found, order[:, 1:], rising, axis=1)
    return found


def _near(columns: Sequence[Column], draws: int, sign: int) -> Ranks:
    """By the machine's numbers where these are apart for certain; draws in which two are close are decided exactly."""
    keys = sign * np.stack([f.near(one, draws) for one in columns], axis=1)
    order = np.argsort(keys, axis=1, kind="stable")
    ordered = np.take_along_axis(keys, order, axis=1)
    apart = np.diff(ordered, axis=1)
    found = np.zeros(keys.shape, dtype=np.int32)
    least = 4 * f.NEAR * max(float(np.abs(keys).max()), 2.0**-60)
    steps = apart > least
    np.put_along_axis(found, order[:, 1:], np.cumsum(steps, axis=1, dtype=np.int32), axis=1)
    for draw in np.nonzero(~steps.all(axis=1))[0]:
        exact = [sign * (one if isinstance(one, fmpq) else one.at(int(draw))) for one in columns]
        place = {value: at for at, value in enumerate(sorted(set(exact)))}
        found[draw] = [place[value] for value in exact]
    return found


def places(
    ranking: p.Ranking, members: Sequence[Sequence[int]], by_key: Sequence[Ranks]
) -> npt.NDArray[np.int32]:
    """The places of the members of each group by the ranks of each key; 0 for whoever is in none."""
    draws, bodies = by_key[0].shape
    standing = by_key[0].astype(np.int64)
    for later in by_key[1:]:
        standing = standing * (bodies + 1) + later
    found = np.zeros((draws, bodies), dtype=np.int32)
    for group in members:
        own = _dense(standing[:, group], 0)
        found[:, group] = own + 1 if ranking.ties is p.Ties.DENSE else _skipping(own)
    return found


def _skipping(own: Ranks) -> npt.NDArray[np.int32]:
    """1 + the number of better ones, by ranks that skip none."""
    ordered = np.sort(own, axis=1)
    at = np.arange(own.shape[1], dtype=np.int32)
    begins = np.ones(own.shape, dtype=bool)
    begins[:, 1:] = np.diff(ordered, axis=1) > 0
    first = np.maximum.accumulate(np.where(begins, at, 0), axis=1)
    order = np.argsort(own, axis=1, kind="stable")
    found = np.empty(own.shape, dtype=np.int32)
    np.put_along_axis(found, order, (first + 1).astype(np.int32), axis=1)
    return found


def grades(rating: p.Rating, column: Column | None, draws: int) -> npt.NDArray[np.int16]:
    """The number of the grade of a body in each draw, ``NONE`` where it has no score or no grade is for it."""
    if not isinstance(column, Fractions):
        return np.full(draws, _grade(rating, column), dtype=np.int16)
    found = np.full(draws, NONE, dtype=np.int16)
    sides: Mapping[fmpq, f.Array] = {
        end: f.sides(column, end)
        for end in {end for one in rating.grades for end in (one.low, one.high) if end is not None}
    }
    for at, one in reversed(list(enumerate(rating.grades))):
        holds = np.ones(draws, dtype=bool)
        if one.low is not None:
            holds &= sides[one.low] >= (0 if one.low_included else 1)
        if one.high is not None:
            holds &= sides[one.high] <= (0 if one.high_included else -1)
        found[holds] = at
    return found


def _grade(rating: p.Rating, score: fmpq | None) -> int:
    if score is None:
        return NONE
    return next((at for at, one in enumerate(rating.grades) if one.holds(score)), NONE)
