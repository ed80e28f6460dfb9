"""Which files a path of data stands for: the one place that decides what in a folder is read as data."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

SUFFIXES = (
    ".csv",
    ".tsv",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".xls",
    ".ods",
    ".parquet",
    ".json",
    ".jsonl",
    ".ndjson",
    ".sqlite",
    ".sqlite3",
    ".db",
)
"""The endings of the files that are read."""

_PASSED_OVER = (".md", ".txt")


@frozen
class Listing:
    """The files of a folder in the order of their names: those that are ``read``, and those that are no data (``others``).

    Notes (``.md``, ``.txt``, whatever begins with ``readme``), hidden files and the locks of spreadsheets are in neither.
    """

    read: tuple[Path, ...]
    others: tuple[Path, ...]


def listing(folder: Path) -> Listing:
    """What a folder holds. Raises OSError where it cannot be listed."""
    read: list[Path] = []
    others: list[Path] = []
    for one in sorted(folder.iterdir(), key=lambda inside: inside.name):
        if (
            one.name.startswith((".", "~$"))
            or one.name.lower().startswith("readme")
            or one.suffix.lower() in _PASSED_OVER
        ):
            continue
        (read if one.suffix.lower() in SUFFIXES and one.is_file() else others).append(one)
    return Listing(tuple(read), tuple(others))


def files_of(path: Path) -> tuple[Path, ...]:
    """The files that are read for a path of data: the file itself, or those of the folder. Raises OSError."""
    return listing(path).read if path.is_dir() else (path,)
