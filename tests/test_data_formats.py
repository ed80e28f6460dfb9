"""The same tables give the same data set, whatever they are sent in; nothing that a file may hold raises."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import xlsxwriter
from flint import fmpq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effrules.check.build import load_text
from effrules.data import Dataset, from_tables, read
from effrules.diagnostics import CellPlace
from effrules.model.schema import Field, Schema, Table, Titles
from effrules.model.types import NUMBER, SHARE, Choice, Date, Domain, Text, YesNo
from tests import binary_workbook, open_workbook

AGENCY = Table(
    "agency", None,
    (Field("name", Text()), Field("kind", Choice(("central", "local"))), Field("online", YesNo(), optional=True)),
    Titles((("kk", "Орган"),)),
)  # fmt: skip
TARGET = Table(
    "target", "agency",
    (Field("code", Text(), unique=True), Field("plan", NUMBER), Field("due", Date(), optional=True)),
)  # fmt: skip
STEP = Table(
    "step",
    "target",
    (Field("number", NUMBER, unique=True, domain=Domain(whole=True)), Field("weight", SHARE)),
)
SCHEMA = Schema((AGENCY, TARGET, STEP), ("kk", "ru"))
PERCENT = Schema(
    (
        Table(
            "agency",
            None,
            (Field("use", SHARE, percent_numbers=True, optional=True), Field("plan", NUMBER, optional=True)),
        ),
    )
)

Tables = dict[str, list[dict[str, Any]]]


def tables_of(agencies: list[tuple[str, str, Any, list[tuple[Decimal, Any]]]]) -> Tables:
    """Tables of agencies with their targets, two steps for each target."""
    made: Tables = {"agency": [], "target": [], "step": []}
    for number, (name, kind, online, targets) in enumerate(agencies):
        key = f"A{number}"
        made["agency"].append({"agency": key, "name": name, "kind": kind, "online": online})
        for code, (plan, due) in enumerate(targets):
            made["target"].append({"agency": key, "code": f"c{code}", "plan": plan, "due": due})
            for step in (1, 2):
                weight = Decimal(step) / 4
                made["step"].append({"agency": key, "target": f"c{code}", "number": step, "weight": weight})
    return made


NAMES = st.text(st.sampled_from("АбвқәіAbc ;,\"'№é\n"), min_size=1, max_size=8).map(
    lambda text: "x" + text.strip()
)
PLANS = st.decimals(-(10**9), 10**9, places=4, allow_nan=False).map(lambda number: number.normalize())
TABLES = st.lists(
    st.tuples(
        NAMES, st.sampled_from(["central", "local"]), st.sampled_from([True, False, None]),
        st.lists(st.tuples(PLANS, st.none() | st.dates(date(1990, 1, 1), date(2050, 1, 1))), max_size=3),
    ),
    min_size=1, max_size=4,
).map(tables_of)  # fmt: skip


def texts(row: dict[str, Any], mark: str = ".") -> dict[str, str]:
    """A row's values as texts; days as offices write them."""

    def text(value: Any) -> str:
        match value:
            case None:
                return ""
            case bool():
                return "иә" if value else "жоқ"
            case Decimal():
                whole = format(value, "f")
                return (whole if "." in whole else whole + ".0").replace(".", mark)
            case date():
                return value.strftime("%d.%m.%Y")
            case _:
                return str(value)

    return {name: text(value) for name, value in row.items()}


HEADINGS = {
    "agency": ["agency", "name", "kind", "online"],
    "target": ["agency", "code", "plan", "due"],
    "step": ["agency", "target", "number", "weight"],
}


def as_csv(
    tables: Tables, folder: Path, separator: str = ",", mark: str = ".", encoding: str = "utf-8"
) -> Path:
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, HEADINGS[name], delimiter=separator, quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(texts(row, mark) for row in rows)
    return folder


def as_office_csv(tables: Tables, folder: Path) -> Path:
    return as_csv(tables, folder, ";", ",", "utf-8-sig")


