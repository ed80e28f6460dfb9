"""What nodes of the tree of scores are worth: weights, applicability, rounding, penalties, and their order."""

from __future__ import annotations

from typing import Any

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from effrules.exact import NodeState, ReasonKind, score
from effrules.exact.results import AdjustmentResult
from effrules.model import program as p
from effrules.model.rounding import Rounding, RoundingMode
from effrules.model.types import NUMBER
from tests.exact_programs import (
    SPAN,
    SUBJECT,
    adjustment,
    agency,
    apply,
    arithmetic,
    compare,
    criterion,
    dataset,
    f,
    n,
    node,
    nodes_of,
    not_applicable,
    own,
    program,
    q,
    row,
    score_of,
    variable,
    weights,
    when,
)

R = p.Redistribution
IS_LOCAL = compare(f("kind"), "is", p.Constant("local", NUMBER))
WHOLE = Rounding(0, RoundingMode.HALF_UP)
ONE_PLACE = Rounding(1, RoundingMode.HALF_UP)
HUNDRED: dict[str, Any] = {"minimum": fmpq(0), "maximum": fmpq(100)}


def of_hundred(name: str, value: str | int | p.Expression, parent: str = "total", **more: Any) -> p.ScoreNode:
    """A criterion out of 100 points."""
    formula = value if isinstance(value, p.Expression) else n(value)
    return criterion(name, formula, parent, **(HUNDRED | more))


def absent(name: str, parent: str = "total", **more: Any) -> p.ScoreNode:
    """A criterion out of 100 points that is never applicable."""
    return of_hundred(name, 1, parent, not_applicable=not_applicable(compare(n(1), "is", n(1))), **more)


# -- Weighted means -----------------------------------------------------------------------------------------


def test_weighted_mean() -> None:
    """Parts count by their weights."""
    made = program(
        of_hundred("a", 80), of_hundred("b", 30), weights=(weights({"total": {"a": "0.4", "b": "0.6"}}),)
    )
    nodes = nodes_of(made)
    assert nodes["total"].value == 50
    assert [nodes[name].weight for name in ("a", "b", "total")] == [q("0.4"), q("0.6"), None]


def test_criteria_add_up_by_their_maxima() -> None:
    """Criteria weighted by their maxima give the sum of their points."""
    made = program(
        node("d"),
        criterion("a", n(45), "d", minimum=fmpq(0), maximum=fmpq(60)),
        criterion("b", n(13), "d", minimum=fmpq(0), maximum=fmpq(40)),
        weights=(weights({"total": {"d": "1"}, "d": {"a": "0.6", "b": "0.4"}}),),
        order=("a", "b", "d", "total"),
    )
    assert nodes_of(made)["d"].value == 58


def test_scales_that_do_not_start_at_zero() -> None:
    """A part is measured on its own scale and put on the node's: half of 1 to 5 is half of 20 to 100."""
    made = program(
        criterion("a", n(3), minimum=fmpq(1), maximum=fmpq(5)),
        total={"minimum": fmpq(20), "maximum": fmpq(100)},
    )
    assert nodes_of(made)["total"].value == 60


PARTS = {"total": {"a": "0.5", "b": "0.3", "c": "0.2"}}


@pytest.mark.parametrize(
    ("how", "total", "used"),
    [
        (R.IN_PROPORTION, "75", ("5/8", "3/8", "0")),
        (R.EQUALLY, "74", ("0.6", "0.4", "0")),
        (R.COUNT_AS_ZERO, "60", ("0.5", "0.3", "0.2")),
        (R.COUNT_AS_FULL, "80", ("0.5", "0.3", "0.2")),
    ],
)
def test_weight_of_a_part_that_falls_away(how: p.Redistribution, total: str, used: tuple[str, ...]) -> None:
    """What becomes of 20% when c is not applicable, by each rule."""
    made = program(of_hundred("a", 90), of_hundred("b", 50), absent("c"), weights=(weights(PARTS, how),))
    nodes = nodes_of(made)
    assert nodes["total"].value == q(total)
    assert tuple(nodes[name].weight for name in "abc") == tuple(q(weight) for weight in used)
    assert nodes["c"].state is NodeState.NOT_APPLICABLE


def codes(made: p.Program, **values: Any) -> list[str]:
    """The codes of the findings for one agency."""
    return [finding.code for finding in score(made, dataset(agency(**values))).findings]


def test_redistribution_must_be_stated() -> None:
    """Without a word on it, a part that is not applicable is a finding; with all parts there it is none."""
    clause = (weights(PARTS, R.NOT_STATED),)
    assert codes(program(of_hundred("a", 1), of_hundred("b", 1), absent("c"), weights=clause)) == ["E717"]
    assert codes(program(of_hundred("a", 1), of_hundred("b", 1), of_hundred("c", 1), weights=clause)) == []


