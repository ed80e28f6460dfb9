"""Every command whose report is a page gives a whole file in every format, and prints it where no file is named."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from effrules.cli.main import cli
from effrules.cli.pages import ENDINGS, PAGE
from tests.thesis import rules_at

COMMANDS = {
    "analyse": ("analyse", rules_at("current"), rules_at("current") / "sample"),
    "blame": ("blame", rules_at("2015"), "total"),
    "diff": ("diff", rules_at("2013"), rules_at("2015")),
    "document": ("document", rules_at("2015")),
    "goal-seek": ("goal-seek", rules_at("current"), rules_at("current") / "sample", "C02", "91"),
    "log": ("log", rules_at("2015")),
    "trace": ("trace", rules_at("current"), rules_at("current") / "sample", "C02"),
    "why not": ("trace", rules_at("current"), rules_at("current") / "sample", "C02", "--why-not", "99"),
    "show": ("show", rules_at("2015")),
    "simulate": ("simulate", rules_at("current"), rules_at("current") / "sample", "--draws", "100"),
    "sources": ("sources", rules_at("2015")),
}


def is_whole(form: str, file: Path) -> bool:
    """Whether a file is what its format says, from its first letter to its last."""
    if form == "docx":
        return zipfile.ZipFile(file).testzip() is None
    text = file.read_text("utf-8")
    match form:
        case "html":
            return text.lower().startswith("<!doctype html>") and text.rstrip().endswith("</html>")
        case "json":
            return "format" in json.loads(text)
        case _:
            return text.startswith("# ") == (form == "md") and text.endswith("\n")


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("form", [*PAGE, "json"])
def test_every_format_of_every_page(name: str, form: str, tmp_path: Path) -> None:
    """The ending of the file says the format."""
    file = tmp_path / f"report{ENDINGS[form][0]}"
    done = CliRunner().invoke(cli, [*map(str, COMMANDS[name]), "-o", str(file)], catch_exceptions=False)
    if name in ("document", "show") and form == "json":
        assert "ends in none of" in done.output
    else:
        assert file.exists(), done.output
        assert is_whole(form, file)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_page_is_printed_as_it_is_written(name: str, tmp_path: Path) -> None:
    """``--format`` says the same without a file."""
    command = [*map(str, COMMANDS[name])]
    CliRunner().invoke(cli, [*command, "-o", str(tmp_path / "a.md")])
    assert CliRunner().invoke(cli, [*command, "--format", "md"]).stdout == (tmp_path / "a.md").read_text(
        "utf-8"
    )
