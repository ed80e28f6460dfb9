"""The operations on numbers. Between rationals they stay rational; what is plainly rational again becomes so.

Every operation that has no value where it is asked for raises ``DomainError``; one whose domain cannot be
made sure of raises ``Undecided``.
"""

from __future__ import annotations

from flint import fmpq

from effrules.model.real.decide import sign
from effrules.model.real.enclosure import enclosed, enclosure, scaled_ball
from effrules.model.real.identities import rational_value
from effrules.model.real.limits import BASE_BITS, MOST_VALUE_BITS, MOST_WHOLE_BITS, bounded
from effrules.model.real.perfect import logarithm_ratio, rational_root, reduced_root
from effrules.model.real.terms import (
    Body,
    DomainError,
    Exp,
    Ln,
    Num,
    Power,
    Product,
    Real,
    Root,
    Sum,
    TooLong,
)
from effrules.model.real.zero import vanishes
from effrules.words import phrase

_ONE = fmpq(1)
_MINUS_ONE = fmpq(-1)
_MOST_JOINED_BITS = 4096
"""Radicands and arguments of logarithms are joined up to this size; beyond it they stand side by side."""
_GREATEST_EXPONENT = MOST_WHOLE_BITS * 7 // 10
"""e to a greater power has more digits than are worked with: the logarithm of 2 is 0.69."""
_SMALLEST_EXPONENT = -(10**12)


def add(left: Num, right: Num) -> Num:
    """The sum."""
    if isinstance(left, fmpq):
        return bounded(left + right) if isinstance(right, fmpq) else _add_rational(left, right)
    if isinstance(right, fmpq):
        return _add_rational(right, left)
    like = _add_like(left, right)
    return _sum(left, right) if like is None else like


def _add_rational(number: fmpq, value: Real) -> Num:
    if number == 0:
        return value
    if isinstance(value.body, Sum) and isinstance(value.body.left, fmpq):
        constant = bounded(number + value.coefficient * value.body.left)
        rest = multiply(value.coefficient, value.body.right)
        return rest if constant == 0 else _sum(constant, rest)
    return _sum(number, value)


def _add_like(left: Real, right: Real) -> Num | None:
    """The sum of multiples of one number, of like radicals, or of logarithms that can be joined."""
    one, other = left.body, right.body
    ratio: fmpq | None = None
    if one is other:
        ratio = _ONE
    elif isinstance(one, Root) and isinstance(other, Root) and one.index == other.index:
        ratio = rational_root(one.radicand / other.radicand, one.index)
    elif isinstance(one, Ln) and isinstance(other, Ln):
        if not isinstance(one.argument, fmpq) or not isinstance(other.argument, fmpq):
            return None
        same_way = left.coefficient == right.coefficient
        small = _bits(one.argument, other.argument) <= _MOST_JOINED_BITS
        if small and (same_way or left.coefficient == -right.coefficient):
            joined = one.argument * other.argument if same_way else one.argument / other.argument
            return multiply(left.coefficient, ln(joined))
        ratio = logarithm_ratio(one.argument, other.argument)
    return None if ratio is None else _times(left.coefficient * ratio + right.coefficient, other)


def _bits(left: fmpq, right: fmpq) -> int:
    return int(left.height_bits() + right.height_bits())


def _times(coefficient: fmpq, body: Body) -> Num:
    return Real(bounded(coefficient), body) if coefficient != 0 else coefficient


def _sum(left: Num, right: Num) -> Num:
    """A sum that may turn out to be zero: then its terms cancel, and so it is not kept as a sum."""
    if isinstance(right, fmpq):
        return add(left, right)
    if isinstance(left, Real) and scaled_ball(right) < scaled_ball(left):
        left, right = right, left  # one structure for both orders
    result = enclosed(_ONE, Sum(left, right))
    ball = result.body.ball
    if not ball > 0 and not ball < 0 and ball.is_finite() and vanishes(result):
        return fmpq(0)
    return result


def negate(value: Num) -> Num:
    """The number with its sign changed."""
    return -value if isinstance(value, fmpq) else Real(-value.coefficient, value.body)


def subtract(left: Num, right: Num) -> Num:
    """The difference."""
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return bounded(left - right)
    return add(left, negate(right))


