"""SQLite files, opened for reading only: each table or view is a table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from effrules.data import file_errors
from effrules.data.formats.packages import Unfit
from effrules.data.grid import Addressing, Cell, Grid, Loaded, Offer
from effrules.diagnostics import Finding
from effrules.words import Number, Text, phrase

MOST_STEPS = 20_000_000
"""A table or view takes no more of SQLite's steps than this, and a hundred more for each byte of the file."""

MOST_ROWS = 1_048_576
"""A view has no more rows than a sheet can have, or than a file of its size could hold at four bytes for a row."""

_AT_ONCE = 10_000
_BROKEN = (sqlite3.Error, OSError, OverflowError, ValueError, MemoryError)


class _TooMuch(Unfit):
    """A view that gives rows without end, or takes steps without end."""


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)
    left = (MOST_STEPS + 100 * path.stat().st_size) // _AT_ONCE

    def step() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    connection.set_progress_handler(step, _AT_ONCE)
    try:
        yield connection
    except sqlite3.OperationalError as problem:
        if left < 0:
            raise _TooMuch(phrase("it takes too many steps; it may have no end")) from problem
        raise
    finally:
        connection.close()


def offers(path: Path, file: str) -> tuple[list[Offer], list[Finding]]:
    """The tables and views of a file."""
    query = "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\'"
    try:
        with _opened(path) as connection:
            names = [str(name) for (name,) in connection.execute(query)]
    except _BROKEN as problem:
        return [], [file_errors.unreadable(file, _reason(problem))]
    return [Offer(name, file, name, partial(_load, path, file, name)) for name in names], []


def _load(path: Path, file: str, name: str) -> Loaded:
    quoted = '"' + name.replace('"', '""') + '"'
    rows: list[Sequence[Cell]] = []
    try:
        with _opened(path) as connection:
            most = max(MOST_ROWS, path.stat().st_size // 4)
            cursor = connection.execute(f"select * from {quoted}")  # noqa: S608 - the name is quoted
            headings = [str(column[0]) for column in cursor.description]
            while more := cursor.fetchmany(_AT_ONCE):
                rows += more
                if len(rows) > most:
                    raise _TooMuch(
                        phrase("it has more than {most} rows; it may have no end", most=Number(f"{most:,}"))
                    )
    except _BROKEN as problem:
        return None, (file_errors.unreadable(file, _reason(problem), name),)
    return Grid(file, name, headings, rows, range(1, len(rows) + 1), addressing=Addressing.RECORD), ()


def _reason(problem: BaseException) -> Text:
    match problem:
        case UnicodeDecodeError():
            return phrase("a name in it is not UTF-8 text")
        case MemoryError():
            return phrase("there is not enough memory for it")
        case _TooMuch():
            return problem.told
        case _:
            return " ".join(str(problem).split())[:300]
