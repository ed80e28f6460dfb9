"""Result files: what stands in them is exact, and they are there whole or not at all."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

import effrules
from effrules.disk import write_all
from effrules.exact.results import Results
from effrules.model.program import Program
from effrules.model.real import sqrt
from effrules.model.rounding import Rounding, RoundingMode
from effrules.report.figures import figure
from effrules.report.results.ranked import Ranked, ranked
from effrules.report.results.writing import writer_of
from tests.starting import starter


@pytest.fixture
def scored(tmp_path: Path) -> tuple[Results, Program, Ranked]:
    """The results of the starter."""
    rules, data = starter(tmp_path)
    scores = effrules.load(rules).score(data)
    return scores.results, scores.program, ranked(scores.results, scores.program)


def written(scored: tuple[Results, Program, Ranked], path: Path) -> Path:
    """A file of the results."""
    results, program, report = scored
    write_all({path: writer_of(path, results, program, lambda: report)})
    return path


def test_workbook(scored: tuple[Results, Program, Ranked], tmp_path: Path) -> None:
    """A workbook has a sheet for each group with numbers as shown and exact totals, exact texts, and notes."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(written(scored, tmp_path / "r.xlsx"))
    assert book.sheet_names == ["Central bodies", "Local bodies", "Exact", "Notes"]
    heading, first, second = book.get_sheet_by_name("Local bodies").to_python()
    assert heading[:6] == ["Place", "agency", "Agency", "Rating", "Total*", "Total, exact"]
    assert first[:6] == [1, "C", "Northern akimat", "High", 100, "100"]
    assert second[:6] == [2, "D", "Southern akimat", "Low", 32.5, "32.5"]
    exact = {row[0]: row for row in book.get_sheet_by_name("Exact").to_python()}
    at = exact["agency"].index("timeliness")
    assert exact["D"][at] == "325/6"
    assert exact["B"][at] == "not applicable"
    notes = "\n".join(str(row[0]) for row in book.get_sheet_by_name("Notes").to_python())
    assert "the weights are for you to state" in notes
    assert "as shown, with up to 15 digits" in notes


def test_names_are_no_formulas(tmp_path: Path) -> None:
    """A name that begins like a formula stays text in a workbook."""
    from python_calamine import CalamineWorkbook

    rules, data = starter(tmp_path)
    table = data / "agency.csv"
    table.write_text(table.read_text("utf-8").replace("Northern akimat", "=1+1"), encoding="utf-8")
    scores = effrules.load(rules).score(data)
    report = ranked(scores.results, scores.program)
    book = CalamineWorkbook.from_path(written((scores.results, scores.program, report), tmp_path / "r.xlsx"))
    assert book.get_sheet_by_name("Local bodies").to_python()[1][2] == "=1+1"


def test_parquet(scored: tuple[Results, Program, Ranked], tmp_path: Path) -> None:
    """Parquet holds numbers as shown as decimals, exact ones as text, and nothing where there is none."""
    import pyarrow.parquet

    rows = pyarrow.parquet.read_table(written(scored, tmp_path / "r.parquet")).to_pylist()
    by_key = {row["subject"]: row for row in rows}
    assert by_key["D"]["timeliness"] == Decimal("54.17")
    assert by_key["D"]["timeliness.exact"] == "325/6"
    assert by_key["B"]["services"] is None
    assert by_key["A"]["place.rank"] == 2


def test_csv_and_json_agree(scored: tuple[Results, Program, Ranked], tmp_path: Path) -> None:
    """The exact values of CSV and JSON are the same."""
    with written(scored, tmp_path / "r.csv").open(encoding="utf-8", newline="") as stream:
        table = {row["subject"]: row for row in csv.DictReader(stream)}
    document = json.loads(written(scored, tmp_path / "r.json").read_text("utf-8"))
    assert set(table) == {body["subject"] for body in document["subjects"]} == {"A", "B", "C", "D"}
    for body in document["subjects"]:
        for name, node in body["nodes"].items():
            assert table[body["subject"]][f"{name}.exact"] == (node["value"] or {"exact": ""})["exact"]


@pytest.mark.parametrize("raised", [OSError, KeyboardInterrupt])
def test_all_or_nothing(tmp_path: Path, raised: type[BaseException]) -> None:
    """When a later file cannot be written, an earlier one keeps what it held and nothing lies beside it."""
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("before", encoding="utf-8")

    def fail(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise raised

    with pytest.raises(raised):
        write_all({first: lambda path: path.write_text("after", encoding="utf-8") and None, second: fail})
    assert first.read_text("utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


@given(st.fractions(max_denominator=10**6), st.integers(0, 4))
def test_figures_are_exact(value: Fraction, places: int) -> None:
    """The exact text denotes the number; the shown one is within half a last digit, and marked where it is not it."""
    shown = figure(fmpq(value.numerator, value.denominator), Rounding(places, RoundingMode.HALF_UP))
    assert Fraction(shown.exact) == value
    assert abs(Fraction(shown.text) - value) <= Fraction(1, 2 * 10**places)
    assert shown.rounded == (Fraction(shown.text) != value)


def test_irrational_figure() -> None:
    """An irrational number is shown rounded and marked; its exact text has true digits and goes on."""
    shown = figure(sqrt(fmpq(2)))
    assert shown.marked == "≈1.41"
    assert shown.exact == "1.414213562373095048801688724209…"


def test_no_control_characters(tmp_path: Path) -> None:
    """A name that would steer the terminal is shown by its codes."""
    from effrules.report.blocks.terminal import blocks

    rules, data = starter(tmp_path)
    table = data / "agency.csv"
    table.write_text(table.read_text("utf-8").replace("Northern akimat", "x\x1b[31my"), encoding="utf-8")
    scores = effrules.load(rules).score(data)
    text = blocks(ranked(scores.results, scores.program).blocks, width=80)
    assert "\x1b" not in text
    assert "[31my" in text
