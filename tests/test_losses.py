"""Losses: they add up to what is missing, come in order, and are as many as it takes to reach a score."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.exact.results import NodeState
from effrules.model.real import Undecided, add, compare, multiply, subtract
from effrules.prove.agencies import Agencies
from effrules.prove.cases import dataset_of
from effrules.report.derivation.why_not_json import why_not_json
from effrules.trace.derivation import Derivation
from effrules.trace.losses import LossKind, losses
from effrules.trace.tracing import trace
from tests.running import program_of
from tests.strategies import methodologies
from tests.test_trace import traced
from tests.thesis import MIDDLE

RULES = """
methodology m version "1" { scale 0 to 100 points }
source order { title en "Order" }
subject agency { a: number  small: yes or no }
table incident of agency { code: text, unique }
block first {
    criterion x out of 60 points { score = 1 points * a  cite order "1" }
    criterion y out of 40 points { score = 38 points  cite order "1" }
}
block second {
    direction z { score = 200 points / 3  cite order "1" }
    direction n { score = 50 points  not applicable when small  cite order "1" }
}
weights { first 60%  second 40% { equal }  when not applicable: HOW  cite order "3" }
penalty late { take 0.5 points for each incident  from block first  cite order "4" }
bonus early { give 1 points  to total  cite order "4" }
total { round total to 1 decimal, half up  cite order "2" }
example "one" {
    agency A { a 45.5, small yes }
    incident of A { code "1" }
    incident of A { code "2" }
    expect total of A is 0 points
}
"""


def derivation(how: str = "share out in proportion", node: str = "total") -> Derivation:
    """The derivation of the one agency."""
    program = program_of(RULES.replace("HOW", how))
    return trace(program, dataset_of(program.schema, program.examples[0].rows)).of("A", node)


def adds_up(one: Derivation) -> None:
    """The losses make exactly what is missing, each is its factor times its own points, the largest comes first."""
    found = losses(one)
    assert found is not None
    try:
        assert compare(found.total, subtract(found.maximum, found.value)) == 0
        for loss in found.losses:
            assert compare(loss.points, multiply(loss.factor, loss.own)) == 0
            assert compare(loss.points, fmpq(0)) != 0
        rest = [loss for loss in found.losses if loss.kind is not LossKind.ROUNDING]
        assert all(compare(a.points, b.points) >= 0 for a, b in pairwise(rest))
    except Undecided:
        return
    assert found.losses[: len(rest)] == tuple(rest)


@pytest.mark.parametrize("name", MIDDLE)
def test_losses_of_rules_add_up(name: str) -> None:
    """For every node of the rules, for some bodies of the sample data."""
    derivations = traced(name)
    results = derivations.results.subjects
    for result in (results[0], results[len(results) // 2], results[-1]):
        for node, outcome in result.nodes.items():
            if outcome.state is NodeState.SCORED and (node == "total" or result is results[0]):
                adds_up(derivations.of(result.key, node))


@settings(max_examples=12)
@given(methodologies(), st.data())
def test_losses_of_random_rules_add_up(text: str, data: st.DataObject) -> None:
    """Whatever the formulas, weights, penalties, roundings and bounds; without a score there are no losses. All fit the schema."""
    program = program_of(text)
    dataset = dataset_of(program.schema, data.draw(Agencies(program).cases))
    derivations = trace(program, dataset)
    for result in derivations.results.subjects:
        one = derivations.of(result.key)
        assert not refused(json.loads(why_not_json(one, fmpq(50))))
        if result.total.state is NodeState.SCORED:
            adds_up(one)
        else:
            assert losses(one) is None


def test_each_loss_is_in_points_of_the_total() -> None:
    """Worked by hand: (60 - 45.5) x 0.6, (40 - 38) x 0.6, (100 - 200/3) x 0.4, 2 x 0.5 x 0.6, and -1 for the bonus."""
    found = losses(derivation())
    assert found is not None
    told = {(loss.kind.value, loss.node): loss.points for loss in found.losses}
    assert told == {
        ("score", "z"): fmpq(40, 3),
        ("score", "x"): fmpq(87, 10),
        ("score", "y"): fmpq(12, 10),
        ("penalty", "first"): fmpq(6, 10),
        ("bonus", "total"): fmpq(-1),
        ("rounding", "total"): fmpq(-1, 30),
    }
    assert found.missing == fmpq(228, 10)


def test_of_a_block_they_are_in_its_own_points() -> None:
    """What the block's criteria lack stands as it is: their maxima make its scale."""
    found = losses(derivation(node="first"))
    assert found is not None
    assert [(loss.node, loss.points) for loss in found.losses] == [
        ("x", fmpq(29, 2)),
        ("y", fmpq(2)),
        ("first", fmpq(1)),
    ]


def test_what_counts_as_zero_costs_its_weight() -> None:
    """A part that is not applicable and counts as zero lacks its whole maximum; in full, it lacks nothing."""
    zero, full = losses(derivation("count as zero")), losses(derivation("count as full"))
    assert zero is not None
    assert full is not None
    (instead,) = (loss for loss in zero.losses if loss.kind is LossKind.INSTEAD)
    assert (instead.node, instead.points, instead.own) == ("n", fmpq(20), fmpq(100))
    assert all(loss.kind is not LossKind.INSTEAD for loss in full.losses)
    for one in ("count as zero", "count as full"):
        adds_up(derivation(one))


