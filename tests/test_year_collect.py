"""What bodies sent back: whose it is, whether it is accepted, what is kept, and what is told to the sender."""

from __future__ import annotations

import os
import shutil
import struct
from io import BytesIO
from pathlib import Path
from zlib import crc32

import pytest
from click.exceptions import Exit
from openpyxl import load_workbook

from effrules.cli.door import leave_unwritten
from effrules.cycle import opened
from effrules.cycle.assembling import assembled
from effrules.cycle.entries import Received, Stage, Submitted
from effrules.cycle.form_workbooks import form
from effrules.cycle.standing import of_kind, stands
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
    return run("year", "init", folder / str(year), "--year", year, "--rules", folder / "m.eff", "--bodies", folder / "bodies.csv", "--by", "me", "--on", "2023-12-01")  # fmt: skip


def sent(folder: Path, body: str, name: str, staff: object = 5, part: object = 0.5, year: int = 2023) -> Path:
    """A form, filled in and sent back under some name."""
    of = opened(folder / str(year))
    book = load_workbook(BytesIO(form(of, next(one for one in of.known.subjects if one.key == body), 1)))
    book["agency"]["B2"] = staff
    book["target"]["A2"], book["target"]["B2"], book["target"]["C2"] = body, "t1", part
    book["target"]["C2"].number_format = "0.00%"
    (folder / "inbox").mkdir(exist_ok=True)
    path = folder / "inbox" / name
    book.save(path)
    return path


def test_a_form_filled_in_by_a_program_that_does_not_calculate(folder: Path) -> None:
    """Rows made ready for more, and one that is used: their formulas are there, but what they give was never stored."""
    of = opened(folder / "2023")
    body = next(one for one in of.known.subjects if one.key == "moh")
    for name, used in (("used.xlsx", ("t1", 0.5)), ("not used.xlsx", (None, None))):
        book = load_workbook(BytesIO(form(of, body, 20)))
        book["agency"]["B2"] = 5
        book["target"]["B3"], book["target"]["C3"] = used
        assert book["target"]["A3"].value == '=IF(COUNTA(B3:C3)=0,"","moh")'
        book.save(folder / name)
        assert (
            run(
                "year", "collect", folder / "2023", folder / name, "--on", "2024-01-10", "--by", "me"
            ).exit_code
            == 0
        )
        rows = assembled(of, stands(of.register.entries()), Stage.PRELIMINARY).files()["target.csv"]
        assert rows.splitlines()[1:] == (["moh,t1,50%"] if used[0] else [])


def test_any_other_formula_without_a_value_is_refused(folder: Path) -> None:
    of = opened(folder / "2023")
    body = next(one for one in of.known.subjects if one.key == "moh")
    for formula in ('=IF(COUNTA(B4:C4)=0,"","moh")', '=IF(COUNTA(A3:C3)=0,"","moh")', '=IF(1=0,"","moh")'):
        book = load_workbook(BytesIO(form(of, body, 20)))
        book["agency"]["B2"] = 5
        book["target"]["A3"], book["target"]["B3"], book["target"]["C3"] = formula, "t1", 0.5
        book.save(folder / "odd.xlsx")
        told = run(
            "year", "collect", folder / "2023", folder / "odd.xlsx", "--on", "2024-01-10", "--by", "me"
        )
        assert "E429" in told.output


def submitted(folder: Path) -> list[Submitted]:
    return [what for _, what in of_kind(opened(folder / "2023").register.entries(), Submitted)]


def test_a_form_comes_back_under_any_name(folder: Path) -> None:
    path = sent(folder, "abai", "скан (2).xlsx")
    (folder / "inbox" / "photo.png").write_bytes(b"")
    done = run(
        "year", "collect", folder / "2023", folder / "inbox", "--by", "me", "--on", "2024-01-20", columns=300
    )
    assert done.exit_code == 0, done.output
    assert (
        "abai, accepted (entry 2)\n1 file accepted, 0 not accepted.\nRegister: entry 2, sha256:"
        in done.stdout
    )
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
    assert lines[1:] == ["abai,nothing sent,,,", f"moh,with errors,2024-01-20,{' '.join(one.findings)},"]


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


