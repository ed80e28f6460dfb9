"""Cells of traces looked up in all formats: each that is right is found, each that is another is named."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from effrules.audit.at_hand import data_at_hand
from effrules.cli.run import command as run_command
from effrules.cli.trace import command as trace_command
from effrules.cli.verify import command as verify_command
from effrules.independent import Data, Rules, replay, same_text

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


def written(value: Any) -> Any:
    """A value as text files have it."""
    return value.isoformat() if isinstance(value, date) else "yes" if value is True else value


def separated(path: Path) -> None:
    """The data as a folder of CSV files."""
    path.mkdir()
    for name, rows in (("agency", AGENCY), ("target", TARGET)):
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([[written(value) for value in row] for row in rows])


def tables_of() -> dict[str, list[dict[str, Any]]]:
    """The data as records."""
    return {
        name: [dict(zip(headings, map(written, row), strict=True)) for row in rows]
        for name, (headings, *rows) in (("agency", AGENCY), ("target", TARGET))
    }


def objects(path: Path) -> None:
    """The data as a JSON file."""
    path.write_text(json.dumps(tables_of()), encoding="utf-8")


def lines(path: Path) -> None:
    """The data as a JSON Lines file, with the name of the table in each line."""
    rows = [{"table": name, **row} for name, rows in tables_of().items() for row in rows]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def columns(path: Path) -> None:
    """The data as a folder of Parquet files."""
    import pyarrow as pa
    import pyarrow.parquet

    path.mkdir()
    for name, rows in tables_of().items():
        pyarrow.parquet.write_table(pa.Table.from_pylist(rows), path / f"{name}.parquet")


FILES: dict[str, Callable[[Path], None]] = {
    "data.xlsx": workbook, "data.sqlite": database, "csv": separated, "data.json": objects, "data.jsonl": lines,
    "parquet": columns,
}  # fmt: skip


def look_up(made: Any, data: Path) -> tuple[int, list[str]]:
    """How many cells of a trace were looked up, and the steps of those that are wrong."""
    found = replay(made, data_at_hand(data))
    return found.cells_seen, [name for name, _ in found.problems if name in found.steps]


@pytest.fixture(params=FILES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Rules, and data in a file or folder of one of the kinds."""
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
        for where in (office, *([] if office.is_dir() else [office.parent])):
            assert look_up(made, where) == (cells, [])
            assert cells == sum(step["op"] == "cell" for step in made["steps"])


def test_the_same_as_the_table(office: Path) -> None:
    """Where a trace says that a cell stands, there it stands in the table that was written."""
    tables = {"agency": (AGENCY, 0, 0), "target": (TARGET, 3, 2)}
    for step in traced(office, "A")["steps"]:
        if step["op"] == "cell":
            rows, down, right = tables[step["table"]]
            if office.suffix != ".xlsx":
                down = right = 0
            if step["cell"][0].isupper():
                row, column = int(step["cell"][1:]) - 1 - down, ord(step["cell"][0]) - ord("A") - right
            else:
                name, _, number = step["cell"].removesuffix("]").partition("[")
                row, column = int(number), rows[0].index(name)
                if office.suffix == ".jsonl" and step["table"] == "target":
                    row -= len(AGENCY) - 1
            assert rows[0][column] == step["field"]
            value = rows[row][column]
            known = {True: "yes", None: "", 0.35: "0.35"}.get(value, str(value))
            assert step.get("raw", "") in (known, known + " 00:00:00", "35%"), step


OTHER = (("raw", "13"), ("raw", "thirteen"), ("raw", "1999-09-09"), ("sheet", "other"), ("field", "since"), ("field", "a"),
         ("row", 'agency "B"'), ("row", 'agency "A", code "y"'), ("row", ""))  # fmt: skip


def test_whatever_else_is_named(office: Path) -> None:
    """Any cell that says something else than the trace, and any place, field or row where something else stands, is named."""
    made = traced(office, "A")
    for at, step in enumerate(made["steps"]):
        if step["op"] != "cell":
            continue
        moved = [
            ("cell", one["cell"])
            for one in made["steps"]
            if one["op"] == "cell" and one["cell"] != step["cell"]
        ]
        for key, other in (*OTHER, *moved):
            if step.get(key) == other:
                continue
            steps = [*made["steps"][:at], {**step, key: other}, *made["steps"][at + 1 :]]
            _, wrong = look_up({**made, "steps": steps}, office)
            assert step["id"] in wrong, (key, other)


