"""Files that a document names are read only where they are regular files: a pipe or a device might never end."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from effrules.source import opened

MOST = 2**40
"""A file that is larger is not read."""


def is_special(path: Path) -> bool:
    """Whether there is something at a path that is neither a regular file nor a folder."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def fingerprint(path: Path) -> tuple[int, str]:
    """The size of a file in bytes and its SHA-256 in hexadecimal digits. Raises OSError, also where it is no regular file."""
    with opened(path, MOST) as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return stream.tell(), digest
