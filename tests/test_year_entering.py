"""What is entered by hand is looked at first: places, values, what stands, what is approved."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from effrules.cycle import opened
from effrules.cycle.assembling import assembled
from effrules.cycle.entries import Approved, Reopened, Stage
from effrules.cycle.standing import stands
from tests.years import begun, year

DECIDE = ("--reason", "proved", "--member", "B. Kassymova")


def entries(place: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(year("registers", place, "--format", "json").stdout)["entries"]
    return found


def cell(place: Path, stage: Stage, table: str, line: int) -> tuple[str, ...]:
    found = opened(place)
    made = assembled(found, stands(found.register.entries()), stage)
    return next(one for one in made.sheets if one.table == table).rows[line]


def refused(done: Any, words: str) -> None:
    assert done.exit_code in (1, 2), done.output
    assert words in " ".join(done.output.split()), done.output


def test_a_verified_figure_is_kept_with_what_was_reported(tmp_path: Path) -> None:
    place = begun(tmp_path)
    (tmp_path / "act.txt").write_text("found 91")
    done = year(
        "verified", place, "A", "service/1", "in_time", "--verified", "91", "--evidence", tmp_path / "act.txt"
    )
    assert done.exit_code == 0, done.output
    what = entries(place)[-1]["what"]
    assert (what["reported"], what["verified"], what["evidence"][0]["name"]) == ("95", "91", "act.txt")
    assert cell(place, Stage.PRELIMINARY, "service", 0) == ("A", "1", "100", "91")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (("Z", "service/1", "in_time", "--verified", "91"), "the year assesses no `Z`"),
        (("A", "service/9", "in_time", "--verified", "91"), "`A` has no row 9"),
        (("A", "servise/1", "in_time", "--verified", "91"), "no table `servise`"),
        (("A", "service/1", "intime", "--verified", "91"), "no field `intime`"),
        (("A", "service/1", "in_time", "--verified", "-3"), "E412"),
        (("A", "service/1", "in_time", "--verified", "many"), "E408"),
    ],
)
def test_what_does_not_fit_is_not_entered(tmp_path: Path, said: tuple[str, ...], words: str) -> None:
    place = begun(tmp_path)
    refused(year("verified", place, *said), words)
    assert len(entries(place)) == 5


def test_an_incident_is_a_row_that_can_be_read(tmp_path: Path) -> None:
    place = begun(tmp_path)
    assert year("incident", place, "B", "complaint", "code=1").exit_code == 0
    assert cell(place, Stage.PRELIMINARY, "complaint", -1) == ("B", "1")
    refused(year("incident", place, "B", "complaint", "code=1"), "`code` 1 stands twice")
    refused(year("incident", place, "B", "complaint", "code=2", "code=3"), "`code` is said twice")
    refused(year("incident", place, "B", "agency", "name=X"), "is the body itself")
    assert len(entries(place)) == 6


def test_an_incident_of_a_row(tmp_path: Path) -> None:
    """Rows of a table below another one belong to a row of that, which its identifiers name."""
    from effrules.cli.starter import METHODOLOGY

    visit = 'table visit of service "Visit" { day: date }\n\ntable complaint'
    place = begun(tmp_path, METHODOLOGY.replace("table complaint", visit), visit="agency,service,day\n")
    done = year("incident", place, "A", "visit/2", "day=2023-05-02")
    assert done.exit_code == 0, done.output
    assert cell(place, Stage.PRELIMINARY, "visit", -1) == ("A", "2", "2023-05-02")
    refused(year("incident", place, "A", "visit", "day=2023-05-02"), "belongs to a row of `service`")
    refused(year("incident", place, "A", "visit/9", "day=2023-05-02"), "there is no service `9`")
    refused(year("incident", place, "A", "complaint/1", "code=9"), "belongs to the body itself")
    assert len(entries(place)) == 6


def test_decisions(tmp_path: Path) -> None:
    place = begun(tmp_path)
    year("verified", place, "A", "service/1", "in_time", "--verified", "91")
    year("incident", place, "B", "complaint", "code=1")
    for body in "AB":
        assert year("appeal", place, body, "--node", "timeliness", "--claim", "more").exit_code == 0
    refused(
        year("decide", place, "6", "--outcome", "upheld", *DECIDE, "--strike", "6"), "entry 6 is no objection"
    )
    refused(year("decide", place, "99", "--outcome", "rejected", *DECIDE), "no entry 99")
    refused(year("decide", place, "8", "--outcome", "upheld", *DECIDE), "say what follows")
    refused(year("decide", place, "8", "--outcome", "rejected", *DECIDE, "--strike", "6"), "nothing follows")
    refused(year("decide", place, "8", "--outcome", "upheld", *DECIDE, "--strike", "3"), "is not struck out")
    refused(
        year("decide", place, "8", "--outcome", "upheld", *DECIDE, "--strike", "7"),
        "entry 7 is about Ministry of Drafts (B)",
    )
    correct = ("--correct", "A service/1 in_time=91")
    refused(year("decide", place, "8", "--outcome", "upheld", *DECIDE, *correct), "nothing to correct")
    correct = ("--correct", "A service/1 in_time=93")
    assert year("decide", place, "8", "--outcome", "partly", *DECIDE, *correct).exit_code == 0
    assert year("decide", place, "9", "--outcome", "upheld", *DECIDE, "--strike", "7").exit_code == 0
    refused(year("decide", place, "8", "--outcome", "rejected", *DECIDE), "decided already, by entry 10")
    assert cell(place, Stage.PRELIMINARY, "service", 0)[-1] == "91"
    assert cell(place, Stage.FINAL, "service", 0)[-1] == "93"
    assert cell(place, Stage.PRELIMINARY, "complaint", -1) == ("B", "1")
    assert cell(place, Stage.FINAL, "complaint", -1) == ("D", "3")
    refused(year("withdraw", place, "8", "--why", "x"), "named by others, which go first: 10")
    refused(year("withdraw", place, "10"), "--why")
    assert year("withdraw", place, "10", "--why", "another paper").exit_code == 0
    refused(year("withdraw", place, "10", "--why", "x"), "withdrawn already")
    assert cell(place, Stage.FINAL, "service", 0)[-1] == "91"
    assert year("decide", place, "8", "--outcome", "not-considered", *DECIDE).exit_code == 0


def test_what_is_approved_is_not_changed_unless_it_was_opened_again(tmp_path: Path) -> None:
    place = begun(tmp_path)
    year("appeal", place, "A", "--node", "timeliness", "--claim", "more")
    register = opened(place).register
    approval = register.add(Approved(Stage.FINAL, "sha256:" + "0" * 64, ("K",)), "me")
    correct = ("decide", place, "6", "--outcome", "upheld", *DECIDE, "--correct", "A service/1 in_time=93")
    for said in (
        ("verified", place, "A", "service/1", "in_time", "--verified", "91"),
        ("incident", place, "B", "complaint", "code=1"),
        ("withdraw", place, "2", "--why", "x"),
        correct,
    ):
        refused(year(*said), "would change the final results, which were approved")
    refused(year("withdraw", place, "7", "--why", "x"), "opened again")
    register.add(Reopened(Stage.FINAL, approval.number), "me", "a slip")
    assert year(*correct).exit_code == 0


def test_days_and_words_that_say_nothing(tmp_path: Path) -> None:
    place = begun(tmp_path)
    objecting = ("appeal", place, "A", "--node", "timeliness", "--claim")
    refused(year(*objecting, " "), "it says nothing")
    tomorrow = date.today() + timedelta(days=2)  # noqa: DTZ011 - of this computer, as the command has it
    refused(year(*objecting, "more", "--on", tomorrow), "has not come yet")
    assert year(*objecting, "more", "--on", "2024-02-06").exit_code == 0
    rejected = ("decide", place, "6", "--outcome", "rejected", "--reason")
    refused(year(*rejected, "", "--member", "B"), "it says nothing")
    refused(year(*rejected, "no", "--member", " "), "it says nothing")
    said = ("--member", "B", "--on")
    refused(year(*rejected, "no", *said, "2024-02-05"), "entry 6 is of 2024-02-06")
    refused(year("withdraw", place, "6", "--why", "x", "--on", "2024-02-05"), "not of an earlier day")
    refused(year("withdraw", place, "6", "--why", " "), "--why")
    assert [one["number"] for one in entries(place)][-1] == 6
    assert year(*rejected, "no", *said, "2024-02-06").exit_code == 0


def test_what_is_found_needs_data_to_find_it_in(tmp_path: Path) -> None:
    place = begun(tmp_path)
    assert year("withdraw", place, "2", "--why", "by mistake").exit_code == 0
    told = "nothing that `A` sent counts: its data come first"
    refused(year("incident", place, "A", "complaint", "code=7"), told)
    refused(year("verified", place, "A", "service/1", "in_time", "--verified", "9"), told)


def test_the_scoring_of_what_is_approved_is_not_withdrawn(tmp_path: Path) -> None:
    place = begun(tmp_path)
    assert year("score", place, "--stage", "preliminary").exit_code == 0
    assert year("approve", place, "--stage", "preliminary", "--member", "B").exit_code == 0
    refused(year("withdraw", place, "6", "--why", "x"), "open them again first")
    assert year("reopen", place, "--stage", "preliminary", "--why", "x").exit_code == 0
    assert year("withdraw", place, "6", "--why", "x").exit_code == 0


def test_the_year_before_is_before(tmp_path: Path) -> None:
    place = begun(tmp_path)
    assert year("score", place, "--stage", "final").exit_code == 0
    assert year("approve", place, "--stage", "final", "--member", "B").exit_code == 0
    told = "is the year 2023, which is not before"
    rules = next((place / "rules").iterdir())
    opening = ("--rules", rules, "--bodies", place / "bodies.csv", "--earlier", place)
    refused(year("init", tmp_path / "before", "--year", 2022, *opening), told)
    assert year("init", tmp_path / "after", "--year", 2024, *opening).exit_code == 0
    for command in (
        ("score", place, "--stage", "preliminary"),
        ("forms", place),
        ("conclude", place, "--stage", "final"),
    ):
        refused(year(*command, "--earlier", place), told)
