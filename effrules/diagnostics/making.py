"""What the findings of all rooms are made with."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from effrules.diagnostics import Finding, Note, Place, Related, Severity
from effrules.diagnostics.lookalikes import hint
from effrules.words import Text, phrase, several


def _finding(
    severity: Severity,
    code: str,
    message: Text,
    place: Place,
    label: Text = "",
    *notes: Note,
    way_out: Text = "",
    related: tuple[Related, ...] = (),
) -> Finding:
    told = (*notes, Note("help", way_out)) if way_out else notes
    return Finding(code, severity, message, place, label, told, related)


error = partial(_finding, Severity.ERROR)
"""A finding that stops the work; ``way_out`` is the help that stands below all other notes."""

warning = partial(_finding, Severity.WARNING)
"""A finding that does not."""


def near(word: str, known: Iterable[str]) -> tuple[Note, ...]:
    """The known name that a word may stand for, or all of them when they are few."""
    candidates = sorted(set(known))
    meant = hint(word, candidates)
    if meant:
        return (Note("help", meant),)
    if 0 < len(candidates) <= 12:
        return (
            Note("help", phrase("known here: {names}", names=several(f"`{name}`" for name in candidates))),
        )
    return ()
