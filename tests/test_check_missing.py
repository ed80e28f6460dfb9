"""Missing values: every use is dealt with, also through definitions."""

from __future__ import annotations

import pytest

from effrules.check.build import load_text

START = """methodology m version "1" { scale 0 to 100 points }
source order { title "Order" }
subject agency { visited: date, may be missing  grade: number, may be missing  staff: count, above 0 }
table target of agency { plan: number, above 0  actual: number, may be missing  proof: text, may be missing }
weights { when not applicable: share out in proportion  cite order }
"""


def codes(text: str) -> list[str]:
    """The codes of the errors of some rules."""
    return [finding.code for finding in load_text(START + text).findings if finding.is_error]


def scored(formula: str, more: str = "") -> list[str]:
    """The codes of the errors where a criterion has such a formula."""
    return codes(f"criterion c out of 100 points {{ score = 1 points * ({formula}) {more} cite order }}")


@pytest.mark.parametrize(
    "formula",
    [
        "when grade is known then grade otherwise 0",
        "when grade is missing then 0 otherwise grade",
        "when not grade is known then 0 otherwise grade",
        "when grade is missing or grade < 5 then 0 otherwise grade",
        "when grade is known and grade > 5 then grade otherwise 0",
        "grade if missing then 5",
        "sum of actual for each target where actual is known",
        "sum of t.actual for each target t where t.proof is known and t.actual is known",
        "sum of (actual if missing then plan) for each target",
        "count of target where actual is known and actual > 5",
        "share of target where actual > 5 among those where actual is known, if none then 0",
        "when any target has (actual is known and actual > 5) then 1 otherwise 0",
    ],
)
def test_dealt_with(formula: str) -> None:
    """A formula that asks first, or states a value, is accepted."""
    assert scored(formula) == []


@pytest.mark.parametrize(
    "formula",
    [
        "grade",
        "when grade is known then 0 otherwise grade",
        "when grade is missing and grade < 5 then 0 otherwise 1",
        "when grade is known or grade > 5 then 1 otherwise 0",
        "when visited is known then grade otherwise 0",
        "sum of actual for each target",
        "sum of actual for each target where proof is known",
        "sum of actual for each target where actual is known or plan > 5",
        "count of target where actual > 5",
        "share of target where actual > 5, if none then 0",
        "when any target has actual > 5 then 1 otherwise 0",
    ],
)
def test_not_dealt_with(formula: str) -> None:
    """A formula that may meet a missing value is refused, once."""
    assert scored(formula) == ["E311"]


def test_not_applicable_when_missing() -> None:
    """Where a missing value makes the criterion not applicable, its formula may use the value."""
    assert scored("grade", "not applicable when grade is missing") == []
    assert scored("grade", "not applicable when visited is missing") == ["E311"]
    assert scored("grade", "not applicable when visited is missing or grade is missing") == []


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        ("sum of ratio(t) for each target t where t.actual is known", []),
        ("sum of ratio(t) for each target t", ["E311"]),
        ("sum of twice(t) for each target t where t.actual is known", []),
        ("sum of twice(t) for each target t", ["E311"]),
        ("sum of twice(t) for each target t where t.proof is known", ["E311"]),
        ("sum of guarded(t) for each target t", []),
        ("visits", ["E311"]),
        ("when visited is known then visits otherwise 0", []),
    ],
)
def test_definitions_hand_their_needs_on(use: str, expected: list[str]) -> None:
    """What a definition takes for known must be known where it is used, through any number of definitions."""
    definitions = """
define ratio(t: target) = t.actual / t.plan cite order
define twice(x: target) = ratio(x) * 2 cite order
define guarded(t: target) = when t.actual is known then twice(t) otherwise 0 cite order
define visits = when visited is above 2019-01-01 then 1 otherwise 0 cite order
"""
    text = f"criterion c out of 100 points {{ score = 1 points * ({use}) cite order }}"
    assert codes(definitions + text) == expected


def test_a_need_that_nobody_meets_is_told_where_it_is_used() -> None:
    """The finding stands at the call, not in the definition."""
    text = (
        START
        + """
define ratio(t: target) = t.actual / t.plan cite order
criterion c out of 100 points { score = 1 points * sum of ratio(t) for each target t  cite order }
"""
    )
    (finding,) = [finding for finding in load_text(text).findings if finding.is_error]
    assert finding.place.text == "ratio(t)"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("condition", "rows", "expected"),
    [
        ("no target", "each target", []),
        ("no target", "each target t where t.plan > 5", ["E313"]),
        ("no target where plan > 5", "each target t where t.plan > 5", []),
        ("no target where plan > 5", "each target", []),
        ("no target where plan > 6", "each target t where t.plan > 5", ["E313"]),
        ("no target has plan > 5", "each target", []),
        ("not any target", "each target", []),
        ("any target", "each target", ["E313"]),
        ("count of target = 0", "each target", []),
        ("count of target < 3", "each target", []),
        ("count of target < 0", "each target", ["E313"]),
        ("count of target > 3", "each target", ["E313"]),
        ("staff < 5 or no target", "each target", []),
        ("staff < 5 and no target", "each target", ["E313"]),
    ],
)
def test_conditions_that_see_to_rows(condition: str, rows: str, expected: list[str]) -> None:
    """An average is accepted where the criterion is not applicable without just the rows that it is taken of."""
    assert scored(f"average of plan for {rows}", f"not applicable when {condition}") == expected
