"""Files as office workers write them: rows that are no bodies, cells that show other than they hold, columns beside the table."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.data.formats.number_formats import BUILT_IN, digits_shown, shown_otherwise, writes_percent
from effrules.data.formats.rich_text import STROKE, STRUCK, in_runs
from effrules.diagnostics import CellPlace, Finding
from effrules.model.schema import Schema
from tests import binary_workbook, open_workbook
from tests.binary_workbook import Shown
from tests.test_data_documents import schema_of
from tests.test_data_workbooks import edited, made

RULES = """methodology office version "1" { title en "Office" in force from 2017-01-01 scale 0 to 100 points }
subject agency ru "Ведомство" en "State body" {
    name ru "Наименование": text, may be missing
    code ru "Код": text, may be missing
    plan ru "План": number, may be missing
    actual ru "Факт": number, may be missing
    use ru "Доля": share, may be missing
    pct ru "Процент": share in percent, may be missing
}
block goals { criterion a out of 100 points { score = 50 points assumed en "x" } assumed en "x" }
total { assumed en "x" }
"""
SCHEMA: Schema = schema_of(RULES)
FOUR = "A;1;5\nB;2;6\nC;2;7\n"


def codes(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Codes and cells of findings, without those of columns that are left out."""
    return [
        (f.code, f.place.cell if isinstance(f.place, CellPlace) else "") for f in found if f.code != "W453"
    ]


def of_text(path: Path, text: str) -> tuple[Dataset | None, list[tuple[str, str]]]:
    """What a CSV file gives."""
    (path / "agency.csv").write_text(text, "utf-8")
    data, found = read(path / "agency.csv", SCHEMA)
    return data, codes(found)


def of_book(path: Path, *rows: list[Any], fill: Any = None) -> tuple[Dataset | None, list[tuple[str, str]]]:
    """What a workbook with these rows gives."""

    def write(book: Any, sheet: Any) -> None:
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if fill is not None:
            fill(book, sheet)

    data, found = read(made(path, write), SCHEMA)
    return data, codes(found)


@pytest.mark.parametrize(
    "name",
    [
        "Итого по области",
        "По области всего",
        "Республика, итого:",
        "Всего, в том числе",
        "Облыс бойынша барлығы",
    ],
)
def test_totals_below_and_above(name: str, tmp_path: Path) -> None:
    """A row called a total that holds sums is refused, below the others or above them."""
    assert of_text(tmp_path, f"agency;plan;actual\n{FOUR}{name};5;18\n")[1] == [("E436", "A5")]
    assert of_text(tmp_path, f"agency;plan;actual\n{name};5;18\n{FOUR}")[1] == [("E436", "A2")]


def test_totals_of_groups(tmp_path: Path) -> None:
    """Each group's total and the total of all are known by their sums."""
    text = "agency;plan;actual\nA;1;2\nB;1;3\nИтого по центру;2;5\nC;3;3\nD;1;1\nИтого по местам;4;4\nВсего;6;9\n"
    assert of_text(tmp_path, text)[1] == [("E436", "A4"), ("E436", "A7"), ("E436", "A8")]


def test_sums_without_a_name_for_them(tmp_path: Path) -> None:
    """A first or last row that holds the sums of all others in two columns is told of, whatever it is called."""
    assert of_text(tmp_path, f"agency;plan;actual\nКазахстан;5;18\n{FOUR}")[1] == [("W490", "A2")]
    assert of_text(tmp_path, f"agency;plan;actual\n{FOUR}Σ;5;18\n")[1] == [("W490", "A5")]
    for rows in (f"Казахстан;5;17\n{FOUR}", "A;2;2\nB;1;1\nC;1;1\nD;0;0\n", "A;3;3\nB;1;1\nC;1;1\nD;1;1\n"):
        assert of_text(tmp_path, f"agency;plan;actual\n{rows}")[1] == []


@pytest.mark.parametrize("name", ["Total Energies", "Итоговая комиссия", "Комитет по всеобщему образованию"])
def test_names_that_only_begin_like_totals(name: str, tmp_path: Path) -> None:
    """A body's own name is no total."""
    assert of_text(tmp_path, f"agency;plan;actual\n{FOUR}{name};7;18\n")[1] == []


