"""Where the scores of nodes lie: a part of the analysis of ranges (:mod:`effrules.model.occurring`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from attrs import frozen

from effrules.model import program as p
from effrules.model import ranges
from effrules.model.demands import NotKnown
from effrules.model.known import Known
from effrules.model.ranges import ANY, ONE, ZERO, Range

if TYPE_CHECKING:
    from effrules.model.occurring import Occurring


@frozen
class ScoreRange:
    """A node's score, final and before its own rounding; and what its formula or its parts alone give."""

    final: Range
    before: Range
    raw: Range


def score_range(occurring: Occurring, node: p.ScoreNode) -> ScoreRange:
    """Where the scores of a node lie: by its formula or its parts, its scale, rounding, penalties and bonuses. Raises NotKnown."""
    known = occurring.around(node.name)
    if node.formula is not None:
        raw = occurring.range_of(node.formula, known)
    elif node.parts:
        raw = range_of_mean(occurring, node)
    else:
        raise NotKnown(node.name)
    return _finished(occurring, node, raw, known)


def range_of_others(occurring: Occurring, node: p.ScoreNode, own: Range, *, before_rounding: bool) -> Range:
    """A mean of scores of others, to which the node's own formula gives a value in ``own``."""
    found = _finished(occurring, node, own, occurring.around(node.name))
    return ranges.without_whole(found.before if before_rounding else found.final)


def _finished(occurring: Occurring, node: p.ScoreNode, raw: Range, known: Known) -> ScoreRange:
    """The score by what the formula gives: rounded, within its scale, after penalties and bonuses."""
    rounded = raw if node.rounding is None else ranges.rounded(raw, node.rounding)
    if node.kind is p.NodeKind.TOTAL:
        before = _adjusted(occurring, node, raw, known)
        final = before if node.rounding is None else ranges.rounded(before, node.rounding)
        return ScoreRange(_bounded(occurring, final), _bounded(occurring, before), raw)
    before = raw
    if node.kind is p.NodeKind.CRITERION:
        scale = ranges.made(node.minimum, False, node.maximum, False)
        rounded = ranges.meet(rounded, scale)
        if node.rounding is None:
            before = raw = rounded
    return ScoreRange(
        _adjusted(occurring, node, rounded, known), _adjusted(occurring, node, before, known), raw
    )


def _bounded(occurring: Occurring, of: Range) -> Range:
    for upper, bound in ((False, occurring.program.final_floor), (True, occurring.program.final_cap)):
        if bound is not None:
            of = ranges.limited(of, upper, ranges.exactly(bound))
    return of


def _adjusted(occurring: Occurring, node: p.ScoreNode, of: Range, known: Known) -> Range:
    """After penalties, then bonuses: a penalty goes no lower than its floor, a bonus no higher than its ceiling."""
    for adjustment in sorted(occurring.program.adjustments, key=lambda one: one.sign):
        if adjustment.target != node.name:
            continue
        amount = _amount(occurring, adjustment, known)
        moved = ranges.add(of, ranges.negate(amount) if adjustment.sign < 0 else amount)
        limit = adjustment.floor if adjustment.sign < 0 else adjustment.ceiling
        if limit is not None:
            held = ranges.limited(moved, adjustment.sign > 0, ranges.exactly(limit))
            moved = ranges.hull(held, ranges.limited(of, adjustment.sign < 0, ranges.exactly(limit)))
        of = ranges.hull(of, moved)
    return of


def _amount(occurring: Occurring, adjustment: p.Adjustment, known: Known) -> Range:
    """What a penalty or bonus can come to; amounts below 0 are refused when scoring."""
    inside = occurring.told(adjustment.condition, known)
    if adjustment.rows is not None:
        inside = occurring.told(adjustment.rows.where, inside)
    each = occurring.range_of(adjustment.amount, inside)
    high = each.high if adjustment.rows is None else None
    if adjustment.cap is not None:
        cap = occurring.range_of(adjustment.cap, known).high
        high = cap if high is None or (cap is not None and cap < high) else high
    return Range(ZERO, False, high)


def range_of_mean(occurring: Occurring, node: p.ScoreNode) -> Range:
    """The weighted mean of a node's parts, each measured on its own scale; any of them may be left out."""
    own = [occurring.score(part).final for part in node.parts]
    measured = []
    for part, found in zip(node.parts, own, strict=True):
        declared = occurring.program.nodes[part]
        factor = 1 / (declared.maximum - declared.minimum)
        measured.append(ranges.scaled(found, factor, -declared.minimum * factor))
    means = []
    for clause in occurring.program.weights:
        weights = {weight.part: weight.share for weight in clause.weights.get(node.name, ())}
        if set(weights) != set(node.parts) or any(share < 0 for share in weights.values()):
            return ANY
        if any(_may_be_left_out(occurring, part) for part in node.parts):
            means.append(ranges.without_whole(ranges.hull(*measured, *_instead(occurring, clause))))
        else:
            terms = zip(node.parts, measured, strict=True)
            means.append(
                ranges.total(ranges.multiply(one, ranges.exactly(weights[part])) for part, one in terms)
            )
    if not means:
        return ANY
    return ranges.scaled(ranges.hull(*means), node.maximum - node.minimum, node.minimum)


def _instead(occurring: Occurring, clause: p.WeightsClause) -> list[Range]:
    """What a part that is left out counts as, on a scale from 0 to 1."""
    match clause.redistribution:
        case p.Redistribution.COUNT_AS_ZERO:
            return [ranges.exactly(ZERO)]
        case p.Redistribution.COUNT_AS_FULL:
            return [ranges.exactly(ONE)]
        case p.Redistribution.IN_PROPORTION | p.Redistribution.EQUALLY | p.Redistribution.NOT_STATED:
            return []
        case _:
            assert_never(clause.redistribution)


def _may_be_left_out(occurring: Occurring, name: str) -> bool:
    """Whether a node can be without a score where the node above it has one."""
    node = occurring.program.nodes[name]
    none_left = (
        bool(node.parts) and node.only_parts and all(_may_be_left_out(occurring, part) for part in node.parts)
    )
    return bool(node.not_applicable) or none_left


def range_of_parts(occurring: Occurring, node: p.ScoreNode, kind: p.AggregateKind, weighted: bool) -> Range:
    """An aggregate of a node's own parts that are applicable, at least one."""
    own = [occurring.score(part).final for part in node.parts]
    if not own:
        return ANY
    if weighted:
        for clause in occurring.program.weights:
            filled = _instead(occurring, clause)
            for part in node.parts if filled else ():
                declared = occurring.program.nodes[part]
                full = clause.redistribution is p.Redistribution.COUNT_AS_FULL
                own.append(ranges.exactly(declared.maximum if full else declared.minimum))
            if any(weight.share < 0 for weight in clause.weights.get(node.name, ())):
                return ANY
    if kind is p.AggregateKind.SUM:
        left_out = [_may_be_left_out(occurring, part) for part in node.parts]
        return ranges.total(
            ranges.within_zero(one) if out else one for one, out in zip(own, left_out, strict=True)
        )
    return ranges.aggregated(kind, ranges.hull(*own), None, some=True)
