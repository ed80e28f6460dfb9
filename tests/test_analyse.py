"""``effrules analyse``: statistics against others that are worked out in another way, and what it says where there are none."""

from __future__ import annotations

import json
import os
import re
import statistics as plain
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from effrules.analysis import numbers as n
from tests.running import run

GOLDEN = Path(__file__).parent / "golden_seek"

RULES = """methodology firm version "1" { title en "How firm" ru "Насколько прочно" kk "Қаншалықты берік" scale 0 to 100 points }
source order { title en "Order" }
subject body en "Body" ru "Орган" kk "Орган" { goals: number, between 0 and 100  people: number, between 0 and 100, may be missing  papers: number, between 0 and 100  calm: number, between 0 and 100 }
block goals_met "Goals" { score = 1 points * goals cite order }
block served "Service" {
    direction asked "Asked" { score = 1 points * people not applicable when people is missing because "nobody was asked" cite order }
    direction written "Written" { score = 1 points * papers cite order }
    direction kept "Calm" { score = 1 points * calm cite order }
}
weights { goals_met 60%  served 40% { asked 50%  written 30%  kept 20% } when not applicable: share out in proportion cite order }
total { round to 1 decimal, half up cite order }
"""
DATA = "body,goals,people,papers,calm\nA,80,60,61,50\nB,60,90,85,50\nC,70,70,75,50\nD,20,40,30,50\nE,45,,44,50\nF,52,55,40,50\n"


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
    """The page as a terminal shows it, but for the releases of the libraries."""
    said = run("analyse", "firm.eff", "data", "--lang", language)
    assert said.exit_code == 0, said.output
    text = re.sub(r"NumPy [\d.]+,\s+SciPy [\d.]+", "NumPy, SciPy", said.stdout)
    golden = GOLDEN / f"analysis.{language}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def test_few_bodies(place: Path) -> None:
    """Of two bodies nothing is worked out: tests/golden_seek/analysis.md."""
    Path("data/body.csv").write_text(DATA[: DATA.index("C,")], "utf-8")
    said = run("analyse", "firm.eff", "data")
    assert said.exit_code == 1
    text = f"# What cannot be analysed\n\n```text\n{said.stderr.strip()}\n```\n"
    golden = GOLDEN / "analysis.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")


def test_a_part_of_the_report(place: Path) -> None:
    """``report --analysis`` has the page of ``analyse`` in each language, of all bodies whatever ``--only`` says; a workbook has no such thing."""
    for name, options in (("all", ()), ("one", ("--only", "A"))):
        assert run("report", "firm.eff", "data", "--analysis", *options, "-o", f"{name}.html").exit_code == 0
    parts = []
    for name in ("all", "one"):
        text = Path(f"{name}.html").read_text("utf-8")
        assert 'href="#analysis"' in text
        parts.append(text[text.index('<section id="analysis"') : text.index('<section id="bodies"')])
    assert parts[0] == parts[1]
    assert re.findall(r'<div class="told" lang="(..)">', parts[0]) == ["kk", "ru", "en"]
    for said in ("APPROXIMATE STATISTICS", "Cronbach", "Кронбах"):
        assert said in parts[0]
    assert run("report", "firm.eff", "data", "-o", "plain.html").exit_code == 0
    assert 'id="analysis"' not in Path("plain.html").read_text("utf-8")
    assert run("report", "firm.eff", "data", "--analysis", "-o", "r.xlsx").exit_code == 2
    Path("data/body.csv").write_text("\n".join(DATA.splitlines()[:3]), "utf-8")
    said = run("report", "firm.eff", "data", "--analysis", "-o", "few.html")
    assert (said.exit_code, re.findall(r"\[(E\d+)\]", said.stderr)) == (1, ["E831"])
    assert not Path("few.html").exists()


def test_what_the_document_says(place: Path) -> None:
    """By hand: the score of a part, what is the same for all, and whom a part is missing for."""
    studies = json.loads(run("analyse", "firm.eff", "data", "--format", "json").stdout)["studies"]
    assert [(one["node"], one["of"]) for one in studies] == [
        ("total", "parts"),
        ("served", "parts"),
        ("total", "criteria"),
    ]
    served = studies[1]
    assert (served["bodies"], served["complete"], served["constant"]) == (6, 5, ["kept"])
    people, papers = [60, 90, 70, 40, 55], [61, 85, 75, 30, 40]
    asked, written = served["columns"]
    told = plain.correlation(people, papers)
    assert asked["pearson"] == ["1.0000", f"{told:.4f}"]
    assert asked["bodies"] == [5, 5]
    assert (
        served["alpha"] == f"{2 * told / (1 + told):.4f}"
    )  # of two columns alpha is that of Spearman and Brown
    assert served["eigenvalues"] == [f"{1 + told:.4f}", f"{1 - told:.4f}"]
    assert asked["nominal_weight"] == "0.5000"
    assert written["nominal_weight"] == f"{(5 * 0.3 + 0.6) / 6:.4f}"
    assert sum(float(one["effective_weight"]) for one in served["columns"]) == pytest.approx(1, abs=2e-4)


COLUMNS = st.integers(3, 8).flatmap(
    lambda rows: st.lists(
        st.lists(st.integers(-50, 50), min_size=rows, max_size=rows, unique=True), min_size=3, max_size=5
    )
)


@given(COLUMNS)
def test_statistics_are_those_of_other_formulas(columns: list[list[int]]) -> None:
    """Against the standard library, and by other formulas: alpha by variances of standardised columns, components by what they add up to."""
    arrays = [np.array(column, dtype=np.float64) for column in columns]
    rows = n.complete(arrays)
    for one, other in pairwise(columns):
        left, right = np.array(one, dtype=np.float64), np.array(other, dtype=np.float64)
        assert n.correlation(left, right)[0] == pytest.approx(plain.correlation(one, other), abs=1e-9)
        ranks = [[sorted(values).index(value) for value in values] for values in (one, other)]
        assert n.correlation(left, right, ranked=True)[0] == pytest.approx(
            plain.correlation(*ranks), abs=1e-9
        )
    standard = [
        [(value - plain.mean(column)) / plain.pstdev(column) for value in column] for column in columns
    ]
    whole = plain.pvariance([sum(values) for values in zip(*standard, strict=True)])
    count = len(columns)
    found = n.alpha(rows)
    if whole > 1e-6:
        assert found == pytest.approx(count / (count - 1) * (1 - count / whole), rel=1e-6)
    made = n.components(rows)
    assert made is not None
    assert sum(made.eigenvalues) == pytest.approx(count)
    assert sum(made.shares) == pytest.approx(1)
    for row in made.loadings:
        assert sum(loading**2 for loading in row) == pytest.approx(1, abs=1e-6)


def test_the_ratio_sees_what_is_bent() -> None:
    """A parabola: no correlation along a line, nearly all along a curve; and nothing of what is the same for all."""
    part = np.linspace(-1, 1, 41)
    assert n.correlation(part, part**2)[0] == pytest.approx(0, abs=1e-9)
    ratio = n.ratio(part, part**2)
    assert ratio is not None
    assert ratio > 0.98
    assert n.ratio(part[:5], part[:5]) is None
    assert n.ratio(part, part * 0) is None
    assert n.correlation(part, part * 0) == (None, 41)
