"""What a command has read and where it will write: no path is both."""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path

from attrs import define, field, frozen

from effrules.words import Message, Telling, Text, phrase, reason_of


class Refused(Telling):
    """A file that may not be written; the text says why. ``hint`` names the option that asked for it."""

    def __init__(self, why: Message, hint: str) -> None:
        super().__init__(why)
        self.hint = hint


@frozen
class _File:
    """A file by its place, links followed, and by what the disk knows it as (``None`` where it is not there)."""

    given: Path
    real: str
    identity: tuple[int, int] | None
    about: Text
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


def reads(path: Path, what: Text) -> None:
    """Take note that a file is read; ``what`` it is, in words like "the data". Raises Refused where it is to be written."""
    for session in _open:
        file = _seen(path, what)
        if file not in session.files:
            session.files.append(file)
            for output in session.outputs:
                _apart(output, file)


def reads_folder(path: Path, what: Text, *endings: str) -> None:
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
    if why is not None:
        raise Refused(why, hint)
    for session in _open:
        output = _seen(path, hint)
        for other in session.outputs:
            if output.is_same(other) or _folded(output.real) == _folded(other.real):
                raise Refused(
                    phrase(
                        "`{path}` is also written as `{other}` ({option}).",
                        path=str(path),
                        other=str(other.given),
                        option=other.about,
                    ),
                    hint,
                )
        for file in session.files:
            _apart(output, file)
        for folder in session.folders:
            _outside(output, folder)
        session.outputs.append(output)


def same_file(left: Path, right: Path) -> bool:
    """Whether two paths are one file, there or not."""
    return _seen(left, "").is_same(_seen(right, ""))


def _seen(path: Path, about: Text) -> _File:
    try:
        state = path.stat()
        identity = (state.st_dev, state.st_ino)
    except (OSError, ValueError):
        identity = None
    return _File(path, os.path.realpath(path), identity, about)


def _apart(output: _File, file: _File) -> None:
    if output.is_same(file):
        raise Refused(
            phrase(
                "`{path}` is {what}: it is read, and what is written would take its place.",
                path=str(output.given),
                what=file.about,
            ),
            str(output.about),
        )


def _outside(output: _File, folder: _Folder) -> None:
    place = Path(output.real)
    if folder.endings and place.suffix.lower() not in folder.endings:
        return
    if _seen(place.parent, "").is_same(folder.file):
        raise Refused(
            phrase(
                "`{path}` lies in {what}, where the next run would read it.",
                path=str(output.given),
                what=folder.file.about,
            ),
            str(output.about),
        )


def _folded(real: str) -> str:
    """Names that differ only in case or in the make-up of their letters are one file on many disks."""
    return unicodedata.normalize("NFC", real).casefold()


def _unfit(path: Path) -> Message | None:
    """Why a place cannot be written; ``None`` where it can."""
    real = Path(os.path.realpath(path))
    if not real.parent.is_dir():
        folder = real.parent if path.is_symlink() else path.parent
        return phrase("`{path}`: there is no folder `{folder}`.", path=str(path), folder=str(folder))
    try:
        mode = real.stat().st_mode
    except FileNotFoundError:
        fine = os.access(real.parent, os.W_OK)
        if fine:
            return None
        return phrase(
            "`{path}`: the folder `{folder}` cannot be written to.", path=str(path), folder=str(path.parent)
        )
    except (OSError, ValueError) as why:
        return phrase("`{path}`: {reason}.", path=str(path), reason=reason_of(why))
    if stat.S_ISDIR(mode):
        return phrase("`{path}` is a folder.", path=str(path))
    if stat.S_ISBLK(mode):
        return phrase("`{path}` is a disk, not a file.", path=str(path))
    if stat.S_ISSOCK(mode):
        return phrase("`{path}` is a socket, not a file.", path=str(path))
    if not mode & 0o222 or not os.access(real, os.W_OK):
        return phrase("`{path}` is read-only; name another file, or make it writable first.", path=str(path))
    return None