def as_utf16(tables: Tables, folder: Path) -> Path:
    return as_csv(tables, folder, "\t", ".", "utf-16")


def as_workbook(tables: Tables, folder: Path) -> Path:
    path = folder / "data.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"})
    for name, rows in tables.items():
        sheet = book.add_worksheet({"agency": "орган"}.get(name, name))
        sheet.write_row(2, 1, HEADINGS[name])
        for at, row in enumerate(rows):
            for column, heading in enumerate(HEADINGS[name]):
                value = row[heading]
                if isinstance(value, str):
                    sheet.write_string(at + 3, column + 1, value)
                elif value is not None:
                    sheet.write(at + 3, column + 1, value)
    book.close()
    return path


def as_binary_workbook(tables: Tables, folder: Path) -> Path:
    def value(cell: Any) -> Any:
        match cell:
            case date():
                return binary_workbook.Shown((cell - date(1899, 12, 30)).days, 3)
            case _:
                return cell

    sheets = {
        name: [HEADINGS[name], *([value(row[h]) for h in HEADINGS[name]] for row in rows)]
        for name, rows in tables.items()
    }
    return binary_workbook.write(folder / "data.xlsb", sheets)


def as_open_workbook(tables: Tables, folder: Path) -> Path:
    sheets = {
        name: [HEADINGS[name], *([row[h] for h in HEADINGS[name]] for row in rows)]
        for name, rows in tables.items()
    }
    return open_workbook.write(folder / "data.ods", sheets)


def as_parquet(tables: Tables, folder: Path) -> Path:
    import pyarrow as pa
    from pyarrow import parquet

    kinds = {
        "plan": pa.decimal128(30, 6),
        "weight": pa.float64(),
        "number": pa.int32(),
        "due": pa.date32(),
        "online": pa.bool_(),
    }
    for name, rows in tables.items():
        schema = pa.schema([(heading, kinds.get(heading, pa.string())) for heading in HEADINGS[name]])
        columns = [[float(row[h]) if h == "weight" else row[h] for row in rows] for h in HEADINGS[name]]
        arrays = [pa.array(column, schema.field(at).type) for at, column in enumerate(columns)]
        parquet.write_table(pa.table(arrays, schema=schema), folder / f"{name}.parquet")
    return folder


def json_row(row: dict[str, Any]) -> str:
    parts = []
    for name, value in row.items():
        text = (
            format(value, "f")
            if isinstance(value, Decimal)
            else json.dumps(str(value) if isinstance(value, date) else value)
        )
        parts.append(f"{json.dumps(name)}: {text}")
    return "{" + ", ".join(parts) + "}"


def as_json(tables: Tables, folder: Path) -> Path:
    path = folder / "data.json"
    named = (f'"{name}": [{", ".join(map(json_row, rows))}]' for name, rows in tables.items())
    path.write_text("{" + ", ".join(named) + "}", "utf-8")
    return path


def as_json_lines(tables: Tables, folder: Path) -> Path:
    for name, rows in tables.items():
        (folder / f"{name}.jsonl").write_text("".join(json_row(row) + "\n" for row in rows), "utf-8")
    return folder


def as_sqlite(tables: Tables, folder: Path) -> Path:
    path = folder / "data.sqlite"
    connection = sqlite3.connect(path)
    for name, rows in tables.items():
        connection.execute(f"create table {name} ({', '.join(HEADINGS[name])})")
        marks = ", ".join("?" * len(HEADINGS[name]))
        for row in rows:
            values = [
                str(v) if isinstance(v, date) else float(v) if isinstance(v, Decimal) else v
                for v in row.values()
            ]
            connection.execute(f"insert into {name} values ({marks})", values)
    connection.commit()
    connection.close()
    return path


FORMATS: list[Callable[[Tables, Path], Path]] = [
    as_csv, as_office_csv, as_utf16, as_workbook, as_binary_workbook, as_open_workbook, as_parquet, as_json, as_json_lines, as_sqlite,
]  # fmt: skip


