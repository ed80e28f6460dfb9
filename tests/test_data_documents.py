"""The examples of docs/data.md and the golden findings of the data room, run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from attrs import define, field
from flint import fmpq

from effrules.data import Dataset, Row, read
from effrules.diagnostics import CellPlace, Finding
from effrules.model.numbers import exact_text
from effrules.model.schema import Schema
from tests.running import program_of

ROOT = Path(__file__).parents[1]
PAGES = {"docs": ROOT / "docs" / "data.md", "golden": ROOT / "tests" / "data" / "readers" / "findings.md"}
FILES = ROOT / "tests" / "data" / "readers" / "files.md"
BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@define
class Example:
    """Files, with those of the page's first example where it has no own, and what reading them must give."""

    files: dict[str, str]
    kind: str
    expected: str
    rules: str
    name: str = field(default="")


def examples(page: str) -> list[Example]:
    """The examples of a page: each `findings` or `rows` block closes one."""
    rules, first, own = "", {}, {}
    found: list[Example] = []
    for kind, name, text in BLOCK.findall(PAGES[page].read_text("utf-8")):
        if kind == "eff":
            rules = text
        elif kind in ("findings", "rows"):
            first = first or own
            files = {**first, **own}
            found.append(
                Example(
                    {n: t for n, t in files.items() if t.strip() != "(none)"},
                    kind,
                    text,
                    rules,
                    f"{page}{len(found) + 1}",
                )
            )
            own = {}
        else:
            own[name] = text
    return found


def schema_of(rules: str) -> Schema:
    """The schema of a rule text, which must be free of errors."""
    program = program_of(rules)
    return program.schema


def told(finding: Finding) -> str:
    """A finding as the page shows it."""
    lines = [f"{finding.severity.value}[{finding.code}]: {finding.message}"]
    if finding.place is not None:
        lines.append(f"  --> {finding.place}")
    if isinstance(finding.place, CellPlace) and finding.is_to_show(finding.place):
        lines.append(f"   |  found `{finding.place.raw}`")
    if finding.label:
        lines.append(f"   |  {finding.label}")
    lines += [f"   = {note.kind}: {note.text}" for note in finding.notes]
    lines += [f"   = {related.label}: {related.place}" for related in finding.related]
    return "\n".join(lines) + "\n"


def shown(value: object) -> str:
    """A value as the page shows it."""
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return exact_text(value) if isinstance(value, fmpq) else str(value)


def listed(data: Dataset) -> str:
    """All rows as the page shows them, subjects first."""

    def line(row: Row) -> str:
        return (
            f"{row.label}: "
            + ", ".join(f"{name} {shown(value)}" for name, value in row.values.items())
            + "\n"
        )

    return "".join(line(row) for rows in (data.subjects, *data.rows.values()) for row in rows)


@pytest.mark.parametrize("example", [e for page in PAGES for e in examples(page)], ids=lambda e: e.name)
def test_example_of_a_page(example: Example, tmp_path: Path) -> None:
    """Each example's files give the rows or the findings that stand below them."""
    for name, text in example.files.items():
        if name.startswith("hex "):
            (tmp_path / name[4:]).write_bytes(bytes.fromhex(text))
        else:
            (tmp_path / name).write_text(text, "utf-8", newline="")
    data, found = read(tmp_path, schema_of(example.rules))
    if example.kind == "findings":
        assert "".join(map(told, found)) == example.expected
        assert (data is None) == any(f.is_error for f in found)
    else:
        assert found == ()
        assert data is not None
        assert listed(data) == example.expected


def test_every_code_is_documented_and_golden() -> None:
    """Every code about data stands in the page's table of codes, and in a golden example or a test."""
    rooms = ("data/*errors.py", "cycle/*.py", "report/cycle/*.py", "exact/assessing.py")
    files = (file for room in rooms for file in (ROOT / "effrules").glob(room))
    sources = "".join(path.read_text("utf-8") for path in files)
    codes = set(re.findall(r'"([EW]4\d\d)"', sources))
    table = set(re.findall(r"^\| ([EW]4\d\d) \|", PAGES["docs"].read_text("utf-8"), re.MULTILINE))
    tests = "".join(
        path.read_text("utf-8")
        for path in (
            *Path(__file__).parent.glob("test_data_*.py"),
            *Path(__file__).parent.glob("test_year_*.py"),
            Path(__file__).parent / "test_procedure.py",
            PAGES["golden"],
            PAGES["docs"],
            FILES,
        )
    )
    golden = set(re.findall(r"\[([EW]4\d\d)\]", tests)) | set(re.findall(r'"([EW]4\d\d)', tests))
    assert codes == table
    assert codes <= golden
