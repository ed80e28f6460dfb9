"""``effrules simulate``: what is asked for, what comes out, and the statistics behind it."""

from __future__ import annotations

import csv
import json
import os
import re
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from effrules.check.folder import versions_in
from effrules.cli.main import cli
from effrules.model.rounding import Rounding, RoundingMode, round_rational
from effrules.model.schema import Field
from effrules.model.types import NUMBER, Domain
from effrules.simulate import fractions as f
from effrules.simulate import noise, standing
from effrules.simulate import weights as w
from effrules.simulate.asking import TRIED
from effrules.simulate.sensitivity import indices
from effrules.simulate.spread import number
from tests.running import run

RULES = """methodology firm version "1" { title en "How firm" scale 0 to 100 points }
source order { title en "Order" }
subject body "Body" { goals: number, between 0 and 100  people: number, between 0 and 100  papers: number, between 0 and 100  open: yes or no }
block goals_met "Goals" { score = 1 points * goals cite order }
block served "Service" {
    direction asked "Asked" { score = 1 points * people cite order }
    direction written "Written" { score = 1 points * papers cite order }
}
weights { goals_met 60%  served 40% { asked 50%  written 50% } cite order }
total { round to 1 decimal, half up cite order }
rating { good from 70 points  fair from 50 points to below 70 points  poor below 50 points cite order }
rank body by total as rounded, highest first; equal totals share a place cite order
"""
DATA = "body,goals,people,papers,open\nAlpha,80,60,60,yes\nBeta,60,90,90,yes\nGamma,70,70,70,no\nDelta,20,40,30,yes\n"
GOLDEN = Path(__file__).parent / "golden_simulate"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with rules and data."""
    monkeypatch.chdir(tmp_path)
    Path("firm.eff").write_text(RULES, "utf-8")
    Path("data").mkdir()
    Path("data/body.csv").write_text(DATA, "utf-8")
    return tmp_path


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_page(place: Path, language: str) -> None:
    """The page as a terminal shows it. (The random numbers are those of NumPy's releases that are at hand.)"""
    said = run("simulate", "firm.eff", "data", "--draws", "1000", "--variance", "500", "--lang", language)
    assert said.exit_code == 0, said.output
    golden = GOLDEN / f"page.{language}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(said.stdout, "utf-8")
    assert said.stdout == golden.read_text("utf-8")


FINDINGS = [
    ("E812", "--bounds goals_met=10%..20% --bounds served=10%..20%"),
    ("E814", "--weights asked=dirichlet"),
    ("E815", "--weights dirichlet:none"),
    ("E815", "--weights bounds:0.5"),
    ("E815", "--weights dirichlet:-1"),
    ("E815", "--bounds goals_met=60%..40%"),
    ("E816", "--weights servd=dirichlet"),
    ("E816", "--bounds total=10%..20%"),
    ("E811", "--weights fixed"),
    ("E811", "--vary figures"),
    ("E815", "--error body.goals=many"),
    ("E815", "--error body.goals=even:5%"),
    ("E816", "--error body.goal=5%"),
    ("E817", "--error body.goals=-5%"),
    ("E818", "--error body.open=5%"),
    ("E814", "--vary asked"),
    ("E816", "--vary 2/total"),
    ("E816", "--vary servd"),
    ("E816", "--vary body.goals"),
]


def test_what_cannot_be_varied(place: Path) -> None:
    """Each is a finding with its code, its place and a way out: tests/golden_simulate/findings.md."""
    told = ["# What cannot be varied"]
    for code, options in FINDINGS:
        said = run("simulate", "firm.eff", "data", *options.split())
        assert said.exit_code == 1
        assert re.findall(r"\[([EW]\d+)\]", said.stderr) == [code]
        told.append(f"## {options}\n\n```text\n{said.stderr.strip()}\n```")
    Path("whole.eff").write_text("change total { round to 0 decimals, half up cite order }", "utf-8")
    many = run("simulate", "firm.eff", "data", *[f"--alternative=a{at}=whole.eff" for at in range(7)])
    told.append(f"## Seven alternatives\n\n```text\n{many.stderr.strip()}\n```")
    stated = RULES.replace("half up cite order", 'half up assumed total "one" alternatives whole')
    Path("named.eff").write_text(stated, "utf-8")
    absent = run("simulate", "named.eff", "data").stderr.strip()
    told.append(f"## An alternative that is not there\n\n```text\n{absent}\n```")
    Path("data/body.csv").write_text(DATA[: DATA.index("Beta")], "utf-8")
    told.append(f"## One body\n\n```text\n{run('simulate', 'firm.eff', 'data').stderr.strip()}\n```")
    text = "\n\n".join(told) + "\n"
    golden = GOLDEN / "findings.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def test_all_mistakes_are_told_at_once(place: Path) -> None:
    """One finding does not hide the next."""
    said = run("simulate", "firm.eff", "data", "--weights", "x=fixed", "--weights", "y", "--bounds", "z")
    assert re.findall(r"\[([EW]\d+)\]", said.stderr) == ["E816", "E815", "E815"]
    said = run("simulate", "firm.eff", "data", "--error", "z", "--vary", "y", "--vary", "asked")
    assert re.findall(r"\[([EW]\d+)\]", said.stderr) == ["E815", "E816", "E814"]


def test_the_same_seed_gives_the_same(place: Path) -> None:
    """And another one something else; what is stated is that of ``run``."""
    texts = [
        run("simulate", "firm.eff", "data", "--format", "json", "--draws", "500", "--seed", seed).stdout
        for seed in (7, 7, 8)
    ]
    assert texts[0] == texts[1] != texts[2]
    bodies = {one["subject"]: one for one in json.loads(texts[0])["heads"][0]["bodies"]}
    results = json.loads(run("run", "firm.eff", "data", "--format", "json").stdout)
    for subject in results["subjects"]:
        body = bodies[subject["subject"]]
        assert body["score"]["stated"] == subject["nodes"]["total"]["value"]
        assert body["score"]["at"][0] is not None


def test_chances_add_up(place: Path) -> None:
    """Of two bodies each draw has one ahead, or both level; the grades of a body make all draws."""
    document = json.loads(run("simulate", "firm.eff", "data", "--format", "json", "--draws", "300").stdout)
    head = document["heads"][0]
    assert len(head["pairs"]) == 6
    assert all(one["ahead"] + one["level"] + one["behind"] == 300 for one in head["pairs"])
    assert all(sum(one["grade"]["draws"].values()) == 300 for one in head["bodies"])
    rows = list(csv.DictReader(StringIO(run("simulate", "firm.eff", "data", "--format", "csv").stdout)))
    assert [row["simulation"] for row in rows] == ["yes"] * 4
    assert {row["varied"] for row in rows} == {
        "weights 1 total=dirichlet:100; weights 1 served=dirichlet:100"
    }


def test_the_table_says_what_was_varied(place: Path) -> None:
    """Each kind as the command line writes it."""
    Path("whole.eff").write_text("change total { round to 0 decimals, half up cite order }", "utf-8")
    options = "--weights served=fixed --bounds goals_met=50%..70% --error body.goals=5% --error body.people=normal:1 --alternative rounding=whole.eff"
    said = run(
        "simulate",
        "firm.eff",
        "data",
        "--format",
        "csv",
        "--draws",
        "100",
        "--variance",
        "0",
        *options.split(),
    )
    assert said.exit_code == 0, said.output
    assert {row["varied"] for row in csv.DictReader(StringIO(said.stdout))} == {
        (
            "weights 1 total: bounds goals_met=50%..70%, served=30%..50%; error body.goals=uniform:5%; "
            "error body.people=normal:1; alternatives rounding=whole.eff"
        )
    }


# -- Figures and assumptions -----------------------------------------------------------------------------------------


def test_without_a_body(place: Path) -> None:
    """Nobody has a score: that is told."""
    Path("data/body.csv").write_text(DATA.splitlines()[0], "utf-8")
    said = run("simulate", "firm.eff", "data")
    assert said.exit_code == 1
    assert "E813" in said.stderr


def test_numbers_beyond_floats(place: Path) -> None:
    """What no float holds is scored, and has no statistics; weights as close as can be are the stated ones."""
    Path("firm.eff").write_text(
        RULES.replace("goals: number, between 0 and 100", "goals: number, at least 0").replace(
            "1 points * goals", "1 points * goals but at most 100 points"
        ),
        "utf-8",
    )
    huge = "1" + "0" * 350
    document = simulated("--error", f"body.goals={huge}", "--weights", f"dirichlet:{huge}")
    assert document["heads"][0]["bodies"][0]["score"]["at"][2]["exact"]
    Path("firm.eff").write_text(
        RULES.replace("goals: number, between 0 and 100", "goals: number, at least 0").replace(
            "total { round total to 1 decimal, half up", "total {"
        ),
        "utf-8",
    )
    Path("data/body.csv").write_text(DATA.replace("Alpha,80", f"Alpha,{huge}"), "utf-8")
    assert run("simulate", "firm.eff", "data", "--draws", "100").exit_code == 0


def test_shares_of_variance_need_draws(place: Path) -> None:
    """Of a few draws no share of a variance is told."""
    assert run("simulate", "firm.eff", "data", "--variance", "99").exit_code == 2
    assert (
        'variance_draws": 0,'
        in run("simulate", "firm.eff", "data", "--draws", "400", "--format", "json").stdout
    )


def test_bounds_that_leave_little_are_drawn_or_refused() -> None:
    """What passes the trial can be drawn: of 5,000,000 weightings too few lie between these bounds."""
    rest = (100_000, 500_000)
    bounds = ((629_840, w.UNITS), rest, rest, rest)
    group = w.Group(
        0,
        "total",
        tuple("abcd"),
        (fmpq(7, 10), *3 * [fmpq(1, 10)]),
        w.Spread(w.Way.BOUNDS, fmpq(1, 4)),
        bounds,
    )
    assert w.drawn(group, 10_000, np.random.default_rng([1, 0, 0])) is None
    assert w.drawn(group, TRIED, np.random.default_rng(0), w.ATTEMPTS // 2) is None


def simulated(*options: str) -> dict[str, Any]:
    """The document of a simulation."""
    said = run("simulate", "firm.eff", "data", "--format", "json", "--draws", "200", *options)
    assert said.exit_code == 0, said.output
    document: dict[str, Any] = json.loads(said.stdout)
    return document


def test_figures_that_are_off(place: Path) -> None:
    """Each draw is the scoring of other data: the engine works it out, and the score goes as far as the figures."""
    document = simulated(
        "--vary",
        "figures",
        "--error",
        "body.goals=10%",
        "--error",
        "body.people=normal:1",
        "--variance",
        "200",
    )
    assert [one["kind"] for one in document["factors"]] == ["figures", "figures"]
    assert document["by_engine"] == 200 + 4 * 200
    bodies = {one["subject"]: one for one in document["heads"][0]["bodies"]}
    low, _, high = (float(one["exact"]) for one in bodies["Alpha"]["score"]["at"])
    assert 67 <= low < 72 < high <= 77
    first, second = bodies["Alpha"]["variance"]
    assert float(first["total"]) > 0.9
    assert float(second["total"]) < 0.1
    again = run("run", "firm.eff", "data", "--format", "csv").stdout
    assert again == run("run", "firm.eff", "data", "--format", "csv").stdout


def test_alternatives_are_drafts(place: Path) -> None:
    """A draw is by the rules with some of the drafts laid on top; those of one name exclude each other."""
    Path("whole.eff").write_text(
        'change total { round to 0 decimals, half up assumed "whole points" }', "utf-8"
    )
    Path("late.eff").write_text(
        'replace weights { goals_met 20%  served 80% { asked 50%  written 50% } assumed "other" }', "utf-8"
    )
    Path("even.eff").write_text(
        'replace weights { goals_met 50%  served 50% { asked 50%  written 50% } assumed "even" }', "utf-8"
    )
    Path("data/body.csv").write_text(DATA.replace("60,90,90", "60,91,90"), "utf-8")
    document = simulated(
        "--vary", "assumptions", "--alternative", "whole.eff", "--alternative", "w=late.eff", "--alternative", "w=even.eff"
    )  # fmt: skip
    assert [one.get("alternatives") for one in document["factors"]] == [
        ["whole.eff"],
        ["late.eff", "even.eff"],
    ]
    expected = set()
    for laid in ((), ("late.eff",), ("even.eff",)):
        for more in ((), ("whole.eff",)):
            options = [word for file in (*more, *laid) for word in ("--with", file)]
            results = json.loads(run("run", "firm.eff", "data", "--format", "json", *options).stdout)
            expected.add(results["subjects"][1]["nodes"]["total"]["value"]["exact"])
    body = document["heads"][0]["bodies"][1]
    assert {one["exact"] for one in body["score"]["at"]} <= expected
    assert len(expected) == 6
    assert document["by_engine"] == 0


def with_alternatives() -> None:
    """The rules with two assumptions that name alternatives, and their drafts."""
    changed = RULES.replace(
        "to 1 decimal, half up cite order", 'to 1 decimal, half up assumed total "x" alternatives whole, half'
    ).replace("written 50% } cite order", 'written 50% } assumed "x" alternatives late')
    Path("firm.eff").write_text(changed, "utf-8")
    Path("alternatives").mkdir(exist_ok=True)
    for name, text in (
        ("whole", 'change total { round to 0 decimals, half up assumed "x" }'),
        ("half", 'change total { round to 0 decimals, half even assumed "x" }'),
        ("late", 'replace weights { goals_met 20%  served 80% { asked 50%  written 50% } assumed "x" }'),
    ):
        Path(f"alternatives/{name}.eff").write_text(text, "utf-8")


def test_the_rules_name_alternatives(place: Path) -> None:
    """What assumptions name is varied without being asked for, as the same drafts are that the command line names; their folder holds no versions. From standard input too."""
    with_alternatives()
    named = simulated("--vary", "assumptions")
    files = {"late": ["late"], "total": ["whole", "half"]}
    assert {one["name"]: one["alternatives"] for one in named["factors"]} == files
    order = [one["name"] for one in named["factors"]]
    Path("firm.eff").write_text(RULES, "utf-8")
    told = [f"--alternative={name}=alternatives/{file}.eff" for name in order for file in files[name]]
    stated = simulated("--vary", "assumptions", *told)
    assert named["heads"] == stated["heads"]
    assert versions_in(place) == ()
    with_alternatives()
    piped = CliRunner().invoke(
        cli, ["simulate", "-", "data", "--vary", "assumptions", "--format", "csv"], input=Path("firm.eff").read_text("utf-8")
    )  # fmt: skip
    assert (
        piped.stdout == run("simulate", "firm.eff", "data", "--vary", "assumptions", "--format", "csv").stdout
    )


def test_an_alternative_that_is_not_there(place: Path) -> None:
    """``check`` and ``simulate`` say which file is lacking; ``check`` tells what is wrong with one that is there; ``run`` does not look."""
    with_alternatives()
    Path("alternatives/whole.eff").unlink()
    Path("alternatives/late.eff").write_text(
        'change totl { round to 0 decimals, half up assumed "x" }', "utf-8"
    )
    assert set(re.findall(r"\[(E\d+)\]", run("check", "firm.eff").stdout)) == {"E832", "E101"}
    assert re.findall(r"\[(E\d+)\]", run("simulate", "firm.eff", "data").stderr) == ["E832"]
    assert run("run", "firm.eff", "data").exit_code == 0


def test_alternatives_are_printed_and_compared(place: Path) -> None:
    """The names stand in the consolidated text and in JSON of ``check``, a trace can be verified, and another list is a change of the basis."""
    with_alternatives()
    assert 'assumed total "x" alternatives whole, half' in run("show", "firm.eff", "--consolidated").stdout
    made = json.loads(run("check", "firm.eff", "--format", "json").stdout)["versions"][0]["assumptions"]
    assert sorted(one["alternatives"] for one in made) == [["late"], ["whole", "half"]]
    assert run("trace", "firm.eff", "data", "Alpha", "-o", "t.json").exit_code == 0
    assert run("verify", "t.json", "--data", "data", "--rules", "firm.eff").exit_code == 0
    changed = (
        Path("firm.eff")
        .read_text("utf-8")
        .replace("whole, half", "whole")
        .replace('version "1"', 'version "2"')
    )
    Path("other.eff").write_text(changed, "utf-8")
    assert "alternatives: whole, half" in " ".join(run("diff", "firm.eff", "other.eff").stdout.split())


def test_one_thing_is_varied(place: Path) -> None:
    """``--vary`` takes the weights of one node's parts, by one clause too, the errors of one field, and one assumption."""
    with_alternatives()
    errors = "--error", "body.goals=10%", "--error", "body.people=10%"
    picked = {
        "served": [("weights", "served")],
        "1/total": [("weights", "total")],
        "body.people": [("figures", "people")],
        "late": [("assumption", "late")],
    }

    def factors(*vary: str) -> list[tuple[str, str]]:
        made = simulated(*errors, *(f"--vary={one}" for one in vary), "--draws", "100", "--variance", "0")[
            "factors"
        ]
        return [(one["kind"], one.get("node") or one.get("field") or one["name"]) for one in made]

    for vary, expected in picked.items():
        assert factors(vary) == expected
    assert factors("late", "served") == [("weights", "served"), ("assumption", "late")]
    assert len(factors("weights", "late")) == 3


def test_all_at_once(place: Path) -> None:
    """Weights, figures and assumptions together; each has random numbers of its own."""
    Path("whole.eff").write_text(
        'change total { round to 0 decimals, half up assumed "whole points" }', "utf-8"
    )
    document = simulated("--error", "body.goals=10%", "--alternative", "whole.eff")
    assert [one["kind"] for one in document["factors"]] == ["weights", "weights", "figures", "assumption"]
    said = run(
        "simulate",
        "firm.eff",
        "data",
        "--error",
        "body.goals=10%",
        "--alternative",
        "whole.eff",
        "--draws",
        "100",
    )
    assert "SIMULATIONS, not results" in said.stdout
    assert "assumption: whole" in said.stdout


@given(st.integers(-noise.UNITS * 3, noise.UNITS * 3), st.integers(0, 100), st.booleans(), st.booleans())
def test_figures_stay_what_their_field_admits(error: int, figure: int, is_share: bool, is_open: bool) -> None:
    """Clipped to the domain, whole where it is."""
    for whole in (False, True):
        domain = Domain(fmpq(0), is_open, fmpq(100), is_open, whole)
        field = Field("f", NUMBER, domain=domain)
        value = fmpq(min(max(figure, 1), 99)) if is_open else fmpq(figure)
        found = noise.disturbed(
            value, field, noise.Noise("t", "f", noise.Shape.UNIFORM, fmpq(30), is_share), error
        )
        assert domain.admits(found)


def test_a_part_of_the_report(place: Path) -> None:
    """``report --robustness`` has it in each language, and says that it is no result; a workbook has no such thing."""
    assert run("report", "firm.eff", "data", "--robustness", "-o", "r.html").exit_code == 0
    text = Path("r.html").read_text("utf-8")
    part = text[text.index('<section id="robustness"') : text.index('<section id="bodies"')]
    assert re.findall(r'<div class="told" lang="(..)">', part) == ["kk", "ru", "en"]
    for said in ("SIMULATIONS, not results", "МОДЕЛИРОВАНИЕ, А НЕ РЕЗУЛЬТАТЫ", "НӘТИЖЕ ЕМЕС, МОДЕЛЬДЕУ"):
        assert part.count(said) == 1
    assert 'href="#robustness"' in text
    assert run("report", "firm.eff", "data", "-o", "plain.html").exit_code == 0
    assert "robustness" not in Path("plain.html").read_text("utf-8").split("</style>")[1]
    assert run("report", "firm.eff", "data", "--robustness", "-o", "r.xlsx").exit_code == 2


# -- Statistics ------------------------------------------------------------------------------------------------------


def test_indices_of_the_function_of_ishigami() -> None:
    """sin x + 7 sin^2 y + 0.1 z^4 sin x, evenly from -pi to pi, whose indices are known (Ishigami and Homma, 1990)."""
    random = np.random.default_rng(1)
    one, two = (random.uniform(-np.pi, np.pi, (200_000, 3)) for _ in range(2))

    def value(x: np.ndarray) -> np.ndarray:
        return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])

    mixed = []
    for at in range(3):
        both = one.copy()
        both[:, at] = two[:, at]
        mixed.append(value(both))
    found = indices(value(one), value(two), mixed)
    assert found is not None
    assert [index.first for index in found] == pytest.approx([0.3139, 0.4424, 0], abs=0.01)
    assert [index.total for index in found] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.01)


