"""What all findings of the data room are made with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import evolve

from effrules.diagnostics import RULE, CellPlace, Finding, Note
from effrules.model.schema import Field, Form, Table
from effrules.words import Text, both, phrase, several

CellError = Callable[[CellPlace], Finding]
"""A finding that waits for its cell."""

_MOST_CELLS = 12


def help_note(text: Text) -> Note:
    """A way out."""
    return Note("help", text)


def rule(of: Field | Table | Form) -> tuple[Note, ...]:
    """Where the rules declare what the finding is about."""
    return (Note(RULE, str(of.span)),) if of.span is not None else ()


def empty(place: CellPlace) -> Text:
    """That a cell is empty; what stands in others is shown with the place."""
    return "" if place.raw.strip() else phrase("the cell is empty")


def listed(cells: Sequence[str]) -> Text:
    """Addresses of cells, of many the first."""
    more = len(cells) - _MOST_CELLS
    first = several(cells[:_MOST_CELLS])
    return both([first, phrase("{more} more", more=more)]) if more > 0 else first


def also(finding: Finding, cells: Sequence[str]) -> Finding:
    """A finding that stands for several cells: its own, and these."""
    if not cells:
        return finding
    return evolve(finding, notes=(Note("also in", listed(cells)), *finding.notes))