def tables(folder: Path, body: str, *, part: str = "50%", staff: str = "5") -> Path:
    """A folder with the tables of a body, each in a CSV file of its name."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "agency.csv").write_text(f"agency,staff\n{body},{staff}\n", "utf-8")
    (folder / "цель.csv").write_text(f"agency,code,part\n{body},t1,{part}\n", "utf-8")
    return folder


def test_the_tables_of_a_body_in_a_folder_or_an_archive_are_one(folder: Path) -> None:
    place, inbox = folder / "2023", folder / "inbox"
    tables(inbox / "from abai", "abai")
    made = shutil.make_archive(str(inbox / "moh"), "zip", tables(folder / "of moh", "moh"))
    assert made.endswith("moh.zip")
    done = run("year", "collect", place, inbox, "--by", "me", columns=200)
    assert done.exit_code == 0, done.output
    assert [(one.body, one.form, one.file.name) for one in submitted(folder)] == [
        ("abai", "zip", "from abai.zip"), ("moh", "zip", "moh.zip"),
    ]  # fmt: skip
    found = opened(place)
    made_of = assembled(found, stands(found.register.entries()), Stage.FINAL)
    assert made_of.files()["target.csv"] == "agency,code,part\nabai,t1,50%\nmoh,t1,50%\n"
    assert "entered before" in run("year", "collect", place, inbox / "from abai", "--by", "me").output
    tables(inbox / "from abai", "abai", part="200%")
    wrong = run("year", "collect", place, inbox / "from abai", "--by", "me", columns=200)
    assert wrong.exit_code == 1
    assert "E412" in wrong.output
    assert "цель.csv" in wrong.output


def test_an_archive_with_the_names_of_windows(folder: Path) -> None:
    """Archives from Windows have Russian names in the letters of DOS, and no mark that says so."""
    one = tables(folder / "moh", "moh")
    path = folder / "moh.zip"
    files = {file.name.encode("cp866"): file.read_bytes() for file in one.iterdir()}
    path.write_bytes(_of_windows(files))
    assert run("year", "collect", folder / "2023", path, "--by", "me").exit_code == 0
    assert submitted(folder)[0].body == "moh"


def _of_windows(files: dict[bytes, bytes]) -> bytes:
    """A ZIP archive whose names are these bytes."""
    made, directory = bytearray(), bytearray()
    for name, content in files.items():
        start, size = len(made), len(content)
        fields = (20, 0, 0, 0, 33, crc32(content), size, size, len(name), 0)
        made += struct.pack("<4s5H3L2H", b"PK\3\4", *fields) + name + content
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, *fields, 0, 0, 0, 0, start) + name
    ends = (0, 0, len(files), len(files), len(directory), len(made), 0)
    directory += struct.pack("<4s4H2LH", b"PK\5\6", *ends)
    return bytes(made + directory)


def test_what_is_nobodys_is_kept_and_given_to_its_body_later(folder: Path) -> None:
    place, path = folder / "2023", folder / "letter.csv"
    path.write_text("staff\n5\n", "utf-8")
    done = run("year", "collect", place, path, "--by", "me", "--on", "2024-01-20", columns=200)
    assert done.exit_code == 1
    assert "nobody's yet; it is kept (entry 2)" in done.stdout
    assert "entered before" not in done.stdout
    assert (place / received(folder)[0].file.at).read_bytes() == path.read_bytes()
    assert "nobody's yet: entries 2" in run("year", "status", place).output
    assert len(received(folder)) == 1
    run("year", "collect", place, path, "--by", "me")
    assert len(received(folder)) == 1
    refused = run("year", "assign", place, 3, "moh", "--by", "me")
    assert "entry 3 is no file that is nobody's yet" in " ".join(refused.output.split())
    wrong = run("year", "assign", place, 2, "moh", "--by", "me", columns=200)
    assert wrong.exit_code == 1
    (one,) = submitted(folder)
    assert (one.body, one.accepted, one.received, one.file) == ("moh", False, 2, received(folder)[0].file)
    assert opened(place).register.entries()[-1].on == "2024-01-20"
    assert "nobody's yet" not in run("year", "status", place).output
    assert "moh" in run("year", "remind", place).output


def test_what_is_given_to_its_body_counts(folder: Path) -> None:
    """The form of a body of which the list knows nothing: somebody mistyped the tag."""
    place = folder / "2023"
    tables(folder / "both", "moh")
    (folder / "both" / "agency.csv").write_text("agency,staff\nMOH,3\n", "utf-8")
    (folder / "both" / "цель.csv").write_text("agency,code,part\nMOH,t1,50%\n", "utf-8")
    done = run("year", "collect", place, folder / "both", "--by", "me", columns=200)
    assert "the year assesses no `MOH`" in done.output
    assert run("year", "assign", place, 2, "moh", "--by", "me", columns=200).exit_code == 1
    assert submitted(folder)[0].findings == ("E486",)


def received(folder: Path) -> list[Received]:
    return [what for _, what in of_kind(opened(folder / "2023").register.entries(), Received)]


def test_what_must_hold_is_asked_when_it_comes(tmp_path: Path) -> None:
    """Of a body's own rows at once; of all bodies together as soon as another one has sent."""
    demands = (
        'must hold: staff is at least 1 because en "somebody works there"\n'
        'must hold: sum of staff among all agency is at most 8 because en "so many posts there are"'
    )
    (tmp_path / "m.eff").write_text(RULES.replace("count }\ntable", f"count\n{demands} }}\ntable"), "utf-8")
    (tmp_path / "bodies.csv").write_text("agency,staff\nabai,\nmoh,\n", "utf-8")
    assert begun(tmp_path, 2023).exit_code == 0
    for body, staff in (("abai", "0"), ("abai", "5"), ("moh", "4"), ("moh", "3")):
        tables(tmp_path / body, body, staff=staff)
        run("year", "collect", tmp_path / "2023", tmp_path / body, "--by", "me")
    assert [(one.body, one.accepted, one.findings) for one in submitted(tmp_path)] == [
        ("abai", False, ("E448",)), ("abai", True, ()), ("moh", False, ("E448",)), ("moh", True, ()),
    ]  # fmt: skip
    wrong = run(
        "year", "verified", tmp_path / "2023", "moh", "agency", "staff", "--verified", 4, "--by", "me"
    )
    assert wrong.exit_code == 1
    assert "so many posts there are" in " ".join(wrong.output.split())


