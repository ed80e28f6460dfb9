"""Worked cases and promises: what holds passes, what does not is shown small, and reads back."""

from __future__ import annotations

import json
from random import Random

import pytest
from click.testing import CliRunner
from flint import fmpq
from hypothesis import find, settings

from effrules.check.build import load_text
from effrules.cli.test import command
from effrules.model import program as p
from effrules.prove.agencies import Agencies, Rows
from effrules.prove.choices import Choices, Seeded
from effrules.prove.examples import run_example
from effrules.prove.properties import try_property
from effrules.prove.shrinking import smallest

RULES = """
methodology m version "1" { scale 0 to 100 points }
subject agency { kind: one of central, local }
table target of agency { code: text, unique  plan: number, above 0  actual: number, at least 0, may be missing }
table late of agency { days: count }
criterion reached out of 100 points {
    score = 100 points * average of (t.actual / t.plan but at most 100%) for each target t where t.actual is known
    not applicable when no target t where t.actual is known
    assumed "for the test"
}
penalty lateness { take 0.5 points for each late  from total  assumed "for the test" }
total { never below 0 points }
weights { when not applicable: share out in proportion }
rank agency by total as rounded, highest first; equal totals share a place
"""

GOOD_EXAMPLE = """
example "one of two" {
    agency A { kind central }
    target of A { code "1", plan 10, actual 5 }
    target of A { code "2", plan 10, actual missing }
    late of A { days 3 }
    expect reached of A is 50 points
    expect lateness of A is 0.5 points
    expect total of A is 49.5 points
    expect place of A is 1
}
"""


def program_of(text: str) -> p.Program:
    """The rules above with some more, checked."""
    checked = load_text(RULES + text)
    assert checked.program is not None, checked.findings
    return checked.program


def only_property(text: str) -> tuple[p.Program, p.Property]:
    """The rules with one promise."""
    program = program_of(text)
    (promise,) = program.properties
    return program, promise


def test_a_right_example_passes() -> None:
    """Scores, adjustments and places are compared exactly."""
    program = program_of(GOOD_EXAMPLE)
    outcome = run_example(program, program.examples[0])
    assert outcome.passed
    assert len(outcome.checks) == 4


def test_a_wrong_example_tells_expected_and_got() -> None:
    """A hundredth of a point is enough to fail."""
    program = program_of(GOOD_EXAMPLE.replace("49.5", "49.51"))
    outcome = run_example(program, program.examples[0])
    assert not outcome.passed
    (wrong,) = [check for check in outcome.checks if not check.passed]
    assert (str(wrong.expected), str(wrong.got)) == ("49.51 points", "49.5 points")


def test_an_expected_state() -> None:
    """`not applicable` is an outcome that an example may expect, and differs from 0 points."""
    text = 'example "nothing" { agency A { kind local } expect reached of A is WHAT expect total of A is no score }'
    program = program_of(text.replace("WHAT", "not applicable"))
    assert run_example(program, program.examples[0]).passed
    program = program_of(text.replace("WHAT", "0 points"))
    assert not run_example(program, program.examples[0]).passed


@pytest.mark.parametrize(
    "promise",
    [
        "property scale: total is between 0 points and 100 points",
        "property late_costs: one more late never raises total",
        "property effort: a higher target.actual never lowers total",
        "property days: field late.days never affects total",
    ],
)
def test_what_holds_is_not_refuted(promise: str) -> None:
    """True promises pass, and were put to the test."""
    outcome = try_property(*only_property(promise), tries=60)
    assert outcome.broken is None
    assert outcome.tested > 0


@pytest.mark.parametrize(
    ("promise", "most_rows"),
    [
        ("property always_full: total is 100 points", 3),
        ("property never_full: total is below 100 points", 3),
        ("property late_pays: one more late never lowers total", 3),
        ("property plan: a higher target.plan never lowers total", 3),
        ("property plan_is_idle: field target.plan never affects total", 3),
    ],
)
def test_what_does_not_hold_is_shown_small(promise: str, most_rows: int) -> None:
    """A false promise is refuted; the case is as small as it can be, reads back, and has what came out."""
    program, checked = only_property(promise)
    outcome = try_property(program, checked)
    assert outcome.broken is not None
    assert len(outcome.broken.rows) <= most_rows
    again = program_of(outcome.example_in())
    assert run_example(again, again.examples[0]).passed


