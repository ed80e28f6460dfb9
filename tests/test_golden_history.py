"""Golden history: what ``log``, ``blame``, ``merge`` and ``show --consolidated`` answer about some versions of one methodology."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from effrules.cli.main import cli
from tests.literate import compare, printed

FOLDER = Path(__file__).parent / "golden_history"
PIECE = re.compile(
    r"^## (?P<heading>[^\n]*)$|^```(?P<kind>eff|effrules)\b *(?P<words>[^\n]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
"""A heading, or a block between fences: a rule file, or a command with its answer."""


def answers(page: Path) -> list[tuple[str, str, dict[str, str], tuple[int, int], str]]:
    """Of each answer of a page: the heading, the command, the files so far, where it stands, and its text.

    Files that stand before the first heading are there in every case.
    """
    found = []
    heading = ""
    always, files = dict[str, str](), dict[str, str]()
    for piece in PIECE.finditer(page.read_text("utf-8")):
        kind, words, body = piece["kind"], piece["words"], piece["body"]
        if kind is None:
            heading, files = piece["heading"], dict(always)
        elif kind == "effrules":
            found.append((heading, words, dict(files), piece.span("body"), body))
        else:
            (files if heading else always)[words] = body
    return found


CASES = [
    pytest.param(page, number, id=f"{page.stem}: {heading} ({words})")
    for page in sorted(FOLDER.glob("*.md"))
    for number, (heading, words, *_) in enumerate(answers(page))
]


def answer(files: dict[str, str], words: str) -> str:
    """What the command prints in the current folder, both streams, and its exit code where that is not 0."""
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, "utf-8")
    before = sorted(path.name for path in Path().iterdir())
    result = CliRunner(env={"COLUMNS": "100"}).invoke(cli, shlex.split(words), prog_name="effrules")
    more = list[str]()
    after = sorted(path.name for path in Path().iterdir())
    for name in after:
        if name not in before:
            more += [f"-- {name} --", *Path(name).read_text("utf-8").splitlines()]
    return printed(result, *more)


@pytest.mark.parametrize(("page", "number"), CASES)
def test_history_says(page: Path, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command answers with exactly what stands below the versions, and leaves no file but the one that it was asked for."""
    monkeypatch.chdir(tmp_path)
    _, words, files, at, expected = answers(page)[number]
    said = answer(files, words)
    compare(page, at, expected, said)
