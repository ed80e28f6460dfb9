"""All of it as an .xlsx file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from effrules.data.dataset import Dataset
from effrules.report.blocks.spreadsheet import LongTexts, workbook_bytes
from effrules.report.workbook.data_sheets import write_data
from effrules.report.workbook.look import Look
from effrules.report.workbook.making import Workbook, bodies_of, workbook
from effrules.report.workbook.places_sheet import write_places
from effrules.report.workbook.rules_sheet import write_rules
from effrules.report.workbook.step_sheets import StepSheets
from effrules.report.workbook.summary import write_summary
from effrules.trace.derivation import Derivations
from effrules.words import Language

MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a file says no time of its own
"""Stands for the time at which a workbook was made, so that the same one has the same bytes."""


def derivation_workbook(
    derivations: Derivations,
    dataset: Dataset,
    language: Language = Language.EN,
    *,
    node: str = "total",
    only: Sequence[str] | None = None,
    sort: str = "place",
    what_if: Sequence[str] = (),
    title: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """How scores came about, as an .xlsx file that recalculates.

    ``only`` are the bodies that it is about, else all that were traced, in the order of ``sort`` (``place``, ``name``, or a node); ``node`` is whose score is asked for. ``what_if`` is what was
    changed for this calculation. ``progress`` is told how many steps are done, and of how many. Raises TooLarge.
    """
    bodies = bodies_of(derivations, language, node, only, sort)
    made = workbook(derivations, dataset, bodies, language, node, progress)
    return written(made, what_if, title)


def written(made: Workbook, what_if: Sequence[str] = (), title: str = "") -> bytes:
    """A workbook as a file; of the same one the same bytes."""
    return workbook_bytes(lambda book: _write(book, made, what_if, title))


def _write(book: Any, made: Workbook, what_if: Sequence[str], title: str) -> None:
    book.set_properties({"created": MADE})
    look, long = Look(book), LongTexts(made.names.long, made.language)
    summary = book.add_worksheet(made.names.summary)
    sheets = [(one, book.add_worksheet(made.names.steps[id(one)])) for one in made.context.layout.sheets]
    steps = StepSheets(made, look, long)
    for one, sheet in sheets:
        steps.write(one, sheet)
    write_places(book, made, look)
    write_rules(book, made, look, steps)
    write_data(book, made, look, long)
    write_summary(summary, made, look, what_if, title, steps)
    long.write(book, look.heading)
    summary.activate()
