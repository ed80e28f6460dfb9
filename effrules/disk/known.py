"""What a command has read and where it will write: no path is both."""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path

from attrs import define, field, frozen


class Refused(Exception):
    """A file that may not be written; the text says why. ``hint`` names the option that asked for it."""

    def __init__(self, why: str, hint: str) -> None:
        super().__init__(why)
        self.hint = hint


@frozen
class _File:
    """A file by its place, links followed, and by what the disk knows it as (``None`` where it is not there)."""

    given: Path
    real: str
    identity: tuple[int, int] | None
    about: str
    """What it is for a reader; of an output, the option that names it."""

    def is_same(self, other: _File) -> bool:
        """Whether both are one file: by path, or by identity, which also tells of hard links and of case."""
        return self.real == other.real or (self.identity is not None and self.identity == other.identity)


@frozen
class _Folder:
    """A folder that was read; ``endings``: of the files that are read in it, none for all."""

    file: _File
    endings: tuple[str, ...]


@define
class _Session:
    files: list[_File] = field(factory=list)
    folders: list[_Folder] = field(factory=list)
    outputs: list[_File] = field(factory=list)


_open: list[_Session] = []


def begin() -> None:
    """Open the door for a command; what was noted before is forgotten."""
    _open[:] = [_Session()]


def end() -> None:
    """Close the door: nothing is noted any more."""
    _open.clear()


def reads(path: Path, what: str) -> None:
    """Take note that a file is read; ``what`` it is, in words like ``the data``. Raises Refused where it is to be written."""
    for session in _open:
        file = _seen(path, what)
        if file not in session.files:
            session.files.append(file)
            for output in session.outputs:
                _apart(output, file)


def reads_folder(path: Path, what: str, *endings: str) -> None:
    """Take note that all files of a folder (with these endings) are read. Raises Refused where one is to be written."""
    for session in _open:
        folder = _Folder(_seen(path, what), endings)
        if folder not in session.folders:
            session.folders.append(folder)
            for output in session.outputs:
                _outside(output, folder)


def will_write(path: Path, hint: str = "-o") -> None:
    """Say where a file will be written. Raises Refused where that cannot be or may not be."""
    why = _unfit(path)
    if why:
        raise Refused(why, hint)
    for session in _open:
        output = _seen(path, hint)
        for other in session.outputs:
            if output.is_same(other) or _folded(output.real) == _folded(other.real):
                raise Refused(f"`{path}` is also written as `{other.given}` ({other.about}).", hint)
        for file in session.files:
            _apart(output, file)
        for folder in session.folders:
            _outside(output, folder)
        session.outputs.append(output)


def same_file(left: Path, right: Path) -> bool:
    """Whether two paths are one file, there or not."""
    return _seen(left, "").is_same(_seen(right, ""))


def _seen(path: Path, about: str) -> _File:
    try:
        state = path.stat()
        identity = (state.st_dev, state.st_ino)
    except (OSError, ValueError):
        identity = None
    return _File(path, os.path.realpath(path), identity, about)


def _apart(output: _File, file: _File) -> None:
    if output.is_same(file):
        raise Refused(
            f"`{output.given}` is {file.about}: it is read, and what is written would take its place.",
            output.about,
        )


def _outside(output: _File, folder: _Folder) -> None:
    place = Path(output.real)
    if folder.endings and place.suffix.lower() not in folder.endings:
        return
    if _seen(place.parent, "").is_same(folder.file):
        raise Refused(
            f"`{output.given}` lies in {folder.file.about}, where the next run would read it.", output.about
        )


def _folded(real: str) -> str:
    """Names that differ only in case or in the make-up of their letters are one file on many disks."""
    return unicodedata.normalize("NFC", real).casefold()


def _unfit(path: Path) -> str:
    """Why a place cannot be written; empty where it can."""
    real = Path(os.path.realpath(path))
    if not real.parent.is_dir():
        return f"`{path}`: there is no folder `{real.parent if path.is_symlink() else path.parent}`."
    try:
        mode = real.stat().st_mode
    except FileNotFoundError:
        fine = os.access(real.parent, os.W_OK)
        return "" if fine else f"`{path}`: the folder `{path.parent}` cannot be written to."
    except (OSError, ValueError) as why:
        return f"`{path}`: {getattr(why, 'strerror', None) or why}."
    if stat.S_ISDIR(mode):
        return f"`{path}` is a folder."
    if stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        return f"`{path}` is a {'disk' if stat.S_ISBLK(mode) else 'socket'}, not a file."
    if not mode & 0o222 or not os.access(real, os.W_OK):
        return f"`{path}` is read-only; name another file, or make it writable first."
    return ""
