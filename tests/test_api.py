"""The Python interface: exact values out, tables of three libraries in and out, problems as one exception."""

from __future__ import annotations

import csv
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest

import effrules
from tests.starting import starter


@pytest.fixture
def case(tmp_path: Path) -> tuple[effrules.Methodology, Path]:
    """The starter methodology and its data."""
    rules, data = starter(tmp_path)
    return effrules.load(rules), data


def test_exact_values(case: tuple[effrules.Methodology, Path]) -> None:
    """Scores are fractions and exact texts; what is not applicable has its reason."""
    methodology, data = case
    scores = methodology.score(data)
    body = scores.subject("D")
    assert body.node("timeliness").value == Fraction(325, 6)
    assert body.node("timeliness").text == "325/6"
    assert body.total.value == Fraction("32.5")
    assert (body.place, body.rating, body.total.assumed) == (2, "low", True)
    skipped = scores.subject("B").node("in_time")
    assert skipped.value is None
    assert skipped.state == skipped.text == "not applicable"
    assert "provides no services" in skipped.reason
    assert len(scores) == 4
    with pytest.raises(KeyError):
        scores.subject("Z")


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow", "records"])
def test_tables_in(case: tuple[effrules.Methodology, Path], library: str) -> None:
    """Tables in memory score as the files do."""
    methodology, data = case
    tables = {}
    for path in data.glob("*.csv"):
        import pandas as pd

        frame = pd.read_csv(path, dtype={"code": str})
        match library:
            case "pandas":
                tables[path.stem] = frame
            case "polars":
                import polars as pl

                tables[path.stem] = pl.from_pandas(frame)
            case "pyarrow":
                import pyarrow as pa

                tables[path.stem] = pa.Table.from_pandas(frame)
            case _:
                tables[path.stem] = frame.to_dict("records")
    from_tables = {body.key: body.total.text for body in methodology.score(tables)}
    assert from_tables == {body.key: body.total.text for body in methodology.score(data)}


def test_tables_out(case: tuple[effrules.Methodology, Path]) -> None:
    """All forms of results hold the same columns and values."""
    methodology, data = case
    scores = methodology.score(data)
    records = scores.to_dicts()
    by_key = {record["subject"]: record for record in records}
    assert by_key["D"]["timeliness"] == Decimal("54.17")
    assert by_key["D"]["timeliness.exact"] == "325/6"
    assert by_key["B"]["services"] is None
    arrow, polars, pandas = scores.to_arrow(), scores.to_polars(), scores.to_pandas()
    assert arrow.to_pylist() == records
    assert polars.to_dicts() == records
    assert list(pandas.columns) == list(records[0])
    assert pandas["total.exact"].tolist() == [record["total.exact"] for record in records]


def test_problems(case: tuple[effrules.Methodology, Path], tmp_path: Path) -> None:
    """Problems carry every finding and read like the terminal's messages."""
    methodology, _ = case
    with pytest.raises(effrules.Problems) as raised:
        methodology.score({"agency": [{"agency": "A", "name": "A", "kind": "federal"}]})
    codes = {finding.code for finding in raised.value.findings}
    assert "E403" in codes
    assert len(raised.value.findings) >= 3
    assert "federal" in str(raised.value)
    with pytest.raises(effrules.Problems, match="E200"):
        effrules.load(tmp_path / "nothing")


def test_what_if(case: tuple[effrules.Methodology, Path]) -> None:
    """Other weights give other totals, exactly; floats and weights that do not add up are refused."""
    methodology, data = case
    changed = methodology.what_if({"services": "50%", "complaints": Fraction(1, 2)})
    assert changed.score(data).subject("A").total.value == Fraction("67.5")
    assert methodology.score(data).subject("A").total.value == 71
    with pytest.raises(effrules.Problems, match="E305"):
        methodology.what_if({"services": "50%"})
    with pytest.raises(TypeError, match="binary float"):
        methodology.what_if({"services": 0.5})


def test_import_is_cheap() -> None:
    """``import effrules`` alone imports nothing heavy, and unknown names are told as Python does."""
    code = "import sys, effrules; sys.exit(' '.join(m for m in ('flint','attrs','lark','click') if m in sys.modules) or 0)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    with pytest.raises(AttributeError, match="nothing"):
        effrules.nothing  # noqa: B018


