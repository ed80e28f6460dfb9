"""What the README and the page for auditors show of traces is what the command prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from effrules.cli.main import cli

ROOT = Path(__file__).parent.parent
SHOWN = re.compile(r"^\$ effrules (trace [^\n]*sample[^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
APART = re.compile(
    r"```console\n\$ effrules (trace [^\n]*sample[^\n]*)\n```\n+```text\n(.*?)^```$", re.MULTILINE | re.DOTALL
)

EXAMPLES = [
    *SHOWN.findall((ROOT / "README.md").read_text(encoding="utf-8")),
    *APART.findall((ROOT / "docs" / "audit.md").read_text(encoding="utf-8")),
]


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_shown_traces(command: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line that is shown stands in the output, in that order."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    output = CliRunner().invoke(cli, command.split(), catch_exceptions=False).output
    assert shown.strip() in output
    assert len(EXAMPLES) >= 3