def test_nothing_to_share_in_proportion_to() -> None:
    """When only a part of weight 0 is left, nothing can be shared out in proportion; equally it can."""
    for how, expected in ((R.IN_PROPORTION, ["E718"]), (R.EQUALLY, [])):
        clause = weights({"total": {"a": "0", "c": "1"}}, how)
        assert codes(program(of_hundred("a", 1), absent("c"), weights=(clause,))) == expected


def test_weights_by_kind_of_subject() -> None:
    """The one clause that holds counts; none, or more than one, is a finding."""
    central = weights({"total": {"a": "1", "b": "0"}}, condition=p.Not(IS_LOCAL))
    local = weights({"total": {"a": "0", "b": "1"}}, condition=IS_LOCAL)
    parts = (of_hundred("a", 10), of_hundred("b", 20))
    made = program(*parts, weights=(central, local))
    assert nodes_of(made, agency(kind="central"))["total"].value == 10
    assert nodes_of(made, agency(kind="local"))["total"].value == 20
    assert codes(program(*parts, weights=(central,)), kind="local") == ["E715"]
    assert codes(program(*parts, weights=(local, weights(PARTS))), kind="local") == ["E715"]


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 100), st.booleans()), min_size=2, max_size=6).filter(
        lambda parts: any(there for _, _, there in parts)
    )
)
def test_parts_that_fall_away_do_not_change_the_ratio_of_the_others(
    parts: list[tuple[int, int, bool]],
) -> None:
    """In proportion, the total is the weighted mean of those left, as if the others had never been."""
    whole = sum(weight for weight, _, _ in parts)
    made = program(
        *(
            of_hundred(f"p{i}", value) if there else absent(f"p{i}")
            for i, (_, value, there) in enumerate(parts)
        ),
        weights=(
            weights({"total": {f"p{i}": f"{weight}/{whole}" for i, (weight, _, _) in enumerate(parts)}}),
        ),
    )
    nodes = nodes_of(made)
    left = [(weight, value) for weight, value, there in parts if there]
    total = fmpq(sum(w * v for w, v in left), sum(w for w, _ in left))
    assert nodes["total"].value == total
    assert sum((nodes[f"p{i}"].weight or fmpq(0) for i in range(len(parts))), fmpq(0)) == 1


# -- Applicability ------------------------------------------------------------------------------------------


def test_reason_of_a_node_that_is_not_applicable() -> None:
    """The first condition that holds gives the reason."""
    conditions = (*not_applicable(compare(n(1), "is", n(2)), "no"), *not_applicable(IS_LOCAL, "it is local"))
    made = program(of_hundred("a", 10), of_hundred("b", 20, not_applicable=conditions))
    assert nodes_of(made, agency(kind="central"))["b"].value == 20
    reason = nodes_of(made, agency(kind="local"))["b"].reason
    assert reason is not None
    assert (reason.kind, reason.node, reason.titles.get("en")) == (ReasonKind.CONDITION, "b", "it is local")


def test_what_is_below_a_node_that_is_not_applicable() -> None:
    """A condition of a direction holds for its criteria too: they are not evaluated, and say whose it is."""
    made = program(
        of_hundred("a", 10),
        of_hundred("b", arithmetic(n(1), "/", f("x")), "d"),
        node("d", not_applicable=not_applicable(compare(f("x"), "is", n(0)))),
        order=("a", "b", "d", "total"),
    )
    nodes = nodes_of(made, agency(x=0))
    assert nodes["b"].reason is not None
    assert (nodes["b"].reason.kind, nodes["b"].reason.node) == (ReasonKind.ABOVE, "d")
    assert nodes["total"].value == 10
    assert nodes_of(made, agency(x=2))["d"].value == q("0.5")


def test_condition_that_looks_at_the_parts() -> None:
    """A condition that reads scores is the node's own: the parts come out all the same."""
    condition = not_applicable(compare(score_of("b"), "below", n(5)))
    made = program(
        of_hundred("a", 10), of_hundred("b", f("x"), "d"), node("d", not_applicable=condition),
        order=("a", "b", "d", "total"),
    )  # fmt: skip
    nodes = nodes_of(made, agency(x=3))
    assert nodes["d"].state is NodeState.NOT_APPLICABLE
    assert (nodes["b"].value, nodes["total"].value) == (3, 10)


