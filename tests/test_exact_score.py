"""Scoring as a whole: grades, places, who is scored, what is told, and rules written as text."""

from __future__ import annotations

import random
from typing import Any

from flint import fmpq

from effrules.data.dataset import Dataset, Row
from effrules.exact import NodeState, Observer, Place, score
from effrules.model import program as p
from effrules.model.basis import Assumption, Basis
from effrules.model.rounding import Rounding, RoundingMode
from effrules.model.schema import Titles
from tests.exact_programs import (
    NO_BASIS,
    ORIGIN,
    SPAN,
    adjustment,
    agency,
    apply,
    arithmetic,
    compare,
    criterion,
    dataset,
    f,
    n,
    not_applicable,
    program,
    q,
    row,
    score_of,
    weights,
)
from tests.running import program_of

WHOLE = Rounding(0, RoundingMode.HALF_UP)
ALL = {"minimum": fmpq(0), "maximum": fmpq(100)}


def by_x(**more: Any) -> p.Program:
    """A program whose total is the agency's x."""
    return program(criterion("a", f("x"), **ALL), **more)


def ranking(*keys: p.RankKey, **more: Any) -> p.Ranking:
    """A ranking called ``rank``."""
    return p.Ranking(
        "rank", Titles(), more.get("condition"), more.get("within", ()), keys or (p.RankKey("total", False, True),),
        more.get("ties", p.Ties.SHARE), NO_BASIS, ORIGIN, span=SPAN,
    )  # fmt: skip


def places(made: p.Program, data: Dataset) -> list[int | None]:
    """The places in the order of the data."""
    found = [result.places["rank"] for result in score(made, data).subjects]
    return [None if place is None else place.number for place in found]


def agencies(*values: str | int, **more: Any) -> Dataset:
    """Agencies A0, A1 ... with these values of x."""
    return dataset(*(agency(f"A{i}", x=x, **more) for i, x in enumerate(values)))


# -- Places -------------------------------------------------------------------------------------------------


def test_ties_share_a_place() -> None:
    """1, 1, 3 where places are shared; 1, 1, 2 where none is skipped."""
    data = agencies(90, 95, 95, 80)
    assert places(by_x(rankings=(ranking(),)), data) == [3, 1, 1, 4]
    assert places(by_x(rankings=(ranking(ties=p.Ties.DENSE),)), data) == [2, 1, 1, 3]
    place = score(by_x(rankings=(ranking(),)), data).of("A1").places["rank"]
    assert place == Place(1, True, (), 4)


def test_lowest_first() -> None:
    """A ranking may put the lowest first."""
    assert places(by_x(rankings=(ranking(p.RankKey("total", False, False)),)), agencies(5, 3, 9)) == [2, 1, 3]


def test_places_within_groups() -> None:
    """Each kind has a ranking of its own."""
    data = dataset(
        agency("A", x=1), agency("B", x=5, kind="local"), agency("C", x=3), agency("D", x=2, kind="local")
    )
    assert places(by_x(rankings=(ranking(within=("kind",)),)), data) == [2, 1, 1, 2]


def test_rank_as_rounded_or_before() -> None:
    """What is equal as rounded may differ before."""
    data = agencies("90.4", "90.2", "91")
    rounded, before = (ranking(p.RankKey("total", exact, True)) for exact in (False, True))
    assert places(by_x(rankings=(rounded,), total={"rounding": WHOLE}), data) == [2, 2, 1]
    assert places(by_x(rankings=(before,), total={"rounding": WHOLE}), data) == [2, 3, 1]


def test_next_key_decides_between_equals() -> None:
    """Equal totals are told apart by the next key, here lowest first; who lacks it comes after."""
    second = criterion("b", f("y"), **ALL, not_applicable=not_applicable(p.Not(p.IsKnown(f("y")))))
    made = program(
        criterion("a", f("x"), **ALL), second, total={"formula": score_of("a")},
        rankings=(ranking(p.RankKey("total", False, True), p.RankKey("b", False, False)),),
    )  # fmt: skip
    data = dataset(
        agency("A", x=5),
        agency("B", x=5, y=8),
        agency("C", x=5, y=7),
        agency("D", x=6),
        agency("E", x=5, y=7),
    )
    assert places(made, data) == [5, 4, 2, 1, 2]


def test_only_those_with_a_score_have_a_place() -> None:
    """A subject without a score, or outside the ranking's condition, has no place and takes none."""
    made = program(
        criterion("a", f("x"), **ALL, not_applicable=not_applicable(compare(f("x"), "is", n(0)))),
        rankings=(ranking(condition=compare(f("x"), "below", n(9))),),
    )
    assert places(made, agencies(0, 9, 5, 7)) == [None, None, 2, 1]


def test_irrational_ties_are_seen() -> None:
    """The root of 8 and twice the root of 2 are one place; the root of 2 and its first digits are two."""
    value = arithmetic(f("y"), "*", apply("sqrt", f("x")))
    made = program(criterion("a", value, **ALL), rankings=(ranking(),))
    data = dataset(agency("A", x=8, y=1), agency("B", x=2, y=2), agency("C", x=1, y="2.8284271247"))
    assert places(made, data) == [1, 1, 3]


