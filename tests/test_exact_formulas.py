"""What expressions mean that do not run over rows."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from effrules.exact.evaluator import ARMS
from effrules.exact.observer import Observer
from effrules.exact.results import NodeState
from effrules.exact.score import score
from effrules.model import program as p
from effrules.model.real import Real
from effrules.model.rounding import Rounding, RoundingMode
from effrules.model.schema import Titles
from effrules.model.types import NUMBER, Text
from effrules.model.walk import EXPRESSIONS
from tests.exact_programs import (
    NO_BASIS,
    ORIGIN,
    SPAN,
    SUBJECT,
    agency,
    apply,
    arithmetic,
    c,
    code_of,
    compare,
    criterion,
    dataset,
    f,
    n,
    own,
    program,
    q,
    row,
    run_formula,
    value_of,
    variable,
    when,
)

ZERO_DIVISION = compare(arithmetic(n(1), "/", n(0)), "is", n(1))


def test_every_kind_of_expression_has_a_meaning() -> None:
    """The evaluator has an arm for every class of the program's expressions, and for nothing else."""
    assert set(ARMS) == set(EXPRESSIONS)


def test_arithmetic_is_exact() -> None:
    """A tenth and two tenths are three tenths; a third times three is one."""
    assert value_of(arithmetic(n("0.1"), "+", n("0.2"))) == q("0.3")
    assert value_of(arithmetic(arithmetic(n(1), "/", n(3)), "*", n(3))) == 1
    assert value_of(p.Negate(arithmetic(n(1), "-", n(3)), NUMBER)) == 2


def test_division_by_zero_is_a_finding_with_the_cell() -> None:
    """A divisor of zero fails the node, and names the divisor's cell and the subject."""
    results = run_formula(arithmetic(n(1), "/", f("x")), agency("A", x=0))
    (finding,) = results.findings
    assert finding.code == "E701"
    assert finding.place == SPAN
    assert [str(related.place) for related in finding.related] == ['data.xlsx, sheet "sheet", cell A-x']
    assert [str(note.text) for note in finding.notes if note.kind == "for"] == ['agency "A"']
    assert results.of("A").nodes["it"].state is NodeState.FAILED


@pytest.mark.parametrize(
    ("how", "holds"),
    [
        ("is", (False, True, False)),
        ("is not", (True, False, True)),
        ("below", (True, False, False)),
        ("at most", (True, True, False)),
        ("above", (False, False, True)),
        ("at least", (False, True, True)),
    ],
)
def test_comparisons(how: str, holds: tuple[bool, bool, bool]) -> None:
    """Each comparison, below, at and above the other value."""
    for left, expected in zip((1, 2, 3), holds, strict=True):
        assert value_of(when(compare(n(left), how, n(2)), n(1), n(0))) == expected


def test_texts_and_choices_are_compared() -> None:
    """A choice equals its name and no other."""
    is_central = compare(f("kind"), "is", c("central"))
    assert value_of(when(is_central, n(1), n(0)), agency(kind="central")) == 1
    assert value_of(when(is_central, n(1), n(0)), agency(kind="local")) == 0


def test_and_or_stop_when_they_are_decided() -> None:
    """What stands after a ``no`` in ``and``, or after a ``yes`` in ``or``, is not looked at."""
    no, yes = compare(n(1), "is", n(2)), compare(n(1), "is", n(1))
    assert value_of(when(p.Every((no, ZERO_DIVISION)), n(1), n(0))) == 0
    assert value_of(when(p.Some((yes, ZERO_DIVISION)), n(1), n(0))) == 1
    assert value_of(when(p.Not(no), n(1), n(0))) == 1
    assert code_of(when(p.Every((yes, ZERO_DIVISION)), n(1), n(0))) == "E701"


def test_only_the_chosen_case_is_evaluated() -> None:
    """The other branches of a choice may be without a value."""
    bad = arithmetic(n(1), "/", n(0))
    assert value_of(when(compare(n(1), "is", n(1)), n(7), bad)) == 7
    assert value_of(when(compare(n(1), "is", n(2)), bad, n(8))) == 8


def test_limits() -> None:
    """``but at most`` caps, ``but at least`` lifts; neither touches what is within."""
    for value, capped, lifted in ((4, 4, 5), (5, 5, 5), (6, 5, 6)):
        assert value_of(p.Limit(n(value), True, n(5), NUMBER)) == capped
        assert value_of(p.Limit(n(value), False, n(5), NUMBER)) == lifted


def test_rounding_inside_a_formula() -> None:
    """A formula rounds where it says so."""
    third = arithmetic(n(2), "/", n(3))
    assert value_of(p.RoundTo(third, Rounding(2, RoundingMode.HALF_UP), NUMBER)) == q("0.67")


# -- Missing values -----------------------------------------------------------------------------------------


