"""CSV and TSV files: separated by a comma, a semicolon or a tab."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from io import StringIO
from itertools import islice
from pathlib import Path

from effrules.data import file_errors, layout_errors
from effrules.data.folding import folded
from effrules.data.formats.encoding import decode
from effrules.data.formula_text import is_results, unguarded
from effrules.data.grid import Loaded
from effrules.data.laying import grid_of_rows
from effrules.diagnostics import Finding
from effrules.source import bytes_of
from effrules.words import reason_of

SEPARATORS = {",": ",", ";": ";", "\t": "tab"}
OTHERS = ("|", "^", "~", ":", "\u00a6")
"""Characters that separate columns in files from elsewhere: told of, not taken."""
_MOST_LINES = 20


def load(path: Path, file: str, known: frozenset[str], kazakh: bool) -> Loaded:
    """The table of a file. ``known`` are the headings (folded) that the rules understand."""
    try:
        data = bytes_of(path)
    except OSError as problem:
        return None, (file_errors.unreadable(file, reason_of(problem)),)
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
        separators = separators_of(text, lambda heading: folded(heading) in known)
        if len(separators) > 1:
            return None, (*found, file_errors.unclear_separator(file, [SEPARATORS[s] for s in separators]))
    other = other_separator_of(text, file, separators[0], lambda heading: folded(heading) in known)
    if other is not None:
        return None, (*found, other)
    rows, problem_found = _rows(text, separators[0], file, first)
    if problem_found is not None:
        return None, (*found, problem_found)
    if rows and is_results(rows[0]):
        rows = [[unguarded(cell) for cell in row] for row in rows]
    grid, more = grid_of_rows(rows, file, "", first, 0, known)
    return grid, (*found, *more)


def separators_of(text: str, is_known: Callable[[str], bool]) -> list[str]:
    """The separators that give the most headings that the rules know; of equals, those that give the most columns.

    Where the first line has none, as a title has not, the first of the next lines that has some is judged.
    """
    line, best = _best(text, SEPARATORS, is_known)
    return best or [next((one for one in SEPARATORS if one in line), ",")]


def _best(text: str, separators: Iterable[str], is_known: Callable[[str], bool]) -> tuple[str, list[str]]:
    """The line of headings, and the separators that are best for it."""
    lines = [line for line in islice(StringIO(text, newline=""), _MOST_LINES) if line.strip(" ,;\t\r\n")] or [
        ""
    ]
    for number, line in enumerate((*lines, lines[0])):
        best: dict[tuple[int, int], list[str]] = {}
        for separator in separators:
            headings = _headings(text, line, separator)
            if len(headings) > 1:
                best.setdefault((sum(map(is_known, headings)), len(headings)), []).append(separator)
        if best and (max(best)[0] > (1 if number else 0) or number == len(lines)):
            return line, best[max(best)]
    return lines[0], []


def _headings(text: str, line: str, separator: str) -> list[str]:
    """A line, which may go on in the next ones within quotation marks, taken apart."""
    if separator not in line:
        return []
    try:
        return next(csv.reader(StringIO(text[text.index(line) :], newline=""), delimiter=separator))
    except (csv.Error, StopIteration):
        return []


def other_separator_of(text: str, file: str, chosen: str, is_known: Callable[[str], bool]) -> Finding | None:
    """That the columns are separated by another character, where only that gives headings which the rules know."""
    line, best = _best(text, (*SEPARATORS, *OTHERS), is_known)
    if len(best) != 1 or best[0] == chosen:
        return None
    headings = [heading for heading in _headings(text, line, best[0]) if is_known(heading)]
    if len(headings) < 2 or any(map(is_known, _headings(text, line, chosen))):
        return None
    return layout_errors.other_separator(file, SEPARATORS.get(best[0], best[0]), headings)


def _rows(text: str, separator: str, file: str, first: int) -> tuple[list[list[str]], Finding | None]:
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as problem:
        return [], file_errors.bad_quotes(file, first + len(rows), str(problem))
    return rows, None