# -- Grades -------------------------------------------------------------------------------------------------


def test_grades_go_by_the_rounded_score() -> None:
    """89.5 rounds to 90 and is graded so; a score that no grade is for is a finding."""
    grades = (
        p.RatingGrade("high", Titles(), fmpq(90), True, None, False),
        p.RatingGrade("low", Titles(), fmpq(10), True, fmpq(90), False),
    )
    rating = p.Rating("total", grades, NO_BASIS, ORIGIN, span=SPAN)
    results = score(by_x(ratings=(rating,), total={"rounding": WHOLE}), agencies("89.5", "89.4", 10, 9))
    assert [result.ratings["total"] for result in results.subjects] == ["high", "low", "low", None]
    assert [finding.code for finding in results.findings] == ["E720"]


# -- The run ------------------------------------------------------------------------------------------------


def test_only_some_subjects() -> None:
    """Whoever is left out still counts in comparisons; who is not there is a finding."""
    made = by_x(rankings=(ranking(),))
    results = score(made, agencies(5, 9, 7), only=["A2"])
    assert [result.key for result in results.subjects] == ["A2"]
    assert results.of("A2").places["rank"] == Place(2, False, (), 3)
    unknown = score(made, agencies(5), only=["A9"])
    assert ([finding.code for finding in unknown.findings], unknown.subjects) == (["E722"], ())


def test_strict_refuses_assumptions() -> None:
    """Under ``strict`` each assumption is a finding and nobody is scored; without any, all are."""
    assumed = Basis(assumptions=(Assumption(Titles((("en", "not at hand"),))),))
    made = program(criterion("a", f("x"), **ALL, basis=assumed))
    results = score(made, agencies(5), strict=True)
    assert ([finding.code for finding in results.findings], results.subjects) == (["E723"], ())
    assert score(made, agencies(5)).of("A0").nodes["a"].assumed
    assert len(score(by_x(), agencies(5), strict=True).subjects) == 1


