"""``effrules goal-seek``: what is found is reached, exactly, and nothing less that is said not to reach it does."""

from __future__ import annotations

import json
import os
import random
import re
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.compare.verdicts.rising import Rising, Way
from effrules.data import read
from effrules.data.dataset import Dataset, Row
from effrules.exact import score
from effrules.exact.demands import unmet
from effrules.model.number_fields import field_of, numeric
from effrules.model.program import Program
from effrules.model.real import compare
from effrules.seek.goals import Goal, Placed, Score
from effrules.seek.movable import Stated, fields_read, movables
from effrules.seek.seeking import Settings, Sought, as_changed, seek
from effrules.seek.seeking import Way as Found
from effrules.seek.single import Shown
from tests.running import program_of, run
from tests.thesis import rules_at

GOLDEN = Path(__file__).parent / "golden_seek"

RULES = """methodology firm version "1" { title en "How firm" ru "Насколько прочно" kk "Қаншалықты берік" scale 0 to 100 points }
source order { title en "Order" }
subject body en "Body" ru "Орган" kk "Орган" {
    goals en "Goals met" ru "Достигнуто целей" kk "Орындалған мақсаттар": number, between 0 and 100
    people: number, between 0 and 100
    late: count
    name_of_it: text, may be missing
    open: yes or no
}
table plan of body en "Plan" ru "План" kk "Жоспар" {
    number: text, unique
    planned: count, above 0
    done: count
    must hold: done is at most planned * 2 because "nothing is done thrice"
}
block goals_met "Goals" { score = 1 points * goals cite order }
block served "Service" {
    direction asked "Asked" { score = points by people { below 40: 0 points; from 40 to below 80: 60 points; from 80: 100 points } cite order }
    direction plans "Plans" { score = 100 points * (sum of done for each plan) / (sum of planned for each plan) but at most 100 points not applicable when no plan because "there is none" cite order }
}
weights { goals_met 60%  served 40% { asked 50%  plans 50% } when not applicable: share out in proportion  cite order }
penalty lateness "Late" { take 2 points * late  from total  at most 10 points in all  leaving at least 0 points  cite order }
total { round to 1 decimal, half up cite order }
rating { good from 70 points  fair from 50 points to below 70 points  poor below 50 points cite order }
rank body by total as rounded, highest first; equal totals share a place cite order
"""
BODIES = "body,goals,people,late,name_of_it,open\nAlpha,80,85,0,,yes\nBeta,60,50,3,,yes\nGamma,70,70,0,x,no\nDelta,20,30,1,,yes\n"
PLANS = (
    "body,number,planned,done\nAlpha,1,10,8\nBeta,1,5,5\nBeta,2,8,4\nGamma,1,4,3\nDelta,1,20,5\nDelta,2,6,6\n"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with rules and data."""
    monkeypatch.chdir(tmp_path)
    Path("firm.eff").write_text(RULES, "utf-8")
    Path("data").mkdir()
    Path("data/body.csv").write_text(BODIES, "utf-8")
    Path("data/plan.csv").write_text(PLANS, "utf-8")
    return tmp_path


def golden(name: str, text: str) -> None:
    """What is expected, or, with UPDATE_GOLDEN, what is from now on."""
    file = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_page(place: Path, language: str) -> None:
    """Ways to a score; then, with fewer fields, why it cannot be reached."""
    said = run("goal-seek", "firm.eff", "data", "Delta", "62", "--lang", language)
    assert said.exit_code == 0, said.output
    kept = run("goal-seek", "firm.eff", "data", "Delta", "62", "--keep", "body.goals", "--lang", language)
    assert kept.exit_code == 1
    golden(f"page.{language}.txt", f"{said.stdout}\n{kept.stdout}")


FINDINGS = [
    ("E722", "Delt 60"),
    ("E821", "Delta 60 --node plans"),
    ("E822", "Delta 60 --change body.late --within body.late=1..1"),
    ("E823", "Delta 60 --change body.goal"),
    ("E823", "Delta 60 --keep body.open"),
    ("E823", "Delta 60 --cost plan.number=2"),
    ("E824", "Delta 60 --within body.goals=30"),
    ("E824", "Delta 60 --within body.goals=30..20"),
    ("E824", "Delta 60 --step body.goals=0"),
    ("E824", "Delta 60 --step body.late=0.5"),
    ("E824", "Delta 60 --cost body.goals=-1"),
    ("E825", "Delta --place 2 --node served"),
    ("E826", "Delta --grade best"),
    ("E826", "Delta --grade good --node served"),
    ("E827", "Delta 60 --costs costs.csv"),
    ("E833", "Delta 101"),
    ("E834", "Delta --place 5"),
]


def test_what_cannot_be_sought(place: Path) -> None:
    """Each is a finding with its code, its place and a way out: tests/golden_seek/findings.md."""
    Path("costs.csv").write_text("what,cost\nbody.goals,3\n", "utf-8")
    told = ["# What cannot be sought"]
    for code, options in FINDINGS:
        if code == "E821":
            Path("data/plan.csv").write_text(PLANS[: PLANS.index("Delta")], "utf-8")
        said = run("goal-seek", "firm.eff", "data", *options.split())
        assert said.exit_code == 1, said.output
        assert re.findall(r"\[([EW]\d+)\]", said.stderr) == [code], said.stderr
        told.append(f"## {options}\n\n```text\n{said.stderr.strip()}\n```")
        Path("firm.eff").write_text(RULES, "utf-8")
        Path("data/plan.csv").write_text(PLANS, "utf-8")
    golden("findings.md", "\n\n".join(told) + "\n")


def test_a_grade_that_cannot_be(place: Path) -> None:
    """Nor is a grade sought that begins above all scores that there can be; one that begins at the highest is."""
    for most, code in ((69, "E833"), (70, None)):
        capped = RULES.replace("total { round", f"total {{ never above {most} points round")
        Path("firm.eff").write_text(capped, "utf-8")
        said = run("goal-seek", "firm.eff", "data", "Delta", "--grade", "good")
        assert re.findall(r"\[([EW]\d+)\]", said.stderr) == ([code] if code else [])


@pytest.mark.parametrize("words", ["Delta", "Delta 60 --place 2", "Delta 60 --grade good", "Delta sixty"])
def test_one_goal(place: Path, words: str) -> None:
    """A score, a place or a grade, and one of them only."""
    assert run("goal-seek", "firm.eff", "data", *words.split()).exit_code == 2


def test_the_changed_data_are_scored_as_is_said(place: Path) -> None:
    """The folder holds the data with the way in them; ``run`` gives the score of the way, and what was read stays as it is."""
    said = run("goal-seek", "firm.eff", "data", "Delta", "--grade", "good", "--format", "json", "--changed", "new", "--way", "2")  # fmt: skip
    assert said.exit_code == 0, said.output
    document = json.loads(said.stdout)
    way = document["ways"][1]
    results = json.loads(run("run", "firm.eff", "new", "--format", "json").stdout)
    delta = next(one for one in results["subjects"] if one["subject"] == "Delta")
    assert delta["nodes"]["total"]["value"] == way["outcome"]["score"]
    assert (Path("data/body.csv").read_text("utf-8"), Path("data/plan.csv").read_text("utf-8")) == (BODIES, PLANS)  # fmt: skip
    again = run("goal-seek", "firm.eff", "data", "Delta", "60", "--changed", "new")
    assert (again.exit_code, "is not empty" in again.stderr) == (2, True)
    none = run("goal-seek", "firm.eff", "data", "Delta", "60", "--changed", "other", "--way", "40")
    assert none.exit_code == 1
    assert not Path("other").exists()


def test_costs_of_a_table(place: Path) -> None:
    """What is stated in a table is what is stated by options; fields without a cost stay."""
    Path("costs.csv").write_text("field,cost\nbody.goals,3\nplan.done,0.5\n", "utf-8")
    documents = [
        json.loads(run("goal-seek", "firm.eff", "data", "Delta", "60", "--format", "json", *more).stdout)
        for more in (("--costs", "costs.csv"), ("--cost", "body.goals=3", "--cost", "plan.done=0.5"))
    ]
    assert documents[0] == documents[1]
    assert {(one["table"], one["field"]) for one in documents[0]["figures"]} == {("body", "goals"), ("plan", "done")}  # fmt: skip


def test_what_is_reached_needs_no_change(place: Path) -> None:
    """It is said so, with exit code 0."""
    said = run("goal-seek", "firm.eff", "data", "Alpha", "--place", "1")
    assert said.exit_code == 0
    assert "nothing has to change" in said.stdout


# -- Of any data -----------------------------------------------------------------------------------------------------

PROGRAM = program_of(RULES)


def data_of(numbers: random.Random, folder: Path) -> Dataset:
    """Some bodies with small figures, of which all holds that must hold."""
    lines, plans = ["body,goals,people,late,name_of_it,open"], ["body,number,planned,done"]
    for key in ("A", "B", "C"):
        lines.append(
            f"{key},{numbers.randint(0, 100)},{numbers.randint(0, 100)},{numbers.randint(0, 4)},,yes"
        )
        for row in range(numbers.randint(1, 2)):
            planned = numbers.randint(1, 6)
            plans.append(f"{key},{row},{planned},{numbers.randint(0, 2 * planned)}")
    (folder / "body.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "plan.csv").write_text("\n".join(plans) + "\n", "utf-8")
    dataset, found = read(folder, PROGRAM.schema)
    assert dataset is not None, found
    return dataset


def value_of(program: Program, dataset: Dataset, body: Row, goal: Goal) -> Any:
    """The score, or the place, of a body, by a whole scoring of its own."""
    result = score(program, dataset).of(body.key)
    if isinstance(goal, Placed):
        there = result.places[goal.ranking.name]
        return None if there is None else there.number
    return result.nodes[goal.node].value


def reaches(program: Program, dataset: Dataset, body: Row, goal: Goal) -> bool:
    """Whether a goal is reached by the data as they are, and all holds that must."""
    value = value_of(program, dataset, body, goal)
    if value is None or unmet(program, dataset):
        return False
    if isinstance(goal, Placed):
        return bool(value <= goal.number)
    assert isinstance(goal, Score)
    return compare(value, goal.points) >= 0


def with_steps(way: Found, steps: list[int]) -> Found:
    """The same way with other numbers of steps."""
    changes = (evolve(one, steps=count) for one, count in zip(way.changes, steps, strict=True))
    return evolve(way, changes=tuple(changes))


def check(found: Sought) -> None:
    """Every way reaches the goal; nothing less that is said not to, does."""
    program, dataset, body, goal = found.program, found.dataset, found.subject, found.goal
    costs = [way.cost for way in found.ways]
    assert costs == sorted(costs)
    for way in found.ways:
        with as_changed(way):
            assert reaches(program, dataset, body, goal)
            assert score(program, dataset).of(body.key).nodes[goal.node].value == way.outcome.score
            for one in way.changes:
                assert one.figure.field.domain.admits(one.value)
        steps = [one.steps for one in way.changes]
        signs = [1 if one > 0 else -1 for one in steps]
        if way.shown in (Shown.PROVEN, Shown.TRIED):
            less = [[sign * count] for sign, count in zip(signs, map(abs, steps), strict=True) for count in range(1, count)]  # fmt: skip
        else:
            less = [[one - signs[at] if at == other else one for at, one in enumerate(steps)] for other in range(len(steps))]  # fmt: skip
            if way.shown is Shown.FOUND:
                less = []
        for fewer in less:
            with as_changed(with_steps(way, fewer)):
                assert not reaches(program, dataset, body, goal), (way, fewer)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.integers(1, 100), st.sampled_from(["score", "place"]))
def test_ways_reach_the_goal(seed: int, points: int, what: str) -> None:
    """Of random data, by a whole scoring of its own for each way and for each step less."""
    numbers = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        dataset = data_of(numbers, Path(folder))
    body = dataset.subjects[0]
    base = score(PROGRAM, dataset)
    stated = base.of(body.key).total.value
    assert isinstance(stated, fmpq)
    goal: Goal = (
        Score("total", stated + fmpq(points, 2))
        if what == "score"
        else Placed("total", PROGRAM.rankings[0], 1)
    )
    figures = tuple(
        movables(PROGRAM.schema, dataset, body, fields_read(PROGRAM, ["total"]), {("body", "goals"): Stated(step=fmpq(5))})
    )  # fmt: skip
    found = seek(PROGRAM, dataset, base, body, goal, figures, Settings(3, 8))
    assert score(PROGRAM, dataset) == base
    check(found)
    if found.best is not None and found.is_best:
        ends = product(*({one.low, one.value, one.high} for one in figures))
        for values in ends:
            before = {one.row: one.row.values for one in figures}
            for one, value in zip(figures, values, strict=True):
                one.row.values = {**one.row.values, one.field.name: value}
            reached = reaches(PROGRAM, dataset, body, goal)
            for row, was in before.items():
                row.values = was
            assert not reached


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_scores_rise_as_is_shown(seed: int) -> None:
    """By the rules that come with effrules: where a score is said to rise with a field, no higher figures give a lower one."""
    numbers = random.Random(seed)
    program, dataset, rising, fields = SHIPPED
    before = score(program, dataset, ranked=False)
    name = numbers.choice(fields)
    field = field_of(program.schema, name)
    assert field is not None
    ways = {node: rising.way(node, (field[0], field[1].name)) for node in program.nodes}
    rows = dataset.subjects if field[0] == program.schema.subject.name else dataset.rows[field[0]]
    kept = {row: row.values for row in rows}
    for row in rows:
        value = row.values.get(field[1].name)
        if isinstance(value, fmpq) and numbers.random() < 0.5:
            more = value + numbers.choice([1, fmpq(1, 100), value])
            if field[1].domain.admits(more):
                row.values = {**row.values, field[1].name: more}
    try:
        after = score(program, dataset, ranked=False)
    finally:
        for row, values in kept.items():
            row.values = values
    for old, new in zip(before.subjects, after.subjects, strict=True):
        for node, way in ways.items():
            values = old.nodes[node].value, new.nodes[node].value
            if values[0] is not None and values[1] is not None:
                moved = compare(values[1], values[0])
                assert moved == 0 or way is Way.DIFFERENT or (moved > 0) is (way is Way.UP), (name, node, way)
                assert way is not Way.SAME or moved == 0


def _shipped() -> tuple[Program, Dataset, Rising, list[str]]:
    from effrules.check.cached import load

    program = load(rules_at("current")).program
    assert program is not None
    dataset, _ = read(rules_at("current") / "sample", program.schema)
    assert dataset is not None
    rising = Rising(program)
    fields = [
        name
        for name in numeric(program.schema)
        if (found := field_of(program.schema, name)) is not None
        and (found[0], found[1].name) in fields_read(program, ["total"])
    ]
    return program, dataset, rising, fields


SHIPPED = _shipped()


FORMULAS = {
    "100 points * a / (a + b)": {"a": Way.UP, "b": Way.DOWN},
    "100 points * (a + b) / (a + b + c)": {"a": Way.UP, "b": Way.UP, "c": Way.DOWN},
    "100 points * a / (b + c)": {"a": Way.UP, "b": Way.DOWN, "c": Way.DOWN},
    "100 points * (a + b) / (a + c)": {"a": Way.DIFFERENT, "b": Way.UP, "c": Way.DOWN},
    "100 points - 1 points * a but at least 0 points": {"a": Way.DOWN, "b": Way.SAME},
    "1 points * half(a)": {"a": Way.UP},
    "1 points * (a - b) * (a - b)": {"a": Way.DIFFERENT},
    "1 points * (a - 3) * 2": {"a": Way.UP},
    "when a > b then 10 points otherwise 5 points": {"a": Way.UP, "b": Way.DOWN},
    "points by a { below 3: 5 points; from 3 to below 5: 2 points; from 5: 1 points }": {"a": Way.DOWN},
    "points by a { below 3: 5 points; from 3 to below 5: 2 points; from 5: 3 points }": {"a": Way.DIFFERENT},
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_which_way_a_formula_goes(formula: str) -> None:
    """What is shown of each kind of formula, and what is not."""
    program = program_of(
        f"""methodology small version "1" {{ scale 0 to 100 points }}
source order {{ title en "Order" }}
subject body "Body" {{ a: number, between 1 and 9  b: number, between 1 and 9  c: number, between 1 and 9 }}
define half(x: number) = x / 2
block only "Only" {{ score = ({formula}) but at least 0 points but at most 100 points cite order }}
"""
    )
    rising = Rising(program)
    ways = FORMULAS[formula]
    assert {name: rising.way("only", ("body", name)) for name in ways} == ways
