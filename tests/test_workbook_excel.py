"""Formulas of workbooks keep what Excel asks for, which cannot be run in tests: functions, limits, kinds of comparison.

What LibreOffice is lenient about and Excel is not is asked of the text of each formula, of all samples.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import get_args

import pytest
from openpyxl import load_workbook

from effrules.data import read
from effrules.report.workbook import made as limits
from effrules.report.workbook.made import (
    MOST_ARGUMENTS,
    Fixed,
    Formula,
    Stuck,
    TooLarge,
    Why,
    refuse_large,
    text_of,
)
from effrules.report.workbook.making import Workbook
from effrules.report.workbook.writing import written
from effrules.trace import steps as s
from tests.recalculating import differing, recalculated
from tests.running import program_of, run
from tests.test_workbook import ALL, THESIS, made_of, read_whole

EXCEL_2010 = frozenset(
    [
        "ABS",
        "AND",
        "AVERAGE",
        "CEILING",
        "COUNT",
        "COUNTA",
        "COUNTIF",
        "EXACT",
        "EXP",
        "FLOOR",
        "IF",
        "INDEX",
        "INT",
        "ISBLANK",
        "ISNUMBER",
        "LARGE",
        "LN",
        "LOG10",
        "MAX",
        "MEDIAN",
        "MIN",
        "MOD",
        "NA",
        "NETWORKDAYS.INTL",
        "NOT",
        "OR",
        "POWER",
        "PRODUCT",
        "QUARTILE",
        "PERCENTILE",
        "RANK",
        "ROUND",
        "ROUNDDOWN",
        "ROUNDUP",
        "ROW",
        "ROWS",
        "SIGN",
        "SMALL",
        "SQRT",
        "STDEV",
        "STDEVP",
        "SUM",
        "SUMPRODUCT",
        "TRUNC",
        "VAR",
        "VARP",
        "N",
    ]
)
"""Functions that Excel 2010 has under these names in a file, and all later ones; none of them needs the prefix `_xlfn.`"""

NO_FORMULA = {
    s.Written: "a figure of the rules: it stands in the sheet of the rules",
    s.Among: "a record of who is compared; the places have the formulas",
    s.Weighting: "a record of which clause of weights holds",
    s.Failed: "it has no value",
}
"""Kinds of steps that are never formulas, with the reason."""

STRING = re.compile(r'"(?:[^"]|"")*"')
SHEET = re.compile(r"'(?:[^']|'')*'!")


def formulas(book: Workbook) -> Iterator[str]:
    """Every formula as it stands in the file."""
    for sheet in load_workbook(BytesIO(written(book))).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield str(cell.value)


def bare(formula: str) -> str:
    """A formula without its texts and the names of sheets."""
    return SHEET.sub("", STRING.sub('""', formula))


def measured(formula: str) -> tuple[int, int]:
    """How deep the functions of a formula are nested, and the most arguments that one has."""
    deepest, most, open_ = 0, 0, list[int]()
    for sign in bare(formula):
        match sign:
            case "(":
                open_.append(1)
                deepest = max(deepest, len(open_))
            case ")":
                most = max(most, open_.pop())
            case "," if open_:
                open_[-1] += 1
            case _:
                pass
    assert open_ == [], formula
    return deepest, most


@pytest.mark.parametrize("name", ALL)
def test_excel_takes_each_formula(name: str) -> None:
    """Functions of Excel 2010 in English, commas between arguments, 8,192 characters, 255 arguments, 64 levels, texts of 255."""
    functions = set[str]()
    for formula in formulas(made_of(*read_whole(name), every=24, completing=name in THESIS)):
        deepest, most = measured(formula)
        assert len(formula) <= 8192
        assert deepest <= 64
        assert most <= 255
        assert all(len(text) - 2 <= 255 for text in STRING.findall(formula)), formula
        plain = bare(formula)
        assert ";" not in plain
        assert "{" not in plain
        assert not re.search(r"(?<![A-Z0-9.])(?:TRUE|FALSE)\(", plain), "a function of LibreOffice"
        functions |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", plain))
    assert functions <= EXCEL_2010, functions - EXCEL_2010


def test_texts_are_compared_exactly() -> None:
    """`=` does not tell `a` from `A` in Excel: no formula compares a cell with a text by it, but for the sign of what is not applicable."""
    book = made_of(*read_whole(next(iter(THESIS))), every=24)
    none = text_of(book.say("n/a"))
    for formula in formulas(book):
        for compared in re.findall(r'(?:=|<>)("(?:[^"]|"")*")', formula[1:]):
            assert compared in (none, '""'), formula


def test_each_kind_of_step_is_a_formula_or_has_a_reason(rare: Workbook) -> None:
    """Over all samples each kind of step is a formula somewhere, but for those that never are; each value says why, but what is not applicable."""
    seen, known = Counter[type](), Counter[type]()
    reasons: dict[type, set[Why | None]] = {}
    books = (made_of(*read_whole(name), every=24, completing=name in THESIS) for name in ALL)
    for book in (*books, rare):
        for ref, one in book.cells.items():
            kind = type(book.context.steps[ref])
            seen[kind] += 1
            known[kind] += isinstance(one, Formula)
            if isinstance(one, Fixed):
                reasons.setdefault(kind, set()).add(one.why)
    assert {kind for kind in seen if not known[kind]} <= {*NO_FORMULA, *OF_SAMPLES}
    assert all(reasons[kind] == whys for kind, whys in OF_SAMPLES.items())
    assert not [kind for kind in NO_FORMULA if known[kind]]
    assert all(None not in whys for kind, whys in reasons.items() if kind not in (*NO_FORMULA, s.Node)), (
        reasons
    )
    unseen = {kind for kind in get_args(s.AnyStep) if kind not in seen and kind not in NO_FORMULA}
    assert unseen <= UNSEEN, unseen
    assert not [kind for kind in UNSEEN if kind in seen], "no longer unseen"


OF_SAMPLES: dict[type, set[Why | None]] = {s.Standing: {Why.NO_FUNCTION}}
"""Kinds that the samples have with one reason only; the random rules of `test_workbook` have formulas of them."""

RARE = """
methodology rare version "1" { scale 0 to 100 points }
subject agency { kind: one of big, small  sent: date  staff: count  vacancies: count }
calendar kz {
    weekend saturday, sunday  from 2024-01-01 to 2024-12-31
    holiday 2024-03-08  holiday 2024-03-21 to 2024-03-23  working 2024-05-04
    assumed en "x"
}
define late = working days from sent to 2024-12-31 by calendar kz
    assumed en "x"
