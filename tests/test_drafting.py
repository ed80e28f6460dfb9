"""Acts: what the command says of assumptions, and the numbers of an amended text."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from effrules.cli.document import command
from tests.test_document_golden import FOLDER, documents

RULES = documents(FOLDER / "order.md")[0][2]["2024/m.eff"]


def said(tmp_path: Path, *words: str) -> tuple[int, str, str]:
    """What the command ends with, and what it says on standard output and standard error."""
    file = tmp_path / "m.eff"
    file.write_text(RULES, "utf-8")
    result = CliRunner().invoke(command, [str(file), *words], prog_name="effrules document")
    return result.exit_code, result.stdout, result.stderr


def test_assumptions_are_told_beside_the_act(tmp_path: Path) -> None:
    code, act, told = said(tmp_path, "--style", "order", "--lang", "en")
    assert code == 0
    assert "the formula is lost" not in act
    assert "[W801]" in told
    assert "item 9: the formula is lost" in told


def test_a_strict_act_has_no_assumptions(tmp_path: Path) -> None:
    code, act, told = said(tmp_path, "--style", "order", "--strict", "--lang", "en")
    assert (code, act) == (1, "")
    assert "[E801]" in told


def test_what_only_an_act_has_is_refused_elsewhere(tmp_path: Path) -> None:
    for words in (["--strict"], ["--parallel", "after"], ["--since", str(tmp_path)]):
        code, _, told = said(tmp_path, *words)
        assert code == 2
        assert "add `--style order`" in told