def test_nothing_that_does_not_vary_has_indices() -> None:
    """Nor what is no number in some draw."""
    same = np.full(10, 0.1)
    assert indices(same, same, [same]) is None
    assert indices(same, np.full(10, np.nan), [same]) is None


@given(st.lists(st.integers(0, 30), min_size=2, max_size=5), st.integers(1, 200), st.booleans())
def test_drawn_weights_add_up(shares: list[int], concentration: int, between: bool) -> None:
    """Whole millionths that make one; what has a weight keeps one, what has none gets none; bounds hold."""
    if sum(share > 0 for share in shares) < 2:
        return
    stated = tuple(fmpq(share, sum(shares)) for share in shares)
    spread = w.Spread(w.Way.BOUNDS, fmpq(1, 4)) if between else w.Spread(w.Way.DIRICHLET, fmpq(concentration))
    group = w.Group(
        0,
        "n",
        tuple("abcde"[: len(shares)]),
        stated,
        spread,
        tuple(w._limits(s, spread, None) for s in stated),
    )
    found = w.drawn(group, 50, np.random.default_rng(3))
    assert found is not None
    assert (found.sum(axis=1) == w.UNITS).all()
    assert all((column > 0).all() == (share > 0) for column, share in zip(found.T, shares, strict=True))
    for column, (low, high) in zip(found.T, group.bounds, strict=True):
        assert low <= column.min() <= column.max() <= high


