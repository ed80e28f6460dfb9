"""Files of results: which ending is written how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from effrules.disk import Write
from effrules.exact.results import Results
from effrules.model.program import Program
from effrules.report.results.ranked import Ranked
from effrules.words import Language

if TYPE_CHECKING:
    from effrules.report.results.wide import Wide

SUFFIXES = (".csv", ".json", ".xlsx", ".parquet", ".md")
"""The endings of the files that are written."""


def writer_of(
    path: Path,
    results: Results,
    program: Program,
    report: Callable[[], Ranked],
    language: Language = Language.EN,
    what_if: Sequence[str] = (),
    table: Callable[[], Wide] | None = None,
) -> Write:
    """What writes the results in the way that the ending of a path says. Raises ValueError for another ending.

    ``report`` and ``table`` make what several outputs share.
    """
    whole = table if table is not None else partial(_table, results, program, what_if)
    match path.suffix.lower():
        case ".csv":
            from effrules.report.results.delimited import csv_text

            return lambda to: _write_text(to, csv_text(whole()))
        case ".json":
            from effrules.report.results.json_text import json_text

            return lambda to: _write_text(to, json_text(results, program, what_if))
        case ".md":
            from effrules.report.blocks import markdown

            return lambda to: _write_text(to, markdown.blocks(report().blocks))
        case ".xlsx":
            from effrules.report.results.workbook import write_workbook

            return lambda to: write_workbook(results, program, report(), to, language)
        case ".parquet":
            from effrules.report.results.parquet import write_parquet

            return lambda to: write_parquet(whole(), to)
        case _:
            raise ValueError(path.suffix)


def _table(results: Results, program: Program, what_if: Sequence[str]) -> Wide:
    from effrules.report.results.wide import wide

    return wide(results, program, what_if)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
