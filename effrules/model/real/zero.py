"""Proofs that a number is zero: by its structure, by how close to zero it could be, by a normal form.

They are tried in the order of what they cost, each within its budget, and what was found is kept with the number.
"""

from __future__ import annotations

from flint import fmpq

from effrules.model.real.alike import alike
from effrules.model.real.enclosure import enclosure, expression_size
from effrules.model.real.identities import is_zero_form
from effrules.model.real.limits import BASE_BITS, MOST_BITS, MOST_ENCLOSURES, Budget, TooLarge
from effrules.model.real.separation import separation_bits
from effrules.model.real.terms import Body, Exp, Num, Power, Product, Real, Root, Sum

_ONE = fmpq(1)
_MOST_ALIKE = 2_000
_CHEAP_BITS = 1024
"""An enclosure of so many bits is cheaper than a normal form."""


def vanishes(value: Num) -> bool:
    """Whether it is proved that ``value`` is zero. False when it is not, and when there is no proof."""
    if isinstance(value, fmpq):
        return bool(value == 0)
    body = value.body
    if body.vanishes is None:
        body.vanishes = _proved(body)
    return body.vanishes


def _proved(body: Body) -> bool:
    match body:
        case Root() | Exp() | Power():
            return False
        case Product(left=left, right=right):
            return vanishes(left) or vanishes(right)
        case _:
            pass
    ball = body.ball
    if ball > 0 or ball < 0:
        return False
    if isinstance(body, Sum) and _is_alike(body.left, body.right):
        return True
    bound = separation_bits(body, MOST_BITS - BASE_BITS)
    if bound is not None and bound <= _CHEAP_BITS:
        return _is_closer(body, bound)
    if is_zero_form(body):
        return True
    return bound is not None and _is_closer(body, bound)


def _is_alike(left: Num, right: Num) -> bool:
    minus = -right if isinstance(right, fmpq) else Real(-right.coefficient, right.body)
    try:
        return alike(left, minus, Budget(_MOST_ALIKE))
    except TooLarge:
        return False


def _is_closer(body: Body, bits: int) -> bool:
    """Whether the number is closer to zero than 2^-bits, as far as the budget for enclosures goes."""
    precision = 2 * BASE_BITS
    most = MOST_ENCLOSURES * BASE_BITS // expression_size(body, MOST_ENCLOSURES)
    limit = fmpq(1, 2) ** bits
    while precision <= max(min(most, MOST_BITS), 2 * BASE_BITS):
        ball = enclosure(Real(_ONE, body), precision)
        if ball > 0 or ball < 0:
            return False
        if abs(ball) < limit:
            return True
        precision *= 2
    return False
