"""What expressions mean that run over rows: which rows, what is made of them, and how often they are looked at."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from statistics import mean, median, pvariance
from typing import Any

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from effrules.data.dataset import Dataset, Row
from effrules.exact import score
from effrules.exact.observer import Observer
from effrules.exact.statistics import total
from effrules.model import program as p
from effrules.model.schema import Titles
from effrules.model.types import NUMBER
from tests.exact_programs import (
    NO_BASIS,
    ORIGIN,
    SPAN,
    SUBJECT,
    agency,
    aggregate,
    among,
    arithmetic,
    c,
    code_of,
    compare,
    criterion,
    dataset,
    f,
    n,
    nodes_of,
    not_applicable,
    own,
    program,
    q,
    row,
    run_formula,
    score_of,
    standing,
    value_of,
    variable,
    when,
)

ROW = variable("row")
OTHER = variable("agency")
PLAN = f("plan", ROW)
ACTUAL = f("actual", ROW)
KNOWN = own(where=p.IsKnown(ACTUAL))


def three(*plans: int) -> Row:
    """An agency with rows of these plans."""
    return agency(rows=[row(str(i), plan) for i, plan in enumerate(plans)])


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("sum", "16"),
        ("average", "4"),
        ("largest", "8"),
        ("smallest", "1"),
        ("median", "7/2"),
        ("geometric mean", "3"),
    ],
)
def test_aggregates(kind: str, value: str) -> None:
    """Each aggregate of 4, 1, 8 and 3; the geometric mean of 1, 3 and 9."""
    plans = (1, 3, 9) if kind == "geometric mean" else (4, 1, 8, 3)
    assert value_of(aggregate(kind, own(), PLAN), three(*plans)) == q(value)


@pytest.mark.parametrize("count", range(40))
def test_a_sum_of_many_rationals(count: int) -> None:
    """Pair by pair nothing is left out and nothing counted twice, be their number odd or even on each level."""
    values = [Fraction(1, n + 1) for n in range(count)]
    made = sum(values, Fraction(0))
    assert total([fmpq(one.numerator, one.denominator) for one in values]) == fmpq(
        made.numerator, made.denominator
    )


def test_standard_deviation_is_of_the_whole_population() -> None:
    """2, 4, 4, 4, 5, 5, 7, 9 have the standard deviation 2: divided by their number, not by one less."""
    assert value_of(aggregate("standard deviation", own(), PLAN), three(2, 4, 4, 4, 5, 5, 7, 9)) == 2


def test_median_of_an_odd_number() -> None:
    """The middle one, whatever the order of the rows."""
    assert value_of(aggregate("median", own(), PLAN), three(9, 1, 5)) == 5


def test_weighted_average() -> None:
    """Values count by their weights; weights that add up to zero are a finding."""
    weighted = aggregate("weighted average", own(), ACTUAL, weight=PLAN)
    assert value_of(weighted, agency(rows=[row("1", 3, 10), row("2", 1, 20)])) == q("12.5")
    assert code_of(weighted, agency(rows=[row("1", 0, 10)])) == "E701"


def test_geometric_mean_of_a_negative_number() -> None:
    """A geometric mean needs numbers of at least 0; with one that is 0 it is 0."""
    assert code_of(aggregate("geometric mean", own(), PLAN), three(-1, -4)) == "E702"
    assert value_of(aggregate("geometric mean", own(), PLAN), three(0, 4)) == 0


def test_filter_leaves_rows_out() -> None:
    """Rows that do not satisfy ``where`` do not count, and their missing values do not matter."""
    data = agency(rows=[row("1", 1, 10), row("2", 1, None), row("3", 1, 20)])
    assert value_of(aggregate("average", KNOWN, ACTUAL), data) == 15
    assert value_of(p.Count(KNOWN, NUMBER), data) == 2
    assert code_of(aggregate("average", own(), ACTUAL), data) == "E705"


def test_no_rows() -> None:
    """A sum over no rows is 0; an average is what ``if none`` says, or else a finding."""
    assert value_of(aggregate("sum", own(), PLAN), three()) == 0
    assert value_of(aggregate("average", own(), PLAN, if_none=n(7)), three()) == 7
    assert code_of(aggregate("average", own(), PLAN), three()) == "E706"
    assert code_of(p.ShareOf(own(), KNOWN.where or n(1), None, NUMBER, span=SPAN), three()) == "E706"


def test_share_of_rows() -> None:
    """The share of rows with a plan above 2."""
    share = p.ShareOf(own(), compare(PLAN, "above", n(2)), n(0), NUMBER)
    assert value_of(share, three(1, 2, 3)) == q("1/3")
    assert value_of(share, three()) == 0


@pytest.mark.parametrize(
    ("plans", "any_", "no", "every"), [((), 0, 1, 1), ((1, 2), 0, 1, 0), ((1, 3), 1, 0, 0), ((3, 4), 1, 0, 1)]
)
def test_quantifiers(plans: tuple[int, ...], any_: int, no: int, every: int) -> None:
    """Any, no and every row above 2; of no rows, every one."""
    condition = compare(PLAN, "above", n(2))
    for word, expected in (("any", any_), ("no", no), ("every", every)):
        quantified = p.Quantified(p.Quantifier(word), own(), condition)
        assert value_of(when(quantified, n(1), n(0)), three(*plans)) == expected
    exists = p.Quantified(p.Quantifier.ANY, own(), None)
    assert value_of(when(exists, n(1), n(0)), three(*plans)) == (1 if plans else 0)


def test_quantifier_does_not_depend_on_the_order_of_rows() -> None:
    """A row that has no value is found even where another row has decided already."""
    condition = compare(ACTUAL, "above", n(0))
    quantified = when(p.Quantified(p.Quantifier.ANY, own(), condition), n(1), n(0))
    rows = [row("1", 1, 5), row("2", 1, None)]
    assert code_of(quantified, agency(rows=rows)) == "E705"
    assert code_of(quantified, agency(rows=rows[::-1])) == "E705"


def test_rows_below_rows() -> None:
    """An agency's steps are those of all its rows; a row's steps are its own."""
    data = agency(rows=[row("1", 2, steps=[1, 2]), row("2", 3, steps=[]), row("3", 4, steps=[5])])
    all_steps = aggregate("sum", own("step", 2), f("n", variable("step", 2)))
    assert value_of(all_steps, data) == 8
    of_row = aggregate("sum", own("step", 2, of=ROW), f("n", variable("step", 2)))
    assert value_of(aggregate("sum", own(), arithmetic(PLAN, "*", of_row)), data) == 26


# -- Across subjects ----------------------------------------------------------------------------------------


def many(*values: int, **more: Any) -> Dataset:
    """Agencies A0, A1 ... with these values of x."""
    return dataset(*(agency(f"A{i}", x=x, **more) for i, x in enumerate(values)))


def test_among_all_subjects_and_rows() -> None:
    """The largest x among all agencies; the sum of plans over the rows of all."""
    assert value_of(aggregate("largest", among(), f("x", OTHER)), many(3, 9, 4), "A0") == 9
    data = dataset(three(1, 2), agency("B", rows=[row("1", 10)]))
    assert value_of(aggregate("sum", among("row"), PLAN), data) == 13


def test_among_those_that_compare_with_the_subject() -> None:
    """A filter may look at the subject at hand: the average of the others of its kind."""
    same_kind = p.Every((compare(f("kind", OTHER), "is", f("kind")),))
    data = dataset(
        agency("A", kind="central", x=1), agency("B", kind="local", x=10), agency("C", kind="central", x=3)
    )
    formula = aggregate("average", among(where=same_kind), f("x", OTHER))
    assert [value_of(formula, data, key) for key in "ABC"] == [2, 10, 2]


def test_with_the_same_field() -> None:
    """``with the same code``: the smallest plan among rows of that code, over all agencies."""
    same = among("row", 2, same=("code",), anchor=ROW)
    lowest = aggregate("smallest", same, f("plan", variable("row", 2)))
    formula = aggregate("sum", own(), arithmetic(PLAN, "-", lowest))
    data = dataset(agency("A", rows=[row("x", 5), row("y", 7)]), agency("B", rows=[row("x", 3), row("y", 9)]))
    assert [value_of(formula, data, key) for key in "AB"] == [2, 2]


def test_with_the_same_field_among_own_rows() -> None:
    """The same choice of rows within one agency; a missing field has nothing that is the same."""
    same = own("row", 2, same=("actual",), anchor=ROW)
    formula = aggregate("sum", own(), arithmetic(PLAN, "*", p.Count(same, NUMBER)))
    data = agency(rows=[row("1", 1, 5), row("2", 10, 5), row("3", 100, 6)])
    assert value_of(formula, data) == 122
    assert code_of(formula, agency(rows=[row("1", 1, None)])) == "E705"
    everywhere = aggregate("sum", own(), p.Count(among("row", 2, same=("actual",), anchor=ROW), NUMBER))
    assert code_of(everywhere, agency(rows=[row("1", 1, None)])) == "E705"


def test_filter_may_look_at_an_outer_row() -> None:
    """Rows of all agencies with a smaller plan than the row at hand."""
    smaller = among("row", 2, where=compare(f("plan", variable("row", 2)), "below", PLAN))
    formula = aggregate("sum", own(), p.Count(smaller, NUMBER))
    data = dataset(agency("A", rows=[row("1", 5), row("2", 2)]), agency("B", rows=[row("1", 3)]))
    assert [value_of(formula, data, key) for key in "AB"] == [2, 1]


def test_scores_of_other_subjects() -> None:
    """An aggregate may run over scores; a subject without that score must be left out by the rules."""
    part = criterion("part", f("x"), not_applicable=not_applicable(compare(f("x"), "is", n(0))))
    applicable = among(where=p.IsApplicable("part", OTHER))
    best = aggregate("largest", applicable, score_of("part", OTHER))
    made = program(part, criterion("it", best))
    assert nodes_of(made, many(0, 4, 9), "A0")["it"].value == 9
    careless = program(part, criterion("it", aggregate("largest", among(), score_of("part", OTHER))))
    results = score(careless, many(0, 4, 9))
    assert [finding.code for finding in results.findings] == ["E713"]
    assert results.of("A1").nodes["part"].value == 4


def test_one_bad_row_among_all_is_one_finding() -> None:
    """What goes wrong in an aggregate over everyone is told once, not once for each subject."""
    formula = aggregate("average", among(), arithmetic(n(1), "/", f("x", OTHER)))
    (finding,) = run_formula(formula, many(1, 0, 2)).findings
    assert [str(related.place) for related in finding.related] == ['data.xlsx, sheet "sheet", cell A1-x']


# -- Standing -----------------------------------------------------------------------------------------------


def test_positions_share_places() -> None:
    """Equal values share a place, and the next one is as far down as there are better ones."""
    data = many(5, 9, 5, 1)
    highest = standing("position", among(), f("x", OTHER))
    lowest = standing("position", among(), f("x", OTHER), highest_first=False)
    assert [value_of(highest, data, f"A{i}") for i in range(4)] == [2, 1, 2, 4]
    assert [value_of(lowest, data, f"A{i}") for i in range(4)] == [2, 4, 2, 1]


def test_percentile_rank() -> None:
    """Worse ones and half of the equal ones, the row itself among them, over all."""
    data = many(5, 9, 5, 1)
    rank = standing("percentile", among(), f("x", OTHER))
    assert [value_of(rank, data, f"A{i}") for i in range(4)] == [q("1/2"), q("7/8"), q("1/2"), q("1/8")]


def test_min_max_and_z_score() -> None:
    """The distance from the smallest over the range; from the mean over the standard deviation."""
    data = many(2, 4, 4, 4, 5, 5, 7, 9)
    assert value_of(standing("min-max", among(), f("x", OTHER)), data, "A4") == q("3/7")
    assert value_of(standing("z-score", among(), f("x", OTHER)), data, "A7") == 2


@pytest.mark.parametrize("kind", ["min-max", "z-score"])
def test_all_equal(kind: str) -> None:
    """Where all are equal the rules must say what holds."""
    assert code_of(standing(kind, among(), f("x", OTHER)), many(3, 3)) == "E709"
    assert value_of(standing(kind, among(), f("x", OTHER), if_equal=n(1)), many(3, 3), "A0") == 1


def test_standing_among_others_only() -> None:
    """A row that is not among those compared has no standing there."""
    formula = standing("position", among(where=compare(f("x", OTHER), "above", n(2))), f("x", OTHER))
    results = run_formula(formula, many(1, 3, 4))
    assert [finding.code for finding in results.findings] == ["E708"]
    assert [results.of(f"A{i}").nodes["it"].value for i in (1, 2)] == [2, 1]


def test_standing_of_a_row_among_its_like() -> None:
    """A row's standing among the rows of the same code, by an irrational value."""
    same = among("row", 2, same=("code",), anchor=ROW)
    root = p.Apply(p.Function.SQRT, (f("plan", variable("row", 2)),), NUMBER)
    formula = aggregate("sum", own(), standing("position", same, root, self_row=ROW))
    data = dataset(agency("A", rows=[row("x", 2), row("y", 9)]), agency("B", rows=[row("x", 3), row("y", 8)]))
    assert [value_of(formula, data, key) for key in "AB"] == [3, 3]


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=8))
def test_standing_against_plain_arithmetic(values: list[int]) -> None:
    """Positions, percentiles and min-max agree with counting them out."""
    data = many(*values)
    mine = values[0]
    position = value_of(standing("position", among(), f("x", OTHER)), data, "A0")
    assert position == 1 + sum(v > mine for v in values)
    share = Fraction(2 * sum(v < mine for v in values) + sum(v == mine for v in values), 2 * len(values))
    assert value_of(standing("percentile", among(), f("x", OTHER)), data, "A0") == q(str(share))
    if min(values) < max(values):
        expected = Fraction(mine - min(values), max(values) - min(values))
        assert value_of(standing("min-max", among(), f("x", OTHER)), data, "A0") == q(str(expected))


