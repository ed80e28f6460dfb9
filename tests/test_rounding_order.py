"""Rounding after penalties: the order, the trace, the independent check, and the step in which such scores come."""

from __future__ import annotations

import json
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.check.soundness.steps import step_of_score
from effrules.compare.difference import difference
from effrules.exact import score
from effrules.independent import replay
from effrules.model.program import Program
from effrules.model.values.occurring import Occurring
from effrules.prove.cases import dataset_of
from effrules.trace.json_text import document
from effrules.trace.tracing import trace
from tests.running import program_of

RULES = """
methodology m version "{version}" {{ scale 0 to 100 points  in force from {version}-01-01 }}
source order {{ title "Order" }}
subject agency {{ x: number, between 0 and 100  faults: count  merits: count }}
block goals {{
    criterion plan out of 100 points {{ score = x * 1 points  cite order }}
}}
penalty w {{ take {taken} points * faults  from block goals  at most 6.5 points in all  leaving at least 0 points  cite order }}
bonus b {{ give {given} points * merits  to block goals  reaching at most 100 points  cite order }}
total {{ round block goals to {digits} decimals, half up{late}  cite order  score = goals before rounding  cite order }}
example "data" {{
    agency A {{ x {x}, faults {faults}, merits {merits} }}
    expect total of A is 1 points
}}
"""

amounts = st.integers(0, 3000).map(lambda n: Fraction(n, 1000))
cases = st.fixed_dictionaries(
    {
        "x": st.integers(0, 100_000).map(lambda n: Fraction(n, 1000)),
        "faults": st.integers(0, 5),
        "merits": st.integers(0, 5),
        "taken": amounts,
        "given": amounts,
        "digits": st.integers(0, 3),
    }
)


def rules(case: dict[str, Any], late: bool = True, version: int = 2024) -> Program:
    """The rules of a case, checked."""
    said = {name: float(value) if isinstance(value, Fraction) else value for name, value in case.items()}
    text = RULES.format(**said, late=", after penalties" if late else "", version=version)
    return program_of(text)


def half_up(value: Fraction, digits: int) -> Fraction:
    scale = 10**digits
    return Fraction(floor(value * scale + Fraction(1, 2)), scale)


def adjusted(value: Fraction, case: dict[str, Any]) -> Fraction:
    taken = min(case["taken"] * case["faults"], Fraction("6.5"))
    value = value - taken if value - taken >= 0 else min(value, Fraction(0))
    given_ = case["given"] * case["merits"]
    return value + given_ if value + given_ <= 100 else max(value, Fraction(100))


@settings(max_examples=60)
@given(cases, st.booleans())
def test_the_order(case: dict[str, Any], late: bool) -> None:
    """Penalties and bonuses come before the rounding where it says so, and after it where not; `before rounding` likewise."""
    program = rules(case, late)
    dataset = dataset_of(program.schema, program.examples[0].rows)
    derivations = trace(program, dataset)
    assert not replay(json.loads(json.dumps(document(derivations.of("A"))))).problems
    nodes = score(program, dataset).subjects[0].nodes
    before = adjusted(case["x"], case)
    final = half_up(before, case["digits"]) if late else adjusted(half_up(case["x"], case["digits"]), case)
    assert nodes["goals"].value == fmpq(final.numerator, final.denominator)
    assert nodes["total"].value == fmpq(before.numerator, before.denominator)
    occurring = Occurring(program).score("goals")
    assert occurring.final.holds(nodes["goals"].value)
    assert occurring.before.holds(nodes["total"].value)
    step = step_of_score(program.nodes["goals"], program)
    assert step is None or (fmpq(final.numerator, final.denominator) / step).q == 1


CASE = {"x": Fraction(50), "faults": 1, "merits": 0, "taken": Fraction("0.2"), "given": Fraction(1), "digits": 2}  # fmt: skip


@pytest.mark.parametrize(
    ("taken", "given_", "late", "step"),
    [
        ("0.2", "1.5", False, "1/100"),
        ("0.125", "1", False, "1/200"),
        ("0.125", "1", True, "1/100"),
        ("0.333", "1", False, "1/1000"),
    ],
)
def test_the_step_of_a_score(taken: str, given_: str, late: bool, step: str) -> None:
    """What penalties and bonuses in such steps leave of a score with two decimals."""
    program = rules({**CASE, "taken": Fraction(taken), "given": Fraction(given_)}, late)
    numerator, denominator = step.split("/")
    assert step_of_score(program.nodes["goals"], program) == fmpq(int(numerator), int(denominator))


@pytest.mark.parametrize("late", [True, False])
def test_a_forged_order_is_refused(late: bool) -> None:
    """A trace that rounds on the other side of the penalties than its rounding says is not confirmed."""
    program = rules(CASE, late)
    dataset = dataset_of(program.schema, program.examples[0].rows)
    found = json.loads(json.dumps(document(trace(program, dataset).of("A"))))
    for step in found["steps"]:
        if step["op"] == "round":
            assert step["rounding"].pop("after_penalties", None) is (True if late else None)
            if not late:
                step["rounding"]["after_penalties"] = True
    assert any("its rounding" in said for _, said in replay(found).problems)


def test_a_comparison_tells_the_order() -> None:
    """That a rounding comes after the penalties now is an edit of its own, of which nothing more is shown than that scores differ."""
    before, after = rules(CASE, late=False), rules(CASE, late=True, version=2025)
    edits = [edit for edit in difference(before, after).edits if type(edit).__name__ == "Rounding"]
    assert [(edit.before.after_penalties, edit.after.after_penalties) for edit in edits] == [(False, True)]  # type: ignore[attr-defined]
