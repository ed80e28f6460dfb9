"""What a workbook's own file says beside its values: made workbooks, each with one thing that could be lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from effrules.data import read
from effrules.data.folding import known_headings
from effrules.data.formats.extent import LARGEST, Extent
from effrules.data.formats.number_formats import digits_shown, is_percent
from effrules.data.linking import link
from effrules.data.reading import _offers
from effrules.diagnostics import CellPlace, Finding
from effrules.model.schema import Field, Schema, Table
from effrules.model.types import NUMBER, Text
from tests import binary_workbook, open_workbook
from tests.binary_workbook import Shown
from tests.test_data_documents import listed, schema_of, told
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
        (1234.0, "0,", "1"), (1, "# ?/?", "1"), (45000, "yyyy-mm-dd", None), (1e300, "0.00", None), (3, "0.0##", "3.0"),
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
    assert [str(note.text) for note in told[0].notes if note.kind == "also in"] == ["B3"]


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
    messages = [str(f.message) for f in found if f.code == "W461"]
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
    assert "B2:B41" in str(finding.message)
    assert str(finding.notes[0].text).endswith("and 26 more")


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


OFFICE = Path(__file__).parent / "cases" / "workbooks"
KINDS = ("xlsx", "ods", "xls")


def of_a_sheet(path: Path, sheet: str, rules: str) -> tuple[list[str], list[str]]:
    """What reading one sheet of a workbook says, without the name of the file, and the rows it gives."""
    schema = schema_of(rules)
    offers, found = _offers(path, schema, known_headings(schema))
    assert found == []
    offer = next(offer for offer in offers if offer.name == sheet)
    grid, found_there = offer.load()
    data, found = (None, []) if grid is None else link({schema.subject.name: grid}, schema)
    words = [told(finding).replace(path.suffix, ".*") for finding in (*found_there, *found)]
    return words, [] if data is None else listed(data).splitlines()


CODED = """methodology m version "1" { scale 0 to 100 points }
subject agency { code: text, unique }
criterion a out of 100 points { score = 100 points assumed "x" }
"""


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("agency", ["W461 3", "E417 D4", "E440 D5"]),
        ("good", ["W461 F"]),
        ("merged", ["E432 D3"]),
        ("codes", ["E431 B2"]),
    ],
)
def test_every_kind_of_workbook_says_the_same(sheet: str, expected: list[str]) -> None:
    """The same workbook, saved by an office program in three kinds, gives the same findings and rows."""
    rules = CODED if sheet == "codes" else (FOLDER / "field.eff").read_text("utf-8")
    said = {kind: of_a_sheet(OFFICE / f"office.{kind}", sheet, rules) for kind in KINDS}
    assert said["xlsx"] == said["ods"] == said["xls"]
    words, rows = said["xlsx"]
    codes_of = [re.findall(r"\[(\w+)\]", word)[0] for word in words]
    assert codes_of == [one.split()[0] for one in expected]
    assert all(one.split()[1] in word for one, word in zip(expected, words, strict=True))
    assert bool(rows) == (sheet == "good")


def test_binary_workbooks(tmp_path: Path) -> None:
    """Percentages, days, errors, raised digits, merged and hidden cells of an .xlsb workbook are those of its records."""
    day = Shown(42369, 3)
    rows = [
        ["agency", "name", "plan", "actual", "use", "due", "online"],
        ["A", "Альфа", 10, 9, Shown(0.9, 1), day, "да"],
        ["B", "Бета", 10.5, 8, Shown(0.8, 1), day, True],
    ]
    rules = (FOLDER / "field.eff").read_text("utf-8")
    words, given = of_a_sheet(binary_workbook.write(tmp_path / "a.xlsb", {"agency": rows}), "agency", rules)
    assert words == []
    assert given == [
        'agency "A": name Альфа, plan 10, actual 9, use 0.9, due 2015-12-31, online yes',
        'agency "B": name Бета, plan 10.5, actual 8, use 0.8, due 2015-12-31, online yes',
    ]
    rows += [
        ["C", "Гамма", 10, Shown(None, error="#DIV/0!"), Shown(0.57, 1), day, "да"],
        ["D", "Дельта", 1, Shown("9", raised="1"), Shown(0.5, 1), day, "да"],
    ]
    path = binary_workbook.write(tmp_path / "b.xlsb", {"agency": rows}, [2], [5], [(1, 2, 2, 2)])
    words, _ = of_a_sheet(path, "agency", rules)
    assert [re.findall(r"\[(\w+)\]", word)[0] for word in words] == ["W461", "W461", "E432", "E417", "E440"]
    codes_path = binary_workbook.write(
        tmp_path / "c.xlsb", {"agency": [["agency", "code"], ["A", Shown(3.1, 2)]]}
    )
    words, _ = of_a_sheet(codes_path, "agency", CODED)
    assert "shows `3.10`" in words[0]


def test_what_an_open_workbook_hides(tmp_path: Path) -> None:
    """Formulas without a value, errors, filtered rows and cells in a text's comment, as another program may write them."""
    cells = (
        '<table:table-cell table:formula="of:=4+5"/>',
        '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>Err:502</text:p></table:table-cell>',
        (
            '<table:table-cell office:value-type="float" office:value="7"><office:annotation><text:p>note</text:p>'
            "</office:annotation><text:p>7</text:p></table:table-cell>"
        ),
    )
    rows: list[Any] = [["id", "plan"], *([f"a{at}", cell] for at, cell in enumerate(cells))]
    _, found = read(open_workbook.write(tmp_path / "a.ods", {"agency": rows}), CODES)
    assert [one for one in codes(found) if one[0][0] == "E"] == [("E429", "B2"), ("E417", "B3")]
    hidden = '<table:table-row table:visibility="filter"><table:table-cell office:value-type="string">'
    rows = [["id", "code", "plan"], hidden + "<text:p>b</text:p></table:table-cell></table:table-row>"]
    data, found = read(open_workbook.write(tmp_path / "b.ods", {"agency": rows}), CODES)
    assert data is not None, found
    assert [str(finding.message) for finding in found] == [
        "the row 2 cannot be seen in the workbook (a filter is set); it is read like any other"
    ]


