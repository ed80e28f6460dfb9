"""Aggregates of exact numbers: plain formulas over the values of rows or parts.

Values are ``fmpq`` or, where they are irrational, ``Real``; largest, smallest and median also take dates where
noted. A geometric mean of values below 0 and a root that does not exist raise ``DomainError``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

from flint import fmpq

from effrules.model.aggregates import AggregateKind
from effrules.model.real import (
    DomainError,
    Num,
    add,
    bounded,
    divide,
    multiply,
    power,
    root,
    sign,
    sqrt,
    subtract,
)
from effrules.words import phrase

Kind = AggregateKind

ZERO = fmpq(0)
ONE = fmpq(1)


def aggregated(kind: AggregateKind, values: Sequence[Any], weights: Sequence[Num] | None = None) -> Any:
    """An aggregate of values, at least one of them but for the sum; by weights, where it has them."""
    match kind:
        case Kind.SUM:
            return total(values)
        case Kind.AVERAGE | Kind.WEIGHTED_AVERAGE:
            return mean(values) if weights is None else weighted_mean(values, weights)
        case Kind.GEOMETRIC_MEAN:
            return geometric_mean(values) if weights is None else weighted_geometric_mean(values, weights)
        case Kind.LARGEST:
            return max(values)
        case Kind.SMALLEST:
            return min(values)
        case Kind.MEDIAN:
            return median(values)
        case Kind.STANDARD_DEVIATION:
            return standard_deviation(values)
        case _:
            assert_never(kind)


def total(values: Sequence[Num]) -> Num:
    """The sum; 0 of no values."""
    found: Num = _rational_total([value for value in values if type(value) is fmpq])
    for value in values:
        if type(value) is not fmpq:
            found = add(found, value)
    return found


def _rational_total(values: list[fmpq]) -> fmpq:
    """The sum of rationals, pair by pair: a common denominator of thousands grows long only at the end."""
    while len(values) > 8:
        pairs = [one + other for one, other in zip(values[::2], values[1::2], strict=False)]
        if len(values) % 2:
            pairs.append(values[-1])
        values = [bounded(value) for value in pairs]
    return bounded(sum(values, ZERO))


def mean(values: Sequence[Num]) -> Num:
    """The arithmetic mean of at least one value."""
    return divide(total(values), fmpq(len(values)))


def weighted_mean(values: Sequence[Num], weights: Sequence[Num]) -> Num:
    """Sum of weight x value / sum of weights; the weights must not add up to 0."""
    products = [multiply(weight, value) for weight, value in zip(weights, values, strict=True)]
    return divide(total(products), total(weights))


def geometric_mean(values: Sequence[Num]) -> Num:
    """The n-th root of the product of n values of at least 0."""
    product: Num = ONE
    for value in values:
        product = multiply(product, _not_negative(value))
    return root(product, len(values))


def weighted_geometric_mean(values: Sequence[Num], weights: Sequence[Num]) -> Num:
    """The product of value to the power of its weight, for weights that add up to 1; values of at least 0."""
    product: Num = ONE
    for value, weight in zip(values, weights, strict=True):
        product = multiply(product, power(_not_negative(value), weight))
    return product


def _not_negative(value: Num) -> Num:
    if sign(value) < 0:
        raise DomainError(phrase("a geometric mean of a number below 0"))
    return value


def median(values: Sequence[Num]) -> Num:
    """The middle value, or the mean of the two middle ones."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return divide(add(ordered[middle - 1], ordered[middle]), fmpq(2))


def standard_deviation(values: Sequence[Num]) -> Num:
    """The square root of the mean squared distance from the mean: of a whole population.

    Of n values: sqrt(n x sum of squares - square of sum) / n, which is the same without a mean in each distance.
    """
    count = fmpq(len(values))
    added = total(values)
    squares = total([multiply(value, value) for value in values])
    return divide(sqrt(subtract(multiply(count, squares), multiply(added, added))), count)
