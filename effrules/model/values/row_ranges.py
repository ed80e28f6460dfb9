"""Where what is made of rows, and of the scores of others, lies: a part of the analysis of ranges (:mod:`effrules.model.values.occurring`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from effrules.model import kinds, ranges
from effrules.model import program as p
from effrules.model.ranges import ANY, Range
from effrules.model.values import known as facts
from effrules.model.values.demands import Danger
from effrules.model.values.known import NOTHING, Known
from effrules.model.values.score_ranges import (
    range_of_mean,
    range_of_others,
    range_of_parts,
)
from effrules.model.values.telling import sure

if TYPE_CHECKING:
    from effrules.model.values.occurring import Occurring


def in_row(occurring: Occurring, rows: p.Rows, known: Known) -> Known:
    """What is known of a row that was taken."""
    if rows.where is None:
        return known
    occurring.value(rows.where, known)
    return occurring.told(rows.where, known)


def nonempty(occurring: Occurring, rows: p.Rows, known: Known) -> bool:
    """Whether there is a row for sure."""
    everybody = rows.variable.table == occurring.program.schema.subject.name
    if rows.where is None and rows.population is p.Population.ALL and (rows.same or everybody):
        return True
    told = known.get(facts.counted(rows)) if known else None
    return isinstance(told, Range) and told.low is not None and bool(told.low >= 1)


def or_none(
    occurring: Occurring, found: Range, rows: p.Rows, if_none: p.Expression | None, known: Known
) -> Range:
    if if_none is None:
        return found
    instead = occurring.value(if_none, known)
    return found if nonempty(occurring, rows, known) else ranges.hull(found, instead)


def of_aggregate(occurring: Occurring, node: p.Aggregate, known: Known) -> Range:
    inside = in_row(occurring, node.rows, known)
    body = occurring.value(node.body, inside)
    weight = None if node.weight is None else occurring.value(node.weight, inside)
    if weight is not None and node.weight is not None:
        occurring.demand(Danger.WEIGHTS, node.weight, weight, inside, lambda found: found.sign is not None)
    some = node.if_none is not None or nonempty(occurring, node.rows, known)
    return or_none(occurring, node.kind.facts.range(body, weight, some), node.rows, node.if_none, known)


def of_multiplied(occurring: Occurring, node: p.Multiplied, known: Known) -> Range:
    """The operand where the condition does not hold, times the factor where it does."""
    before = occurring.value(node.operand, known)
    occurring.value(node.condition, known)
    holds = sure(occurring, node.condition, known)
    if holds is False:
        return before
    factor = ranges.exactly(_number(node.factor))
    after = ranges.multiply(occurring.value(node.operand, occurring.told(node.condition, known)), factor)
    if holds is True:
        return after
    return ranges.hull(
        occurring.value(node.operand, occurring.told(node.condition, known, holds=False)), after
    )


def of_mean(occurring: Occurring, node: p.MeanOfOthers, known: Known) -> Range:
    """A mean lies where the others' scores do: where the node's own formula leads after its rounding, penalties and bonuses."""
    occurring.value(node.condition, known)
    own = occurring.value(node.own, occurring.told(node.condition, known, holds=False))
    theirs = own
    if len(occurring.kinds) > 1:  # the others may be of another kind
        around = occurring.around(node.node)
        theirs = occurring.value(node.own, occurring.told(node.condition, around, holds=False))
    rows = node.mean.rows
    if rows.where is not None:
        occurring.value(rows.where, NOTHING)
    assert isinstance(node.mean.body, p.ScoreOf)
    found = range_of_others(
        occurring, occurring.program.nodes[node.node], theirs, before_rounding=node.mean.body.before_rounding
    )
    if node.mean.if_none is not None:
        found = ranges.hull(found, occurring.value(node.mean.if_none, known))
    return ranges.hull(own, found)


def of_standing(occurring: Occurring, node: p.Standing, known: Known) -> Range:
    occurring.value(node.body, in_row(occurring, node.rows, known))
    found = node.kind.with_ties(node.ties).range
    return found if node.if_equal is None else ranges.hull(found, occurring.value(node.if_equal, known))


def of_parts(occurring: Occurring, node: p.PartsAggregate, known: Known) -> Range:
    """What a node's parts make, for each kind of subjects that may be at hand."""
    declared, told_of = occurring.program.nodes[node.node], known if node.subject.slot == 0 else NOTHING
    if not node.scaled:
        return range_of_parts(occurring, declared, node.kind, node.weighted, told_of)
    found = [
        range_of_mean(occurring, declared, kind)
        for kind in occurring.kinds
        if kind.agrees(told_of) and kinds.parts(occurring.program.nodes, node.node, kind.case)
    ]
    return ranges.hull(*found) if found else ANY


def of_maximum(occurring: Occurring, node: p.ScoreNode, subject: p.RowVariable, known: Known) -> Range:
    """The maximum that holds, or those that may."""
    if not node.maxima or subject.slot != 0:
        return ranges.hull(ranges.exactly(node.maximum), *(ranges.exactly(one.value) for one in node.maxima))
    may = [one.value for one in node.maxima if sure(occurring, one.condition, known) is not False]
    return ranges.hull(*map(ranges.exactly, may)) if may else ANY


def _number(constant: p.Constant) -> fmpq:
    assert isinstance(constant.value, fmpq)
    return constant.value
