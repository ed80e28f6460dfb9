"""Files of results: which ending is written how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from effrules.disk import Write
from effrules.exact.results import Results
from effrules.model.program import Program
from effrules.report.ranked import Ranked
from effrules.report.wording import Language

SUFFIXES = (".csv", ".json", ".xlsx", ".parquet", ".md")
"""The endings of the files that are written."""


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


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
