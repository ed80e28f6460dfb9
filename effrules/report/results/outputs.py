"""Files of results that a record names, as they are now: what the run gives, or which value in them is another.

Whatever its digest, each file is made anew from results that were calculated again. The two are the same to the byte, or
are compared value by value.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from attrs import evolve

from effrules.audit.bounds import allowed_outputs
from effrules.audit.lock import engine
from effrules.audit.record import OutputRecord, Record
from effrules.audit.regular import MOST, Progress, fingerprint
from effrules.audit.rerun import Rerun
from effrules.audit.shapes import parsed
from effrules.audit.verdict import About, Difference, Unchecked, Verdict
from effrules.disk import private_folder
from effrules.model.numbers import LONGEST_EXACT
from effrules.report.results.archive import unpacked
from effrules.report.results.ranked import ranked
from effrules.report.results.writing import SUFFIXES, writer_of
from effrules.source import bytes_of
from effrules.words import Language, Number, Text, phrase, reason_of

HERE_ONLY = ("effrules",)
"""Keys of JSON whose values depend on the installation."""

TIME = re.compile(
    rb'(<dcterms:(?:created|modified) xsi:type="dcterms:W3CDTF">)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ(?=<)'
)
"""The time at which a workbook was written: it has it twice in its properties."""


def with_outputs(
    verdict: Verdict, record: Record, folder: Path, within: Path, *, vouched: bool = False,
    progress: Progress | None = None,
) -> Verdict:  # fmt: skip
    """The verdict with what is to be said of the files of results of a record that lies in a folder.

    Each is made anew and compared, whatever its digest. Files are read only ``within`` a folder. ``vouched``: the record is
    known to be the one that was published or signed, so that what it does not name was not part of the run. ``progress`` is told how
    many megabytes of a file were read, and of how many.
    """
    causes = (About.PROGRAM, About.RUN, About.RESULT)
    again = verdict.again
    if any(difference.about in causes for difference in verdict.differences):
        again = None  # what would be made now is not what was made then
    others = any(d.about in (About.RULES, About.DATA, About.EARLIER) for d in verdict.differences)
    may, unchecked = allowed_outputs(record.outputs, folder, within)
    found: list[Difference] = []
    for output in may:
        for one in _output(output, folder, record, again, progress, from_others=others):
            (found if isinstance(one, Difference) else unchecked).append(one)  # type: ignore[arg-type]
    found += _twice(record.outputs, folder)
    if not record.outputs and not vouched:
        words = phrase("the record names no file of results: none was compared")
        unchecked.append(Unchecked(About.OUTPUT, "outputs", words))
    left = {one.what for one in unchecked if one.about is About.OUTPUT}
    read = sum(output.at not in left for output in record.outputs)
    return evolve(
        verdict,
        compared=evolve(verdict.compared, result_files=read),
        differences=(*verdict.differences, *found),
        unchecked=(*verdict.unchecked, *unchecked),
    )


def beside(record: Record, path: Path) -> Iterator[Unchecked]:
    """Files of results that lie beside a record under its name, and that it does not name: neither as results nor as what was read."""
    stem = path.name.removesuffix(".json").removesuffix(".record")
    known = [output.at for output in record.outputs]
    known += [file.at for file in record.files if not file.bundled]
    named = {_followed(path.parent / at) for at in known}
    for suffix in SUFFIXES:
        other = path.with_name(stem + suffix)
        if other != path and other.is_file() and _followed(other) not in named:
            words = phrase(
                "{file} lies beside the record, which does not name it: it was not compared",
                file=_named(other.name),
            )
            own = other.with_name(f"{other.name}.record.json")
            if own.is_file():
                words = phrase("{told} (it has a record of its own: {record})", told=words, record=own.name)
            yield Unchecked(About.OUTPUT, other.name, words)


def _named(at: str) -> Text:
    return phrase("{about} {name}", about=About.OUTPUT.called, name=at)


def _twice(outputs: Sequence[OutputRecord], folder: Path) -> Iterator[Difference]:
    seen: set[str] = set()
    for output in outputs:
        file = _followed(folder / output.at)
        if file in seen:
            yield Difference(About.OUTPUT, output.at, phrase("{file} is named twice", file=_named(output.at)))
        seen.add(file)


def _followed(path: Path) -> str:
    """Where a path leads, links followed; itself where it is no path."""
    try:
        return os.path.realpath(path)
    except ValueError:
        return str(path)


def _output(
    output: OutputRecord, folder: Path, record: Record, again: Rerun | None, progress: Progress | None,
    *, from_others: bool,
) -> Iterator[Difference | Unchecked]:  # fmt: skip
    """What is to be said of one. ``from_others``: what it is compared with was calculated from other files than then."""
    path = folder / output.at
    named = _named(output.at)
    try:
        size, now = fingerprint(path, progress)
    except FileNotFoundError:
        yield Difference(About.OUTPUT, output.at, phrase("{file} is missing", file=named), output.sha256)
        return
    except OSError as why:
        yield Difference(
            About.OUTPUT,
            output.at,
            phrase("{file} cannot be read: {why}", file=named, why=why.strerror or ""),
            output.sha256,
        )
        return
    edited = now != output.sha256
    if not edited and size != output.size:
        words = phrase(
            "{named} has {size} bytes, and the record says otherwise", named=named, size=Number(f"{size:,}")
        )
        yield Difference(About.OUTPUT, output.at, words, str(output.size), str(size))
    if again is None or again.results is None or again.program is None:
        if edited:
            yield Difference(
                About.OUTPUT, output.at, phrase("{named} has changed", named=named), output.sha256, now
            )
        yield Unchecked(
            About.OUTPUT,
            output.at,
            phrase("the contents of {file} were not compared with the run's", file=output.at),
        )
        return
    digests = (output.sha256, now) if edited else (None, None)
    became = (
        phrase("{named} has changed", named=named)
        if edited
        else phrase("{file} is not what the run gives, though the record has its digest", file=named)
    )
    try:
        right, same_bytes, changed = _compared(path, record, again)
    except (OSError, ValueError, KeyError, TypeError, ImportError, csv.Error, BadZipFile) as problem:
        yield Difference(
            About.OUTPUT,
            output.at,
            phrase("{told}, and cannot be read as such a file: {why}", told=became, why=reason_of(problem)),
            *digests,
        )
        return
    if from_others and not edited and not same_bytes:
        yield Unchecked(
            About.OUTPUT,
            output.at,
            phrase("the contents of {file} were not compared with the run's", file=output.at),
        )
    elif changed:
        place, then, there = changed[0]
        words = phrase("{told}: {place} has another value", told=became, place=place)
        if len(changed) > 1:
            words = phrase("{told} ({count} values differ)", told=words, count=Number(f"{len(changed):,}"))
        yield Difference(About.OUTPUT, f"{output.at}, {place}", words, then, there, len(changed) - 1)
    elif edited:
        yield Difference(
            About.OUTPUT,
            output.at,
            phrase("{told}, but every value in it is the same", told=became),
            *digests,
        )
    elif not same_bytes and right:
        yield Difference(
            About.OUTPUT,
            output.at,
            phrase("{told}: every value in it is the same, but not what else it holds", told=became),
        )
    elif not same_bytes:
        words = phrase(
            "every value in {file} is the same; how it is laid out was not compared, since what writes it is another version now",
            file=output.at,
        )
        yield Unchecked(About.OUTPUT, output.at, words)


Changes = list[tuple[str, str | None, str | None]]
"""The places of a file that hold something else than they should: what should stand there, and what does."""


def _compared(path: Path, record: Record, again: Rerun) -> tuple[bool, bool, Changes]:
    """Whether what writes the file is what wrote it then, whether the file is the same to the byte, and the other values."""
    assert again.results is not None
    assert again.program is not None
    options, results, program = record.options, again.results, again.program
    what_if = (*options.settings, *(f"--with {overlay.given}" for overlay in options.overlays))
    language = Language(options.language)
    report = ranked(results, program, language, options.sort, what_if, options.rules.given)
    with private_folder() as folder:
        right = Path(folder) / path.name
        writer_of(path, results, program, lambda: report, language, what_if)(right)
        if _same_bytes(right, path):
            return True, True, []
        then, now = _cells(right), _cells(path)
    changes = [
        (place, then.get(place), now.get(place))
        for place in {**then, **now}
        if then.get(place) != now.get(place)
    ]
    return _same_writer(record, path), False, changes


def _same_writer(record: Record, path: Path) -> bool:
    now = engine([path.suffix.lower()])
    known = {library.name: library for library in record.engine.libraries}
    return record.engine.code == now.code and all(
        known.get(library.name, library) == library for library in now.libraries
    )


def _same_bytes(right: Path, path: Path) -> bool:
    """Whether two files are the same to the byte; a workbook all but the time at which it was written."""
    there = bytes_of(path)
    should = right.read_bytes()
    if there == should or path.suffix.lower() != ".xlsx":
        return there == should
    expected = unpacked(should, MOST)
    try:
        return _timeless(unpacked(there, len(expected))) == _timeless(expected)
    except BadZipFile:
        return False


def _timeless(workbook: bytes) -> bytes:
    """What a workbook holds, but the time at which it was written."""
    return TIME.sub(rb"\1", workbook, count=2)


def _cells(path: Path) -> Mapping[str, str | None]:
    """The values of a file by their places, in words."""
    match path.suffix.lower():
        case ".csv":
            csv.field_size_limit(LONGEST_EXACT)
            with path.open(encoding="utf-8", newline="") as stream:
                return _table(list(csv.reader(stream)))
        case ".json":
            return dict(_flat(parsed(path.read_text("utf-8")), ""))
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
    """The cells of a workbook. Raises ValueError where it is none, or too much would come of it."""
    from python_calamine import CalamineWorkbook

    from effrules.data.formats import spreadsheetml
    from effrules.data.formats.packages import Unfit, check_parts
    from effrules.data.formats.quiet import quiet
    from effrules.data.grid import letters
    from effrules.report.results.workbook import SHEETS

    try:
        with quiet(), ZipFile(path) as package:
            check_parts(package)
            shared = spreadsheetml.book_of(package)
            book = CalamineWorkbook.from_path(path)
            behind = {sheet.in_(language) for sheet in SHEETS for language in Language}
            for name in sorted(book.sheet_names, key=behind.__contains__):
                _, extent = spreadsheetml.facts_of(package, shared, name)
                whole = extent.whole
                if whole is not None and not extent.fits(whole):
                    raise Unfit(
                        phrase(
                            "its {count} cells are spread over a table of {size}",
                            count=extent.count,
                            size=whole.size,
                        )
                    )
                sheet = book.get_sheet_by_name(name)
                top, left = sheet.start or (0, 0)
                for row, cells in enumerate(sheet.to_python(), top + 1):
                    for column, cell in enumerate(cells, left):
                        if cell != "":
                            yield f"sheet {name}, cell {letters(column)}{row}", str(cell)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as problem:  # noqa: BLE001 - the library panics, which is no Exception
        raise ValueError(str(problem)) from None
