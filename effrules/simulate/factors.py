"""What is varied: weights, reported figures, assumptions; and the rules in each combination of alternatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from attrs import frozen

from effrules.data.dataset import Dataset
from effrules.model import program as p
from effrules.simulate.noise import Noise
from effrules.simulate.weights import Group

MOST_COMBINATIONS = 64
"""Of alternatives; the rules of each are checked and scored."""


@frozen
class Assumption:
    """Something that could be otherwise: drafts that say how (``alternatives``, their names). As it stands is one of the ways, too."""

    name: str
    alternatives: tuple[str, ...]

    @property
    def ways(self) -> int:
        """How many ways there are; each is as likely as the others."""
        return len(self.alternatives) + 1


Factor: TypeAlias = Group | Noise | Assumption
Combination: TypeAlias = tuple[int, ...]
"""For each assumption which of its ways holds; 0 is as it stands."""


@frozen(eq=False)
class Variant:
    """The rules in a combination of alternatives, the data as they read them, and the weights of theirs that are varied, by factor."""

    program: p.Program
    dataset: Dataset
    groups: Mapping[int, Group]


def combinations(assumptions: Sequence[Assumption]) -> tuple[Combination, ...] | None:
    """Every combination, that of the rules as they stand first; ``None`` where there are too many."""
    if prod(one.ways for one in assumptions) > MOST_COMBINATIONS:
        return None
    return tuple(product(*(range(one.ways) for one in assumptions)))


def chosen(
    factors: Sequence[Factor], sample: Sequence[int], draws: int, seed: int
) -> dict[Combination, npt.NDArray[np.int64]]:
    """The draws of each combination of alternatives."""
    columns = [
        np.random.default_rng([seed, at, sample[at]]).integers(0, one.ways, draws)
        for at, one in enumerate(factors)
        if isinstance(one, Assumption)
    ]
    if not columns:
        return {(): np.arange(draws)}
    rows, which = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    return {tuple(map(int, row)): np.nonzero(which.reshape(-1) == at)[0] for at, row in enumerate(rows)}
