"""What can be made again, kept as data: JSON values in a folder that only the user can write, each with a digest.

Nothing that is read here can run: JSON holds no code, and who reads a value makes only objects that it knows. The digest
covers the value and what it was made from, so that neither a flipped bit nor an exchanged file goes unnoticed.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from effrules.disk.writing import keep
from effrules.resources import cache_folder

FORMAT = "effrules.cache/1"

MOST = 64
"""So many values of one kind are kept; beyond that those go that were not read or written for the longest time."""

LARGEST = 2**26
"""No value takes so many bytes."""


def recall(kind: str, key: str, made: Callable[[dict[str, Any]], Any] | None = None) -> Any:
    """The value of a kind that was kept for a key; ``None`` where there is none, or none that can be trusted.

    ``made`` becomes of every JSON object what it stands for.
    """
    folder = cache_folder()
    if folder is None:
        return None
    try:
        content = _trusted(_place(folder, kind, key))
        digest, _, body = content.partition(b"\n")
        if digest.decode("ascii") != _digest(key, body):
            return None
        with suppress(OSError):
            os.utime(_place(folder, kind, key))
        return json.loads(body, object_hook=made)
    except (OSError, ValueError, RecursionError):
        return None


def retain(kind: str, key: str, value: Any) -> None:
    """Keep a JSON value for a key; where that cannot be, it is made again next time."""
    folder = cache_folder()
    if folder is None:
        return
    with suppress(OSError, ValueError, TypeError, RecursionError):
        body = json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        if len(body) < LARGEST:
            keep(_place(folder, kind, key), f"{_digest(key, body)}\n".encode("ascii") + body)
            _tidy(folder, kind)


def key_of(*parts: bytes) -> str:
    """A key for all that a value is made from."""
    digest = hashlib.sha256()
    for part in (FORMAT.encode(), *parts):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _place(folder: Path, kind: str, key: str) -> Path:
    return folder / f"{kind}-{key[:40]}.json"


def _digest(key: str, body: bytes) -> str:
    return key_of(key.encode("ascii"), body)


def _trusted(path: Path) -> bytes:
    """What a file holds that the user alone can have written. Raises OSError for any other."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as stream:
        state = os.fstat(stream.fileno())
        if not stat.S_ISREG(state.st_mode) or state.st_size > LARGEST:
            raise OSError(f"{path} is not what is kept here")
        if os.name == "posix" and (state.st_uid != os.getuid() or state.st_mode & 0o022):
            raise OSError(f"others can write to {path}")
        return stream.read()


def _tidy(folder: Path, kind: str) -> None:
    kept = sorted(folder.glob(f"{kind}-*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[MOST:]:
        old.unlink(missing_ok=True)
    for old in folder.glob("*.bin"):  # of releases that kept code
        old.unlink(missing_ok=True)
