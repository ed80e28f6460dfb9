"""Formulas of numbers: arithmetic, functions, caps, roundings."""

from __future__ import annotations

import math
from typing import assert_never

from flint import fmpq

from effrules.model.functions import Function
from effrules.model.numbers import finite_places
from effrules.model.real import Num, Real, middle
from effrules.model.rounding import Rounding, RoundingMode, magnitude, places_of
from effrules.report.workbook.context import Context
from effrules.report.workbook.doubles import (
    ROUGH,
    STEP,
    Double,
    digits_above,
    kept,
    product_off,
    quotient_off,
    same,
    sum_off,
    whole,
    worked_out,
)
from effrules.report.workbook.figures import number_of
from effrules.report.workbook.made import Formula, Made, Operand, Stuck, Why, either
from effrules.trace import steps as s


def known(double: Double | None) -> Double:
    """What a cell holds. Raises Stuck where that is no number."""
    if double is None:
        raise Stuck(Why.WIDE)
    return double


def result_of(step: s.Step) -> Num:
    """The number that a step has; of a day its own. Raises Stuck where it has none."""
    value = number_of(step.value)
    if value is None:
        raise Stuck(Why.FAILED)
    return value


def arithmetic(at: Context, step: s.Arithmetic) -> Made:
    """Two operands and a sign."""
    left, right = at.number(step.left), at.number(step.right)
    both, value = (left.double, right.double), result_of(step)
    match step.operation:
        case s.Operation.ADD | s.Operation.DAYS_LATER:
            text, off, plain = f"{left.text}+{right.text}", sum_off(both), True
        case s.Operation.SUBTRACT | s.Operation.DAYS_BETWEEN | s.Operation.DAYS_EARLIER:
            text, off, plain = f"{left.text}-{right.text}", sum_off(both), True
        case s.Operation.MULTIPLY:
            text, off, plain = f"{left.text}*{right.text}", product_off(*both), True
        case s.Operation.DIVIDE:
            text, off, plain = f"{left.text}/{right.text}", quotient_off(*both), True
        case _:
            assert_never(step.operation)
    return Formula(text, known(worked_out(value, off, both, plain=plain)))


def negate(at: Context, step: s.Negate) -> Made:
    """A number with its sign changed."""
    operand = at.number(step.operand)
    return Formula(f"-{operand.text}", known(_like(result_of(step), operand.double)))


def _like(value: Num, of: Double) -> Double | None:
    found = kept(value)
    return None if found is None else Double(value, found.near, of.off, of.sure)


FUNCTIONS: dict[str, Function] = {one.value: one for one in Function}


def function(at: Context, step: s.Function) -> Made:
    """A function of numbers."""
    if step.function not in FUNCTIONS:
        raise Stuck(Why.NO_FUNCTION)
    numbers = [at.number(ref) for ref in step.arguments]
    first, value = numbers[0], result_of(step)
    x, off = first.double.near, first.double.off
    found = kept(value)
    size = 0.0 if found is None else abs(found.near)
    match FUNCTIONS[step.function]:
        case Function.ABS:
            return Formula(f"ABS({first.text})", known(_like(value, first.double)))
        case Function.LN:
            text, lost = f"LN({first.text})", _beyond(off, abs(x) - off)
        case Function.EXP:
            text, lost = f"EXP({first.text})", size * 2 * off if off < 0.1 else math.inf
        case Function.SQRT:
            text, lost = f"SQRT({first.text})", _root(x, off, size, 2)
        case Function.ROOT:
            degree = numbers[1]
            text, lost = f"{first.text}^(1/{degree.text})", _root(x, off, size, max(degree.double.near, 1))
            lost += size * abs(math.log(x) if x > 0 else 0) * STEP
            if x < 0:
                text = f"SIGN({first.text})*ABS({first.text})^(1/{degree.text})"
        case Function.POWER:
            power = numbers[1]
            y, dy = power.double.near, power.double.off
            text = f"{first.text}^{power.text}"
            lost = size * (
                _beyond(abs(y) * off, abs(x) - off) + abs(math.log(abs(x)) if x else 0) * (dy + abs(y) * STEP)
            )
        case _:
            assert_never(step.function)
    return Formula(text, known(worked_out(value, lost + 8 * size * STEP, [one.double for one in numbers])))


def _beyond(part: float, whole_: float) -> float:
    if part == 0:
        return 0.0
    return 2 * part / whole_ if whole_ > 0 else math.inf


def _root(x: float, off: float, size: float, degree: float) -> float:
    """How far a root may be off; that of 0 is as far off as the root of that."""
    if off == 0:
        return 0.0
    if abs(x) <= 2 * off:
        return float((3 * off) ** (1 / degree))
    return float(2 * size * off / (degree * (abs(x) - off)))


