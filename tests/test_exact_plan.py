"""What belongs to a program is worked out once, and goes with it."""

from __future__ import annotations

import gc

import pytest

from effrules.check.build import load
from effrules.exact import plan as plans
from effrules.exact import score
from effrules.prove.cases import dataset_of
from tests.thesis import rules_at


def test_a_program_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a program scores, its plan is made once; another program has its own."""
    program, other = load(rules_at("current")).program, load(rules_at("2011")).program
    assert program is not None
    assert other is not None
    made = []

    class Counted(plans.Plan):
        def __init__(self, of: object) -> None:
            made.append(of)
            super().__init__(of)  # type: ignore[arg-type]

    monkeypatch.setattr(plans, "Plan", Counted)
    example = program.examples[0]
    totals = {
        tuple(
            str(body.nodes["total"].value)
            for body in score(program, dataset_of(program.schema, example.rows)).subjects
        )
        for _ in range(3)
    }
    assert len(totals) == 1
    assert made == [program]
    assert plans.plan_of(other) is not plans.plan_of(program)


def test_a_plan_goes_with_its_program() -> None:
    """Programs that are made by the thousand, as attribution does, are not kept by their plans."""
    program = load(rules_at("2011")).program
    assert program is not None
    plans.plan_of(program).needed("total")
    number = id(program)
    assert number in plans._PLANS
    del program
    gc.collect()
    assert number not in plans._PLANS
