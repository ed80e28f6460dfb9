"""Findings for machines: plain lists and dictionaries, ready for ``json.dump``.

Each finding has all of these keys, always:

- ``code``: ``"E305"``; ``severity``: ``"error"``, ``"warning"`` or ``"note"``; ``message``; ``label``: the words
  at the place, or ``""``;
- ``place``: ``null``, or in a rule file ``{"kind": "text", "file", "line", "column", "end_line", "end_column"}``
  (from 1, in characters; the end is the first character after the stretch), or in the data
  ``{"kind": "cell", "file", "sheet", "cell", "row", "found"}`` (``""`` where not known);
- ``notes``: a list of ``{"kind", "text"}``; ``related``: a list of ``{"place", "label"}``;
- ``category``: ``"rules"``, or ``"act"`` where it is a defect of an act that the rules have dealt with; then ``defect`` has what
  it is, else ``null``.

A key is never dropped and never changes its meaning; a new one may be added.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, TypeAlias, TypedDict, assert_never

from effrules.diagnostics.defect import Defect, DefectKind
from effrules.diagnostics.document_schema import AtLeast, OneOf
from effrules.diagnostics.finding import CellPlace, Finding, Place, Severity
from effrules.diagnostics.told import told
from effrules.source import Span
from effrules.words import Language, in_language

Number: TypeAlias = Annotated[int, AtLeast(1)]


class TextPlace(TypedDict):
    """A stretch of a rule file: lines and columns from 1, in characters; the end is the first character after it."""

    kind: Literal["text"]
    file: str
    line: Number
    column: Number
    end_line: Number
    end_column: Number


class CellRecord(TypedDict):
    """A cell of the data; a member is empty where it is not known."""

    kind: Literal["cell"]
    file: str
    sheet: str
    cell: Annotated[str, "Its address, such as D17."]
    row: Annotated[str, "Whose row it is, in words."]
    found: Annotated[str, "The text that stands in it."]


PlaceRecord: TypeAlias = TextPlace | CellRecord | None


class NoteRecord(TypedDict):
    """A line below a finding."""

    kind: Annotated[str, "help, for, rule, cite, note and the like."]
    text: str


class RelatedRecord(TypedDict):
    """A second place that belongs to a finding."""

    place: PlaceRecord
    label: str


LeftOutRecord = TypedDict(
    "LeftOutRecord",
    {
        "from": Annotated[str, "Exactly, as the scale prints it: 49.9%."],
        "from_included": bool,
        "to": str,
        "to_included": bool,
        "printed_from": Annotated[
            str,
            "The first left out value that could stand in print, in as many decimals; empty where none could.",
        ],
        "printed_to": str,
        "line": Annotated[str, "The line that the reading gives it to; empty where rounding settles it."],
    },
)
"""Values that no printed line is for."""


class SharedRecord(TypedDict):
    """A value that two printed lines are for, and the one that the reading gives it to."""

    value: str
    line: str


class QuotedRecord(TypedDict):
    """What an act says elsewhere, in its words by language; the points where it is a maximum, else empty."""

    place: str
    words: dict[str, str]
    points: str


class DefectRecord(TypedDict):
    """A defect of an act, with which the rules deal."""

    kind: Annotated[str, OneOf(DefectKind)]
    about: Annotated[str, "In what it stands in the rules."]
    cited: Annotated[list[str], "The act and the place in it."]
    readings: Annotated[list[str], "How the rules read it, with what that rests on."]
    left_out: list[LeftOutRecord]
    shared: list[SharedRecord]
    quoted: list[QuotedRecord]


class FindingRecord(TypedDict):
    """Something wrong or doubtful. docs/errors.md explains the codes."""

    code: str
    severity: Annotated[str, OneOf(Severity)]
    message: str
    place: PlaceRecord
    label: Annotated[str, "The words at the place."]
    notes: list[NoteRecord]
    related: list[RelatedRecord]
    category: Annotated[
        Literal["rules", "act"], "What is amiss: the rules, or an act, with which the rules have dealt."
    ]
    defect: DefectRecord | None


def to_json(findings: Iterable[Finding], language: Language = Language.EN) -> list[FindingRecord]:
    """The findings, in the order given. Text is passed on as it is: the encoder escapes control characters."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "message": one.message,
            "place": _place(finding.place),
            "label": one.label,
            "notes": [{"kind": note.kind, "text": note.text} for note in one.notes],
            "related": [{"place": _place(other.place), "label": other.label} for other in one.related],
            "category": "rules" if finding.defect is None else "act",
            "defect": None if finding.defect is None else _defect(finding.defect, language),
        }
        for finding in findings
        for one in (told(finding, language),)
    ]


def _defect(defect: Defect, language: Language) -> DefectRecord:
    return {
        "kind": defect.kind.value,
        "about": in_language(defect.about, language),
        "cited": list(map(str, defect.cited)),
        "readings": [in_language(one, language) for one in defect.readings],
        "left_out": [
            {
                "from": one.low,
                "from_included": one.low_included,
                "to": one.high,
                "to_included": one.high_included,
                "printed_from": one.printed_from,
                "printed_to": one.printed_to,
                "line": in_language(one.line, language),
            }
            for one in defect.left_out
        ],
        "shared": [{"value": one.value, "line": in_language(one.line, language)} for one in defect.shared],
        "quoted": [
            {"place": str(one.place), "words": dict(one.words), "points": one.points} for one in defect.quoted
        ],
    }


def _place(place: Place) -> PlaceRecord:
    match place:
        case Span(source=source, start=start, end=end):
            line, column = source.line_and_column(start)
            end_line, end_column = source.line_and_column(end)
            return {
                "kind": "text",
                "file": source.name,
                "line": line,
                "column": column,
                "end_line": end_line,
                "end_column": end_column,
            }
        case CellPlace():
            return {
                "kind": "cell",
                "file": place.file,
                "sheet": place.sheet,
                "cell": place.cell,
                "row": place.row_label,
                "found": place.raw,
            }
        case None:
            return None
        case _:
            assert_never(place)
