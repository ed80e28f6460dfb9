"""Interval arithmetic over an expression: a ball that certainly holds the value, at any working precision.

Balls are Arb's (F. Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic",
2017). Expressions of any depth are walked without recursion.
"""

from __future__ import annotations

from collections.abc import Iterator

from flint import arb, ctx, fmpq

from effrules.model.real.terms import Body, Exp, Ln, Num, Power, Product, Real, Root, Sum, parts

BASE_BITS = 128
"""The working precision that every number is enclosed with from the start."""

MOST_BITS = 16384
"""The working precision (about 4,900 digits) beyond which nothing is tried."""


def precisions() -> Iterator[int]:
    """The working precisions to try, each twice the one before."""
    bits = BASE_BITS
    while bits <= MOST_BITS:
        yield bits
        bits *= 2


def enclosed(coefficient: fmpq, body: Body) -> Real:
    """A real number of a new body, whose parts are enclosed already: the only way to make one."""
    saved = ctx.prec
    ctx.prec = BASE_BITS
    try:
        body.ball = _ball(body)
    finally:
        ctx.prec = saved
    body.bits = BASE_BITS
    return Real(coefficient, body)


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
