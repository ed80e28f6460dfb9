"""Prepares the tables of the grammar and puts them into the wheel: ``python -m build`` calls it (pyproject.toml).

The tables are data (JSON) and bear the key of the grammar and of the Lark that they were made of; effrules takes no others.
"""

from __future__ import annotations

import json
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent.parent


def _tables() -> ModuleType:
    """The module that makes the tables: of this checkout, which where a wheel is built is not installed."""
    sys.path.insert(0, str(ROOT))
    try:
        return import_module("effrules.syntax.tables")
    finally:
        sys.path.remove(str(ROOT))


def prepared(folder: Path) -> bytes:
    """The file of tables for the grammar in a folder."""
    tables = _tables()
    grammar = tables.text_of(folder)
    value = json.dumps(tables.to_plain(tables.built(grammar)), separators=(",", ":"))
    return f"{tables.key(grammar)}\n{value}\n".encode("ascii")


class PrepareGrammar(BuildHookInterface[Any]):
    """The hook that hatchling calls for each wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the tables to a wheel; one of an editable install reads the checkout, which prepares them for itself."""
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory()
        name = _tables().FILE
        file = Path(self.folder.name) / name
        file.write_bytes(prepared(Path(self.root) / "grammar"))
        build_data["force_include"][str(file)] = f"effrules/_grammar/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling decides
        """Remove what was made for the build."""
        if version != "editable":
            self.folder.cleanup()
