"""What a program's values show once all of it stands: bands that leave a gap, divisors that can be 0.

One analysis of ranges (:mod:`effrules.model.values.occurring`) is asked for all of it; the lints read what it met as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from flint import fmpq

from effrules.check.errors import band_errors, division_errors, scale_errors, score_errors
from effrules.check.expressions import bands
from effrules.check.soundness.beyond_scale import beyond_scale
from effrules.check.soundness.steps import step_of, step_of_score
from effrules.check.soundness.unread import graded, printed_scale, unread
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model import ranges
from effrules.model.types import POINTS_TYPE, Domain
from effrules.model.values.demands import Demand, NotKnown
from effrules.model.values.known import NOTHING, Known
from effrules.model.values.occurring import Occurring
from effrules.source import Span


def sound(program: p.Program, occurring: Occurring) -> Iterator[Finding]:
    """Every gap or overlap of bands, every side of an interpolation of which nothing is said, every divisor that can be 0."""
    demands: dict[int, Demand] = {}
    for expression, known in _formulas(program, occurring):
        try:
            for demand in occurring.look(expression, known):
                demands.setdefault(id(demand.place), demand)
        except NotKnown:
            continue
    for adjustment in program.adjustments:
        with suppress(NotKnown):
            amount = occurring.range_of(adjustment.amount)
            if amount.high is not None and amount.high < 0:
                yield score_errors.amount_negative(_place(adjustment.amount, adjustment))
    for rating in program.ratings:
        yield from _of_rating(rating, program, occurring)
    for asked in occurring.asked.values():
        yield from of_lookup(asked.node, asked.found.domain, program)
    yield from beyond_scale(program, occurring)
    for demand in demands.values():
        yield division_errors.may_divide_by_zero(demand)


def _place(expression: p.Expression, declared: p.Adjustment) -> Span:
    found = expression.span or declared.span
    assert found is not None
    return found


def _of_rating(rating: p.Rating, program: p.Program, occurring: Occurring) -> Iterator[Finding]:
    """Scores of the scale that have no grade, or two; scores beyond the scale that can occur and have none are warned of."""
    node = program.nodes[rating.node]
    assert rating.span is not None
    nothing = p.Constant(fmpq(0), POINTS_TYPE)
    grades = [
        p.Band(g.low, g.low_included, g.high, g.high_included, nothing, span=g.span) for g in rating.grades
    ]
    scale = Domain(node.minimum, False, node.maximum, False)
    step = step_of_score(node, program)
    lines = graded(rating, scale, step)
    if lines is not None and (rating.between is not None or rating.shared is not None):
        left = unread(lines, of_grades=True)
        if left is not None:
            yield left
            return
    found = bands.coverage(grades, scale, rating.span, step)
    yield from found.faults
    if found.gaps:
        yield band_errors.rating_gap(rating.span, found.gaps)
    if not found.whole:
        return
    with suppress(NotKnown):
        where = occurring.score(rating.node).final
        wide = ranges.hull(where, ranges.of_domain(scale)).domain
        gaps = bands.coverage(grades, wide, rating.span, step).gaps
        if gaps:
            yield band_errors.no_grade_beyond(rating.span, rating.node, gaps)


def of_lookup(node: p.Banded | p.Interpolate, domain: Domain, program: p.Program) -> tuple[Finding, ...]:
    """What is wrong with bands or points for the values of a domain."""
    assert node.span is not None
    if isinstance(node, p.Banded):
        scale = printed_scale(node, domain, program)
        left = None if scale is None else unread(scale)
        if left is not None:
            return (left,)
        step = step_of(node.operand, program)
        found = bands.coverage(node.bands, domain, node.span, step, otherwise=node.otherwise is not None)
        told = (*found.faults, *([band_errors.band_gap(node.span, found.gaps)] if found.gaps else []))
        return told if scale is None else tuple(scale_errors.as_printed(node.span, one) for one in told)
    return bands.interpolation(node, domain, node.span)


def _formulas(program: p.Program, occurring: Occurring) -> Iterator[tuple[p.Expression, Known]]:
    """Every formula that scoring works out by itself, with what is known there."""
    for name, node in program.nodes.items():
        try:
            around = occurring.around(name)
            known = occurring.above(name)
        except NotKnown:
            continue
        for test in node.not_applicable:
            yield test.condition, known
            known = _told(occurring, test.condition, known, holds=False)
        for one in node.maxima:
            yield one.condition, around
        if node.formula is not None:
            yield node.formula, around
    for table in program.schema.tables:
        for demand in table.demands:
            yield demand.condition, NOTHING
    for clause in program.weights:
        if clause.condition is not None:
            yield clause.condition, NOTHING
    for adjustment in program.adjustments:
        yield from _of_adjustment(adjustment, program, occurring)
    for ranking in program.rankings:
        if ranking.condition is not None:
            yield ranking.condition, NOTHING
    for promised in program.properties:
        if isinstance(promised.promise, p.Always):
            yield promised.promise.condition, NOTHING


def _of_adjustment(
    adjustment: p.Adjustment, program: p.Program, occurring: Occurring
) -> Iterator[tuple[p.Expression, Known]]:
    known = NOTHING
    if adjustment.target in program.nodes:
        try:
            known = occurring.around(adjustment.target)
        except NotKnown:
            return
    if adjustment.condition is not None:
        yield adjustment.condition, known
    inside = _told(occurring, adjustment.condition, known)
    if adjustment.rows is not None and adjustment.rows.where is not None:
        yield adjustment.rows.where, inside
        inside = _told(occurring, adjustment.rows.where, inside)
    yield adjustment.amount, inside
    if adjustment.cap is not None:
        yield adjustment.cap, known


def _told(occurring: Occurring, condition: p.Expression | None, known: Known, *, holds: bool = True) -> Known:
    try:
        return occurring.told(condition, known, holds=holds)
    except NotKnown:
        return known
