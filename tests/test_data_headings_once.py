"""What the rules call their tables and fields is worked out once for a folder, however many files it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from effrules.check.build import load_text
from effrules.data import reading
from effrules.model.schema import Schema

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
    program = load_text(RULES).program
    assert program is not None
    asked: list[Schema] = []
    original = reading.known_headings

    def counted(schema: Schema) -> frozenset[str]:
        asked.append(schema)
        return original(schema)

    monkeypatch.setattr(reading, "known_headings", counted)
    dataset, found = reading.read(tmp_path, program.schema)
    assert dataset is not None, found
    assert len(asked) == 1
