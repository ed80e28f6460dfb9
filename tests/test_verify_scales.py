"""Forged scales, points, items, cases and grades: whole in themselves, and sealed anew, they are told by the rules at hand."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from effrules.data.reading import read
from effrules.independent import Rules, replay
from effrules.trace.json_text import digest, document
from effrules.trace.tracing import trace
from tests.running import program_of
from tests.test_trace import traced
from tests.thesis import MIDDLE, rules_at

RULES = """
methodology m version "1" { scale 0 to 100 points }
source order { title en "Order" ru "Приказ" kk "Бұйрық" }
subject agency { done: share, between 0% and 100%  n: number, at least 0  since: date  plan: yes or no }
block one {
    direction d {
        score = points by done as printed {
            80% to 100%:  80 points;   -- a line; with a comment: { 1
            60% to 79.9%: 49.99 points;
            50% to 60%:   20 points;
            below 49.9%:   0 points;
            between lines: the line of the lower value    assumed en "in doubt; the lower" ru "нижняя" kk "төменгі";
            at shared ends: the line of the higher value  cite order "12"
        }
        cite order "1"
    }
    direction e { score = (points by n { below 5: 10 points; from 5 to below 7 * 2: 5 points; otherwise: 0 points })  cite order "1" }
    direction f { score = interpolate n { before the first: 1 points; at 0: 100 points; at 10: 90 points; at 50: 0 points; after the last: 7 points }  cite order "1" }
    direction g { score = checklist { en "a plan": 5 points when plan; en "many; or: so {": 6 points when n is above 3 }  cite order "1" }
    direction h { score = points by since { below 2020-01-01: 10 points; from 2020-01-01: 50 points }  cite order "1" }
    direction i { score = when n is below 2 then 1 points when n is below 7 then 2 points otherwise 3 points  cite order "1" }
    cite order "1"
}
weights { one 100% { equal }  cite order "1" }
total { cite order "2" }
rating {
    high "High"  from 50 points to 100 points
    low  "Low"   below 49.99 points
    between grades: the higher grade  assumed en "in favour" ru "в пользу" kk "пайдасына"
    cite order "3"
}
"""

DATA = "agency,done,n,since,plan\nA,79.95%,6,2019-05-05,yes\n"


@pytest.fixture
def made(tmp_path: Path) -> dict[str, Any]:
    """The trace of the one body."""
    (tmp_path / "agency.csv").write_text(DATA, encoding="utf-8")
    program = program_of(RULES)
    dataset, _ = read(tmp_path, program.schema)
    assert dataset is not None
    return json.loads(json.dumps(document(trace(program, dataset).of("A"))))  # type: ignore[no-any-return]


def rules() -> Rules:
    """The rules at hand."""
    return Rules({"rules.eff": RULES})


def step(made: dict[str, Any], op: str, number: int = 0) -> dict[str, Any]:
    """A step of the trace, of those of an operation."""
    found: dict[str, Any] = [one for one in made["steps"] if one["op"] == op][number]
    return found


def a_line(made: dict[str, Any]) -> None:
    """A printed line ends elsewhere, above what it said and below the next: read, the bands stay."""
    step(made, "bands")["printed"][1]["high"] = "0.798"


def a_line_and_its_band(made: dict[str, Any]) -> None:
    """A printed line begins elsewhere, and so do the bands that come of it."""
    scale = step(made, "bands")
    scale["printed"][2]["low"] = scale["bands"][2]["low"] = scale["bands"][3]["high"] = "0.51"


def another_reading(made: dict[str, Any]) -> None:
    """A shared end is read the other way, which changes nothing for this value."""
    scale = step(made, "bands")
    scale["shared"] = "lower"
    scale["bands"][1]["low_included"], scale["bands"][2]["high_included"] = False, True


def a_band(made: dict[str, Any]) -> None:
    """A band is wider than the rules say."""
    step(made, "bands", 1)["bands"][1]["high"] = "15"


def a_day(made: dict[str, Any]) -> None:
    """A band of days ends a day later."""
    for band, end in zip(step(made, "bands", 2)["bands"], ("high", "low"), strict=True):
        band[end] = "2020-01-02"


def an_edge(made: dict[str, Any]) -> None:
    """A band has its end where the rules leave it out."""
    step(made, "bands", 1)["bands"][0]["high_included"] = True


def a_band_more(made: dict[str, Any]) -> None:
    """A band that no rule has."""
    scale = step(made, "bands", 1)
    scale["bands"].append({**scale["bands"][1], "low": "14", "high": "15"})


def what_a_band_gives(made: dict[str, Any]) -> None:
    """The words for what a band gives."""
    step(made, "bands", 1)["bands"][0]["gives"] = "90 points"


def a_point_less(made: dict[str, Any]) -> None:
    """The last point is left out."""
    at = step(made, "interpolate")
    gone = at["points"].pop()
    at["from"].remove(gone)


def the_order_of_items(made: dict[str, Any]) -> None:
    """The items stand in another order than the rules have them."""
    items = step(made, "check-list")["items"]
    items.reverse()


def the_name_of_an_item(made: dict[str, Any]) -> None:
    """An item is called otherwise."""
    step(made, "check-list")["items"][0]["titles"]["en"] = "no plan"


def a_grade(made: dict[str, Any]) -> None:
    """A grade begins elsewhere, in its line and as it is read."""
    grades = step(made, "rating")["grades"]
    grades[1]["printed"]["high"] = grades[1]["stretch"]["high"] = grades[0]["stretch"]["low"] = "48"


def a_grade_less(made: dict[str, Any]) -> None:
    """A grade is left out that is not the body's."""
    at = step(made, "rating")
    at["grades"] = [one for one in at["grades"] if one["name"] == at["value"]]
    at["grades"][0]["stretch"] = at["grades"][0]["printed"]


FORGERIES = (
    a_line, a_line_and_its_band, another_reading, a_band, a_day, an_edge, a_band_more, what_a_band_gives,
    a_point_less, the_order_of_items, the_name_of_an_item, a_grade, a_grade_less,
)  # fmt: skip


def test_the_true_one_is_confirmed(made: dict[str, Any]) -> None:
    """Nothing is said against what the engine wrote."""
    found = replay(made, None, rules())
    assert found.problems == []
    assert {"bands", "interpolate", "check-list", "choose", "rating"} <= {one["op"] for one in made["steps"]}


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda forgery: str(forgery.__name__))
def test_a_forged_clause(made: dict[str, Any], forgery: Callable[[dict[str, Any]], None]) -> None:
    """By itself the trace is whole; the rules do not say so."""
    forged = copy.deepcopy(made)
    forgery(forged)
    forged["digest"] = digest(forged)
    assert replay(forged).problems == []
    assert replay(forged, None, rules()).problems


def test_another_line_is_hit(made: dict[str, Any]) -> None:
    """The stretch of a case, a band and a point that is taken is where its result stands, not another's."""
    for op, key, other in (("bands", "hit", 0), ("choose", "taken", 0), ("interpolate", "index", 2)):
        forged = copy.deepcopy(made)
        step(forged, op, int(op == "bands"))[key] = other
        named = step(forged, op, int(op == "bands"))["id"]
        forged["digest"] = digest(forged)
        words = [said for ref, said in replay(forged, None, rules()).problems if ref == named]
        assert words, op
    ties = Rules({"rules.eff": RULES.replace("then 2 points otherwise 3", "then 3 points otherwise 2")})
    assert replay(made, None, ties).problems


@pytest.mark.parametrize("name", MIDDLE)
def test_scales_of_rules_of_middle_size(name: str) -> None:
    """Whatever rules are written like, no scale of theirs is said to be another."""
    derivations = traced(name)
    texts = Rules(
        {str(path): path.read_text("utf-8") for path in sorted(rules_at(name).parent.rglob("*.eff"))}
    )
    for key in list(derivations.subjects)[::7]:
        found = replay(json.loads(json.dumps(document(derivations.of(key)))), None, texts)
        assert not found.problems
        assert found.quoted