define spread = -abs(staff - vacancies) / 2 + sqrt(staff) * 3
    assumed en "x"
define graded = interpolate vacancies / (staff + 1) { at 0%: 40 points; at 50%: 10 points; after the last: 0 points; before the first: 40 points }
    assumed en "x"
criterion c out of 100 points {
    score = late / 10 days * 1 points + spread * 0.1 points + graded but at most 100 points but at least 0 points
    times 0.9 when kind is small
    assumed en "x"
}
weights { c 100%  assumed en "x" }
total { assumed en "x" }
"""
"""What the samples lack: days by a calendar, functions, lines between points, a score that is multiplied."""

SENT = ("2024-01-01", "2024-03-07", "2024-03-22", "2024-05-03", "2024-12-30", "2024-12-31")


@pytest.fixture
def rare(tmp_path: Path) -> Workbook:
    """The workbook of the rules above, for bodies that reported on odd days."""
    kinds = ("big", "small")
    lines = [f"b{at},{kinds[at % 2]},{day},{at + 2},{at}" for at, day in enumerate(SENT)]
    (tmp_path / "data").mkdir()
    (tmp_path / "data/agency.csv").write_text("\n".join(("agency,kind,sent,staff,vacancies", *lines)) + "\n")
    program = program_of(RARE)
    dataset, findings = read(tmp_path / "data", program.schema)
    assert dataset is not None, findings
    return made_of(program, dataset)


@pytest.mark.office
def test_days_by_a_calendar_recalculate(rare: Workbook, tmp_path: Path) -> None:
    """Working days with holidays and a working Saturday, functions, lines between points: as the exact engine has them."""
    days = [one for ref, one in rare.cells.items() if isinstance(rare.context.steps[ref], s.WorkingDays)]
    assert len(days) == len(SENT)
    assert all(isinstance(one, Formula) and "NETWORKDAYS.INTL" in one.text for one in days)
    (cells,) = recalculated([written(rare)], tmp_path)
    assert not list(differing(rare, cells))


def test_excel_takes_what_the_samples_lack(rare: Workbook) -> None:
    for formula in formulas(rare):
        assert set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare(formula))) <= EXCEL_2010, formula


UNSEEN: set[type] = set()
"""Kinds of steps that no sample has."""


def test_a_text_in_a_formula_is_short() -> None:
    assert text_of("x" * 255) == f'"{"x" * 255}"'
    with pytest.raises(Stuck) as stuck:
        text_of("x" * 256)
    assert stuck.value.why is Why.LONG


def test_arguments_are_grouped() -> None:
    told = limits.called("MAX", [f"A{at}" for at in range(1, 70_000)])
    assert measured(told)[1] <= MOST_ARGUMENTS
    assert told.count("A") - told.count("MAX") == 69_999


def test_deep_choices_are_values() -> None:
    assert measured(limits.nested([("A1", "1")] * 60, "0"))[0] <= 64
    with pytest.raises(Stuck):
        limits.nested([("A1", "1")] * 61, "0")


@pytest.mark.parametrize(("rows", "columns"), [(1_048_577, 1), (1, 16_385)])
def test_what_no_sheet_holds_is_refused(rows: int, columns: int) -> None:
    refuse_large("x", 1_048_576, 16_384)
    with pytest.raises(TooLarge):
        refuse_large("x", rows, columns)


def test_large_books_are_refused_by_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is written, with what to do."""
    monkeypatch.setattr(limits, "MOST_ROWS", 5)
    rules, data = tmp_path / "odd.eff", tmp_path / "agency.csv"
    rules.write_text(LONG_TEXT, "utf-8")
    data.write_text("agency,remark,amount\na,y,5\nb,y,6\n")
    out = tmp_path / "x.xlsx"
    for words in (("report", rules, data, "-o", out), ("trace", rules, data, "a", "-o", out)):
        done = run(*words, columns=300)
        assert done.exit_code == 2
        assert "fewer bodies" in done.output
        assert not out.exists()


LONG_TEXT = """
methodology odd version "1" { scale 0 to 100 points }
subject agency { remark: text  amount: number }
criterion c out of 100 points {
    score = when remark = "x" then 10 points otherwise amount * 1 points but at most 100 points but at least 0 points
    assumed en "x"
}
weights { c 100%  assumed en "x" }
total { assumed en "x" }
"""


def test_a_text_that_no_cell_holds(tmp_path: Path) -> None:
    """It stands in pieces in a sheet of its own; what takes it up is a value, with the reason, and none is lost."""
    rules, data, out = tmp_path / "odd.eff", tmp_path / "agency.csv", tmp_path / "odd.xlsx"
    rules.write_text(LONG_TEXT, "utf-8")
    text = "long " * 8000
    data.write_text(f"agency,remark,amount\na,{text},5\nb,x,6\n")
    done = run("report", rules, data, "-o", out)
    assert done.exit_code == 0, done.output
    book = load_workbook(out)
    long = book["Long texts"]
    pieces = "".join(str(cell.value) for cell in long[2][2:] if cell.value)
    assert pieces.strip() == text.strip()
    told = [str(cell.value) for row in book["a"].iter_rows() for cell in row if cell.value]
    assert any("longer than a cell" in one for one in told)
