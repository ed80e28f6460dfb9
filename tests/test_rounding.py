"""Rounding of exact rationals against published vectors, CPython's decimal module, and its own laws."""

from __future__ import annotations

import csv
import decimal
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from flint import fmpq, fmpz
from hypothesis import given
from hypothesis import strategies as st

from effrules.model.rounding import Rounding, RoundingMode, is_tie, magnitude, round_rational, round_to_places

VECTORS = Path(__file__).parent / "data" / "rounding" / "general_decimal_arithmetic.csv"
MODES = {mode.value.replace(" ", "_"): mode for mode in RoundingMode}

integers = st.integers(-(10**12), 10**12)
rationals = st.builds(fmpq, integers, st.integers(1, 10**6))
decimals = st.builds(lambda number, places: fmpq(number, fmpz(10) ** places), integers, st.integers(0, 6))
ties = st.builds(
    lambda number, places: fmpq(2 * number + 1, 2 * fmpz(10) ** places), integers, st.integers(0, 4)
)
values = st.one_of(rationals, decimals, ties)
modes = st.sampled_from(RoundingMode)
roundings = st.one_of(
    st.builds(Rounding, st.integers(0, 5), modes),
    st.builds(Rounding, st.integers(1, 9), modes, st.just(True)),
)


def number(text: str) -> fmpq | None:
    """A number of the vectors, some of them quoted; None when it is not finite, or of a vast exponent."""
    value = Decimal(text.strip('"'))
    return fmpq(*value.as_integer_ratio()) if value.is_finite() and abs(value.adjusted()) < 10_000 else None


def exact_result(op: str, a: fmpq, b: fmpq) -> fmpq:
    """What an operation gives before it is rounded to the precision."""
    match op:
        case "add":
            return a + b
        case "subtract":
            return a - b
        case "multiply":
            return a * b
        case "divide":
            return a / b
        case "power":
            return a**b.p
    raise ValueError(op)


def run_vector(row: dict[str, str]) -> tuple[fmpq, fmpq] | None:
    """What we give and what is expected; None when the vector is not about rounding a finite number.

    Left out: the mode 05up; operations and results that are invalid, not finite, or touch the limits of the
    exponent (subnormal, overflow, clamped), which rationals do not have; vast exponents; ``apply``.
    """
    limits = ("Invalid", "Division", "Subnormal", "Underflow", "Overflow", "Clamped")
    op, mode = row["op"], MODES.get(row["rounding"])
    if mode is None or any(condition in row["conditions"] for condition in limits):
        return None
    a, expected = number(row["a"]), number(row["expected"])
    b = number(row["b"]) if row["b"] else fmpq(0)
    if a is None or b is None or expected is None or op == "apply":
        return None
    match op:
        case "quantize":
            return round_to_places(a, -int(Decimal(row["b"].strip('"')).as_tuple().exponent), mode), expected
        case "rescale":
            return round_to_places(a, -int(b.p), mode), expected
        case "tointegral":
            places = max(int(Decimal(row["a"].strip('"')).as_tuple().exponent), 0)
            return round_to_places(a, -places, mode), expected
    result = exact_result(op, a, b)
    return round_rational(result, Rounding(int(row["precision"]), mode, significant=True)), expected


def test_general_decimal_arithmetic() -> None:
    """Every vector about rounding finite numbers in our modes gives the published result: exactly so many."""
    run: Counter[str] = Counter()
    with VECTORS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            outcome = run_vector(row)
            if outcome is not None:
                assert outcome[0] == outcome[1], row["id"]
                run[row["file"]] += 1
    assert run == {
        "quantize": 528,
        "ddQuantize": 482,
        "dqQuantize": 486,
        "rounding": 798,
        "rescale": 399,
        "tointegral": 157,
        "divide": 399,
        "add": 1590,
        "multiply": 225,
        "subtract": 534,
    }
    assert run.total() == 5598


@given(number=integers, places=st.integers(0, 8), digits=st.integers(0, 8), mode=modes)
def test_decimals_as_cpython(number: int, places: int, digits: int, mode: RoundingMode) -> None:
    """Rounding to decimals agrees with CPython's quantize."""
    value = Decimal(number).scaleb(-places)
    with decimal.localcontext(prec=60):
        expected = value.quantize(Decimal(1).scaleb(-digits), "ROUND_" + mode.name)
    assert round_rational(fmpq(*value.as_integer_ratio()), Rounding(digits, mode)) == fmpq(
        *expected.as_integer_ratio()
    )


