"""The short fractions among the numbers of an enclosure."""

from __future__ import annotations

from flint import arb, fmpq, fmpz

_MOST_BITS = 56
"""A fraction with more bits than this says nothing: many of them lie in any enclosure of the base precision."""


def simplest_between(ball: arb) -> fmpq | None:
    """The fraction with the smallest denominator in a ball; None where all of them are long."""
    if not ball.is_finite():
        return None
    low, high = _exact(ball.lower()), _exact(ball.upper())
    above, below, above_before, below_before = fmpz(1), fmpz(0), fmpz(0), fmpz(1)
    while True:  # the continued fraction that both ends share, and then its end
        upwards = low.ceil()
        whole = upwards if upwards <= high else low.floor()
        above, above_before = whole * above + above_before, above
        below, below_before = whole * below + below_before, below
        if max(above.bit_length(), below.bit_length()) > _MOST_BITS:
            return None
        if upwards <= high:
            return fmpq(above, below)
        low, high = 1 / (high - whole), 1 / (low - whole)


def _exact(end: arb) -> fmpq:
    mantissa, exponent = end.man_exp()
    power = fmpz(2) ** abs(int(exponent))
    return fmpq(mantissa * power) if exponent >= 0 else fmpq(mantissa, power)
