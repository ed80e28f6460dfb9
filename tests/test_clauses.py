"""Clauses around a formula and the places of equal ones: worked out here by other arithmetic, and compared."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.check.build import load, load_text
from effrules.check.checked import Checked
from effrules.cli.merge import command as merge
from effrules.data.dataset import Row
from effrules.exact import Results, score
from effrules.exact.observer import Environment, Observer
from effrules.independent import replay
from effrules.model.calendars import Calendar, Weekday
from effrules.model.program import Population, Program, Rows
from effrules.prove.agencies import period
from effrules.prove.cases import dataset_of
from effrules.prove.examples import run_example
from effrules.trace.json_text import document
from effrules.trace.tracing import trace
from tests.running import program_of

RULES = """
methodology m version "1" {{ scale 0 to 100 points }}
source order {{ title "Order" }}
subject agency {{ kind: one of central, local  outside: yes or no  late: yes or no  x: number, between 0 and 100 }}
{criterion}
weights {{ equal  when not applicable: share out in proportion  cite order }}
example "data" {{
{bodies}
    expect total of B0 is 1 points
}}
"""

Body = tuple[str, bool, bool, int]
bodies = st.lists(
    st.tuples(st.sampled_from(["central", "local"]), st.booleans(), st.booleans(), st.integers(0, 6)),
    min_size=1,
    max_size=6,
)


def scored(criterion: str, found: list[Body]) -> tuple[Program, Results]:
    """The program of a criterion and the results of some bodies; each step of their traces is confirmed."""
    said = {True: "yes", False: "no"}
    lines = [
        f"    agency B{at} {{ kind {kind}, outside {said[outside]}, late {said[late]}, x {x} }}"
        for at, (kind, outside, late, x) in enumerate(found)
    ]
    program = program_of(RULES.format(criterion=criterion, bodies="\n".join(lines)))
    dataset = dataset_of(program.schema, program.examples[0].rows)
    derivations = trace(program, dataset)
    for key in derivations.subjects:
        assert not replay(json.loads(json.dumps(document(derivations.of(key))))).problems
    return program, score(program, dataset)


def values(criterion: str, found: list[Body], node: str = "c") -> list[Fraction | None]:
    """The scores of a node, body by body."""
    _, results = scored(criterion, found)
    made = [subject.nodes[node].value for subject in results.subjects]
    return [None if value is None else Fraction(int(value.p), int(value.q)) for value in made]  # type: ignore[union-attr]


@settings(max_examples=25)
@given(bodies, st.booleans(), st.booleans())
def test_mean_of_the_others(found: list[Body], within: bool, zero: bool) -> None:
    """Who is outside gets the mean of those who are not, multiplied as they are; where there are none, what is said."""
    group = "within kind" if within else ""
    none = "7 points" if zero else "not applicable"
    criterion = f"""criterion c out of 100 points {{ score = x * 1 points  cite order  halved when late
        times 0.9 when x > 3
        mean of the others when outside {group}, if none then {none} }}"""
    own = [
        Fraction(x) * (Fraction(1, 2) if late else 1) * (Fraction(9, 10) if x > 3 else 1)
        for _, _, late, x in found
    ]
    expected: list[Fraction | None] = []
    for kind, outside, _, _ in found:
        others = [
            value
            for value, (their, away, _, _) in zip(own, found, strict=True)
            if not away and (their == kind or not within)
        ]
        mean = sum(others, Fraction(0)) / len(others) if others else Fraction(7) if zero else None
        expected.append(mean if outside else own[len(expected)])
    assert values(criterion, found) == expected


@settings(max_examples=25)
@given(bodies)
def test_places_of_equal_ones(found: list[Body]) -> None:
    """Three ways to give places to equal ones, counted one by one."""
    xs = [x for *_, x in found]
    for words, place in [
        ("highest first", lambda x: Fraction(1 + sum(other > x for other in xs))),
        ("highest first, none is skipped", lambda x: Fraction(1 + len({o for o in xs if o > x}))),
        ("lowest first, none is skipped", lambda x: Fraction(1 + len({o for o in xs if o < x}))),
        (
            "lowest first, sharing the average place",
            lambda x: (
                sum((Fraction(at) for at, o in enumerate(sorted(xs), 1) if o == x), Fraction(0)) / xs.count(x)
            ),
        ),
    ]:
        criterion = f"criterion c out of 100 points {{ score = (position of x among agency {words}) * 1 points  cite order }}"
        assert values(criterion, found) == [place(x) for x in xs]


def test_the_formula_is_not_asked_where_the_mean_of_the_others_counts() -> None:
    """It may divide by what is then 0: 12 by 2 and by 3 are 6 and 4, the others have 5."""
    criterion = """criterion c out of 100 points { score = 12 points / x but at most 100 points  cite order
        mean of the others when x is 0, if none then not applicable }"""
    assert values(criterion, [("central", False, False, x) for x in (0, 2, 3, 0)]) == [5, 6, 4, 5]


def test_the_mean_of_scores_before_rounding_or_as_rounded() -> None:
    """Of 2/3, 2/3 and 0, which are 1, 1 and 0 when rounded: the mean is 4/9, or 2/3, and is rounded in turn."""
    found: list[Body] = [("central", at == 3, False, x) for at, x in enumerate((2, 2, 0, 6))]
    for how, mean in [("before rounding", 0), ("as rounded", 1)]:
        criterion = f"""criterion c out of 100 points {{ score = x / 3 * 1 points  cite order  round to 0 decimals, half up
            mean of the others {how} when outside, if none then 0 points }}"""
        assert values(criterion, found) == [1, 1, 0, mean]


def test_penalties_of_the_criterion_are_in_the_mean() -> None:
    """The others' scores are taken as they stand, and the mean is penalised in turn."""
    found: list[Body] = [("central", False, True, 50), ("central", True, False, 0)]
    criterion = """criterion c out of 100 points { score = x * 1 points  cite order
            mean of the others when outside, if none then 0 points }
        penalty p { take 10 points when late  from criterion c  cite order }"""
    assert values(criterion, found) == [40, 40]


