"""A derivation as JSON: ``effrules.trace/1``, described in docs/trace-format.md.

Whoever has this document can check every step without the engine, the rules or the data. Numbers are texts, so that nothing
is lost; what a step refers to stands before it; a digest over all of it shows a change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen

from effrules import __version__
from effrules.model.basis import Contradiction
from effrules.model.citing import citation_record, contradiction_record
from effrules.model.program import Program
from effrules.trace import steps as s
from effrules.trace.derivation import Derivation, Derivations
from effrules.trace.tables import TableRead

FORMAT = "effrules.trace/1"
SCHEMA = "trace-1"

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
    called: Mapping[str, str] | None = None,
) -> str:
    """The document as text; ``data`` and ``rules`` are the files that were read, ``what_if`` what was changed for it.

    ``called``: what the document is to call files of rules, by the names of their sources.

    Each step stands on a line of its own, in its canonical form.
    """
    made = _heading_of(derivation, data, rules, what_if, called)
    steps = derivation.texts(called)
    parts = ["{\n"]
    for key, value in made.items():
        parts.append(f"{_PLAIN.encode(key)}: {_PLAIN.encode(value)},\n")
    parts.append('"steps": [\n')
    parts.append(",\n".join(steps))
    parts.append(f'\n],\n"digest": {_PLAIN.encode(_own_digest(made, steps))}\n}}\n')
    return "".join(parts)


_PLAIN = json.JSONEncoder(ensure_ascii=False)
CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
_PIECE = 1000
"""So many steps are put together at a time."""


def document(
    derivation: Derivation,
    *,
    data: Sequence[FileDigest] = (),
    rules: Sequence[FileDigest] = (),
    what_if: Sequence[str] = (),
    called: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The document as plain lists and dictionaries, with its digest."""
    return _whole(_heading_of(derivation, data, rules, what_if, called), derivation.texts(called))


def together(derivations: Derivations, what_if: Sequence[str] = ()) -> dict[str, Any]:
    """The derivations of the totals of all bodies as one document: what they share stands in it once.

    In place of a subject, a node and their steps it has ``bodies``, a list of those.
    """
    made: dict[str, Any] = _heading(derivations.program, what_if)
    rated_nodes = {rating.node for rating in derivations.program.ratings_of("total")}
    made["bodies"] = [
        {
            "subject": {"key": key, "name": derivations.names[key]},
            "node": "total",
            "root": _ref(roots.nodes["total"]),
            "ratings": [_ref(ref) for rated, ref in roots.ratings.items() if rated in rated_nodes],
            "places": list(map(_ref, roots.places.values())),
            **_recommended(derivations.program, roots.recommendations),
        }
        for key, roots in derivations.subjects.items()
    ]
    made["tables"] = list(map(table_record, derivations.tables))
    made["clauses"] = [clause_record(clause, number) for number, clause in enumerate(derivations.clauses)]
    return _whole(made, derivations.texts())


def _whole(made: dict[str, Any], steps: Sequence[str]) -> dict[str, Any]:
    """A document with its steps, which are texts in their canonical form, and its digest."""
    return {**made, "steps": json.loads(f"[{','.join(steps)}]"), "digest": _own_digest(made, steps)}


def _heading(program: Program, what_if: Sequence[str]) -> dict[str, Any]:
    header = program.header
    return {
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
                for one in program.texts
            ],
        },
        "what_if": list(what_if),
    }


def _heading_of(
    derivation: Derivation, data: Sequence[FileDigest], rules: Sequence[FileDigest], what_if: Sequence[str],
    called: Mapping[str, str] | None,
) -> dict[str, Any]:  # fmt: skip
    """The document without its steps and its digest."""
    made = {
        **_heading(derivation.program, what_if),
        "subject": {"key": derivation.subject, "name": derivation.name},
        "node": derivation.node,
        "root": _ref(derivation.root),
        "ratings": list(map(_ref, derivation.ratings)),
        "places": list(map(_ref, derivation.places)),
        **_recommended(derivation.program, derivation.recommendations),
        "sources": [
            {
                "name": source.name,
                "titles": dict(source.titles.texts),
                "url": source.url,
                **({} if source.edition is None else {"edition": source.edition.isoformat()}),
            }
            for source in derivation.program.sources
        ],
        "data": [{"file": at.file, "sha256": at.sha256} for at in data],
        "rules": [{"file": at.file, "sha256": at.sha256} for at in rules],
        "tables": list(map(table_record, derivation.tables)),
        "clauses": [clause_record(clause, number) for number, clause in enumerate(derivation.clauses)],
    }
    if called:
        _call_files_of_clauses(made, called)
    return made


