"""The versions of a methodology as JSON, ``effrules.log/1``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Literal, TypedDict

from effrules.diagnostics.document_schema import AtLeast, OneOf
from effrules.history.lineage import Lineage, Listed
from effrules.history.log import EditLine, PartChange, Verb
from effrules.history.part_keys import PartKind
from effrules.model.citing import CitationRecord, citation_record
from effrules.source import Span


class ClausePlace(TypedDict):
    """Where a clause stands in a rule file."""

    file: str
    line: Annotated[int, AtLeast(1)]
    column: Annotated[int, AtLeast(1)]


class ChangeRecord(TypedDict):
    """A part of a declaration that came, changed or went: its texts as a rule file has them."""

    part: Annotated[str, OneOf(PartKind)]
    about: Annotated[str | None, "Which of that kind: a field's name, a row's key."]
    before: str | None
    after: str | None


class EditRecord(TypedDict):
    """One edit as an amendment declares it."""

    action: Annotated[str, OneOf(Verb)]
    kind: str
    name: str
    titles: dict[str, str]
    other: Annotated[str | None, "The old name of what was renamed, the parent of what was moved or added."]
    changed: list[ChangeRecord]
    because: dict[str, str]
    citations: list[CitationRecord]
    place: ClausePlace


ForcePeriod = TypedDict("ForcePeriod", {"from": str | None, "to": str | None})
ForcePeriod.__doc__ = "The first and the last day in force; null where the text leaves them open."


class VersionRecord(TypedDict):
    """A version as its heading tells it, and what it does to the one that it amends."""

    version: str
    titles: dict[str, str]
    notes: dict[str, str]
    in_force: ForcePeriod
    draft: Annotated[
        bool, "Whether it says of itself that it is not law: then its days are meant, not in force."
    ]
    amends: str | None
    replaces: str | None
    place: str
    in_chain: Annotated[bool, "Whether it is the version that was asked for, or one that that one amends."]
    readable: bool
    declares: Annotated[dict[str, int], "Of a version that amends nothing: how many things of each kind."]
    edits: list[EditRecord]
    against_replaced: Annotated[
        list[str] | None, "What differs from the version that it replaces, in sentences."
    ]


class LogDocument(TypedDict):
    """The versions of a methodology that are known at a place, in the order of their days."""

    format: Literal["effrules.log/1"]
    methodology: str
    version: Annotated[str, "The version that was asked for."]
    versions: list[VersionRecord]


def json_text(found: Lineage, against: Mapping[str, tuple[str, ...]]) -> str:
    """The list as a text of JSON."""
    document: LogDocument = {
        "format": "effrules.log/1",
        "methodology": found.versions[0].name,
        "version": found.asked,
        "versions": [_version(one, against.get(one.version)) for one in found.versions],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _version(one: Listed, against: tuple[str, ...] | None) -> VersionRecord:
    return {
        "version": one.version,
        "titles": dict(one.titles.texts),
        "notes": dict(one.notes.texts),
        "in_force": {
            "from": one.first.isoformat() if one.first else None,
            "to": one.last.isoformat() if one.last else None,
        },
        "draft": one.draft,
        "amends": one.amends,
        "replaces": one.replaces,
        "place": one.place,
        "in_chain": one.asked,
        "readable": one.edits is not None,
        "declares": dict(one.edits.declared) if one.edits is not None else {},
        "edits": [_edit(edit) for edit in one.edits.edits] if one.edits is not None else [],
        "against_replaced": list(against) if against is not None else None,
    }


def _edit(edit: EditLine) -> EditRecord:
    return {
        "action": edit.verb.value,
        "kind": edit.kind,
        "name": edit.name,
        "titles": dict(edit.titles.texts),
        "other": edit.other or None,
        "changed": [change_record(change) for change in edit.changed],
        "because": dict(edit.because.texts),
        "citations": [citation_record(citation) for citation in edit.citations],
        "place": place_record(edit.span),
    }


def change_record(change: PartChange) -> ChangeRecord:
    """A part that came, changed or went: its texts as a rule file has them."""
    return {
        "part": change.key.kind.value,
        "about": change.key.about or None,
        "before": change.before.text if change.before is not None else None,
        "after": change.after.text if change.after is not None else None,
    }


def place_record(span: Span) -> ClausePlace:
    """A place in a rule file."""
    return {"file": span.source.name, "line": span.line, "column": span.column}
