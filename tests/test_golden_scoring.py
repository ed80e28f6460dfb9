"""Golden tests of scoring: what the engine says when rules cannot be followed on the data at hand."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from effrules.diagnostics.terminal import render
from effrules.exact import score
from effrules.prove.cases import dataset_of
from tests.running import program_of

PAGE = Path(__file__).parent / "golden_scoring" / "scoring.md"
CASE = re.compile(r"^## (E7\d\d) .*?^```eff\n(.*?)^```$.*?^```output\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CASES = list(CASE.finditer(PAGE.read_text("utf-8")))


def said(rules: str) -> str:
    """The findings of scoring the rules' own example, as a terminal shows them."""
    program = program_of(rules, "rules.eff")
    (example,) = program.examples
    results = score(program, dataset_of(program.schema, example.rows))
    return render(results.findings, colour=False, width=100).rstrip() + "\n"


@pytest.mark.parametrize("case", CASES, ids=[case.group(1) for case in CASES])
def test_scoring_says(case: re.Match[str]) -> None:
    """The engine answers with exactly the findings that stand below the rules, and with the code of the heading."""
    answer = said(case.group(2))
    if os.environ.get("UPDATE_GOLDEN"):
        text = PAGE.read_text("utf-8")
        now = next(other for other in CASE.finditer(text) if other.group(2) == case.group(2))
        PAGE.write_text(text[: now.start(3)] + answer + text[now.end(3) :], "utf-8")
        return
    assert f"[{case.group(1)}]" in answer
    assert answer == case.group(3)


def test_every_code_is_documented() -> None:
    """Every code of the engine stands in the page of errors."""
    root = Path(__file__).parent.parent
    files = (root / "effrules" / "exact").glob("*_errors.py")
    codes = {code for file in files for code in re.findall(r'"(E7\d\d)"', file.read_text("utf-8"))}
    page = (root / "docs" / "errors.md").read_text("utf-8")
    assert codes == set(re.findall(r"^\| (E7\d\d) \|", page, re.MULTILINE))