def _recommended(program: Program, conditions: Mapping[str, s.Ref]) -> dict[str, Any]:
    """What is recommended, with the steps of the conditions; nothing where nothing is."""
    if not conditions:
        return {}
    listed = [
        {
            "name": name,
            "titles": dict(program.recommendations[name].titles.texts),
            "node": program.recommendations[name].node,
            "since": _ref(ref),
        }
        for name, ref in conditions.items()
    ]
    return {"recommendations": listed}


def call_files(made: dict[str, Any], called: Mapping[str, str]) -> None:
    """Call the files of rules otherwise, in the clauses and steps of a document; its digest is not made anew."""
    _call_files_of_clauses(made, called)
    places: dict[str, str] = {}
    for step in made["steps"]:
        place = step.get("place")
        if place is not None:
            if place not in places:
                file, *rest = place.rsplit(":", 2)
                places[place] = ":".join((called.get(file, file), *rest))
            step["place"] = places[place]


def _call_files_of_clauses(made: dict[str, Any], called: Mapping[str, str]) -> None:
    for clause in made["clauses"]:
        clause["file"] = called.get(clause["file"], clause["file"])


def digest(document: dict[str, Any]) -> str:
    """The SHA-256 of a document's canonical form: without its digest, keys sorted, no spaces, UTF-8."""
    return _digest({key: (CANONICAL.encode(value),) for key, value in document.items() if key != "digest"})


def _own_digest(made: dict[str, Any], steps: Sequence[str]) -> str:
    """The digest of a document made here, whose steps are in their canonical form already."""
    return _digest({key: (CANONICAL.encode(made[key]),) for key in made} | {"steps": _listed(steps)})


def _listed(texts: Sequence[str]) -> Iterator[str]:
    """The canonical text of a list by the texts of what stands in it, piece by piece: a long one is never there twice."""
    yield "["
    for start in range(0, len(texts), _PIECE):
        yield ("," if start else "") + ",".join(texts[start : start + _PIECE])
    yield "]"


def _digest(texts: Mapping[str, Iterable[str]]) -> str:
    """The digest by the canonical text of each key's value, which may come in pieces."""
    found = hashlib.sha256()
    for number, key in enumerate(sorted(texts)):
        found.update(f"{',' if number else '{'}{CANONICAL.encode(key)}:".encode())
        for text in texts[key]:
            found.update(text.encode())
    found.update(b"}" if texts else b"{}")
    return "sha256:" + found.hexdigest()


def table_record(table: TableRead) -> dict[str, Any]:
    """A table of the data."""
    return {
        "table": table.table,
        "file": table.file,
        "sheet": table.sheet,
        "rows": table.rows,
        "called": [{"name": name, "heading": heading} for name, heading in table.called],
        "numbered": table.numbered,
        "columns": [{"field": name, "heading": heading} for name, heading in table.columns.items()],
    }


def clause_record(clause: s.Clause, number: int) -> dict[str, Any]:
    """A clause of the rules."""
    return {
        "id": f"c{number}",
        "kind": clause.kind.value,
        "name": clause.name,
        "titles": dict(clause.titles.texts),
        "file": clause.file,
        "line": clause.line,
        "version": clause.version,
        "earlier": list(clause.earlier),
        "because": dict(clause.because.texts),
        "citations": list(map(citation_record, clause.citations)),
        "assumptions": [dict(reason.texts) for reason in clause.assumptions],
        **_contradicted(clause.contradictions),
        "grounds": [
            {
                "version": ground.version,
                "figures": [{"kind": kind, "about": about} for kind, about in ground.figures],
                "citations": list(map(citation_record, ground.citations)),
                "assumptions": [dict(reason.texts) for reason in ground.assumptions],
                **_contradicted(ground.contradictions),
            }
            for ground in clause.grounds
        ],
    }


def _contradicted(contradictions: tuple[Contradiction, ...]) -> dict[str, Any]:
    """Where the act says otherwise; nothing where it does not."""
    if not contradictions:
        return {}
    return {"contradictions": list(map(contradiction_record, contradictions))}


def _ref(ref: int) -> str:
    return f"s{ref}"