def test_a_direction_is_multiplied_on_its_scale() -> None:
    """A node without a formula is multiplied, criteria that are not applicable left out as before."""
    found: list[Body] = [("central", False, True, 5), ("central", True, True, 5), ("local", False, False, 5)]
    criterion = """direction d { cite order  halved when late
            criterion c out of 60 points { score = x * 1 points  cite order }
            criterion e out of 40 points { score = 40 points  cite order  not applicable when outside } }"""
    assert values(criterion, found, "d") == [Fraction(45, 2), Fraction(25, 6), 45]


class Selections(Observer):
    """Counts how often rows were chosen for a mean."""

    def __init__(self) -> None:
        self.count = 0

    def selected(self, rows: Rows, environment: Environment, found: Sequence[Row]) -> None:
        self.count += rows.population is Population.ALL


@pytest.mark.parametrize("outside", [5, 50])
def test_a_mean_is_worked_out_once(outside: int) -> None:
    """All that are outside share one mean: the others are chosen once, however many ask; within kinds once for each kind."""
    found: list[Body] = [(("central", "local")[at % 2], at >= 4, False, at % 7) for at in range(4 + outside)]
    for within, times in (("", 1), ("within kind", 2)):
        criterion = f"""criterion c out of 100 points {{ score = x * 1 points  cite order
            mean of the others when outside {within}, if none then 0 points }}"""
        program, _ = scored(criterion, found)
        seen = Selections()
        score(program, dataset_of(program.schema, program.examples[0].rows), observer=seen)
        assert seen.count == times


@pytest.mark.parametrize("factor", ["times 2", "times 150%"])
def test_what_goes_beyond_the_maximum_is_refused(factor: str) -> None:
    """A criterion that is multiplied above its maximum has no score."""
    criterion = f"criterion c out of 100 points {{ score = x * 1 points  cite order  {factor} when late }}"
    _, results = scored(criterion, [("central", False, True, 100)])
    assert [finding.code for finding in results.findings] == ["E714"]
    assert results.subjects[0].nodes["c"].value is None


def test_a_factor_is_an_exact_number() -> None:
    """A third is a third."""
    criterion = "criterion c out of 100 points { score = x * 1 points  cite order  times 1/3 when late }"
    program, _ = scored(criterion, [("central", False, True, 1)])
    (clause,) = program.nodes["c"].around
    assert clause.factor.value == fmpq(1, 3)  # type: ignore[union-attr]


# -- Days ---------------------------------------------------------------------------------------------------------

YEAR = st.dates(date(2024, 1, 1), date(2024, 12, 31))


