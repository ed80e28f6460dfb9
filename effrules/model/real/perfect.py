"""Perfect powers and multiplicative dependence of rationals, decided on integers without factoring them."""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq, fmpz

_MOST_BITS = 65_536
"""Of longer numbers no perfect powers are looked for: what is missed is a proof, never a false one found."""


def integer_root(number: fmpz, index: int) -> fmpz | None:
    """The integer whose power ``index`` is ``number`` (at least 1), if there is one."""
    if number == 1:
        return number
    if number.bit_length() <= index:
        return None
    root = number.root(index)
    return root if root**index == number else None


def rational_root(value: fmpq, index: int) -> fmpq | None:
    """The rational above 0 whose power ``index`` is ``value`` (above 0), if there is one."""
    above = integer_root(value.p, index)
    below = integer_root(value.q, index) if above is not None else None
    return None if above is None or below is None else fmpq(above, below)


def reduced_root(value: fmpq, index: int) -> tuple[fmpq, int]:
    """The same root of a rational (above 0, not 1) with the smallest index: 2 and 2 for the 4th root of 4."""
    factor = 2
    while factor <= index and factor < max(value.p.bit_length(), value.q.bit_length()):
        smaller = rational_root(value, factor) if index % factor == 0 else None
        if smaller is None:
            factor += 1
        else:
            value, index = smaller, index // factor
    return value, index


def primitive_root(value: fmpq) -> tuple[fmpq, int]:
    """``(t, k)`` with ``t**k == value`` (above 0, not 1) and ``k`` as great as can be; 1 for a very long one."""
    exponent, factor = 1, fmpz(2)
    if value.height_bits() > _MOST_BITS:
        return value, 1
    while _may_be_perfect_power(value) and factor < max(value.p.bit_length(), value.q.bit_length()):
        smaller = rational_root(value, int(factor))
        if smaller is None:
            factor += 1
            while not factor.is_prime():
                factor += 1
        else:
            value, exponent = smaller, exponent * int(factor)
    return value, exponent


def _may_be_perfect_power(value: fmpq) -> bool:
    return bool((value.p == 1 or value.p.is_perfect_power()) and (value.q == 1 or value.q.is_perfect_power()))


def logarithm_ratio(left: fmpq, right: fmpq) -> fmpq | None:
    """``ln left / ln right`` for rationals above 1, if it is rational: 3 for 8 and 2."""
    if left == right:
        return fmpq(1)
    if left.p.gcd(right.p) == 1:
        return None
    left_base, left_exponent = primitive_root(left)
    right_base, right_exponent = primitive_root(right)
    return fmpq(left_exponent, right_exponent) if left_base == right_base else None


def coprime_base(numbers: Iterable[int]) -> list[fmpz]:
    """Integers above 1, pairwise coprime and no perfect powers, whose products all ``numbers`` (from 1) are.

    Their logarithms are linearly independent over the rationals, and so are the products of different
    fractional powers of them: what makes equality of normal forms decide equality.
    """
    base: list[fmpz] = []
    pending = [fmpz(number) for number in numbers]
    while pending:
        number = pending.pop()
        if number == 1:
            continue
        for place, member in enumerate(base):
            common = number.gcd(member)
            if common != 1:
                if number != member:
                    del base[place]
                    pending += [common, number // common, member // common]
                break
        else:
            base.append(number)
    return [primitive_root(fmpq(member))[0].p for member in base]
