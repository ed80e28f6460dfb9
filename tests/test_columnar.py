"""The columnar engine gives what the exact one gives: digit for digit and finding for finding, whatever the rules and the data."""

from __future__ import annotations

import inspect
from pathlib import Path
from random import Random
from typing import get_args

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules import columnar
from effrules.check.build import load_text
from effrules.columnar import kernel
from effrules.columnar.meanings import ARMS
from effrules.data.dataset import Dataset, Row
from effrules.exact import evaluator, score
from effrules.model import program as p
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from tests.columnar_programs import (
    NUMBERS,
    body,
    compared,
    differences,
    held_against_each_other,
    program_text,
)
from tests.columnar_rules import REPORTED, Filler, hard_case
from tests.running import program_of
from tests.strategies import methodologies


def test_every_expression_has_its_meaning_in_columns() -> None:
    """A new kind of expression is named here as soon as it is in the program."""
    assert set(ARMS) == set(get_args(p.Expression))


@settings(max_examples=25)
@given(methodologies(), st.data())
def test_random_rules_over_random_data(text: str, data: st.DataObject) -> None:
    """Rules of all kinds, rows few and short."""
    program = program_of(text)
    compared(program, dataset_of(program.schema, data.draw(Agencies(program).cases)))


def test_hard_rules_over_hard_data() -> None:
    """Rules of all kinds over numbers that are huge, tiny, beyond 53 bits, on the edge of bands and half way between two digits."""
    checked = 0
    for number in range(60):
        text = hard_case(Random(f"hard rules/{number}"))
        try:
            checked += held_against_each_other(text)
        except Exception:
            print(text)  # to be tried again
            raise
    assert checked > 50, "nearly all check without an error"


@pytest.mark.parametrize(
    "formula",
    [
        "a + c",
        "a * c",
        "a * a * a",
        "a / (1 + abs(c))",
        "(a + c) / 3",
        "abs(a) * 7 / 9",
        "a + count of body with the same c",
    ],
)
def test_one_number_with_all_others(formula: str) -> None:
    """Each hard number with each: what does not fit in 64 bits is not lost."""
    program = program_of(program_text(formula, "2 decimals, half even"))
    for number in NUMBERS:
        compared(
            program, Dataset([body(f"b{at}", number, other, other) for at, other in enumerate(NUMBERS)], {})
        )


def test_ties_are_decided_exactly_and_told() -> None:
    """Of rows that stand half way the columns do not guess: they are worked out again."""
    text = program_text("(a / 3 + c / 7)", "2 decimals, half up")
    made = Dataset([body(f"b{at}", fmpq(at * 3, 200), None, fmpq(0)) for at in range(400)], {})
    profile = compared(program_of(text), made)
    counts = profile.nodes["one"]
    assert counts.columns + counts.again == 400
    assert counts.left == 0


THERE = "a / (1 + abs(c)) + c / (3 + abs(a))"


@pytest.mark.parametrize(
    ("edge", "mode"),
    [
        ("84.995", "half up"),
        ("0.125", "half even"),
        ("12.345", "half down"),
        ("3", "up"),
        ("3", "floor"),
        ("7.25", "down"),
    ],
)
def test_what_stands_on_an_edge_is_not_moved_off_it(edge: str, mode: str) -> None:
    """There and back is where one was, but not in floats: next to the tie, or the digit, that is rounded."""
    made = Dataset([body(f"b{at}", fmpq(at * 7919 % 1000, 13), None, fmpq(at, 3)) for at in range(200)], {})
    profile = compared(
        program_of(program_text(f"({THERE} + {edge}) - ({THERE})", f"2 decimals, {mode}")), made
    )
    assert profile.nodes["one"].again


@pytest.mark.parametrize("how", [">=", "<=", ">", "<", "is", "is not"])
def test_what_is_compared_with_its_like_is_decided_exactly(how: str) -> None:
    """The same for comparisons."""
    made = Dataset([body(f"b{at}", fmpq(at * 7919 % 1000, 13), None, fmpq(at, 3)) for at in range(200)], {})
    formula = f"(when ({THERE} + 85) - ({THERE}) {how} 85 then 40 otherwise 60)"
    profile = compared(program_of(program_text(formula, "2 decimals, half up")), made)
    assert profile.nodes["one"].again


def test_places_of_equal_scores_are_shared() -> None:
    """Scores that are equal, and are not in floats, share a place."""
    made = Dataset([body(f"b{at}", fmpq(at * 7919 % 1000, 13), None, fmpq(2 * at)) for at in range(60)], {})
    text = program_text(f"({THERE} + 85) - ({THERE})", "2 decimals, half up", "before rounding")
    compared(
        program_of(
            text.replace("round one to 2 decimals, half up ", "").replace("37%  two 63%", "100%  two 0%")
        ),
        made,
    )