@given(
    YEAR,
    YEAR,
    st.frozensets(YEAR, max_size=20),
    st.frozensets(YEAR, max_size=20),
    st.frozensets(st.sampled_from(Weekday), max_size=3),
)
def test_working_days_are_counted_after_the_first_up_to_the_last(
    first: date, last: date, off: frozenset[date], on: frozenset[date], weekend: frozenset[Weekday]
) -> None:
    """Day by day, with the days in a list; nothing where the last is not after the first; stretches add up."""
    calendar = Calendar(weekend, date(2024, 1, 1), date(2024, 12, 31), off - on, on)
    year = [date(2024, 1, 1) + timedelta(n) for n in range(366)]
    expected = [
        d
        for d in year
        if first < d <= last and (d in on or (d not in off and list(Weekday)[d.weekday()] not in weekend))
    ]
    assert calendar.between(first, last) == len(expected)
    middle = first + (last - first) / 2 if last > first else first
    assert calendar.between(first, middle) + calendar.between(middle, last) == len(expected)


FIRST = """methodology m version "1" { scale 0 to 100 points }
source order { title "Order" }
subject agency { since: date }
calendar kz { weekend saturday, sunday  from 2024-01-01 to 2024-12-31  holiday 2024-03-21 to 2024-03-25  cite order }
direction d { score = 1 points / 1 days * (working days from since to 2024-03-29 by calendar kz)  cite order }
"""


def amended(folder: Path, change: str) -> Checked:
    """The rules above, with an amendment."""
    texts = {"1": FIRST, "2": f'methodology m version "2" amends "1" {{}}\n{change}\n'}
    for name, text in texts.items():
        (folder / name).mkdir()
        (folder / name / "methodology.eff").write_text(text, "utf-8")
    return load(folder / "2")


def test_a_calendar_is_changed_day_by_day(tmp_path: Path) -> None:
    """A day said anew leaves the other days of its row as they were."""
    change = 'change calendar kz { working 2024-03-23  drop holiday 2024-03-21  cite order } because "new"'
    program = amended(tmp_path, change).program
    assert program is not None
    assert dict(program.figures["kz"].rows) == {
        "weekend": "saturday, sunday", "from": "2024-01-01", "to": "2024-12-31", "2024-03-22": "holiday",
        "2024-03-23": "working", "2024-03-24": "holiday", "2024-03-25": "holiday",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ('change calendar kz { drop working 2024-03-21 } because "new"', "E203"),
        ('change calendar ru { holiday 2024-03-21 } because "new"', "E203"),
        ('drop calendar kz { because "new" }', "E228"),
    ],
)
def test_what_a_calendar_does_not_have_cannot_be_changed(tmp_path: Path, change: str, code: str) -> None:
    """A day that is not there, a calendar that is not there, one that is still counted by."""
    found = amended(tmp_path, change).findings
    assert [finding.code for finding in found if finding.is_error] == [code]


CLAUSES = """methodology m version "1" {{ scale 0 to 100 points }}
source order {{ title "Order" }}
subject agency {{ x: number, between 0 and 100 }}
criterion c out of 100 points {{ cite order  score = x * 1 points  not applicable when x < 1 {clauses} }}
weights {{ when not applicable: share out in proportion  cite order }}
"""


def test_clauses_are_replaced_and_taken_out(tmp_path: Path) -> None:
    """New ones take the place of all of their kind; dropped ones are gone; what is not there cannot be dropped."""
    first = CLAUSES.format(
        clauses="halved when x > 5  times 0.9 when x > 50  mean of the others when x > 99, if none then 0 points"
    )
    changes = {
        'change criterion c { times 0.8 when x > 7 } because "new"': [fmpq(4, 5), None],
        'change criterion c { drop times  drop not applicable } because "new"': [None],
        'change criterion c { drop mean of the others  cite order "7" } because "new"': [
            fmpq(1, 2),
            fmpq(9, 10),
        ],
    }
    for at, (change, factors) in enumerate(changes.items()):
        folder = tmp_path / str(at)
        for name, text in {"1": first, "2": f'methodology m version "2" amends "1" {{}}\n{change}\n'}.items():
            (folder / name).mkdir(parents=True)
            (folder / name / "methodology.eff").write_text(text, "utf-8")
        program = load(folder / "2").program
        assert program is not None, change
        node = program.nodes["c"]
        assert [getattr(getattr(one, "factor", None), "value", None) for one in node.around] == factors
        assert bool(node.not_applicable) is ("drop not" not in change)
    for name, text in {
        "3": first,
        "4": 'methodology m version "4" amends "3" {}\nchange criterion c { drop only where } because "new"',
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "methodology.eff").write_text(text.replace('version "1"', 'version "3"'), "utf-8")
    assert [f.code for f in load(tmp_path / "4").findings if f.is_error] == ["E203"]