@given(st.lists(st.fractions(0, 9, max_denominator=9), min_size=1, max_size=6), st.randoms())
def test_aggregates_do_not_depend_on_the_order_of_rows(plans: list[Fraction], random: Any) -> None:
    """Sums, means, medians and deviations agree with plain arithmetic, in whatever order the rows come."""
    shuffled = random.sample(plans, len(plans))
    data = agency(rows=[row(str(i), str(plan)) for i, plan in enumerate(shuffled)])
    got = {kind: value_of(aggregate(kind, own(), PLAN), data) for kind in ("sum", "average", "median")}
    wanted = {"sum": sum(plans), "average": mean(plans), "median": median(plans)}
    assert {kind: q(str(value)) for kind, value in wanted.items()} == got
    deviation = aggregate("standard deviation", own(), PLAN)
    assert value_of(arithmetic(deviation, "*", deviation), data) == q(str(pvariance(plans)))


# -- How often things are looked at -------------------------------------------------------------------------


class Counting(Observer):
    """Counts evaluations by kind of expression."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def value(self, expression: Any, environment: Any, value: object) -> None:
        self.seen[type(expression).__name__] += 1


@pytest.mark.parametrize(
    "formula",
    [
        aggregate("largest", among(), p.Negate(f("x", OTHER), NUMBER)),
        aggregate(
            "largest",
            among(where=compare(f("kind", OTHER), "is", f("kind"))),
            p.Negate(f("x", OTHER), NUMBER),
        ),
        aggregate("largest", among(same=("kind",), anchor=SUBJECT), p.Negate(f("x", OTHER), NUMBER)),
    ],
    ids=["among all", "where it compares with the subject", "with the same"],
)
def test_aggregates_over_everyone_are_worked_out_once(formula: p.Expression) -> None:
    """Over n agencies of two kinds the body is evaluated n times, not n times n."""
    agencies = [agency(f"A{i}", x=i, kind="local" if i % 2 else "central") for i in range(20)]
    counting = Counting()
    score(program(criterion("it", formula)), dataset(*agencies), observer=counting)
    assert counting.seen["Negate"] == 20


def test_standings_are_sorted_once() -> None:
    """A position evaluates each value once for the order, and once for the row whose position it is."""
    counting = Counting()
    formula = standing("position", among(), p.Negate(f("x", OTHER), NUMBER))
    score(program(criterion("it", formula)), many(*range(20)), observer=counting)
    assert counting.seen["Negate"] == 40


def test_aggregates_that_stay_the_same_in_a_loop_are_worked_out_once() -> None:
    """The share of each row in the sum of all adds the rows up once for a subject, not once for a row."""
    whole = aggregate("sum", own(slot=2), p.Negate(f("plan", variable("row", 2)), NUMBER))
    formula = aggregate("largest", own(), arithmetic(PLAN, "/", whole))
    counting = Counting()
    data = dataset(three(1, 2, 5), agency("B", rows=[row("1", 4), row("2", 6)]))
    results = score(program(criterion("it", formula)), data, observer=counting)
    assert [results.of(key).nodes["it"].value for key in "AB"] == [q("-1/8"), q("-2/5")]
    assert counting.seen["Negate"] == 5


def test_memory_does_not_mix_subjects_up() -> None:
    """An aggregate over everyone that reads a definition about the subject differs by subject."""
    formula = aggregate("sum", among("row"), arithmetic(PLAN, "*", f("x")))
    data = dataset(agency("A", x=1, rows=[row("1", 2)]), agency("B", x=10, rows=[row("1", 3)]))
    assert [value_of(formula, data, key) for key in "AB"] == [5, 50]


def times(*factors: p.Expression) -> p.Expression:
    """The x of the agency in the loop (slot 1) times others, added up over all agencies: 3 times the others."""
    product: p.Expression = f("x", OTHER)
    for factor in factors:
        product = arithmetic(product, "*", factor)
    return aggregate("sum", among(), product)


def test_memory_sees_all_that_is_read() -> None:
    """Whatever way an aggregate over everyone looks at the subject, its value is the subject's own."""
    data = many(1, 2)
    parameter = p.Parameter(9, "k", NUMBER)
    definition = p.Definition(
        "scaled", Titles(), (), ((9, "k", NUMBER),), NUMBER, times(parameter), NO_BASIS, ORIGIN
    )
    identity = p.Definition("same", Titles(), (), ((9, "k", NUMBER),), NUMBER, parameter, NO_BASIS, ORIGIN)
    both = {"scaled": definition, "same": identity}
    position = standing("position", among(slot=2), f("x", variable("agency", 2)), highest_first=False)
    for formula in (
        times(f("x")),
        times(p.Call("same", (), ((9, f("x")),), SUBJECT, NUMBER)),
        times(position),
        p.Call("scaled", (), ((9, f("x")),), SUBJECT, NUMBER),
    ):
        assert [value_of(formula, data, key, definitions=both) for key in ("A0", "A1")] == [3, 6]
    made = program(criterion("part", f("x")), criterion("it", times(score_of("part"))))
    assert [nodes_of(made, data, key)["it"].value for key in ("A0", "A1")] == [3, 6]


