"""What a spreadsheet holds of an exact number: a binary number of 53 bits, and how far it may be off.

A formula is written where every program that calculates with such numbers is bound to come to the same; so what is counted here is
the most by which any of them may be off: more than IEEE 754 allows, since spreadsheets add in an order of their own and take a
difference for 0 that is small beside its operands (of 2 to the power of -48).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from attrs import frozen
from flint import fmpq

from effrules.model.numbers import finite_places
from effrules.model.real import Num, Real, middle

STEP = 2.0**-47
"""So much of its size one operation may be off."""

ROUGH = 2.0**-44
"""So near to where two figures part, beside the size of a number, no rounding of a spreadsheet is relied upon."""

SURE_DIGITS = 15
"""So many significant digits of a decimal every spreadsheet keeps."""

WHOLE = 2**45
"""Up to this, whole numbers and their halves, quarters ... are added and multiplied without any error."""

LARGEST = 1e300
SMALLEST = 1e-290


@frozen
class Double:
    """A number in a cell. ``off``: the most by which it may be off. ``sure``: it is the double next to a decimal of few digits.

    Two sure numbers compare as the exact ones do.
    """

    exact: Num
    near: float
    off: float
    sure: bool

    @property
    def is_exact(self) -> bool:
        """Whether it is the number itself."""
        return self.off == 0


def near(value: Num) -> float | None:
    """The double next to a number; ``None`` where it is beyond all that a spreadsheet holds."""
    rational = middle(value) if isinstance(value, Real) else value
    try:
        found = float(Fraction(int(rational.p), int(rational.q)))
    except OverflowError:
        return None
    return found if rational.p == 0 or SMALLEST < abs(found) < LARGEST else None


def whole(value: Num) -> bool:
    """Whether a number is so plain that sums and products of such are exact: 3, 61.25."""
    if isinstance(value, Real):
        return False
    bits = int(value.q)
    return bits & (bits - 1) == 0 and bits < 2**20 and abs(value.p) < WHOLE


def few_digits(value: Num) -> bool:
    """Whether a number is a decimal of so few digits that a spreadsheet keeps them all."""
    if isinstance(value, Real):
        return False
    places = finite_places(value)
    if places is None or places > 300:
        return False
    digits = str(abs(value.p) * fmpq(10) ** places / value.q).strip("0")
    return len(digits) <= SURE_DIGITS


def kept(value: Num) -> Double | None:
    """A number that is put into a cell; ``None`` where it cannot be."""
    found = near(value)
    if found is None:
        return None
    if whole(value):
        return Double(value, found, 0.0, few_digits(value))
    return Double(value, found, abs(found) * 2.0**-51, few_digits(value))


def worked_out(value: Num, off: float, operands: Iterable[Double], *, plain: bool = False) -> Double | None:
    """The result of an operation that is off by so much; ``plain``: sums and products, exact where everything is plain."""
    found = near(value)
    if found is None or not math.isfinite(off):
        return None
    if plain and whole(value) and all(one.is_exact and whole(one.exact) for one in operands):
        return Double(value, found, 0.0, few_digits(value))
    return Double(value, found, off + abs(found) * STEP, False)


def same(value: Num, of: Double) -> Double:
    """A cell that holds what another one holds."""
    return Double(value, of.near, of.off, of.sure)


def rounded(value: Num) -> Double | None:
    """What rounding gives: the double next to the decimal."""
    return kept(value)


def product_off(left: Double, right: Double) -> float:
    """The most by which a product is off, beside its own rounding."""
    return abs(left.near) * right.off + abs(right.near) * left.off + left.off * right.off


def quotient_off(left: Double, right: Double) -> float:
    """The most by which a quotient is off, beside its own rounding."""
    least = abs(right.near) - right.off
    if least <= 0:
        return math.inf
    return (left.off + abs(left.near / right.near) * right.off) / least


def sum_off(terms: Iterable[Double]) -> float:
    """The most by which a sum is off, in whatever order it is added up."""
    listed = list(terms)
    return sum(term.off for term in listed) + (len(listed) + 1) * STEP * sum(
        abs(term.near) for term in listed
    )


def digits_above(off: float, size: float) -> int:
    """To so many decimals a number can be rounded so that what it is off disappears; 12 at the most."""
    coarse = max(8 * off, 8 * STEP * size, 1e-300)
    return min(12, math.floor(-math.log10(coarse)))
