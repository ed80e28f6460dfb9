"""`origins.csv` beside tables of data: sentences on cells that are not as they were sent, which traces and reports then show.

Its columns are ``table``, ``line`` (of that table's file, the headings being line 1), ``field`` (empty: the whole row), ``entry``
(the number in the register of the year) and a text for each language. Whatever the file says, no value is read from it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from types import MappingProxyType

from effrules.data import file_errors
from effrules.data.grid import Grid
from effrules.diagnostics import Finding
from effrules.disk import reads
from effrules.source import LARGEST_DATA, text_of
from effrules.words import Given, phrase, reason_of

NAME = "origins.csv"
COLUMNS = ("table", "line", "field", "entry")

Origins = Mapping[str, Mapping[tuple[int, str], Given]]
"""By table: the sentences on the cells of a line and a field."""


NO_ORIGINS: Origins = MappingProxyType({})


def read_origins(path: Path) -> tuple[Origins, tuple[Finding, ...]]:
    """The sentences of a file, or why it is none."""
    reads(path, phrase("the data"))
    try:
        first, *rows = csv.reader(StringIO(text_of(path, LARGEST_DATA)), strict=True) or [[]]
    except (OSError, UnicodeDecodeError, csv.Error, ValueError) as why:
        return {}, (file_errors.unreadable(path.name, reason_of(why)),)
    languages = first[len(COLUMNS) :]
    if tuple(first[: len(COLUMNS)]) != COLUMNS or any(
        len(row) != len(first) or not row[1].isdecimal() for row in rows
    ):
        return {}, (
            file_errors.unreadable(
                path.name,
                phrase("its columns are {columns}, and texts by language", columns=", ".join(COLUMNS)),
            ),
        )
    found: dict[str, dict[tuple[int, str], Given]] = {}
    for table, line, field, entry, *texts in rows:
        said = Given(
            tuple(
                (language, f"{text} ({NAME}: {entry})")
                for language, text in zip(languages, texts, strict=True)
            )
        )
        found.setdefault(table, {})[int(line), field] = said
    return found, ()


def put(origins: Origins, grids: Mapping[str, Grid]) -> None:
    """Give tables what is said of their cells."""
    for table, said in origins.items():
        if table in grids:
            grids[table].origins = said
