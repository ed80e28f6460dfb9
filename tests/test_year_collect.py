"""What bodies sent back: whose it is, whether it is accepted, what is kept, and what is told to the sender."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from effrules.cycle import opened
from effrules.cycle.assembling import known
from effrules.cycle.entries import Submitted
from effrules.cycle.form_workbooks import form
from effrules.cycle.standing import of_kind
from tests.running import run

RULES = """
methodology m version "1" { title ru "М"  in force from 2023-01-01  scale 0 to 100 points }
source order { title ru "Приказ" }
subject agency ru "Орган" { staff ru "Штат": count }
table target of agency ru "Цель" { code: text, unique  part ru "Доля": share, at least 0, at most 1 }
criterion a out of 100 points { score = 1 points * staff but at most 100 points  cite order }
total { cite order }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A year of two bodies, of which the list says nothing but their identifiers."""
    (tmp_path / "m.eff").write_text(RULES, "utf-8")
    (tmp_path / "bodies.csv").write_text("agency,staff\nabai,\nmoh,\n", "utf-8")
    assert begun(tmp_path, 2023).exit_code == 0
    return tmp_path


def begun(folder: Path, year: int):  # type: ignore[no-untyped-def]
    return run("year", "init", folder / str(year), "--year", year, "--rules", folder / "m.eff", "--bodies", folder / "bodies.csv", "--by", "me")  # fmt: skip


def sent(folder: Path, body: str, name: str, staff: object = 5, part: object = 0.5, year: int = 2023) -> Path:
    """A form, filled in and sent back under some name."""
    of = opened(folder / str(year))
    book = load_workbook(BytesIO(form(of, next(one for one in known(of).subjects if one.key == body), 1)))
    book["agency"]["B2"] = staff
    book["target"]["A2"], book["target"]["B2"], book["target"]["C2"] = body, "t1", part
    book["target"]["C2"].number_format = "0.00%"
    (folder / "inbox").mkdir(exist_ok=True)
    path = folder / "inbox" / name
    book.save(path)
    return path


def submitted(folder: Path) -> list[Submitted]:
    return [what for _, what in of_kind(opened(folder / "2023").register.entries(), Submitted)]


def test_a_form_comes_back_under_any_name(folder: Path) -> None:
    path = sent(folder, "abai", "скан (2).xlsx")
    (folder / "inbox" / "photo.png").write_bytes(b"")
    done = run(
        "year", "collect", folder / "2023", folder / "inbox", "--by", "me", "--on", "2024-01-20", columns=300
    )
    assert done.exit_code == 0, done.output
    assert "abai, accepted (entry 2)\n1 file accepted, 0 not accepted.\n" in done.stdout
    assert "photo.png: not read" in done.stdout
    (one,) = submitted(folder)
    assert (one.body, one.form, one.accepted, one.findings, one.file.name) == (
        "abai",
        "xlsx",
        True,
        (),
        path.name,
    )
    assert (folder / "2023" / one.file.at).read_bytes() == path.read_bytes()
    again = run("year", "collect", folder / "2023", path, "--by", "me")
    assert "entered before (entry 2)" in again.stdout
    assert len(submitted(folder)) == 1
    told = run("year", "remind", folder / "2023", "--lang", "ru").stdout
    assert told == "moh: данные за 2023 год не поступили. Пришлите их.\n"


def test_what_is_wrong_goes_back_to_the_sender(folder: Path) -> None:
    path = sent(folder, "moh", "a.xlsx", staff="много", part=2)
    done = run("year", "collect", folder / "2023", path, "--by", "me", "--on", "2024-01-20", "--lang", "kk")
    assert done.exit_code == 1
    (one,) = submitted(folder)
    assert not one.accepted
    assert len(one.findings) == 2
    letter = (folder / "2023" / "replies" / "moh-2.txt").read_text("utf-8")
    assert letter.startswith("moh: `a.xlsx` файлы қабылданбады (күні: 20.01.2024).")
    assert all(code in letter for code in one.findings)
    assert str(folder) not in letter
    book = load_workbook(folder / "2023" / "replies" / "moh-2.xlsx")
    assert [
        cell.comment is not None
        for cell in (book["agency"]["B2"], book["target"]["C2"], book["target"]["B2"])
    ] == [True, True, False]
    assert book["agency"]["B2"].fill.start_color.rgb == "00FFC7CE"
    lines = run("year", "remind", folder / "2023", "--format", "csv").stdout.splitlines()
    assert lines[1:] == ["abai,nothing sent,,", f"moh,with errors,2024-01-20,{' '.join(one.findings)}"]


def test_the_later_file_counts(folder: Path) -> None:
    """Two in one inbox are entered by their time, not by their names."""
    late, early = sent(folder, "abai", "a.xlsx", staff=7), sent(folder, "abai", "b.xlsx", staff=6)
    os.utime(early, (1, 1))
    assert run("year", "collect", folder / "2023", folder / "inbox", "--by", "me").exit_code == 0
    assert [one.file.name for one in submitted(folder)] == [early.name, late.name]


def test_forms_of_others_are_refused(folder: Path) -> None:
    assert begun(folder, 2022).exit_code == 0
    other = run("year", "collect", folder / "2023", sent(folder, "moh", "old.xlsx", year=2022), "--by", "me")
    assert "the form is one of the year 2022" in other.output
    assert submitted(folder)[0].findings == ("E485",)
    (folder / "agency.csv").write_text("agency,staff\nelse,3\n", "utf-8")
    stranger = run("year", "collect", folder / "2023", folder / "agency.csv", "--by", "me")
    assert "the year assesses no `else`" in stranger.output
    (folder / "agency.csv").write_text("agency,staff\nmoh,3\nabai,4\n", "utf-8")
    several = run("year", "collect", folder / "2023", folder / "agency.csv", "--by", "me")
    assert "E486" in several.output
    assert len(submitted(folder)) == 1
    mine = sent(folder, "moh", "new.xlsx")
    assert "E486" in run("year", "collect", folder / "2023", mine, "--body", "abai", "--by", "me").output
    assert (
        "did you mean `abai`"
        in run("year", "collect", folder / "2023", mine, "--body", "abay", "--by", "me").output
    )


def test_a_row_of_another_body_is_told(folder: Path) -> None:
    path = sent(folder, "moh", "a.xlsx")
    book = load_workbook(path)
    book["agency"]["A2"] = book["target"]["A2"] = "abai"
    book.save(path)
    assert "has data of `abai`" in run("year", "collect", folder / "2023", path, "--by", "me").output
    assert not submitted(folder)[0].accepted
