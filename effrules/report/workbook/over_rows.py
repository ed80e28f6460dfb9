"""Formulas of what runs over rows: aggregates, counts, shares, standings, incidents."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import assert_never

from flint import fmpq

from effrules.model.aggregates import AggregateKind
from effrules.model.program import Quantifier, StandingKind, Ties
from effrules.model.real import Num
from effrules.report.workbook.conditions import all_told_apart
from effrules.report.workbook.context import VALUES, Context
from effrules.report.workbook.doubles import (
    STEP,
    Double,
    kept,
    product_off,
    quotient_off,
    same,
    sum_off,
    worked_out,
)
from effrules.report.workbook.made import (
    MOST_ARGUMENTS,
    NOT_THERE,
    Fixed,
    Formula,
    Made,
    Operand,
    Stuck,
    Why,
    called,
    either,
)
from effrules.report.workbook.numeric import known, lesser, result_of
from effrules.trace import steps as s
from effrules.trace.steps import Ref


def filters(at: Context, rows: s.Selection) -> list[str | None]:
    """For each row taken the cell that says so; ``None`` where there is no filter."""
    return [None if row.where is None else at.cell(row.where) for row in rows.taken]


def joined(at: Context, rows: s.Selection) -> str | None:
    """Whether a row that was left out is to be taken now; ``None`` where none was."""
    return _any([at.cell(row.where) for row in rows.left_out])


def _any(cells: Sequence[str]) -> str | None:
    return called("OR", list(cells)) if cells else None


def within(at: Context, rows: s.Selection, text: str) -> str:
    """A formula for the rows that are taken, as long as no other one is."""
    more = joined(at, rows)
    return text if more is None else either(more, NOT_THERE, text)


def only_these(at: Context, rows: s.Selection, text: str) -> str:
    """A formula for just the rows that are taken: where one of them is not any more, there is no value."""
    cells = [cell for cell in filters(at, rows) if cell is not None]
    kept_ = within(at, rows, text)
    return either(called("AND", cells), kept_, NOT_THERE) if cells else kept_


def count_text(at: Context, rows: s.Selection) -> str:
    """The number of rows that are taken. Raises Stuck where the data have none of which any cell says it."""
    cells = [cell for cell in filters(at, rows) if cell is not None]
    cells += [at.cell(row.where) for row in rows.left_out]
    if cells:
        return called("SUM", [f"N({cell})" for cell in cells])
    if not rows.taken:
        raise Stuck(Why.NO_ROW)
    return f"COUNTA({at.rows_of(rows.table, [row.row for row in rows.taken])})"


def count(at: Context, step: s.Count) -> Made:
    """How many rows there are."""
    return Formula(count_text(at, step.rows), known(kept(result_of(step))))


def numbers(at: Context, refs: Sequence[Ref]) -> list[Operand]:
    """The numbers of some steps."""
    return list(map(at.number, refs))


def total(at: Context, rows: s.Selection, values: Sequence[Operand]) -> str:
    """The sum over the rows taken, as long as they are."""
    terms = [
        value.text if cell is None else either(cell, value.text, "0")
        for value, cell in zip(values, filters(at, rows), strict=True)
    ]
    return called("SUM", terms)


def aggregate(at: Context, step: s.Aggregate) -> Made:
    """An aggregate of the values of rows."""
    rows = step.rows
    if not step.values:
        return _of_none(at, step)
    values, value = numbers(at, step.values), result_of(step)
    held = [one.double for one in values]
    if step.weights:
        weights = numbers(at, step.weights)
        text = f"({_products(values, weights)})/{called('SUM', [one.text for one in weights])}"
        return Formula(only_these(at, rows, text), known(worked_out(value, _weighted(values, weights), ())))
    match step.kind:
        case AggregateKind.SUM:
            return Formula(
                within(at, rows, total(at, rows, values)),
                known(worked_out(value, sum_off(held), held, plain=True)),
            )
        case AggregateKind.AVERAGE | AggregateKind.WEIGHTED_AVERAGE:
            text = f"{total(at, rows, values)}/{len(values)}"
            return Formula(
                only_these(at, rows, text), known(worked_out(value, sum_off(held) / len(held), ()))
            )
        case _:
            text, double = plain(step.kind, values, value)
            return Formula(only_these(at, rows, text), double)


def _of_none(at: Context, step: s.Aggregate) -> Made:
    """Over no rows: what is stated for that, or 0."""
    if not step.rows.left_out:
        return Fixed(Why.NO_ROW, kept(result_of(step)))
    value = "0" if step.if_none is None else at.cell(step.if_none)
    double = kept(result_of(step)) if step.if_none is None else at.double(step.if_none)
    return Formula(within(at, step.rows, value), double)


def plain(kind: AggregateKind, values: Sequence[Operand], value: Num) -> tuple[str, Double]:
    """An aggregate of some numbers, and how far it may be off."""
    texts = [one.text for one in values]
    held = [one.double for one in values]
    if (
        kind not in (AggregateKind.SUM, AggregateKind.LARGEST, AggregateKind.SMALLEST)
        and len(texts) > MOST_ARGUMENTS
    ):
        raise Stuck(Why.LONG)
    match kind:
        case AggregateKind.SUM:
            return called("SUM", texts), known(worked_out(value, sum_off(held), held, plain=True))
        case AggregateKind.AVERAGE | AggregateKind.WEIGHTED_AVERAGE:
            return called("AVERAGE", texts), known(worked_out(value, sum_off(held) / len(held), ()))
        case AggregateKind.LARGEST:
            return called("MAX", texts), lesser(value, *values)
        case AggregateKind.SMALLEST:
            return called("MIN", texts), lesser(value, *values)
        case AggregateKind.MEDIAN:
            middle = lesser(value, *values)
            return called("MEDIAN", texts), known(worked_out(value, middle.off, ()))
        case AggregateKind.GEOMETRIC_MEAN:
            return _root_of_product(values, value)
        case AggregateKind.STANDARD_DEVIATION:
            return called("STDEVP", texts), spread_of(value, held)
        case _:
            assert_never(kind)


def spread_of(value: Num, held: Sequence[Double]) -> Double:
    """A standard deviation of the whole population: off by the largest that a value is, and what squares lose near 0."""
    size = max(abs(one.near) for one in held)
    lost = 2 * max(one.off for one in held) + size * math.sqrt(len(held) * STEP)
    return known(worked_out(value, lost, ()))


def _root_of_product(values: Sequence[Operand], value: Num) -> tuple[str, Double]:
    held = [one.double for one in values]
    product = math.prod(abs(one.near) or 1.0 for one in held)
    if not 1e-280 < product < 1e280 or any(one.near and one.off > abs(one.near) / 8 for one in held):
        raise Stuck(Why.NO_FUNCTION)
    if any(one.near == 0 and one.off for one in held):
        raise Stuck(Why.NO_FUNCTION)
    size = abs(known(kept(value)).near)
    lost = sum(2 * one.off / abs(one.near) for one in held if one.near) / len(held) + 2 * len(held) * STEP
    lost += abs(math.log(product)) * STEP
    text = f"{called('PRODUCT', [one.text for one in values])}^(1/{len(values)})"
    return text, known(worked_out(value, size * lost, ()))


def _products(values: Sequence[Operand], weights: Sequence[Operand]) -> str:
    return "+".join(f"{weight.text}*{value.text}" for value, weight in zip(values, weights, strict=True))


def _weighted(values: Sequence[Operand], weights: Sequence[Operand]) -> float:
    """How far sum of weight x value / sum of weights may be off."""
    terms = []
    for value, weight in zip(values, weights, strict=True):
        size = value.double.near * weight.double.near
        terms.append(
            Double(fmpq(0), size, product_off(value.double, weight.double) + abs(size) * STEP, False)
        )
    held = [weight.double for weight in weights]
    above = Double(fmpq(0), sum(term.near for term in terms), sum_off(terms), False)
    below = Double(fmpq(0), sum(one.near for one in held), sum_off(held), False)
    return quotient_off(above, below)


def share(at: Context, step: s.Share) -> Made:
    """The share of the rows whose condition holds."""
    if not step.conditions:
        if not step.rows.left_out or step.if_none is None:
            return Fixed(Why.NO_ROW, kept(result_of(step)))
        return Formula(within(at, step.rows, at.cell(step.if_none)), at.double(step.if_none))
    held = called("SUM", [f"N({at.cell(ref)})" for ref in step.conditions])
    found = known(kept(result_of(step)))
    text = only_these(at, step.rows, f"{held}/{len(step.conditions)}")
    return Formula(text, known(worked_out(found.exact, abs(found.near) * STEP, (), plain=True)))


def quantified(at: Context, step: s.Quantified) -> Made:
    """Whether any, no or every row has a condition; without one, whether there is a row."""
    rows = step.rows
    if step.conditions is None:
        there = f"{count_text(at, rows)}>0"
        return Formula(there if step.quantifier is Quantifier.ANY else f"NOT({there})")
    if not step.conditions:
        if not rows.left_out:
            return Fixed(Why.NO_ROW)
        return Formula(within(at, rows, "FALSE" if step.quantifier is Quantifier.ANY else "TRUE"))
    cells = list(map(at.cell, step.conditions))
    match step.quantifier:
        case Quantifier.ANY:
            text = called("OR", cells)
        case Quantifier.NO:
            text = f"NOT({called('OR', cells)})"
        case Quantifier.EVERY:
            text = called("AND", cells)
        case _:
            assert_never(step.quantifier)
    return Formula(only_these(at, rows, text))


# -- Standing among others ----------------------------------------------------------------------------------------


def standing(at: Context, step: s.Standing) -> Made:
    """Where a value stands among others, which are listed below the step that records them."""
    among = s.among(step, at.steps)
    if not among.values:
        raise Stuck(Why.NO_ROW)
    own, others, value = at.number(step.own), numbers(at, among.values), result_of(step)
    first, last = at.cell(step.among, 0), f"${VALUES}{at.layout.at[step.among][1] + 1 + len(others)}"
    listed = f"{first}:{last.replace('$', '')}"
    held = [one.double for one in others]
    if step.kind.facts.by_spread:
        return _by_spread(at, step, own, listed, held, value)
    digits = all_told_apart(held)
    apart = f"ROUND({listed}-{own.text},{digits})"
    smaller, greater = f"SUMPRODUCT(--({apart}<0))", f"SUMPRODUCT(--({apart}>0))"
    equal = f"SUMPRODUCT(--({apart}=0))"
    better = greater if step.highest_first else smaller
    if step.kind is StandingKind.PERCENTILE:
        text = f"({smaller}+{equal}/2)/{len(others)}"
        found = known(kept(value))
        return Formula(text, known(worked_out(value, abs(found.near) * STEP, (), plain=True)))
    match step.ties:
        case Ties.SHARE:
            text = f"1+{better}"
        case Ties.AVERAGE:
            text = f"1+{better}+({equal}-1)/2"
        case Ties.DENSE:
            raise Stuck(Why.NO_FUNCTION)
        case _:
            assert_never(step.ties)
    return Formula(text, known(kept(value)))


def _by_spread(
    at: Context, step: s.Standing, own: Operand, listed: str, held: Sequence[Double], value: Num
) -> Made:
    spread = f"(MAX({listed})-MIN({listed}))"
    even = f"ROUND({spread},{_digits(held)})=0"
    equal = NOT_THERE if step.if_equal is None else at.cell(step.if_equal)
    if step.if_equal is not None:
        return Formula(either(even, equal, NOT_THERE), at.double(step.if_equal))
    width = max(one.near for one in held) - min(one.near for one in held)
    worst = 2 * max(one.off for one in held) + 4 * STEP * max(abs(one.near) for one in held)
    if width < 16 * worst or width < 2 * 10.0 ** -_digits(held):
        raise Stuck(Why.COMPARING)
    found = known(kept(value))
    if step.kind is StandingKind.MIN_MAX:
        text, lost = f"({own.text}-MIN({listed}))/{spread}", 4 * worst / width
    else:
        text = f"({own.text}-AVERAGE({listed}))/STDEVP({listed})"
        lost = 8 * len(held) * (worst / width + STEP * (max(abs(one.near) for one in held) / width) ** 2)
    if lost > 1e-6:
        raise Stuck(Why.NO_FUNCTION)
    size = max(abs(found.near), 1.0)
    return Formula(either(even, equal, text), known(worked_out(value, lost * size, ())))


def _digits(held: Sequence[Double]) -> int:
    off = max(one.off for one in held)
    size = max(abs(one.near) for one in held)
    return min(9, math.floor(-math.log10(max(8 * off, 16 * STEP * size, 1e-300))))


# -- Penalties and bonuses ------------------------------------------------------------------------------------------


def incidents(at: Context, step: s.Incidents) -> Made:
    """What a penalty or bonus comes to: its amounts added up, at most the cap, where its condition holds."""
    value = result_of(step)
    if not step.amounts:
        return _no_incident(at, step)
    amounts = numbers(at, step.amounts)
    held = [one.double for one in amounts]
    if step.rows is None:
        text = called("SUM", [one.text for one in amounts]) if len(amounts) > 1 else amounts[0].text
    else:
        text = within(at, step.rows, total(at, step.rows, amounts))
    double = known(worked_out(step.total, sum_off(held), held, plain=True)) if len(held) > 1 else held[0]
    if step.cap is not None:
        cap = at.number(step.cap)
        text = f"MIN({text},{cap.text})"
        double = lesser(value, Operand("", double), cap)
    if step.condition is not None:
        text = either(at.cell(step.condition), text, "0")
    return Formula(text, same(value, double))


def _no_incident(at: Context, step: s.Incidents) -> Made:
    nothing = known(kept(result_of(step)))
    if step.condition is not None and at.value(step.condition) is False:
        return Formula(either(at.cell(step.condition), at.other("amount"), "0"), nothing)
    if step.rows is not None and step.rows.left_out:
        return Formula(within(at, step.rows, "0"), nothing)
    return Fixed(Why.NO_ROW, nothing)
