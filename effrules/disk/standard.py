"""Standard input as a file: what is piped in is kept in a private folder, under an ending that its content shows."""

from __future__ import annotations

import sys
from pathlib import Path

from effrules.disk.temporary import new_private_folder
from effrules.source import LARGEST_DATA
from effrules.words import Telling, counted, phrase

STANDARD = "-"
"""What is written for standard input and output on the command line."""

NAME = "stdin"

_SIGNATURES = (
    (b"PAR1", ".parquet"),
    (b"SQLite format 3\0", ".sqlite"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
)

_HEAD = 2**16


class CannotBeRead(Telling):
    """Why standard input cannot serve as a file."""


_spooled: list[Path] = []


def spooled(suffix: str = "", most: int = LARGEST_DATA) -> Path:
    """Standard input as a file that lives as long as the command; without a suffix, its content says which it has.

    Raises CannotBeRead at a second call, since there is only one standard input, and for one of more bytes than ``most``.
    """
    if any(path.exists() for path in _spooled):
        raise CannotBeRead(phrase("standard input can be read once; name files for the others"))
    made: Path = new_private_folder() / NAME
    size = 0
    with made.open("wb") as file:
        while block := sys.stdin.buffer.read(_HEAD):
            size += len(block)
            if size > most:
                raise CannotBeRead(
                    counted(
                        "standard input gives more than {n} byte; name a file instead",
                        "standard input gives more than {n} bytes; name a file instead",
                        n=most,
                    )
                )
            file.write(block)
    placed = made.replace(made.with_name(f"{NAME}{suffix or _suffix(made)}"))
    _spooled[:] = [placed]
    return placed


def is_spooled(path: Path) -> bool:
    """Whether a path is where standard input was put."""
    return path in _spooled


def given(path: str | Path) -> str:
    """A path, or the name of rules, as it was given on the command line."""
    return STANDARD if is_spooled(Path(path)) else str(path)


def _suffix(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for signature, suffix in _SIGNATURES:
        if head.startswith(signature):
            return suffix
    if head.startswith(b"PK"):
        return _of_archive(path)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"["):
        return ".json"
    if text.startswith(b"{"):
        return ".jsonl" if _is_of_lines(text) else ".json"
    return ".csv"


def _of_archive(path: Path) -> str:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError):
        return ".xlsx"
    if "xl/workbook.bin" in names:
        return ".xlsb"
    return ".ods" if "mimetype" in names and "content.xml" in names else ".xlsx"


def _is_of_lines(head: bytes) -> bool:
    """Whether JSON text has a value in each line: the first line is one, and it is not all."""
    import json

    first, _, rest = head.partition(b"\n")
    if not rest.strip():
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True
