"""A cap, a floor or a rounding behind the last of several cases, where another case needed it as much.

`when A then X otherwise Y but at most 100%` caps Y alone. Where X can lie above, or has more decimals than Y is rounded to,
the text can be read in two ways.
"""

from __future__ import annotations

from collections.abc import Iterator

from effrules.check.errors import band_errors
from effrules.check.errors.band_errors import Behind
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model import ranges
from effrules.model.ranges import Range
from effrules.model.values.demands import NotKnown
from effrules.model.values.known import NOTHING
from effrules.model.values.occurring import Occurring


def last_case_only(node: p.Choose, occurring: Occurring) -> Iterator[Finding]:
    """The caps, floors and roundings that stand unbracketed behind the last case, and which another case goes beyond."""
    last = node.otherwise
    if node.span is None or last.span is None or last.span.end != node.span.end:
        return  # it stands in brackets: then it is said which case it is about
    try:
        others = list(_results(node, occurring))
    except NotKnown:
        return
    layer: p.Expression = last
    while isinstance(layer, p.Limit | p.RoundTo | p.IfMissing):
        if isinstance(layer, p.Limit | p.RoundTo) and any(_beyond(layer, one, occurring) for one in others):
            yield band_errors.last_case_only(layer.span, _behind(layer))
        layer = layer.operand


def _results(node: p.Choose, occurring: Occurring) -> Iterator[tuple[p.Expression, Range]]:
    """What each case before the last gives, with where it can lie there."""
    known = NOTHING
    for test, result in node.cases:
        yield result, occurring.range_of(result, occurring.told(test, known))
        known = occurring.told(test, known, holds=False)


def _beyond(layer: p.Limit | p.RoundTo, other: tuple[p.Expression, Range], occurring: Occurring) -> bool:
    result, where = other
    if isinstance(layer, p.RoundTo):
        if _rounded(result) or where.whole:
            return False
        return where.low is None or where.low != where.high or ranges.rounded(where, layer.rounding) != where
    try:
        bound = occurring.range_of(layer.bound)
    except NotKnown:
        return False
    if bound.low is None or bound.low != bound.high:
        return False
    end = where.high if layer.upper else where.low
    return end is None or (end > bound.low if layer.upper else end < bound.low)


def _rounded(result: p.Expression) -> bool:
    while isinstance(result, p.Limit | p.IfMissing):
        result = result.operand
    return isinstance(result, p.RoundTo)


def _behind(layer: p.Limit | p.RoundTo) -> Behind:
    if isinstance(layer, p.RoundTo):
        return Behind.ROUNDING
    return Behind.CAP if layer.upper else Behind.FLOOR
