"""A register as CSV and JSON."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Annotated, Any, Literal, TypedDict

from effrules.audit.shapes import canonical, laid_out, to_plain
from effrules.cycle.entries import KINDS, WORDS, Day, Digest, Entry, Number, What
from effrules.data.formula_text import guarded
from effrules.diagnostics.document_schema import Among

FORMAT = "effrules.register/1"
HEADINGS = ("number", "at", "on", "by", "why", "kind", "what", "previous", "digest")


class EntryRecord(TypedDict):
    """An entry; ``what`` depends on its kind."""

    number: Number
    at: Annotated[str, "When it was written (UTC)."]
    on: Day
    by: str
    why: str
    kind: Annotated[str, Among(tuple(KINDS))]
    what: What
    previous: Digest
    digest: Digest


class RegisterDocument(TypedDict):
    """The register of an assessment year, every entry with the digest of the one before it (`effrules year registers`)."""

    format: Literal["effrules.register/1"]
    entries: list[EntryRecord]


def plain(entry: Entry) -> dict[str, Any]:
    """An entry as lists and dictionaries."""
    return {
        "number": entry.number, "at": entry.at, "on": entry.on, "by": entry.by, "why": entry.why,
        "kind": WORDS[type(entry.what)], "what": to_plain(entry.what),
        "previous": entry.previous, "digest": entry.digest,
    }  # fmt: skip


def as_csv(entries: Iterable[Entry]) -> str:
    """One line for each entry; what it tells stands as JSON in one cell, so that the digests can be worked out from it."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADINGS)
    for entry in entries:
        row = plain(entry)
        row["what"] = canonical(row["what"]).decode()
        writer.writerow([guarded(str(row[name])) for name in HEADINGS])
    return stream.getvalue()


def as_json(entries: Iterable[Entry]) -> str:
    """All entries as one document."""
    return laid_out({"format": FORMAT, "entries": [plain(entry) for entry in entries]}) + "\n"
