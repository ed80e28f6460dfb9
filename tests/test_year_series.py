"""Several years as one series: scores, places and changes by body; bodies that were renamed; what cannot be told."""

from __future__ import annotations

import csv
import json
import os
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from flint import fmpq

from effrules.audit.schemas import wrong
from effrules.cli.starter import METHODOLOGY
from effrules.data.earlier import exact_number
from tests.browser import Browser
from tests.starting import starter
from tests.test_year_entering import refused
from tests.test_year_papers import before, played
from tests.years import begun, year


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Three years: 2021 as data alone, 2022 by other weights, 2023 with objections."""
    folder = tmp_path_factory.mktemp("series")
    (folder / "first").mkdir()
    first = begun(folder / "first", of=2021)
    assert year("verified", first, "A", "service/2", "in_time", "--verified", "20").exit_code == 0
    assert year("score", first, "--stage", "final").exit_code == 0
    return first, before(folder), played(folder)


def document(*words: object) -> dict[str, Any]:
    done = year("series", *words, "--format", "json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    assert wrong(found, "series-1") == []
    return found


def exact(text: str | None) -> fmpq:
    number = exact_number(text or "0")
    assert number is not None
    return number


def test_changes_add_up_year_by_year(places: tuple[Path, Path, Path]) -> None:
    """Whatever the order of the folders; parts are those of the conclusions, exactly."""
    found = document(places[2], places[0], places[1])
    assert found["years"] == ["2021", "2022", "2023"]
    scores = {(one["year"], one["subject"], one["node"]): exact(one["score"]) for one in found["scores"]}
    assert scores["2022", "A", "total"] == 55
    assert len(found["changes"]) == 8
    for one in found["changes"]:
        assert one["why"] is None
        moved = scores[one["after"], one["subject"], "total"] - scores[one["before"], one["subject"], "total"]
        assert exact(one["performance"]) + exact(one["rules"]) + exact(one["corrections"]) == moved
    last = next(one for one in found["changes"] if (one["before"], one["subject"]) == ("2022", "A"))
    assert (last["performance"], last["rules"], last["corrections"]) == ("12.65", "2.15", "7.5")
    assert {"year": "2022", "subject": "A", "ranking": "rank", "place": 2} in found["places"]


def test_files_of_results_have_no_rules(places: tuple[Path, Path, Path]) -> None:
    first, second, third = places
    found = document(f"2020={first / 'final.csv'}", second, third)
    assert found["years"] == ["2020", "2022", "2023"]
    assert {one["why"] for one in found["changes"]} == {
        None, "rules and data of one of both years are not at hand"
    }  # fmt: skip
    rows = list(csv.DictReader(StringIO(year("series", second, third, "--format", "csv").stdout)))
    assert {"year": "2022", "subject": "D", "subject_then": "D", "node": "timeliness", "node_then": "timeliness", "score": "54.17", "exact": "325/6"} in rows  # fmt: skip
    both = year("series", first / "final.csv", first / "final.json", "--format", "json")
    assert json.loads(both.stdout)["years"] == ["final.csv", "final.json"]


def test_renamed_nodes_and_bodies_go_on(places: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """C became N, and the criterion is called otherwise: both are one line, with their change taken apart."""
    methodology, data = starter(tmp_path)
    (methodology / "methodology.eff").write_text(METHODOLOGY.replace("few_complaints", "no_complaints"))
    for file in data.iterdir():
        file.write_text(file.read_text().replace("C,", "N,"))
    place = tmp_path / "year"
    assert year("init", place, "--year", 2024, "--rules", methodology, "--bodies", data / "agency.csv").exit_code == 0  # fmt: skip
    made = [shutil.copytree(data, tmp_path / body) for body in "ABND"]
    for folder, body in zip(made, "ABND", strict=True):
        for file in folder.iterdir():
            lines = file.read_text().splitlines()
            file.write_text(
                "\n".join([lines[0], *(one for one in lines if one.startswith(f"{body},"))]) + "\n"
            )
    done = year("collect", place, *made)
    assert done.exit_code == 0, done.output
    assert year("score", place, "--stage", "final").exit_code == 0
    apart = document(places[2], place)
    assert {one["subject"] for one in apart["changes"]} == {"A", "B", "D"}
    assert "N: only in 2024" in year("series", places[2], place).output.replace("Northern akimat", "N")
    changes = tmp_path / "changes.csv"
    changes.write_text("from,to\nC,N\n")
    found = document(places[2], place, "--changes", changes)
    assert found["renamed"] == [{"before": "C", "after": "N"}]
    (of_n,) = (one for one in found["changes"] if one["subject"] == "N")
    assert (of_n["performance"], of_n["rules"], of_n["why"]) == ("0", "0", None)
    named = {
        (one["subject_then"], one["node"]): one["node_then"]
        for one in found["scores"]
        if one["year"] == "2023"
    }
    assert named["C", "no_complaints"] == "few_complaints"


def test_several_that_became_one_are_not_joined(places: tuple[Path, Path, Path], tmp_path: Path) -> None:
    changes = tmp_path / "changes.csv"
    changes.write_text("from,to\nA,D\nB,D\n")
    found = document(places[1], places[2], "--changes", changes)
    assert (found["renamed"], len(found["parted"])) == ([], 2)
    assert len(found["changes"]) == 4
    assert "several became one" in year("series", places[1], places[2], "--changes", changes).output


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from,to\nA,B\n", "both `A` and `B` are assessed in 2022"),
        ("from,to\nA,Z\n", "no year assesses `Z`"),
        ("old,new\nA,B\n", "the columns `from` and `to`"),
        ("from,to\nA,\n", "the columns `from` and `to`"),
        ("from,to\nA,A\n", "in a circle"),
    ],
)
def test_lists_of_changes_that_are_none(
    places: tuple[Path, Path, Path], tmp_path: Path, text: str, words: str
) -> None:
    changes = tmp_path / "changes.csv"
    changes.write_text(text)
    refused(year("series", places[1], places[2], "--changes", changes), words)


def test_what_is_no_series(places: tuple[Path, Path, Path], tmp_path: Path) -> None:
    refused(year("series", places[1]), "two years at least")
    refused(year("series", places[1], places[1]), "there are two of 2022")
    refused(year("series", places[1], tmp_path / "none"), "no such file or folder")
    refused(year("series", places[1], tmp_path), "is not the folder of a year")


@pytest.mark.parametrize("form", ["text", "md", "html", "docx"])
def test_the_page_in_each_format(form: str, places: tuple[Path, Path, Path], tmp_path: Path) -> None:
    file = tmp_path / f"series.{form.replace('text', 'txt')}"
    assert year("series", *places, "-o", file, "--lang", "ru").exit_code == 0
    if form != "docx":
        assert "Результаты с 2021 по 2023" in file.read_text("utf-8")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_series(language: str, places: tuple[Path, Path, Path]) -> None:
    """The page as its golden has it."""
    done = year("series", *places, "--format", "md", "--lang", language)
    assert done.exit_code == 0, done.output
    golden = Path(__file__).parent / "golden_papers" / f"series.{language}.md"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(done.stdout, "utf-8")
    assert done.stdout == golden.read_text("utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_series_in_a_browser(width: int, places: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """Nothing complains, nothing is wider than the window, drawings that stand side by side stand at one height."""
    assert year("series", *places, "--lang", "kk", "-o", tmp_path / "series.html").exit_code == 0
    browser = Browser(tmp_path / "profile")
    try:
        browser.size(width, 900)
        browser.open(tmp_path / "series.html")
        assert browser.js("document.documentElement.scrollWidth <= innerWidth")
        assert browser.js("document.querySelectorAll('.panel svg').length") > 3
        assert browser.js(
            "[...document.querySelectorAll('.panels')].every(panels => {const rows = {};"
            "for (const one of panels.children) {const box = one.getBoundingClientRect();"
            "(rows[Math.round(box.top)] ??= []).push(Math.round(one.querySelector('svg').getBoundingClientRect().top));}"
            "return Object.values(rows).every(tops => new Set(tops).size === 1);})"
        )
        assert browser.complaints() == []
    finally:
        browser.close()
