"""Stages: scored from the register alone, verified inside the folder, approved once, opened again with a reason."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

from effrules.cycle import opened
from effrules.cycle.entries import Approved, Scored
from tests.starting import effrules
from tests.test_year_entering import DECIDE, entries, refused
from tests.years import begun, year

STAGE = ("--stage", "final")


def test_what_is_scored_is_verified_wherever_the_folder_lies(tmp_path: Path) -> None:
    place = begun(tmp_path)
    year("verified", place, "A", "service/1", "in_time", "--verified", "91")
    done = year("score", place, "--stage", "preliminary")
    assert done.exit_code == 0, done.output
    assert "69.80" in done.output
    what = opened(place).register.entries()[-1].what
    assert isinstance(what, Scored)
    moved = tmp_path / "elsewhere" / "year"
    shutil.copytree(place, moved)
    told = effrules("verify", moved / "preliminary.record.json", "--digest", what.record, folder=tmp_path)
    assert (told.returncode, told.stdout.split(":")[0]) == (0, "The same, digit for digit"), told.stdout
    assert "service,2,in_time,6," in (moved / "stages/preliminary/data/origins.csv").read_text()


def test_a_record_says_from_which_register_its_data_are(tmp_path: Path) -> None:
    """The last entry before the scoring; a register in the same folder that has no such entry is told of, one that goes on is not."""
    place = begun(tmp_path)
    assert year("score", place, "--stage", "preliminary").exit_code == 0
    record, register = place / "preliminary.record.json", place / "registers.sqlite"
    scored = entries(place)[-1]
    said = json.loads(record.read_text("utf-8"))["register"]
    assert said == {"number": scored["number"] - 1, "digest": scored["previous"]}
    year("incident", place, "B", "complaint", "code=1")
    right = effrules("verify", record, folder=tmp_path)
    assert right.returncode == 0
    assert f"a register that ended with entry {said['number']}, {said['digest']}" in " ".join(
        right.stdout.split()
    )
    other = begun(tmp_path / "other", of=2022)
    for one in (register, register.with_suffix(".head")):
        shutil.copy(other / one.name, one)
    wrong = effrules("verify", record, folder=tmp_path)
    assert wrong.returncode == 1
    assert f"has no such entry {said['number']}" in " ".join(wrong.stdout.split())
    register.unlink()
    assert effrules("verify", record, folder=tmp_path).returncode == 0


def test_the_final_stage_follows_decisions_and_the_preliminary_does_not(tmp_path: Path) -> None:
    place = begun(tmp_path)
    year("incident", place, "B", "complaint", "code=1")
    year("appeal", place, "B", "--node", "complaints", "--claim", "it was not justified")
    year("decide", place, "7", "--outcome", "upheld", *DECIDE, "--strike", "6")
    for stage in ("preliminary", "final"):
        assert year("score", place, "--stage", stage).exit_code == 0
    totals = []
    for stage in ("preliminary", "final"):
        with (place / f"{stage}.csv").open(newline="") as stream:
            totals.append({row["subject"]: row["total"] for row in csv.DictReader(stream)})
    assert (totals[0]["B"], totals[1]["B"]) == ("50.00", "100.00")
    assert totals[0]["A"] == totals[1]["A"]
    digests = [one["what"]["data"] for one in entries(place)[-2:]]
    assert digests[0] != digests[1]


def test_approval(tmp_path: Path) -> None:
    place = begun(tmp_path)
    approve = ("approve", place, *STAGE, "--member", "B. Kassymova")
    refused(year(*approve), "not scored yet")
    assert year("score", place, *STAGE).exit_code == 0
    year("appeal", place, "A", "--node", "timeliness", "--claim", "more")
    refused(year(*approve), "objections are not decided yet: 7")
    assert "not decided yet: 7" in year("score", place, *STAGE).output
    year("decide", place, "7", "--outcome", "upheld", *DECIDE, "--correct", "A service/1 in_time=96")
    refused(year(*approve), "score them again")
    assert year("score", place, *STAGE).exit_code == 0
    results = place / "final.csv"
    right = results.read_bytes()
    results.write_bytes(right + b"\n")
    refused(year(*approve), "final.csv")
    results.write_bytes(right)
    done = year(*approve)
    assert done.exit_code == 0, done.output
    refused(year(*approve), "were approved")
    refused(year("score", place, *STAGE), "were approved")
    refused(year("reopen", place, *STAGE), "--why")
    assert year("reopen", place, *STAGE, "--why", "a decision of the court").exit_code == 0
    refused(year("reopen", place, *STAGE, "--why", "x"), "nothing to open again")
    assert year("score", place, *STAGE).exit_code == 0
    found = opened(place)
    approved = next(one.what for one in found.register.entries() if isinstance(one.what, Approved))
    assert [one.name for one in approved.files] == [
        "final.record.json", "final.csv", "final.json", "final.xlsx",
    ]  # fmt: skip
    assert found.content(approved.files[1]) == right


def test_a_record_that_was_made_anew_is_not_the_one_that_was_scored(tmp_path: Path) -> None:
    place = begun(tmp_path)
    assert year("score", place, *STAGE).exit_code == 0
    before = (place / "final.record.json").read_bytes()
    assert year("score", place, *STAGE, "--lang", "ru").exit_code == 0
    (place / "final.record.json").write_bytes(before)
    refused(year("approve", place, *STAGE, "--member", "B. Kassymova"), "digest")
