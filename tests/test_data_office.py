"""Files as office workers write them: rows that are no bodies, cells that show other than they hold, columns beside the table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.diagnostics import CellPlace, Finding
from effrules.model.schema import Schema
from tests.test_data_documents import schema_of
from tests.test_data_workbooks import made

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
