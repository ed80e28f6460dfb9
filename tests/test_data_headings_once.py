"""What the rules call their tables and fields is worked out once for a folder, however many files it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from effrules.data import reading
from effrules.diagnostics import CellPlace
from effrules.model.schema import Schema
from tests.running import program_of

RULES = """
methodology m version "1" { scale 0 to 100 points }
subject agency { kind: one of central, local }
form one of agency { a: count }
form two of agency { b: count }
criterion c out of 100 points { score = (one.a + two.b) * 1 points but at most 100 points  assumed "for the test" }
"""


def test_headings_are_worked_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three files, one look at the rules."""
    for name, field in (("agency", "kind"), ("one", "a"), ("two", "b")):
        value = "central" if field == "kind" else "1"
        (tmp_path / f"{name}.csv").write_text(f"agency,{field}\nA,{value}\n", "utf-8")
    program = program_of(RULES)
    asked: list[Schema] = []
    original = reading.known_headings

    def counted(schema: Schema) -> frozenset[str]:
        asked.append(schema)
        return original(schema)

    monkeypatch.setattr(reading, "known_headings", counted)
    dataset, found = reading.read(tmp_path, program.schema)
    assert dataset is not None, found
    assert len(asked) == 1


TITLED = """
methodology m version "1" { languages kk, en  scale 0 to 100 points }
subject country kk "Ел" en "Country" { state kk "Ел" en "State": text  size: number }
table value of country { state kk "Ел" en "State": text  amount: number }
criterion c out of 100 points {
    score = 1 points * (size + sum of amount for each value) + (when state is "x" then 1 points otherwise 0 points)
        + 0 points * count of value where value.state is "x"
    assumed "for the test"
}
"""


OWN, ROWS = "country,Ел,size\nKZ,Қазақстан,5", "country,Ел,amount\nKZ,Абай,5"


@pytest.mark.parametrize(
    ("country", "value", "said"),
    [
        ("Ел,size\nKZ,5", ROWS, ""),
        ("Ел,state,size\nKZ,Қазақстан,5", ROWS, ""),
        ("state,Ел,size\nҚазақстан,KZ,5", ROWS, ""),
        (OWN, "Ел,state,amount\nKZ,Абай,5", ""),
        ("Ел,Ел,size\nKZ,Қазақстан,5", ROWS, "E398 country.csv A1"),
        (OWN, "Ел,amount\nKZ,5", "E398 value.csv A1"),
        (OWN, "Ел,Ел,amount\nKZ,Абай,5", "E398 value.csv A1"),
        (OWN, "state,amount\nKZ,5", "E404 value.csv "),
        ("Ел,country,state,size\nKZ,KZ,KZ,5", ROWS, "E419 country.csv C1"),
    ],
)
def test_a_heading_of_a_field_and_of_the_body(tmp_path: Path, country: str, value: str, said: str) -> None:
    """One that both bear is the one without a column of its own; where that does not tell, it is told and not guessed."""
    program = program_of(TITLED)
    (tmp_path / "country.csv").write_text(country, "utf-8")
    (tmp_path / "value.csv").write_text(value, "utf-8")
    dataset, found = reading.read(tmp_path, program.schema)
    if said:
        assert dataset is None
        (one,) = found
        assert isinstance(one.place, CellPlace)
        assert f"{one.code} {one.place.file} {one.place.cell}" == said
        return
    assert dataset is not None, found
    (row,) = dataset.subjects
    assert row.key == "KZ"
    assert row.values["state"] == ("KZ" if country.startswith("Ел,size") else "Қазақстан")