def test_missing_value_used_is_a_finding() -> None:
    """A missing value in a formula is refused with its row's name."""
    (finding,) = run_formula(arithmetic(f("y"), "+", n(1)), agency(y=None)).findings
    assert finding.code == "E705"
    assert "`y` is missing" in str(finding.message)
    assert [str(r.place) for r in finding.related] == ['data.xlsx, sheet "sheet", cell A-y']


def test_missing_values_dealt_with() -> None:
    """``is known`` and ``if missing then`` see a missing value without failing."""
    known = when(p.IsKnown(f("y")), f("y"), n(-1))
    instead = p.IfMissing(f("y"), n(5), NUMBER)
    assert (value_of(known, agency(y=3)), value_of(known, agency(y=None))) == (3, -1)
    assert (value_of(instead, agency(y=3)), value_of(instead, agency(y=None))) == (3, 5)


def test_owner_fields() -> None:
    """A step reads its row one level up and its agency two levels up."""
    step = variable("step")
    product = arithmetic(p.OwnerFieldOf(step, 1, "plan", NUMBER), "*", p.OwnerFieldOf(step, 2, "x", NUMBER))
    total = p.Aggregate(p.AggregateKind.SUM, own("step"), product, None, None, NUMBER)
    assert value_of(total, agency(x=10, rows=[row(plan=2, steps=[1, 1]), row(plan=3, steps=[1])])) == 70


# -- Definitions and figures --------------------------------------------------------------------------------


def definition(name: str, body: p.Expression, rows: Any = (), values: Any = ()) -> p.Definition:
    """A named formula."""
    return p.Definition(name, Titles(), rows, values, NUMBER, body, NO_BASIS, ORIGIN)


def test_definition_takes_rows_and_values() -> None:
    """A definition sees the row and the value it is given, and the subject it is called for."""
    parameter = p.RowVariable(11, "row", "r")
    body = arithmetic(arithmetic(f("plan", parameter), "*", p.Parameter(12, "k", NUMBER)), "+", f("x"))
    scaled = definition("scaled", body, (parameter,), ((12, "k", NUMBER),))
    call = p.Call("scaled", ((11, variable("row")),), ((12, n(10)),), SUBJECT, NUMBER)
    total = p.Aggregate(p.AggregateKind.SUM, own(), call, None, None, NUMBER)
    data = agency(x=1, rows=[row("a", 2), row("b", 3)])
    assert value_of(total, data, definitions={"scaled": scaled}) == 52


def test_definition_called_for_another_subject() -> None:
    """Within an aggregate over agencies, a definition without parameters is about the agency at hand."""
    doubled = definition("doubled", arithmetic(f("x"), "*", n(2)))
    other = variable("agency")
    call = p.Call("doubled", (), (), other, NUMBER)
    everyone = p.Aggregate(p.AggregateKind.SUM, p.Rows(other, p.Population.ALL), call, None, None, NUMBER)
    data = dataset(agency("A", x=1), agency("B", x=10))
    assert value_of(everyone, data, definitions={"doubled": doubled}) == 22


def test_definition_applied_often_is_worked_out_once() -> None:
    """A chain of definitions that each use the one before twice takes linear, not exponential, time."""
    chain = {"d0": definition("d0", f("x"))}
    for i in range(1, 30):
        call = p.Call(f"d{i - 1}", (), (), SUBJECT, NUMBER)
        chain[f"d{i}"] = definition(f"d{i}", arithmetic(call, "+", call))
    assert value_of(p.Call("d29", (), (), SUBJECT, NUMBER), agency(x=1), definitions=chain) == 2**29


def test_formulas_nested_too_deeply_are_a_finding() -> None:
    """What Python's stack cannot follow is refused, and the other nodes come out."""
    deep: p.Expression = n(1)
    for _ in range(sys.getrecursionlimit()):
        deep = p.Negate(deep, NUMBER)
    made = program(criterion("deep", deep), criterion("flat", n(1)))
    results = score(made, dataset(agency()))
    assert [finding.code for finding in results.findings] == ["E721"]
    assert results.of("A").nodes["flat"].value == 1


def test_figures_are_looked_up_by_key() -> None:
    """A figure is found by its key; a key that is not there is a finding that names the nearest one."""
    figures = p.Figures(
        "indicator", Titles(), (("code", Text()), ("weight", NUMBER)),
        (("co2", q("0.1")), ("noise", q("0.3"))), NO_BASIS, ORIGIN,
    )  # fmt: skip
    assert value_of(
        p.FigureOf("indicator", c("noise"), "weight", NUMBER), figures={"indicator": figures}
    ) == q("0.3")
    lookup = p.FigureOf("indicator", c("nois"), "weight", NUMBER, span=SPAN)
    (finding,) = run_formula(lookup, figures={"indicator": figures}).findings
    assert finding.code == "E707"
    assert [str(note.text) for note in finding.notes if note.kind == "help"] == ["did you mean `noise`?"]