def test_rules_that_fail_on_data_are_a_failure_of_their_own() -> None:
    """A logarithm of 0 on data that the tables admit is found and said."""
    text = """
    criterion speed out of 0.001 points { score = 0.0001 points * ln(count of late) assumed "x" }
    property scale: total is at least 0 points
    """
    checked = load_text(RULES.replace("weights {", "weights { equal") + text)
    assert checked.program is not None, checked.findings
    outcome = try_property(checked.program, checked.program.properties[0])
    assert outcome.broken is not None
    assert outcome.broken.findings
    assert "the rules fail on this data" in outcome.example_in()


def test_the_same_on_every_run() -> None:
    """Without a seed every run tries the same cases."""
    program, promise = only_property("property never_full: total is below 100 points")
    assert try_property(program, promise).example_in() == try_property(program, promise).example_in()


@pytest.mark.parametrize("seed", range(2))
def test_hypothesis_begins_with_what_was_found(seed: int) -> None:
    """The choices that made a case make the same case for hypothesis, which begins with it and makes it smaller."""
    agencies = Agencies(program_of(""))
    choices = Seeded(Random(seed))
    found = agencies.case(choices)
    seen: list[Rows] = []

    def of_many_rows(choices: Choices) -> Rows | None:
        seen.append(agencies.case(choices))
        return seen[-1] if len(seen[-1]) >= len(found) else None

    small = smallest(of_many_rows, choices.taken, found)
    assert seen[0] == found
    assert len(small) == len(found)
    assert small == seen[-1]


def test_what_is_one_in_a_million_is_made_smaller() -> None:
    """What hypothesis would not find by itself is made as small as can be."""

    def rare(choices: Choices) -> tuple[int, int] | None:
        pair = choices.whole(0, 10**9), choices.whole(0, 10**9)
        return pair if pair[0] == 123_456_789 and pair[1] > 77 else None

    assert smallest(rare, [123_456_789, 987_654_321], (123_456_789, 987_654_321)) == (123_456_789, 78)


def test_something_is_the_same_again() -> None:
    """Of what one maker makes some is the same as before; the choices that are noted make the same once more."""
    choices = Seeded(Random(0))

    def number(choices: Choices) -> int:
        return choices.whole(0, 10**20)

    made = [choices.made(number) for _ in range(100)]
    assert made == choices.taken
    assert 80 < len(set(made)) < 100


def has_tie(rows: Rows) -> bool:
    """Whether two subjects have equal targets."""
    own = {
        name: sorted(str(row.values) for row in rows if row.owner == name and row.table == "target")
        for name in ("S1", "S2")
    }
    return bool(own["S1"]) and own["S1"] == own["S2"]


@pytest.mark.parametrize(
    "wanted",
    [
        has_tie,
        lambda rows: all(row.table == "agency" for row in rows),
        lambda rows: any(dict(row.values).get("actual", 1) is None for row in rows),
        lambda rows: any(dict(row.values).get("actual") == 0 for row in rows),
        lambda rows: any(dict(row.values).get("actual") == fmpq(1, 2) for row in rows),
    ],
    ids=["a tie", "empty tables", "a missing value", "a zero", "a number that the rules speak of"],
)
def test_awkward_data_occurs(wanted) -> None:  # type: ignore[no-untyped-def]
    """Ties, empty tables, missing values, zeros and the rules' own numbers are among the cases."""
    assert find(Agencies(program_of("")).cases, wanted, settings=settings(max_examples=3000, database=None))


def test_the_command(tmp_path) -> None:  # type: ignore[no-untyped-def]
    """The command ends with 0 when all is right and with 1 when something failed; JSON says the same."""
    path = tmp_path / "rules.eff"
    path.write_text(RULES + GOOD_EXAMPLE + "property scale: total is at least 0 points", "utf-8")
    right = CliRunner().invoke(command, [str(path), "--tries", "20"])
    assert right.exit_code == 0, right.output
    assert "1 example, 1 property: all right" in right.output
    path.write_text(RULES + GOOD_EXAMPLE + "property full: total is 100 points", "utf-8")
    wrong = CliRunner().invoke(command, [str(path), "--tries", "50", "--format", "json"])
    assert wrong.exit_code == 1
    document = json.loads(wrong.output)
    assert document["examples"][0]["passed"] is True
    assert document["properties"][0]["held"] is False
    assert document["properties"][0]["counter_example"].startswith("-- for ")
    unknown = CliRunner().invoke(command, [str(path), "--only", "nothing"])
    assert unknown.exit_code == 2
