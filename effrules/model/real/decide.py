"""Sign, comparison and rounding of numbers, always certain.

Enclosures are tried first at the base precision; if that leaves a decision open, proofs are asked whether the
number *is* the limit in question, and then the precision is doubled up to the cap. Beyond that ``Undecided``
is raised. Precision and proofs have budgets that are counted in steps, so that a decision comes out alike on every
machine; what was decided of a number is kept with it.
"""

from __future__ import annotations

from flint import arb, ctx, fmpq, fmpz

from effrules.model.numbers import display, finite_places
from effrules.model.real.enclosure import enclosed, enclosure, precisions, scaled_ball, whole_bits
from effrules.model.real.fractions import exact
from effrules.model.real.limits import bounded
from effrules.model.real.terms import Body, Exp, Ln, Num, Power, Product, Real, Root, Sum, TooLong, Undecided
from effrules.model.real.zero import vanishes
from effrules.model.rounding import Rounding, RoundingMode, goes_up, power_of_ten, round_rational
from effrules.model.rounding import round_to_places as round_rational_to_places
from effrules.words import phrase

_HALF = fmpq(1, 2)
_MOST_DIGITS = 100_000
"""Numbers of a greater magnitude (or its reciprocal) are not rounded to significant digits."""


def sign(value: Num) -> int:
    """-1, 0 or 1. Raises ``Undecided``."""
    if isinstance(value, fmpq):
        return int(value > 0) - int(value < 0)
    body = value.body
    if body.direction is None:
        if body.open_bits:
            raise Undecided(body.open_bits)
        try:
            body.direction = _direction(body)
        except Undecided as undecided:
            body.open_bits = undecided.bits
            raise
    return body.direction if value.coefficient > 0 else -body.direction


def _direction(body: Body) -> int:
    """The sign of a body, decided for the first time."""
    if isinstance(body, Root | Exp | Power) or body.ball > 0:
        return 1
    if body.ball < 0:
        return -1
    match body:
        case Product(left=left, right=right):
            return sign(left) * sign(right)
        case Ln(argument=argument):
            return compare(argument, fmpq(1))
        case _:
            pass
    value = Real(fmpq(1), body)
    bits = 0
    for bits in precisions(body, _cancelled(body)):
        ball = enclosure(value, bits)
        if ball > 0:
            return 1
        if ball < 0:
            return -1
        if ball.is_finite() and vanishes(value):
            return 0
    raise Undecided(bits)


def _cancelled(body: Body) -> int:
    """How many bits the parts of a sum have before the point, which may cancel."""
    return whole_bits(scaled_ball(body.right)) if isinstance(body, Sum) else 0


def compare(left: Num, right: Num) -> int:
    """-1, 0 or 1 as ``left`` is smaller than, equal to or greater than ``right``. Raises ``Undecided``."""
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return int(left > right) - int(left < right)
    ours = left if isinstance(left, fmpq) else scaled_ball(left)
    theirs = right if isinstance(right, fmpq) else scaled_ball(right)
    if ours < theirs:
        return -1
    if ours > theirs:
        return 1
    return sign(_difference(left, right))


def known_equal(left: object, right: object) -> bool:
    """Whether two values are known to be equal: for what is said about results, where nothing hangs on it."""
    try:
        return bool(left == right)
    except Undecided:
        return False


def known_unequal(left: object, right: object) -> bool:
    """Whether two values are known to differ."""
    try:
        return bool(left != right)
    except Undecided:
        return False


def _difference(left: Num, right: Num) -> Num:
    """``left - right``, which are not both rational."""
    if isinstance(right, fmpq):
        return left if right == 0 or isinstance(left, fmpq) else enclosed(fmpq(1), Sum(-right, left))
    minus = Real(-right.coefficient, right.body)
    if isinstance(left, fmpq):
        return minus if left == 0 else enclosed(fmpq(1), Sum(left, minus))
    if left.body is not right.body:
        pair = (minus, left) if scaled_ball(minus) < scaled_ball(left) else (left, minus)
        return enclosed(fmpq(1), Sum(*pair))
    coefficient = left.coefficient - right.coefficient
    return Real(coefficient, left.body) if coefficient != 0 else coefficient


def middle(value: Real) -> fmpq:
    """A rational number next to ``value``, as near as it was enclosed so far."""
    return exact(scaled_ball(value).mid())


def round_num(value: Num, rounding: Rounding) -> fmpq:
    """``value`` rounded, right in every digit. Raises ``Undecided`` or ``TooLong``."""
    if isinstance(value, fmpq):
        return bounded(round_rational(value, rounding))
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
    nearest = mode.turn.nearest
    bits = 0
    for bits in precisions(value.body, max(0, whole_bits(scaled_ball(value)) + places * 3322 // 1000)):
        ball, whole = _in_units(enclosure(value, bits), unit, nearest, bits)
        if whole is not None and ball > whole:
            return _step(whole, nearest, mode) * unit
        integer = ball.unique_fmpz()
        if integer is not None:
            return _beside(value, integer, unit, places, mode)
    raise Undecided(bits)


def _beside(value: Real, integer: fmpz, unit: fmpq, places: int, mode: RoundingMode) -> fmpq:
    """``value`` rounded, which lies at the given edge (in units), or just below or above it."""
    nearest = mode.turn.nearest
    limit = (integer - _HALF if nearest else fmpq(integer)) * unit
    at = round_rational_to_places(limit, places, mode)
    below, above = (_step(whole, nearest, mode) * unit for whole in (integer - 1, integer))
    if below == at == above:
        return at
    try:
        side = compare(value, limit)
    except Undecided as undecided:
        raise Undecided(undecided.bits, limit) from None
    return at if side == 0 else below if side < 0 else above


def _step(whole: fmpz, nearest: bool, mode: RoundingMode) -> fmpz:
    """What a number between an integer and the next one is rounded to, in units."""
    return whole if nearest or not goes_up(whole, mode) else whole + 1


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
    bits = 0
    for bits in precisions(value.body):
        with ctx.workprec(bits):
            ball = abs(enclosure(value, bits)).log() / arb(10).log()
            exponent = ball.floor().unique_fmpz()
        if ball.is_finite() and abs(ball) > _MOST_DIGITS:
            raise TooLong(phrase("it has too many digits to be written out"))
        if exponent is not None:
            return int(exponent)
        nearby = ball.unique_fmpz()
        if nearby is not None:
            positive = value if sign(value) > 0 else Real(-value.coefficient, value.body)
            return int(nearby) - int(compare(positive, fmpq(10) ** nearby) < 0)
    raise Undecided(bits)


def floor_display(value: Num, places: int) -> str:
    """The first digits of ``value``, ``places`` after the point, none rounded; ``…`` when more follow.

    ``1.4142…`` for the square root of 2 and four places; ``0.5`` for one half.
    """
    shown = round_num(value, Rounding(places, RoundingMode.DOWN))
    if compare(value, shown) == 0:
        return display(shown, finite_places(shown) or 0)
    minus = "-" if shown == 0 and sign(value) < 0 else ""
    return minus + display(shown, places) + "…"
