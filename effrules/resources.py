"""Where the grammar and the bundled rules lie (inside the wheel, or beside the package in a checkout), and the cache."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(inside: str, *beside: str) -> Path:
    bundled = _PACKAGE / inside
    return bundled if bundled.is_dir() else _PACKAGE.parent.joinpath(*beside)


def grammar_folder() -> Path:
    """The folder of the Lark grammar files."""
    return _folder("_grammar", "grammar")


def rules_folder() -> Path:
    """The folder of the rules that come with effrules."""
    return _folder("_rules", "rules")


def schemas_folder() -> Path:
    """The folder of the JSON Schemas of the documents that effrules writes."""
    return _folder("_schemas", "docs", "schemas")


def cache_folder() -> Path | None:
    """The folder for things that can be made again; ``None`` where there is none that the user alone can write to."""
    stated = os.environ.get("XDG_CACHE_HOME")
    try:
        folder = (Path(stated) if stated else Path.home() / ".cache") / "effrules"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
    except (OSError, RuntimeError, ValueError):
        return None
    if os.name == "posix" and (state.st_uid != os.getuid() or state.st_mode & 0o022):
        return None
    return folder if os.access(folder, os.W_OK) else None
