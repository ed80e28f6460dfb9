"""``effrules document``: what it writes where, and what it refuses before it writes anything."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from effrules.cli.document import command
from tests.document_pages import Page, WordFile
from tests.literate import completed
from tests.thesis import rules_at


def run(*arguments: str | Path) -> Result:
    """The command with its output and exit code."""
    return CliRunner().invoke(command, [str(one) for one in arguments], prog_name="effrules document")


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with rules in one file, as the current one."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "rules.eff"
    path.write_text(completed(""), encoding="utf-8")
    return path


def test_the_ending_says_what_is_written(rules: Path) -> None:
    """.html, .md and .docx are each a document; --format wins over the ending."""
    for name in ("order.html", "order.htm", "order.md", "order.docx"):
        assert run(rules, "-o", name).exit_code == 0
    assert Page(Path("order.html").read_text("utf-8")).headings[0] == "snippet"
    assert Path("order.md").read_text("utf-8").startswith("# snippet\n")
    assert WordFile(Path("order.docx").read_bytes()).paragraphs("Title") == ["snippet"]
    assert run(rules, "-o", "order.txt", "--format", "md").exit_code == 0
    assert Path("order.txt").read_bytes() == Path("order.md").read_bytes()


def test_without_a_file_it_is_printed(rules: Path) -> None:
    """Markdown, or HTML where that is asked for, on standard output."""
    assert run(rules, "-o", "order.md").exit_code == 0
    assert run(rules).stdout == Path("order.md").read_text("utf-8")
    assert run(rules, "--format", "html", "--lang", "kk").stdout.startswith(
        '<!doctype html>\n<html lang="kk">'
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "order.pdf"], "`order.pdf` ends in none of .txt, .md, .html, .htm, .docx; say --format"),
        (["-o", "none/order.md"], "there is no folder `none`"),
        (["-o", ".", "--format", "md"], "is a folder"),
        (["-o", "rules.eff", "--format", "md"], "`rules.eff`: what ends in .eff is read as rules"),
        (["--as-of", "2014-13-01"], "is not a day like 2014-12-31"),
    ],
)
def test_a_wrong_option_is_refused(rules: Path, arguments: list[str], said: str) -> None:
    """A sentence that says what is wrong, exit code 2, and nothing is written."""
    before = {path: path.read_bytes() for path in Path().iterdir()}
    result = run(rules, *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert {path: path.read_bytes() for path in Path().iterdir()} == before


def test_without_python_docx_the_way_out_is_said(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where python-docx is not installed, the command says how to get it and what does without."""
    find = importlib.util.find_spec

    def missing(name: str, *others: Any) -> Any:
        return None if name == "docx" else find(name, *others)

    monkeypatch.setattr(importlib.util, "find_spec", missing)
    result = run(rules, "-o", "order.docx")
    assert result.exit_code == 2
    assert "pip install 'effrules[docx]'" in " ".join(result.stderr.split())
    assert not Path("order.docx").exists()
    assert run(rules, "-o", "order.html").exit_code == 0


def test_errors_in_the_rules_are_told(rules: Path) -> None:
    """Rules with an error give their findings and exit code 1, and an older document stays as it was."""
    Path("order.html").write_text("older", encoding="utf-8")
    rules.write_text(completed("define x = nothing_known"), encoding="utf-8")
    result = run(rules, "-o", "order.html")
    assert result.exit_code == 1
    assert "nothing_known" in result.stderr
    assert Path("order.html").read_text("utf-8") == "older"
    assert sorted(path.name for path in Path().iterdir()) == ["order.html", "rules.eff"]


def test_the_version_of_a_day(rules: Path) -> None:
    """--as-of takes the version that is in force on the day; what is amended says so in each clause."""
    assert "Версия 2013" in run(rules_at("2011"), "--as-of", "2014-12-31", "--lang", "ru").stdout
    assert "*Версия 2011*" in run(rules_at("2013"), "--lang", "ru").stdout
    assert "*Версия 2011*" not in run(rules_at("2011"), "--lang", "ru").stdout


def test_a_draft_can_be_laid_on_top(rules: Path) -> None:
    """--with lays an amendment on top: the clause that it changes says so."""
    Path("draft.eff").write_text(
        'methodology snippet version "draft" amends "1" {}\n'
        'change criterion filler { score = 90 points } because en "tried out"\n',
        encoding="utf-8",
    )
    text = run(rules, "--with", "draft.eff").stdout
    assert "*As changed by version draft (before: 1): tried out*" in text
    assert "= 90" in text