def test_the_number_of_a_share() -> None:
    """The smallest of sorted values that a share of them does not exceed."""
    assert [number(10, share) for share in (fmpq(0), fmpq(1, 20), fmpq(1, 2), fmpq(19, 20), fmpq(1))] == [
        0,
        0,
        4,
        9,
        9,
    ]


# -- Fractions -------------------------------------------------------------------------------------------------------

LARGE = st.integers(-(10**30), 10**30) | st.integers(-1000, 1000) | st.just(2**62) | st.just(-(2**63))
BELOW = st.integers(1, 10**20) | st.integers(1, 100)


@st.composite
def columns(draw: st.DrawFn) -> f.Fractions:
    """Three numbers, short or long, over one denominator or several."""

    def array(values: list[int]) -> f.Array:
        made: f.Array = np.array(values, dtype=object)
        return f.shortened(made)

    divisors = array(draw(st.lists(BELOW, min_size=3, max_size=3))) if draw(st.booleans()) else None
    return f.Fractions(array(draw(st.lists(LARGE, min_size=3, max_size=3))), draw(BELOW), divisors)


def exact(column: f.Column) -> list[fmpq]:
    return [column.at(at) if isinstance(column, f.Fractions) else column for at in range(3)]


@given(
    columns(),
    columns(),
    st.builds(fmpq, LARGE, BELOW),
    st.builds(fmpq, LARGE, BELOW),
    st.lists(st.integers(0, 10**6), min_size=3, max_size=3),
)
def test_arrays_calculate_exactly(
    left: f.Fractions, right: f.Fractions, one: fmpq, other: fmpq, weights: list[int]
) -> None:
    """Whatever arrays work out is what exact fractions give, however large."""
    a, b = exact(left), exact(right)
    if one != 0:
        assert exact(f.scaled(left, one, other)) == [x * one + other for x in a]
    column = np.array(weights, dtype=np.int64)
    total = f.weighted_sum([column, 3, 2], [left, right, one], 7)
    assert exact(total) == [(x * k + y * 3 + one * 2) / 7 for x, y, k in zip(a, b, weights, strict=True)]
    low, high = sorted((one, other))
    assert exact(f.bounded(left, low, high)) == [min(max(x, low), high) for x in a]
    assert f.sides(left, one).tolist() == [(x > one) - (x < one) for x in a]
    assert all(
        abs(n - float(int(x.p) / int(x.q))) <= f.NEAR * abs(n)
        for n, x in zip(f.near(left, 3), a, strict=True)
    )