def content(data: Dataset | None) -> list[Any]:
    """All that a data set says, without places."""
    assert data is not None
    rows = [row for rows in (data.subjects, *data.rows.values()) for row in rows]
    return [
        (row.table, row.key, dict(row.values), None if row.owner is None else (row.owner.table, row.owner.key),
         {name: [child.key for child in children] for name, children in row.children.items()})
        for row in rows
    ]  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES)
def test_every_format_gives_the_same_data(tables: Tables) -> None:
    """The same random tables give the same rows, values and links from each format."""
    expected, found = from_tables(tables, SCHEMA)
    assert not [f for f in found if f.is_error], found
    for write in FORMATS:
        if write is as_parquet or all(tables.values()):
            with TemporaryDirectory() as folder:
                data, told = read(write(tables, Path(folder)), SCHEMA)
                assert not [f for f in told if f.is_error], (write.__name__, told)
                assert content(data) == content(expected), write.__name__


def test_frames_give_the_same_data() -> None:
    """Data frames of each library give the rows that records give."""
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    tables = tables_of(
        [
            ("Ministry", "central", True, [(Decimal("0.1"), date(2015, 12, 31))]),
            ("Akimat", "local", None, [(Decimal(3), None)]),
        ]
    )
    expected = content(from_tables(tables, SCHEMA)[0])
    floats = {
        name: [{k: float(v) if isinstance(v, Decimal) else v for k, v in row.items()} for row in rows]
        for name, rows in tables.items()
    }
    for make in (
        pd.DataFrame,
        pl.DataFrame,
        pa.Table.from_pylist,
        lambda rows: {k: [r[k] for r in rows] for k in rows[0]},
    ):
        data, found = from_tables({name: make(rows) for name, rows in floats.items()}, SCHEMA)
        assert found == ()
        assert content(data) == expected


def test_short_floats_have_their_own_shortest_form() -> None:
    """A 32-bit 0.1 is a tenth, not the tenth's neighbour that a 64-bit float would show."""
    import numpy as np
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    numbers = np.array([0.1, 16777216, 1e-8], dtype=np.float32)
    names = ["a", "b", "c"]
    for table in (
        pd.DataFrame({"id": names, "plan": numbers}),
        pl.DataFrame({"id": names, "plan": pl.Series(numbers)}),
        pa.table({"id": names, "plan": pa.array(numbers)}),
        [{"id": name, "plan": number} for name, number in zip(names, numbers, strict=True)],
    ):
        data, _ = from_tables({"agency": table}, PERCENT)
        assert data is not None
        assert [row.values["plan"] for row in data.subjects] == [fmpq(1, 10), fmpq(16777216), fmpq(1, 10**8)]


def test_missing_in_frames() -> None:
    """Not-a-number, not-a-time, NA and None all count as missing."""
    import pandas as pd

    frame = pd.DataFrame(
        {"id": ["a", "b"], "plan": [float("nan"), 1.5], "use": pd.array([1, pd.NA], dtype="Int64")}
    )
    data, found = from_tables({"agency": frame}, PERCENT)
    assert found == ()
    assert data is not None
    assert [row.values["plan"] for row in data.subjects] == [None, fmpq(3, 2)]
    assert [row.values["use"] for row in data.subjects] == [fmpq(1, 100), None]


def workbook(path: Path, cells: list[list[Any]], percent: str | int = "0.0%") -> Path:
    """A workbook with one sheet, `agency`; a value in a tuple is shown in percent."""
    book = xlsxwriter.Workbook(path / "data.xlsx")
    sheet = book.add_worksheet("agency")
    shown = book.add_format({"num_format": percent})
    for at, row in enumerate(cells):
        for column, cell in enumerate(row):
            if cell == "=0.1+0.2":
                sheet.write_formula(at, column, cell, None, 0.1 + 0.2)
            else:
                sheet.write(at, column, *((cell[0], shown) if isinstance(cell, tuple) else (cell,)))
    hidden = book.add_worksheet("lists")
    hidden.hide()
    hidden.write(0, 0, "anything")
    book.close()
    return path / "data.xlsx"


