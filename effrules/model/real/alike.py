"""Equality that shows in the structure: the same operation on equal numbers gives equal numbers.

It settles what no normal form could afford: the z-scores of ``sqrt(8)`` and of ``2 * sqrt(2)`` among hundreds of bodies
are one operation on the same mean and spread, and on two short numbers that are equal.
"""

from __future__ import annotations

from flint import fmpq

from effrules.model.real.enclosure import scaled_ball
from effrules.model.real.limits import Budget
from effrules.model.real.perfect import rational_root
from effrules.model.real.terms import Exp, Ln, Num, Power, Product, Real, Root, Sum

_DEEPEST = 60


def alike(left: Num, right: Num, budget: Budget, depth: int = 0) -> bool:
    """Whether the structures of two numbers show that they are equal. Raises ``TooLarge``."""
    if isinstance(left, fmpq) or isinstance(right, fmpq):
        return isinstance(left, fmpq) and isinstance(right, fmpq) and bool(left == right)
    if left.body is right.body:
        return bool(left.coefficient == right.coefficient)
    budget.spend(1)
    if depth > _DEEPEST or not scaled_ball(left).overlaps(scaled_ball(right)):
        return False
    one, other = left.body, right.body
    if isinstance(one, Sum) and isinstance(other, Sum):
        ours = _times(left.coefficient, one.left), _times(left.coefficient, one.right)
        theirs = _times(right.coefficient, other.left), _times(right.coefficient, other.right)
        return _pairs(ours, theirs, budget, depth)
    if isinstance(one, Root) and isinstance(other, Root) and one.index == other.index:
        ratio = rational_root(one.radicand / other.radicand, one.index)
        return ratio is not None and bool(left.coefficient * ratio == right.coefficient)
    if left.coefficient != right.coefficient:
        return False
    match one, other:
        case Product(), Product():
            return _pairs((one.left, one.right), (other.left, other.right), budget, depth)
        case (Ln(argument=ours_inside), Ln(argument=theirs_inside)) | (
            Exp(argument=ours_inside),
            Exp(argument=theirs_inside),
        ):
            return alike(ours_inside, theirs_inside, budget, depth + 1)
        case Power(), Power():
            return one.exponent == other.exponent and alike(one.base, other.base, budget, depth + 1)
        case _:
            return False


def _pairs(ours: tuple[Num, Num], theirs: tuple[Num, Num], budget: Budget, depth: int) -> bool:
    """Whether two numbers are equal to two others, in either order."""
    return any(
        alike(ours[0], first, budget, depth + 1) and alike(ours[1], second, budget, depth + 1)
        for first, second in (theirs, theirs[::-1])
    )


def _times(factor: fmpq, value: Num) -> Num:
    return factor * value if isinstance(value, fmpq) else Real(factor * value.coefficient, value.body)
