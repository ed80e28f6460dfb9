"""Golden impacts: Markdown with the old rules, the new rules, the data, and what the terminal shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import frozen

from effrules.check.build import load_text
from effrules.compare.difference import difference
from effrules.compare.impact.datasets import laid_together
from effrules.compare.impact.impacts import Impact
from effrules.compare.impact.measuring import impact
from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.model import program as p
from effrules.report.blocks.terminal import terminal
from effrules.report.impact.story import page

FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = sorted((Path(__file__).parent / "golden_impact").glob("*.md"))


@frozen
class Golden:
    """A case: the heading, both texts, the tables of each side by file name, what is shown."""

    heading: str
    old: str
    new: str
    tables: tuple[dict[str, str], dict[str, str]]
    output: str


def cases(path: Path) -> list[Golden]:
    """The cases of a file, each from a heading on.

    The old rules are the ``eff old`` block; a ``replace`` block has lines ``before => after`` that make the new rules of it.
    A ``csv TABLE`` block is data of both sides, ``csv TABLE old`` and ``csv TABLE new`` of one.
    """
    text = path.read_text("utf-8")
    found: list[Golden] = []
    old = new = ""
    tables: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for fence in FENCE.finditer(text):
        kind, words, body = fence.group(1), fence.group(2).split(), fence.group(3)
        match kind:
            case "eff":
                old = new = body
                tables = ({}, {})
            case "replace":
                new = old
                for line in body.splitlines():
                    before, _, after = line.partition(" => ")
                    assert before in new, before
                    new = new.replace(before, after)
            case "csv":
                for side, name in enumerate(("old", "new")):
                    if len(words) == 1 or words[1] == name:
                        tables[side][words[0]] = body
            case _:
                heading = re.findall(r"^#+ (.*)$", text[: fence.start()], re.MULTILINE)[-1]
                found.append(Golden(heading, old, new, (dict(tables[0]), dict(tables[1])), body))
    return found


CASES = [case for path in FILES for case in cases(path)]


def made(case: Golden, folder: Path) -> Impact:
    """The impact of a case."""
    sides: list[tuple[p.Program, Dataset]] = []
    for name, text, tables in zip(("old", "new"), (case.old, case.new), case.tables, strict=True):
        checked = load_text(text)
        assert checked.program is not None, checked.findings
        (folder / name).mkdir()
        for table, rows in tables.items():
            (folder / name / f"{table}.csv").write_text(rows, "utf-8")
        data, findings = read(folder / name, checked.program.schema)
        assert data is not None, findings
        sides.append((checked.program, data))
    (old, one), (new, other) = sides
    whole = laid_together(one, other)
    return impact(difference(old, new), *((one, other) if whole is None else (whole, whole)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.heading)
def test_golden(case: Golden, tmp_path: Path) -> None:
    """What is shown is what the file says."""
    shown = "\n".join(terminal(page(one), width=90) for one in made(case, tmp_path).each)
    assert shown.rstrip() == case.output.rstrip()
