"""Golden documents: the Markdown that ``effrules document`` makes of rules with every construct, and of the thesis."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from effrules.cli.document import command
from tests.literate import compare
from tests.running import program_of
from tests.thesis import THESIS

FOLDER = Path(__file__).parent / "golden_document"
PIECE = re.compile(
    r"^## (?P<heading>[^\n]*)$|^```eff file=(?P<file>[^\n]*)\n(?P<rules>.*?)^```$"
    r"|^````document (?P<words>[^\n]*)\n(?P<answer>.*?)^````$",
    re.MULTILINE | re.DOTALL,
)
"""A heading, a rule file, or a document between fences."""


def documents(page: Path) -> list[tuple[str, str, dict[str, str], tuple[int, int], str]]:
    """Of each document of a page: the heading, the arguments, the rule files, where it stands, and its text."""
    found = []
    heading, files = "", dict[str, str]()
    for piece in PIECE.finditer(page.read_text("utf-8")):
        if piece["heading"] is not None:
            heading, files = piece["heading"], {}
        elif piece["file"] is not None:
            files[piece["file"]] = piece["rules"]
        else:
            found.append((heading, piece["words"], dict(files), piece.span("answer"), piece["answer"]))
    return found


CASES = [
    pytest.param(page, number, id=f"{page.stem}: {heading} ({words})")
    for page in sorted(FOLDER.glob("*.md"))
    for number, (heading, words, *_) in enumerate(documents(page))
]


def document(files: dict[str, str], words: str) -> str:
    """What the command prints in the current folder."""
    for name, text in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, "utf-8")
    result = CliRunner().invoke(command, shlex.split(words), prog_name="effrules document")
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize(("page", "number"), CASES)
def test_document_reads(page: Path, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command prints exactly the document that stands below the rules."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(THESIS, "thesis")
    _, words, files, place, expected = documents(page)[number]
    made = document(files, words)
    compare(page, place, expected, made)


def test_goldens_hold_every_construct() -> None:
    """The rules of the goldens have every kind of expression that the notation knows."""
    from effrules.model import program as p
    from effrules.model.walk import walk
    from effrules.report.document.composing import expressions

    name = "2024/methodology.eff"
    texts = {files[name] for _, _, files, _, _ in documents(FOLDER / "constructs.md") if name in files}
    kinds = set()
    for rules in texts:
        program = program_of(rules)
        kinds |= {type(inner) for expression in expressions(program) for inner in walk(expression)}
    wanted = set(get_args(p.Expression))
    assert {kind.__name__ for kind in wanted - kinds} == set()