def not_rounded(formula: str) -> p.Program:
    """Rules with one formula whose value is not rounded."""
    text = program_text(formula, "2 decimals, half up", "before rounding")
    return program_of(text.replace("round one to 2 decimals, half up round total to 2 decimals, half up", ""))


def test_places_by_numbers_that_are_no_fractions() -> None:
    """Such scores stand beside rational ones in one column, and no float says who is ahead."""
    made = Dataset([body(f"b{at}", fmpq(at * 7919 % 60), None, fmpq(0)) for at in range(60)], {})
    compared(not_rounded("sqrt(abs(a))"), made)


def test_a_score_whose_digits_are_not_certain() -> None:
    """Of two bodies one has the z-score 1, which no algebra at hand shows: that is a finding."""
    program = not_rounded("z-score of ln(1 + abs(a)) * 2 / 3 among body, if all equal then 0")
    made = Dataset([body("b0", fmpq(0), None, fmpq(0)), body("b1", fmpq(5), None, fmpq(0))], {})
    compared(program, made)
    assert [one.code for one in score(program, made).findings] == ["E703"]


@pytest.mark.parametrize(
    "formula",
    [
        "(0 * a / (1 + abs(c)) rounded to 25 decimals of the ratio, half up) / 3 + a",
        "(a / 3 + c / 7 rounded to 400 decimals, half up)",
        "root(1000000000000000000 * 1000000000000000000, 3) / 100000000000",
        f"(when {' * '.join(30 * ['(c / 1000000000000 / (3 + abs(a)) + c / 1000000000000 / (7 + abs(a)))'])} > 0 then 1 otherwise 2)",
    ],
    ids=[
        "decimals of a fraction",
        "many decimals",
        "a long constant",
        "too near 0 for a float",
    ],
)
def test_what_neither_64_bits_nor_a_float_holds(formula: str) -> None:
    """Of numbers that fit nowhere nothing is guessed."""
    made = Dataset([body(f"b{at}", fmpq(at), None, fmpq(at % 4 - 1)) for at in range(8)], {})
    compared(program_of(program_text(formula, "2 decimals, half up")), made)


def test_too_many_steps_are_too_many_in_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the exact engine refuses for its steps is refused, for the same bodies."""
    monkeypatch.setattr(evaluator, "MOST_STEPS", 20)
    monkeypatch.setattr(evaluator, "MOST_STEPS_FOR_A_ROW", 1)
    refused = 0
    for number in range(30):
        program = load_text(hard_case(Random(f"steps/{number}"))).program
        if program is not None:
            made = dataset_of(program.schema, program.examples[0].rows)
            compared(program, made)
            refused += any(one.code == "E361" for one in score(program, made).findings)
    assert refused > 2


def over_items(formula: str) -> p.Program:
    """Rules with one formula, and a body with many items, of most of which `w` is missing."""
    cells = 't "x", flag yes, day 2019-01-01, k beyond, q 50%'
    known = ("missing", "missing", "0", "3")
    rows = [f'item of "b" {{ v {at % 7}, w {known[at % 4]}, {cells} }}' for at in range(60)]
    return program_of(
        f"""methodology hard version "1" {{ scale 0 to 1000000 points }}
{REPORTED}block first {{ score = 1 points * {formula} but at most 1000000 points but at least 0 points assumed en "x" }}
weights {{ equal assumed en "x" }} total {{ assumed en "x" }}
example "one" {{ {" ".join((*Filler(Random(1)).body("b"), *rows))} }}"""
    )


@pytest.mark.parametrize("rows", ["item x1 with the same w", "all item x1 with the same w"])
def test_what_is_missing_is_like_nothing(rows: str) -> None:
    """Rows are alike by a value; those without one are not."""
    program = over_items(f"(sum of (count of {rows}) for each item where w is known)")
    compared(program, dataset_of(program.schema, program.examples[0].rows))


def test_figures_without_such_a_row() -> None:
    """A key that the figures do not have is a finding."""
    program = over_items("norm(name).best")
    made = dataset_of(program.schema, program.examples[0].rows)
    compared(program, made)
    assert score(program, made).findings


@pytest.mark.parametrize(
    ("formula", "once"),
    [
        ("(sum of (sum of (sum of x.v for each item x) for each item y) for each item z)", True),
        ("(sum of (count of all body bo where bo.a > a) for each item)", True),
        ("(sum of (count of item x where x.v > item.v) for each item)", False),
    ],
)
def test_rows_that_many_ask_about_are_looked_at_once(
    formula: str, once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sum over all rows of a body that each of them asks for takes no row twice; what has to is left to the exact engine."""
    monkeypatch.setattr(kernel, "MOST_PAIRS", 1000)
    program = over_items(formula)
    profile = compared(program, dataset_of(program.schema, program.examples[0].rows))
    assert (not profile.reasons) is once


