"""Places for many subjects at once: whole numbers in the order of the scores, and their runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from effrules.columnar import arithmetic as a
from effrules.columnar import converting as c
from effrules.columnar.forms import Array, Number, Scaled, numbered
from effrules.model.real import Undecided


class Indistinct(Exception):
    """Two scores could neither be told apart nor shown to be equal: the exact engine says so."""


def order_codes(held: Number, rows: Array, exactly: Callable[[Array], list[Any]]) -> Array:
    """Whole numbers in the order of the scores of some rows, equal where these are.

    ``exactly`` gives the exact scores of rows; it is asked only for those that floats cannot tell apart.
    """
    if isinstance(held, Scaled):
        return (
            np.broadcast_to(held.m, (int(rows.max(initial=-1)) + 1,))[rows]
            if len(held.m) == 1
            else held.m[rows]
        )
    near, lost = c.approximate(held)
    x = near.x[rows] if len(near.x) > 1 else np.broadcast_to(near.x, rows.shape)
    order = np.argsort(x, kind="stable")
    close = np.diff(x[order]) <= 4 * near.err
    if lost is not None:  # numbers that are no fractions: among these no float says who is ahead
        close[:] = True
    codes = np.zeros(len(rows), dtype=np.int64)
    steps = np.ones(len(rows), dtype=np.int64)
    starts = np.flatnonzero(np.append(True, ~close)[: len(rows)])
    for start, stop in zip(starts.tolist(), np.append(starts[1:], len(rows)).tolist(), strict=False):
        if stop - start == 1:
            continue
        cluster = order[start:stop]
        values = exactly(rows[cluster])
        try:
            ranked = sorted(range(len(values)), key=lambda at: a.ordering(values[at]))
            order[start:stop] = cluster[ranked]
            for place in range(1, len(ranked)):
                steps[start + place] = int(values[ranked[place]] != values[ranked[place - 1]])
        except Undecided:
            raise Indistinct from None
    codes[order] = np.cumsum(steps)
    return codes


def placed(
    groups: Array, keys: list[tuple[Array, Array]], highest_first: list[bool], dense: bool
) -> tuple[Array, Array, Array]:
    """For each member its place, whether it shares it, and how many have one in its group.

    ``keys``: for each key who has a score, and the codes of the scores; who has none comes last.
    """
    columns: list[Array] = []
    for (has, codes), highest in zip(keys, highest_first, strict=True):
        columns += [~has, np.where(has, -codes if highest else codes, 0)]
    which, first = numbered(groups, *columns)
    sizes = np.bincount(which, minlength=len(first))
    group = groups[first]
    begins = np.append(True, group[1:] != group[:-1])[: len(first)]
    number = np.arange(len(first)) if dense else np.cumsum(sizes) - sizes
    among = np.add.reduceat(sizes, np.flatnonzero(begins)) if len(first) else sizes
    of = np.cumsum(begins) - 1
    place = number - number[begins][of] + 1
    return place[which], (sizes > 1)[which], among[of][which]
