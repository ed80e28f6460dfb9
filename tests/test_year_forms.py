"""The workbooks that bodies fill in: what is filled in is read back, by any program; what cannot be is checked while it is written."""

from __future__ import annotations

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from attrs import evolve
from openpyxl import load_workbook

from effrules.cycle import Year, opened
from effrules.cycle.form_workbooks import form
from effrules.cycle.forms import NoForm, file_names, headings, sheet_names
from effrules.data import read
from effrules.data.folding import folded
from effrules.data.sheets import empty, sheets
from effrules.data.tags import BEFORE, GUIDE, LISTS, TAG, Tag, tag_of
from effrules.disk import keep
from effrules.model.schema import Table
from tests.filling import a_year, filled, of_body, sample
from tests.running import run
from tests.years import begun

BODIES = ("prosecutor", "abai")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    return a_year(tmp_path_factory.mktemp("year") / "y", *BODIES)


def form_of(year: Year, key: str) -> bytes:
    return form(year, next(body for body in year.known.subjects if body.key == key))


@pytest.mark.parametrize("body", BODIES)
def test_what_is_filled_in_is_read_back(year: Year, body: str, tmp_path: Path) -> None:
    data = of_body(sample(), year, body)
    filled(form_of(year, body), year, data).save(tmp_path / "f.xlsx")
    dataset, found = read(tmp_path / "f.xlsx", year.of_bodies)
    assert found == ()
    assert dataset is not None
    assert list(sheets(dataset, year.of_bodies)) == data
    assert tag_of(tmp_path / "f.xlsx") == Tag("effrules.form/1", "2019", body, year.manifest.meaning)


@pytest.mark.office
@pytest.mark.parametrize("ending", ["ods", "xlsx"])
def test_libreoffice_gives_back_the_same(year: Year, ending: str, tmp_path: Path) -> None:
    """The formulas say whose the rows are: where somebody wrote, and only there."""
    data = of_body(sample(), year, "abai")
    filled(form_of(year, "abai"), year, data, keys=False).save(tmp_path / "f.xlsx")
    converted(tmp_path / "f.xlsx", ending, tmp_path / "out")
    path = tmp_path / "out" / f"f.{ending}"
    dataset, found = read(path, year.of_bodies)
    assert found == ()
    assert dataset is not None
    assert list(sheets(dataset, year.of_bodies)) == data
    told = tag_of(path)
    assert told is not None
    assert told.body == "abai"


@pytest.mark.office
def test_libreoffice_gives_tables_of_it_as_csv(year: Year, tmp_path: Path) -> None:
    data = of_body(sample(), year, "abai")
    filled(form_of(year, "abai"), year, data, keys=False).save(tmp_path / "f.xlsx")
    converted(
        tmp_path / "f.xlsx",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
        tmp_path / "out",
    )
    folder = tmp_path / "csv"
    folder.mkdir()
    for table, name in sheet_names(year.of_bodies).items():
        shutil.copy(tmp_path / "out" / f"f-{name}.csv", folder / f"{table}.csv")
    dataset, found = read(folder, year.of_bodies)
    assert dataset is not None, found
    assert list(sheets(dataset, year.of_bodies)) == data


def converted(path: Path, ending: str, to: Path) -> None:
    profile = f"-env:UserInstallation=file://{to.parent / 'profile'}"
    line = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(to), str(path)]
    subprocess.run(line, check=True, capture_output=True, timeout=240)


def test_nothing_but_what_is_to_be_written_can_be(year: Year) -> None:
    book = load_workbook(BytesIO(form_of(year, "prosecutor")))
    assert book.sheetnames[0] == GUIDE
    assert {name: book[name].sheet_state for name in (TAG, LISTS)} == {TAG: "veryHidden", LISTS: "veryHidden"}
    assert all(book[name].protection.sheet and not book[name].protection.password for name in book.sheetnames)
    subject = book["agency"]
    assert subject["A2"].value == "prosecutor"
    assert all(cell.protection.locked for cell in subject[2])
    report = book["service_report"]
    assert [cell.protection.locked for cell in report[2]] == [True] + [False] * (report.max_column - 1)
    assert all(cell.protection.locked for cell in report[1])


