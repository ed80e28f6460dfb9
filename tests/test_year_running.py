"""What the rules say of several years running: of whom it holds, and that it is not known where years are not at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from effrules.cli.starter import METHODOLOGY
from tests.test_year_entering import refused
from tests.years import begun, year

RULES = (
    METHODOLOGY
    + """
stage responsibility en "Responsibility" { kind proposals  for total  one of the last 1 places 3 years running  cite my_order item "73" }
stage decline en "Decline" { kind proposals  for total, block services  lower score 2 years running  cite my_order }
"""
)


def played(folder: Path, of: int, figure: int) -> Path:
    """A year in which A answered so many requests in time, and all others what the starter has."""
    (folder / str(of)).mkdir()
    place = begun(folder / str(of), RULES, of)
    day = f"{of + 1}-02-10"
    done = year("verified", place, "A", "service/2", "in_time", "--verified", figure, "--on", day)
    assert done.exit_code == 0, done.output
    assert year("score", place, "--stage", "final", "--on", day).exit_code == 0
    return place


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    folder = tmp_path_factory.mktemp("running")
    return played(folder, 2021, 30), played(folder, 2022, 20), played(folder, 2023, 10)


def plain(text: str) -> str:
    return " ".join(text.split())


def test_status_tells_of_whom_it_holds(years: tuple[Path, Path, Path]) -> None:
    first, second, third = years
    alone = plain(year("status", third).output)
    assert "one of the last 1 places 3 years running" in alone
    assert "Not known: the results of 2021, 2022 are not at hand." in alone
    known = plain(year("status", third, "--earlier", second, "--earlier", first).output)
    assert "2021 to 2023" in known
    assert "a lower score 2 years running" in known
    assert "Not known" not in known.partition("Decline")[2]
    assert "Ministry of Examples (A)" in known.partition("Decline")[2]
    assert "(B)" not in known.partition("Decline")[2]
    refused(year("status", second, "--earlier", third), "which is not before 2022")
    refused(year("status", third, "--earlier", third / "final.csv"), "is not the folder of a year")


def test_the_last_places_of_all_years(years: tuple[Path, Path, Path]) -> None:
    """Who is last in each of the three years in its group, and who only in some."""
    from effrules.cycle import opened
    from effrules.cycle.entries import Stage
    from effrules.cycle.running import held, results_of
    from effrules.cycle.scored import scored_stage

    last = scored_stage(opened(years[2]), Stage.FINAL)
    places, decline = held(last, results_of(years[:2]))
    lowest = []
    for one in years:
        results = results_of([one]).popitem()[1]
        groups: dict[object, list[tuple[object, str]]] = {}
        for body in results.subjects:
            score = body.nodes["total"].value
            groups.setdefault(body.subject.values.get("kind"), []).append((score, body.key))
        lowest.append({key for of in groups.values() for score, key in of if score == min(of)[0]})
    wanted = set.intersection(*lowest)
    assert wanted
    ranked = last.year.program.rankings
    assert {*places.found["total"]} == wanted or not ranked[0].within
    assert decline.found == {"total": ("A",), "services": ("A",)}


def test_papers_and_series_have_it(years: tuple[Path, Path, Path], tmp_path: Path) -> None:
    first, second, third = years
    done = year(
        "papers", third, "--stage", "final", "--paper", "commission", "--format", "html", "--lang", "en",
        "--earlier", second, "--earlier", first, "-o", tmp_path,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    text = (tmp_path / "commission.en.html").read_text("utf-8")
    assert "Responsibility" in text
    assert "2021 to 2023" in text
    made = year("series", first, second, third, "-o", tmp_path / "series.md", "--lang", "en")
    assert made.exit_code == 0, made.output
    assert "a lower score 2 years running" in (tmp_path / "series.md").read_text("utf-8")
    two = year("series", second, third, "-o", tmp_path / "two.md", "--lang", "en")
    assert two.exit_code == 0
    assert "Not known: the results of 2021 are not at hand." in (tmp_path / "two.md").read_text("utf-8")
