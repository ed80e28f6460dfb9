"""Standard input as a file: what is piped in is kept in a private folder, under an ending that its content shows."""

from __future__ import annotations

import sys
from pathlib import Path

from effrules.disk.temporary import new_private_folder

STANDARD = "-"
"""What is written for standard input and output on the command line."""

NAME = "stdin"

_SIGNATURES = (
    (b"PAR1", ".parquet"),
    (b"SQLite format 3\0", ".sqlite"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
)


MOST = 2**30
"""So many bytes are taken from standard input: far more than any data, and an end to a stream without one."""


class CannotBeRead(Exception):
    """Why standard input cannot serve as a file."""


_spooled: list[Path] = []


def spooled(suffix: str = "") -> Path:
    """Standard input as a file that lives as long as the command; without a suffix, its content says which it has.

    Raises CannotBeRead at a second call, since there is only one standard input, and for one without end.
    """
    if any(path.exists() for path in _spooled):
        raise CannotBeRead("standard input can be read once; name files for the others")
    content = sys.stdin.buffer.read(MOST + 1)
    if len(content) > MOST:
        raise CannotBeRead(f"standard input gives more than {MOST:,} bytes; name a file instead")
    made: Path = new_private_folder() / f"{NAME}{suffix or _suffix(content)}"
    made.write_bytes(content)
    _spooled[:] = [made]
    return made


def is_spooled(path: Path) -> bool:
    """Whether a path is where standard input was put."""
    return path in _spooled


def given(path: str | Path) -> str:
    """A path, or the name of rules, as it was given on the command line."""
    return STANDARD if is_spooled(Path(path)) else str(path)


def _suffix(content: bytes) -> str:
    for signature, suffix in _SIGNATURES:
        if content.startswith(signature):
            return suffix
    if content.startswith(b"PK"):
        return _of_archive(content)
    text = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"["):
        return ".json"
    if text.startswith(b"{"):
        return ".json" if _is_one_value(text) else ".jsonl"
    return ".csv"


def _of_archive(content: bytes) -> str:
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError):
        return ".xlsx"
    if "xl/workbook.bin" in names:
        return ".xlsb"
    return ".ods" if "mimetype" in names and "content.xml" in names else ".xlsx"


def _is_one_value(text: bytes) -> bool:
    """Whether JSON text is one value, and not one in each line; a broken one is left to its reader to tell."""
    import json

    first = text.split(b"\n", 1)[0].strip()
    try:
        json.loads(first)
    except ValueError:
        return True
    except RecursionError:
        return True
    return first == text.strip()
