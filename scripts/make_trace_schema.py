"""Writes what documents of ``effrules.trace/1`` are, from the classes of the steps: their JSON Schema, and the table of docs/trace-format.md."""

from __future__ import annotations

import json
import re
import sys
import types
import typing
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from attrs import NOTHING, fields, has
from flint import fmpq

from effrules.diagnostics.document_schema import object_of
from effrules.model.citing import CitationRecord, ContradictionRecord
from effrules.model.real import Real
from effrules.model.rounding import Counted, Rounding, RoundingMode
from effrules.model.schema import Titles
from effrules.trace import steps as s

WHERE = Path(__file__).resolve().parent.parent / "docs" / "schemas" / "trace-1.json"

PAGE = WHERE.parent.parent / "trace-format.md"
HEAD, END = "| `op` | keys | value |\n|---|---|---|\n", "\n\n"

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
STEP: Schema = {"$ref": "#/$defs/ref"}
EXACT: Schema = {"$ref": "#/$defs/exact"}
IRRATIONAL: list[Schema] = [{"$ref": "#/$defs/irrational"}, {"$ref": "#/$defs/undecided"}]
NUMERIC: Schema = {"anyOf": [EXACT, *IRRATIONAL]}
DIGEST = "^[0-9a-f]{64}$"


def schema() -> Schema:
    """The schema of the whole document."""
    kinds = typing.get_args(s.AnyStep)
    defs: Schema = {
        "ref": {"type": "string", "pattern": "^s(0|[1-9][0-9]*)$", "description": "A step."},
        "exact": {
            "type": "string",
            "pattern": r"^-?[0-9]+(\.[0-9]*[1-9]|/[0-9]+)?$",
            "description": "A rational number: a finite decimal, or a fraction in lowest terms where none ends.",
        },
        "irrational": {
            "type": "string",
            "pattern": r"^-?[0-9]+\.[0-9]{30}…$",
            "description": "The first 30 decimals of an irrational number, cut off, and an ellipsis.",
        },
        "undecided": {
            "type": "string",
            "pattern": r"^≈-?[0-9]+\.[0-9]{30}$",
            "description": "A number that could not be told from this one: it differs by less than the last decimal, if at all.",
        },
        "titles": {"type": "object", "additionalProperties": TEXT, "description": "Texts by language."},
        CitationRecord.__name__: object_of(CitationRecord),
    }
    for kind in kinds:
        defs[kind.__name__] = step_schema(kind, defs)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:effrules:schema:trace:1",
        "title": "effrules.trace/1",
        "description": "How a score came about. docs/trace-format.md explains it.",
        **closed(
            {
                "@context": {"type": "object"},
                "format": {"const": "effrules.trace/1"},
                "engine": closed({"effrules": TEXT}),
                "methodology": closed(
                    {
                        "name": TEXT,
                        "version": TEXT,
                        "titles": titles(),
                        "languages": listed(TEXT),
                        "texts": listed(
                            closed(
                                {
                                    "role": TEXT,
                                    "version": TEXT,
                                    "draft": {"type": "boolean"},
                                    "files": listed(TEXT),
                                }
                            )
                        ),
                    }
                ),
                "what_if": {
                    **listed(TEXT),
                    "description": "What --set and --with changed: with any of it, this is no result of the rules as they stand.",
                },
                "subject": closed({"key": TEXT, "name": TEXT}),
                "node": TEXT,
                "root": STEP,
                "ratings": listed(STEP),
                "places": listed(STEP),
                "recommendations": listed(
                    closed({"name": TEXT, "titles": titles(), "node": TEXT, "since": STEP})
                ),
                "sources": listed(source()),
                "data": listed(file_digest()),
                "rules": listed(file_digest()),
                "tables": listed(table()),
                "clauses": listed(clause()),
                "steps": listed({"oneOf": [{"$ref": f"#/$defs/{kind.__name__}"} for kind in kinds]}),
                "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
            },
            "recommendations",
        ),
        "$defs": defs,
    }


def table() -> Schema:
    """A table of the data, as it was read."""
    return closed(
        {
            "table": TEXT,
            "file": TEXT,
            "sheet": TEXT,
            "rows": {"type": "integer", "minimum": 0},
            "called": listed(closed({"name": TEXT, "heading": TEXT})),
            "numbered": {"type": "boolean"},
            "columns": listed(closed({"field": TEXT, "heading": TEXT})),
        }
    )


def source() -> Schema:
    """A source, with the day of its edition where the rules state it."""
    made = closed({"name": TEXT, "titles": titles(), "url": TEXT})
    edition = {"type": "string", "format": "date", "description": "The day from which the text holds."}
    return {**made, "properties": {**made["properties"], "edition": edition}}


def cited() -> Schema:
    """A citation: contradictions refer to it by the name of its class, too."""
    return {"$ref": f"#/$defs/{CitationRecord.__name__}"}


