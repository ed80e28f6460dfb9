"""Findings for machines: plain lists and dictionaries, ready for ``json.dump``.

Each finding has all of these keys, always:

- ``code``: ``"E305"``; ``severity``: ``"error"``, ``"warning"`` or ``"note"``; ``message``; ``label``: the words
  at the place, or ``""``;
- ``place``: ``null``, or in a rule file ``{"kind": "text", "file", "line", "column", "end_line", "end_column"}``
  (from 1, in characters; the end is the first character after the stretch), or in the data
  ``{"kind": "cell", "file", "sheet", "cell", "row", "found"}`` (``""`` where not known);
- ``notes``: a list of ``{"kind", "text"}``; ``related``: a list of ``{"place", "label"}``.

A key is never dropped and never changes its meaning; a new one may be added.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, assert_never

from effrules.diagnostics.finding import CellPlace, Finding, Place
from effrules.source import Span

Json: TypeAlias = "str | int | list[Json] | dict[str, Json] | None"


def to_json(findings: Iterable[Finding]) -> list[dict[str, Json]]:
    """The findings, in the order given. Text is passed on as it is: the encoder escapes control characters."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "message": finding.message,
            "place": _place(finding.place),
            "label": finding.label,
            "notes": [{"kind": note.kind, "text": note.text} for note in finding.notes],
            "related": [{"place": _place(other.place), "label": other.label} for other in finding.related],
        }
        for finding in findings
    ]


def _place(place: Place) -> dict[str, Json] | None:
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