def test_cells_say_what_they_take(year: Year) -> None:
    book = load_workbook(BytesIO(form_of(year, "prosecutor")))
    checks = {
        (name, str(one.sqref)): one
        for name in book.sheetnames
        for one in book[name].data_validations.dataValidation
    }
    assert len(checks) > 100
    whole = checks["service_report", "B2"]
    assert (whole.type, whole.operator, whole.formula1) == ("whole", "greaterThanOrEqual", "0")
    assert whole.prompt == "бүтін сан, кемінде 0 / целое число, не меньше 0"
    share = checks["it_asset", "C2:C101"]
    assert (share.type, share.formula1, share.formula2) == ("decimal", "0", "1")
    assert book["it_asset"].column_dimensions["C"].number_format == "0.00%"


RULES = """
methodology m version "2023" { title ru "М"  in force from 2023-01-01  scale 0 to 100 points }
source order { title ru "Приказ" }
subject agency ru "Орган" { kind ru "Вид": one of central ru "центральный", local ru "местный"  open: yes or no }
table target of agency ru "Цель" { code: text, unique  due: date, at least 2023-01-01  part: share, above 0, at most 1 }
form annex_3 of agency where kind is central ru "Приложение 3" { received: count }
form annex_4 of agency ru "Приложение 4", may be missing { done: share in percent }
criterion a out of 100 points {
    score = when kind is central then 1 points * annex_3.received but at most 100 points otherwise 7 points
    cite order
}
total { cite order }
"""


def test_who_has_no_form_has_no_row_of_it(tmp_path: Path) -> None:
    """What the list of bodies says decides; what it does not say is for the body to write. One language is told in one."""
    (tmp_path / "m.eff").write_text(RULES, "utf-8")
    (tmp_path / "bodies.csv").write_text("agency,kind,open\nm,central,\nl,local,yes\nu,,no\n", "utf-8")
    done = run("year", "init", tmp_path / "y", "--year", 2023, "--rules", tmp_path / "m.eff", "--bodies", tmp_path / "bodies.csv", "--by", "me", "--on", "2023-12-01")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert run("year", "forms", tmp_path / "y").exit_code == 0
    rows = {}
    for key in ("m", "l", "u"):
        book = load_workbook(tmp_path / "y" / "forms" / f"{key}.xlsx")
        rows[key] = [book[name]["A2"].value for name in ("agency", "annex_3", "annex_4")]
        assert book[GUIDE]["B1"].value == f"Оценка за 2023 год. Данные: {key}"
    made = '=IF(COUNTA(B2:B2)=0,"","{}")'.format
    assert rows == {"m": ["m", "m", made("m")], "l": ["l", None, made("l")], "u": ["u", made("u"), made("u")]}
    subject = book["agency"]
    assert [(cell.value, cell.protection.locked) for cell in subject[2]] == [
        ("u", True),
        (None, False),
        ("жоқ / нет", True),
    ]
    checks = {str(one.sqref): one for one in book["target"].data_validations.dataValidation}
    assert (checks["C2:C101"].type, checks["C2:C101"].formula1) == ("date", "DATE(2023,1,1)")
    assert checks["D2:D101"].formula1 == "AND(ISNUMBER(D2),D2>0,D2<=1)"
    path = tmp_path / "y" / "forms" / "l.xlsx"
    dataset, found = read(path, opened(tmp_path / "y").program.schema)
    assert found == ()
    assert dataset is not None


def test_each_heading_means_one_column(year: Year) -> None:
    for table in year.of_bodies.as_read:
        titles = headings(table, year.of_bodies)
        assert (
            len({folded(one) for one in titles}) == len(titles) == len(empty(table, year.of_bodies).headings)
        )


