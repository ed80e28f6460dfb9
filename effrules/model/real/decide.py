"""Sign, comparison and rounding of numbers, always certain.

Enclosures are tried first at the base precision; if that leaves a decision open, algebra is asked whether the
number *is* the limit in question, and then the precision is doubled up to the cap. Beyond that ``Undecided``
is raised.
"""

from __future__ import annotations

from flint import arb, ctx, fmpq, fmpz

from effrules.model.numbers import display, finite_places
from effrules.model.real.enclosure import MOST_BITS, enclosed, enclosure, precisions
from effrules.model.real.identities import vanishes
from effrules.model.real.terms import Body, DomainError, Exp, Ln, Num, Power, Real, Root, Sum, Undecided
from effrules.model.rounding import NEAREST, Rounding, RoundingMode, goes_up, power_of_ten, round_rational
from effrules.model.rounding import round_to_places as round_rational_to_places

_HALF = fmpq(1, 2)
_MOST_DIGITS = 100_000
"""Numbers of a greater magnitude (or its reciprocal) are not rounded to significant digits."""


def sign(value: Num) -> int:
    """-1, 0 or 1. Raises ``Undecided``."""
    if isinstance(value, fmpq):
        return int(value > 0) - int(value < 0)
    of_body = 1 if _is_positive(value.body) else _sign_of_body(value.body)
    return of_body if value.coefficient > 0 else -of_body


def _is_positive(body: Body) -> bool:
    return isinstance(body, (Root, Exp, Power)) or (isinstance(body, Ln) and isinstance(body.argument, fmpq))


def _sign_of_body(body: Body) -> int:
    value = Real(fmpq(1), body)
    asked = False
    for bits in precisions():
        ball = enclosure(value, bits)
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        if not asked and ball.is_finite():
            asked = True
            if vanishes(value):
                return 0
    raise Undecided(MOST_BITS)


def compare(left: Num, right: Num) -> int:
    """-1, 0 or 1 as ``left`` is smaller than, equal to or greater than ``right``. Raises ``Undecided``."""
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return int(left > right) - int(left < right)
    return sign(_difference(left, right))


def _difference(left: Num, right: Num) -> Num:
    """``left - right``, which are not both rational."""
    if isinstance(right, fmpq):
        return left if right == 0 or isinstance(left, fmpq) else enclosed(fmpq(1), Sum(-right, left))
    minus = Real(-right.coefficient, right.body)
    if isinstance(left, fmpq):
        return minus if left == 0 else enclosed(fmpq(1), Sum(left, minus))
    if left.body is not right.body:
        return enclosed(fmpq(1), Sum(left, minus))
    coefficient = left.coefficient - right.coefficient
    return Real(coefficient, left.body) if coefficient != 0 else coefficient


def round_num(value: Num, rounding: Rounding) -> fmpq:
    """``value`` rounded, right in every digit. Raises ``Undecided``, or ``DomainError`` (100,000 digits)."""
    if isinstance(value, fmpq):
        return round_rational(value, rounding)
    if not rounding.significant:
        return _round_to_places(value, rounding.digits, rounding.mode)
    if sign(value) == 0:
        return fmpq(0)
    return _round_to_places(value, rounding.digits - 1 - _magnitude(value), rounding.mode)


def _round_to_places(value: Real, places: int, mode: RoundingMode) -> fmpq:
    """``value`` rounded to a multiple of 10 to the power of ``-places``.

    Measured in such units, and shifted by a half for the nearest modes, the result changes only at integers.
    """
    unit = fmpq(1, power_of_ten(places)) if places >= 0 else fmpq(power_of_ten(-places))
    nearest = mode in NEAREST
    asked = False
    for bits in precisions():
        ball, whole = _in_units(enclosure(value, bits), unit, nearest, bits)
        if whole is not None and ball > whole:
            return (whole if nearest or not goes_up(whole, mode) else whole + 1) * unit
        integer = ball.unique_fmpz() if not asked else None
        if integer is not None:
            asked = True
            limit = (integer - _HALF if nearest else fmpq(integer)) * unit
            if vanishes(_difference(value, limit)):
                return round_rational_to_places(limit, places, mode)
    raise Undecided(MOST_BITS)


def _in_units(ball: arb, unit: fmpq, nearest: bool, bits: int) -> tuple[arb, fmpz | None]:
    """A ball measured in units (and shifted by a half), and its whole part if all of it has the same."""
    saved = ctx.prec
    ctx.prec = bits
    try:
        measured = ball / unit + _HALF if nearest else ball / unit
        return measured, measured.floor().unique_fmpz()
    finally:
        ctx.prec = saved


def _magnitude(value: Real) -> int:
    """The power of ten of the first significant digit of a number that is not zero."""
    for bits in precisions():
        with ctx.workprec(bits):
            ball = abs(enclosure(value, bits)).log() / arb(10).log()
            exponent = ball.floor().unique_fmpz()
        if ball.is_finite() and abs(ball) > _MOST_DIGITS:
            raise DomainError("the number has too many digits to be written out")
        if exponent is not None:
            return int(exponent)
        nearby = ball.unique_fmpz()
        if nearby is not None:
            positive = value if sign(value) > 0 else Real(-value.coefficient, value.body)
            return int(nearby) - int(compare(positive, fmpq(10) ** nearby) < 0)
    raise Undecided(MOST_BITS)


def floor_display(value: Num, places: int) -> str:
    """The first digits of ``value``, ``places`` after the point, none rounded; ``…`` when more follow.

    ``1.4142…`` for the square root of 2 and four places; ``0.5`` for one half.
    """
    shown = round_num(value, Rounding(places, RoundingMode.DOWN))
    if compare(value, shown) == 0:
        return display(shown, finite_places(shown) or 0)
    minus = "-" if shown == 0 and sign(value) < 0 else ""
    return minus + display(shown, places) + "…"
