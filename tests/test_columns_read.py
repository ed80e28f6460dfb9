"""Files that are read by the column give what the careful reader gives: the same rows, places and findings; what is in doubt is left to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from effrules import columnar
from effrules.columnar import cells, reading
from effrules.data import layout, read
from effrules.data.dataset import Row
from effrules.exact import score
from effrules.model.schema import Schema
from effrules.words import Language
from tests.columnar_programs import differences
from tests.running import program_of

RULES = """methodology read version "1" { scale 0 to 100 points }
subject body "Body" {
    title: text
    figure: number, at least 0
    part: share in percent, may be missing
    rate: share
    kind: one of odd "Odd one", even
    open: yes or no, may be missing
    since: date, may be missing
}
table goals of body { code: text, unique  plan: number, may be missing  done: count }
table steps of goals { late: count }
block all { criterion one out of 100 points { score = 100 points * (figure / 1000 but at most 1) assumed en "x" } }
weights { all 100% when not applicable: share out in proportion assumed en "x" }
total { round total to 2 decimals, half up assumed en "x" }
rank body within kind by total as rounded, highest first; equal totals share a place assumed en "x"
"""
PROGRAM = program_of(RULES)

Table = dict[str, list[Any]]

DIRT: tuple[tuple[str, str, Any], ...] = (
    ("body", "figure", "-1"), ("body", "figure", ""), ("body", "figure", "12,5"), ("body", "figure", "1,234"), ("body", "figure", "1.234"),
    ("body", "figure", "1 000"), ("body", "figure", "x"), ("body", "figure", "3*"), ("body", "figure", "1E5"), ("body", "figure", "0.1234567890123456"),
    ("body", "figure", "12345678901234567890"), ("body", "figure", " 7 "), ("body", "figure", "+7"), ("body", "part", "95%"), ("body", "part", "0.5"),
    ("body", "part", "n/a"), ("body", "rate", "3"), ("body", "rate", "95%"), ("body", "rate", "-"), ("body", "kind", "ODD ONE"), ("body", "kind", "other"),
    ("body", "kind", ""), ("body", "open", "да"), ("body", "open", "perhaps"), ("body", "since", "01.02.2024"), ("body", "since", "01/02/2024"),
    ("body", "since", "2024-02-30"), ("body", "title", "  two   words "), ("body", "title", "#REF!"), ("body", "title", "n/a"), ("body", "title", '="x"'),
    ("body", "title", "Қала"), ("body", "title", "Итого"), ("body", "title", ""), ("body", "body", "b1"), ("body", "body", "B2"), ("body", "body", "b 2"),
    ("body", "body", "Ь2"), ("body", "body", ""), ("goals", "body", "b999"), ("goals", "code", "g0"), ("goals", "code", "G1"), ("goals", "plan", ""),
    ("goals", "plan", "12.345"), ("goals", "done", "1.5"), ("steps", "goals", "nowhere"), ("steps", "late", "-2"), ("goals", "code", ""),
)  # fmt: skip


def _tables(random: Random, bodies: int) -> dict[str, Table]:
    keys = [f"b{at}" for at in range(bodies)]
    body: Table = {
        "body": keys,
        "title": [f"Body {at}" for at in range(bodies)],
        "figure": [f"{random.randrange(10**6) / 100:.2f}" for _ in keys],
        "part": [random.choice(["", "50", "12.5", "100"]) for _ in keys],
        "rate": [random.choice(["0.5", "1", "0", "0.25"]) for _ in keys],
        "kind": [random.choice(["odd", "even"]) for _ in keys],
        "open": [random.choice(["yes", "no", ""]) for _ in keys],
        "since": [random.choice(["2024-01-31", "1999-12-01", ""]) for _ in keys],
    }
    goals = [(key, f"g{number}") for key in keys for number in range(random.randrange(4))]
    random.shuffle(goals)
    steps = [pair for pair in goals for _ in range(random.randrange(3))]
    random.shuffle(steps)
    return {
        "body": body,
        "goals": {
            "body": [key for key, _ in goals],
            "code": [code for _, code in goals],
            "plan": [random.choice(["", "10", "2.5"]) for _ in goals],
            "done": [str(random.randrange(9)) for _ in goals],
        },
        "steps": {
            "body": [key for key, _ in steps],
            "goals": [code for _, code in steps],
            "late": [str(random.randrange(5)) for _ in steps],
        },
    }


def _as_csv(tables: dict[str, Table], folder: Path) -> Path:
    for name, table in tables.items():
        lines = [table.keys(), *zip(*table.values(), strict=True)]
        text = "".join(";".join(line) + "\n" for line in lines)
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def _as_parquet(tables: dict[str, Table], folder: Path, kept: dict[str, Any]) -> Path:
    for name, table in tables.items():
        made = {}
        for heading, texts in table.items():
            of = kept.get(heading, str)
            made[heading] = pa.array([None if text == "" else of(text) for text in texts])
        parquet.write_table(pa.table(made), folder / f"{name}.parquet")
    return folder


def _told(row: Row) -> tuple[Any, ...]:
    return row.table, row.key, dict(row.values), row.label, dict(row.places), row.said.in_(Language.RU)


def _below(row: Row) -> list[Any]:
    return [(name, [(_told(one), _below(one)) for one in rows]) for name, rows in row.children.items()]


def _agree(path: Path, schema: Schema) -> bool:
    """Whether the quick reader took the data; if so, all is as the careful reader has it."""
    quick = reading.read(path, schema)
    dataset, told = read(path, schema)
    if quick is None:
        return False
    assert dataset is not None
    found, findings = quick
    assert findings == told
    assert len(found.subjects) == len(dataset.subjects)
    for mine, theirs in zip(found.subjects, dataset.subjects, strict=True):
        assert _told(mine) == _told(theirs)
        assert _below(mine) == _below(theirs)
    for name, rows in dataset.rows.items():
        assert [_told(one) for one in found.rows[name]] == [_told(one) for one in rows]
        assert all(one.owner is not None and one in one.owner.children[name] for one in found.rows[name])
    assert (
        differences(columnar.score(PROGRAM, reading.read(path, schema)[0]).results, score(PROGRAM, dataset))
        == []
    )  # type: ignore[index]
    return True


@pytest.fixture(params=[2_000, 3])
def _plain(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With few different cells, each of which is read by itself, and as if there were many."""
    monkeypatch.setattr(cells, "MOST_BY_ITSELF", request.param)