def test_when_nothing_is_left_there_is_no_score() -> None:
    """Parts that are all not applicable make their node so, up to a subject without a score."""
    made = program(
        absent("a", "d"), absent("b", "d"), node("d"),
        adjustments=(adjustment("late", -1, "total", n(1)),), order=("a", "b", "d", "total"),
    )  # fmt: skip
    results = score(made, dataset(agency()))
    total = results.of("A").total
    assert results.findings == ()
    assert results.of("A").nodes["d"].state is NodeState.NOT_APPLICABLE
    assert (total.state, total.value) == (NodeState.NO_SCORE, None)
    assert total.reason is not None
    assert total.reason.kind is ReasonKind.NOTHING_LEFT
    assert not results.of("A").adjustments["late"].applies


def test_failure_goes_up_and_nowhere_else() -> None:
    """A criterion that fails takes its direction and the total along, not its neighbours or other subjects."""
    made = program(
        of_hundred("a", arithmetic(n(1), "/", f("x")), "d"), of_hundred("b", 7, "d"), node("d"), of_hundred("e", 9),
        order=("a", "b", "d", "e", "total"),
    )  # fmt: skip
    results = score(made, dataset(agency("A", x=0), agency("B", x=1)))
    (finding,) = results.findings
    failed = results.of("A").nodes
    assert {name for name, result in failed.items() if result.finding is finding} == {"a", "d", "total"}
    assert (failed["b"].value, failed["e"].value) == (7, 9)
    assert results.of("B").total.value == q("6.5")


def test_score_that_leaves_its_range_is_refused() -> None:
    """A criterion must come out between its ends, after its rounding; it is never clamped."""
    assert codes(program(of_hundred("a", 100))) == []
    assert codes(program(of_hundred("a", "100.1"))) == ["E714"]
    assert codes(program(of_hundred("a", -1))) == ["E714"]
    assert codes(program(of_hundred("a", "100.1", rounding=WHOLE))) == []


# -- Aggregates of parts ------------------------------------------------------------------------------------


def parts(kind: str, weighted: bool = False) -> p.PartsAggregate:
    """An aggregate of the total's own parts."""
    return p.PartsAggregate(p.AggregateKind(kind), weighted, "total", SUBJECT, NUMBER, span=SPAN)


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        (parts("smallest"), "4"),
        (parts("largest"), "64"),
        (parts("sum"), "68"),
        (parts("average"), "34"),
        (parts("geometric mean"), "16"),
        (parts("average", weighted=True), "19"),
        (parts("geometric mean", weighted=True), "8"),
    ],
)
def test_formula_over_its_parts(formula: p.PartsAggregate, value: str) -> None:
    """Parts of 4 and 64 points, weighted 3 to 1; a third that is not applicable is left out."""
    clause = weights({"total": {"a": "0.375", "b": "0.125", "c": "0.5"}})
    made = program(
        of_hundred("a", 4), of_hundred("b", 64), absent("c"), total={"formula": formula}, weights=(clause,)
    )
    assert nodes_of(made)["total"].value == q(value)


def test_no_part_to_aggregate() -> None:
    """A node that is its smallest part is not applicable when no part is; within a larger formula it is a finding."""
    assert (
        nodes_of(program(absent("a"), total={"formula": parts("smallest")}))["total"].state
        is NodeState.NO_SCORE
    )
    halved = arithmetic(parts("smallest"), "/", n(2))
    assert codes(program(absent("a"), total={"formula": halved})) == ["E713"]


def test_score_that_is_not_applicable_must_be_tested() -> None:
    """A formula that uses a score which does not exist is a finding; one that tests it is not."""
    tested = when(p.IsApplicable("a", variable("agency", 0)), score_of("a"), n(5))
    assert nodes_of(program(absent("a"), of_hundred("b", tested)))["b"].value == 5
    assert codes(program(absent("a"), of_hundred("b", score_of("a")))) == ["E713"]


# -- Rounding, penalties, bonuses ---------------------------------------------------------------------------


def test_rounding_of_a_part_counts_in_its_parent() -> None:
    """A direction's own rounding comes before its parent's weighted mean; the total keeps its unrounded value."""
    third = arithmetic(n(200), "/", n(3))
    made = program(
        of_hundred("a", third, "d"), node("d", rounding=ONE_PLACE), of_hundred("b", 0),
        total={"rounding": WHOLE}, order=("a", "d", "b", "total"),
    )  # fmt: skip
    nodes = nodes_of(made)
    assert (nodes["d"].value, nodes["d"].before_rounding) == (q("66.7"), q("200/3"))
    assert (nodes["total"].value, nodes["total"].before_rounding) == (33, q("33.35"))


INCIDENTS = agency(rows=[row("1", 1), row("2", 1), row("3", 5)])
EACH = {"rows": own(where=compare(f("plan", variable("row")), "is", n(1)))}


def with_adjustments(*made: p.Adjustment, start: str | int = 10, **more: Any) -> p.Program:
    """A program with one criterion and adjustments on the total."""
    return program(of_hundred("a", start), adjustments=made, **more)


