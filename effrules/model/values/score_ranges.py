"""Where the scores of nodes lie: a part of the analysis of ranges (:mod:`effrules.model.values.occurring`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen
from flint import fmpq

from effrules.model import kinds, ranges
from effrules.model import program as p
from effrules.model.ranges import ANY, ZERO, Range
from effrules.model.values import known as facts
from effrules.model.values.demands import NotKnown
from effrules.model.values.kinds_known import Kind
from effrules.model.values.known import Known

if TYPE_CHECKING:
    from effrules.model.values.occurring import Occurring


@frozen
class ScoreRange:
    """A node's score, final and before its own rounding; and what its formula or its parts alone give.

    ``raw`` is that within the scale of a criterion without rounding, ``formula`` that as it is rounded, wherever it lies.
    """

    final: Range
    before: Range
    raw: Range
    formula: Range


def together(found: Sequence[ScoreRange]) -> ScoreRange:
    """The ranges of several kinds of subjects in one."""
    return ScoreRange(
        ranges.hull(*(one.final for one in found)),
        ranges.hull(*(one.before for one in found)),
        ranges.hull(*(one.raw for one in found)),
        ranges.hull(*(one.formula for one in found)),
    )


def score_range(occurring: Occurring, node: p.ScoreNode, kind: Kind) -> ScoreRange:
    """Where the scores of a node lie: by its formula or its parts, its scale, rounding, penalties and bonuses. Raises NotKnown."""
    if node.no_total is not None:
        raise NotKnown(node.name)
    known = facts.both(occurring.around(node.name), kind.known)
    if node.formula is not None:
        raw = occurring.range_of(node.formula, known)
    elif node.parts:
        raw = range_of_mean(occurring, node, kind)
    else:
        raise NotKnown(node.name)
    return _finished(occurring, kinds.own(node, kind.case), raw, known)


def range_of_others(occurring: Occurring, node: p.ScoreNode, own: Range, *, before_rounding: bool) -> Range:
    """A mean of scores of others, to which the node's own formula gives a value in ``own``."""
    found = _finished(occurring, node, own, occurring.around(node.name))
    return ranges.without_whole(found.before if before_rounding else found.final)


def _finished(occurring: Occurring, node: p.ScoreNode, raw: Range, known: Known) -> ScoreRange:
    """The score by what the formula gives: rounded, within its scale, after penalties and bonuses."""
    last = node.rounds_last
    formula = rounded = raw if node.rounding is None else ranges.rounded(raw, node.rounding)
    before = raw
    if node.kind is p.NodeKind.CRITERION and node.formula is not None:
        scale = ranges.made(node.minimum, False, node.maximum, False)
        rounded = ranges.meet(rounded, scale)
        if node.rounding is None or last:
            before = raw = ranges.meet(raw, scale)
    if last:
        before = _adjusted(occurring, node, before, known)
        final = before if node.rounding is None else ranges.rounded(before, node.rounding)
        if node.kind is p.NodeKind.TOTAL:
            final, before = _bounded(occurring, final), _bounded(occurring, before)
        return ScoreRange(final, before, raw, formula)
    return ScoreRange(
        _adjusted(occurring, node, rounded, known), _adjusted(occurring, node, before, known), raw, formula
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
        limit = adjustment.limit
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


def range_of_mean(occurring: Occurring, node: p.ScoreNode, kind: Kind) -> Range:
    """The weighted mean of the parts that a kind has, each measured on its own scale; any of them may be left out."""
    nodes = occurring.program.nodes
    if not kind.sure and (node.maxima or kinds.varies(nodes, node.name)):
        return ANY
    parts = kinds.parts(nodes, node.name, kind.case)
    measured = []
    for part in parts:
        declared = kinds.own(nodes[part], kind.case)
        factor = 1 / (declared.maximum - declared.minimum)
        found = occurring.score(part, kind).final
        measured.append(ranges.scaled(found, factor, -declared.minimum * factor))
    means = []
    for clause in occurring.program.weights:
        if clause.condition is not None and kinds.decided(clause.condition, kind.case) is False:
            continue
        weights = {weight.part: weight.share for weight in kinds.weights(nodes, clause, node.name, kind.case)}
        if set(weights) != set(parts) or any(share < 0 for share in weights.values()):
            return ANY
        if any(_may_be_left_out(occurring, part, kind) for part in parts):
            means.append(ranges.without_whole(ranges.hull(*measured, *_instead(clause))))
        else:
            terms = zip(parts, measured, strict=True)
            means.append(
                ranges.total(ranges.multiply(one, ranges.exactly(weights[part])) for part, one in terms)
            )
    if not means:
        return ANY
    scale = kinds.own(node, kind.case)
    return ranges.scaled(ranges.hull(*means), scale.maximum - scale.minimum, scale.minimum)


def _instead(clause: p.WeightsClause) -> list[Range]:
    """What a part that is left out counts as, on a scale from 0 to 1."""
    end = clause.redistribution.end
    return [] if end is None else [ranges.exactly(fmpq(end))]


def _may_be_left_out(occurring: Occurring, name: str, kind: Kind) -> bool:
    """Whether a node that a kind has can be without a score where the node above it has one."""
    nodes = occurring.program.nodes
    node = nodes[name]
    if any(not test.only or not kind.sure for test in node.not_applicable):
        return True
    parts = kinds.parts(nodes, name, kind.case)
    return bool(parts) and node.only_parts and all(_may_be_left_out(occurring, part, kind) for part in parts)


def range_of_parts(
    occurring: Occurring, node: p.ScoreNode, kind: p.AggregateKind, weighted: bool, known: Known
) -> Range:
    """An aggregate of a node's own parts that are applicable, at least one, for the kinds of subjects that may be at hand."""
    found = [
        _of_parts(occurring, node, kind, weighted, one)
        for one in occurring.kinds
        if one.agrees(known) and kinds.parts(occurring.program.nodes, node.name, one.case)
    ]
    return ranges.hull(*found) if found else ANY


def _of_parts(
    occurring: Occurring, node: p.ScoreNode, aggregate: p.AggregateKind, weighted: bool, kind: Kind
) -> Range:
    nodes = occurring.program.nodes
    parts = kinds.parts(nodes, node.name, kind.case)
    own = [occurring.score(part, kind).final for part in parts]
    if weighted:
        for clause in occurring.program.weights:
            end = clause.redistribution.end
            for part in parts if end is not None else ():
                declared = kinds.own(nodes[part], kind.case)
                own.append(ranges.exactly((declared.minimum, declared.maximum)[end or 0]))
            if any(weight.share < 0 for weight in clause.weights.get(node.name, ())):
                return ANY
    if aggregate.facts.of_none:
        left_out = [_may_be_left_out(occurring, part, kind) for part in parts]
        return ranges.total(
            ranges.within_zero(one) if out else one for one, out in zip(own, left_out, strict=True)
        )
    return aggregate.facts.range(ranges.hull(*own), None, True)