@pytest.mark.parametrize("points", ["at 0: 5; at 1: 10; at 3: 50", "at 3: 5; at 1: 10; at 0: 50"])
def test_an_interpolation_at_its_points(points: str) -> None:
    """At each point, between them and beyond."""
    program = program_of(
        program_text(
            f"interpolate a {{ {points}; before the first: 1; after the last: 2 }}", "2 decimals, half up"
        )
    )
    compared(program, Dataset([body(f"b{at}", fmpq(at, 2), None, fmpq(0)) for at in range(-2, 9)], {}))


def test_nobody_and_one() -> None:
    """No body at all, and one."""
    program = program_of(program_text("a / (1 + abs(c))", "1 decimal, half up"))
    compared(program, Dataset([], {}))
    compared(program, Dataset([body("one", fmpq(1), fmpq(3), fmpq(0))], {}))


def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bodies that do not look at others are worked out in blocks; places are among all."""
    program = program_of(program_text("a / (1 + abs(c))", "2 decimals, half up"))
    made = Dataset([body(f"b{at}", fmpq(at % 7), fmpq(at % 5), fmpq(1)) for at in range(50)], {})
    whole = columnar.score(program, made).results
    module = inspect.getmodule(columnar.score)
    assert module is not None
    monkeypatch.setattr(module, "BLOCK", 7)
    assert not differences(whole, columnar.score(program, made).results)


KINDS = """methodology kinds version "1" { scale 0 to 100 points }
subject body "Body" {
    kind: one of central, local
    secret: yes or no
    a: number, at least 0
}
block goals {
    only where kind is central
    criterion plan {
        out of 60 points where kind is central and secret
        out of 100 points where kind is central and not secret
        score = its maximum * (a / 7 but at most 1 but at least 0)  assumed en "x"
    }
    criterion silence out of 40 points { only where secret  score = 40 points * (a / 11 but at most 1)  assumed en "x" }
}
block citizens { score = 1 points * (a but at most 90 but at least 0)  assumed en "x" }
weights for body where kind is central { goals 30%  citizens 70%  assumed en "x" }
weights for body where kind is local { citizens 100%  assumed en "x" }
total { round total to 2 decimals, half up assumed en "x" }
"""


def test_kinds_of_bodies_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which parts and which maxima a body has is looked up in its own block, wherever that begins."""
    program = program_of(KINDS)
    rows = [
        Row(
            "body",
            f"b{at}",
            {
                "kind": ("central", "local")[at // 3 % 2],
                "secret": at % 2 == 0,
                "a": fmpq(at % 9),
            },
            None,
            {},
            {},
            f"b{at}",
        )
        for at in range(50)
    ]
    module = inspect.getmodule(columnar.score)
    assert module is not None
    for size in (1, 7, 100):
        monkeypatch.setattr(module, "BLOCK", size)
        compared(program, Dataset(rows, {}))


PARTS_SOMETIMES = """methodology sometimes version "1" { scale 0 to 100 points }
subject body "Body" { a: number, at least 0 }
block goals {
    criterion plan out of 100 points { score = 10 points * a but at most 100 points  assumed en "x" }
    criterion deadlines out of 100 points { score = 7 points * a but at most 100 points  not applicable when a is 3 because en "three" assumed en "x" }
    WHOLE
}
weights { goals 100% { plan 40% deadlines 60% } when not applicable: share out in proportion assumed en "x" }
total { round total to 2 decimals, half up assumed en "x" }
"""


@pytest.mark.parametrize(
    "formula",
    [
        "when a is above 5 then weighted average of its parts otherwise 3 points",
        "points by a { from 5: weighted average of its parts; below 5: 2 points }",
        "(weighted average of its parts) but at most 90 points",
        "(3 points + 0 points) but at least (largest of its parts)",
    ],
)
def test_weights_that_are_asked_for_only_sometimes(formula: str) -> None:
    """A part has a weight where its node was worked out by weights, and only there."""
    text = PARTS_SOMETIMES.replace("WHOLE", f'score = {formula} assumed en "x"')
    compared(
        program_of(text),
        Dataset([Row("body", f"b{at}", {"a": fmpq(at)}, None, {}, {}, f"b{at}") for at in range(12)], {}),
    )


def test_a_set_of_which_something_is_open_is_not_taken_for_equal() -> None:
    """What is not known of some leaves open who is compared with them, and "if all equal" does not stand for it. (Random rules that showed it.)"""
    text = (Path(__file__).parent / "data" / "open_sets.eff").read_text("utf-8")
    program = program_of(text)
    compared(program, dataset_of(program.schema, program.examples[0].rows))
