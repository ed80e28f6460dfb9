"""Who reports what: institutions have forms of their own, and what they report is not asked of the bodies; bodies that send nothing."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from effrules.cycle import opened
from effrules.cycle.form_of_institution import form_of
from effrules.data.tags import GUIDE
from tests.test_year_entering import entries, refused
from tests.years import verify, year

RULES = """
methodology m version "1" { title en "M"  in force from 2023-01-01  scale 0 to 100 points }
source order { title en "Order" }
subject agency "State body" { code: text, unique  kind: one of central, local  marks: number, between 0 and 10 }
form report of agency "Report" { planned: number, above 0  actual: number, at least 0 }
form act of agency "Act of verification" { unreliable: count  late: count  absent: yes or no }
table finding of agency "Finding" { number: text, unique  weight: points, at least 0 }
institution audit "Audit Chamber"
institution finance "Finance" { is "MF"  cite order }
block goals out of 100 points {
    assessed by finance
    assessed by audit where kind is central
    score = (100 points * report.actual / report.planned but at most 90 points) + marks * 1 points
    cite order
}
penalty faults { take 1 points * (act.unreliable + act.late)  from total  cite order }
penalty silence { take 5 points when act.absent  from total  cite order }
penalty findings { take sum of finding.weight for each finding  from total  cite order }
total { never below 0 points  cite order }
stage reports "Reports" { kind reports  by agency  to 2024-01-31  late adds act.late  absent adds act { absent yes }  cite order item "1" }
stage acts "Acts" { kind reports  by assessors  for block goals  of act, finding  to 2024-02-29  cite order item "2" }
stage marks "Marks" { kind reports  by audit  of agency.marks  cite order item "3" }
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "m.eff").write_text(RULES, "utf-8")
    (tmp_path / "bodies.csv").write_text("agency,code,kind\nMF,MF,central\nA,A,local\nB,B,central\n", "utf-8")
    folder = tmp_path / "y"
    done = year("init", folder, "--year", 2023, "--rules", tmp_path / "m.eff", "--bodies", tmp_path / "bodies.csv", "--on", "2024-01-05")  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder


def body_sends(place: Path, key: str, actual: int = 80, on: str = "2024-01-20", *more: str) -> object:
    inbox = place.parent / f"{key}-{on}"
    inbox.mkdir()
    kind = {"A": "local"}.get(key, "central")
    (inbox / "agency.csv").write_text(f"agency,code,kind\n{key},{key},{kind}\n", "utf-8")
    (inbox / "report.csv").write_text(f"agency,planned,actual\n{key},100,{actual}\n", "utf-8")
    return year("collect", place, inbox, "--on", on, *more)


def institution_sends(place: Path, name: str, *bodies: str, of: str = "", on: str = "2024-02-20") -> object:
    """A form of an institution filled in: nothing found about any of these bodies, 5 marks for all of its sheet."""
    reporter = opened(place).reporters.institutions[name]
    book = load_workbook(BytesIO(form_of(opened(place), reporter, 3)))
    if name == "audit":
        for row in book["agency"].iter_rows(min_row=2):
            if row[0].value:
                row[1].value = 5
    for number, key in enumerate(bodies, 2):
        book["act"].cell(number, 1).value = key
        for column, value in enumerate((0, 0, "жоқ / нет"), 2):
            book["act"].cell(number, column).value = value
    if of:
        book["finding"]["A2"], book["finding"]["B2"], book["finding"]["C2"] = of, "1", 2
    file = place.parent / f"{name}-{'-'.join(bodies)}-{of}.xlsx"
    book.save(file)
    return year("collect", place, file, "--on", on)


def totals(place: Path, stage: str) -> dict[str, str]:
    with (place / f"{stage}.csv").open(newline="", encoding="utf-8") as stream:
        return {row["subject"]: row["total.exact"] for row in csv.DictReader(stream)}


def test_forms_go_to_who_reports(place: Path) -> None:
    done = year("forms", place)
    assert "3 workbooks." in done.output
    assert "2 workbooks for institutions that report of bodies" in done.output
    own = load_workbook(place / "forms/A.xlsx")
    assert "report" in own.sheetnames
    assert not {"act", "finding"} & set(own.sheetnames)
    assert [cell.value for cell in own["agency"][1]] == ["State body", "kind"] or "marks" not in str(
        [cell.value for cell in own["agency"][1]]
    )
    audit = load_workbook(place / "forms/institution-audit.xlsx")
    assert [row[0].value for row in audit["act"].iter_rows(min_row=2)] == ["MF", "B"]
    assert [row[0].value for row in audit["agency"].iter_rows(min_row=2)] == ["MF", "A", "B"]
    told = [[cell.value for cell in row[:2]] for row in audit[GUIDE].iter_rows()]
    assert told[-3:] == [["MF", "MF"], ["A", "A"], ["B", "B"]]
    finance = load_workbook(place / "forms/institution-finance.xlsx")
    assert [row[0].value for row in finance["act"].iter_rows(min_row=2)] == ["A"]
    refused(year("forms", place, "--institution", "audt"), "Did you mean `audit`?")


