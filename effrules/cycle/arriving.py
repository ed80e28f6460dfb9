"""What came: single files, and folders or archives that hold the tables of one body, each in a file of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from effrules.data.files import listing
from effrules.data.folding import folded, names_of
from effrules.data.tags import Tag, tag_of
from effrules.disk import reads
from effrules.disk.archives import ENDING, BadArchive, unpacked, zipped
from effrules.model.schema import Schema
from effrules.source import LARGEST_DATA, bytes_of
from effrules.words import phrase

TABLES = (".csv", ".tsv")
"""The endings of files that hold one table each."""


@frozen
class Arrivals:
    """What is to be taken, oldest first, and what is no data."""

    taken: tuple[Path, ...]
    others: tuple[Path, ...]


def arrivals(paths: Iterable[Path], schema: Schema) -> Arrivals:
    """What came: each file, but a folder as one where its files are tables of the rules. Raises OSError."""
    named = frozenset(name for table in schema.as_read for name in (folded(table.name), *names_of(table)))
    taken: list[Path] = []
    others: list[Path] = []
    for path in paths:
        if path.is_dir():
            _look_into(path, named, taken, others)
        else:
            taken.append(path)
    ordered = sorted(dict.fromkeys(taken), key=lambda one: (_time(one), one.name))
    return Arrivals(tuple(ordered), tuple(others))


def _look_into(folder: Path, named: frozenset[str], taken: list[Path], others: list[Path]) -> None:
    held = listing(folder)
    if len(held.read) > 1 and all(
        one.suffix.lower() in TABLES and folded(one.stem) in named for one in held.read
    ):
        taken.append(folder)
        others += held.others
        return
    taken += held.read
    for one in held.others:
        if one.is_dir():
            _look_into(one, named, taken, others)
        elif one.suffix.lower() == ENDING:
            taken.append(one)
        else:
            others.append(one)


def _time(path: Path) -> int:
    files = listing(path).read if path.is_dir() else (path,)
    return max((one.stat().st_mtime_ns for one in files), default=0)


def content_of(path: Path) -> tuple[str, bytes]:
    """Under what name a file is kept, and its bytes; a folder is kept as an archive of its files. Raises OSError."""
    reads(path, phrase("a file that is kept"))
    if not path.is_dir():
        return path.name, bytes_of(path, LARGEST_DATA)
    files = {one.name: bytes_of(one, LARGEST_DATA) for one in listing(path).read}
    return f"{path.name}{ENDING}", zipped(files)


@contextmanager
def readable(path: Path) -> Iterator[Path]:
    """What is read of something that came, as long as this is open: itself, or a folder with what an archive holds. Raises BadArchive."""
    if path.suffix.lower() == ENDING and path.is_file():
        with unpacked(bytes_of(path, LARGEST_DATA)) as folder:
            yield folder
    else:
        yield path


def tag_in(path: Path) -> Tag | None:
    """The tag of a workbook, or of the first in a folder that has one."""
    files = listing(path).read if path.is_dir() else (path,)
    return next((tag for one in files if (tag := tag_of(one)) is not None), None)


__all__ = ["Arrivals", "BadArchive", "arrivals", "content_of", "readable", "tag_in"]
