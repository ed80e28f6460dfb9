"""Files that a document names are read only where they are regular files: a pipe or a device might never end."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from io import BufferedReader
from pathlib import Path

REFUSED = "it is no regular file (a pipe, a device or the like)"


def opened(path: Path) -> BufferedReader:
    """A regular file, opened for reading. Raises OSError, also for anything else that has a path."""
    _refuse_special(path.stat().st_mode, path)
    stream = open(path, "rb", opener=_without_waiting)  # noqa: SIM115 - Path.open takes no opener; the caller closes it
    try:
        _refuse_special(os.fstat(stream.fileno()).st_mode, path)
    except OSError:
        stream.close()
        raise
    return stream


def _without_waiting(path: str, flags: int) -> int:
    """What took the file's place meanwhile must not block the opening."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _refuse_special(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, REFUSED, str(path))


def is_special(path: Path) -> bool:
    """Whether there is something at a path that is neither a regular file nor a folder."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def fingerprint(path: Path) -> tuple[int, str]:
    """The size of a file in bytes and its SHA-256 in hexadecimal digits. Raises OSError."""
    with opened(path) as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return stream.tell(), digest
