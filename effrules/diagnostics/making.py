"""What the findings of all rooms are made with."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding, Note, Place, Related, Severity
from effrules.diagnostics.lookalikes import hint
from effrules.words import Text, phrase, several


def error(
    code: str,
    message: Text,
    place: Place,
    label: Text = "",
    *notes: Note,
    way_out: Text = "",
    related: tuple[Related, ...] = (),
) -> Finding:
    """A finding that stops the work; ``way_out`` is the help that stands below all other notes."""
    return Finding(code, Severity.ERROR, message, place, label, _with_help(notes, way_out), related)


def warning(
    code: str,
    message: Text,
    place: Place,
    label: Text = "",
    *notes: Note,
    way_out: Text = "",
    related: tuple[Related, ...] = (),
) -> Finding:
    """A finding that does not."""
    return Finding(code, Severity.WARNING, message, place, label, _with_help(notes, way_out), related)


def _with_help(notes: tuple[Note, ...], way_out: Text) -> tuple[Note, ...]:
    return (*notes, Note("help", way_out)) if way_out else notes


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
