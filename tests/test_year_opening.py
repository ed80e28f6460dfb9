"""What is told when a year is opened, and days that cannot be."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from hashlib import sha256
from json import dumps, loads
from pathlib import Path

import pytest

from effrules.audit.record import own_digest
from tests.starting import starter
from tests.test_year_entering import refused
from tests.years import begun, year


def opened(folder: Path, rules: str, of: int = 2023, *more: object):  # type: ignore[no-untyped-def]
    made, data = starter(folder)
    if rules:
        (made / "methodology.eff").write_text(rules, "utf-8")
    return year(
        "init", folder / "year", "--year", of, "--rules", made, "--bodies", data / "agency.csv", *more
    )


def test_who_would_assess_himself_is_told_when_the_year_is_opened(tmp_path: Path) -> None:
    from effrules.cli.starter import METHODOLOGY

    own = 'institution services_office "Office of Services" { is "B"  cite my_order }\n'
    rules = own + METHODOLOGY.replace("block services", "block services", 1)
    assert "{ " in rules
    done = opened(tmp_path, _assessed(rules))
    assert done.exit_code == 0, done.output
    assert "W493" in done.output
    assert "`B` would assess itself" in done.output
    assert "Register: entry 1, sha256:" in done.output


def _assessed(rules: str) -> str:
    """The starter's rules, each of whose criteria is assessed by the body B."""
    head, sign, rest = rules.partition("total {")
    return f"{head}{sign} assessed by services_office  {rest}"


def test_rules_of_another_time_are_told(tmp_path: Path) -> None:
    from effrules.cli.starter import METHODOLOGY

    later = METHODOLOGY.replace("in force from 2026-01-01", "in force from 2026-02-01")
    assert later != METHODOLOGY
    done = opened(tmp_path, later)
    assert "W494" in done.output
    assert "these rules are in force from 2026-02-01; 2023 was over by then" in " ".join(done.output.split())
    (tmp_path / "next").mkdir()
    assert "W494" not in opened(tmp_path / "next", later, 2025).output  # assessed in 2026


def test_days_that_cannot_be(tmp_path: Path) -> None:
    refused(opened(tmp_path, "", 2023, "--on", "1999-01-01"), "1999-01-01 is more than a year before 2023")
    assert not (tmp_path / "year").exists()
    next_year = date.today().year + 2  # noqa: DTZ011 - of this computer, as the command has it
    refused(year("init", tmp_path / "n", "--year", next_year, "--rules", "current", "--bodies", __file__), "has not come yet")  # fmt: skip
    (tmp_path / "b").mkdir()
    place = begun(tmp_path / "b")
    before = ("--on", "1999-01-01")
    for command in (
        ("appeal", place, "A", "--node", "timeliness", "--claim", "more"),
        ("verified", place, "A", "service/1", "in_time", "--verified", "91"),
        ("collect", place, place / "bodies.csv"),
        ("score", place, "--stage", "preliminary"),
        ("withdraw", place, "2", "--why", "x"),
    ):
        refused(
            year(*command, *before), "1999-01-01 is before 2023-12-01, the day on which the year was opened"
        )
    assert not (place / "stages").exists()
    refused(
        year("score", place, "--stage", "preliminary", "--on", "2023-12-10"), "is of 2023-12-20: what follows"
    )
    assert not (place / "stages").exists()
    assert year("score", place, "--stage", "preliminary", "--on", "2024-03-01").exit_code == 0
    refused(
        year("conclude", place, "--stage", "preliminary", "--send", "--on", "2024-02-01"), "is of 2024-03-01"
    )
    refused(year("approve", place, "--stage", "preliminary", "--member", "B", "--on", "2024-02-01"), "is of 2024-03-01")  # fmt: skip
    assert not (place / "papers").exists()


def test_results_and_records_that_are_not_what_was_scored_are_told(tmp_path: Path) -> None:
    """A figure in the results; the record with what it says of them put right, and with its own digest, too."""
    place = begun(tmp_path)
    assert year("score", place, "--stage", "preliminary", "--on", "2024-03-01").exit_code == 0
    assert year("status", place).exit_code == 0
    data = place / "stages/preliminary/data/service.csv"
    was_there = data.read_bytes()
    data.write_bytes(was_there + b"\n")
    told = year("status", place)
    assert (told.exit_code, "stages/preliminary/data is not what was scored" in told.output) == (1, True)
    data.write_bytes(was_there)
    table, record = place / "preliminary.csv", place / "preliminary.record.json"
    was = sha256(table.read_bytes()).hexdigest()
    table.write_bytes(table.read_bytes() + b"\n")
    told = year("status", place)
    assert (told.exit_code, "preliminary.csv is not what was scored" in told.output) == (1, True)
    document = loads(record.read_text("utf-8").replace(was, sha256(table.read_bytes()).hexdigest()))
    for digest in (document["digest"], own_digest(document)):
        record.write_text(dumps(document | {"digest": digest}), "utf-8")
        told = year("status", place)
        assert (told.exit_code, "preliminary.record.json is not what was scored" in told.output) == (1, True)


def test_a_refusal_is_a_sentence_without_how_the_command_is_called(tmp_path: Path) -> None:
    place = begun(tmp_path)
    for done in (
        year("conclude", place, "--stage", "final"),
        year("status", tmp_path),
        year("approve", place, "--stage", "final", "--member", "B"),
    ):
        assert done.exit_code == 2
        assert done.output.startswith("Error: "), done.output


def test_what_was_written_is_said(tmp_path: Path) -> None:
    place = begun(tmp_path)
    assert year("score", place, "--stage", "preliminary").exit_code == 0
    made = year("conclude", place, "--stage", "preliminary", "--format", "html")
    assert f"{place / 'papers/preliminary'}: 4 files." in " ".join(made.output.split())
    assert "Nothing is entered as sent" in made.output
    made = year("papers", place, "--stage", "preliminary", "--format", "html")
    assert "files." in made.output


def test_what_is_no_inbox(tmp_path: Path) -> None:
    place = begun(tmp_path)
    refused(year("collect", place, tmp_path / "nothing.csv"), "there is no such file or folder")
    refused(year("collect", place, tmp_path), "holds the folder of the year itself")
    (tmp_path / "inbox").mkdir()
    assert "There is no file in it that can hold data." in year("collect", place, tmp_path / "inbox").output


def test_a_year_that_cannot_be_opened_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from effrules.cycle import folder as of

    kept = of.keep

    def full(place: Path, content: bytes, **more: bool) -> None:
        if place.name == of.BODIES:
            raise OSError(28, "No space left on device", str(place))
        kept(place, content, **more)

    monkeypatch.setattr(of, "keep", full)
    done = opened(tmp_path, "")
    assert done.exit_code == 1
    assert "No space left on device" in done.output
    assert not (tmp_path / "year").exists()


def test_a_folder_of_another_release_is_told(tmp_path: Path) -> None:
    place = begun(tmp_path)
    manifest = place / "year.json"
    manifest.write_text(manifest.read_text("utf-8").replace("effrules.year/1", "effrules.year/9"), "utf-8")
    refused(year("status", place), "was written by another release of effrules, as effrules.year/9")


def test_a_signal_waits_for_the_outermost_of_stretches_that_are_not_divided() -> None:
    """A file is written whole within the making of a year; the signal that came then ends the process after the year."""
    lines = (
        "from effrules.leaving import Undivided, leave",
        "with Undivided():",
        "    with Undivided(): leave(2)",
        "    print('the rest', flush=True)",
        "print('too late')",
    )
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 130
    assert done.stdout == "the rest\n"