def test_the_worked_case_of_the_act_of_2015() -> None:
    """Item 14: three bodies with the same penalty points get 4 each, the next one 3."""
    criterion = """criterion c out of 100 points { cite order "14"
        score = 4 points - 1 points * ((position of x among agency highest first, none is skipped) - 1) but at least 0 points }"""
    found: list[Body] = [("central", False, False, x) for x in (6, 6, 6, 5)]
    assert values(criterion, found) == [4, 4, 4, 3]


ACTS = """methodology acts version "1" { scale 0 to 100 points }
source order { title "Order" }
subject agency { late: count  considered: count  kk: share in percent, between 0 and 100  ru: share in percent, between 0 and 100 }
table indicator of agency { code: text  plan: number, above 0  fact: number, above 0  before: number, above 0 }
define in_rating(i: indicator): number =
    when i.fact <= i.plan then 1 when i.fact < i.before then 0.5 when i.fact = i.before then 0.25 otherwise 0
    cite order "19"
direction complaints {
    criterion per_thousand out of 40 points {
        score = 40 points - 1 points * (late / considered * 1_000) but at least 0 points
        not applicable when considered = 0
        cite order "97"
    }
    criterion of_forty out of 40 points {
        score = when considered = 0 then 40 points otherwise 40 points * (1 - late / considered * 100) but at least 0 points
        cite order "102"
    }
    criterion languages out of 20 points { score = 10 points * kk + 10 points * ru  cite order "13" }
}
direction goals {
    score = 100 points * average of in_rating(i) for each indicator i
    not applicable when no indicator
    cite order "17"
}
weights { equal  when not applicable: share out in proportion  cite order }
example "as printed" {
    agency A { late 1, considered 100, kk 50, ru 100 }
    agency B { late 0, considered 0, kk 0, ru 0 }
    agency C { late 1, considered 1000, kk 0, ru 0 }
    agency D { late 0, considered 1, kk 0, ru 0 }
    indicator of A { code "1", plan 50, fact 49, before 60 }
    indicator of B { code "1", plan 50, fact 51, before 52 }
    indicator of C { code "1", plan 49, fact 50, before 50 }
    indicator of D { code "1", plan 50, fact 52, before 51 }
    expect per_thousand of A is 30 points
    expect per_thousand of B is not applicable
    expect per_thousand of C is 39 points
    expect of_forty of A is 0 points
    expect of_forty of B is 40 points
    expect of_forty of C is 36 points
    expect languages of A is 15 points
    expect goals of A is 100 points
    expect goals of B is 50 points
    expect goals of C is 25 points
    expect goals of D is 0 points
}
"""


def test_coefficients_and_places_as_acts_word_them() -> None:
    """Points per 1,000, scores of two languages, and the four cases of a rating that the act prints: nothing is warned of."""
    checked = load_text(ACTS)
    assert checked.program is not None
    assert [finding.code for finding in checked.findings] == []
    outcome = run_example(checked.program, checked.program.examples[0])
    assert outcome.findings == ()
    assert [check for check in outcome.checks if not check.passed] == []
    assert len(outcome.checks) == 11


def test_dates_tried_at_random_lie_in_the_calendars() -> None:
    """Dates without bounds are tried where all calendars are; a calendar that none of them meets is no bound."""
    program = program_of(FIRST)
    assert period(program) == (date(2024, 1, 1), date(2024, 12, 31))
    other = "calendar ru { weekend sunday  from 2024-06-01 to 2025-12-31  cite order }\n"
    both = program_of(FIRST + other)
    assert period(both) == (date(2024, 6, 1), date(2024, 12, 31))
    none = program_of(FIRST + other.replace("2024-06-01", "2025-06-01"))
    assert period(none) == (date(2010, 1, 1), date(2030, 12, 31))


