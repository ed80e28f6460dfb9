"""What a workbook's own file says beside its values: made workbooks, each with one thing that could be lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter

from effrules.data import read
from effrules.data.formats.extent import LARGEST, Extent
from effrules.data.formats.number_formats import digits_shown, is_percent
from effrules.diagnostics import CellPlace, Finding
from effrules.model.schema import Field, Schema, Table
from effrules.model.types import NUMBER, Text
from tests.test_data_formats import PERCENT
from tests.test_data_intake import FOLDER

CODES = Schema(
    (Table("agency", None, (Field("code", Text(), optional=True), Field("plan", NUMBER, optional=True))),)
)


def edited(source: Path, target: Path, edits: dict[str, Callable[[str], str]]) -> Path:
    """A copy of a workbook with the text of some parts changed."""
    with ZipFile(source) as before, ZipFile(target, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, edits[name](data.decode()) if name in edits else data)
    return target


def made(path: Path, fill: Callable[[Any, Any], None], **options: Any) -> Path:
    """A workbook whose sheet `agency` was filled."""
    book = xlsxwriter.Workbook(path / "data.xlsx", options)
    sheet = book.add_worksheet("agency")
    fill(book, sheet)
    book.close()
    return path / "data.xlsx"


def codes(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """The codes and cells of findings."""
    return [(f.code, f.place.cell if isinstance(f.place, CellPlace) else "") for f in found]


@pytest.mark.parametrize(
    ("number", "code", "digits"),
    [
        (3.1, "0.00", "3.10"), (3.1, "General", None), (7, "000", "007"), (3.14, "0.0", "3.1"), (1234567, "#,##0", "1234567"),
        (2.5, "0", "3"), (-2.5, "0;-0", "-3"), (0.5, "#.##", ".5"), (12, '0" тг"', "12"), (12, "[Red]0_);(0)", "12"),
        (1234.0, "0,", "1"), (1, "# ?/?", None), (45000, "yyyy-mm-dd", None), (1e300, "0.00", None), (3, "0.0##", "3.0"),
        (1234.5, '_-* #,##0.0\\ "₽"_-', "1234.5"),
    ],
)  # fmt: skip
def test_digits_that_a_format_shows(number: float, code: str, digits: str | None) -> None:
    """The digits are those that a spreadsheet shows, without the marks between thousands."""
    assert digits_shown(float(number), code) == digits


def test_percent_formats() -> None:
    """A percent sign counts only where the format does not quote it."""
    assert [is_percent(code) for code in ("0%", "0.0 %;-0%", '0"%"', r"0\%", "[>1]0%")] == [
        True,
        True,
        False,
        False,
        True,
    ]


def test_codes_with_other_digits_are_refused_only_where_they_are_texts(tmp_path: Path) -> None:
    """A code shown as 007 is refused; one that is shown as it stands is read; a number column may be shown anyhow."""

    def fill(book: Any, sheet: Any) -> None:
        shown = book.add_format({"num_format": "000"})
        grouped = book.add_format({"num_format": "#,##0"})
        sheet.write_row(0, 0, ["id", "code", "plan"])
        sheet.write_row(1, 0, ["a", 7, 7], shown)
        sheet.write_row(2, 0, ["b", 12345, 0.125], grouped)

    data, found = read(made(tmp_path, fill), CODES)
    assert data is None
    assert codes(found) == [("E431", "B2")]


def test_array_formulas_without_values(tmp_path: Path) -> None:
    """An array formula without a value leaves every cell of its range without one."""
    source = made(
        tmp_path,
        lambda book, sheet: [sheet.write_row(0, 0, ["id", "plan"]), sheet.write_column(1, 0, ["a", "b"])],
    )
    cell = '<c r="B2"><f t="array" ref="B2:B3">A1:A2*2</f></c>'
    path = edited(
        source,
        tmp_path / "array.xlsx",
        {"xl/worksheets/sheet1.xml": lambda text: re.sub(r'(<c r="A2".*?</c>)', rf"\1{cell}", text)},
    )
    _, found = read(path, CODES)
    told = [finding for finding in found if finding.code == "E429"]
    assert codes(tuple(told)) == [("E429", "B2")]
    assert [note.text for note in told[0].notes if note.kind == "also in"] == ["B3"]


def test_formulas_that_give_an_empty_text_are_missing(tmp_path: Path) -> None:
    """A formula whose stored value is an empty text has a value: nothing."""
    source = made(
        tmp_path, lambda book, sheet: [sheet.write_row(0, 0, ["id", "plan"]), sheet.write(1, 0, "a")]
    )
    cell = '<c r="B2" t="str"><f>""</f><v></v></c>'
    path = edited(
        source,
        tmp_path / "empty.xlsx",
        {"xl/worksheets/sheet1.xml": lambda text: re.sub(r'(<c r="A2".*?</c>)', rf"\1{cell}", text)},
    )
    data, found = read(path, CODES)
    assert data is not None, found
    assert data.subjects[0].values["plan"] is None


def test_placeholders_of_formulas(tmp_path: Path) -> None:
    """A zero that a program stored for a formula which it did not calculate is told of; other stored values are not."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["id", "plan"])
        sheet.write_row(1, 0, ["a", "=1+1"])
        sheet.write(2, 0, "b")
        sheet.write_formula(2, 1, "=1+1", None, 2)

    _, found = read(made(tmp_path, fill), CODES)
    assert [f for f in codes(found) if f[0] == "W462"] == [("W462", "B2")]


