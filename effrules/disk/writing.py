"""Writing: all of some files are there in the end, or none is touched; each replaced whole, with its permissions."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from effrules.disk.temporary import beside, forget, new_private_folder
from effrules.leaving import Undivided
from effrules.words import phrase

Write = Callable[[Path], None]
"""Writes what a file is to hold to another place."""

Seal = tuple[Path, Callable[[Mapping[Path, Path]], bytes]]
"""A file that is written last: its place, and its bytes from where each of the others lies before it is put in place."""

READER_COMES_WITHIN = 5.0
"""Seconds in which somebody must begin to read a named pipe."""


def write_all(files: Mapping[Path, Write], seal: Seal | None = None) -> None:
    """Write files beside their places first, and put them there when every one is whole.

    ``seal`` is a last file, made from where the others lie by then. Whatever is raised on the way (OSError, an
    interruption) leaves every place as it was, and nothing beside it. A link is followed; a pipe or a device is written
    to when all is made, and is not among those that the seal is made from.
    """
    made: dict[Path, Path] = {}
    streams: dict[Path, Path] = {}
    folders: list[Path] = []
    try:
        for path, write in files.items():
            if is_stream(path):
                folders.append(new_private_folder())
                streams[path] = folders[-1] / f"stream{path.suffix}"
                _make(path, write, streams[path])
            else:
                made[path] = beside(target(path))
                _make(path, write, made[path])
        if seal is not None:
            path, contents = seal
            sealed = contents(dict(made))
            made[path] = beside(target(path))
            made[path].write_bytes(sealed)
        for path, content in streams.items():
            _pour(content, path)
        for path, content in made.items():
            _finish(content, target(path))
        with Undivided():
            _put(made)
    finally:
        for temporary in (*made.values(), *folders):
            forget(temporary)


def keep(path: Path, content: bytes, *, folders: bool = False) -> None:
    """Write one file whole, or leave its place as it was; ``folders`` makes those that it lies in. Raises OSError."""
    if folders:
        path.parent.mkdir(parents=True, exist_ok=True)
    write_all({path: lambda to: _write_bytes(to, content)})


def put_folder(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write a new folder of texts or bytes, by their paths in it, whole or not at all; an empty one may be there. Raises OSError."""
    folder = Path(os.path.realpath(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = beside(folder)
    try:
        for name, content in files.items():
            path = made / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        with Undivided():
            if folder.is_dir():
                for entry in made.iterdir():
                    entry.replace(folder / entry.name)
            else:
                made.replace(folder)
    except OSError as why:
        raise type(why)(why.errno or errno.EIO, why.strerror or str(why), str(folder)) from why
    finally:
        forget(made)


def target(path: Path) -> Path:
    """Where a file really lies: links are followed, and stay."""
    return Path(os.path.realpath(path))


def is_stream(path: Path) -> bool:
    """Whether a path is a pipe or a device, which is written to as it is and never replaced."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def _make(path: Path, write: Write, to: Path) -> None:
    """Write what a file is to hold. Raises OSError that names the file, whatever the place where it is made is called."""
    try:
        write(to)
    except OSError as why:
        raise OSError(why.errno or errno.EIO, why.strerror or str(why), str(path)) from why


def _write_bytes(to: Path, content: bytes) -> None:
    to.write_bytes(content)


def _finish(content: Path, place: Path) -> None:
    """See to it that all bytes are on the disk, with the permissions of what stood there."""
    with suppress(FileNotFoundError):
        content.chmod(stat.S_IMODE(place.stat().st_mode))
    with content.open("rb+") as stream:
        os.fsync(stream.fileno())


def _put(made: Mapping[Path, Path]) -> None:
    """Put files in their places; where one cannot be, those before it get back what they held."""
    before: dict[Path, Path | None] = {}
    try:
        for path, content in made.items():
            place = target(path)
            if len(made) > 1:
                before[place] = _copy(place)
            content.replace(place)
    except OSError:
        for place, old in before.items():
            if old is not None:
                old.replace(place)
            elif not place.is_dir():
                place.unlink(missing_ok=True)
        raise
    finally:
        for old in before.values():
            if old is not None:
                forget(old)


def _copy(place: Path) -> Path | None:
    """Another name for what stands in a place; ``None`` where nothing does."""
    if not place.is_file():
        return None
    old = beside(place)
    try:
        os.link(place, old)
    except OSError:
        from shutil import copy2

        copy2(place, old)
    return old


def _pour(content: Path, path: Path) -> None:
    """Write to a pipe or a device. Raises OSError, also where nobody reads the pipe."""
    handle = _open_stream(path)
    try:
        os.set_blocking(handle, True)
        with os.fdopen(handle, "wb", closefd=False) as stream, content.open("rb") as source:
            while block := source.read(1 << 20):
                stream.write(block)
    except OSError as why:
        raise OSError(why.errno, why.strerror, str(path)) from None
    finally:
        os.close(handle)


def _open_stream(path: Path) -> int:
    """A pipe or device, open for writing; a named pipe waits a while for somebody who reads it."""
    deadline = time.monotonic() + READER_COMES_WITHIN
    while True:
        try:
            return os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        except OSError as why:
            if why.errno != errno.ENXIO:
                raise
            if time.monotonic() > deadline:
                raise OSError(errno.ENXIO, phrase("nobody reads this pipe"), str(path)) from None
        time.sleep(0.05)
