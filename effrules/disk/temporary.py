"""What is on the disk for a while only: named so that no reader takes it for its own, and gone in the end.

It goes when the work is done or fails; at a signal (``clear``); and what a process that was killed has left, goes when
something is written to the same folder again.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from zlib import crc32

HERE = f"{crc32((os.uname().nodename if hasattr(os, 'uname') else os.environ.get('COMPUTERNAME', '')).encode()):08x}"
"""This machine, in names on disks that several machines share."""

NAME = re.compile(r"\.effrules-([0-9a-f]{8})-(\d+)-[0-9a-f]{12}\.tmp")
"""The name of everything temporary: hidden, and with an ending that neither rules nor data have."""

A_DAY = 86_400

_there: set[Path] = set()


def beside(path: Path) -> Path:
    """A new name in the folder of a file, on the same disk; what stands there goes with ``forget`` or ``clear``."""
    sweep(path.parent)
    made = path.parent / _name()
    _there.add(made)
    return made


def forget(made: Path) -> None:
    """Remove something temporary; nothing happens where it has gone to its place."""
    _remove(made)
    _there.discard(made)


@contextmanager
def private_folder() -> Iterator[Path]:
    """A folder that only the user can look into, as long as this is open."""
    made = new_private_folder()
    try:
        yield made
    finally:
        forget(made)


def new_private_folder() -> Path:
    """A folder that only the user can look into, until ``forget`` or ``clear``."""
    import tempfile

    above = Path(tempfile.gettempdir())
    sweep(above)
    made = above / _name()
    _there.add(made)
    made.mkdir(mode=0o700)
    return made


def clear() -> None:
    """Remove everything temporary of this process."""
    while _there:
        _remove(_there.pop())


def sweep(folder: Path) -> None:
    """Remove what processes that are no more have left in a folder."""
    with suppress(OSError):
        for name in os.listdir(folder):  # noqa: PTH208 - names only: a folder may hold very many files
            match = NAME.fullmatch(name)
            if match is not None and _is_left(folder / name, match[1], int(match[2])):
                _remove(folder / name)


def _name() -> str:
    return f".effrules-{HERE}-{os.getpid()}-{os.urandom(6).hex()}.tmp"


def _is_left(path: Path, machine: str, process: int) -> bool:
    try:
        state = path.lstat()
    except OSError:
        return False
    if os.name != "posix":  # whether a process lives cannot be asked without harm there
        return time.time() - state.st_mtime > A_DAY
    if state.st_uid != os.getuid():
        return False
    return (machine == HERE and not _lives(process)) or time.time() - state.st_mtime > A_DAY


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _remove(path: Path) -> None:
    with suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            from shutil import rmtree

            rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