@pytest.mark.usefixtures("_plain")
def test_clean_text(tmp_path: Path) -> None:
    assert _agree(_as_csv(_tables(Random("clean"), 60), tmp_path), PROGRAM.schema)


@pytest.mark.parametrize(
    "kept",
    [
        {"figure": float, "part": float, "rate": Decimal, "done": int, "late": int},
        {
            "figure": Decimal,
            "part": Decimal,
            "rate": float,
            "since": date.fromisoformat,
            "open": "yes".__eq__,
        },
    ],
)
def test_clean_parquet(kept: dict[str, Any], tmp_path: Path) -> None:
    assert _agree(_as_parquet(_tables(Random("kept"), 60), tmp_path, kept), PROGRAM.schema)


@pytest.mark.parametrize(("table", "heading", "cell"), DIRT)
@pytest.mark.usefixtures("_plain")
def test_dirty_text(table: str, heading: str, cell: str, tmp_path: Path) -> None:
    tables = _tables(Random("dirty"), 30)
    if heading in ("body", "code"):  # one more row, so that what belongs to the others still does
        for column in tables[table].values():
            column.append(column[5])
    tables[table][heading][-1 if heading in ("body", "code") else 5] = cell
    _agree(_as_csv(tables, tmp_path), PROGRAM.schema)


@pytest.mark.parametrize(
    "number",
    [
        0.1 + 0.2,
        1e-9,
        1e300,
        float("inf"),
        float("nan"),
        -0.0,
        5e-324,
        123456789012345.6,
        0.1,
        2.675,
        -1.0,
        1e22,
    ],
)
def test_floats(number: float, tmp_path: Path) -> None:
    tables = _tables(Random("floats"), 12)
    path = _as_parquet(tables, tmp_path, {"figure": float})
    table = parquet.read_table(path / "body.parquet")
    figures: Sequence[float | None] = [*table["figure"].to_pylist()[:-1], number]
    at = table.column_names.index("figure")
    parquet.write_table(table.set_column(at, "figure", pa.array(figures)), path / "body.parquet")
    _agree(path, PROGRAM.schema)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("b3;", '"b3";'),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\nb3", "\n\nb3"),
        lambda text: text.replace("\nb3;", "\nb3;;"),
        lambda text: "A title\n" + text,
        lambda text: text + "Source: a letter;;;;;;;\n",
        lambda text: text + "Total;" * 3 + "5;;1;odd;\n",
        lambda text: text.replace("figure", "figur"),
        lambda text: text.replace("title;", ";"),
        lambda text: text.replace("title", "figure"),
        lambda text: text.replace(";", ","),
        lambda text: text.replace(";", "|"),
        lambda text: text.replace("since", "remark"),
        lambda text: text[: text.index("\n") + 1],
        lambda text: "",
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("\nb3;", "\n;;;;;;;\nb3;"),
    ],
)  # fmt: skip
def test_other_files_of_text(change: Any, tmp_path: Path) -> None:
    path = _as_csv(_tables(Random("files"), 12), tmp_path) / "body.csv"
    path.write_bytes(change(path.read_text(encoding="utf-8")).encode())
    _agree(tmp_path, PROGRAM.schema)


def test_long_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of long ones no sums are looked for, and what rows are called is looked at in columns."""
    monkeypatch.setattr(layout, "MOST_SUMMED", 5)
    tables = _tables(Random("long"), 40)
    assert _agree(_as_csv(tables, tmp_path), PROGRAM.schema)
    tables["body"]["title"][7] = "Totally open"
    assert _agree(_as_csv(tables, tmp_path), PROGRAM.schema)
    tables["body"]["title"][7] = "Grand total:"
    assert not _agree(_as_csv(tables, tmp_path), PROGRAM.schema)
