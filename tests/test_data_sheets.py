"""Data written as sheets are read back as the same data; what stands beside them on cells is shown where the cells are."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from effrules import api
from effrules.check.build import load_text
from effrules.data import read
from effrules.data.dataset import Dataset, Row
from effrules.data.origins import NAME
from effrules.data.sheets import empty, sheets
from effrules.model.schema import Schema
from effrules.resources import rules_folder
from tests.shipped import checked

RULES = """
methodology m version "1" { scale 0 to 100 points }
subject body { kind: one of small, large  founded: date, may be missing  share_done: share, may be missing  open: yes or no }
table goal of body { code: text, unique  title: text, may be missing }
table step of goal { cost: money KZT, may be missing }
form office of body, may be missing { rooms: count }
criterion c out of 100 points { score = 50 points * count of goal  but at most 100 points }
"""


def schema_of(text: str) -> Schema:
    program = load_text(text).program
    assert program is not None
    return program.schema


def plain(row: Row) -> Any:
    """A row as values that can be compared."""
    below = {name: [plain(one) for one in rows] for name, rows in row.children.items()}
    return row.table, row.key, dict(row.values), below


def again(dataset: Dataset, schema: Schema, folder: Path) -> list[Any]:
    """The data that are written to a folder, as they are read there."""
    for sheet in sheets(dataset, schema):
        (folder / f"{sheet.table}.csv").write_text(sheet.csv(), encoding="utf-8")
    found, told = read(folder, schema)
    assert found is not None, told
    return [plain(row) for row in found.subjects]


@pytest.mark.parametrize("name", ["2013", "2018", "current", "monitoring-2016", "reverification"])
def test_samples_come_back(name: str, tmp_path: Path) -> None:
    """Forms, tables of tables, shares in percent, dates, choices, what is missing."""
    program = checked(name).program
    assert program is not None
    dataset, _ = read(rules_folder() / name / "sample", program.schema)
    assert dataset is not None
    assert again(dataset, program.schema, tmp_path) == [plain(row) for row in dataset.subjects]


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
NUMBERS = st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=4)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["small", "large"]), st.dates() | st.none(), NUMBERS | st.none(), st.booleans(),
            st.lists(st.tuples(TEXTS | st.none(), st.lists(NUMBERS | st.none(), max_size=2)), max_size=3),
            st.integers(0, 10**12) | st.none(),
        ),
        min_size=1, max_size=3,
    )
)  # fmt: skip
@example([("small", None, Decimal("1.4170"), False, [(None, [Decimal("-12.345"), Decimal("0.125")])], 1)])
@settings(max_examples=40, deadline=None)
def test_any_data_come_back(tmp_path_factory: pytest.TempPathFactory, bodies: list[Any]) -> None:
    schema = schema_of(RULES)
    tables: dict[str, list[dict[str, Any]]] = {"body": [], "goal": [], "step": [], "office": []}
    for number, (kind, founded, share, is_open, goals, rooms) in enumerate(bodies):
        key = f"b{number}"
        done = None if share is None else f"{share}%"
        tables["body"].append(
            {"body": key, "kind": kind, "founded": founded, "share_done": done, "open": is_open}
        )
        if rooms is not None:
            tables["office"].append({"body": key, "rooms": rooms})
        for at, (title, steps) in enumerate(goals):
            tables["goal"].append({"body": key, "code": f"g{at}", "title": title})
            tables["step"] += [{"body": key, "goal": f"g{at}", "cost": cost} for cost in steps]
    from effrules.data import from_tables

    dataset, told = from_tables(
        {name: rows or {heading: [] for heading in empty(next(t for t in schema.as_read if t.name == name), schema).headings}
         for name, rows in tables.items()}, schema,
    )  # fmt: skip
    assert dataset is not None, told
    folder = tmp_path_factory.mktemp("sheets")
    assert again(dataset, schema, folder) == [plain(row) for row in dataset.subjects]


DATA = {
    "body.csv": "body,kind,founded,share_done,open\nx,small,,,yes\n",
    "goal.csv": "body,code,title\nx,g1,one\nx,g2,two\n",
    "step.csv": "body,goal,cost\nx,g1,5\n",
    "office.csv": "body,rooms\n",
}
ORIGINS = "table,line,field,entry,kk,ru,en\ngoal,3,code,17,қаз,рус,eng\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in DATA.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_origins_stand_at_their_cells(folder: Path) -> None:
    """A cell whose line and field are named says why it is as it is; no other does, and no value changes."""
    schema = schema_of(RULES)
    before, _ = read(folder, schema)
    (folder / NAME).write_text(ORIGINS, encoding="utf-8")
    dataset, told = read(folder, schema)
    assert before is not None
    assert dataset is not None
    assert told == ()
    assert [plain(row) for row in dataset.subjects] == [plain(row) for row in before.subjects]
    first, second = dataset.rows["goal"]
    assert dict(second.places["code"].origin.texts) == {
        "kk": f"қаз ({NAME}: 17)", "ru": f"рус ({NAME}: 17)", "en": f"eng ({NAME}: 17)",
    }  # fmt: skip
    assert not first.places["code"].origin.texts
    assert not second.places["title"].origin.texts


@pytest.mark.parametrize(
    "text",
    ["", "a,b\n", ORIGINS + "goal,x,code,1,a,b,c\n", ORIGINS + "goal,3\n", '"', "table,line,field,entry\n\0"],
)
def test_origins_that_cannot_be_read_are_told_of(folder: Path, text: str) -> None:
    (folder / NAME).write_text(text, encoding="utf-8")
    dataset, told = read(folder, schema_of(RULES))
    assert dataset is None
    assert [finding.code for finding in told] == ["E401"]


def test_a_trace_shows_the_origin(tmp_path: Path) -> None:
    rules = tmp_path / "m.eff"
    rules.write_text(
        'methodology m version "1" { scale 0 to 100 points }\nsubject body { done: share }\n'
        "criterion c out of 100 points { score = 100 points * done but at most 100 points }\n",
        encoding="utf-8",
    )
    data = tmp_path / "data"
    data.mkdir()
    (data / "body.csv").write_text("body,done\nx,91%\n", encoding="utf-8")
    (data / NAME).write_text("table,line,field,entry,en\nbody,2,,4,reported 98 %\n", encoding="utf-8")
    document = api.load(rules).trace(data, "x").to_dict()
    cells = [step for step in document["steps"] if step["op"] == "cell"]
    assert [cell["origin"] for cell in cells] == [{"en": f"reported 98 % ({NAME}: 4)"}]