# -- Bands, points, check-lists -----------------------------------------------------------------------------

BANDS = (
    p.Band(None, False, q(5), False, n(10)),
    p.Band(q(5), True, q(20), False, n(5)),
    p.Band(q(20), True, q(20), True, n(3)),
    p.Band(q(20), False, q(30), True, n(0)),
)


@pytest.mark.parametrize(
    ("value", "points"), [("4.999", 10), (5, 5), ("19.99", 5), (20, 3), ("20.01", 0), (30, 0)]
)
def test_bands_at_their_edges(value: str | int, points: int) -> None:
    """A bound belongs to the band that includes it."""
    for bands in (BANDS, BANDS[::-1]):
        assert value_of(p.Banded(n(value), bands, None, NUMBER)) == points


def test_value_in_no_band() -> None:
    """Beyond all bands ``otherwise`` holds, or else it is a finding."""
    assert value_of(p.Banded(n(31), BANDS, n(-1), NUMBER)) == -1
    assert code_of(p.Banded(n(31), BANDS, None, NUMBER, span=SPAN)) == "E710"


def interpolate(
    value: p.Expression, *points: tuple[int, int], before: Any = None, after: Any = None
) -> p.Interpolate:
    """Interpolation between whole points."""
    return p.Interpolate(value, tuple((n(a), n(b)) for a, b in points), before, after, NUMBER, span=SPAN)


def test_interpolation_runs_up_and_down() -> None:
    """Between two points the value lies on the line; at a point it is the point's; the order may fall."""
    for points in (((0, 60), (10, 80), (20, 100)), ((20, 100), (10, 80), (0, 60))):
        assert value_of(interpolate(n("2.5"), *points)) == 65
        assert value_of(interpolate(n(10), *points)) == 80
        assert value_of(interpolate(n(20), *points)) == 100
        assert value_of(interpolate(n(0), *points)) == 60


def test_beyond_the_points() -> None:
    """``before`` is beyond the first point as written, also where the points run down; unstated, it is a finding."""
    rising, falling = ((0, 60), (10, 80)), ((10, 80), (0, 60))
    assert value_of(interpolate(n(-1), *rising, before=n(1), after=n(2))) == 1
    assert value_of(interpolate(n(11), *rising, before=n(1), after=n(2))) == 2
    assert value_of(interpolate(n(11), *falling, before=n(1), after=n(2))) == 1
    assert value_of(interpolate(n(-1), *falling, before=n(1), after=n(2))) == 2
    assert code_of(interpolate(n(-1), *rising, after=n(2))) == "E712"
    assert code_of(interpolate(n(11), *rising, before=n(2))) == "E712"


def test_points_must_run_one_way() -> None:
    """Points that come out to and fro, or twice the same, are refused."""
    assert code_of(interpolate(n(1), (0, 1), (5, 2), (3, 3))) == "E711"
    assert code_of(interpolate(n(1), (0, 1), (0, 2))) == "E711"


def test_interpolation_over_dates() -> None:
    """Dates interpolate by days."""
    points = ((c(date(2020, 1, 1)), n(100)), (c(date(2020, 1, 11)), n(0)))
    day = p.Constant(date(2020, 1, 4), Text())
    assert value_of(p.Interpolate(day, points, None, None, NUMBER)) == 70


def test_check_list_adds_what_is_present() -> None:
    """The items whose condition holds are added up; none gives 0."""
    items = tuple(
        p.CheckItem(Titles(), n(points), compare(f("x"), "at least", n(limit)))
        for points, limit in ((10, 1), (20, 2))
    )
    got = [value_of(p.CheckList(items, NUMBER), agency(x=x)) for x in (0, 1, 2)]
    assert got == [0, 10, 30]


# -- Dates and irrational numbers ---------------------------------------------------------------------------


def test_dates() -> None:
    """Dates differ by days and move by whole days; a part of a day is refused."""
    later = arithmetic(f("day"), "+", n(30))
    assert value_of(arithmetic(later, "-", f("day"))) == 30
    earlier = arithmetic(f("day"), "-", n(31))
    assert value_of(when(compare(earlier, "is", c(date(2019, 12, 31))), n(1), n(0))) == 1
    assert code_of(arithmetic(arithmetic(f("day"), "+", n("0.5")), "-", f("day"))) == "E704"
    assert code_of(arithmetic(arithmetic(f("day"), "+", n(10**8)), "-", f("day"))) == "E704"


