"""Forged steps of calendars, and of means of the others, by one who makes the rest fit: they are refused beside the rules."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from effrules.check.build import load, load_text
from effrules.independent import Rules, replay
from effrules.model.program import Program
from effrules.prove.cases import dataset_of
from effrules.trace.json_text import digest, document
from effrules.trace.tracing import trace

Step = dict[str, Any]

RULES = """methodology m version "1" { scale 0 to 100 points }
source order { title "Order" }
subject agency { kind: one of central, local  x: number  since: date }
calendar kz "holiday 2024-01-05" {  -- weekend friday
    weekend saturday, sunday, saturday
    from 2024-01-01 to 2024-12-31
    holiday 2024-01-02 to 2024-01-04 "working 2024-01-02"
    -- holiday 2024-01-08
    cite order
}
direction days { score = (working days from since to 2024-01-12 by calendar kz) / 1 days * 1 points  cite order }
direction survey {
    score = x * 1 points
    cite order
    mean of the others when x = 0 within kind, if none then 7 points cite order
}
weights { equal  cite order }
"""
BODIES = """example "data" {
    agency A { kind central, x 0, since 2024-01-01 }
    agency B { kind central, x 50, since 2024-01-01 }
    agency C { kind central, x 80, since 2024-01-01 }
    agency D { kind local, x 20, since 2024-01-01 }
}
"""
RENAMED = """methodology m version "2" amends "1" {}
rename calendar work_days was kz because "a better name"
"""


def traced(program: Program | None) -> dict[str, Any]:
    """The trace of body A, as it is read from a file."""
    assert program is not None
    made: dict[str, Any] = json.loads(
        json.dumps(document(trace(program, dataset_of(program.schema, program.examples[0].rows)).of("A")))
    )
    return made


def problems(made: dict[str, Any], texts: dict[str, str], op: str, change: Step) -> str:
    """What is said of the last step of an operation, changed, and of those made from it."""
    forged = copy.deepcopy(made)
    [*_, step] = [
        one for one in forged["steps"] if one["op"] == op and (op != "aggregate" or len(one["values"]) > 1)
    ]
    step.update(change)
    forged["digest"] = digest(forged)
    return "\n".join(words for _, words in replay(forged, None, Rules(texts)).problems)


def test_comments_and_titles_are_no_days_of_a_calendar() -> None:
    """What looks like a day in a comment or in a title is none, and the trace stands."""
    made = traced(load_text(RULES + BODIES).program)
    assert replay(made, None, Rules({"rules.eff": RULES + BODIES})).problems == []


@pytest.mark.parametrize(
    ("op", "change", "words"),
    [
        ("working days", {"weekend": ["sunday"]}, "the calendar kz does not have the weekend of the step"),
        ("working days", {"holidays": []}, "the calendar kz does not have the holiday days of the step"),
        (
            "working days",
            {"calendar": "ru", "holidays": []},
            "the rules do not count by the calendar ru there",
        ),
    ],
)
def test_a_forged_calendar(op: str, change: Step, words: str) -> None:
    """The weekend, the days and the calendar itself are those of the rules."""
    text = RULES + BODIES
    assert words in problems(traced(load_text(text).program), {"rules.eff": text}, op, change)


def test_one_of_the_others_counted_twice() -> None:
    """Of the others each counts once, with its own score."""
    text = RULES + BODIES
    made = traced(load_text(text).program)
    [mean] = [step for step in made["steps"] if step["op"] == "aggregate"]
    twice = {"values": [mean["values"][1]] * 2}
    found = problems(made, {"rules.eff": text}, "aggregate", twice)
    assert 'the score of C is taken for that of agency "B"' in found


@pytest.mark.parametrize("same", [[], ["since"], ["kind", "since"]])
def test_the_others_are_those_of_the_group_that_the_rules_say(same: list[str]) -> None:
    """A mean within a group is not one of all, or of another group."""
    text = RULES + BODIES
    made = traced(load_text(text).program)
    [mean] = [step for step in made["steps"] if step["op"] == "aggregate"]
    found = problems(made, {"rules.eff": text}, "aggregate", {"rows": {**mean["rows"], "same": same}})
    assert "the rules do not keep the rows to those with the same" in found


def test_what_was_renamed_is_found_by_its_later_name(tmp_path: Path) -> None:
    """The formulas of the earlier text name the calendar as it was called then."""
    texts = {"1.eff": RULES, "2.eff": RENAMED + BODIES}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    made = traced(load(tmp_path / "2.eff").program)
    [days] = {step["calendar"] for step in made["steps"] if step["op"] == "working days"}
    assert days == "work_days"
    assert replay(made, None, Rules(texts)).problems == []
    words = "the calendar work_days does not have the weekend of the step"
    assert words in problems(made, texts, "working days", {"weekend": ["sunday"]})


SCALE = """methodology m version "1" { scale 0 to 100 points }
source order { title "Order" }
subject agency { x: share in percent, between 0 and 100 }
direction d {
    score = points by x as printed {
        90% to 100%: 10 points;
        50% to 89.9%: 5 points;
        below 49.9%: 0 points;
        between lines: rounded to 1 decimal of the percentage, half up  cite order;
        between lines: the line of the lower value  cite order
    }
    cite order
}
example "data" { agency A { x 89.9 } }
"""


def test_a_scale_that_rounds_first_is_of_what_stands_before_it() -> None:
    """The rounding is written in a reading of the scale; what is rounded stands before the scale."""
    made = traced(load_text(SCALE).program)
    assert replay(made, None, Rules({"rules.eff": SCALE})).problems == []
    [round_step] = [step for step in made["steps"] if step["op"] == "round"]
    found = problems(made, {"rules.eff": SCALE}, "bands", {"operand": round_step["operand"]})
    assert "what the scale is of" in found