def clause() -> Schema:
    """A clause of the rules."""
    return closed(
        {
            "id": {"type": "string", "pattern": "^c(0|[1-9][0-9]*)$"},
            "kind": TEXT,
            "name": TEXT,
            "titles": titles(),
            "file": TEXT,
            "line": {"type": "integer", "minimum": 0},
            "version": TEXT,
            "earlier": listed(TEXT),
            "because": titles(),
            "citations": listed(cited()),
            "assumptions": listed(titles()),
            "contradictions": contradictions(),
            "grounds": {
                **listed(
                    closed(
                        {
                            "version": TEXT,
                            "figures": listed(closed({"kind": TEXT, "about": TEXT})),
                            "citations": listed(cited()),
                            "assumptions": listed(titles()),
                            "contradictions": contradictions(),
                        },
                        "contradictions",
                    )
                ),
                "description": "Which figures rest on which of these, by the version that last wrote them.",
            },
        },
        "contradictions",
    )


def contradictions() -> Schema:
    """Where the act says otherwise, from its class."""
    return listed(object_of(ContradictionRecord))


def step_schema(kind: Any, defs: Schema) -> Schema:
    """One kind of step: what every step has, and its own fields."""
    hints = typing.get_type_hints(kind)
    own = {name: of_type(hints[name], defs) for name in keys(kind)}
    needed = [at.name for at in fields(kind) if at.name in own and at.default is NOTHING]
    values = ["number", "irrational", "undecided", "yes-no", "date", "text", "none"]
    return {
        "description": " ".join((kind.__doc__ or "").split()),
        "type": "object",
        "properties": {
            "id": STEP,
            "op": {"const": kind.op},
            "value": {"type": ["string", "boolean", "null"]},
            "type": {"enum": values},
            "shown": TEXT,
            "clause": {"type": "string", "pattern": "^c(0|[1-9][0-9]*)$"},
            "place": TEXT,
            "text": TEXT,
            "failure": TEXT,
            **own,
            "from": {"type": "array", "items": STEP, "uniqueItems": True},
        },
        "required": ["id", "op", "value", "type", *needed, "from"],
        "additionalProperties": False,
    }


def keys(kind: Any) -> list[str]:
    """The keys of a step that others do not have."""
    common = {at.name for at in fields(s.Step)}
    return [at.name for at in fields(kind) if at.name not in common]


def of_type(hint: Any, defs: Schema) -> Schema:
    """The schema of a field's type."""
    if hint == s.Ref:
        return STEP
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        members = set(typing.get_args(hint))
        found = []
        if fmpq in members:
            found.append(EXACT)
        if Real in members:
            found += IRRATIONAL
        rest = [m for m in typing.get_args(hint) if m not in (fmpq, Real)]
        found += [of_type(member, defs) for member in rest]
        return {"anyOf": [one for at, one in enumerate(found) if one not in found[:at]]}
    if origin is tuple:
        return listed(of_type(typing.get_args(hint)[0], defs))
    plain: dict[Any, Schema] = {
        str: TEXT,
        bool: {"type": "boolean"},
        int: {"type": "integer"},
        fmpq: EXACT,
        date: {"type": "string", "format": "date"},
        type(None): {"type": "null"},
        Titles: titles(),
        Rounding: {
            **closed(
                {
                    "digits": {"type": "integer", "minimum": 0},
                    "mode": {"enum": [mode.value for mode in RoundingMode]},
                    "significant": {"type": "boolean"},
                    "counted": {"enum": [counted.value for counted in Counted]},
                    "after_penalties": {"const": True},
                }
            ),
            "required": ["digits", "mode", "significant"],
        },
    }
    if hint in plain:
        return plain[hint]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    assert has(hint), hint
    if hint.__name__ not in defs:
        defs[hint.__name__] = {}
        hints = typing.get_type_hints(hint)
        made = closed({at.name: of_type(hints[at.name], defs) for at in fields(hint)})
        made["required"] = [at.name for at in fields(hint) if at.default is NOTHING]
        defs[hint.__name__] = {"description": " ".join((hint.__doc__ or "").split()), **made}
    return {"$ref": f"#/$defs/{hint.__name__}"}


def titles() -> Schema:
    """Texts by language."""
    return {"$ref": "#/$defs/titles"}


def file_digest() -> Schema:
    """A file and the SHA-256 of its bytes."""
    return closed({"file": TEXT, "sha256": {"type": "string", "pattern": DIGEST}})


def listed(items: Schema) -> Schema:
    """A list of things."""
    return {"type": "array", "items": items}


def closed(properties: Schema, *maybe: str) -> Schema:
    """An object with these keys, all of them but some that ``maybe`` are there, and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in maybe],
        "additionalProperties": False,
    }


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def page() -> str:
    """The page of the format, with a line for each operation: its keys, and what its class says of it."""
    before, head, rest = PAGE.read_text(encoding="utf-8").partition(HEAD)
    _, end, after = rest.partition(END)
    return before + head + "\n".join(map(line, typing.get_args(s.AnyStep))) + end + after


def line(kind: Any) -> str:
    """An operation in the page: keys and steps as documents call them."""
    ops = {one.__name__: one.op for one in typing.get_args(s.AnyStep)} | {"None": "null"}
    said = re.sub(
        r"``(.+?)``", lambda found: f"`{ops.get(found[1], found[1])}`", " ".join(kind.__doc__.split())
    )
    return f"| `{kind.op}` | {', '.join(f'`{key}`' for key in keys(kind))} | {said} |"


if __name__ == "__main__":
    for where, written in ((WHERE, text()), (PAGE, page())):
        where.write_text(written, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{where.name} written\n")