def test_workbook_percent_cells(tmp_path: Path) -> None:
    """A cell shown in percent is a percentage; a bare number in a share in percent counts in percent."""
    path = workbook(
        tmp_path, [["id", "use"], ["a", (0.95,)], ["b", 95], ["c", 0.95], ["d", "95 %"], ["e", (0.57,)]]
    )
    data, found = read(path, PERCENT)
    assert [f.code for f in found] == ["W453", "W465"]
    assert data is not None
    assert [row.values["use"] for row in data.subjects] == [
        fmpq(19, 20),
        fmpq(19, 20),
        fmpq(19, 2000),
        fmpq(19, 20),
        fmpq(57, 100),
    ]
    assert data.subjects[4].places["use"] == CellPlace("data.xlsx", "agency", "B6", 'agency "e"', "57%")


def test_workbook_format_with_a_quoted_percent_sign_is_no_percentage(tmp_path: Path) -> None:
    """A percent sign that a number format only quotes does not make a percentage."""
    data, _ = read(workbook(tmp_path, [["id", "use"], ["a", (95,)]], '0"%"'), PERCENT)
    assert data is not None
    assert data.subjects[0].values["use"] == fmpq(19, 20)


def test_workbook_floats_count_by_their_shortest_form(tmp_path: Path) -> None:
    """0.1 is a tenth; 0.1 + 0.2 is taken as it stands, with a warning (W454)."""
    path = workbook(
        tmp_path, [["id", "use", "plan"], ["a", None, 0.1], ["b", None, "=0.1+0.2"], ["c", None, 1e21]]
    )
    data, found = read(path, PERCENT)
    assert data is not None
    assert [row.values["plan"] for row in data.subjects] == [
        fmpq(1, 10),
        fmpq(30000000000000004, 10**17),
        fmpq(10**21),
    ]
    assert [(f.code, str(f.place)) for f in found] == [
        ("W454", 'data.xlsx, sheet "agency", cell C3 (agency "b")')
    ]


def test_workbook_cells_of_another_kind(tmp_path: Path) -> None:
    """Dates and yes or no where numbers belong, and failed formulas, are refused with their cells."""
    book = xlsxwriter.Workbook(tmp_path / "data.xlsx")
    sheet = book.add_worksheet("agency")
    sheet.write_row(0, 0, ["id", "use", "plan"])
    sheet.write_datetime(1, 0, date(2016, 2, 3), book.add_format({"num_format": "d.m"}))
    sheet.write_formula(1, 1, "=NA()", None, "#N/A")
    sheet.write_boolean(1, 2, True)
    book.close()
    data, found = read(tmp_path / "data.xlsx", PERCENT)
    assert data is None
    assert [(f.code, f.place.cell) for f in found if isinstance(f.place, CellPlace)] == [
        ("E418", "A2"),
        ("E417", "B2"),
        ("E408", "C2"),
    ]


def test_workbook_tables_may_stand_anywhere(tmp_path: Path) -> None:
    """A table that does not start in A1 is read, and its cells are called as the workbook calls them."""
    book = xlsxwriter.Workbook(tmp_path / "data.xlsx")
    sheet = book.add_worksheet("agency")
    sheet.write_row(4, 3, ["id", "use"])
    sheet.write_row(6, 3, ["a", 0.5], book.add_format({"num_format": "0%"}))
    sheet.write_row(7, 3, ["b", "x"])
    book.close()
    data, found = read(tmp_path / "data.xlsx", PERCENT)
    assert data is None
    assert [(f.code, f.place.cell) for f in found if isinstance(f.place, CellPlace) and f.is_error] == [
        ("E439", "E8")
    ]
    sheet_data, _ = read(workbook(tmp_path, [["id", "use"], ["a", (0.5,)]], 9), PERCENT)
    assert sheet_data is not None
    assert sheet_data.subjects[0].values["use"] == fmpq(1, 2)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("id;use;plan;Расход, тыс., тг\na;1;2,5;2\n", ["W451"]),
        ("sep=;\nid;use;plan\na;1;2,5\n", []),
        ("sep=,\r\nid,use,plan\r\na,1,2.5\r\n", []),
        ("\n\nid\tuse\tplan\n\na\t1\t2\n", []),
        ('"id","use","plan"\r"a","1","2"\r', []),
    ],
)
def test_separators(tmp_path: Path, text: str, codes: list[str]) -> None:
    """The separator is the one that gives headings which the rules know; `sep=` lines and blank lines are understood."""
    (tmp_path / "agency.csv").write_text(text, "utf-8", newline="")
    data, found = read(tmp_path, PERCENT)
    assert [f.code for f in found] == codes
    assert data is not None
    assert data.subjects[0].values["use"] == fmpq(1, 100)