def test_rows_left_out_or_put_in(office: Path) -> None:
    """An aggregate over fewer rows than there are, over one twice, over another body's: named, whatever its value."""
    made = traced(office, "A")
    at, step = next((n, one) for n, one in enumerate(made["steps"]) if one["op"] == "aggregate")
    taken, filters = step["rows"]["taken"], [one["where"] for one in step["rows"]["taken"]]
    for rows, values in (
        (taken[:1], step["values"][:1]),
        ([], []),
        ([*taken, taken[0]], [*step["values"], step["values"][0]]),
        (
            [*taken, {"row": 'agency "B", code "z"', "where": filters[0]}],
            [*step["values"], step["values"][0]],
        ),
    ):
        changed = {**step, "rows": {**step["rows"], "taken": rows}, "values": values}
        found = replay({**made, "steps": [*made["steps"][:at], changed]}, data_at_hand(office))
        assert "among the rows" in dict(found.problems)[step["id"]]


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
        shutil.rmtree(office) if office.is_dir() else office.unlink()
        FILES[office.name](office)
    finally:
        AGENCY[1][2] = before
    done = CliRunner().invoke(verify_command, [str(trace), "--data", str(office)])
    assert done.exit_code == 1
    assert "not '12.5'" in done.stdout.replace("Decimal('12.5')", "")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"SQLite format 3\x00 nothing"])
def test_files_that_are_none(office: Path, content: bytes) -> None:
    """A file that cannot be read any more is told, and nothing crashes; nor does a document that is no trace."""
    made = traced(office, "A")
    for path in office.iterdir() if office.is_dir() else [office]:
        path.write_bytes(content)
    seen, wrong = look_up(made, office)
    assert seen == 0
    assert wrong
    for steps in (None, 3, [None, {"op": "cell"}, {"op": "cell", "file": "data.xlsx", "cell": 3}]):
        for tables in (None, 3, [], [None], [{"table": "agency"}], made["tables"]):
            assert look_up({**made, "steps": steps, "tables": tables}, office)[0] == 0


def test_both_kinds_of_workbook_and_raised_digits() -> None:
    """The cells of a "Strict Open XML" workbook are looked up as the usual one's; a raised digit is what the reader made of it."""
    data = Data(Path(__file__).parent / "cases" / "intake")
    for file, cell, raw in (("pct_strict.xlsx", (2, 4), "90%"), ("superscript.xlsx", (2, 3), "9¹")):
        (sheets,) = data.read(file) or ()
        assert same_text(raw, sheets["agency"].text(*cell))
        assert not same_text(f"1{raw}", sheets["agency"].text(*cell))


WITH_FIGURES = RULES.replace("direction d {", """figures norm {
    key: text   least: number
    | "First"  2.5     -- said in the order
    | "Second" 10
    cite order "2"
}
direction d {""").replace("(b if missing then 2)", "(b if missing then norm(name).least)")  # fmt: skip


def rewritten(made: dict[str, Any], op: str, **changes: Any) -> list[str]:
    """What is said of the first step of an operation when it is changed, with all of the rules at hand."""
    rules = Rules({"rules.eff": WITH_FIGURES})
    steps = [dict(step) for step in made["steps"]]
    step = next(
        one for one in steps if one["op"] == op and ("text" not in changes or one["type"] == "number")
    )
    step.update(changes)
    found = replay({**made, "steps": steps}, None, rules)
    return [words for name, words in found.problems if name == step["id"]]


def test_texts_of_the_rules(tmp_path: Path) -> None:
    """A number of the rules that is changed together with its text, a text at another place, a figure: each is named."""
    (tmp_path / "rules.eff").write_text(WITH_FIGURES, encoding="utf-8")
    workbook(tmp_path / "data.xlsx")
    made = traced(tmp_path / "data.xlsx", "A")
    found = replay(made, None, Rules({"rules.eff": WITH_FIGURES}))
    assert (found.problems, found.quoted > 10) == ([], True)
    step = next(one for one in made["steps"] if one["op"] == "written" and one["text"] == "1 points")
    (said,) = rewritten(made, "written", text="7 points", value="7", shown="7.00")
    assert said == f"'7 points' does not stand at {step['place']}"
    (said,) = rewritten(made, "figure", value="10", shown="10.00")
    assert said == "the figures norm have no row of First with 10"
    assert rewritten(made, "written", place="other.eff:3:1") == ["there is no rule file other.eff"]
    assert rewritten(made, "written", place="rules.eff:300:1") == ["rules.eff has no line 300"]
    lines = WITH_FIGURES.split("\n")
    line = next(n for n, text in enumerate(lines, 1) if "10 points otherwise" in text)
    moved = f"rules.eff:{line}:{lines[line - 1].index('10 points') + 1}"
    steps = [dict(one) for one in made["steps"]]
    next(one for one in steps if one["id"] == step["id"]).update(
        place=moved, text="10 points", value="10", shown="10.00"
    )
    found = replay({**made, "steps": steps}, None, Rules({"rules.eff": WITH_FIGURES}))
    assert any(f"stands at {moved} and not within it" in words for _, words in found.problems)