SCALES = """methodology m version "1" {{ scale 0 to 100 points  languages en, ru }}
source order {{ title en "Order" ru "Приказ" }}
subject agency en "Body" ru "Орган" {{
    kind en "Kind" ru "Вид": one of central en "c" ru "ц", local en "l" ru "м"
    x en "x" ru "х": number, at least 0
}}
criterion c en "C" ru "Ц" {{
    out of 40 points where kind is central  cite order
    out of 30 points where kind is local  cite order
    score = x * 1 points
    cite order
    times 2 when x = 25 because en "twice" {more} cite order
    mean of the others when x = 0 {within}, if none then 7 points  because en "none" {more} cite order
}}
criterion rest en "R" ru "О" {{
    out of 60 points where kind is central  cite order
    out of 70 points where kind is local  cite order
    score = its maximum
    cite order
}}
example "data" {{
{bodies}
    expect total of B0 is 1 points
}}
"""


def scales(within: str, more: str, *bodies: tuple[str, int]) -> Checked:
    """A criterion with two maxima, and a mean of the others of it."""
    lines = (f"    agency B{at} {{ kind {kind}, x {x} }}" for at, (kind, x) in enumerate(bodies))
    return load_text(SCALES.format(within=within, more=more, bodies="\n".join(lines)))


def test_a_mean_over_different_maxima_is_warned_of() -> None:
    """Points of two scales make no mean; within what tells the maxima apart they do."""
    found = scales("", 'ru "нет"', ("central", 1)).findings
    assert [finding.code for finding in found] == ["W348"]
    assert "30 and 40 points" in str(found[0].message)
    assert scales("within kind", 'ru "нет"', ("central", 1)).findings == ()


def test_reasons_of_clauses_are_given_in_all_languages() -> None:
    """Reasons of `times` and of means are shown to readers of each language, as those of `not applicable` are."""
    found = scales("within kind", "", ("central", 1)).findings
    assert [(finding.code, finding.place.text.split()[0]) for finding in found if finding.place] == [
        ("W332", "times"),
        ("W332", "mean"),
    ]


@pytest.mark.parametrize(
    ("bodies", "words"),
    [
        ([("central", 41)], ["x * 1 points"]),  # the body's own formula, not the clause around it
        ([("central", 25)], ["times 2 when x = 25"]),
        ([("local", 0), ("central", 35)], ["mean of the others when x = 0 , if none then 7 points"]),
    ],
)
def test_a_score_off_its_scale_is_told_at_what_made_it_so(
    bodies: list[tuple[str, int]], words: list[str]
) -> None:
    """The formula, the factor, or the mean."""
    program = scales("", 'ru "нет"', *bodies).program
    assert program is not None
    results = score(program, dataset_of(program.schema, program.examples[0].rows))
    said = [finding.place.text for finding in results.findings if finding.code == "E714" and finding.place]
    assert said == words


def test_drafts_that_change_a_calendar_on_the_same_basis_are_merged_day_by_day(tmp_path: Path) -> None:
    """What neither draft changed keeps the basis that it has: the calendar is not written anew on that of the changes."""
    (tmp_path / "1.eff").write_text(
        'methodology m version "1" { scale 0 to 100 points }\nsource order { title "Order" }\n'
        "subject agency { since: date }\n"
        "calendar kz { weekend saturday, sunday  from 2024-01-01 to 2024-12-31  holiday 2024-03-21 to 2024-03-25  cite order }\n"
        "direction d { score = 1 points / 1 days * (working days from since to 2024-03-29 by calendar kz)  cite order }\n",
        encoding="utf-8",
    )
    changes = ["holiday 2024-05-07", "working 2024-05-11"]
    for name, change in zip("ab", changes, strict=True):
        (tmp_path / f"{name}.eff").write_text(
            f'change calendar kz {{ {change} cite order item "1" }} because "new"\n', encoding="utf-8"
        )
    out = tmp_path / "merged.eff"
    done = CliRunner().invoke(
        merge, [*(str(tmp_path / name) for name in ("1.eff", "a.eff", "b.eff")), "-o", str(out)]
    )
    assert done.exit_code == 0, done.output
    merged = out.read_text(encoding="utf-8")
    assert [line for line in merged.splitlines() if "calendar" in line] == [
        f'change calendar kz {{ {change} cite order item "1" }} because "new"' for change in changes
    ]
