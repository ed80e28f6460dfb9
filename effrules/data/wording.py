"""What all findings of the data room are made with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import evolve
from flint import fmpq

from effrules.diagnostics import CALLED, RULE, CellPlace, Finding, Note
from effrules.diagnostics.lookalikes import difference, one_but_for_case
from effrules.model.numbers import exact_text, percent_text
from effrules.model.schema import Field, Form, Table
from effrules.model.types import SHARE
from effrules.words import Message, Number, Text, both, given, phrase, several

CellError = Callable[[CellPlace], Finding]
"""A finding that waits for its cell."""

_MOST_CELLS = 12


def help_note(text: Text) -> Note:
    """A way out."""
    return Note("help", text)


def rule(of: Field | Table | Form) -> tuple[Note, ...]:
    """What the rules call what the finding is about (its title, or where that is said already its name), and where they declare it."""
    title, name = str(given(dict(of.titles.texts))), f"`{of.name}`"
    called = (Note(CALLED, given({"en": title, "kk": name, "ru": name})),) if title else ()
    return (*called, Note(RULE, str(of.span))) if of.span is not None else called


def empty(place: CellPlace) -> Text:
    """That a cell is empty; what stands in others is shown with the place."""
    return "" if place.raw.strip() else phrase("the cell is empty")


def listed(cells: Sequence[Text]) -> Text:
    """Addresses of cells, of many the first."""
    more = len(cells) - _MOST_CELLS
    first = several(cells[:_MOST_CELLS])
    return both([first, phrase("{more} more", more=more)]) if more > 0 else first


def also(finding: Finding, cells: Sequence[str]) -> Finding:
    """A finding that stands for several cells: its own, and these."""
    if not cells:
        return finding
    return evolve(finding, notes=(Note("also in", listed(cells)), *finding.notes))


MOST_KNOWN = 12


def domain_text(field: Field) -> Text:
    """What a field admits, in words: ``a whole number, at least 0``."""
    domain = field.domain

    def bound(value: object) -> Number | str:
        if isinstance(value, fmpq):
            return Number(percent_text(value) if field.type == SHARE else exact_text(value))
        return str(value)

    words: list[Text] = [phrase("a whole number")] if domain.whole else []
    low, high = bound(domain.low), bound(domain.high)
    if domain.low is not None and domain.high is not None and not (domain.low_open or domain.high_open):
        words.append(phrase("between {low} and {high}", low=low, high=high))
    else:
        if domain.low is not None:
            words.append(
                phrase("above {low}", low=low) if domain.low_open else phrase("at least {low}", low=low)
            )
        if domain.high is not None:
            words.append(
                phrase("below {high}", high=high) if domain.high_open else phrase("at most {high}", high=high)
            )
    return several(words)


def told_apart(one: str, names: Sequence[str]) -> Message | None:
    """In what a name of the data differs from a wanted one that looks the same; None where none does."""
    for name in names:
        told = difference(one, name)
        if told is not None and not one_but_for_case(one, name):
            return phrase("`{one}` is another name: {told}", one=one, told=told)
    return None
