"""docs/architecture.md lists the rooms that there are, in the layers that import-linter holds."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def _rooms_of_the_tree() -> set[str]:
    """The folders and modules of the package, and the rooms within its rooms; protected names belong to Python."""
    package = ROOT / "effrules"
    found = {f"{folder.parent.relative_to(package)}/" for folder in package.rglob("__init__.py")} - {"./"}
    modules = {entry.name for entry in package.glob("*.py") if not entry.name.startswith("_")}
    return found | modules


def _rooms_of_the_page() -> list[str]:
    listed = re.search(r"^effrules/\n((?:  \s*\S.*\n)+)", PAGE, re.MULTILINE)
    assert listed is not None
    found, outer = [], ""
    for line in listed[1].splitlines():
        names = re.split(r",\s+", re.split(r"\s{2,}", line.strip())[0])
        if line.startswith("    "):
            found += [outer + name for name in names]
        else:
            found += names
            outer = names[0]
    return found


def test_the_page_lists_the_rooms_of_the_tree() -> None:
    names = _rooms_of_the_page()
    assert len(names) == len(set(names))
    assert set(names) == _rooms_of_the_tree()


def test_files_that_the_page_names_are_there() -> None:
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", PAGE))
    assert len(named) > 10
    assert [
        name
        for name in sorted(named)
        if not (ROOT / "effrules" / name).is_file() and not (ROOT / name).is_file()
    ] == []


def test_the_page_has_the_layers_of_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    (line,) = (line for line in PAGE.splitlines() if line.count(" → ") > 5)
    assert [set(layer.split(" | ")) for layer in line.split(" → ")] == [
        set(layer.split(" | ")) for layer in layers if layer != "__main__"
    ]


def test_decisions_are_listed_by_number() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(
        r"^\| \[(\d{4})\]\((\1-[^)]+\.md)\) \|",
        (folder / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert [name for _, name in listed] == sorted(page.name for page in folder.glob("[0-9]*.md"))