def test_hidden_rows_columns_and_sheets(tmp_path: Path) -> None:
    """What is hidden and read is told of; what is hidden and not read is not."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["id", "plan", "note", "code"])
        sheet.write_row(1, 0, ["a", 1, "x", "y"])
        sheet.write_row(2, 0, ["b", 1, "x", "y"])
        sheet.set_row(2, 0)
        sheet.set_column(1, 1, 0, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
        book.add_worksheet("first").activate()
        sheet.hide()

    _, found = read(made(tmp_path, fill), CODES)
    messages = [f.message for f in found if f.code == "W461"]
    assert [message.split(" cannot")[0] for message in messages] == [
        "the sheet `agency`",
        "the row 3",
        "the column B",
    ]


def test_merged_blanks_are_missing(tmp_path: Path) -> None:
    """Merged cells without a value are missing like any other empty cell."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["id", "plan"])
        sheet.write_column(1, 0, ["a", "b"])
        sheet.merge_range(1, 1, 2, 1, "")

    data, found = read(made(tmp_path, fill), CODES)
    assert data is not None, found


def test_merged_owners_are_one_finding(tmp_path: Path) -> None:
    """A value merged over many rows is told once, with all the cells that lack it."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["id", "plan"])
        sheet.write_column(1, 0, [f"a{at}" for at in range(40)])
        sheet.merge_range(1, 1, 40, 1, 5)

    _, found = read(made(tmp_path, fill), CODES)
    (finding,) = [f for f in found if f.is_error]
    assert (finding.code, codes((finding,))[0][1]) == ("E432", "B3")
    assert "B2:B41" in finding.message
    assert finding.notes[0].text.endswith("and 26 more")


def test_inline_raised_digits(tmp_path: Path) -> None:
    """A raised digit in a text that stands in the sheet itself is read as raised, too."""
    source = made(
        tmp_path, lambda book, sheet: [sheet.write_row(0, 0, ["id", "code"]), sheet.write(1, 0, "a")]
    )
    runs = '<r><t>м</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t></r>'
    cell = f'<c r="B2" t="inlineStr"><is>{runs}</is></c>'
    path = edited(
        source,
        tmp_path / "inline.xlsx",
        {"xl/worksheets/sheet1.xml": lambda text: re.sub(r'(<c r="A2".*?</c>)', rf"\1{cell}", text)},
    )
    data, found = read(path, CODES)
    assert data is not None, found
    assert data.subjects[0].values["code"] == "м²"


def test_a_stray_number_is_refused(tmp_path: Path) -> None:
    """A cell with something in it, far from the table, stops the work; the rest is read for its own findings."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["id", "plan"])
        sheet.write_row(1, 0, ["a", "x"])
        sheet.write(1048575, 16383, 5)
        sheet.write(1048575, 3, " ")
        sheet.write_formula(1048574, 16383, "=NA()", None, "#N/A")

    _, found = read(made(tmp_path, fill), CODES)
    assert [f for f in codes(found) if f[0] != "W453"] == [
        ("E430", "XFD1048575"),
        ("W460", "D1048576"),
        ("E439", "B2"),
    ]


def test_cells_scattered_over_a_sheet_are_refused(tmp_path: Path) -> None:
    """A sheet whose cells are spread so that their rectangle cannot be held is refused before anything is held."""

    def fill(book: Any, sheet: Any) -> None:
        for at in range(0, 10**6, 900):
            sheet.write(at, (at // 900 * 90) % 16000, "x")

    data, found = read(made(tmp_path, fill), CODES)
    assert data is None
    assert codes(found)[0][0] == "E401"


def test_an_extent_counts_cells_not_the_space_between() -> None:
    """What is kept of a sheet's extent grows with its cells, however far apart they stand."""
    extent = Extent()
    for row in range(3):
        extent.note(row, 0)
    extent.note(10**6, 16000)
    table = extent.table()
    assert table is not None
    assert (table.top, table.bottom, table.left, table.right) == (0, 2, 0, 0)
    assert len(extent.rows) + len(extent.columns) == 6
    assert extent.whole is not None
    assert extent.whole.size > LARGEST


@pytest.mark.parametrize(
    "edit",
    [
        lambda text: text.replace('r="A2"', 'r="ZZZ2"'),
        lambda text: text.replace('<row r="2"', '<row r="99999999"'),
        lambda text: '<!DOCTYPE x [<!ENTITY a "b">]>' + text[text.index("<worksheet") :],
        lambda text: text[: len(text) // 2],
    ],
)
def test_broken_sheets_are_findings(tmp_path: Path, edit: Callable[[str], str]) -> None:
    """Addresses outside any sheet, document types and broken parts are findings."""
    path = edited(
        FOLDER / "pct_mixed_ratio.xlsx", tmp_path / "agency.xlsx", {"xl/worksheets/sheet1.xml": edit}
    )
    data, found = read(path, PERCENT)
    assert data is None
    assert "E401" in [f.code for f in found]
