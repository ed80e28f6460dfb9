"""docs/architecture.md lists the rooms that there are, in the layers that import-linter holds."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def _rooms_of_the_tree() -> set[str]:
    """The folders and modules of the package; those whose names are protected belong to Python, not to a reader."""
    inside = (entry for entry in (ROOT / "effrules").iterdir() if not entry.name.startswith(("_", ".")))
    return {
        f"{entry.name}/" if entry.is_dir() else entry.name
        for entry in inside
        if entry.is_dir() or entry.suffix == ".py"
    }


def test_the_page_lists_the_rooms_of_the_tree() -> None:
    listed = re.search(r"^effrules/\n((?:  \S.*\n)+)", PAGE, re.MULTILINE)
    assert listed is not None
    names = [
        name
        for line in listed[1].splitlines()
        for name in re.split(r",\s+", re.split(r"\s{2,}", line.strip())[0])
    ]
    assert len(names) == len(set(names))
    assert set(names) == _rooms_of_the_tree()


def test_the_page_has_the_layers_of_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    (layers,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
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
