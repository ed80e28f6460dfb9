"""Files that a document names are read only where they are regular files: a pipe or a device might never end."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from effrules.source import file_of

REFUSED = "it is no file but a pipe, a device or a socket"


def is_special(path: Path) -> bool:
    """Whether there is something at a path that is neither a regular file nor a folder."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def fingerprint(path: Path) -> tuple[int, str]:
    """The size of a file in bytes and its SHA-256 in hexadecimal digits. Raises OSError, also where it is no regular file."""
    file_of(path, MOST)
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return stream.tell(), digest


MOST = 2**40
"""A file that is larger is not read."""