def test_how_many_would_have_to_be_made_good() -> None:
    """The fewest of the largest losses whose sum reaches the score; rounding and bonuses cannot be made good."""
    found = losses(derivation())
    assert found is not None
    assert found.value == fmpq(772, 10)
    assert found.made_good(fmpq(772, 10)) == 0
    assert found.made_good(fmpq(773, 10)) == 1
    reached = add(found.value, found.losses[0].points)
    assert isinstance(reached, fmpq)
    assert found.made_good(reached) == 1
    assert found.made_good(reached + fmpq(1, 10**9)) == 2
    assert found.made_good(fmpq(100)) == 3
    every = found.value
    for loss in found.losses[:4]:
        every = add(every, loss.points)
    assert isinstance(every, fmpq)
    assert found.made_good(every) == 4
    assert found.made_good(every + fmpq(1, 10**9)) is None


def test_rounding_cannot_be_made_good() -> None:
    """Where rounding took points, they are in the sum, but no loss to be made good."""
    text = RULES.replace("HOW", "share out in proportion").replace("a 45.5", "a 45.4")
    program = program_of(text)
    found = losses(trace(program, dataset_of(program.schema, program.examples[0].rows)).of("A"))
    assert found is not None
    last = found.losses[-1]
    assert (last.kind, last.points) == (LossKind.ROUNDING, fmpq(1, 150))
    every = found.value
    for loss in found.losses[:4]:
        every = add(every, loss.points)
    assert isinstance(every, fmpq)
    assert found.made_good(every) == 4
    assert found.made_good(every + fmpq(1, 1000)) is None


def test_a_formula_of_its_own_is_not_taken_apart() -> None:
    """The loss is that of the node; its parts stand below with their own scores."""
    text = RULES.replace("HOW", "share out in proportion").replace(
        "total { ", "total { score = geometric mean of its parts  cite order  "
    )
    program = program_of(text)
    found = losses(trace(program, dataset_of(program.schema, program.examples[0].rows)).of("A"))
    assert found is not None
    (score,) = (loss for loss in found.losses if loss.kind is LossKind.SCORE)
    assert score.node == "total"
    assert [(part.node, part.depth, part.score) for part in score.below] == [
        ("first", 1, fmpq(165, 2)),
        ("x", 2, fmpq(91, 2)),
        ("y", 2, fmpq(38)),
        ("second", 1, fmpq(200, 3)),
        ("z", 2, fmpq(200, 3)),
        ("n", 2, None),
    ]


# -- As JSON --------------------------------------------------------------------------------------------------------

SCHEMA = json.loads(
    (Path(__file__).parent.parent / "docs" / "schemas" / "why-not-1.json").read_text(encoding="utf-8")
)


def refused(made: object) -> bool:
    """Whether the published schema refuses a document."""
    return bool(list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(made)))


def test_the_schema_is_one() -> None:
    """What is published is a JSON Schema."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_knows_every_kind_of_loss() -> None:
    """What can cost points stands in the published schema, and nothing else."""
    assert f'"enum": {json.dumps([kind.value for kind in LossKind])}' in json.dumps(SCHEMA)


@pytest.mark.parametrize("name", MIDDLE)
def test_json_fits_the_schema(name: str) -> None:
    """Documents about rules of middle size, scored and not, fit the schema, and no longer when they are spoilt."""
    derivations = traced(name)
    for key in list(derivations.subjects)[:1]:
        for node in derivations.program.nodes:
            made = json.loads(why_not_json(derivations.of(key, node), fmpq(95), ("weight.a=1%",)))
            assert not refused(made)
        assert refused({**made, "unheard": "of"})
        assert refused({**made, "state": "no score" if made["state"] == "scored" else "scored"})


def test_json_of_what_cannot_be_told() -> None:
    """A number on the way that nothing tells from 50.6, and that is multiplied by 0: it is said, and fits."""
    text = """
methodology m version "1" { scale 0 to 100 points }
source order { title en "Order" }
subject agency { a: number, above 0 }
criterion c out of 100 points {
    score = (50.6 + exp(0 - 1000000 * a / 7) - exp(0 - 1000001 * a / 7)) * 1 points
    times 0 when a is above 0 cite order "1"
    cite order "1"
}
total { cite order "2" }
example "one" { agency A { a 3 } expect total of A is 0 points }
"""
    program = program_of(text)
    one = trace(program, dataset_of(program.schema, program.examples[0].rows)).of("A")
    for target in (fmpq(506, 10), fmpq(0), fmpq(100)):
        made = json.loads(why_not_json(one, target))
        assert not refused(made)
        assert made["value"] == "0"
    (points,) = (loss["points"] for loss in made["losses"] if loss["kind"] == "multiplied")
    assert points == "≈50.600000000000000000000000000000"
    adds_up(one)


KINDS = {"score", "counts as zero", "penalty", "bonus", "rounding"}


def test_json_of_each_kind_of_loss() -> None:
    """Penalties, bonuses, what counts as zero, formulas of one's own: all of it fits, and each key is looked at."""
    own = RULES.replace("total { ", "total { score = geometric mean of its parts  cite order  ")
    seen = set[str]()
    for text in (RULES, own):
        program = program_of(text.replace("HOW", "count as zero"))
        one = trace(program, dataset_of(program.schema, program.examples[0].rows)).of("A")
        for target in (fmpq(0), fmpq(90)):
            assert not refused(json.loads(why_not_json(one, target)))
        made = json.loads(why_not_json(one, fmpq(100)))
        assert not refused(made)
        for loss in made["losses"]:
            seen |= {loss["kind"], *loss}
            for key in set(loss) - {"adjustment", "parts"}:
                rest = {k: v for k, v in loss.items() if k != key}
                assert refused({**made, "losses": [rest]}), key
            assert refused({**made, "losses": [{**loss, "points": 1.5}]})
    assert seen >= KINDS | {"adjustment", "parts"}