def test_cells_below_a_separator_line_keep_their_numbers(tmp_path: Path) -> None:
    """Excel's `sep=` line is a row of the file."""
    (tmp_path / "agency.csv").write_text("sep=;\nid;use;plan\na;1;2\n\nb;1;2\n", "utf-8")
    data, _ = read(tmp_path, PERCENT)
    assert data is not None
    assert [subject.places["plan"].cell for subject in data.subjects] == ["C3", "C5"]


def test_json_numbers_keep_every_digit(tmp_path: Path) -> None:
    """A number of JSON is read by its digits, not by the binary float next to it."""
    path = tmp_path / "agency.json"
    path.write_text('[{"id": "a", "use": 1.5e1, "plan": 0.1000000000000000000000001}]', "utf-8")
    data, found = read(path, PERCENT)
    assert found == ()
    assert data is not None
    assert data.subjects[0].values == {"use": fmpq(15, 100), "plan": fmpq(10**24 + 1, 10**25)}
    path.write_text('[{"id": "a", "plan": 1, "plan": 2}]', "utf-8")
    assert [str(f.message) for f in read(path, PERCENT)[1]] == [
        "`agency.json` cannot be read: the name `plan` stands twice in one object"
    ]
    path.write_text('[{"id": "a", "use": 1, "plan": 1e999999999}]', "utf-8")
    assert [f.code for f in read(path, PERCENT)[1]] == ["E408"]


def test_cyrillic_code_pages(tmp_path: Path) -> None:
    """windows-1251 and KZ-1048 are read where they are certain, and refused where the letters are another language's."""
    name = "Министерство №1 «Ясень»"
    table = Schema((Table("agency", None, AGENCY.fields[:2]),), ("ru",))
    (tmp_path / "agency.csv").write_bytes(f"id;name;kind\n1;{name};central\n".encode("cp1251"))
    data, found = read(tmp_path, table)
    assert found == ()
    assert data is not None
    assert data.subjects[0].values["name"] == name
    for encoding, other in (
        ("cp866", name),
        ("koi8-r", "Министерство финансов"),
        ("latin-1", "Café"),
        ("latin-1", "Ñandú"),
        ("cp1251", "Ђорђе"),
    ):
        (tmp_path / "agency.csv").write_bytes(
            f"id;name;kind\n1;{other};central\n".encode(encoding, "replace")
        )
        assert [f.code for f in read(tmp_path, table)[1]] == ["E402"], (encoding, other)
    (tmp_path / "agency.csv").write_bytes("id;name;kind\n1;Қаржы министрлігі;central\n".encode("kz1048"))
    assert [f.code for f in read(tmp_path, table)[1]] == ["E402"]
    data, found = read(tmp_path, Schema(table.tables, ("kk",)))
    assert [f.code for f in found] == ["W455"]
    assert data is not None
    assert data.subjects[0].values["name"] == "Қаржы министрлігі"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=120)
    | st.text(st.sampled_from('agencynamekind,;\t"\n\r1.5%–№'), max_size=80).map(str.encode)
)
def test_no_bytes_raise(tmp_path: Path, data: bytes) -> None:
    """Whatever the bytes of a file are, reading gives a data set or errors, never an exception."""
    for name in ("agency.csv", "agency.jsonl", "agency.json"):
        (tmp_path / name).write_bytes(data)
        dataset, found = read(tmp_path / name, PERCENT)
        assert (dataset is None) == any(f.is_error for f in found)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=120), st.integers(0, 4000), st.binary(min_size=1, max_size=8))
