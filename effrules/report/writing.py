"""Files of results: which ending is written how; all of them are there in the end, or none is touched."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from effrules.exact.results import Results
from effrules.model.program import Program
from effrules.report.ranked import Ranked
from effrules.report.wording import Language

SUFFIXES = (".csv", ".json", ".xlsx", ".parquet", ".md")
"""The endings of the files that are written."""

Write = Callable[[Path], None]

Seal = tuple[Path, Callable[[Mapping[Path, Path]], bytes]]
"""A file that is written last: its place, and its bytes from where each of the others lies before it is put in place."""


def writer_of(
    path: Path,
    results: Results,
    program: Program,
    report: Callable[[], Ranked],
    language: Language = Language.EN,
    what_if: Sequence[str] = (),
) -> Write:
    """What writes the results in the way that the ending of a path says. Raises ValueError for another ending."""
    match path.suffix.lower():
        case ".csv":
            from effrules.report.delimited import csv_text
            from effrules.report.wide import wide

            return lambda to: _write_text(to, csv_text(wide(results, program, what_if)))
        case ".json":
            from effrules.report.json_text import json_text

            return lambda to: _write_text(to, json_text(results, program, what_if))
        case ".md":
            from effrules.report.markdown import markdown

            return lambda to: _write_text(to, markdown(report()))
        case ".xlsx":
            from effrules.report.workbook import write_workbook

            return lambda to: write_workbook(results, program, report(), to, language)
        case ".parquet":
            from effrules.report.parquet import write_parquet
            from effrules.report.wide import wide

            return lambda to: write_parquet(wide(results, program, what_if), to)
        case _:
            raise ValueError(path.suffix)


def write_all(files: Mapping[Path, Write], seal: Seal | None = None) -> None:
    """Write files beside their places first, and put them there when every one is whole.

    ``seal`` is a last file, made from where the others lie by then. Whatever is raised on the way (OSError, an
    interruption) leaves every place as it was, and nothing beside it.
    """
    made: dict[Path, Path] = {}
    try:
        for path, write in files.items():
            made[path] = _beside(path)
            write(made[path])
        if seal is not None:
            path, contents = seal
            others = dict(made)
            made[path] = _beside(path)
            made[path].write_bytes(contents(others))
        for path, beside in made.items():
            beside.replace(path)
    finally:
        for beside in made.values():
            beside.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.stem}-{secrets.token_hex(6)}{path.suffix}")


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
