"""Cells of traces looked up in workbooks and databases: each that is right is found, each that is another is named."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from effrules.audit.cells import look_up
from effrules.cli.run import command as run_command
from effrules.cli.trace import command as trace_command
from effrules.cli.verify import command as verify_command

RULES = """
methodology m version "1" { scale 0 to 100 points }
source order { title en "Order" }
subject agency { name: text  a: number  part: share  b: number, may be missing  since: date  open: yes or no }
table target of agency { code: text  plan: number }
direction d {
    score = 1 points * (a * part + (b if missing then 2)) + 1 points * (sum of t.plan for each target t where t.code is not "z")
          + (when open and since is below 2020-01-01 then 10 points otherwise 0 points) but at most 100 points
    cite order "1"
}
"""

AGENCY: list[list[Any]] = [
    ["agency", "name", "a", "part", "b", "since", "open"],
    ["A", "First", 12.5, 0.35, None, date(2012, 1, 31), True],
    ["B", "Second", 0.1, 1 / 3, 7, date(2015, 12, 1), True],
]
TARGET: list[list[Any]] = [["agency", "code", "plan"], ["A", "x", 3], ["A", "y", 4.25], ["B", "z", 5]]


def workbook(path: Path) -> None:
    """The data as a workbook, the second table not in the first cell of its sheet."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        percent, day = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows, down, right in (("agency", AGENCY, 0, 0), ("target", TARGET, 3, 2)):
            sheet = book.add_worksheet(name)
            for row, values in enumerate(rows, down):
                for column, value in enumerate(values, right):
                    if isinstance(value, date):
                        sheet.write_datetime(row, column, value, day)
                    elif isinstance(value, float) and value < 1 and rows[0][column - right] == "part":
                        sheet.write_number(row, column, value, percent)
                    elif value is not None:
                        sheet.write(row, column, value)


def database(path: Path) -> None:
    """The data as a SQLite file."""
    connection = sqlite3.connect(path)
    for name, (headings, *rows) in (("agency", AGENCY), ("target", TARGET)):
        connection.execute(f"create table {name} ({', '.join(headings)})")
        held = [[str(v) if isinstance(v, date) else "yes" if v is True else v for v in row] for row in rows]
        connection.executemany(f"insert into {name} values ({', '.join('?' * len(headings))})", held)
    connection.commit()
    connection.close()


FILES: dict[str, Callable[[Path], None]] = {"data.xlsx": workbook, "data.sqlite": database}


