"""Golden comparisons: the versions of the thesis, and a small methodology with each kind of change."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from effrules.check.cached import load
from effrules.compare.applying import applied
from effrules.compare.difference import Difference, difference
from effrules.model.program import Program
from effrules.report.blocks.markdown import markdown
from effrules.report.difference.summary import page
from effrules.words import Language
from tests.costs import shared
from tests.diff_programs import differing
from tests.running import program_of
from tests.thesis import rules_at

FOLDER = Path(__file__).parent / "golden_diff"
EDITS = FOLDER / "edits.md"
BASE = re.search(r"^```eff\n(.*?)^```$", EDITS.read_text("utf-8"), re.MULTILINE | re.DOTALL)
CASE = re.compile(
    r"^## ([^\n]*)\n.*?^```change\n(.*?)^```$.*?^```output\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
CASES = list(CASE.finditer(EDITS.read_text("utf-8")))
UPDATE = bool(os.environ.get("UPDATE_GOLDEN"))

VERSIONS = [("2011", "2013"), ("2013", "2015"), ("2015", "current")]


def base() -> str:
    """The small methodology that the cases change."""
    assert BASE is not None
    return BASE.group(1)


def changed(text: str, change: str) -> str:
    """A text with the stretches of a case replaced; each must be there once or more, the first one counts."""
    stretches: list[tuple[str, str]] = []
    for line in change.splitlines():
        if line.startswith(("- ", "+ ")):
            stretches.append((line[0], line[2:]))
        else:
            sign, begun = stretches[-1]
            stretches[-1] = (sign, f"{begun}\n{line[2:]}")
    old: str | None = None
    for sign, stretch in stretches:
        if sign == "-":
            old = stretch
        elif old is None:
            text += stretch + "\n"
        else:
            assert old in text, old
            text = text.replace(old, stretch, 1)
            old = None
    return text


@shared
def base_program() -> Program:
    """The small methodology, checked."""
    return program_of(base())


def said(found: Difference) -> str:
    """What the comparison says, without the title."""
    return markdown(page(found, Language.EN)).split("\n\n", 2)[2]


@pytest.mark.parametrize("case", CASES, ids=[case.group(1) for case in CASES])
def test_a_change_is_told(case: re.Match[str]) -> None:
    """A comparison says exactly what stands below the change; and applying its edits makes the new rules of the old."""
    new = program_of(changed(base(), case.group(2)))
    found = difference(base_program(), new)
    answer = said(found)
    if UPDATE:
        text = EDITS.read_text("utf-8")
        now = next(other for other in CASE.finditer(text) if other.group(1) == case.group(1))
        EDITS.write_text(text[: now.start(3)] + answer + text[now.end(3) :], "utf-8")
        return
    assert answer == case.group(3)
    assert differing(applied(found, found.edits), new) == []


@pytest.mark.parametrize(("old", "new"), VERSIONS)
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_versions_of_the_thesis_are_told(old: str, new: str, language: str) -> None:
    """The comparison of two versions is the page that is kept."""
    before, after = load(rules_at(old)).program, load(rules_at(new)).program
    assert before is not None
    assert after is not None
    kept = FOLDER / f"{old}-{new}.{language}.md"
    answer = markdown(page(difference(before, after), Language(language)))
    if UPDATE:
        kept.write_text(answer, "utf-8")
        return
    assert answer == kept.read_text("utf-8")