def test_titles_where_all_may_be_missing(tmp_path: Path) -> None:
    """A row with one text and nothing else is told of where the rules admit it; `-` says that it is a body."""
    text = "agency;plan;actual\nЦентральные;;\nA;1;2\nB;2;2\nМестные;;\nC;1;1\nD;1;1\n"
    assert of_text(tmp_path, text)[1] == [("W491", "A2")]
    assert of_text(tmp_path, text.replace(";;", ";-;-"))[1] == []
    assert of_text(tmp_path, "agency;plan;actual\nA;;\nB;;\nC;1;2\n")[1] == []
    assert of_text(tmp_path, f"agency;plan;actual\n{FOUR}Исп. Иванов, тел. 74-12-34;;\n")[1] == [
        ("E437", "A5")
    ]


def test_rows_of_blanks(tmp_path: Path) -> None:
    """White space in a row makes no row of it, in a text and in a workbook."""
    data, found = of_text(tmp_path, f"agency;plan;actual\nX;1;1\n  ; ;\n{FOUR} ;;\n")
    assert data is not None
    assert (len(data.subjects), found) == (4, [])
    data, found = of_book(tmp_path, ["agency", "plan"], ["A", 1], [" ", ""], ["B", 2], ["\u00a0"])
    assert data is not None
    assert (len(data.subjects), found) == (2, [])


def test_headings_that_are_two_rows_high(tmp_path: Path) -> None:
    """A row whose cells are all merged with those above holds nothing; one of which only some are is refused."""

    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_range("A1:A2", "agency")
        sheet.merge_range("B1:B2", "plan")

    data, found = of_book(tmp_path, [], [], ["A", 1], fill=merge)
    assert data is not None
    assert found == []
    rows = (["agency", "plan", "actual"], ["A", 1, 2], [None, None, 3])
    half = of_book(tmp_path, *rows, fill=lambda _, sheet: sheet.merge_range("A2:A3", "A"))
    assert half[1] == [("E432", "A3")]


def test_a_percent_sign_that_is_only_written(tmp_path: Path) -> None:
    """A number behind which the format writes a percent sign is no ratio: 1.5 shown as 1.5 % is not 150 %."""
    for code in ('0.0" %"', "0\\%", '0 "процентов"'):

        def fill(book: Any, sheet: Any, code: str = code) -> None:
            sheet.write(1, 1, 1.5, book.add_format({"num_format": code}))

        for field, wanted in (("use", "E480"), ("plan", "E408")):
            assert of_book(tmp_path, ["agency", field], ["A"], fill=fill)[1] == [(wanted, "B2")]
        data, found = of_book(tmp_path, ["agency", "pct"], ["A"], fill=fill)
        assert data is not None
        assert (found, str(data.subjects[0].values["pct"])) == ([], "3/200")
    assert [writes_percent(code) for code in ("0%", '0" м"', "0_%", "0*%", "[$%]0")] == [False] * 4 + [True]


def test_a_number_that_its_format_does_not_show(tmp_path: Path) -> None:
    """A number that is hidden, written over or shown in thousands is refused; one that is rounded in show is read as it is."""
    for code, wanted in (
        (";;;", "E482"), ('"97"', "E482"), ("0,", "E482"), ('0.0,,"M"', "E482"), ("0;;", ""), ("#,##0", ""), ("0.0", ""),
        ('0" тыс."', ""), ("[Red]0;[Blue]-0", ""), ("General", ""), ("@", ""), ('[<1]"нет";0', ""),
        ('[>90]"много";0.0', "E482"), ('[<90]"мало";0.0', ""), ('[>=95]"";0', "E482"), ("[>100]0", "E482"), ('[>90]"много";0%', "E482"),
    ):  # fmt: skip

        def fill(book: Any, sheet: Any, code: str = code) -> None:
            sheet.write(1, 1, 95, book.add_format({"num_format": code}))

        assert of_book(tmp_path, ["agency", "plan"], ["A"], fill=fill)[1] == (
            [(wanted, "B2")] if wanted else []
        ), code
    assert all(
        shown_otherwise(number, code) is None for code in BUILT_IN.values() for number in (95.0, -95.0, 0.0)
    )
    assert [shown_otherwise(n, c) for n, c in ((95000.0, "0,"), (-95.0, "0;;"), (0.0, ";;;"))] == [
        "95",
        "",
        None,
    ]


def test_formats_in_a_binary_workbook(tmp_path: Path) -> None:
    """What a format hides, shows in thousands or writes over is refused in every kind of workbook."""
    rows = [["agency", "plan"], *([f"A{style}", Shown(95, style)] for style in (2, 4, 5, 6))]
    path = binary_workbook.write(tmp_path / "data.xlsb", {"agency": rows})
    assert codes(read(path, SCHEMA)[1]) == [("E482", "B3"), ("E482", "B4"), ("E482", "B5")]