def test_traces(case: tuple[effrules.Methodology, Path]) -> None:
    """A score is followed to its cells from Python too; what is not there is said."""
    methodology, data = case
    made = methodology.trace(data, "D").to_dict()
    assert made["format"] == "effrules.trace/1"
    steps = {step["id"]: step for step in made["steps"]}
    assert steps[made["root"]]["value"] == methodology.score(data).subject("D").total.text
    assert any(step["op"] == "cell" and step["file"].endswith(".csv") for step in made["steps"])
    assert made["what_if"] == []
    changed = (
        methodology.what_if({"services": "50%", "complaints": Fraction(1, 2)}).trace(data, "D").to_dict()
    )
    assert changed["what_if"] == ["weight.services=50%", "weight.complaints=1/2"]
    with pytest.raises(KeyError):
        methodology.trace(data, "D", "nothing")
    with pytest.raises(effrules.Problems):
        methodology.trace(data, "Z")


def test_bodies_by_number_slice_and_identifier(case: tuple[effrules.Methodology, Path]) -> None:
    """Scores are a sequence in the order of the data, and found by identifier too."""
    methodology, data = case
    scores = methodology.score(data)
    assert [scores[at].key for at in range(len(scores))] == [body.key for body in scores] == list("ABCD")
    assert scores[-1].key == "D"
    assert [body.key for body in scores[1:3]] == ["B", "C"]
    assert scores["C"].total.text == scores.subject("C").total.text
    with pytest.raises(IndexError):
        scores[4]
    with pytest.raises(KeyError):
        scores["Z"]


def test_reprs_say_what_is_there(case: tuple[effrules.Methodology, Path]) -> None:
    """What a prompt shows tells methodology, body and score; a changed methodology says so."""
    methodology, data = case
    scores = methodology.score(data)
    name = methodology.name
    assert repr(methodology) == f"<Methodology {name}, version {methodology.version}>"
    assert repr(scores) == f"<Scores of 4 bodies by {name}, version {methodology.version}>"
    assert repr(scores["D"]) == "<Body D: 32.5, low, place 2>"
    assert repr(scores["D"].node("timeliness")) == "<Score timeliness: 325/6, rests on an assumption>"
    assert isinstance(methodology.trace(data, "D"), effrules.Trace)
    assert repr(methodology.trace(data, "D")).startswith("<Trace of total of D: ")
    halves = methodology.what_if({"services": "50%", "complaints": "50%"})
    assert repr(halves).endswith(", weight.services=50%, weight.complaints=50%>")
    assert "weight.services=50%" in halves.score(data)._repr_html_()


class _Wellformed(HTMLParser):
    """Notes elements that are not closed, or closed where they were not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert tag not in ("script", "style", "link", "img")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_notebooks_show_tables_and_derivations(case: tuple[effrules.Methodology, Path]) -> None:
    """A notebook gets HTML that is whole, free of scripts, and shows names as they are written."""
    methodology, data = case
    tables = {
        path.stem: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        for path in data.glob("*.csv")
    }
    tables["agency"][0]["name"] = "<b>A & B</b>"
    scores = methodology.score(tables)
    for html, wanted in (
        (scores._repr_html_(), "<b>A & B</b>"),
        (methodology.trace(tables, "A")._repr_html_(), "<b>A & B</b>"),
    ):
        read = _Wellformed()
        read.feed(html)
        assert read.open == []
        assert any(wanted in words for words in read.words)
        assert scores["A"].total.text in " ".join(read.words)


@pytest.mark.parametrize(
    ("method", "library"), [("to_pandas", "pandas"), ("to_polars", "polars"), ("to_arrow", "pyarrow")]
)
def test_a_missing_library_is_told_in_one_sentence(
    case: tuple[effrules.Methodology, Path], monkeypatch: pytest.MonkeyPatch, method: str, library: str
) -> None:
    """Without the library of an extra the message says what to install."""
    methodology, data = case
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(
        effrules.MissingExtra, match=rf"^{library} is not installed: pip install 'effrules\[frames\]'$"
    ):
        getattr(methodology.score(data), method)()
