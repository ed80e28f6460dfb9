"""Formulas of what runs over rows: aggregates, counts, shares, standings, incidents."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import assert_never

from flint import fmpq

from effrules.model.aggregates import AggregateKind
from effrules.model.aggregates import Made as How
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
from effrules.report.workbook.listed import filtered, listed_below
from effrules.report.workbook.made import (
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


def tests(at: Context, rows: s.Selection) -> list[str | None]:
    """For each row, those taken first, the cell of the filter that takes it or not; ``None`` where there is none."""
    taken = [None if row.where is None else at.cell(row.where) for row in rows.taken]
    return [*taken, *(at.cell(row.where) for row in rows.left_out)]


def everybody(at: Context, rows: s.Selection, refs: Sequence[Ref]) -> list[str]:
    """What each row gives, those taken first: for one that was left out what it would."""
    return [*map(at.cell, refs), *(at.other(("left", number)) for number in range(len(rows.left_out)))]


def where(cell: str | None, text: str, otherwise: str) -> str:
    """What a row gives, if the filter takes it."""
    return text if cell is None else either(cell, text, otherwise)


def one_listed(at: Context, step: s.Step, number: int) -> tuple[str, str, Ref | None]:
    """A value that is listed below a step: the row, its formula, and the step that it is of, if it is taken."""
    assert isinstance(step, s.Among | s.Aggregate)
    at.here = step
    taken = step.rows.taken
    row = taken[number].row if number < len(taken) else step.rows.left_out[number - len(taken)].row
    if isinstance(step, s.Among):
        return row, at.cell(step.values[number]), step.values[number]
    text = where(tests(at, step.rows)[number], everybody(at, step.rows, step.values)[number], '""')
    return row, text, step.values[number] if number < len(step.values) else None


def added(at: Context, rows: s.Selection, refs: Sequence[Ref], otherwise: str = "0") -> str:
    """The sum of what rows give, of those that the filter takes."""
    texts = zip(tests(at, rows), everybody(at, rows, refs), strict=True)
    return called("SUM", [where(cell, text, otherwise) for cell, text in texts])


def held(at: Context, rows: s.Selection, refs: Sequence[Ref], holding: str, other: str) -> str:
    """A sum over the rows that are taken: so much for each whose condition holds, so much for each other one."""
    texts = zip(tests(at, rows), everybody(at, rows, refs), strict=True)
    return called("SUM", [where(cell, either(text, holding, other), "0") for cell, text in texts])


def count_text(at: Context, rows: s.Selection) -> str:
    """The number of rows that are taken. Raises Stuck where the data have none of which any cell says it."""
    if filtered(rows):
        return called("SUM", [where(cell, "1", "0") for cell in tests(at, rows)])
    if not rows.taken:
        raise Stuck(Why.NO_ROW)
    return f"COUNTA({at.rows_of(rows.table, [row.row for row in rows.taken])})"


def count(at: Context, step: s.Count) -> Made:
    """How many rows there are."""
    return Formula(count_text(at, step.rows), known(kept(result_of(step))))


def numbers(at: Context, refs: Sequence[Ref]) -> list[Operand]:
    """The numbers of some steps."""
    return list(map(at.number, refs))


def aggregate(at: Context, step: s.Aggregate) -> Made:
    """An aggregate of the values of rows."""
    rows = step.rows
    if not rows.taken and not rows.left_out:
        return Fixed(Why.NO_ROW, kept(result_of(step)))
    values, value = numbers(at, step.values), result_of(step)
    if step.weights:
        weights = numbers(at, step.weights)
        return Formula(_weighted_text(at, step), known(worked_out(value, _weighted(values, weights), ())))
    if not values:
        double = kept(value) if step.if_none is None else at.double(step.if_none)
        return Formula(_listed(at, step), double)
    text, double = plain(step.kind, values, value)
    return Formula(_listed(at, step) if listed_below(step) else text, double)


def _listed(at: Context, step: s.Aggregate) -> str:
    """An aggregate of the values that are listed below a step; those that the filter leaves out are no numbers."""
    if not listed_below(step):
        raise Stuck(Why.NO_ROW)
    block = f"{at.cell(step.id, 0)}:{at.cell(step.id, listed_below(step) - 1)}"
    if step.kind is AggregateKind.SUM and step.if_none is None and at.other("if none") == NOT_THERE:
        return f"SUM({block})"
    none = at.other("if none") if step.if_none is None else at.cell(step.if_none)
    count_ = f"COUNT({block})"
    if step.kind.facts.made is How.PRODUCT:
        return either(f"{count_}=0", none, f"PRODUCT({block})^(1/{count_})")
    return either(f"{count_}=0", none, f"{_function(step.kind)}({block})")


def _function(kind: AggregateKind) -> str:
    """The function of a workbook that gives an aggregate. Raises Stuck where there is none."""
    if not kind.facts.function:
        raise Stuck(Why.NO_FUNCTION)
    return kind.facts.function


def plain(kind: AggregateKind, values: Sequence[Operand], value: Num) -> tuple[str, Double]:
    """An aggregate of some numbers, and how far it may be off."""
    facts, held = kind.facts, [one.double for one in values]
    if facts.made is How.PRODUCT:
        return _root_of_product(values, value)
    text = called(_function(kind), [one.text for one in values])
    match facts.made:
        case How.SUM:
            return text, known(worked_out(value, sum_off(held), held, plain=True))
        case How.MEAN:
            return text, known(worked_out(value, sum_off(held) / len(held), ()))
        case How.OTHERWISE if facts.picks:
            return text, lesser(value, *values)
        case How.OTHERWISE if facts.spread:
            return text, spread_of(value, held)
        case How.OTHERWISE:
            return text, known(worked_out(value, lesser(value, *values).off, ()))
        case _:
            assert_never(facts.made)


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


def _weighted_text(at: Context, step: s.Aggregate) -> str:
    """The sum of weight x value of the rows that are taken by that of their weights."""
    left = range(len(step.rows.left_out))
    weights = [*map(at.cell, step.weights), *(at.other(("weight", number)) for number in left)]
    rows = list(zip(tests(at, step.rows), weights, everybody(at, step.rows, step.values), strict=True))
    above = "+".join(where(cell, f"{weight}*{value}", "0") for cell, weight, value in rows)
    return f"({above})/{called('SUM', [where(cell, weight, '0') for cell, weight, _ in rows])}"


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
    rows, found = step.rows, known(kept(result_of(step)))
    if not rows.taken and not rows.left_out:
        return Fixed(Why.NO_ROW, found)
    of = count_text(at, rows) if filtered(rows) else str(len(rows.taken))
    text = f"{held(at, rows, step.conditions, '1', '0')}/{of}"
    if filtered(rows):
        none = at.other("if none") if step.if_none is None else at.cell(step.if_none)
        text = either(f"{of}=0", none, text)
    if step.if_none is not None:
        return Formula(text, at.double(step.if_none))
    return Formula(text, known(worked_out(found.exact, abs(found.near) * STEP, (), plain=True)))


def quantified(at: Context, step: s.Quantified) -> Made:
    """Whether any, no or every row has a condition; without one, whether there is a row."""
    rows = step.rows
    if step.conditions is None:
        there = f"{count_text(at, rows)}>0"
        return Formula(there if step.quantifier is Quantifier.ANY else f"NOT({there})")
    if not rows.taken and not rows.left_out:
        return Fixed(Why.NO_ROW)
    match step.quantifier:
        case Quantifier.ANY:
            return Formula(f"{held(at, rows, step.conditions, '1', '0')}>0")
        case Quantifier.NO:
            return Formula(f"{held(at, rows, step.conditions, '1', '0')}=0")
        case Quantifier.EVERY:
            return Formula(f"{held(at, rows, step.conditions, '0', '1')}=0")
        case _:
            assert_never(step.quantifier)


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
    value, amounts = result_of(step), numbers(at, step.amounts)
    doubles = [one.double for one in amounts]
    if step.rows is not None and not step.rows.taken and not step.rows.left_out:
        return Fixed(Why.NO_ROW, known(kept(value)))
    if step.rows is not None:
        text = added(at, step.rows, step.amounts)
    else:
        text = amounts[0].text if amounts else at.other("amount")
    double = (
        known(worked_out(step.total, sum_off(doubles), doubles, plain=True))
        if len(doubles) != 1
        else doubles[0]
    )
    if step.cap is not None:
        cap = at.number(step.cap)
        text = f"MIN({text},{cap.text})"
        double = lesser(value, Operand("", double), cap)
    if step.condition is not None:
        text = either(at.cell(step.condition), text, "0")
    return Formula(text, same(value, double))
