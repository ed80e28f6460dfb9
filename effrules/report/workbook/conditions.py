"""Formulas of conditions, of what is chosen by them, and of scales: bands, points, check-lists, grades."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from attrs import evolve
from flint import fmpq

from effrules.model.program import Comparison
from effrules.model.real import Num, known_equal, subtract
from effrules.report.workbook.context import Context
from effrules.report.workbook.doubles import (
    Double,
    digits_above,
    near,
    product_off,
    quotient_off,
    same,
    sum_off,
    worked_out,
)
from effrules.report.workbook.figures import Figure, number_of
from effrules.report.workbook.made import NOT_THERE, Formula, Made, Operand, Stuck, Why, either, nested
from effrules.report.workbook.numeric import known, result_of
from effrules.trace import steps as s
from effrules.trace.steps import Ref

SIGNS = {
    Comparison.EQUAL: "=",
    Comparison.NOT_EQUAL: "<>",
    Comparison.LESS: "<",
    Comparison.AT_MOST: "<=",
    Comparison.GREATER: ">",
    Comparison.AT_LEAST: ">=",
}


def compared(left: Operand, how: Comparison, right: Operand) -> str:
    """Two numbers compared. Raises Stuck where doubles may compare otherwise.

    Doubles that were worked out are told apart by the decimals that are certain of both, so that equal numbers stay equal.
    """
    a, b = left.double, right.double
    if a.sure and b.sure:
        return f"{left.text}{SIGNS[how]}{right.text}"
    digits = told_apart(a, b)
    return f"ROUND({left.text}-{right.text},{digits}){SIGNS[how]}0"


def told_apart(a: Double, b: Double) -> int:
    """The decimals by which two numbers compare as they are. Raises Stuck where there are none."""
    digits = digits_above(a.off + b.off, abs(a.near) + abs(b.near))
    gap: Num = subtract(a.exact, b.exact)
    found = near(gap)
    if found is None or (abs(found) < 2 * 10.0**-digits and not _nothing(gap)):
        raise Stuck(Why.COMPARING)
    return digits


def all_told_apart(held: Sequence[Double]) -> int:
    """The decimals by which numbers compare with each other as they are. Raises Stuck where there are none."""
    off, size = max(one.off for one in held), max(abs(one.near) for one in held)
    digits = digits_above(2 * off, 2 * size)
    ordered = sorted(held, key=lambda one: one.near)
    for low, high in pairwise(ordered):
        gap = subtract(high.exact, low.exact)
        found = near(gap)
        if found is None or (abs(found) < 2 * 10.0**-digits and not _nothing(gap)):
            raise Stuck(Why.COMPARING)
    return digits


def _nothing(gap: Num) -> bool:
    return bool(known_equal(gap, fmpq(0)))


def compare(at: Context, step: s.Compare) -> Made:
    """Two values of one kind compared."""
    left, right = at.value(step.left), at.value(step.right)
    if isinstance(left, str) or isinstance(right, str):
        alike = f"EXACT({at.cell(step.left)},{at.cell(step.right)})"
        return Formula(alike if step.comparison is Comparison.EQUAL else f"NOT({alike})")
    if isinstance(left, bool):
        return Formula(f"{at.cell(step.left)}{SIGNS[step.comparison]}{at.cell(step.right)}")
    return Formula(compared(at.number(step.left), step.comparison, at.number(step.right)))


def every(at: Context, step: s.Every) -> Made:
    """All conditions, each looked at only after those before it hold."""
    cells = [*map(at.cell, step.operands), *(at.other(number) for number in range(len(step.unread)))]
    return Formula(_chain(cells, lambda cell, rest: either(cell, rest, "FALSE")))


def some(at: Context, step: s.Some) -> Made:
    """Any condition, each looked at only after those before it do not hold."""
    cells = [*map(at.cell, step.operands), *(at.other(number) for number in range(len(step.unread)))]
    return Formula(_chain(cells, lambda cell, rest: either(cell, "TRUE", rest)))


def _chain(cells: Sequence[str], link: Callable[[str, str], str]) -> str:
    if len(cells) > 60:
        raise Stuck(Why.LONG)
    *before, text = cells
    for cell in reversed(before):
        text = link(cell, text)
    return text


def if_missing(at: Context, step: s.IfMissing) -> Made:
    """A cell or, where nothing stands there, what is taken instead."""
    cell = at.cell(step.operand)
    instead = at.other("instead") if step.instead is None else at.cell(step.instead)
    taken = step.operand if step.instead is None else step.instead
    return Formula(either(f'{cell}=""', instead, cell), at.double(taken))


def choose(at: Context, step: s.Choose) -> Made:
    """The case whose condition holds."""
    cases = []
    last = len(step.branches) - 1
    for number in range(last):
        condition = at.cell(step.tested[number]) if number < len(step.tested) else at.other(("if", number))
        cases.append((condition, at.cell(step.result) if number == step.taken else at.other(number)))
        if condition == NOT_THERE:
            break
    else:
        otherwise = at.cell(step.result) if step.taken == last else at.other(last)
        return Formula(nested(cases, otherwise), at.double(step.result))
    return Formula(nested(cases[:-1], NOT_THERE), at.double(step.result))


# -- Scales -------------------------------------------------------------------------------------------------------


def stretches(at: Context, operand: Operand, listed: Sequence[s.Stretch], what: str) -> list[str]:
    """For each stretch the condition that a number lies in it."""
    made = []
    for number, stretch in enumerate(listed):
        sides = []
        if stretch.low is not None:
            sides.append((stretch.lower, "low", stretch.low))
        if stretch.high is not None:
            sides.append((stretch.upper, "high", stretch.high))
        terms = [
            compared(operand, how, at.figure(what, (side, number), bound, stretch.gives or at.here.text))
            for how, side, bound in sides
        ]
        made.append(terms[0] if len(terms) == 1 else f"AND({','.join(terms)})" if terms else "TRUE")
    return made


def bands(at: Context, step: s.Bands) -> Made:
    """What the band gives in which a value lies."""
    where = stretches(at, at.number(step.operand), step.bands, "band")
    cases = [
        (condition, at.cell(step.result) if number == step.hit else at.other(number))
        for number, condition in enumerate(where)
    ]
    otherwise = at.cell(step.result) if step.hit is None else at.other("otherwise")
    return Formula(nested(cases, otherwise), at.double(step.result))


def rating(at: Context, step: s.Rating) -> Made:
    """The grade in whose stretch a score lies."""
    score = at.cell(step.node)
    double = at.double(step.node)
    if double is None:
        raise Stuck(Why.FAILED)
    where = stretches(at, Operand(score, double), [grade.stretch for grade in step.grades], "grade")
    names = [
        at.figures.address(
            (step.clause, "grade", grade.name),
            Figure(
                at.grade(step.rated, grade.name), at.grade(step.rated, grade.name), step.clause, step.place
            ),
        )
        for grade in step.grades
    ]
    graded = nested(list(zip(where, names, strict=True)), NOT_THERE)
    return Formula(either(at.scored(score), graded, '""'))


def interpolate(at: Context, step: s.Interpolate) -> Made:
    """On the straight line between two points, or what is stated before the first and after the last."""
    operand, points = at.number(step.operand), list(map(at.number, step.points))
    rising = points[0].double.near < points[-1].double.near
    before, upto, beyond = (
        (Comparison.LESS, Comparison.AT_MOST, Comparison.GREATER)
        if rising
        else (Comparison.GREATER, Comparison.AT_LEAST, Comparison.LESS)
    )
    values: list[str] = [at.other(("value", number)) for number in range(len(points))]
    first, last = at.other("before"), at.other("after")
    match step.where:
        case s.Where.BEFORE:
            first = at.cell(step.upper)
        case s.Where.AFTER:
            last = at.cell(step.upper)
        case s.Where.AT | s.Where.BETWEEN:
            assert step.index is not None
            values[step.index] = at.cell(step.upper)
            if step.lower is not None:
                values[step.index - 1] = at.cell(step.lower)
    x = operand.text
    cases = [(compared(operand, before, points[0]), first), (compared(operand, beyond, points[-1]), last)]
    cases.append((compared(operand, Comparison.EQUAL, points[0]), values[0]))
    for number in range(1, len(points)):
        low, high = values[number - 1], values[number]
        here = compared(operand, upto, points[number])
        line = f"{low}+({high}-{low})*({x}-{points[number - 1].text})/({points[number].text}-{points[number - 1].text})"
        cases.append((here, NOT_THERE if NOT_THERE in (low, high) else line))
        if high != NOT_THERE and low == NOT_THERE:
            cases.insert(-1, (compared(operand, Comparison.EQUAL, points[number]), high))
    return Formula(nested(cases, NOT_THERE), _on_line(at, step, operand, points))


def _on_line(at: Context, step: s.Interpolate, x: Operand, points: Sequence[Operand]) -> Double:
    upper, value = known(at.double(step.upper)), result_of(step)
    if step.lower is None or step.index is None:
        return same(value, upper)
    lower = known(at.double(step.lower))
    start, end = points[step.index - 1].double, points[step.index].double
    way = _difference(x.double, start)
    whole_ = _difference(end, start)
    rise = _difference(upper, lower)
    part = evolve(
        way, near=way.near * rise.near, off=product_off(way, rise) + abs(way.near * rise.near) * 2.0**-47
    )
    quotient = near(subtract(value, lower.exact)) or 0.0
    off = quotient_off(part, whole_)
    step_off = evolve(part, near=quotient, off=off + abs(quotient) * 2.0**-47)
    return known(worked_out(value, sum_off((lower, step_off)), ()))


def _difference(a: Double, b: Double) -> Double:
    gap = subtract(a.exact, b.exact)
    return Double(gap, near(gap) or 0.0, sum_off((a, b)), False)


def check_list(at: Context, step: s.CheckList) -> Made:
    """The sum of the items that hold."""
    terms = []
    for number, item in enumerate(step.items):
        gives = at.other(number) if item.result is None else at.cell(item.result)
        terms.append(either(at.cell(item.condition), gives, "0"))
    held = [known(at.double(item.result)) for item in step.items if item.result is not None]
    value = number_of(step.value)
    assert value is not None
    if not terms:
        raise Stuck(Why.NO_ROW)
    return Formula("+".join(terms), known(worked_out(value, sum_off(held), held, plain=True)))


def guard(at: Context, conditions: Sequence[Ref], text: str) -> str:
    """A formula that holds only as long as conditions are what they are."""
    cells = [at.cell(ref) if at.value(ref) is True else f"NOT({at.cell(ref)})" for ref in conditions]
    return either(f"AND({','.join(cells)})", text, NOT_THERE) if cells else text
