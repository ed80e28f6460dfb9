"""``run --engine`` and ``--profile``: the same to the letter, and told how it went."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.running import run

CURRENT = ("run", "current", "rules/current/sample")


def test_both_engines_print_the_same() -> None:
    """Not a letter of any format depends on the engine."""
    for form in ("csv", "json", "table"):
        one, other = (run(*CURRENT, "--engine", engine, "--format", form) for engine in ("exact", "columns"))
        assert one.exit_code == other.exit_code == 0
        assert one.stdout == other.stdout


def test_the_profile_is_told_beside_the_results() -> None:
    """How many scores came from columns, on standard error."""
    told = run(*CURRENT, "--engine", "columns", "--profile").stderr
    assert "Columns score 48 bodies." in told
    assert "0 were left to the exact engine" in told
    assert "The exact engine scores 48 bodies." in run(*CURRENT, "--profile").stderr


def test_the_record_says_which_engine_it_was(tmp_path: Path) -> None:
    """And what it says is verified by the exact one."""
    shutil.copytree("rules/performance/sample", tmp_path / "data")
    for engine, said in (("columns", True), ("exact", None)):
        output = tmp_path / f"{engine}.csv"
        assert run("run", "performance", tmp_path / "data", "--engine", engine, "-o", output).exit_code == 0
        record = tmp_path / f"{engine}.record.json"
        assert json.loads(record.read_text("utf-8"))["engine"].get("columnar") is said
        assert run("verify", record).exit_code == 0


def test_columns_need_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it they are refused with a way out; `auto` does without."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    refused = run(*CURRENT, "--engine", "columns")
    assert refused.exit_code == 2
    assert "effrules[columns]" in refused.stderr


def test_a_very_long_table_is_printed_where_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results that go to a file are told there; without one, or with `--format`, they are printed however many they are."""
    monkeypatch.setattr("effrules.cli.run.MOST_PRINTED", 47)
    quiet = run(*CURRENT, "-o", tmp_path / "a.csv")
    assert (quiet.exit_code, quiet.stdout) == (0, "")
    assert "The table of 48 bodies is not printed; --format table prints it." in quiet.stderr
    asked = run(*CURRENT, "-o", tmp_path / "b.csv", "--format", "table")
    alone = run(*CURRENT)
    assert asked.stdout == alone.stdout
    assert "48 bodies is not" not in asked.stderr + alone.stderr
    monkeypatch.setattr("effrules.cli.run.MOST_PRINTED", 48)
    assert run(*CURRENT, "-o", tmp_path / "c.csv").stdout == alone.stdout