def test_the_format_of_a_condition_is_no_format_of_cells(tmp_path: Path) -> None:
    """A number format that conditional formatting brings does not take the place of one of the same number."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write(1, 1, 95, book.add_format({"num_format": "0.000"}))
        sheet.conditional_format(
            "B2",
            {"type": "cell", "criteria": "<", "value": 0, "format": book.add_format({"num_format": ";;;"})},
        )

    assert of_book(tmp_path, ["agency", "plan"], ["A"], fill=fill)[1] == []
    path = tmp_path / "data.xlsx"
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b'numFmtId="165"', b'numFmtId="164"')
    with ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert codes(read(path, SCHEMA)[1]) == []


@pytest.mark.parametrize(
    ("kind", "value", "seen", "wanted"),
    [
        ("float", "95", "", "E482"), ("float", "95", "97", "E482"), ("float", "95000", "95", "E482"), ("float", "95", "много", "E482"),
        ("percentage", "0.7", "много", "E482"), ("percentage", "0.95", "95 %", ""), ("float", "95.4", "95", ""), ("float", "1234.5", "1 234,50", ""),
        ("currency", "1234567", "1,234,567 ₸", ""), ("float", "-95", "(95)", ""), ("float", "100000", "1.0E+05", ""), ("float", "0.5", "1/2", ""),
        ("float", "0", "-", ""), ("percentage", "x", "много", "E401"), ("percentage", "inf", "много", "E408"),
    ],
)  # fmt: skip
def test_what_an_open_document_shows(tmp_path: Path, kind: str, value: str, seen: str, wanted: str) -> None:
    """The text that an open document keeps is held to the number: rounded, grouped, in brackets, or something else."""
    cell = f'<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{seen}</text:p></table:table-cell>'
    field = "use" if kind == "percentage" else "plan"
    path = open_workbook.write(tmp_path / "data.ods", {"agency": [["agency", field], ["A", cell]]})
    assert [code for code, _ in codes(read(path, SCHEMA)[1])] == ([wanted] if wanted else [])


def test_a_percent_sign_in_an_open_document(tmp_path: Path) -> None:
    """The same, where the file keeps the text that is shown."""
    number = (
        '<table:table-cell office:value-type="float" office:value="1"><text:p>1 %</text:p></table:table-cell>'
    )
    path = open_workbook.write(tmp_path / "data.ods", {"agency": [["agency", "use"], ["A", number]]})
    assert codes(read(path, SCHEMA)[1]) == [("E480", "B2")]


def test_what_is_struck_out(tmp_path: Path) -> None:
    """A digit that is struck out in a cell is no part of its number, in every kind of workbook."""

    def fill(book: Any, sheet: Any) -> None:
        sheet.write_rich_string("B2", book.add_format({"font_strikeout": True}), "5", "7")

    assert of_book(tmp_path, ["agency", "plan"], ["A"], fill=fill)[1] == [("E408", "B2")]
    binary = binary_workbook.write(
        tmp_path / "data.xlsb", {"agency": [["agency", "plan"], ["A", Shown("7", struck="5")]]}
    )
    assert codes(read(binary, SCHEMA)[1]) == [("E408", "B2")]
    assert in_runs("57 м2", [(0, 1), (1, 0), (4, 2)], [0, STRUCK, 1]) == f"5{STROKE}7 м²"
    for strikes in ('-style="solid"', '-type="single"'):
        style = f'<style:style style:name="T1"><style:text-properties style:text-line-through{strikes}/></style:style>'
        cell = '<table:table-cell office:value-type="string"><text:p><text:span text:style-name="T1">5</text:span>7</text:p>'
        rows = [["agency", "plan"], ["A", f"{cell}</table:table-cell>"]]
        path = open_workbook.write(tmp_path / "data.ods", {"agency": rows}, style)
        assert codes(read(path, SCHEMA)[1]) == [("E408", "B2")]


STRUCK_CELLS = {
    "by its own style": ('<style:style style:name="c"><style:text-properties style:text-line-through-style="solid"/></style:style>', ' table:style-name="c"'),
    "by a style that another is made after": (
        ('<style:style style:name="p"><style:text-properties style:text-line-through-type="single"/></style:style>'
        '<style:style style:name="c" style:parent-style-name="p"/>'), ' table:style-name="c"'),
}  # fmt: skip


@pytest.mark.parametrize("how", STRUCK_CELLS)
def test_cells_of_an_open_document_that_are_struck_out(tmp_path: Path, how: str) -> None:
    """A cell that is struck out as a whole is told of in .ods, too; one whose style takes the stroke away is not."""
    style, more = STRUCK_CELLS[how]
    rows = [["agency", "plan"], ["A", open_workbook.cell(7, more)]]
    path = open_workbook.write(tmp_path / "data.ods", {"agency": rows}, style)
    assert codes(read(path, SCHEMA)[1]) == [("W492", "")]
    plain = style.replace(
        ' style:parent-style-name="p"/>',
        ' style:parent-style-name="p"><style:text-properties style:text-line-through-type="none"/></style:style>',
    )
    if plain != style:
        path = open_workbook.write(tmp_path / "data.ods", {"agency": rows}, plain)
        assert codes(read(path, SCHEMA)[1]) == []


def test_cells_of_a_binary_workbook_that_are_struck_out(tmp_path: Path) -> None:
    """And in .xlsb."""
    for whole, told in ((True, [("W492", "")]), (False, [])):
        rows = [["agency", "plan"], ["A", Shown(7, whole=whole)]]
        path = binary_workbook.write(tmp_path / "data.xlsb", {"agency": rows})
        assert codes(read(path, SCHEMA)[1]) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("<v>9<!-- -->5</v>", "a comment of XML"), ("<v>9<?x y?>5</v>", "an instruction to programs"),
        ("<v>&#57;5</v>", "is written with &#57;"), ("<v>9&#x35;</v>", "is written with &#x35;"),
        ("<v>9</v><v>5</v>", "holds two values"),
    ],
)  # fmt: skip
def test_numbers_that_the_library_would_cut_short(tmp_path: Path, value: str, told: str) -> None:
    """95 in a spelling of XML that no spreadsheet program uses: refused with its cell, and not read as 9."""
    of_book(tmp_path, ["agency", "plan"], ["A", 95])
    path = next(tmp_path.rglob("*.xlsx"))
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert b"<v>95</v>" in parts[sheet]
    parts[sheet] = parts[sheet].replace(b"<v>95</v>", value.encode())
    with ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    found = read(path, SCHEMA)[1]
    assert [one.code for one in found] == ["E401"]
    assert told in str(found[0].message)


def test_codes_shown_with_an_exponent_or_as_a_fraction(tmp_path: Path) -> None:
    """What a spreadsheet made of 1e5 or 1/2 is no code."""
    assert [digits_shown(1e5, "0.00E+00"), digits_shown(0.5, "# ?/?"), digits_shown(-0.00015, "0.0E+0")] == [
        "1.00E+05", "1/2", "-1.5E-4",
    ]  # fmt: skip

    def fill(book: Any, sheet: Any) -> None:
        sheet.write(1, 1, 1e5, book.add_format({"num_format": "0.00E+00"}))

    assert of_book(tmp_path, ["agency", "code"], ["A"], fill=fill)[1] == [("E431", "B2")]


CELL = '<c r="B2"><v>1</v></c>'


@pytest.mark.parametrize(
    ("instead", "cell"),
    [
        (f"{CELL}{CELL.replace('1<', '9<')}", "B2"),
        (f'{CELL}<c r="A2"><v>3</v></c>', "A2"),
        (f'<c r="C9"><v>3</v></c>{CELL}<c r="A2"><v>3</v></c>', "A2"),
        ('<c r="B2"><v><![CDATA[25]]></v></c>', "B2"),
        ('<c r="B2" t="e"><v>#SPILL!</v></c>', "B2"),
    ],
)
def test_cells_that_cannot_be_read(instead: str, cell: str, tmp_path: Path) -> None:
    """A cell that stands twice, one in a CDATA section, an error without a code: the cell is named."""
    path = made(
        tmp_path,
        lambda _, sheet: (sheet.write_row(0, 0, ["agency", "plan"]), sheet.write_row(1, 0, ["A", 1])),
    )
    path = edited(
        path, tmp_path / "edited.xlsx", {"xl/worksheets/sheet1.xml": lambda text: text.replace(CELL, instead)}
    )
    data, found = read(path, SCHEMA)
    assert data is None
    assert [f.code for f in found] == ["E401"]
    assert f"its cell {cell} " in str(found[0].message)


@pytest.mark.parametrize("heading", ["№", "№ п/п", "Комментарий", "Примечание:", "Ескерту"])
def test_columns_that_stand_beside_any_table(heading: str, tmp_path: Path) -> None:
    """A column of row numbers or remarks is meant for no field, though one that may be missing is left out."""
    data, found = of_text(tmp_path, f"agency;plan;{heading}\nA;1;2\n")
    assert (data is None, found) == (False, [("W451", "C1")])
    assert of_text(tmp_path, "agency;plan;Исполнено\nA;1;2\n")[1] == [("E441", "C1")]


def test_a_remark_that_the_rules_ask_for(tmp_path: Path) -> None:
    """Where a field is called so, with other signs around it, the column may be meant for it."""
    schema = schema_of(RULES.replace('"Код"', '"Примечание"'))
    (tmp_path / "agency.csv").write_text("agency;plan;Примечание*\nA;1;2\n", "utf-8")
    assert codes(read(tmp_path, schema)[1]) == [("E441", "C1")]


def test_a_heading_with_more_behind_it(tmp_path: Path) -> None:
    """The field is named whose title the heading begins with, not just the first that is missing."""
    (tmp_path / "agency.csv").write_text("agency;План, тыс. тенге;Факт\nA;1;2\n", "utf-8")
    found = [f for f in read(tmp_path, SCHEMA)[1] if f.code == "E441"]
    assert [str(note.text).partition(" if ")[0] for note in found[0].notes if note.kind == "help"] == [
        "it is `План` with more behind it", "head the column `plan` or `План`",
    ]  # fmt: skip


def test_many_columns_that_the_rules_do_not_name(tmp_path: Path) -> None:
    """They are told in one finding."""
    schema = schema_of(RULES.replace(", may be missing", ""))
    headings = "agency;name;code;plan;actual;use;pct"
    (tmp_path / "agency.csv").write_text(f"{headings};{';'.join(f'c{i}' for i in range(300))}\n", "utf-8")
    found = read(tmp_path, schema)[1]
    assert codes(found) == [("W451", "H1")]
    assert "300 columns" in str(found[0].message)


def test_days_beyond_all_calendars_in_an_old_workbook() -> None:
    """A number shown as a day that no calendar has is a number; the sheet is read."""
    from types import SimpleNamespace

    from effrules.data.formats.excel_97 import _date

    book: Any = SimpleNamespace(datemode=0)
    assert _date(book, 3e6) == 3e6
    assert str(_date(book, 42369.0)) == "2015-12-31 00:00:00"


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    ("name", "codec"), [("windows-1251", "cp1251"), ("x-unknown", "utf-8"), ("UTF-16", "utf-16")]
)
def test_parts_that_are_not_in_utf_8(part: str, name: str, codec: str, tmp_path: Path) -> None:
    """A part in another encoding, or one that declares it, is refused by its name."""
    source = made(
        tmp_path,
        lambda _, sheet: (sheet.write_row(0, 0, ["agency", "plan"]), sheet.write_row(1, 0, ["Мин", 1])),
    )
    path = tmp_path / "other.xlsx"
    with ZipFile(source) as before, ZipFile(path, "w") as after:
        for one in before.namelist():
            data = before.read(one)
            after.writestr(one, data.decode().replace("UTF-8", name).encode(codec) if one == part else data)
    data, found = read(path, SCHEMA)
    assert (data, [f.code for f in found]) == (None, ["E401"])
    assert f"its part {part} is not in UTF-8" in str(found[0].message)


def test_texts_written_as_formulas(tmp_path: Path) -> None:
    """`="003"`, by which some programs keep a spreadsheet from reading a number, is not the identifier."""
    assert of_text(tmp_path, 'agency;code\n="003";1\nB;"=""3.10"""\n')[1] == [("E481", "A2"), ("E481", "B3")]
    assert of_text(tmp_path, "agency;code\n=;=A\n")[1] == []


def test_cells_that_are_struck_out(tmp_path: Path) -> None:
    """A cell that is struck out as a whole is read, and told of; an empty one, or one that is not read, is not."""

    def fill(book: Any, sheet: Any) -> None:
        struck = book.add_format({"font_strikeout": True})
        sheet.write(1, 0, "A", struck)
        sheet.write(1, 1, 7, struck)
        sheet.write_blank(2, 1, None, struck)
        book.add_format({"bold": True})

    data, found = of_book(tmp_path, ["agency", "plan"], [], ["B"], fill=fill)
    assert data is not None
    assert found == [("W492", "")]
    assert of_book(tmp_path, ["agency", "plan"], ["A", 1], ["B"])[1] == []
