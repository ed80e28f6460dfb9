"""Fields that are filled from the results of an earlier run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flint import fmpq

from effrules.check.build import load_text
from effrules.data import from_tables
from effrules.data.earlier import earlier_scores, exact_number, filled
from effrules.model.program import Program
from tests.running import program_of

RULES = """
methodology m version "2" { scale 0 to 100 points }
subject agency { last: points, between 0 and 100, may be missing, from earlier total }
criterion growth out of 100 points { score = (last if missing then 50 points) assumed "x" }
"""


def program() -> Program:
    """The rules above, checked."""
    return program_of(RULES)


@pytest.mark.parametrize(
    ("text", "value"),
    [("89.405", fmpq(89405, 1000)), ("200/3", fmpq(200, 3)), ("-0.5", fmpq(-1, 2)), ("7", fmpq(7))],
)
def test_exact_values_are_read_back(text: str, value: fmpq) -> None:
    """What results state as exact is read back as the same rational."""
    assert exact_number(text) == value


@pytest.mark.parametrize("text", ["", "1/0", "1.5/2", "1e3", "abc", "--1", "1/"])
def test_anything_else_is_no_number(text: str) -> None:
    """Other texts are not taken for numbers."""
    assert exact_number(text) is None


@pytest.mark.parametrize("form", ["csv", "json"])
def test_fields_are_filled(tmp_path: Path, form: str) -> None:
    """The field gets the exact score; a value of its own stands; a body without an earlier score stays missing."""
    path = tmp_path / f"results.{form}"
    if form == "csv":
        path.write_text("subject,total,total.exact\nA,66.67,200/3\nB,10.00,10\n", "utf-8")
    else:
        subjects = [
            {"subject": key, "nodes": {"total": {"value": {"exact": exact}}}}
            for key, exact in (("A", "200/3"), ("B", "10"))
        ]
        path.write_text(json.dumps({"subjects": subjects}), "utf-8")
    records = [{"agency": "A", "last": None}, {"agency": "B", "last": "70"}, {"agency": "C", "last": None}]
    dataset, _ = from_tables({"agency": records}, program().schema)
    assert dataset is not None
    scores, findings = earlier_scores(path)
    assert scores is not None
    assert findings == ()
    assert filled(dataset, program().schema, scores) == ()
    assert [row.values["last"] for row in dataset.subjects] == [fmpq(200, 3), fmpq(70), None]


def test_a_score_outside_the_field_is_refused(tmp_path: Path) -> None:
    """An earlier score that the field does not admit is a finding, with the file it stands in."""
    path = tmp_path / "results.csv"
    path.write_text("subject,total.exact\nA,101\n", "utf-8")
    dataset, _ = from_tables({"agency": [{"agency": "A", "last": None}]}, program().schema)
    assert dataset is not None
    scores, _ = earlier_scores(path)
    assert scores is not None
    (finding,) = filled(dataset, program().schema, scores)
    assert finding.code == "E412"
    assert "results.csv" in str(finding.place)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "x,y\n1,2\n"), ("a.json", "[1, 2]"), ("a.json", "not json"), ("a.txt", "subject")],
)
def test_other_files_are_refused(tmp_path: Path, name: str, text: str) -> None:
    """A file that no run wrote is refused with a finding."""
    (tmp_path / name).write_text(text, "utf-8")
    scores, findings = earlier_scores(tmp_path / name)
    assert scores is None
    assert [finding.code for finding in findings] == ["E428"]


def test_the_field_must_admit_missing() -> None:
    """A field from earlier results must say that it may be missing."""
    checked = load_text(RULES.replace(", may be missing", ""))
    assert "E316" in [finding.code for finding in checked.findings]


def test_a_body_that_only_looks_like_one_with_earlier_results(tmp_path: Path) -> None:
    """Where the identifier of a body differs from one in the earlier results by a letter that looks the same, that is refused."""
    path = tmp_path / "results.csv"
    path.write_text("subject,total.exact\nМоН,50\n", "utf-8")
    dataset, _ = from_tables({"agency": [{"agency": "MoH", "last": None}]}, program().schema)
    assert dataset is not None
    scores, _ = earlier_scores(path)
    assert scores is not None
    (finding,) = filled(dataset, program().schema, scores)
    assert finding.code == "E443"
    assert "U+041C" in str(finding.message)
