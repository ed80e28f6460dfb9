"""What is shown of an impact, whatever renders it: sentences, tables, bars, waterfalls."""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.words import Language


@frozen
class Column:
    """A column of a table; ``is_long`` for texts that may be wrapped, ``is_text`` for texts, which stand left."""

    title: str
    is_text: bool = False
    is_long: bool = False


@frozen
class Sheet:
    """A table."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@frozen
class Bar:
    """A bin of the distribution: what it is for, how many changes lie in it, on which side of 0 it lies."""

    label: str
    count: int
    side: int


@frozen
class Fall:
    """A step of a waterfall: from where to where the score goes, in points fit to draw. Ends have equal numbers."""

    label: str
    text: str
    start: fmpq
    end: fmpq
    is_end: bool = False


@frozen
class Waterfall:
    """How a body's total comes from the old one to the new one, edit by edit; ``note`` where it cannot be shown."""

    key: str
    title: str
    falls: tuple[Fall, ...]
    note: str = ""


@frozen
class Story:
    """Everything that is shown of an impact. ``loud`` are the sentences that nobody must miss."""

    title: str
    summary: tuple[str, ...]
    loud: tuple[str, ...]
    effects: Sheet | None
    bodies: Sheet | None
    spread: tuple[str, ...]
    bars: tuple[Bar, ...]
    nodes: Sheet | None
    waterfalls: tuple[Waterfall, ...]
    notes: tuple[str, ...]
    language: Language
