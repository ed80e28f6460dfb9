"""Golden traces: what ``effrules trace`` answers, for each thing that a step can be special in."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from effrules.cli.trace import command
from tests.literate import compare, printed

FOLDER = Path(__file__).parent / "golden_trace"
PIECE = re.compile(
    r"^## (?P<heading>[^\n]*)$|^```(?P<kind>eff|csv|trace)\b *(?P<words>[^\n]*)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
"""A heading, or a block between fences."""


def answers(page: Path) -> list[tuple[str, str, dict[str, str], tuple[int, int], str]]:
    """Of each answer of a page: the heading, the arguments, the files, where it stands, and its text."""
    found = []
    heading, files = "", dict[str, str]()
    for piece in PIECE.finditer(page.read_text("utf-8")):
        kind, words, body = piece["kind"], piece["words"], piece["body"]
        if kind is None:
            heading, files = piece["heading"], {}
        elif kind == "trace":
            found.append((heading, words, dict(files), piece.span("body"), body))
        else:
            files["rules.eff" if kind == "eff" else f"data/{words}"] = body
    return found


CASES = [
    pytest.param(page, number, id=f"{page.stem}: {heading} ({words})")
    for page in sorted(FOLDER.glob("*.md"))
    for number, (heading, words, *_) in enumerate(answers(page))
]


def answer(files: dict[str, str], words: str) -> str:
    """What the command prints in the current folder, both streams, and its exit code where that is not 0."""
    for name, text in files.items():
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, "utf-8")
    run = CliRunner(env={"COLUMNS": "100"})
    result = run.invoke(command, ["rules.eff", "data", *shlex.split(words)], prog_name="effrules trace")
    return printed(result)


@pytest.mark.parametrize(("page", "number"), CASES)
def test_trace_says(page: Path, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command answers with exactly what stands below the rules and the data."""
    monkeypatch.chdir(tmp_path)
    _, words, files, at, expected = answers(page)[number]
    said = answer(files, words)
    compare(page, at, expected, said)
