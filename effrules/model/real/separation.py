"""How close to zero a number made of rationals, roots and the four operations can be without being zero.

The bound is that of C. Burnikel, S. Funke, K. Mehlhorn, S. Schirra and S. Schmitt, "A separation bound for real algebraic
expressions" (ESA 2001): such a number is a quotient of two algebraic integers, whose conjugates are at most ``u`` and
``l``; with the indices of all its roots multiplied together to ``D``, it is zero or at least 1 / (u^(D-1) l). So an
enclosure that is closer to zero than that proves that it is zero.
"""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.model.real.terms import Body, Num, Power, Product, Real, Root, Sum, parts


@frozen
class _Sizes:
    """Upper bounds of the logarithms to base 2 of ``u`` and ``l``."""

    above: int
    below: int


def separation_bits(body: Body, most: int) -> int | None:
    """A number of bits ``b``: the value of the body is zero, or at least 2^-b in size.

    None where there are logarithms or powers of e in it, or where the bound is greater than ``most``.
    """
    known: dict[int, _Sizes] = {}
    degree = 1
    path = [body]
    while path:
        top = path[-1]
        if id(top) in known:
            path.pop()
            continue
        waiting = [part.body for part in parts(top) if isinstance(part, Real) and id(part.body) not in known]
        if waiting:
            path += waiting
            continue
        path.pop()
        sizes = _sizes(top, known)
        degree *= _index(top)
        if sizes is None or degree > most or sizes.above > most or sizes.below > most:
            return None
        known[id(top)] = sizes
    sizes = known[id(body)]
    bound = max(sizes.above, 1) * (degree - 1) + sizes.below + 1
    return bound if bound <= most else None


def _index(body: Body) -> int:
    match body:
        case Root(index=index):
            return index
        case Power(exponent=exponent):
            return int(exponent.q)
        case _:
            return 1


def _sizes(body: Body, known: dict[int, _Sizes]) -> _Sizes | None:
    match body:
        case Root(radicand=radicand, index=index):
            return _root(_rational(radicand), index)
        case Sum(left=left, right=right):
            one, other = _of(left, known), _of(right, known)
            above = max(one.above + other.below, one.below + other.above) + 1
            return _Sizes(above, one.below + other.below)
        case Product(left=left, right=right):
            one, other = _of(left, known), _of(right, known)
            return _Sizes(one.above + other.above, one.below + other.below)
        case Power(base=base, exponent=exponent):
            times, sizes = int(abs(exponent.p)), _of(base, known)
            whole = _Sizes(sizes.above * times, sizes.below * times)
            if exponent < 0:
                whole = _Sizes(whole.below, whole.above)
            return _root(whole, int(exponent.q))
        case _:
            return None


def _rational(value: fmpq) -> _Sizes:
    return _Sizes(value.p.bit_length(), value.q.bit_length())


def _of(value: Num, known: dict[int, _Sizes]) -> _Sizes:
    if isinstance(value, fmpq):
        return _rational(value)
    factor, sizes = _rational(value.coefficient), known[id(value.body)]
    return _Sizes(factor.above + sizes.above, factor.below + sizes.below)


def _root(sizes: _Sizes, index: int) -> _Sizes:
    """Of the root: only one of the two grows by the other, the smaller growth is taken."""
    if index == 1:
        return sizes
    mixed = sizes.above, sizes.below
    if sizes.above >= sizes.below:
        return _Sizes(-(-(mixed[0] + (index - 1) * mixed[1]) // index), mixed[1])
    return _Sizes(mixed[0], -(-((index - 1) * mixed[0] + mixed[1]) // index))
