"""The year goes as its rules say: days, lateness, spot checks, objections in their window, samples of what may be verified."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from effrules.check.build import load_text
from effrules.cli.starter import METHODOLOGY
from effrules.cycle import opened
from effrules.cycle.assembling import Assembled, assembled
from effrules.cycle.entries import Sent, Stage, Submitted
from effrules.cycle.standing import stands
from effrules.cycle.terms import terms
from effrules.cycle.windows import last_day
from effrules.data import read
from effrules.data.sheets import sheets
from effrules.model.procedure import Counted
from effrules.model.program import Within
from tests.years import year

PROCEDURE = """
calendar kz kk "К" ru "К" en "Working days" { weekend saturday, sunday  from 2023-01-01 to 2024-12-31  holiday 2024-05-01  holiday 2024-05-07 to 2024-05-09  cite my_order }
form act of agency "Act" { days_late: count  incomplete: yes or no }
penalty late { take 1 points * act.days_late + (when act.incomplete then 2 points otherwise 0 points)  from total  cite my_order }
stage reports kk "Е" ru "О" en "Reports" {
    kind reports
    by agency
    from 1 january of the year after
    to last day of january of the year after
    late adds act.days_late for each working day by calendar kz
    incomplete adds act { incomplete yes }
    cite my_order item "1"
}
stage conclusions en "Conclusions" { kind conclusions  by assessors  to 30 april of the year after  cite my_order }
stage objections en "Objections" {
    kind objections
    by agency
    within 5 working days after conclusions by calendar kz
    only with documents
    cite my_order item "2, 3"
}
stage decisions en "Decisions" { kind decisions  by assessors  by a commission without the assessors  within 15 calendar days after objections  cite my_order item "4" }
stage publication en "Publication" { kind publication  by agency  cite my_order }
spot check answers en "Answers" { of service.in_time  tolerance 5%  mismatch adds complaint {}  cite my_order item "1" }
"""
RULES = METHODOLOGY + PROCEDURE
DATA = {
    "agency.csv": "agency,name,kind\nA,Ministry of Examples,central\nB,Ministry of Drafts,central\n",
    "service.csv": "agency,code,planned,in_time\nA,1,100,98\nB,1,100,90\n",
    "complaint.csv": "agency,code\n",
    "act.csv": "agency,days_late,incomplete\nA,0,no\nB,0,no\n",
}


def begun(
    folder: Path,
    sent: Sequence[tuple[str, str, bool, tuple[str, ...]]] = (
        ("A", "2024-01-20", True, ()),
        ("B", "2024-01-31", True, ()),
    ),
) -> Path:
    """A year of two bodies: who sent when, whether it was accepted, with which findings (entries from 2 on)."""
    (folder / "rules").mkdir()
    (folder / "rules" / "methodology.eff").write_text(RULES, "utf-8")
    (folder / "data").mkdir()
    for name, text in DATA.items():
        (folder / "data" / name).write_text(text, "utf-8")
    place = folder / "year"
    done = year(
        "init",
        place,
        "--year",
        2023,
        "--rules",
        folder / "rules",
        "--bodies",
        folder / "data" / "agency.csv",
        "--on",
        "2023-12-01",
    )
    assert done.exit_code == 0, done.output
    found = opened(place)
    dataset, told = read(folder / "data", found.program.schema)
    assert dataset is not None, told
    for body, day, accepted, codes in sent:
        tables = {
            one.table: [dict(zip(one.headings, row, strict=True)) for row in one.rows if row[0] == body]
            for one in sheets(dataset, found.program.schema)
        }
        file = found.kept_bytes("data.json", json.dumps(tables).encode())
        found.register.add(
            Submitted(body, file, "json", accepted, codes), "inbox", on=date.fromisoformat(day)
        )
    return place


def data(place: Path, stage: Stage = Stage.PRELIMINARY) -> Assembled:
    """The data of a stage."""
    found = opened(place)
    return assembled(found, stands(found.register.entries()), stage)


def rows(made: Assembled, table: str) -> tuple[tuple[str, ...], ...]:
    return next(one.rows for one in made.sheets if one.table == table)


def said(made: Assembled) -> list[str]:
    return [str(origin.said) for origin in made.origins]


def refused(done: object, words: str) -> None:
    assert done.exit_code == 2, done.output  # type: ignore[attr-defined]
    assert words in " ".join(done.output.split()), done.output  # type: ignore[attr-defined]


def test_days_of_the_stages() -> None:
    """By rule, working days by the calendar, windows after the last day of the stage before; what a schedule says is not guessed."""
    program = load_text(RULES).program
    assert program is not None
    assert {one.stage.name: (one.first, one.last) for one in terms(program, 2023)} == {
        "reports": (date(2024, 1, 1), date(2024, 1, 31)),
        "conclusions": (None, date(2024, 4, 30)),
        "objections": (date(2024, 5, 1), date(2024, 5, 13)),
        "decisions": (date(2024, 5, 14), date(2024, 5, 28)),
        "publication": (None, None),
    }
    day = Within(1, Counted.WORKING, "conclusions", "kz")
    assert last_day(day, date(2024, 12, 30), program) == date(2024, 12, 31)
    assert last_day(day, date(2024, 12, 31), program) is None


def test_what_is_late_is_derived_from_the_register(tmp_path: Path) -> None:
    """So many working days as the calendar counts; said with the entry; nobody enters an incident."""
    place = begun(tmp_path, (("A", "2024-01-20", True, ()), ("B", "2024-02-05", True, ())))
    made = data(place)
    assert rows(made, "act") == (("A", "0", "no"), ("B", "3", "no"))
    assert said(made) == ['came on 2024-02-05, after 2024-01-31: late by stage «Reports» (my_order item "1")']
    assert made.origins[0].entry == 3


def test_what_came_in_time_with_elements_lacking_is_not_complete_and_not_late(tmp_path: Path) -> None:
    """It was sent again and is whole now; what was refused for other reasons in time does not help."""
    place = begun(
        tmp_path,
        (
            ("A", "2024-01-30", False, ("E403",)),
            ("A", "2024-02-02", True, ()),
            ("B", "2024-01-30", False, ("E408",)),
            ("B", "2024-02-02", True, ()),
        ),
    )
    assert rows(data(place), "act") == (("A", "0", "yes"), ("B", "2", "no"))


def test_collecting_tells_what_the_rules_hold_against_a_report(tmp_path: Path) -> None:
    """While there is still time that it is not complete, then that it is late; nothing of one that came in time."""
    place = begun(tmp_path, ())
    whole = tmp_path / "a"
    whole.mkdir()
    for name, text in DATA.items():
        lines = text.splitlines()
        (whole / name).write_text("\n".join([lines[0], *(one for one in lines[1:] if one.startswith("A"))]))
    (whole / "act.csv").rename(tmp_path / "act.csv")
    early = " ".join(year("collect", place, whole, "--on", "2024-01-20").output.split())
    assert (
        "elements are lacking: not complete by stage «Reports», unless it is sent whole until 2024-01-31"
        in early
    )
    (tmp_path / "act.csv").rename(whole / "act.csv")
    late = " ".join(year("collect", place, whole, "--on", "2024-02-05").output.split())
    assert "came on 2024-01-20 with elements lacking: not complete by stage «Reports»" in late
    (tmp_path / "b").mkdir()
    said_late = " ".join(
        year("collect", begun(tmp_path / "b", ()), whole, "--on", "2024-02-05").output.split()
    )
    assert "came on 2024-02-05, after 2024-01-31: late by stage «Reports»" in said_late
    (tmp_path / "c").mkdir()
    assert "by stage" not in year("collect", begun(tmp_path / "c", ()), whole, "--on", "2024-01-31").output


def test_the_last_submission_in_time_counts(tmp_path: Path) -> None:
    """A later one does not take its place, and costs nothing."""
    place = begun(tmp_path, (("A", "2024-01-20", True, ()), ("B", "2024-01-20", True, ())))
    (tmp_path / "data" / "service.csv").write_text(DATA["service.csv"].replace("A,1,100,98", "A,1,100,99"))
    found = opened(place)
    dataset, _ = read(tmp_path / "data", found.program.schema)
    assert dataset is not None
    tables = {
        s.table: [dict(zip(s.headings, r, strict=True)) for r in s.rows if r[0] == "A"]
        for s in sheets(dataset, found.program.schema)
    }
    file = found.kept_bytes("data.json", json.dumps(tables).encode())
    found.register.add(Submitted("A", file, "json", True, ()), "inbox", on=date(2024, 2, 9))
    assert rows(data(place), "service")[0] == ("A", "1", "100", "98")
    assert rows(data(place), "act")[0] == ("A", "0", "no")


def test_a_difference_beyond_the_tolerance_is_an_incident(tmp_path: Path) -> None:
    """The verified value stands in both cases; what a row needs and the rules do not write is filled in."""
    place = begun(tmp_path)
    for body, verified in (("A", "91"), ("B", "88")):
        assert (
            year(
                "verified", place, body, "service/1", "in_time", "--verified", verified, "--on", "2024-02-10"
            ).exit_code
            == 0
        )
    made = data(place)
    assert [row[-1] for row in rows(made, "service")] == ["91", "88"]
    assert [row[0] for row in rows(made, "complaint")] == ["A"]
    assert said(made) == [
        'reported 98, verified 91: by spot check «Answers» (my_order item "1")',
        'reported 98, verified 91: by spot check «Answers» (my_order item "1")',
        "reported 90, verified 88: within the tolerance of spot check «Answers»",
    ]
    assert year("score", place, "--stage", "preliminary").exit_code == 0


def test_only_what_the_rules_let_be_verified_is_drawn(tmp_path: Path) -> None:
    """The pool has the fields of spot checks and no others."""
    place = begun(tmp_path)
    done = year("sample", place, "--seed", "1", "--bodies", 2, "--cells", 9)
    assert done.exit_code == 0, done.output
    cells = json.loads(year("registers", place, "--format", "json").stdout)["entries"][-1]["what"]["cells"]
    assert {(one["table"], one["field"]) for one in cells} == {("service", "in_time")}
    refused(
        year("sample", place, "--seed", "2", "--bodies", 1, "--cells", 1, "--of", "service.planned"),
        "do not let them be verified",
    )


def objection(place: Path, body: str, day: str, *evidence: object) -> str:
    done = year("appeal", place, body, "--node", "timeliness", "--claim", "more", "--on", day, *evidence)
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def decision(
    place: Path,
    number: int,
    outcome: str,
    *more: object,
    member: str = "B. Kassymova",
    day: str = "2024-05-20",
):  # type: ignore[no-untyped-def]
    return year(
        "decide", place, number, "--outcome", outcome, "--reason", "r", "--member", member, "--on", day, *more
    )


def test_an_objection_that_came_late_or_without_documents_is_left_aside(tmp_path: Path) -> None:
    """It is entered, with a word; whoever decides can do nothing else with it, and must consider the others."""
    place = begun(tmp_path)
    letter = tmp_path / "letter.txt"
    letter.write_text("proof")
    proof = ("--evidence", letter)
    assert (
        'it came on 2024-05-14, after 2024-05-13 (my_order item "2, 3"); it can only be left aside'
        in objection(place, "A", "2024-05-14", *proof)
    )
    assert "no document proves it" in objection(place, "B", "2024-05-13")
    assert "left aside" not in objection(place, "B", "2024-05-13", *proof)
    refused(
        decision(place, 4, "rejected"),
        'it came on 2024-05-14, after 2024-05-13 (my_order item "2, 3"); it can only be left aside',
    )
    refused(decision(place, 5, "upheld", "--correct", "B service/1 in_time=95"), "no document proves it")
    assert decision(place, 4, "not-considered").exit_code == 0
    refused(decision(place, 6, "not-considered"), "came in time and with documents, so it is considered")
    late = decision(place, 6, "rejected", day="2024-05-30")
    assert late.exit_code == 0
    assert 'it was to be decided until 2024-05-28 (my_order item "4")' in " ".join(late.output.split())


def test_the_window_runs_from_the_conclusion_where_the_register_has_it(tmp_path: Path) -> None:
    """Five working days from the day on which it reached this body."""
    place = begun(tmp_path)
    letter = tmp_path / "letter.txt"
    letter.write_text("proof")
    found = opened(place)
    file = found.kept_bytes("conclusion.docx", b"x")
    found.register.add(Sent("A", "conclusion", Stage.PRELIMINARY, file, 0), "me", on=date(2024, 3, 1))
    assert "after 2024-03-08" in objection(place, "A", "2024-03-11", "--evidence", letter)
    assert "left aside" not in objection(place, "A", "2024-03-08", "--evidence", letter)
    assert "left aside" not in objection(place, "B", "2024-03-11", "--evidence", letter)


def test_who_took_part_in_the_assessment_does_not_decide(tmp_path: Path) -> None:
    """Whoever verified figures of the body sits in no commission on its objections."""
    place = begun(tmp_path)
    letter = tmp_path / "letter.txt"
    letter.write_text("proof")
    year("verified", place, "A", "service/1", "in_time", "--verified", "91", "--by", "C. Serikov")
    objection(place, "A", "2024-05-10", "--evidence", letter)
    refused(
        decision(place, 5, "rejected", member="C. Serikov"),
        "C. Serikov took part in the assessment (entry 4)",
    )
    assert decision(place, 5, "rejected").exit_code == 0


def test_what_was_late_can_be_struck_out(tmp_path: Path) -> None:
    """An objection that is upheld takes back what the rules derived; what was sent stays."""
    place = begun(tmp_path, (("A", "2024-01-20", True, ()), ("B", "2024-02-05", True, ())))
    letter = tmp_path / "letter.txt"
    letter.write_text("proof")
    objection(place, "B", "2024-05-10", "--evidence", letter)
    refused(decision(place, 4, "upheld", "--strike", "2"), "nothing that came late")
    assert decision(place, 4, "upheld", "--strike", "3").exit_code == 0
    assert rows(data(place), "act")[1] == ("B", "3", "no")
    assert rows(data(place, Stage.FINAL), "act")[1] == ("B", "0", "no")
    assert rows(data(place, Stage.FINAL), "service")[1] == ("B", "1", "100", "90")


def test_a_day_for_which_the_calendar_is_not(tmp_path: Path) -> None:
    """Nothing is counted without it."""
    place = begun(tmp_path, (("A", "2024-01-20", True, ()), ("B", "2025-02-05", True, ())))
    refused(
        year("score", place, "--stage", "preliminary"),
        "the calendar `kz` is from 2023-01-01 to 2024-12-31, which leaves 2025-02-05 out",
    )


def test_the_calendar_of_the_year(tmp_path: Path) -> None:
    """As a page, and as a file that a library for calendars reads."""
    from icalendar import Calendar

    place = begun(tmp_path)
    page = year("calendar", place, "--format", "md").output
    assert page.index("2024-01-01 – 2024-01-31") < page.index("Objections") < page.index("by the schedule")
    file = tmp_path / "year.ics"
    assert year("calendar", place, "-o", file, "--lang", "ru").exit_code == 0
    events = {str(one["SUMMARY"]): one for one in Calendar.from_ical(file.read_bytes()).walk("VEVENT")}
    assert set(events) == {"О", "Conclusions", "Objections", "Decisions"}
    assert (events["О"]["DTSTART"].dt, events["О"]["DTEND"].dt) == (date(2024, 1, 1), date(2024, 2, 1))
    assert "рабочий день просрочки" in str(events["О"]["DESCRIPTION"])
    again = tmp_path / "again.ics"
    year("calendar", place, "-o", again, "--lang", "ru")
    assert again.read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    ("lang", "words"), [("ru", "Последний день: 31.01.2024 («О»)."), ("kk", "Соңғы күн: 31.01.2024 («Е»).")]
)
def test_reminders_tell_the_last_day(tmp_path: Path, lang: str, words: str) -> None:
    """By the rules, in the language of who is reminded."""
    place = begun(tmp_path, ())
    assert words in year("remind", place, "--lang", lang).output
