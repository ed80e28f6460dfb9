"""A derivation as JSON: ``effrules.trace/1``, described in docs/trace-format.md.

Whoever has this document can check every step without the engine, the rules or the data. Numbers are texts, so that nothing
is lost; what a step refers to stands before it; a digest over all of it shows a change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from attrs import Attribute, Factory, fields, frozen, has
from flint import fmpq

from effrules import __version__
from effrules.model.figures import IRRATIONAL_PLACES, figure
from effrules.model.numbers import exact_text
from effrules.model.real import Real, Undecided, floor_display
from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.trace import steps as s
from effrules.trace.derivation import Derivation

FORMAT = "effrules.trace/1"

CONTEXT = {
    "@version": 1.1,
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "effrules": "urn:effrules:trace:1:",
    "@vocab": "urn:effrules:trace:1:",
    "id": "@id",
    "from": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "clause": {"@id": "prov:wasInfluencedBy", "@type": "@id"},
    "value": "prov:value",
    "file": "prov:hadPrimarySource",
    "place": "prov:atLocation",
    "text": "rdfs:label",
    "root": {"@type": "@id"},
    "ratings": {"@type": "@id"},
    "places": {"@type": "@id"},
}
"""How the keys read as W3C PROV, for a processor of JSON-LD."""


@frozen
class FileDigest:
    """A file that was read, and the SHA-256 of its bytes in hexadecimal digits."""

    file: str
    sha256: str


def json_text(
    derivation: Derivation,
    *,
    data: Sequence[FileDigest] = (),
    rules: Sequence[FileDigest] = (),
    what_if: Sequence[str] = (),
) -> str:
    """The document as text; ``data`` and ``rules`` are the files that were read, ``what_if`` what was changed for it."""
    made = document(derivation, data=data, rules=rules, what_if=what_if)
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def document(
    derivation: Derivation,
    *,
    data: Sequence[FileDigest] = (),
    rules: Sequence[FileDigest] = (),
    what_if: Sequence[str] = (),
) -> dict[str, Any]:
    """The document as plain lists and dictionaries, with its digest."""
    header = derivation.program.header
    made = {
        "@context": CONTEXT,
        "format": FORMAT,
        "engine": {"effrules": __version__},
        "methodology": {
            "name": header.name,
            "version": header.version,
            "titles": dict(header.titles.texts),
            "languages": list(header.languages),
            "texts": [
                {"role": one.role.value, "version": one.version, "draft": one.draft, "files": list(one.names)}
                for one in derivation.program.texts
            ],
        },
        "what_if": list(what_if),
        "subject": {"key": derivation.subject, "name": derivation.name},
        "node": derivation.node,
        "root": _ref(derivation.root),
        "ratings": [_ref(ref) for ref in derivation.ratings],
        "places": [_ref(ref) for ref in derivation.places],
        "sources": [
            {"name": source.name, "titles": dict(source.titles.texts), "url": source.url}
            for source in derivation.program.sources
        ],
        "data": [{"file": at.file, "sha256": at.sha256} for at in data],
        "rules": [{"file": at.file, "sha256": at.sha256} for at in rules],
        "clauses": [clause_record(clause, number) for number, clause in enumerate(derivation.clauses)],
        "steps": [step_record(step) for step in derivation.steps],
    }
    return {**made, "digest": digest(made)}


def digest(document: dict[str, Any]) -> str:
    """The SHA-256 of a document's canonical form: without its digest, keys sorted, no spaces, UTF-8."""
    rest = {key: value for key, value in document.items() if key != "digest"}
    text = json.dumps(rest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def clause_record(clause: s.Clause, number: int) -> dict[str, Any]:
    """A clause of the rules."""
    return {
        "id": f"c{number}",
        "kind": clause.kind,
        "name": clause.name,
        "titles": dict(clause.titles.texts),
        "file": clause.file,
        "line": clause.line,
        "version": clause.version,
        "earlier": list(clause.earlier),
        "because": dict(clause.because.texts),
        "citations": [{"source": source, "locator": locator} for source, locator in clause.citations],
        "assumptions": [dict(reason.texts) for reason in clause.assumptions],
    }


def step_record(step: s.Step) -> dict[str, Any]:
    """A step: what every step has, then the fields of its kind, then all that it was made from."""
    text, kind = value_record(step.value)
    record: dict[str, Any] = {"id": _ref(step.id), "op": step.op, "value": text, "type": kind}
    shown = _shown(step)
    if shown:
        record["shown"] = shown
    if step.clause is not None:
        record["clause"] = f"c{step.clause}"
    for name in ("place", "text", "failure"):
        if getattr(step, name):
            record[name] = getattr(step, name)
    own: Any = type(step)
    for at, is_ref in _own_fields(own):
        value = getattr(step, at.name)
        if not _is_default(at, value):
            record[at.name] = _record(value, is_ref)
    record["from"] = [_ref(ref) for ref in dict.fromkeys(s.references(step))]
    return record


def value_record(value: s.StepValue) -> tuple[str | bool | None, str]:
    """A value as it stands in the document, and its type."""
    match value:
        case None:
            return None, "none"
        case bool():
            return value, "yes-no"
        case fmpq():
            return exact_text(value), "number"
        case Real():
            try:
                return floor_display(value, IRRATIONAL_PLACES), "irrational"
            except Undecided:
                return None, "none"
        case date():
            return value.isoformat(), "date"
        case _:
            return value, "text"


def _shown(step: s.Step) -> str:
    if not isinstance(step.value, fmpq | Real):
        return ""
    return figure(step.value, step.rounding if isinstance(step, s.Round) else None).marked


def _ref(ref: int) -> str:
    return f"s{ref}"


@cache
def _own_fields(kind: Any) -> tuple[tuple[Attribute[Any], bool], ...]:
    """The fields that a kind of step adds to those that every step has, and whether they hold references."""
    common = {at.name for at in fields(s.Step)}
    return tuple((at, "Ref" in str(at.type)) for at in fields(kind) if at.name not in common)


def _is_default(at: Attribute[Any], value: Any) -> bool:
    return not isinstance(at.default, Factory) and type(value) is type(at.default) and value == at.default  # type: ignore[arg-type]


def _record(value: Any, is_ref: bool) -> Any:
    match value:
        case None | bool() | str():
            return value
        case int():
            return _ref(value) if is_ref else value
        case fmpq() | Real() | date():
            return value_record(value)[0]
        case Enum():
            return value.value
        case Titles():
            return dict(value.texts)
        case Rounding():
            plain = {"digits": value.digits, "mode": value.mode.value, "significant": value.significant}
            return plain if value.counted is None else {**plain, "counted": value.counted.value}
        case tuple():
            return [_record(item, is_ref) for item in value]
        case _:
            assert has(type(value))
            return {
                at.name: _record(getattr(value, at.name), "Ref" in str(at.type))
                for at in fields(type(value))
                if not _is_default(at, getattr(value, at.name))
            }