@given(columns(), st.sampled_from(RoundingMode), st.integers(0, 3))
def test_arrays_round_as_the_engine_does(column: f.Fractions, mode: RoundingMode, digits: int) -> None:
    """In every mode, ties and negative numbers too."""
    halves = f.Fractions(np.array([25, -25, -35]), 10 ** (digits + 1) if digits else 10)
    for one in (column, halves):
        rounding = Rounding(digits, mode)
        assert exact(f.rounded(one, rounding)) == [round_rational(x, rounding) for x in exact(one)]


def test_ranks_tell_apart_what_doubles_do_not() -> None:
    """Scores that differ by a part in 10^30 have different ranks, equal ones over other denominators the same; who has none is last."""
    third = f.Fractions(np.array([10**30, 2], dtype=object), 1, np.array([3 * 10**30, 6], dtype=object))
    more = f.Fractions(np.array([10**30 + 1, 1], dtype=object), 1, np.array([3 * 10**30, 3], dtype=object))
    found = standing.ranks([fmpq(1, 3), third, more, None, fmpq(0)], 2, highest_first=True)
    assert found.tolist() == [[1, 1, 0, 4, 2], [0, 0, 0, 4, 1]]
    assert standing.ranks([third, more], 2, highest_first=False).tolist() == [[0, 1], [0, 0]]
