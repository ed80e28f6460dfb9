"""Names that no file can have: told as a wrong name by every command, in records and in traces, never an internal error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import effrules
from effrules.audit.record import from_document
from effrules.audit.shapes import WrongShape
from effrules.cli.main import cli
from effrules.independent import Data, replay
from effrules.source import can_be
from tests.starting import starter
from tests.thesis import rules_at

LONG = "a" * 5000
NAMES = (LONG, "b/" * 3000, "x\0y", "\ud800")


@pytest.mark.parametrize(
    "words",
    [
        "run LONG x", "run current LONG", "run current current -o LONG.csv", "run current x --with LONG", "run current x --earlier LONG",
        "check LONG", "show LONG", "test LONG", "diff current LONG", "diff current 2015 --data LONG", "document current -o LONG", "log LONG",
        "trace LONG x C01", "report current LONG -o r.html", "verify LONG", "merge LONG LONG LONG -o x.eff", "blame LONG total",
        "sign LONG --key LONG", "init LONG",
    ],
)  # fmt: skip
def test_commands_refuse_them(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each path of each command: a wrong use or a finding, exit code 1 or 2, and nothing is made."""
    monkeypatch.chdir(tmp_path)
    for name in (LONG, "x\0y"):
        done = CliRunner().invoke(cli, [word.replace("LONG", name) for word in words.split()])
        assert done.exit_code in (1, 2), done.output
        assert isinstance(done.exception, SystemExit), done.exception
    assert list(tmp_path.iterdir()) == []


def test_what_can_be() -> None:
    """255 bytes of a name, not of letters; a path of short names may be longer."""
    assert can_be("a" * 255)
    assert not can_be("a" * 256)
    assert not can_be("қ" * 128)
    assert can_be("ab/" * 1000)
    assert not any(map(can_be, NAMES))


def test_python_raises_problems(tmp_path: Path) -> None:
    """From Python too it is a finding."""
    _, data = starter(tmp_path)
    for name in NAMES:
        with pytest.raises(effrules.Problems):
            effrules.load(name)
        with pytest.raises(effrules.Problems):
            effrules.load(rules_at("current"), [name])
        with pytest.raises(effrules.Problems):
            effrules.load(rules_at("current")).score(name)
    assert data.is_dir()


def test_records_and_traces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that names such a file has not the shape of one; the independent checker finds no such file."""
    rules, data = starter(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(cli, ["run", str(rules), str(data), "-o", "r.csv"]).exit_code == 0
    document = json.loads((tmp_path / "r.record.json").read_text("utf-8"))
    from_document(document)
    for name in NAMES:
        for part, member in (("files", "at"), ("files", "name"), ("files", "called"), ("outputs", "at")):
            spoilt = json.loads(json.dumps(document))
            spoilt[part][0][member] = name
            with pytest.raises(WrongShape, match="no file can be called so"):
                from_document(spoilt)
        assert Data(data).read(name) == []


@pytest.mark.parametrize("number", ["1e-999999999", "1E99999", "9" * 5000, "1/" + "9" * 900])
def test_numbers_of_no_end_from_python(number: str) -> None:
    """A weight that would have a thousand million digits is refused at once."""
    with pytest.raises(ValueError, match="more digits"):
        effrules.load(rules_at("current")).what_if({"goals": number})


def test_a_cell_of_no_end_in_a_trace(tmp_path: Path) -> None:
    """A trace that quotes a cell with such a power of ten is called wrong, at once."""
    rules, data = starter(tmp_path)
    made = effrules.load(rules).trace(data, "A").to_dict()
    cell = next(step for step in made["steps"] if step["op"] == "cell" and step["type"] == "number")
    cell["raw"] = "1e-999999999"
    assert any("1e-999999999" in words for _, words in replay(made).problems)