def test_a_name_too_long_for_a_sheet_gives_way_to_a_title(year: Year) -> None:
    long = "a" * 32
    schema = year.of_bodies
    subject = schema.subject
    assert sheet_names(evolve(schema, tables=(evolve(subject, name=long),)))[long] == "Мемлекеттік орган"
    with pytest.raises(NoForm, match="31"):
        sheet_names(evolve(schema, tables=(Table(long, None, ()),)))


def test_files_of_bodies_have_names_apart() -> None:
    assert file_names(["a/b", "a_b", "A_B", "..", "ә і"]) == {
        "a/b": "a_b", "a_b": "a_b-2", "A_B": "A_B-3", "..": "_", "ә і": "ә_і",
    }  # fmt: skip


def test_the_command_writes_one_for_each_body(year: Year, tmp_path: Path) -> None:
    done = run("year", "forms", str(year.folder), "-o", str(tmp_path / "out"), columns=300)
    assert done.stdout.splitlines() == [
        f"{tmp_path / 'out'}: 2 workbooks.",
        f"{tmp_path / 'out'}: 6 workbooks for institutions that report of bodies.",
    ]
    own = sorted(one.name for one in (tmp_path / "out").iterdir() if not one.name.startswith("institution-"))
    assert own == ["abai.xlsx", "prosecutor.xlsx"]
    again = (tmp_path / "out" / "abai.xlsx").read_bytes()
    assert (
        run("year", "forms", str(year.folder), "--body", "abai", "-o", str(tmp_path / "out")).exit_code == 0
    )
    assert (tmp_path / "out" / "abai.xlsx").read_bytes() == again
    wrong = run("year", "forms", str(year.folder), "--body", "abay")
    assert wrong.exit_code == 2
    assert "did you mean `abai`?" in wrong.stderr


def test_a_disk_that_is_full_leaves_whole_forms_and_says_how_many(
    year: Year, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter(("first", "second"))

    def short(path: Path, content: bytes, *, folders: bool = False) -> None:
        if next(left, None) is None:
            raise OSError(28, "No space left on device", str(path))
        keep(path, content, folders=folders)

    monkeypatch.setattr("effrules.disk.keep", short)
    done = run("year", "forms", str(year.folder), "-o", str(tmp_path / "out"), columns=300)
    assert done.exit_code == 1
    assert "2 files were written, the others not: No space left on device" in done.stderr
    assert "nothing was written" not in done.stderr
    assert len(list((tmp_path / "out").iterdir())) == 2


def test_what_was_reported_the_year_before_stands_in_the_form(tmp_path: Path) -> None:
    """In a locked sheet of its own and at the cells of forms; it is no data, and the same rules read the form as ever."""
    from effrules.cycle.form_before import reported
    from tests.test_year_papers import before

    last = before(tmp_path)
    place = begun(tmp_path)
    book = load_workbook(BytesIO(form_of_starter(place, last)))
    page = book[BEFORE]
    assert page.protection.sheet
    assert page["D1"].value == "Reported for 2022"
    rows = [tuple(cell.value for cell in row) for row in page.iter_rows(min_row=2)]
    assert ("Public service", "2", "in_time", "10") in rows
    assert all(field != "code" for _, _, field, _ in rows)
    assert book["agency"]["C2"].comment.text == "2022: central"
    path = tmp_path / "f.xlsx"
    for column, text in enumerate(("A", "Ministry of Examples", "Central bodies"), 1):
        book["agency"].cell(2, column).value = text
    for number in range(2, 102):
        for sheet in ("service", "complaint"):
            book[sheet].cell(number, 1).value = None
    book.save(path)
    dataset, found = read(path, opened(place).program.schema)
    assert dataset is not None, found
    assert [one for one in found if one.is_error] == []
    assert BEFORE not in str(found)
    assert reported(last).values("Z") == {}
    done = run("year", "forms", place, "--earlier", last, "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert run("year", "forms", place, "--earlier", tmp_path, "-o", tmp_path / "out").exit_code == 2


def form_of_starter(place: Path, last: Path) -> bytes:
    from effrules.cycle.form_before import reported

    found = opened(place)
    return form(found, next(one for one in found.known.subjects if one.key == "A"), before=reported(last))
