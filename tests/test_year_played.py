"""The invented year of docs/examples/year-2019, played as its page has it."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from effrules.cli.main import cli

ROOT = Path(__file__).parents[1]
FOLDER = "docs/examples/year-2019"
PAGE = ROOT / FOLDER / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def played(line: str) -> str:
    """What a command of the page says."""
    words = [word.replace(FOLDER, str(ROOT / FOLDER)) for word in shlex.split(line)]
    match words:
        case ["export", setting]:
            name, _, value = setting.partition("=")
            os.environ[name] = value
            return ""
        case ["echo", text, ">", file]:
            Path(file).write_text(text + "\n", "utf-8")
            return ""
        case ["grep", "-o", pattern, file]:
            return "".join(f"{found}\n" for found in re.findall(pattern, Path(file).read_text("utf-8")))
        case ["cat", file]:
            return Path(file).read_text("utf-8")
        case ["python", script, *arguments]:
            sys.argv = [script, *arguments]
            runpy.run_path(script, run_name="__main__")
            return ""
        case ["effrules", *arguments]:
            return CliRunner().invoke(cli, arguments, catch_exceptions=False).output
        case _:
            raise AssertionError(line)


def as_shown(shown: str, said: str) -> bool:
    """Whether the page shows what was said, wherever a terminal breaks it: a line `…` stands for any lines, `…` within one for any text."""
    lines = [
        ".*\n" if line == "…" else re.sub(r"(\\ )+", r"\\s+", re.escape(line)).replace("…", "[^\n]*") + "\n"
        for line in shown.splitlines()
    ]
    pattern = "".join("(?:.*\n)*?" if line == ".*\n" else line for line in lines)
    return re.fullmatch(pattern, said.rstrip("\n") + "\n" if said.strip() else "") is not None


def test_the_year_goes_as_its_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of the page, in its order, says what stands below it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("EFFRULES_BY", "")
    monkeypatch.setattr(sys, "argv", sys.argv)
    monkeypatch.syspath_prepend(str(ROOT))
    page = PAGE.read_text("utf-8")
    commands = [found for block in BLOCK.findall(page) for found in COMMAND.findall(block)]
    assert len(commands) > 20
    for line, shown in commands:
        said = played(line)
        if os.environ.get("UPDATE_GOLDEN"):
            print(f"$ {line}\n{said}")
        assert as_shown(shown, said) or os.environ.get("UPDATE_GOLDEN"), f"$ {line}\n{said}"
