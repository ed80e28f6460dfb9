"""A finding: one thing that is wrong or doubtful, as data. Renderings live in the sibling modules."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from enum import Enum
from typing import assert_never

from attrs import evolve, field, frozen

from effrules.diagnostics.defect import Defect
from effrules.source import Span
from effrules.words import Given, Language, Text, phrase


class Severity(Enum):
    """How much a finding weighs: an error stops the work, a warning does not, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@frozen(eq=False)
class RowNames:
    """What people call the rows of a table: ``titles`` of what a label names, in its order; the names of ``bodies`` by their identifiers."""

    titles: tuple[Given, ...] = ()
    bodies: Mapping[str, str] = field(factory=dict)

    def told(self, label: str, language: Language) -> str:
        """A label in words, a body by its name alone; in English as it is, since the words of rules and data are English."""
        if language is Language.EN or not self.titles:
            return label
        ahead = iter(self.titles)

        def titled(found: re.Match[str]) -> str:
            title, (number, key) = next(ahead, None), found.groups()
            if title is None:
                return found[0]
            if key is not None and title is self.titles[0] and key in self.bodies:
                return self.bodies[key]
            said = title.in_(language)
            row = (
                phrase("{title}, row {n}", title=said, n=number)
                if number
                else phrase('{title} "{key}"', title=said, key=key)
            )
            return row.in_(language)

        return _CALLED.sub(titled, label)

    def said(self, label: str) -> Given:
        """A label in all languages."""
        return Given(tuple((at.value, self.told(label, at)) for at in Language))


_CALLED = re.compile(r'\b\w++(?: in row (\d++)| "([^"]*+)")')
"""A table or field as labels of rows name it, with the number of the row or its value."""


@frozen
class CellPlace:
    """A cell of the data: file, sheet (or table), cell address such as ``D17``, and whose row it is.

    ``row_label`` says whose row it is in the reader's words, for example ``agency "MoH", code "3.2"``.
    ``raw`` is the text that stands in the cell, as it was read. ``origin`` says why it is not as it was sent.
    """

    file: str
    sheet: str = ""
    cell: str = ""
    row_label: str = ""
    raw: str = ""
    origin: Given = Given(())
    names: RowNames = field(factory=RowNames, eq=False, repr=False)

    def row(self, language: Language) -> str:
        """Whose row it is, in words."""
        return self.names.told(self.row_label, language)

    def __str__(self) -> str:
        where = self.file
        if self.sheet:
            where += f', sheet "{self.sheet}"'
        if self.cell:
            where += f", cell {self.cell}"
        if self.row_label:
            where += f" ({self.row_label})"
        return where


Place = Span | CellPlace | None


CALLED = "called"
"""The kind of note that says what is called so, for readers of codes."""

RULE = "rule"
"""The kind of a note that says where the rules demand what is not so."""


@frozen
class Note:
    """A line below a finding: ``help``, ``for``, ``rule``, ``cite``, ``note`` ... and its text."""

    kind: str
    text: Text


@frozen
class Related:
    """A second place that belongs to the finding, with what is to be seen there."""

    place: Place
    label: Text


@frozen
class Finding:
    """One finding: its code (``E305``), weight, message, place, the words under the marker, and notes."""

    code: str
    severity: Severity
    message: Text
    place: Place = None
    label: Text = ""
    notes: tuple[Note, ...] = ()
    related: tuple[Related, ...] = field(default=())
    defect: Defect | None = None
    """Where it is a defect of an act that the rules have dealt with, and nothing that is wrong with the rules: which one."""

    def is_to_show(self, cell: CellPlace) -> bool:
        """Whether what stands in a cell of the finding is still to be shown: its message may say it already."""
        return bool(cell.raw) and f"`{cell.raw}`" not in str(self.message)

    @property
    def is_error(self) -> bool:
        """Whether the finding stops the work."""
        return self.severity is Severity.ERROR


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any of the findings is an error."""
    return any(finding.is_error for finding in findings)


def distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, in the order in which they come: also where a file was read twice, as for both sides of a comparison."""
    kept: dict[Hashable, Finding] = {}
    for finding in findings:
        kept.setdefault(_identity(finding), finding)
    return tuple(kept.values())


def _identity(finding: Finding) -> Hashable:
    seen = tuple((_where(related.place), related.label) for related in finding.related)
    return evolve(finding, place=None, related=()), _where(finding.place), seen


def _where(place: Place) -> Hashable:
    """A place by its file's name, since two readings of a file are two sources."""
    return (
        (place.source.name, place.source.path, place.start, place.end) if isinstance(place, Span) else place
    )


def sort_key(finding: Finding) -> tuple[str, int, str, tuple[int, int, str], str]:
    """Order by place, then by code: how findings are shown. Cells go row by row, as a sheet is read."""
    match finding.place:
        case Span() as span:
            return (span.source.name, span.start, "", (0, 0, ""), finding.code)
        case CellPlace() as cell:
            return (cell.file, 0, cell.sheet, _cell_order(cell.cell), finding.code)
        case None:
            return ("", 0, "", (0, 0, ""), finding.code)
        case _:
            assert_never(finding.place)


def _cell_order(cell: str) -> tuple[int, int, str]:
    """Row, then column: ``D9`` before ``B10``, and ``Z1`` before ``AA1``."""
    address = re.fullmatch(r"([A-Z]*)(\d+)", cell)
    return (int(address[2]), len(address[1]), address[1]) if address else (0, 0, cell)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings sorted by place, each reported once."""
    return tuple(sorted(distinct(findings), key=sort_key))
