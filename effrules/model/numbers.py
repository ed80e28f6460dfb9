"""Exact rationals as text and back: the numbers of the rule files and of reports.

No locale, no exponent, no binary float: a decimal point, and ``75_000`` for groups of three digits in rules.
"""

from __future__ import annotations

import re

from flint import fmpq, fmpz

from effrules.model.rounding import power_of_ten

LONGEST_EXACT = 1_000_000
"""No exact text of a number that is worked with has so many characters: a bound for readers of results."""

_DECIMAL = re.compile(r"(-?)([0-9]+(?:_[0-9]{3})*)(?:\.([0-9]+))?")


def parse_decimal(text: str) -> fmpq | None:
    """The number that a plain decimal denotes (``12.5``, ``-3``, ``75_000``); None when ``text`` is not one.

    Digits stand on both sides of a point: ``.5`` and ``5.`` are refused, as are ``+5``, ``1e3`` and ``1,5``.
    """
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return None
    sign, whole, decimals = match.groups(default="")
    number = fmpq(fmpz(whole.replace("_", "") + decimals), power_of_ten(len(decimals)))
    return -number if sign else number


def finite_places(value: fmpq) -> int | None:
    """How many decimals write ``value`` in full; None when no finite number of them does."""
    rest = int(value.q)
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    fives = 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    return max(twos, fives) if rest == 1 else None


def is_finite_decimal(value: fmpq) -> bool:
    """Whether finitely many decimals write ``value`` in full."""
    return finite_places(value) is not None


def exact_text(value: fmpq) -> str:
    """``value`` in full: a decimal without needless zeros (``0.2``) or, failing that, a fraction: ``1/3``."""
    places = finite_places(value)
    return f"{value.p}/{value.q}" if places is None else fixed(value, places)


def display(value: fmpq, places: int) -> str:
    """``value`` rounded half up to exactly ``places`` decimals: ``0.20``. Zero has no sign."""
    whole, rest = divmod(abs(value.p) * power_of_ten(places), value.q)
    if 2 * rest >= value.q:
        whole += 1
    return _with_point(whole, places, negative=value.p < 0 and whole != 0)


def decimal_text(value: fmpq, places: int) -> str:
    """``value`` in full if ``places`` decimals are enough; else rounded half up and marked: ``≈0.33``."""
    needed = finite_places(value)
    return fixed(value, needed) if needed is not None and needed <= places else "≈" + display(value, places)


def percent_text(value: fmpq) -> str:
    """``value`` as an exact percentage: ``12.5%`` for 1/8, ``100/3%`` for 1/3."""
    return exact_text(value * 100) + "%"


def fixed(value: fmpq, places: int) -> str:
    """A multiple of 10 to the power of ``-places`` with exactly ``places`` decimals."""
    return _with_point(abs(value.p) * (power_of_ten(places) // value.q), places, negative=value.p < 0)


def _with_point(digits: fmpz, places: int, *, negative: bool) -> str:
    """A whole number of units of which ``places`` decimals write one."""
    short = (
        digits.bit_length() < 64
    )  # a machine's integer is written faster; any other has no bound on its digits here
    text = (str(int(digits)) if short else str(digits)).rjust(places + 1, "0")
    sign = "-" if negative else ""
    return sign + (f"{text[:-places]}.{text[-places:]}" if places else text)
