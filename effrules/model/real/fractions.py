"""The short fractions among the numbers of an enclosure."""

from __future__ import annotations

from flint import arb, ctx, fmpq, fmpz

from effrules.model.real.limits import BASE_BITS

_SPARE_BITS = 24


def simplest_between(ball: arb) -> fmpq | None:
    """The fraction with the smallest denominator in a ball; None where all of them are long.

    In a ball of b certain bits there lies some fraction of b/2 bits by chance, so shorter ones are meant: one in 2^24 balls
    has such a one by chance.
    """
    if not ball.is_finite():
        return None
    if ball.contains(0):
        return fmpq(0)
    most = (int(ball.rel_accuracy_bits()) - _SPARE_BITS) // 2
    with ctx.workprec(4 * BASE_BITS):
        low, high = exact(ball.lower()), exact(ball.upper())
    above, below, above_before, below_before = fmpz(1), fmpz(0), fmpz(0), fmpz(1)
    while True:  # the continued fraction that both ends share, and then its end
        upwards = low.ceil()
        whole = upwards if upwards <= high else low.floor()
        above, above_before = whole * above + above_before, above
        below, below_before = whole * below + below_before, below
        if max(above.bit_length(), below.bit_length()) > most:
            return None
        if upwards <= high:
            return fmpq(above, below)
        low, high = 1 / (high - whole), 1 / (low - whole)


def exact(end: arb) -> fmpq:
    """The number that an end or the middle of a ball is."""
    mantissa, exponent = end.man_exp()
    power = fmpz(2) ** abs(int(exponent))
    return fmpq(mantissa * power) if exponent >= 0 else fmpq(mantissa, power)