def test_a_code_that_two_bodies_have_is_refused_when_the_second_comes(tmp_path: Path) -> None:
    rules = RULES.replace("count }\ntable", "count  code: text, unique }\ntable")
    (tmp_path / "m.eff").write_text(rules, "utf-8")
    (tmp_path / "bodies.csv").write_text("agency,staff,code\nabai,,\nmoh,,\n", "utf-8")
    assert begun(tmp_path, 2023).exit_code == 0
    for body in ("abai", "moh"):
        tables(tmp_path / body, body)
        (tmp_path / body / "agency.csv").write_text(f"agency,staff,code\n{body},5,same\n", "utf-8")
    assert run("year", "collect", tmp_path / "2023", tmp_path / "abai", "--by", "me").exit_code == 0
    second = run("year", "collect", tmp_path / "2023", tmp_path / "moh", "--by", "me", columns=200)
    assert second.exit_code == 1
    assert "same" in second.output
    assert [one.accepted for one in submitted(tmp_path)] == [True, False]
    letter = (tmp_path / "2023" / "replies" / "moh-3.txt").read_text("utf-8")
    assert "stands twice" in letter
    (tmp_path / "abai" / "agency.csv").write_text("agency,staff,code\nabai,5,other\n", "utf-8")
    for body in ("abai", "moh"):  # what the second sent is right by now, and comes once more
        assert run("year", "collect", tmp_path / "2023", tmp_path / body, "--by", "me").exit_code == 0
    assert [one.accepted for one in submitted(tmp_path)] == [True, False, True, True]


def test_a_file_that_comes_again_after_a_later_one_does_not_count_and_that_is_said(folder: Path) -> None:
    first, second = sent(folder, "abai", "first.xlsx", staff=5), sent(folder, "abai", "second.xlsx", staff=9)
    for one in (first, second):
        assert run("year", "collect", folder / "2023", one, "--by", "me").exit_code == 0
    again = run("year", "collect", folder / "2023", first, "--by", "me")
    assert "entered before (entry 2); what counts is entry 3, which came after it" in again.stdout
    assert "what counts" not in run("year", "collect", folder / "2023", second, "--by", "me").stdout
    assert (
        run("year", "withdraw", folder / "2023", 3, "--why", "sent by mistake", "--by", "me").exit_code == 0
    )
    assert "what counts" not in run("year", "collect", folder / "2023", first, "--by", "me").stdout
    assert [one.number for one in opened(folder / "2023").register.entries()] == [1, 2, 3, 4]


def test_who_was_stopped_before_the_letter_was_written_has_it_by_saying_it_again(folder: Path) -> None:
    wrong = sent(folder, "abai", "wrong.xlsx", part=7)
    for _ in range(2):
        shutil.rmtree(folder / "2023" / "replies", ignore_errors=True)
        done = run("year", "collect", folder / "2023", wrong, "--by", "me")
        assert done.exit_code == 1
        assert "not accepted (entry 2); to send back" in done.stdout
        assert (folder / "2023" / "replies" / "abai-2.txt").is_file()
    assert len(opened(folder / "2023").register.entries()) == 2


@pytest.mark.parametrize("broken", [BrokenPipeError(32, "Broken pipe"), OSError(28, "No space left")])
def test_that_nobody_reads_on_is_not_told_as_a_failure_to_write(broken: OSError) -> None:
    with pytest.raises(BrokenPipeError if isinstance(broken, BrokenPipeError) else Exit):
        leave_unwritten(broken)


def test_what_is_called_an_archive_and_is_none(folder: Path) -> None:
    (folder / "letter.zip").write_bytes(b"PK\x03\x04bad")
    done = run("year", "collect", folder / "2023", folder / "letter.zip", "--by", "me", "--lang", "ru")
    assert "это не архив, или он повреждён" in done.output