def test_irrational_numbers_are_kept_exactly() -> None:
    """The root of two is irrational until it is squared, and is rounded right in every digit."""
    root = apply("sqrt", n(2))
    assert isinstance(value_of(root), Real)
    assert value_of(arithmetic(root, "*", root)) == 2
    assert value_of(p.RoundTo(root, Rounding(10, RoundingMode.HALF_UP), NUMBER)) == q("1.4142135624")
    assert value_of(apply("power", n(8), n("2/3"))) == 4
    assert value_of(apply("root", n(27), n(3))) == 3
    assert value_of(apply("root", n(-8), n(3))) == -2
    assert value_of(apply("power", n(-8), n("1/3"))) == -2
    assert value_of(apply("power", n(0), n(0))) == 1
    assert code_of(apply("power", n(-8), n("1/2"))) == "E702"
    assert value_of(apply("ln", apply("exp", n(3)))) == 3
    assert value_of(apply("abs", n(-3))) == 3


def test_functions_outside_their_domain() -> None:
    """The logarithm of zero is a finding, not a crash; so is a division by an irrational that is zero."""
    assert code_of(apply("ln", n(0))) == "E702"
    root = apply("sqrt", n(2))
    assert code_of(arithmetic(n(1), "/", arithmetic(root, "-", root))) == "E701"


@given(
    st.lists(st.fractions(-50, 50, max_denominator=20), min_size=2, max_size=5, unique=True),
    st.fractions(0, 1, max_denominator=20),
)
def test_interpolation_reproduces_a_line(ends: list[Any], way: Any) -> None:
    """Between points on one line, interpolation gives the line, whatever the points."""
    ends.sort()
    at = ends[0] + way * (ends[-1] - ends[0])
    points = tuple((n(str(end)), n(str(3 * end + 7))) for end in ends)
    got = value_of(p.Interpolate(n(str(at)), points, None, None, NUMBER))
    assert got == fmpq((3 * at + 7).numerator, (3 * at + 7).denominator)


class Watching(Observer):
    """Remembers how steps nest."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def enter(self, expression: Any, environment: Any) -> None:
        self.seen.append(f"({type(expression).__name__}")

    def value(self, expression: Any, environment: Any, value: object) -> None:
        self.seen.append(f"{value})")

    def failed(self, expression: Any, environment: Any, finding: Any) -> None:
        self.seen.append(f"{finding.code})")


def test_observer_sees_every_step_nested() -> None:
    """The observer is told of each evaluation from start to end, and sees failures unwind."""
    watching = Watching()
    made = program(criterion("it", arithmetic(n(6), "/", f("x"))))
    score(made, dataset(agency("A", x=2), agency("B", x=0)), observer=watching)
    good = ["(Arithmetic", "(Constant", "6)", "(FieldOf", "2)", "3)"]
    bad = ["(Arithmetic", "(Constant", "6)", "(FieldOf", "0)", "E701)"]
    assert watching.seen == [*good, *bad]


class Recalling(Watching):
    """Remembers what was kept and recalled, too."""

    def remembered(self, key: object) -> None:
        self.seen.append("kept")

    def recalled(self, key: object) -> None:
        self.seen.append("recalled")


def test_observer_is_told_of_a_definition_applied_again() -> None:
    """Who does not ask for repetitions is told of them as of every evaluation: entered, recalled, the value."""
    x = definition("x", p.Negate(f("x"), NUMBER))
    call = p.Call("x", (), (), SUBJECT, NUMBER)
    made = program(criterion("it", arithmetic(call, "+", call)), definitions={"x": x})
    recalling = Recalling()
    score(made, dataset(agency(x=2)), observer=recalling)
    first = ["(Call", "(Negate", "(FieldOf", "2)", "-2)", "kept", "-2)"]
    assert recalling.seen == ["(Arithmetic", *first, "(Call", "recalled", "-2)", "-4)"]


def test_observer_that_asks_is_told_of_repetitions_at_once() -> None:
    """A repetition is told with the key that its first value was kept under; it is neither entered nor recalled."""

    class Repeated(Observer):
        def __init__(self) -> None:
            self.kept: list[object] = []
            self.again: list[tuple[object, object]] = []

        def remembered(self, key: object) -> None:
            self.kept.append(key)

        def recalled(self, key: object) -> None:
            pytest.fail("told twice")

        def repeated(self, call: p.Call, environment: Any, key: object, value: object) -> None:
            self.again.append((key, value))

    body = arithmetic(f("x", variable("row", 11)), "*", f("x"))
    scaled = definition("scaled", body, rows=(variable("row", 11),))
    call = p.Call("scaled", ((11, SUBJECT),), (), SUBJECT, NUMBER)
    made = program(criterion("it", arithmetic(call, "+", call)), definitions={"scaled": scaled})
    told = Repeated()
    score(made, dataset(agency("A", x=2), agency("B", x=3)), observer=told)
    assert told.again == list(zip(told.kept, [4, 9], strict=True))
