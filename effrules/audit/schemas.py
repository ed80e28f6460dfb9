"""Records and traces against their published JSON Schemas, whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from effrules.resources import schemas_folder

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

TOLD = 20
"""So many places that are wrong are told one by one."""


def wrong(document: object, schema: str) -> list[tuple[str, str]]:
    """Where a document is not as a schema (``run-2``) says, and what is wrong there; the first places only."""
    return list(islice(_wrong(document, schema), TOLD))


def _wrong(document: object, name: str) -> Iterator[tuple[str, str]]:
    whole, steps = _validators(name)
    yield from _told(whole, document, "")
    listed = document.get("steps") if isinstance(document, dict) else None
    for index, step in enumerate(listed if steps and isinstance(listed, list) else ()):
        op = step.get("op") if isinstance(step, dict) else None
        validator = steps.get(op) if isinstance(op, str) else None
        if validator is None:
            yield f"steps[{index}]", "is no step of a known operation"
        else:
            yield from _told(validator, step, f"steps[{index}]")


def _told(validator: Validator, value: object, at: str) -> Iterator[tuple[str, str]]:
    for error in validator.iter_errors(value):
        path = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in error.absolute_path)
        said = error.message if len(error.message) <= 200 else f"{error.message[:200]}…"
        yield f"{at}{path}".lstrip(".") or "the document", said


@cache
def _validators(name: str) -> tuple[Validator, Mapping[str, Validator]]:
    """What checks a document, and for a trace what checks a step by its operation, which is tens of times as fast as trying all."""
    from jsonschema import Draft202012Validator

    schema: dict[str, Any] = json.loads((schemas_folder() / f"{name}.json").read_text("utf-8"))
    steps = schema["properties"].get("steps")
    if steps is None:
        return Draft202012Validator(schema), {}
    by_operation: dict[str, Validator] = {}
    for one in steps["items"]["oneOf"]:
        kind = schema["$defs"][one["$ref"].rpartition("/")[2]]
        of_step = {"$schema": schema["$schema"], "$defs": schema["$defs"], **kind}
        by_operation[kind["properties"]["op"]["const"]] = Draft202012Validator(of_step)
    properties = {**schema["properties"], "steps": {"type": "array"}}
    return Draft202012Validator({**schema, "properties": properties}), by_operation