@pytest.mark.parametrize(
    "row",
    [
        (
            '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384" '
            'office:value-type="float" office:value="1"/></table:table-row>'
        ),
        (
            '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16383"/>'
            '</table:table-row><table:table-row><table:table-cell table:number-columns-repeated="16383"/>'
            '<table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
        ),
        '<table:table-row table:number-rows-repeated="99999999999999"><table:table-cell/></table:table-row>',
    ],
)
def test_repeated_cells_are_not_unfolded(tmp_path: Path, row: str) -> None:
    """A small .ods file that repeats cells beyond what can be held is refused before they are."""
    data, found = read(
        open_workbook.write(tmp_path / "a.ods", {"agency": [["id", "plan"], ["a", 1], row]}), CODES
    )
    assert data is None
    assert codes(found)[0][0] == "E401"


def test_endings_that_do_not_say_what_is_inside(tmp_path: Path) -> None:
    """An old workbook, a page or nothing under the ending of another kind is a finding."""
    (tmp_path / "agency.xlsx").write_bytes((OFFICE / "office.xls").read_bytes())
    _, found = read(tmp_path / "agency.xlsx", CODES)
    assert "old workbook" in str(found[0].message)
    for name in ("agency.xls", "agency.ods", "agency.xlsb"):
        (tmp_path / name).write_text("<html><table></table></html>", "utf-8")
        _, found = read(tmp_path / name, CODES)
        assert [f.code for f in found] == ["E401"]
    (tmp_path / "agency.xls").write_bytes((OFFICE / "office.xlsx").read_bytes())
    _, found = read(tmp_path / "agency.xls", CODES)
    assert ".xlsx" in str(found[0].message)


def test_a_library_that_breaks_is_not_heard(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Where the library breaks over a file, the finding says so, and nothing else is written."""
    source = binary_workbook.write(tmp_path / "a.xlsb", {"agency": [["id", "code"], ["a", "b"]]})
    path = edited(
        source, tmp_path / "b.xlsb", {"xl/_rels/workbook.bin.rels": lambda text: text.replace("rId1", "rId7")}
    )
    _, found = read(path, CODES)
    assert [f.code for f in found] == ["E401"]
    assert capfd.readouterr().err == ""


SHOWN = [
    "General",
    "0",
    "0.00",
    "000",
    "#,##0.0",
    "0.0%",
    '0" тг"',
    "# ?/?",
    "0.00E+00",
    "@",
    "[Red]0.0;-0.0",
]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.decimals(-9999, 9999, places=3), st.sampled_from(SHOWN)), min_size=1, max_size=6)
)
def test_a_format_changes_no_number_and_no_code(cells: list[tuple[Decimal, str]]) -> None:
    """In a field of numbers each is what was typed, however shown; as a code it is what is shown, or refused."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["id", "code", "plan"])
        for at, (number, code) in enumerate(cells, 1):
            how = book.add_format({"num_format": code})
            sheet.write(at, 0, f"a{at}")
            sheet.write(at, 1, float(number), how)
            sheet.write(at, 2, float(number), book.add_format({"num_format": code.replace("%", "")}))

    with TemporaryDirectory() as folder:
        data, found = read(made(Path(folder), fill), CODES)
    refused = {place for code, place in codes(found) if code == "E431"}
    assert {code for code, _ in codes(found)} <= {"E431", "E418"}
    for at, (number, code) in enumerate(cells, 1):
        digits = digits_shown(float(number), code)
        exact = float.__repr__(float(number)).removesuffix(".0")
        if "%" not in code and digits is not None:
            assert (f"B{at + 1}" in refused) == (digits != exact)
    if data is not None:
        assert [row.values["plan"] for row in data.subjects] == [
            fmpq(int(number * 1000), 1000) for number, _ in cells
        ]