def test_what_institutions_report_is_collected_from_them(place: Path) -> None:
    for key in ("MF", "A", "B"):
        assert body_sends(place, key).exit_code == 0  # type: ignore[attr-defined]
    said = year("remind", place).output
    assert "Audit Chamber: the data of 2023 on the bodies have not come" in said
    assert "Last day: 2024-02-29 («Acts»)" in said
    refused(year("score", place, "--stage", "preliminary"), "Not scored, since Audit Chamber has not reported of them: MF, A, B")  # fmt: skip
    done = institution_sends(place, "audit", "MF", "B", of="B")
    assert done.exit_code == 0, done.output  # type: ignore[attr-defined]
    assert "Audit Chamber, accepted (entry 5)" in done.output  # type: ignore[attr-defined]
    assert entries(place)[-1]["kind"] == "reported"
    part = year("score", place, "--stage", "preliminary")
    assert part.exit_code == 0, part.output
    assert "Not scored, since Finance has not reported of them: A" in part.output
    assert institution_sends(place, "finance", "A").exit_code == 0  # type: ignore[attr-defined]
    assert "Finance" not in year("remind", place).output
    assert "2024-02-20" in year("status", place).output
    assert year("score", place, "--stage", "final").exit_code == 0
    assert totals(place, "final") == {"MF": "85", "A": "85", "B": "83"}
    assert verify(place / "final.record.json").exit_code == 0
    assert year("compare", place).exit_code == 0


def test_what_is_not_theirs_is_refused(place: Path) -> None:
    assert body_sends(place, "A").exit_code == 0  # type: ignore[attr-defined]
    wrong = institution_sends(place, "audit", "MF", "A")
    assert wrong.exit_code == 1  # type: ignore[attr-defined]
    said = " ".join(wrong.output.split())  # type: ignore[attr-defined]
    assert "E486" in said
    assert "Audit Chamber does not report this of `A`" in said
    assert "`act` has no row of `B`: the form was not handed in" in said
    assert (place / "replies/audit-3.txt").read_text("utf-8").startswith("Audit Chamber: ")
    inbox = place.parent / "more"
    inbox.mkdir()
    for name, text in {
        "agency": "agency,code,kind\nB,B,central\n",
        "report": "agency,planned,actual\nB,100,80\n",
        "act": "agency,unreliable,late,absent\nB,0,0,no\n",
    }.items():
        (inbox / f"{name}.csv").write_text(text, "utf-8")
    done = year("collect", place, inbox, "--on", "2024-01-20")
    assert "W452" in done.output  # a table that the body is not asked for is not read


def test_a_body_that_sent_nothing(place: Path) -> None:
    for key in ("MF", "B"):
        body_sends(place, key)
    institution_sends(place, "audit", "MF", "B")
    institution_sends(place, "finance", "A")
    part = year("score", place, "--stage", "preliminary")
    said = " ".join(part.output.split())
    assert "Not scored, since they sent no data that can be used: A" in said
    assert 'What the rules add for a report that never came: «Reports» (order item "1")' in said
    assert "What the rules add for a report" in " ".join(year("status", place).output.split())
    early = body_sends(place, "A", 60, "2024-01-25", "--absent")
    refused(early, "`A` may report until 2024-01-31")
    (place.parent / "A-2024-01-25").rename(place.parent / "old")
    assert body_sends(place, "A", 60, "2024-03-01", "--absent").exit_code == 0  # type: ignore[attr-defined]
    assert entries(place)[-1]["what"]["absent"] is True
    assert "nothing; by others: 2024-03-01" in " ".join(year("status", place).output.split())
    assert year("score", place, "--stage", "preliminary").exit_code == 0
    origins = (place / "stages/preliminary/data/origins.csv").read_text("utf-8")
    assert 'no report came until 2024-01-31: absent by stage «Reports» (order item ""1"")' in origins
    assert totals(place, "preliminary")["A"] == "60"  # 60 and 5 marks, less 5 points
    refused(body_sends(place, "B", 60, "2024-03-02", "--absent"), "`B` has sent data of its own")


def test_a_form_that_is_not_handed_in_makes_a_report_incomplete(place: Path) -> None:
    """It is refused in time, and the report that comes whole later is not complete by the rules."""
    inbox = place.parent / "lacking"
    inbox.mkdir()
    (inbox / "agency.csv").write_text("agency,code,kind\nB,B,central\n", "utf-8")
    (inbox / "report.csv").write_text("agency,planned,actual\n", "utf-8")
    done = year("collect", place, inbox, "--on", "2024-01-20")
    assert done.exit_code == 1
    assert "E489" in done.output
    assert "`report` has no row of `B`: the form was not handed in" in " ".join(done.output.split())


def test_what_is_planned_stands_in_the_form(place: Path) -> None:
    plan = place.parent / "plan.csv"
    plan.write_text("body,table,row,field,value\nA,report,,planned,120\n", "utf-8")
    done = year("forms", place, "--body", "A", "--plan", plan)
    assert done.exit_code == 0, done.output
    page = load_workbook(place / "forms/A.xlsx")["report"]
    assert [cell.value for cell in page[2]][:2] == ["A", 120]
    assert page["B2"].protection.locked
    assert not page["C2"].protection.locked
    plan.write_text("body,table,row,field,value\nA,report,,planned,-5\n", "utf-8")
    refused(year("forms", place, "--plan", plan), "E412")
    plan.write_text("body,table\n", "utf-8")
    refused(year("forms", place, "--plan", plan), "plan.csv is no plan: its columns are body, table, row")
