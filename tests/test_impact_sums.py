"""Sums over whole numbers against the engine's own arithmetic: rounding, penalties, bonuses, floors and caps."""

from __future__ import annotations

from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.compare.impact.sums import Scaled, Step, adjusted, bounded, gathered, rounded
from effrules.exact.adjusting import applied
from effrules.model import program as p
from effrules.model.basis import Basis, Origin
from effrules.model.rounding import Rounding, RoundingMode, round_rational
from effrules.model.schema import Titles
from effrules.model.types import NUMBER

NUMERATORS = st.lists(st.integers(-2000, 2000), min_size=1, max_size=12)
POINTS = st.integers(-90, 90).map(lambda tenths: fmpq(tenths, 4))


def fractions(values: Scaled) -> list[fmpq]:
    """The numbers themselves."""
    return [fmpq(value, values.denominator) for value in values.numerators if value is not None]


@settings(max_examples=150, deadline=None)
@given(
    NUMERATORS, st.sampled_from((1, 3, 8, 40, 200, 2000)), st.integers(0, 2), st.sampled_from(RoundingMode)
)
def test_rounding_is_the_engines(
    numerators: list[int], denominator: int, digits: int, mode: RoundingMode
) -> None:
    """Every mode, ties and negative numbers among them."""
    rounding = Rounding(digits, mode)
    values = Scaled(list(numerators), denominator)
    assert fractions(rounded(values, rounding)) == [round_rational(v, rounding) for v in fractions(values)]


@settings(max_examples=150, deadline=None)
@given(NUMERATORS, st.sampled_from((-1, 1)), st.integers(0, 40), st.none() | POINTS)
def test_adjusting_is_the_engines(numerators: list[int], sign: int, amount: int, limit: fmpq | None) -> None:
    """Penalties down to a floor, bonuses up to a ceiling; a score beyond it already stays."""
    values = Scaled(list(numerators), 30)
    points = fmpq(amount, 7)
    adjustment = p.Adjustment(
        "a",
        Titles(),
        sign,
        "total",
        p.Constant(points, NUMBER),
        None,
        None,
        None,
        limit if sign < 0 else None,
        limit if sign > 0 else None,
        Basis(),
        Origin("1"),
    )
    found = adjusted(values, [Step(sign, points, limit)])
    assert fractions(found) == [applied(adjustment, value, points) for value in fractions(values)]


@settings(max_examples=60, deadline=None)
@given(NUMERATORS, st.none() | POINTS, st.none() | POINTS)
def test_floor_and_cap(numerators: list[int], floor: fmpq | None, cap: fmpq | None) -> None:
    """No value is left below the floor or above the cap; the others stay."""
    if floor is not None and cap is not None and floor > cap:
        floor, cap = cap, floor
    values = Scaled(list(numerators), 30)
    expected = [value if floor is None else max(value, floor) for value in fractions(values)]
    assert fractions(bounded(values, floor, cap)) == [v if cap is None else min(v, cap) for v in expected]


def test_pieces_are_put_at_their_places() -> None:
    """Over one denominator; where there is no number there is none."""
    whole = gathered([Scaled([1, 2], 2), Scaled([5], 3)], [[0, 3], [1]], 4)
    assert (whole.numerators, whole.denominator) == ([3, 10, None, 6], 6)
