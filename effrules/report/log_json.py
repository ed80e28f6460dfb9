"""The versions of a methodology as JSON, ``effrules.log/1``: described in docs/versions.md."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from effrules.check.history import EditLine, PartChange
from effrules.check.lineage import Lineage, Listed
from effrules.model.basis import Citation
from effrules.source import Span

FORMAT = "effrules.log/1"


def json_text(found: Lineage, against: Mapping[str, tuple[str, ...]]) -> str:
    """The list as a text of JSON."""
    document = {
        "format": FORMAT,
        "methodology": found.versions[0].name,
        "version": found.asked,
        "versions": [_version(one, against.get(one.version)) for one in found.versions],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _version(one: Listed, against: tuple[str, ...] | None) -> dict[str, Any]:
    return {
        "version": one.version,
        "titles": dict(one.titles.texts),
        "notes": dict(one.notes.texts),
        "in_force": {
            "from": one.first.isoformat() if one.first else None,
            "to": one.last.isoformat() if one.last else None,
        },
        "amends": one.amends,
        "replaces": one.replaces,
        "place": one.place,
        "in_chain": one.asked,
        "readable": one.edits is not None,
        "declares": dict(one.edits.declared) if one.edits is not None else {},
        "edits": [_edit(edit) for edit in one.edits.edits] if one.edits is not None else [],
        "against_replaced": list(against) if against is not None else None,
    }


def _edit(edit: EditLine) -> dict[str, Any]:
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


def change_record(change: PartChange) -> dict[str, Any]:
    """A part that came, changed or went: its texts as a rule file has them."""
    return {
        "part": change.key.kind.value,
        "about": change.key.about or None,
        "before": change.before.text if change.before is not None else None,
        "after": change.after.text if change.after is not None else None,
    }


def citation_record(citation: Citation) -> dict[str, Any]:
    """A citation."""
    return {"source": citation.source, "locator": citation.locator}


def place_record(span: Span) -> dict[str, Any]:
    """A place in a rule file."""
    return {"file": span.source.name, "line": span.line, "column": span.column}
