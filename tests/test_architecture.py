"""docs/architecture.md lists the rooms that there are, in the layers that import-linter holds; a room is asked by its face only."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.costs import shared

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


# -- Faces ----------------------------------------------------------------------------------------------------------

WITHOUT_FACE = {
    "effrules": "its names are those of the Python interface, the room api",
    "effrules.model": "all that is known of a kind is asked by all rooms",
    "effrules.model.program": "it gives the names of its modules, by which all speak of the program",
    "effrules.syntax.tree": "it gives the names of its modules, by which all speak of the tree",
    "effrules.trace.steps": "it gives the names of its modules, by which all speak of steps",
    "effrules.cycle": "it grows with the commands of the year; what it shows is settled when they are all there",
    "effrules.check.errors": "one module for each subject, each asked by who checks that",
    "effrules.compare.matching": "each module answers one question, and each is asked from outside",
    "effrules.report.blocks.mathematics": "one module for each format",
    "effrules.report.history": "one module for each format and report",
    "effrules.report.rules": "one module for each report",
    "effrules.syntax.printing": "one module for each subject, each put together by the printer",
}
"""Rooms of which every module may be asked from outside, with the reason; what begins with ``_`` belongs to its module everywhere."""


@shared
def _faces() -> dict[str, set[str]]:
    """What each room shows: the names and modules in ``__all__`` of its ``__init__``."""
    found = {}
    for file in (ROOT / "effrules").rglob("__init__.py"):
        room = ".".join(file.parent.relative_to(ROOT).parts)
        listed = [
            one.value
            for one in ast.parse(file.read_text(encoding="utf-8")).body
            if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "__all__"
        ]
        if room not in WITHOUT_FACE and listed:
            found[room] = set(ast.literal_eval(listed[0]))
    return found


@shared
def _asked() -> tuple[tuple[str, int, str], ...]:
    """Every name that a module of the package imports from another: the module, the line, and the dotted name."""
    found = []
    for file in sorted((ROOT / "effrules").rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        nodes = list(ast.walk(ast.parse(text)))
        rooms: dict[str, str] = {}
        for one in nodes:
            if isinstance(one, ast.ImportFrom) and (one.module or "").split(".")[0] == "effrules":
                found += [(name, one.lineno, f"{one.module}.{alias.name}") for alias in one.names]
                rooms |= {alias.asname or alias.name: f"{one.module}.{alias.name}" for alias in one.names}
            elif isinstance(one, ast.Import):
                found += [(name, one.lineno, alias.name) for alias in one.names if "effrules." in alias.name]
        found += [
            (name, one.lineno, f"{rooms[one.value.id]}.{one.attr}")
            for one in nodes
            if isinstance(one, ast.Attribute)
            and isinstance(one.value, ast.Name)
            and rooms.get(one.value.id) in _faces()
        ]
    return tuple(found)


def _from_outside() -> Iterator[tuple[str, str, str]]:
    """What is asked of a room by a module that is not in it: where, the room, and the name or module of it."""
    for module, line, name in _asked():
        parts = name.split(".")
        for depth in range(1, len(parts)):
            room = ".".join(parts[:depth])
            if room in _faces() and not module.startswith(f"{room}."):
                yield f"{module}:{line}", room, parts[depth]


def test_each_room_says_what_it_gives() -> None:
    """And a face; those without one are listed, and no others."""
    rooms = {
        ".".join(file.parent.relative_to(ROOT).parts) for file in (ROOT / "effrules").rglob("__init__.py")
    }
    silent = [
        room
        for room in sorted(rooms)
        if not ast.get_docstring(
            ast.parse((ROOT / room.replace(".", "/") / "__init__.py").read_text(encoding="utf-8"))
        )
    ]
    assert silent == []
    assert rooms - set(_faces()) == set(WITHOUT_FACE)


def test_a_room_is_asked_by_its_face_only() -> None:
    assert [
        f"{where} asks {room} for {name}, which is not in its __all__"
        for where, room, name in _from_outside()
        if name not in _faces()[room]
    ] == []


def test_a_face_shows_nothing_that_nobody_asks_for() -> None:
    asked = {(room, name) for _, room, name in _from_outside()}
    outside = "\n".join(
        file.read_text(encoding="utf-8")
        for folder in ("tests", "scripts")
        for file in (ROOT / folder).glob("*.py")
    )
    assert [
        f"{room} shows {name}"
        for room, names in _faces().items()
        for name in sorted(names)
        if (room, name) not in asked and not re.search(rf"from {room} import [^#]*?\b{name}\b", outside)
    ] == []
