"""Text that a spreadsheet would run is harmless in CSV results, and comes back as it was."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from effrules.cli.main import cli
from effrules.data import read
from effrules.data.earlier import earlier_scores
from effrules.data.formula_text import guarded, unguarded
from effrules.model.schema import Field, Schema, Table
from effrules.model.types import Text
from tests.starting import starter

SIGNS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
TEXTS = st.text(st.sampled_from(SIGNS + "' 1/.,%ab\u2026")) | st.text()


@given(TEXTS)
@example("'=1")
@example("''")
@example("-5")
@example("'-5")
@example("-5a")
def test_every_text_comes_back(text: str) -> None:
    """Taking the apostrophe away is the inverse of putting it there."""
    assert unguarded(guarded(text)) == text


@given(TEXTS)
def test_nothing_that_is_written_runs(text: str) -> None:
    """What is written begins with none of the signs, unless it is a number."""
    written = guarded(text)
    if written[:1] in SIGNS and written:
        assert set(written[1:]) <= set("0123456789./,%\u2026")
        assert written[0] in "+-"


@pytest.mark.parametrize(
    "text", ["-1", "+1", "-0.50", "-1/3", "-0,5", "-12.345\u2026", "-5%", "a=1", "", "'a", "1-2"]
)
def test_numbers_and_plain_texts_stay(text: str) -> None:
    """Numbers stay numbers, and text that runs nothing stays as it is."""
    assert guarded(text) == text


NAMES = {"A": "=HYPERLINK(1)", "B": "@SUM(1+1)", "C": "'=quoted", "D": "-2+3"}


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Results of bodies with such names and identifiers, as CSV."""
    monkeypatch.chdir(tmp_path)
    starter(tmp_path)
    for name in ("agency", "service", "complaint"):
        path = Path("data", f"{name}.csv")
        rows = list(csv.reader(StringIO(path.read_text("utf-8"))))
        for row in rows[1:]:
            if name == "agency":
                row[1] = NAMES[row[0]]
            if row[0] == "B":
                row[0] = "=B"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
    done = CliRunner().invoke(cli, ["run", "rules", "data", "-o", "r.csv", "--format", "csv"])
    assert done.exit_code == 0, done.output
    assert done.stdout == Path("r.csv").read_text("utf-8")
    return done.stdout


def test_results(results: str) -> None:
    """Names and identifiers are guarded; scores are not."""
    rows = {row["subject"]: row for row in csv.DictReader(StringIO(results))}
    assert {key: row["name"] for key, row in rows.items()} == {
        "A": "'=HYPERLINK(1)", "'=B": "'@SUM(1+1)", "C": "''=quoted", "D": "'-2+3",
    }  # fmt: skip
    assert all(float(row["total"]) >= 0 for row in rows.values())


def test_earlier_results_are_read_back(results: str) -> None:
    """As earlier results they have the identifiers of the data; in a file of others, nothing is touched."""
    scores, _ = earlier_scores(Path("r.csv"))
    assert scores is not None
    assert set(scores) == {"A", "=B", "C", "D"}
    Path("other.csv").write_text("subject,total.exact\n'=B,5\n", encoding="utf-8")
    scores, _ = earlier_scores(Path("other.csv"))
    assert scores is not None
    assert set(scores) == {"'=B"}


def test_as_data_they_are_read_back(results: str) -> None:
    """Results that serve as data give the texts that they were made of, data from elsewhere those that it holds."""
    schema = Schema((Table("subject", None, (Field("name", Text()),)),))
    dataset, _ = read(Path("r.csv"), schema)
    assert dataset is not None
    names = {key.replace("B", "=B"): name for key, name in NAMES.items()}
    assert {row.key: row.values["name"] for row in dataset.subjects} == names
    Path("other.csv").write_text("subject,name\na,'=quoted\n", encoding="utf-8")
    dataset, _ = read(Path("other.csv"), schema)
    assert dataset is not None
    assert dataset.subjects[0].values["name"] == "'=quoted"


def test_verification_knows_the_guard(results: str) -> None:
    """A file of guarded results verifies, and one whose guard was taken away does not."""
    assert CliRunner().invoke(cli, ["verify", "r.record.json"]).exit_code == 0
    Path("r.csv").write_text(results.replace("'=HYPER", "=HYPER"), encoding="utf-8")
    assert CliRunner().invoke(cli, ["verify", "r.record.json"]).exit_code == 1