def outcome(made: p.Program) -> tuple[Any, dict[str, AdjustmentResult]]:
    """The total and the adjustments for the agency with incidents."""
    results = score(made, dataset(INCIDENTS))
    assert results.findings == ()
    return results.of("A").total.value, dict(results.of("A").adjustments)


def test_penalty_for_each_row() -> None:
    """Each row that counts takes its points."""
    total, taken = outcome(with_adjustments(adjustment("late", -1, "total", n("0.2"), **EACH)))
    assert total == q("9.6")
    assert taken["late"] == AdjustmentResult(True, 2, q("0.4"), q("0.4"), q("0.4"))


def test_penalty_by_a_formula_over_the_row() -> None:
    """The amount may depend on the row."""
    amount = arithmetic(f("plan", variable("row")), "/", n(10))
    total, _ = outcome(with_adjustments(adjustment("late", -1, "total", amount, rows=own())))
    assert total == q("9.3")


def test_cap_limits_the_sum() -> None:
    """A cap limits what all rows together take."""
    late = adjustment("late", -1, "total", n(3), cap=n(5), **EACH)
    total, taken = outcome(with_adjustments(late))
    assert total == 5
    assert taken["late"] == AdjustmentResult(True, 2, q(6), q(5), q(5))


def test_adjustment_only_when() -> None:
    """An adjustment without rows takes place once, if its condition holds."""
    late = adjustment("late", -1, "total", n(3), condition=IS_LOCAL)
    assert outcome(with_adjustments(late))[1]["late"].incidents == 0
    results = score(with_adjustments(late), dataset(agency(kind="local")))
    assert (results.of("A").total.value, results.of("A").adjustments["late"].incidents) == (7, 1)


def test_floor_and_ceiling() -> None:
    """A penalty stops at its floor, a bonus at its ceiling; a score that is beyond already stays."""
    assert outcome(with_adjustments(adjustment("late", -1, "total", n(8), floor=q(5))))[0] == 5
    assert outcome(with_adjustments(adjustment("late", -1, "total", n(8), floor=q(15))))[0] == 10
    total, taken = outcome(with_adjustments(adjustment("early", 1, "total", n(8), ceiling=q(12))))
    assert (total, taken["early"].taken) == (12, 2)
    assert outcome(with_adjustments(adjustment("early", 1, "total", n(8), ceiling=q(9))))[0] == 10


def test_penalties_come_before_bonuses() -> None:
    """Whatever the order of the text, penalties first: the floor holds before the bonus is given."""
    bonus = adjustment("early", 1, "total", n(4))
    penalty = adjustment("late", -1, "total", n(20), floor=fmpq(0))
    assert outcome(with_adjustments(bonus, penalty))[0] == 4


def test_negative_penalty_is_refused() -> None:
    """A penalty of less than nothing would be a bonus in disguise."""
    assert codes(with_adjustments(adjustment("late", -1, "total", f("x"))), x=-1) == ["E719"]
    assert codes(with_adjustments(adjustment("late", -1, "total", n(1), cap=f("x"))), x=-1) == ["E719"]


def test_total_is_adjusted_before_it_is_rounded_and_bounded_last() -> None:
    """9.54 - 0.2 = 9.34, rounded 9.3; a direction is rounded first: 9.5 - 0.2 = 9.3; the floor comes last."""
    late = adjustment("late", -1, "total", n("0.2"))
    results = score(with_adjustments(late, start="9.54", total={"rounding": ONE_PLACE}), dataset(agency()))
    assert (results.of("A").total.value, results.of("A").total.before_rounding) == (q("9.3"), q("9.34"))
    made = program(
        of_hundred("a", "9.54", "d"), node("d", rounding=ONE_PLACE),
        adjustments=(adjustment("late", -1, "d", n("0.27")),), order=("a", "d", "total"),
    )  # fmt: skip
    nodes = nodes_of(made)
    assert (nodes["d"].value, nodes["d"].before_rounding) == (q("9.23"), q("9.27"))
    low = with_adjustments(adjustment("late", -1, "total", n(50)), final_floor=fmpq(0), final_cap=fmpq(100))
    assert outcome(low)[0] == 0
    high = with_adjustments(adjustment("early", 1, "total", n(95)), final_floor=fmpq(0), final_cap=fmpq(100))
    assert outcome(high)[0] == 100


def test_irrational_scores_go_all_the_way() -> None:
    """An irrational criterion is weighted and adjusted exactly, and rounded right at the end."""
    made = program(
        of_hundred("a", apply("sqrt", n(2))), of_hundred("b", 1), total={"rounding": Rounding(6, RoundingMode.DOWN)},
        adjustments=(adjustment("late", -1, "total", n("0.2")),),
    )  # fmt: skip
    assert nodes_of(made)["total"].value == q("1.007106")
