"""Interval arithmetic over an expression: a ball that certainly holds the value, at any working precision.

Balls are Arb's (F. Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic",
2017). Expressions of any depth are walked without recursion.

Bodies of the same structure are one object: whoever makes one is given the one that there is. So equal structure is
equal without a proof, and each enclosure is worked out once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from weakref import WeakValueDictionary

from flint import arb, ctx, fmpq

from effrules.model.real.limits import BASE_BITS, MOST_BITS, MOST_ENCLOSURES, MOST_WHOLE_BITS
from effrules.model.real.terms import Body, Exp, Ln, Num, Power, Product, Real, Root, Sum, TooLong, parts
from effrules.words import phrase

_BODIES: WeakValueDictionary[Hashable, Body] = WeakValueDictionary()
_TOO_LONG = arb(2) ** MOST_WHOLE_BITS


_LEAST_BITS = 16
_BEFORE_POINT = phrase("it has more than 9,800 digits before its point")


def precisions(body: Body, beyond: int = 0) -> Iterator[int]:
    """The working precisions to try, each twice the one before; of a large expression fewer of them.

    ``beyond``: so many bits are needed before the first one that tells anything.
    """
    if beyond + _LEAST_BITS <= BASE_BITS:
        yield BASE_BITS
    bits, most = 2 * BASE_BITS, MOST_BITS
    size = expression_size(body, MOST_ENCLOSURES)
    while bits <= most and (size * bits <= MOST_ENCLOSURES * BASE_BITS or bits == 2 * BASE_BITS):
        yield beyond + bits
        bits *= 2


def expression_size(body: Body, most: int) -> int:
    """How many different operations an expression is made of; ``most`` where there are more."""
    seen = {id(body)}
    ahead = [body]
    while ahead and len(seen) < most:
        for part in parts(ahead.pop()):
            if isinstance(part, Real) and id(part.body) not in seen:
                seen.add(id(part.body))
                ahead.append(part.body)
    return len(seen)


def enclosed(coefficient: fmpq, body: Body) -> Real:
    """A real number of a body, whose parts are enclosed already: the only way to make one.

    Where there is a body of the same structure, it is that one. Raises ``TooLong``.
    """
    key = _structure(body)
    known = _BODIES.get(key)
    if known is not None:
        return Real(coefficient, known)
    saved = ctx.prec
    ctx.prec = BASE_BITS
    try:
        body.ball = _ball(body)
    finally:
        ctx.prec = saved
    body.bits = BASE_BITS
    if isinstance(body, Product | Power | Exp) and abs(body.ball) > _TOO_LONG:
        raise TooLong(_BEFORE_POINT)
    _BODIES[key] = body
    return Real(coefficient, body)


def _structure(body: Body) -> Hashable:
    """What is the same for bodies of the same structure: the operation, and its parts by their own bodies."""
    match body:
        case Root(radicand=radicand, index=index):
            return Root, _whole(radicand), index
        case Ln(argument=argument) | Exp(argument=argument):
            return type(body), _part(argument)
        case Sum(left=left, right=right):
            return Sum, _part(left), _part(right)
        case Product(left=left, right=right):
            return Product, left.body, right.body
        case Power(base=base, exponent=exponent):
            return Power, _part(base), _whole(exponent)
        case _:
            raise TypeError(f"no such operation: {type(body).__name__}")


def _part(value: Num) -> Hashable:
    return _whole(value) if isinstance(value, fmpq) else (_whole(value.coefficient), value.body)


def _whole(value: fmpq) -> tuple[int, int]:
    """A rational as whole numbers, which have a hash of their own; that of a fraction takes its time."""
    return int(value.p), int(value.q)


def enclosure(value: Num, bits: int) -> arb:
    """A ball that holds ``value``, worked out with ``bits`` bits; it may be less accurate, or not finite."""
    saved = ctx.prec
    ctx.prec = bits
    try:
        if isinstance(value, fmpq):
            return arb(value)
        if value.body.bits < bits:
            _refine(value.body, bits)
        return _scaled(value)
    finally:
        ctx.prec = saved


def _refine(body: Body, bits: int) -> None:
    """Enclose a body, and all that it is made of, anew with ``bits`` bits (the context's precision)."""
    path = [body]
    while path:
        top = path[-1]
        below = [part.body for part in parts(top) if isinstance(part, Real) and part.body.bits < bits]
        if below:
            path.extend(below)
            continue
        if top.bits < bits:
            top.ball = _ball(top)
            top.bits = bits
        path.pop()


def whole_bits(ball: arb) -> int:
    """How many bits the whole part of a number in a ball may have. Raises ``TooLong``."""
    upper = ball.abs_upper()
    if not upper.is_finite():
        return 0
    mantissa, exponent = upper.man_exp()
    bits = int(mantissa).bit_length() + int(exponent)
    if bits > 2 * MOST_WHOLE_BITS:
        raise TooLong(_BEFORE_POINT)
    return max(bits, 0)


def scaled_ball(value: Real) -> arb:
    """A ball that holds the value, as closely as it was enclosed so far."""
    saved = ctx.prec
    ctx.prec = max(value.body.bits, BASE_BITS)
    try:
        return _scaled(value)
    finally:
        ctx.prec = saved


def _scaled(value: Num) -> arb:
    if isinstance(value, fmpq):
        return arb(value)
    return value.body.ball if value.coefficient == 1 else value.body.ball * value.coefficient


def _ball(body: Body) -> arb:
    """The enclosure of a body from those of its parts, at the context's precision."""
    match body:
        case Root(radicand=radicand, index=index):
            return arb(radicand).root(index)
        case Ln(argument=argument):
            return _scaled(argument).log()
        case Exp(argument=argument):
            return _scaled(argument).exp()
        case Sum(left=left, right=right):
            return _scaled(left) + _scaled(right)
        case Product(left=left, right=right):
            return left.body.ball * right.body.ball
        case Power(base=base, exponent=exponent):
            if exponent.q == 1:
                return _scaled(base) ** exponent.p
            if exponent.p == 1 and exponent.q <= 64:
                return _scaled(base).root(int(exponent.q))
            return (_scaled(base).log() * exponent).exp()
        case _:
            raise TypeError(f"no such operation: {type(body).__name__}")
