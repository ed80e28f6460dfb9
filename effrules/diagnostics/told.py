"""A finding in a language: what all renderings tell, and the words of the frame around it."""

from __future__ import annotations

from attrs import frozen

from effrules.diagnostics.finding import CellPlace, Finding, Place, Severity
from effrules.source import Span
from effrules.words import Language, Message, in_language, phrase

DEFECT = phrase("defect")

SEVERITIES = {
    Severity.ERROR: phrase("error"),
    Severity.WARNING: phrase("warning"),
    Severity.NOTE: phrase("note", context="weight of a finding"),
}

KINDS = {
    "act": phrase("act", context="before a note"),
    "also in": phrase("also in", context="before a note"),
    "also unknown": phrase("also unknown", context="before a note"),
    "because": phrase("because", context="before a note"),
    "called": phrase("called", context="before a note"),
    "expected": phrase("expected", context="before a note"),
    "figures": phrase("figures", context="before a note"),
    "for": phrase("for", context="before a note"),
    "help": phrase("help", context="before a note"),
    "in": phrase("in", context="before a note"),
    "note": phrase("note", context="before a note"),
    "reading": phrase("reading", context="before a note"),
    "row": phrase("row", context="before a note"),
    "rule": phrase("rule", context="before a note"),
    "was": phrase("was", context="before a note"),
}
"""What stands before a note of each kind."""


@frozen
class ToldNote:
    """A note: its kind, the word for that, and what it says."""

    kind: str
    word: str
    text: str


@frozen
class ToldRelated:
    """A second place, and what is to be seen there."""

    place: Place
    label: str


@frozen
class Told:
    """A finding whose words are those of one language; codes and places are the same in each."""

    finding: Finding
    language: Language
    word: str
    """``error``, ``warning``, ``note`` or ``defect``."""
    message: str
    label: str
    notes: tuple[ToldNote, ...]
    related: tuple[ToldRelated, ...]

    @property
    def text(self) -> str:
        """The message and the notes, each on a line."""
        return "\n".join([self.message, *(f"{note.word}: {note.text}" for note in self.notes)])

    @property
    def place(self) -> str:
        """Where it is, in words; "" where it has no place."""
        return place_text(self.finding.place, self.language)


def told(finding: Finding, language: Language) -> Told:
    """A finding in a language."""
    return Told(
        finding,
        language,
        (SEVERITIES[finding.severity] if finding.defect is None else DEFECT).in_(language),
        in_language(finding.message, language),
        in_language(finding.label, language),
        tuple(
            ToldNote(note.kind, in_language(KINDS[note.kind], language), in_language(note.text, language))
            for note in finding.notes
        ),
        tuple(ToldRelated(other.place, in_language(other.label, language)) for other in finding.related),
    )


def place_text(place: Place, language: Language) -> str:
    """A place in words; "" for none."""
    match place:
        case None:
            return ""
        case Span():
            return str(place)
        case CellPlace():
            row = place.row(language)
            return f"{', '.join(_of_cell(place, language))}{f' ({row})' if row else ''}"


def _of_cell(place: CellPlace, language: Language) -> list[str]:
    parts: list[Message] = []
    if place.sheet:
        parts.append(phrase('sheet "{name}"', name=place.sheet))
    if place.cell:
        parts.append(phrase("cell {address}", address=place.cell))
    return [place.file, *(part.in_(language) for part in parts)]
