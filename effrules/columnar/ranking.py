"""Places for many subjects at once: whole numbers in the order of the scores, and their runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from effrules.columnar import arithmetic as a
from effrules.columnar.forms import Array, Number, Scaled
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
    near, lost = a.approximate(held)
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
        columns.append(~has)
        columns.append(np.where(has, -codes if highest else codes, 0))
    order = np.lexsort([*reversed(columns), groups])
    size = len(groups)
    new_group = np.ones(size, dtype=bool)
    new_run = np.ones(size, dtype=bool)
    if size:
        new_group[1:] = groups[order][1:] != groups[order][:-1]
        new_run[1:] = new_group[1:]
        for column in columns:
            ordered = column[order]
            new_run[1:] |= ordered[1:] != ordered[:-1]
    group_starts, run_starts = np.flatnonzero(new_group), np.flatnonzero(new_run)
    group_number, run_number = np.cumsum(new_group) - 1, np.cumsum(new_run) - 1
    run_sizes = np.diff(np.append(run_starts, size))
    group_sizes = np.diff(np.append(group_starts, size))
    if dense:
        first = run_number[group_starts]
        number = run_number - first[group_number] + 1
    else:
        number = run_starts[run_number] - group_starts[group_number] + 1
    places, shared, among = (
        np.zeros(size, dtype=np.int64),
        np.zeros(size, dtype=bool),
        np.zeros(size, dtype=np.int64),
    )
    places[order], shared[order], among[order] = number, run_sizes[run_number] > 1, group_sizes[group_number]
    return places, shared, among