@given(a=integers, b=st.integers(1, 10**9), digits=st.integers(1, 12), mode=modes)
def test_significant_digits_as_cpython(a: int, b: int, digits: int, mode: RoundingMode) -> None:
    """Rounding a quotient to significant digits agrees with CPython's correctly rounded division."""
    expected = decimal.Context(prec=digits, rounding="ROUND_" + mode.name).divide(Decimal(a), Decimal(b))
    got = round_rational(fmpq(a, b), Rounding(digits, mode, significant=True))
    assert got == fmpq(*expected.as_integer_ratio())


@given(values, roundings)
def test_idempotent(value: fmpq, rounding: Rounding) -> None:
    """What has been rounded stays as it is."""
    once = round_rational(value, rounding)
    assert round_rational(once, rounding) == once


@given(values, values, roundings)
def test_monotone(one: fmpq, other: fmpq, rounding: Rounding) -> None:
    """Rounding never turns the order of two numbers round."""
    low, high = (one, other) if one <= other else (other, one)
    assert round_rational(low, rounding) <= round_rational(high, rounding)


MIRROR = {RoundingMode.CEILING: RoundingMode.FLOOR, RoundingMode.FLOOR: RoundingMode.CEILING}


@given(values, roundings)
def test_negation(value: fmpq, rounding: Rounding) -> None:
    """A negative number is rounded as its opposite, with ceiling and floor exchanged."""
    mirrored = Rounding(rounding.digits, MIRROR.get(rounding.mode, rounding.mode), rounding.significant)
    assert round_rational(-value, mirrored) == -round_rational(value, rounding)


@given(values, st.integers(0, 4))
def test_ties_are_where_the_nearest_modes_differ(value: fmpq, digits: int) -> None:
    """Half up and half down give different figures at ties, and only there."""
    up, down = (Rounding(digits, mode) for mode in (RoundingMode.HALF_UP, RoundingMode.HALF_DOWN))
    assert is_tie(value, up) == (round_rational(value, up) != round_rational(value, down))


@given(values.filter(lambda value: value != 0))
def test_magnitude(value: fmpq) -> None:
    """The magnitude is the power of ten of the first significant digit."""
    exponent = magnitude(value)
    assert fmpq(10) ** exponent <= abs(value) < fmpq(10) ** (exponent + 1)


@pytest.mark.parametrize(
    ("mode", "figures"),
    [
        (RoundingMode.HALF_UP, "3 2 -3 -2"),
        (RoundingMode.HALF_EVEN, "2 2 -2 -2"),
        (RoundingMode.HALF_DOWN, "2 2 -2 -2"),
        (RoundingMode.UP, "3 3 -3 -3"),
        (RoundingMode.DOWN, "2 2 -2 -2"),
        (RoundingMode.CEILING, "3 3 -2 -2"),
        (RoundingMode.FLOOR, "2 2 -3 -3"),
    ],
)
def test_the_seven_modes(mode: RoundingMode, figures: str) -> None:
    """2.5, 2.1, -2.5 and -2.1 to whole numbers, mode by mode."""
    given_values = [fmpq(5, 2), fmpq(21, 10), fmpq(-5, 2), fmpq(-21, 10)]
    assert " ".join(str(round_rational(value, Rounding(0, mode))) for value in given_values) == figures


def test_text() -> None:
    """A rounding reads as in the rules."""
    assert str(Rounding(2, RoundingMode.HALF_UP)) == "to 2 decimals, half up"
    assert str(Rounding(1, RoundingMode.DOWN)) == "to 1 decimal, down"
    assert str(Rounding(3, RoundingMode.HALF_EVEN, significant=True)) == "to 3 significant digits, half even"


@pytest.mark.parametrize(("digits", "significant"), [(-1, False), (0, True), (-1, True)])
def test_impossible_digits(digits: int, significant: bool) -> None:
    """A number of digits that does not exist is refused when the rounding is made."""
    with pytest.raises(ValueError, match="or more"):
        Rounding(digits, RoundingMode.UP, significant)


@pytest.mark.parametrize("mode", RoundingMode)
def test_zero(mode: RoundingMode) -> None:
    """Zero is zero in every mode, and is no tie."""
    for rounding in (Rounding(0, mode), Rounding(3, mode, significant=True)):
        assert round_rational(fmpq(0), rounding) == 0
        assert not is_tie(fmpq(0), rounding)
