"""docs/extending.md names the files that there are, all of them, and the pattern that it follows stands in each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_complete import PACKAGE

ROOT = PACKAGE.parent
PAGE = (ROOT / "docs" / "extending.md").read_text("utf-8")
CHAPTERS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))

PATTERNS = {
    "An aggregate": r"\bMEDIAN\b|[\"|]median[\"|]",
    "An expression": r"\b(Negate|Negative|negate|negative)\b",
    "A step of a trace": r"\b(Negate|negate)\b",
    "A clause of procedure": r"YearsRunning|YEARS_RUNNING|\b[Rr]unning\b|years\\s\+running",
}
"""How the pattern of each chapter is recognized."""


def _files(chapter: str) -> list[Path]:
    rows = re.findall(r"^\| `([\w./]+)`", CHAPTERS[chapter], re.MULTILINE)
    assert rows
    return [ROOT / row for row in rows]


@pytest.mark.parametrize("chapter", PATTERNS)
def test_the_pattern_stands_in_each_file(chapter: str) -> None:
    """Each file of the list is there, and has what the chapter takes as its pattern."""
    for file in _files(chapter):
        assert re.search(PATTERNS[chapter], file.read_text("utf-8")), file


def test_a_median_is_known_nowhere_else() -> None:
    """The list of an aggregate is complete: no other source speaks of that one. (The spread of effects has a median of its own.)"""
    other = ROOT / "effrules" / "report" / "impact"
    sources = [
        file
        for room, ending in (("effrules", "py"), ("grammar", "lark"))
        for file in (ROOT / room).rglob(f"*.{ending}")
    ]
    found = {
        file
        for file in sources
        if other not in file.parents and re.search(PATTERNS["An aggregate"], file.read_text("utf-8"))
    }
    assert found == set(_files("An aggregate"))


def test_the_lists_stay_short() -> None:
    """How far a thing lies from itself is counted; a longer list is a design that got worse."""
    assert [len(_files(chapter)) for chapter in PATTERNS] == [4, 7, 4, 11]


def test_every_closed_match_over_expressions_is_in_the_list() -> None:
    """Where the type checker names a new expression, the chapter sends its reader."""
    closed = re.compile(r"case p\.\w+.*?case _:\n\s+assert_never\((?:node|expression)\)", re.DOTALL)
    found = {
        file
        for file in (ROOT / "effrules").rglob("*.py")
        if (m := closed.search(file.read_text("utf-8"))) and m[0].count("p.Negate(")
    }
    assert found
    assert found <= set(_files("An expression"))
