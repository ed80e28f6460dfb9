"""The year before in a year's rules: what it approved is kept, pinned by the register, and feeds fields declared `from earlier`."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from effrules.cli.starter import METHODOLOGY
from effrules.cycle import opened
from effrules.cycle.entries import Opened
from tests.starting import effrules, starter
from tests.test_year_entering import refused
from tests.years import begun, sent, verify, year

KIND = 'kind: one of central "Central bodies", local "Local bodies"'
BLOCK = 'block complaints "Complaints" {'
GROWTH = METHODOLOGY.replace(KIND, f"{KIND}\n    total_before: points, may be missing, from earlier total")
GROWTH = GROWTH.replace("complaints 40%", "complaints 30%\n    before     10%").replace(
    BLOCK,
    f"""block before "Before" {{
    criterion growth "Good before" out of 100 points {{
        score = when total_before is missing then 0 points when total_before is at least 60 points then 100 points
                otherwise 50 points
        cite my_order item "2"
    }}
}}

{BLOCK}""",
)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The year 2022, approved: A has 63.50, B and C 100, D 32.50."""
    place = begun(tmp_path_factory.mktemp("before"), of=2022)
    year("verified", place, "A", "service/2", "in_time", "--verified", "20")
    assert year("score", place, "--stage", "final").exit_code == 0
    return place


def opening_of(place: Path, methodology: Path, data: Path) -> tuple[object, ...]:
    return "init", place, "--year", 2023, "--rules", methodology, "--bodies", data / "agency.csv"


def opened_after(folder: Path, earlier: Path) -> Path:
    methodology, data = starter(folder)
    (methodology / "methodology.eff").write_text(GROWTH, "utf-8")
    place = folder / "year"
    done = year(*opening_of(place, methodology, data), "--earlier", earlier)
    assert done.exit_code == 0, done.output
    assert "W453" not in done.output, "the list of bodies has no column for what comes from the year before"
    for body in "ABCD":
        sent(opened(place), body, data)
    return place


def test_what_the_year_before_approved_is_used(before: Path, tmp_path: Path) -> None:
    methodology, data = starter(tmp_path)
    opening = opening_of(tmp_path / "year", methodology, data)
    refused(year(*opening, "--earlier", before), "the final results of 2022 were not approved")
    assert not (tmp_path / "year").exists()
    assert year("approve", before, "--stage", "final", "--member", "B. Kassymova").exit_code == 0
    (tmp_path / "next").mkdir()
    place = opened_after(tmp_path / "next", before)
    what = opened(place).register.entries()[0].what
    assert isinstance(what, Opened)
    assert what.earlier is not None
    assert what.earlier.name == "2022-final.json"
    form = place.parent / "form"
    assert year("forms", place, "--body", "A", "-o", form).exit_code == 0
    (workbook,) = form.iterdir()
    assert "W453" not in year("collect", place, workbook).output, "no form has it either"
    for stage in ("preliminary", "final"):
        done = year("score", place, "--stage", stage)
        assert done.exit_code == 0
        assert "W453" not in done.output
    with (place / "final.csv").open(newline="") as stream:
        growth = {row["subject"]: row["growth"] for row in csv.DictReader(stream)}
    assert growth == {"A": "100.00", "B": "100.00", "C": "100.00", "D": "50.00"}
    told = verify(place / "final.record.json")
    assert told.exit_code == 0, told.output
    trace = effrules("trace", place / "rules/rules", place / "stages/final/data", "A", "growth", "--earlier", place / "earlier/2022-final.json",
                     folder=tmp_path)  # fmt: skip
    assert "total_before: 63.5  2022-final.json" in trace.stdout
    assert year("compare", place).exit_code == 0
    assert year("approve", place, "--stage", "final", "--member", "B. Kassymova").exit_code == 0
    package = tmp_path / "package"
    assert year("package", place, "--licence", "CC0-1.0", "-o", package).exit_code == 0
    assert (package / "earlier.json").is_file()
    whole = verify(package)
    assert whole.exit_code == 0, whole.output
    (package / "earlier.json").write_bytes((package / "earlier.json").read_bytes().replace(b"63.5", b"33.5"))
    assert verify(package).exit_code == 1


def test_a_file_of_results_serves_too_and_others_may_be_named_later(before: Path, tmp_path: Path) -> None:
    place = opened_after(tmp_path, before / "final.csv")
    assert year("score", place, "--stage", "final").exit_code == 0
    other = tmp_path / "other.csv"
    other.write_text((before / "final.csv").read_text().replace(",63.5,", ",13.5,"))
    done = year("score", place, "--stage", "final", "--earlier", other)
    assert done.exit_code == 0, done.output
    with (place / "final.csv").open(newline="") as stream:
        growth = {row["subject"]: row["growth"] for row in csv.DictReader(stream)}
    assert growth["A"] == "50.00"
    assert verify(place / "final.record.json").exit_code == 0


def test_what_was_kept_of_the_year_before_is_not_changed(before: Path, tmp_path: Path) -> None:
    place = opened_after(tmp_path, before / "final.csv")
    what = opened(place).register.entries()[0].what
    assert isinstance(what, Opened)
    assert what.earlier is not None
    kept = place / what.earlier.at
    kept.write_text(kept.read_text().replace(",63.5,", ",99.5,"))
    refused(year("score", place, "--stage", "final"), "is not the file that was kept")


def test_what_are_no_results_is_refused(tmp_path: Path) -> None:
    methodology, data = starter(tmp_path)
    opening = opening_of(tmp_path / "year", methodology, data)
    refused(year(*opening, "--earlier", data / "service.csv"), "error")
    refused(year(*opening, "--earlier", data), "is not the folder of a year")
    assert not (tmp_path / "year").exists()