def test_no_broken_file_raises(tmp_path: Path, data: bytes, at: int, patch: bytes) -> None:
    """Workbooks, databases and Parquet files with random or damaged bytes give errors, never an exception."""
    good = workbook(tmp_path, [["id", "use", "plan"], ["a", (0.5,), 1]]).read_bytes()
    damaged = good[:at] + patch + good[at + len(patch) :]
    for name, content_ in (
        ("b.xlsx", data),
        ("b.xlsx", damaged),
        ("b.db", b"SQLite format 3\0" + data),
        ("b.parquet", b"PAR1" + data + b"PAR1"),
    ):
        (tmp_path / name).write_bytes(content_)
        dataset, found = read(tmp_path / name, PERCENT)
        assert (dataset is None) == any(f.is_error for f in found)


def test_a_library_that_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyarrow, a Parquet file is refused with what to install (E423)."""
    (tmp_path / "agency.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    _, found = read(tmp_path, PERCENT)
    assert [(f.code, str(f.notes[0].text)) for f in found] == [("E423", "install it: pip install pyarrow")]


def test_paths_without_tables(tmp_path: Path) -> None:
    """An empty folder, a path that is not there and a file of another kind are refused (E422, E401)."""
    (tmp_path / "README.md").write_text("nothing")
    assert [f.code for f in read(tmp_path, PERCENT)[1]] == ["E422"]
    assert [f.code for f in read(tmp_path / "none", PERCENT)[1]] == ["E401"]
    assert [f.code for f in read(tmp_path / "README.md", PERCENT)[1]] == ["E422"]


def test_json_lines_in_one_file(tmp_path: Path) -> None:
    """One file holds many tables where each line names its own."""
    lines = [
        {"table": "agency", "agency": "A", "name": "x", "kind": "local"},
        {"table": "target", "agency": "A", "code": "1", "plan": 2},
    ]
    step = {"table": "step", "agency": "A", "target": "1", "number": "1.5", "weight": 1}
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in [*lines, step]), "utf-8")
    _, found = read(path, SCHEMA)
    assert [(f.code, str(f.place)) for f in found if f.is_error] == [
        ("E412", 'data.jsonl, sheet "step", cell number[3] (agency "A", target "1", number "1.5")')
    ]


def test_folders_may_mix_formats(tmp_path: Path) -> None:
    """Each file of a folder may be in its own format, but a table may stand in only one."""
    tables = tables_of([("x", "local", True, [(Decimal(1), None)])])
    as_csv(tables, tmp_path)
    (tmp_path / "target.csv").unlink()
    as_json_lines({"target": tables["target"]}, tmp_path)
    data, found = read(tmp_path, SCHEMA)
    assert found == ()
    assert content(data) == content(from_tables(tables, SCHEMA)[0])
    as_json_lines({"step": tables["step"]}, tmp_path)
    assert [f.code for f in read(tmp_path, SCHEMA)[1]] == ["E416"]


def test_columns_that_are_not_there_are_one_finding(tmp_path: Path) -> None:
    """Whatever number of columns may be missing, they are told together, each by its name."""
    (tmp_path / "agency.csv").write_text("agency\nA\n", encoding="utf-8")
    fields = "\n".join(f"{name}: number, may be missing" for name in "abc")
    program = load_text(f"""
methodology m version "1" {{ scale 0 to 100 points }}
source order {{ title en "Order" }}
subject agency {{ {fields} }}
criterion x out of 100 points {{ score = 1 points  cite order }}
""").program
    assert program is not None
    _, found = read(tmp_path, program.schema)
    (one,) = (finding for finding in found if finding.code == "W453")
    assert all(f"`{name}`" in str(one.message) for name in "abc")
