"""``log`` and ``blame`` over the versions of the thesis: as JSON, as Markdown, at every width, piped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from effrules.check.cached import load
from effrules.cli.main import cli
from effrules.history.part_keys import PartKind
from effrules.report.history.words import LABELS, word
from effrules.words import Language
from tests.thesis import rules_at


def effrules(*words: str | Path, columns: int = 80) -> Result:
    """What the command does, in this process."""
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(cli, list(map(str, words)))


def test_log_as_json() -> None:
    """The versions in the order of their days, each with what it amends; those of the chain are marked."""
    told = json.loads(effrules("log", rules_at("2015"), "--format", "json").output)
    assert (told["format"], told["methodology"], told["version"]) == (
        "effrules.log/1",
        "thesis_assessment",
        "2015",
    )
    assert [one["version"] for one in told["versions"]] == ["2011", "2013", "2015", "current"]
    assert [one["in_chain"] for one in told["versions"]] == [True, True, True, False]
    assert [one["amends"] for one in told["versions"]] == [None, "2011", "2013", None]
    assert all(one["readable"] for one in told["versions"])


def test_blame_as_json() -> None:
    """A clause with the versions that shaped it, oldest first; a dropped one is gone."""
    told = json.loads(effrules("blame", rules_at("2015"), "weights", "--format", "json").output)
    assert told["format"] == "effrules.blame/1"
    assert [stage["version"] for stage in told["clauses"][0]["stages"]] == ["2011", "2015"]
    gone = json.loads(effrules("blame", rules_at("2015"), "legal_support", "--format", "json").output)[
        "clauses"
    ]
    assert [clause["gone"] for clause in gone] == [True]


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_log_fits(columns: int, language: str) -> None:
    """No line is wider than its reader, but for a word or two in a column that is narrow already; piped text steers no terminal."""
    done = effrules("log", rules_at("current"), "--lang", language, columns=columns)
    assert done.exit_code == 0
    assert "\x1b" not in done.output
    for line in done.output.splitlines():
        assert len(line) <= columns or len(line.split()) <= 2, line


@pytest.mark.parametrize("version", ["2015", "current", "monitoring-2016"])
def test_every_node_has_a_history(version: str) -> None:
    """Whatever stands in the rules can be asked for, and begins with the version that wrote it."""
    program = load(rules_at(version)).program
    assert program is not None
    for name, node in program.nodes.items():
        done = effrules("blame", rules_at(version), name, "--format", "json")
        assert done.exit_code == 0, done.output
        (clause,) = json.loads(done.output)["clauses"]
        assert (clause["kind"], clause["name"] or "total") == (node.kind.value, name)
        assert not clause["gone"]
        assert clause["stages"][0]["action"] in ("written", "added")


def test_log_as_markdown() -> None:
    """Markdown has a heading for each version."""
    told = effrules("log", rules_at("2015"), "--format", "md").output
    assert (
        next(line for line in told.splitlines() if line.startswith("## "))
        == "## 2011, in force from 2011-01-01"
    )
    assert told.count("\n## ") == 4


@pytest.mark.parametrize("language", list(Language))
def test_every_part_has_a_name(language: Language) -> None:
    """Whatever a version can write of a clause is called by a word in each language."""
    assert all(word(LABELS[kind], language) for kind in PartKind)