@pytest.fixture(params=FILES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Rules, and data in a file of one of both kinds."""
    (tmp_path / "rules.eff").write_text(RULES, encoding="utf-8")
    FILES[request.param](tmp_path / request.param)
    return tmp_path / request.param


def traced(data: Path, agency: str) -> dict[str, Any]:
    """The trace of a body, as it is written to a file."""
    path = data.parent / f"{agency}.json"
    done = CliRunner().invoke(
        trace_command, [str(data.parent / "rules.eff"), str(data), agency, "-o", str(path)]
    )
    assert done.exit_code == 0, done.output
    made: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return made


def test_cells_stand_where_the_trace_says(office: Path) -> None:
    """Numbers, percentages, days, yes or no, texts, empty cells: each is found at its place in the file or its folder."""
    for agency, cells in (("A", 9), ("B", 6)):
        made = traced(office, agency)
        for where in (office, office.parent):
            seen = look_up(made, where)
            assert seen.wrong == ()
            assert seen.count == sum(step["op"] == "cell" for step in made["steps"]) == cells


def test_the_same_as_the_table(office: Path) -> None:
    """Where a trace says that a cell stands, there it stands in the table that was written."""
    tables = {"agency": (AGENCY, 0, 0), "target": (TARGET, 3, 2)}
    for step in traced(office, "A")["steps"]:
        if step["op"] == "cell":
            rows, down, right = tables[step["sheet"]]
            if office.suffix == ".xlsx":
                row, column = int(step["cell"][1:]) - 1 - down, ord(step["cell"][0]) - ord("A") - right
            else:
                name, _, number = step["cell"].removesuffix("]").partition("[")
                row, column = int(number), rows[0].index(name)
            assert rows[0][column] == step["field"]
            value = rows[row][column]
            known = {True: "yes", None: "", 0.35: "0.35"}.get(value, str(value))
            assert step.get("raw", "") in (known, known + " 00:00:00", "35%"), step


def test_another_text_is_named(office: Path) -> None:
    """Any cell that says something else than the trace, and any place where something else stands, is named."""
    made = traced(office, "A")
    for step in made["steps"]:
        if step["op"] != "cell":
            continue
        for key, other in (("raw", "13"), ("raw", "thirteen"), ("raw", "1999-09-09"), ("sheet", "other")):
            spoilt = {**step, key: other}
            seen = look_up({"steps": [spoilt]}, office)
            unclear = key == "raw" and office.suffix == ".xlsx" and other == "thirteen"
            assert [name for name, _ in seen.wrong] == [step["id"]] or (unclear and seen.count == 0), spoilt


def test_verify_looks_cells_up(office: Path) -> None:
    """`verify` counts the cells that it found, of a trace and of a run, and names one that is another now."""
    traced(office, "A")
    trace, folder = office.parent / "A.json", office.parent
    rules = str(folder / "rules.eff")
    done = CliRunner().invoke(verify_command, [str(trace), "--data", str(office), "--rules", rules])
    assert done.exit_code == 0, done.output
    assert "9 cells looked up" in done.stdout
    arguments = [str(folder / "rules.eff"), str(office), "-o", str(folder / "r.csv")]
    assert CliRunner().invoke(run_command, arguments).exit_code == 0
    done = CliRunner().invoke(verify_command, [str(folder / "r.record.json"), "--independent"])
    assert done.exit_code == 0, done.output
    assert "15 cells looked up" in done.stdout
    AGENCY[1][2], before = 12.75, AGENCY[1][2]
    try:
        office.unlink()
        FILES[office.name](office)
    finally:
        AGENCY[1][2] = before
    done = CliRunner().invoke(verify_command, [str(trace), "--data", str(office)])
    assert done.exit_code == 1
    assert "not '12.5'" in done.stdout


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"SQLite format 3\x00 nothing"])
def test_files_that_are_none(office: Path, content: bytes) -> None:
    """A file that cannot be read any more is told, and nothing crashes; nor does a document that is no trace."""
    made = traced(office, "A")
    office.write_bytes(content)
    assert look_up(made, office).count == 0
    assert look_up(made, office).wrong
    for steps in (None, 3, [None, {"op": "cell"}, {"op": "cell", "file": "data.xlsx", "cell": 3}]):
        assert look_up({"steps": steps}, office).count == 0


def test_both_kinds_of_workbook_and_raised_digits(tmp_path: Path) -> None:
    """The cells of a "Strict Open XML" workbook are looked up as the usual one's; a raised digit is what the reader made of it."""
    cases = Path(__file__).parent / "cases" / "intake"
    strict = {
        "op": "cell",
        "id": "s1",
        "file": "pct_strict.xlsx",
        "sheet": "agency",
        "cell": "E2",
        "raw": "90%",
    }
    raised = {
        "op": "cell",
        "id": "s2",
        "file": "superscript.xlsx",
        "sheet": "agency",
        "cell": "D2",
        "raw": "9¹",
    }
    assert look_up({"steps": [strict, raised]}, cases).wrong == ()
    assert look_up({"steps": [strict, raised]}, cases).count == 2
    told = look_up({"steps": [{**strict, "raw": "91%"}, {**raised, "raw": "91"}]}, cases).wrong
    assert [step for step, _ in told] == ["s1", "s2"]
