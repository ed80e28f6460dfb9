"""Files that a document names are read only where they are regular files: a pipe or a device might never end."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from pathlib import Path

from effrules.source import LARGEST_DATA, opened, too_large

MOST = 2**40
"""A file that effrules has written itself is read where it is not larger."""

CHUNK = 2**20
"""So many bytes of a file are read at a time."""

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""


def is_special(path: Path) -> bool:
    """Whether there is something at a path that is neither a regular file nor a folder."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def fingerprint(path: Path, progress: Progress | None = None, *, most: int = LARGEST_DATA) -> tuple[int, str]:
    """The size of a file in bytes and its SHA-256 in hexadecimal digits.

    ``progress`` is told how many megabytes were read, and of how many. Raises OSError, also where it is no regular file, and where it
    has, or comes to have, more than ``most`` bytes: no file that effrules reads has more.
    """
    digest, size = hashlib.sha256(), 0
    with opened(path, most) as stream:
        whole = path.stat().st_size // CHUNK
        while held := stream.read(CHUNK):
            digest.update(held)
            size += len(held)
            if size > most:
                raise too_large(most)
            if progress is not None:
                progress(size // CHUNK, whole)
    return size, digest.hexdigest()