def multiply(left: Num, right: Num) -> Num:
    """The product."""
    if isinstance(left, fmpq):
        if isinstance(right, fmpq):
            return bounded(left * right)
        return _times(left * right.coefficient, right.body)
    if isinstance(right, fmpq):
        return _times(left.coefficient * right, left.body)
    return multiply(left.coefficient * right.coefficient, _product(left.body, right.body))


def _product(left: Body, right: Body) -> Num:
    if isinstance(left, Root) and isinstance(right, Root):
        joined = _product_of_roots(left, right)
        if joined is not None:
            return joined
    if isinstance(left, Exp) and isinstance(right, Exp):
        return exp(add(left.argument, right.argument))
    base, exponent = _as_power(left)
    other_base, other_exponent = _as_power(right)
    if base.body is other_base.body and base.coefficient == other_base.coefficient:
        return power(base, exponent + other_exponent)
    if right.ball < left.ball:
        left, right = right, left
    return enclosed(_ONE, Product(Real(_ONE, left), Real(_ONE, right)))


def _product_of_roots(left: Root, right: Root) -> Num | None:
    common = left.index // _gcd(left.index, right.index) * right.index
    left_power, right_power = common // left.index, common // right.index
    bits = left.radicand.height_bits() * left_power + right.radicand.height_bits() * right_power
    if bits > _MOST_JOINED_BITS:
        return None
    return _positive_power(left.radicand**left_power * right.radicand**right_power, fmpq(1, common))


def _gcd(left: int, right: int) -> int:
    while right:
        left, right = right, left % right
    return left


def _as_power(body: Body) -> tuple[Real, fmpq]:
    return (body.base, body.exponent) if isinstance(body, Power) else (Real(_ONE, body), _ONE)


def divide(left: Num, right: Num) -> Num:
    """The quotient. Raises ``DomainError`` when the divisor is zero."""
    if sign(right) == 0:
        raise DomainError(phrase("division by zero"))
    if isinstance(right, fmpq):
        if isinstance(left, fmpq):
            return bounded(left / right)
        return Real(bounded(left.coefficient / right), left.body)
    if isinstance(left, Real):
        one, other = left.body, right.body
        if one is other:
            return left.coefficient / right.coefficient
        ratio = _ratio_of_logarithms(one, other)
        if ratio is not None:
            return left.coefficient * ratio / right.coefficient
    return multiply(left, power(right, _MINUS_ONE))


def _ratio_of_logarithms(one: Body, other: Body) -> fmpq | None:
    if not isinstance(one, Ln) or not isinstance(other, Ln):
        return None
    if not isinstance(one.argument, fmpq) or not isinstance(other.argument, fmpq):
        return None
    return logarithm_ratio(one.argument, other.argument)


def absolute(value: Num) -> Num:
    """The number without its sign."""
    if isinstance(value, fmpq):
        return abs(value)
    direction = sign(value)
    if direction == 0:
        return fmpq(0)
    return value if direction > 0 else negate(value)


def ln(value: Num) -> Num:
    """The natural logarithm. Raises ``DomainError`` at zero and below."""
    if sign(value) <= 0:
        raise DomainError(phrase("the logarithm of a number that is not above 0"))
    if isinstance(value, fmpq):
        if value == 1:
            return fmpq(0)
        return enclosed(_ONE, Ln(value)) if value > 1 else enclosed(_MINUS_ONE, Ln(1 / value))
    match value.body:
        case Exp(argument=argument):
            return add(ln(value.coefficient), argument)
        case Root(radicand=radicand, index=index):
            return add(ln(value.coefficient), multiply(fmpq(1, index), ln(radicand)))
        case Power(base=base, exponent=exponent) if value.coefficient == 1:
            return multiply(exponent, ln(base))
        case _:
            return enclosed(_ONE, Ln(value))


def exp(value: Num) -> Num:
    """e to the power of a number. Raises ``DomainError`` when that is too large or too close to 0."""
    if isinstance(value, fmpq):
        if value == 0:
            return _ONE
    elif isinstance(value.body, Ln):
        try:
            return power(value.body.argument, value.coefficient)
        except TooLong:
            pass  # it has digits enough as an irrational number
    return _exp(value)


