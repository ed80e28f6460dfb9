"""Cases of guards and divisors that were answered wrongly, with what is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from effrules.check.build import load_text

CASES = Path(__file__).parent / "cases"


def codes(text: str) -> list[str]:
    """The codes of the errors of a text."""
    return [finding.code for finding in load_text(text).findings if finding.is_error]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("language/guard.eff", []),  # the test stands in a definition
        ("language/guard_or.eff", []),  # behind `or`
        ("language/empty.eff", ["E317"]),  # in the node's clause; only the weights say too little
        ("language/zero.eff", ["E328", "E328"]),
        ("checker/r1.eff", ["E335"]),  # a rounded share says of what
        ("checker/r2.eff", []),
        ("checker/r3.eff", []),
    ],
)
def test_cases(case: str, expected: list[str]) -> None:
    """Each is accepted, or refused for what is truly wrong."""
    assert codes((CASES / case).read_text("utf-8")) == expected


def test_bands_over_a_rounded_share() -> None:
    """With its decimals said, the rounded share is covered by the bands of the share."""
    text = (CASES / "checker" / "r1.eff").read_text("utf-8")
    for said in ("of the ratio", "of the percentage"):
        assert codes(text.replace("2 decimals,", f"2 decimals {said},")) == []


def test_what_becomes_of_an_average_that_is_left_out() -> None:
    """With the weights said, the average in a definition is accepted, as no value is asked for without a row."""
    text = (CASES / "language" / "empty.eff").read_text("utf-8")
    weights = "weights { equal  when not applicable: share out equally  cite o }"
    assert codes(f"{text}{weights}") == []
    assert codes(f"{text}{weights}".replace("is x  cite", "is y  cite")) == ["E313"]
