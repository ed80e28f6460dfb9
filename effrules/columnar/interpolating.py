"""Interpolation between points, for many rows at once."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from effrules.columnar import arithmetic as a
from effrules.columnar import deciding
from effrules.columnar.forms import (
    Column,
    Days,
    Scaled,
    Truth,
    constant,
    either,
)
from effrules.columnar.lanes import Lanes
from effrules.model import program as p
from effrules.model.types import YesNo

if TYPE_CHECKING:
    from effrules.columnar.kernel import Kernel

YESNO = YesNo()


def interpolate(run: Kernel, node: p.Interpolate, lanes: Lanes) -> Column:
    value = run.evaluate(node.operand, lanes)
    ends = [run.evaluate(at_, lanes) for at_, _ in node.points]
    rising = _all_so(p.Comparison.LESS, ends)
    falling = _all_so(p.Comparison.GREATER, ends)
    if bool(rising.held.b.all()) and rising.open is None:
        return _along(run, node, value, ends, lanes, rises=True)
    if bool(falling.held.b.all()) and falling.open is None:
        return _along(run, node, value, ends, lanes, rises=False)
    up, down = (_along(run, node, value, ends, lanes, rises) for rises in (True, False))
    neither = ~(rising.held.b | falling.held.b)
    return deciding.chosen(rising, up, down).also_open(
        either(falling.open, neither if neither.any() else None)
    )


def _all_so(how: p.Comparison, ends: list[Column]) -> Column:
    found = Column(Truth(np.ones(1, dtype=bool)))
    for left, right in pairwise(ends):
        side = deciding.compare(how, left, right)
        found = Column(Truth(found.held.b & side.held.b), either(found.open, side.open))
    return found


def _along(
    run: Kernel, node: p.Interpolate, value: Column, ends: list[Column], lanes: Lanes, rises: bool
) -> Column:
    upto = p.Comparison.AT_MOST if rises else p.Comparison.AT_LEAST
    short = p.Comparison.LESS if rises else p.Comparison.GREATER
    beyond = p.Comparison.GREATER if rises else p.Comparison.LESS
    nothing = Column(constant(a.ZERO), np.ones(1, dtype=bool))
    heights = [run.evaluate(height, lanes) for _, height in node.points]
    found = nothing if node.after is None else run.evaluate(node.after, lanes)
    found = deciding.chosen(deciding.compare(beyond, value, ends[-1]), found, heights[-1])
    for last in range(len(ends) - 1, 0, -1):
        way = a.divide(_distance(ends[last - 1], value), _distance(ends[last - 1], ends[last]))
        slope = a.subtract(heights[last], heights[last - 1])
        between = a.add(heights[last - 1], a.multiply(slope, way))
        at_end = deciding.chosen(
            deciding.compare(p.Comparison.EQUAL, value, ends[last]), heights[last], between
        )
        found = deciding.chosen(deciding.compare(upto, value, ends[last]), at_end, found)
    found = deciding.chosen(deciding.compare(upto, value, ends[0]), heights[0], found)
    before = nothing if node.before is None else run.evaluate(node.before, lanes)
    return deciding.chosen(deciding.compare(short, value, ends[0]), before, found)


def _distance(start: Column, end: Column) -> Column:
    if isinstance(start.held, Days):
        return Column(
            Scaled(end.held.c - start.held.c, 1, -4_000_000, 4_000_000), either(start.open, end.open)
        )
    return a.subtract(end, start)
