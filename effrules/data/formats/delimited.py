"""CSV and TSV files: separated by a comma, a semicolon or a tab."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from effrules.data import errors
from effrules.data.folding import folded
from effrules.data.formats.encoding import decode
from effrules.data.grid import Loaded, grid_of_rows
from effrules.diagnostics import Finding
from effrules.source import bytes_of

SEPARATORS = {",": ",", ";": ";", "\t": "tab"}


def load(path: Path, file: str, known: frozenset[str], kazakh: bool) -> Loaded:
    """The table of a file. ``known`` are the headings (folded) that the rules understand."""
    try:
        data = bytes_of(path)
    except OSError as problem:
        return None, (errors.unreadable(file, problem.strerror or str(problem)),)
    text, found = decode(data, file, kazakh)
    if text is None:
        return None, found
    first = 1
    start = text[:16].partition("\n")[0].rstrip("\r").lower()
    if start.startswith("sep=") and len(start) == 5:
        separators = [start[4]]
        text, first = text.partition("\n")[2], 2
    elif path.suffix.lower() == ".tsv":
        separators = ["\t"]
    else:
        separators = _separators(text, lambda heading: folded(heading) in known)
        if len(separators) > 1:
            return None, (*found, errors.unclear_separator(file, [SEPARATORS[s] for s in separators]))
    rows, problem_found = _rows(text, separators[0], file, first)
    if problem_found is not None:
        return None, (*found, problem_found)
    grid, more = grid_of_rows(rows, file, "", first)
    return grid, (*found, *more)


def _separators(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """The separators that give the most headings that the rules know; of equals, those that give the most columns."""
    line = next((line for line in StringIO(text, newline="") if line.strip(" ,;\t\r\n")), "")
    best: dict[tuple[int, int], list[str]] = {}
    for separator in SEPARATORS:
        if separator not in line:
            continue
        try:
            headings = next(csv.reader(StringIO(text[text.index(line) :], newline=""), delimiter=separator))
        except (csv.Error, StopIteration):
            continue
        rank = (sum(map(is_known, headings)), len(headings))
        best.setdefault(rank, []).append(separator)
    return best[max(best)] if best else [","]


def _rows(text: str, separator: str, file: str, first: int) -> tuple[list[list[str]], Finding | None]:
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as problem:
        return [], errors.bad_quotes(file, first + len(rows), str(problem))
    return rows, None