def limit(at: Context, step: s.Limit) -> Made:
    """A cap or a floor."""
    operand, bound = at.number(step.operand), at.number(step.bound)
    return Formula(bounded(operand, step.upper, bound), lesser(result_of(step), operand, bound))


def bounded(operand: Operand, upper: bool, bound: Operand) -> str:
    """At most or at least a bound."""
    return f"{'MIN' if upper else 'MAX'}({operand.text},{bound.text})"


def lesser(value: Num, *operands: Operand) -> Double:
    """What the smallest, the largest or another one of some numbers is, as its cell holds it."""
    found = kept(value)
    if found is None:
        raise Stuck(Why.WIDE)
    off = max(one.double.off for one in operands)
    return Double(value, found.near, off, all(one.double.sure for one in operands))


# -- Rounding -----------------------------------------------------------------------------------------------------


def round_step(at: Context, step: s.Round) -> Made:
    """A rounding, where a double is bound to be rounded as the number is."""
    operand = at.number(step.operand)
    text = rounding(operand, step.rounding)
    return Formula(text, known(kept(result_of(step))))


def rounding(operand: Operand, how: Rounding) -> str:
    """The formula of a rounding. Raises Stuck where the double may be rounded otherwise than the number."""
    double = operand.double
    rational = middle(double.exact) if isinstance(double.exact, Real) else double.exact
    places = places_of(rational, how)
    snap = _snap(double, places)
    digits = str(places)
    if how.significant:
        _sure_magnitude(rational, double)
        digits = f"{how.digits - 1}-INT(LOG10(ABS({operand.text})))"
    if not _parts(rational, double, places, how.mode, snap):
        raise Stuck(Why.ROUNDING)
    inner = operand.text if double.sure or snap is None else f"ROUND({operand.text},{snap})"
    text = _mode(inner, operand.text, digits, how.mode)
    return f"IF({operand.text}=0,0,{text})" if how.significant else text


def _snap(double: Double, places: int) -> int | None:
    """To how many decimals a number is rounded before, so that what a double is off disappears; ``None`` where that is not possible."""
    digits = digits_above(double.off, abs(double.near))
    return digits if digits >= places + 2 else None


def _sure_magnitude(value: fmpq, double: Double) -> None:
    """Make sure that the first digit of a double stands where that of the number does."""
    if value.p == 0 or double.sure:
        return
    power = magnitude(value)
    size = abs(value)
    low, high = fmpq(10) ** power, fmpq(10) ** (power + 1)
    slack = fmpq(1, 10**10)
    if size < low * (1 + slack) or size > high * (1 - slack):
        raise Stuck(Why.ROUNDING)


def _parts(value: fmpq, double: Double, places: int, mode: RoundingMode, snap: int | None) -> bool:
    """Whether a double is bound to be on the side of a number, of where its rounding parts, or exactly there."""
    scale = fmpq(10) ** places
    turn = value * scale - fmpq(1, 2) if mode.turn.nearest else value * scale
    nearest = int((turn + fmpq(1, 2)).p // (turn + fmpq(1, 2)).q)
    distance = abs(turn - nearest) / scale
    if distance.p == 0:
        if mode.turn.nearest:  # half way: only where the double is the number itself
            return whole(value) and (double.is_exact or snap is not None)
        return double.is_exact or double.sure or snap is not None
    least = double.off + abs(double.near) * ROUGH
    if snap is not None and not double.sure:
        least = max(least, 10.0**-snap)
    return (
        float(distance.p) / float(distance.q) > least
        if finite_places(distance) is not None or distance.q < 10**300
        else False
    )


def _mode(x: str, cell: str, digits: str, mode: RoundingMode) -> str:
    up, down, near = f"ROUNDUP({x},{digits})", f"ROUNDDOWN({x},{digits})", f"ROUND({x},{digits})"
    match mode:
        case RoundingMode.HALF_UP:
            return near
        case RoundingMode.UP:
            return up
        case RoundingMode.DOWN:
            return down
        case RoundingMode.CEILING:
            return either(f"{cell}>0", up, down)
        case RoundingMode.FLOOR:
            return either(f"{cell}>0", down, up)
        case RoundingMode.HALF_EVEN:
            return either(_half(x, digits), f"2*ROUND({x}*10^({digits})/2,0)/10^({digits})", near)
        case RoundingMode.HALF_DOWN:
            return either(_half(x, digits), down, near)
        case _:
            assert_never(mode)


def _half(x: str, digits: str) -> str:
    """Whether a number lies half way between two figures."""
    return f"ROUND(MOD(ABS({x})*10^({digits}),1),9)=0.5"


__all__ = [
    "arithmetic",
    "bounded",
    "function",
    "known",
    "lesser",
    "limit",
    "negate",
    "result_of",
    "round_step",
    "rounding",
    "same",
]
