"""Exact rationals as text and back."""

from __future__ import annotations

import pytest
from flint import fmpq, fmpz
from hypothesis import given
from hypothesis import strategies as st

from effrules.model.figures import figure
from effrules.model.numbers import (
    decimal_text,
    display,
    exact_text,
    finite_places,
    is_finite_decimal,
    parse_decimal,
    percent_text,
)
from effrules.model.rounding import Rounding, RoundingMode, round_to_places

rationals = st.builds(fmpq, st.integers(-(10**15), 10**15), st.integers(1, 10**6))
decimals = st.builds(
    lambda number, places: fmpq(number, fmpz(10) ** places),
    st.integers(-(10**20), 10**20),
    st.integers(0, 25),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", fmpq(25, 2)),
        ("-3", fmpq(-3)),
        ("0.1", fmpq(1, 10)),
        ("007", fmpq(7)),
        ("75_000", fmpq(75000)),
        ("1_000_000.50", fmpq(2000001, 2)),
        ("-0.0", fmpq(0)),
    ],
)
def test_plain_decimals_are_read(text: str, value: fmpq) -> None:
    """Plain decimals are read exactly, in groups of three digits or not."""
    assert parse_decimal(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".5",
        "5.",
        "+5",
        "1e3",
        "1,5",
        "1 000",
        " 1",
        "1\n",
        "--1",
        "1.2.3",
        "75_00",
        "_1",
        "1._5",
        "٣",
        "½",
        "inf",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """What is not a plain decimal is no number: nothing is guessed."""
    assert parse_decimal(text) is None


def test_long_numbers_are_read() -> None:
    """Numbers may be longer than what Python's own conversion of text to integers allows."""
    assert parse_decimal("1" + "0" * 5000) == fmpq(10) ** 5000
    assert exact_text(fmpq(10) ** 5000) == "1" + "0" * 5000


@given(decimals)
def test_exact_text_reads_back(value: fmpq) -> None:
    """The full text of a finite decimal is read back as the same number."""
    assert parse_decimal(exact_text(value)) == value


@given(rationals)
def test_finite_decimals(value: fmpq) -> None:
    """A number is a finite decimal when a power of ten makes it whole, and the least such power is found."""
    places = finite_places(value)
    assert is_finite_decimal(value) == ((value * 10**40).q == 1)
    if places is not None:
        assert (value * 10**places).q == 1
        assert places == 0 or (value * 10 ** (places - 1)).q != 1


@given(rationals, st.integers(0, 6))
def test_display_is_the_nearest_decimal(value: fmpq, places: int) -> None:
    """What is displayed has exactly so many decimals and is at most half a unit of the last one away."""
    text = display(value, places)
    shown = parse_decimal(text)
    assert shown is not None
    assert len(text.partition(".")[2]) == places
    assert 2 * abs(shown - value) * 10**places <= 1


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (fmpq(1, 5), 2, "0.20"),
        (fmpq(5, 2), 0, "3"),
        (fmpq(-5, 2), 0, "-3"),
        (fmpq(-1, 1000), 2, "0.00"),
        (fmpq(-1, 200), 2, "-0.01"),
        (fmpq(19999, 20000), 2, "1.00"),
    ],
)
def test_display(value: fmpq, places: int, text: str) -> None:
    """Ties are displayed away from zero, and zero has no sign."""
    assert display(value, places) == text


@pytest.mark.parametrize(
    ("value", "exact", "short", "percent"),
    [
        (fmpq(1, 8), "0.125", "≈0.13", "12.5%"),
        (fmpq(-1, 2), "-0.5", "-0.5", "-50%"),
        (fmpq(1, 3), "1/3", "≈0.33", "100/3%"),
        (fmpq(100), "100", "100", "10000%"),
        (fmpq(0), "0", "0", "0%"),
    ],
)
def test_texts(value: fmpq, exact: str, short: str, percent: str) -> None:
    """A number in full, shortened to two decimals, and as a percentage."""
    assert exact_text(value) == exact
    assert decimal_text(value, 2) == short
    assert percent_text(value) == percent


@given(st.one_of(rationals, decimals), st.integers(0, 4))
def test_a_number_is_displayed_as_it_is_rounded(value: fmpq, places: int) -> None:
    """What is shown of a number is the number rounded half up, digit for digit, and nothing is negative that shows only zeros."""
    shown = display(value, places)
    assert parse_decimal(shown) == round_to_places(value, places, RoundingMode.HALF_UP)
    assert len(shown.partition(".")[2]) == places
    assert not shown.startswith("-") or shown.strip("-0.")
    assert figure(value, Rounding(places, RoundingMode.HALF_UP)).text == shown
    assert figure(value).exact == exact_text(value)
