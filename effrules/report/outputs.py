"""Files of results that a record names, as they are now: unchanged to the byte, or which value in them is another.

For a file that has changed, the same file is made anew from results that were calculated again, and the two are compared
value by value.
"""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from effrules.audit.files import fingerprint
from effrules.audit.record import Options, OutputRecord, Record
from effrules.audit.rerun import Rerun
from effrules.audit.verdict import About, Difference, Verdict
from effrules.report.ranked import ranked
from effrules.report.wording import Language
from effrules.report.writing import writer_of

HERE_ONLY = ("effrules", "place", "file")
"""Keys of JSON whose values depend on the installation and on the folder in which the run was started."""


def with_outputs(verdict: Verdict, record: Record, folder: Path) -> Verdict:
    """The verdict with what is to be said of the files of results of a record that lies in a folder."""
    causes = (About.PROGRAM, About.RUN, About.RESULT)
    again = verdict.again
    if any(difference.about in causes for difference in verdict.differences):
        again = None  # what would be made now is not what was made then
    found = [d for output in record.outputs for d in _output(output, folder, record.options, again)]
    return evolve(verdict, differences=(*verdict.differences, *found))


def _output(
    output: OutputRecord, folder: Path, options: Options, again: Rerun | None
) -> Iterator[Difference]:
    path = folder / output.at
    named = f"{About.OUTPUT.value} {output.at}"
    try:
        now = fingerprint(path)[1]
    except OSError:
        yield Difference(About.OUTPUT, output.at, f"{named} is missing, or cannot be read", output.sha256)
        return
    if now == output.sha256:
        return
    if again is None or again.results is None or again.program is None:
        yield Difference(About.OUTPUT, output.at, f"{named} has changed", output.sha256, now)
        return
    try:
        changed = _changed(path, options, again)
    except (OSError, ValueError, KeyError, TypeError, ImportError, csv.Error) as problem:
        words = f"{named} has changed, and cannot be read as such a file: {problem}"
        yield Difference(About.OUTPUT, output.at, words, output.sha256, now)
        return
    if not changed:
        words = f"{named} has changed, but every value in it is the same"
        yield Difference(About.OUTPUT, output.at, words, output.sha256, now)
        return
    place, then, there = changed[0]
    words = f"{named} has changed: {place} has another value"
    if len(changed) > 1:
        words += f" ({len(changed):,} values differ)"
    yield Difference(About.OUTPUT, f"{output.at}, {place}", words, then, there, len(changed) - 1)


def _changed(path: Path, options: Options, again: Rerun) -> list[tuple[str, str | None, str | None]]:
    """The places of a file that hold something else than they should: what should stand there, and what does."""
    assert again.results is not None
    assert again.program is not None
    results, program = again.results, again.program
    what_if = (*options.settings, *(f"--with {overlay.given}" for overlay in options.overlays))
    language = Language(options.language)
    report = ranked(results, program, language, options.sort, what_if, options.rules.given)
    with tempfile.TemporaryDirectory() as folder:
        right = Path(folder) / path.name
        writer_of(path, results, program, lambda: report, language, what_if)(right)
        then, now = _cells(right), _cells(path)
    return [
        (place, then.get(place), now.get(place))
        for place in {**then, **now}
        if then.get(place) != now.get(place)
    ]


def _cells(path: Path) -> Mapping[str, str | None]:
    """The values of a file by their places, in words."""
    match path.suffix.lower():
        case ".csv":
            with path.open(encoding="utf-8", newline="") as stream:
                return _table(list(csv.reader(stream)))
        case ".json":
            return dict(_flat(json.loads(path.read_text("utf-8")), ""))
        case ".parquet":
            import pyarrow.parquet

            table = pyarrow.parquet.read_table(path)
            rows = [[None if v is None else str(v) for v in row.values()] for row in table.to_pylist()]
            return _table([list(table.column_names), *rows])
        case ".xlsx":
            return dict(_sheets(path))
        case _:
            lines = path.read_text("utf-8").splitlines()
            return {f"line {number}": line for number, line in enumerate(lines, 1)}


def _table(rows: list[list[Any]]) -> dict[str, str | None]:
    """A table with a row for each body, by body and column."""
    if not rows:
        return {}
    headings = rows[0]
    subject = headings.index("subject")
    made: dict[str, str | None] = {"headings": ", ".join(headings)}
    for number, row in enumerate(rows[1:], 2):
        who = row[subject] if subject < len(row) else f"row {number}"
        for name, value in zip(headings, row, strict=False):
            made.setdefault(f"{who}, {name}", value)
    made["the bodies"] = ", ".join(str(row[subject]) for row in rows[1:] if subject < len(row))
    return made


def _flat(value: Any, at: str) -> Iterator[tuple[str, str | None]]:
    match value:
        case dict():
            for key, item in value.items():
                if key not in HERE_ONLY:
                    yield from _flat(item, f"{at}.{key}" if at and not at.endswith(", ") else f"{at}{key}")
        case list():
            yield f"{at}: how many", str(len(value))
            for index, item in enumerate(value):
                named = item.get("subject") if isinstance(item, dict) else None
                yield from _flat(item, f"{named}, " if named is not None else f"{at}[{index}]")
        case _:
            yield at, None if value is None else str(value)


def _sheets(path: Path) -> Iterator[tuple[str, str]]:
    """The cells of a workbook. Notes of assumptions name files as the run saw them, so they are passed over."""
    from python_calamine import CalamineError, CalamineWorkbook

    from effrules.data.grid import letters

    try:
        book = CalamineWorkbook.from_path(path)
        names = sorted(book.sheet_names, key=("Notes", "Exact").__contains__)
        for name in names:
            for row, cells in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1):
                for column, cell in enumerate(cells):
                    if cell != "" and not (name == "Notes" and str(cell).startswith("* ")):
                        yield f"sheet {name}, cell {letters(column)}{row}", str(cell)
    except CalamineError as problem:
        raise ValueError(str(problem)) from None