def _exp(value: Num) -> Real:
    """e to the power of a number that is not the rational 0, kept as such."""
    ball = enclosure(value, BASE_BITS)
    if not ball < _GREATEST_EXPONENT:
        raise TooLong(phrase("it has more than 9,800 digits before its point"))
    if not ball > _SMALLEST_EXPONENT:
        raise DomainError(phrase("the power is too close to 0 to be worked with"))
    return enclosed(_ONE, Exp(value))


def sqrt(value: Num) -> Num:
    """The square root. Raises ``DomainError`` below zero."""
    return power(value, fmpq(1, 2))


def root(value: Num, index: int | fmpq) -> Num:
    """The root with a whole index from 1. Raises ``DomainError`` for others, and where ``power`` does."""
    if index < 1 or fmpq(index).q != 1:
        raise DomainError(phrase("the index of a root is a whole number of at least 1"))
    return power(value, 1 / fmpq(index))


def power(base: Num, exponent: Num) -> Num:
    """``base`` to the power of ``exponent``; whatever to the power of 0 is 1.

    Odd roots of negative numbers are negative. Raises ``DomainError`` for an even root of a negative number,
    a negative number to a power that is not rational, and zero to a power below zero.
    """
    if isinstance(exponent, Real):
        rational = rational_value(exponent)
        if rational is not None:
            return power(base, rational)
        return _irrational_power(base, exponent)
    direction = sign(base)
    if exponent == 0:
        return _ONE
    if direction == 0:
        if exponent < 0:
            raise DomainError(phrase("zero to a power below 0"))
        return fmpq(0)
    if direction > 0:
        return _positive_power(base, exponent)
    if exponent.q % 2 == 0:
        raise DomainError(phrase("an even root of a number below 0"))
    result = _positive_power(negate(base), exponent)
    return result if exponent.p % 2 == 0 else negate(result)


def _irrational_power(base: Num, exponent: Real) -> Num:
    direction = sign(base)
    if direction < 0:
        raise DomainError(phrase("a number below 0 to a power that is not rational"))
    if direction == 0:
        if sign(exponent) < 0:
            raise DomainError(phrase("zero to a power below 0"))
        return fmpq(0)
    return exp(multiply(exponent, ln(base)))


def _positive_power(base: Num, exponent: fmpq) -> Num:
    """A number above 0 to a power other than 0."""
    if exponent == 1:
        return base
    if isinstance(base, fmpq):
        return _rational_power(base, exponent)
    coefficient, body = base.coefficient, base.body
    match body:
        case Root(radicand=radicand, index=index):
            root_power = _rational_power(radicand, exponent / index)
            return multiply(_rational_power(coefficient, exponent), root_power)
        case Exp(argument=argument):
            return multiply(_rational_power(coefficient, exponent), exp(multiply(exponent, argument)))
        case Power(base=inner, exponent=times) if coefficient == 1 or exponent.q == 1:
            return multiply(_rational_power(coefficient, exponent), _positive_power(inner, times * exponent))
        case _ if exponent.q == 1 and abs(coefficient) != 1:
            unit = Real(_ONE if coefficient > 0 else _MINUS_ONE, body)
            unit_power = enclosed(_ONE, Power(unit, exponent))
            return multiply(_rational_power(abs(coefficient), exponent), unit_power)
        case _:
            return enclosed(_ONE, Power(base, exponent))


def _rational_power(base: fmpq, exponent: fmpq) -> Num:
    """A rational above 0 to a rational power: rational whenever it is one."""
    if base == 1 or exponent == 1:
        return base
    times = abs(exponent.p)
    radicand, index = reduced_root(base, int(exponent.q))
    if exponent < 0:
        radicand = 1 / radicand
    bits = radicand.height_bits() * times
    if index == 1:
        if bits > MOST_VALUE_BITS:
            raise TooLong(phrase("as an exact fraction it has more than 301,000 digits"), fraction=True)
        return radicand**times
    if bits <= _MOST_JOINED_BITS and index <= _MOST_JOINED_BITS:
        return enclosed(_ONE, Root(radicand**times, index))
    return _exp(multiply(fmpq(times, index), ln(radicand)))