def test_progress_is_told() -> None:
    """After each subject: how many are done, of how many."""
    told: list[tuple[int, int]] = []
    score(by_x(), agencies(1, 2, 3), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_node_order_brings_scores_of_others_first() -> None:
    """Nodes are worked out when they are first needed, each once, whatever their order."""
    other = p.RowVariable(1, "agency", "agency")
    best = p.Aggregate(
        p.AggregateKind.LARGEST, p.Rows(other, p.Population.ALL), score_of("a", other), None, None, n(1).type
    )
    made = program(criterion("a", f("x"), **ALL), criterion("b", best, **ALL), order=("b", "a", "total"))

    class Nodes(Observer):
        def __init__(self) -> None:
            self.seen: list[str] = []

        def enter_node(self, subject: Row, node: str) -> None:
            self.seen.append(f"{subject.key} {node}")

        def node(self, subject: Row, node: str, result: Any) -> None:
            self.seen.append(f"{subject.key} {node} = {result.value}")

    watching = Nodes()
    results = score(made, agencies(5, 9), observer=watching)
    assert [result.nodes["b"].value for result in results.subjects] == [9, 9]
    assert len(watching.seen) == len(set(watching.seen)) == 2 * 2 * 3
    assert watching.seen[:6] == ["A0 b", "A0 a", "A0 a = 5", "A1 a", "A1 a = 9", "A0 b = 9"]


def test_observer_is_told_of_weights_and_adjustments() -> None:
    """The weights that a mean used, and what an adjustment took."""

    class Told(Observer):
        def __init__(self) -> None:
            self.seen: list[Any] = []

        def weighed(self, subject: Row, node: str, clause: Any, used: Any) -> None:
            self.seen.append((node, dict(used)))

        def adjusted(self, subject: Row, adjustment: str, result: Any) -> None:
            self.seen.append((adjustment, result.taken))

    watching = Told()
    score(by_x(adjustments=(adjustment("late", -1, "total", n(2)),)), agencies(5), observer=watching)
    assert watching.seen == [("total", {"a": 1}), ("late", 2)]


def test_an_observer_changes_nothing() -> None:
    """Watched or not, the results are the same."""
    made = by_x(rankings=(ranking(),))
    watched, plain = (score(made, agencies(3, 1), observer=Watcher()), score(made, agencies(3, 1)))
    assert [r.nodes for r in watched.subjects] == [r.nodes for r in plain.subjects]
    assert [r.places for r in watched.subjects] == [r.places for r in plain.subjects]


class Watcher(Observer):
    """Watches and does nothing."""


# -- Rules as text ------------------------------------------------------------------------------------------

RULES = """
methodology m version "1" { title en "M" in force from 2017-01-01 scale 0 to 100 points }
subject agency { kind: one of central, local  asked: number, at least 0 }
table target of agency {
    code: text, unique  plan: number, above 0  actual: number, at least 0, may be missing
    better: one of higher, lower
}
table incident of agency { kind: one of late, wrong }
define degree(t: target): share =
    when t.better is higher                  then t.actual / t.plan but at most 100%
    when t.better is lower and t.actual is 0 then 100%
    otherwise                                     t.plan / t.actual but at most 100%
block goals {
    direction targets {
        criterion achievement out of 100 points {
            score = 100 points * average of degree(t) for each target t where t.actual is known
            not applicable when no target where actual is known because en "no statistics"
        }
    }
}
block citizens {
    direction requests {
        criterion burden out of 100 points {
            score = 100 points * (min-max of asked among all agency if all equal then 0%)
        }
    }
}
weights for agency where kind is central { goals 60% citizens 40% when not applicable: share out in proportion }
weights for agency where kind is local { equal when not applicable: share out equally }
penalty unreliable { take 0.2 points for each incident where kind is late from block goals }
total { round block goals to 2 decimals, half up  round total to 2 decimals, half up  never below 0 points }
rating { high from 90 points  medium from 50 points  low below 50 points }
rank agency within kind by total as rounded, highest first; equal totals share a place
"""


def rules() -> p.Program:
    """The rules above, checked."""
    return program_of(RULES)


def body(key: str, kind: str, asked: int, targets: Any, incidents: Any = ()) -> Row:
    """An agency of the rules above; targets are (plan, actual, better)."""
    made = Row("agency", key, {"kind": kind, "asked": fmpq(asked)})
    made.children["target"] = [
        Row(
            "target",
            str(i),
            {"code": str(i), "plan": q(plan), "actual": None if got is None else q(got), "better": b},
            made,
        )
        for i, (plan, got, b) in enumerate(targets)
    ]
    made.children["incident"] = [Row("incident", "", {"kind": kind}, made) for kind in incidents]
    return made


def bodies() -> list[Row]:
    """Three agencies."""
    return [
        body(
            "A",
            "central",
            10,
            [(10, 9, "higher"), (8, 8, "higher"), (5, None, "lower")],
            ["late", "wrong", "late"],
        ),
        body("B", "local", 30, [(3, 0, "lower"), (2, 3, "lower")]),
        body("C", "central", 20, [(3, None, "lower")]),
    ]


def test_rules_from_text_to_places() -> None:
    """The whole way: degrees, missing data, weights by kind, penalties, rounding, grades, places."""
    made = bodies()
    results = score(rules(), Dataset(made))
    assert results.findings == ()
    a, b, c = (results.of(key) for key in "ABC")
    assert (a.nodes["achievement"].value, a.nodes["goals"].value, a.total.value) == (
        95,
        q("94.6"),
        q("56.76"),
    )
    assert (a.adjustments["unreliable"].incidents, a.adjustments["unreliable"].taken) == (2, q("0.4"))
    assert (b.nodes["goals"].value, b.nodes["goals"].before_rounding) == (q("83.33"), q("250/3"))
    assert (b.nodes["burden"].value, b.total.value) == (100, q("91.67"))
    assert c.nodes["goals"].state is NodeState.NOT_APPLICABLE
    assert (c.nodes["citizens"].weight, c.total.value) == (1, 50)
    assert [result.ratings["total"] for result in (a, b, c)] == ["medium", "high", "medium"]
    places = [result.places["rank"] for result in (a, b, c)]
    assert [place and place.number for place in places] == [1, 1, 2]


def test_order_of_data_and_declarations_does_not_matter() -> None:
    """Subjects and rows in another order give the same results."""
    plain = score(rules(), Dataset(bodies()))
    shuffled = bodies()
    random.Random(3).shuffle(shuffled)
    for one in shuffled:
        one.children["target"].reverse()
    mixed = score(rules(), Dataset(shuffled))
    for key in "ABC":
        assert mixed.of(key).nodes == plain.of(key).nodes
        assert mixed.of(key).places == plain.of(key).places


def test_comparisons_across_subjects_stay_linear() -> None:
    """Positions, minima and maxima among 500 agencies take a bounded number of steps for each."""

    class Steps(Observer):
        count = 0

        def value(self, expression: Any, environment: Any, value: object) -> None:
            Steps.count += 1

    agency_count = 500
    data = Dataset(
        [
            body(f"A{i}", "central" if i % 2 else "local", i % 97, [(1, 1, "higher")])
            for i in range(agency_count)
        ]
    )
    score(rules(), data, observer=Steps())
    assert Steps.count < 100 * agency_count


def test_a_clause_that_no_subject_falls_under() -> None:
    """A weights clause that is for nobody here does no harm."""
    unused = weights({"total": {"a": "1"}}, condition=compare(n(1), "is", n(2)))
    used = weights({"total": {"a": "1"}})
    results = score(by_x(weights=(unused, used)), dataset(agency("A", x=4, rows=[row()])))
    assert results.of("A").total.value == 4
