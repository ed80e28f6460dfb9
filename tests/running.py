"""What many tests begin with: the program of rules without an error, and a command in this process."""

from __future__ import annotations

from click.testing import CliRunner, Result

from effrules.check.build import load_text
from effrules.cli.main import cli
from effrules.model.program import Program


def program_of(text: str, name: str = "rules.eff") -> Program:
    """The program of a text, which must check without an error."""
    checked = load_text(text, name)
    assert checked.program is not None, [f"{f.code} {f.message} at {f.place}" for f in checked.findings]
    return checked.program


def run(*words: object, columns: int = 80) -> Result:
    """What a command line does, in this process."""
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(cli, list(map(str, words)))