def test_memory_sees_owners_and_the_subjects_of_definitions() -> None:
    """An aggregate in a loop that reads the owner of the loop's row, or a definition about it."""
    step, inner = variable("step"), variable("row", 2)
    of_plan = aggregate(
        "sum", among("row", 2), arithmetic(f("plan", inner), "*", p.OwnerFieldOf(step, 1, "plan", NUMBER))
    )
    data = agency(rows=[row("1", 2, steps=[1]), row("2", 3, steps=[1])])
    assert value_of(aggregate("sum", own("step"), of_plan), data) == 25
    about = p.Definition("about", Titles(), (), (), NUMBER, f("x"), NO_BASIS, ORIGIN)
    call = p.Call("about", (), (), OTHER, NUMBER)
    largest = aggregate("largest", among("row", 2), arithmetic(f("plan", inner), "*", call))
    both = dataset(agency("A", x=2, rows=[row("1", 1)]), agency("B", x=3, rows=[row("1", 10)]))
    assert value_of(aggregate("sum", among(), largest), both, definitions={"about": about}) == 50


def test_text_of_a_choice_in_memory() -> None:
    """Values kept for one kind are not used for the other."""
    of_kind = p.Count(among(where=compare(f("kind", OTHER), "is", f("kind"))), NUMBER)
    data = dataset(agency("A"), agency("B"), agency("C", kind="local"))
    assert [value_of(of_kind, data, key) for key in "ABC"] == [2, 2, 1]
    assert value_of(p.Count(among(where=compare(f("kind", OTHER), "is", c("local"))), NUMBER), data) == fmpq(
        1
    )
