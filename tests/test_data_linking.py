"""Whose a row is: identifiers, links over several tables, and what is told where one leads nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flint import fmpq

from effrules.data import Dataset, from_tables, read
from effrules.diagnostics import CellPlace
from effrules.model.schema import Field, Schema, Table, Titles
from effrules.model.types import NUMBER, Choice, Text

GOAL = Table("goal", "agency", (Field("number", NUMBER, unique=True),), Titles((("ru", "Цель"),)))
TARGET = Table("target", "goal", (Field("kind", Choice(("main", "other")), unique=True),))
STEP = Table("step", "target", (Field("text", Text()),))
AGENCY = Table(
    "agency",
    None,
    (Field("name", Text(), unique=True),),
    Titles((("ru", "Орган"), ("kk", "Мемлекеттік орган"))),
)
SCHEMA = Schema((AGENCY, GOAL, TARGET, STEP))

Rows = list[dict[str, Any]]


def tables(**other: Rows) -> dict[str, Rows]:
    """Tables over four levels, some replaced."""
    return {
        "agency": [{"id": "A", "name": "a"}, {"id": "B", "name": "b"}],
        "goal": [{"agency": "A", "number": 1}, {"agency": "B", "number": "1,0"}],
        "target": [{"Орган": "A", "Цель": "1.00", "kind": "main"}, {"Орган": "B", "Цель": 1, "kind": "MAIN"}],
        "step": [
            {"agency": "A", "goal": 1, "target": "Main", "text": "x"},
            {"agency": "B", "goal": 1, "target": "main", "text": "y"},
        ],
        **other,
    }


def good(data: dict[str, Rows]) -> Dataset:
    """The data set, which must have no findings."""
    dataset, found = from_tables(data, SCHEMA)
    assert found == ()
    assert dataset is not None
    return dataset


def told(data: dict[str, Rows]) -> list[tuple[str, str, str]]:
    """Code, cell and message of each finding."""
    dataset, found = from_tables(data, SCHEMA)
    assert dataset is None
    return [(f.code, f.place.cell if isinstance(f.place, CellPlace) else "", str(f.message)) for f in found]


def test_rows_find_their_owners_over_four_levels() -> None:
    """Links are compared as values of the owner's unique field: `1`, `1,0` and `1.00` are the same goal."""
    data = good(tables())
    step = data.rows["step"][1]
    assert step.owner is not None
    assert step.owner.owner is not None
    assert step.owner.owner.owner is data.subjects[1]
    assert step.owner.owner.values == {"number": fmpq(1)}
    assert data.subjects[0].children["goal"][0].children["target"][0].children["step"] == [
        data.rows["step"][0]
    ]
    assert step.label == 'agency "B", goal "1", target "main", step in row 2'
    assert (data.rows["goal"][0].key, data.rows["target"][0].key, step.key) == ("1", "main", "")


def test_places_of_a_row() -> None:
    """A row knows the cell of each of its fields, and a subject the cell of its identifier."""
    data = good(tables())
    assert data.subjects[1].places["agency"] == CellPlace("agency", "", "id[2]", 'agency "B"', "B")
    assert data.rows["goal"][1].places["number"] == CellPlace(
        "goal", "", "number[2]", 'agency "B", number "1,0"', "1,0"
    )
    assert sorted(data.rows["target"][0].places) == ["kind"]


def test_a_unique_field_identifies_subjects_without_another_identifier() -> None:
    """Where the subject's table has no column for its identifier, its one unique field is it."""
    data = good(tables(agency=[{"name": "A"}, {"name": "B"}]))
    assert [subject.key for subject in data.subjects] == ["A", "B"]


def test_a_title_identifies_subjects() -> None:
    """The identifier may be headed by any of the subject's titles, in any case and spacing."""
    data = good(
        tables(
            agency=[{"МЕМЛЕКЕТТІК  орган": "A", "name": "a"}, {"МЕМЛЕКЕТТІК  орган": " B\u00a0", "name": "b"}]
        )
    )
    assert [subject.key for subject in data.subjects] == ["A", "B"]


def test_each_level_that_leads_nowhere_is_named() -> None:
    """The finding is about the first identifier that is not there, with where it was looked for."""
    rows = [
        {"agency": "A", "goal": 1, "target": "other", "text": "x"},
        {"agency": "A", "goal": 2, "target": "main", "text": "x"},
        {"agency": "C", "goal": 2, "target": "main", "text": "x"},
    ]
    assert told(tables(step=rows)) == [
        ("E405", "target[1]", 'there is no target `other` of agency "A", goal "1"'),
        ("E405", "goal[2]", 'there is no goal `2` of agency "A"'),
        ("E405", "agency[3]", "there is no agency `C`"),
    ]


def test_one_mistake_is_told_once() -> None:
    """Rows that belong to a row which could not be read, or to a table that is missing, are not told of."""
    assert [
        code
        for code, _, _ in told(tables(goal=[{"agency": "A", "number": "one"}, {"agency": "B", "number": 1}]))
    ] == ["E408"]
    assert told({**tables(), "agency": []})[0][0] == "E405"
    without = tables()
    del without["agency"]
    assert [code for code, _, _ in told(without)] == ["E403"]


def test_unique_is_within_the_owner() -> None:
    """The same number may stand under two agencies, not twice under one."""
    rows = [{"agency": "A", "number": 1}, {"agency": "B", "number": 1}, {"agency": "A", "number": "1.0"}]
    assert told(tables(goal=rows)) == [("E406", "number[3]", "`number` 1 stands twice")]


def test_the_rest_of_many_findings_is_counted() -> None:
    """Of a hundred rows of an unknown agency twenty are told and eighty counted."""
    rows = [{"agency": f"X{n}", "number": n} for n in range(100)]
    found = told(tables(goal=[*tables()["goal"], *rows]))
    assert len(found) == 21
    assert found[-1] == ("E405", "agency", "80 more like this in the same column: there is no agency `X19`")


def test_one_file_is_enough_for_one_table(tmp_path: Path) -> None:
    """Where the rules have only the subject, one file is its table, whatever the file is called."""
    (tmp_path / "personnel 2010.csv").write_text("id;name\nA;a\n", "utf-8")
    data, found = read(tmp_path / "personnel 2010.csv", Schema((AGENCY,)))
    assert found == ()
    assert data is not None
    assert data.subjects[0].values == {"name": "a"}


def test_rows_of_a_row_that_fell_apart_are_not_told_of(tmp_path: Path) -> None:
    """Where a row of the subject has too many cells, what belongs to it is not called an orphan."""
    (tmp_path / "agency.csv").write_text("id;name\nA;a;x\nB;b\n", "utf-8")
    (tmp_path / "goal.csv").write_text("agency;number\nA;1\n", "utf-8")
    assert [f.code for f in read(tmp_path, Schema((AGENCY, GOAL)))[1]] == ["E407"]


def test_a_name_goes_before_another_fields_title() -> None:
    """A heading that is one field's name and another's title stands for the one that it names."""
    first = Field("plan", NUMBER, Titles((("en", "fact"),)))
    schema = Schema((Table("agency", None, (first, Field("fact", NUMBER))),))
    data, found = from_tables({"agency": [{"id": "A", "plan": 1, "fact": 2}]}, schema)
    assert found == ()
    assert data is not None
    assert data.subjects[0].values == {"plan": fmpq(1), "fact": fmpq(2)}
