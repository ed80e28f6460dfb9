"""SQLite files, opened for reading only: each table or view is a table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from effrules.data import errors
from effrules.data.grid import Addressing, Grid, Loaded, Offer
from effrules.diagnostics import Finding


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def offers(path: Path, file: str) -> tuple[list[Offer], list[Finding]]:
    """The tables and views of a file."""
    query = "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\'"
    try:
        with _opened(path) as connection:
            names = [str(name) for (name,) in connection.execute(query)]
    except (sqlite3.Error, OSError) as problem:
        return [], [errors.unreadable(file, str(problem))]
    return [Offer(name, file, name, partial(_load, path, file, name)) for name in names], []


def _load(path: Path, file: str, name: str) -> Loaded:
    quoted = '"' + name.replace('"', '""') + '"'
    try:
        with _opened(path) as connection:
            cursor = connection.execute(f"select * from {quoted}")  # noqa: S608 - the name is quoted
            headings = [str(column[0]) for column in cursor.description]
            rows = cursor.fetchall()
    except (sqlite3.Error, OSError, OverflowError) as problem:
        return None, (errors.unreadable(file, str(problem), name),)
    return Grid(file, name, headings, rows, range(1, len(rows) + 1), addressing=Addressing.RECORD), ()
