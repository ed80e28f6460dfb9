"""JSON Schemas of the documents that effrules writes, from the classes by which they are built: ``TypedDict`` or attrs.

The type checker holds the code that builds a document to its class, and the published schema is made from the
same class, so the three cannot drift apart. An ``Annotated`` field may carry a sentence (its description), a
:class:`Pattern`, or :class:`OneOf` an enumeration.
"""

from __future__ import annotations

import types
from enum import Enum
from typing import (
    Annotated,
    Any,
    ForwardRef,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from attrs import fields, frozen, has

Schema = dict[str, Any]
Definitions = dict[Any, Schema]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

PLAIN: dict[Any, str] = {str: "string", bool: "boolean", int: "integer", type(None): "null"}


@frozen
class OneOf:
    """A text that is the value of a member of an enumeration."""

    kind: type[Enum]


@frozen
class Among:
    """A text that is one of several."""

    texts: tuple[str, ...]


@frozen
class Pattern:
    """A text of a certain form (an ECMA 262 regular expression)."""

    text: str


LEFT_OUT = "left out where it has its default"
"""In the metadata of a field of an attrs class: for what was added to a format later."""


@frozen
class NotEmpty:
    """A list that holds something."""


@frozen
class Exactly:
    """A text that is always the same."""

    text: str


@frozen
class AtLeast:
    """A number that is not below another."""

    minimum: int


def schema_of(document: Any, form: str) -> Schema:
    """The schema of a document, whose ``format`` is ``form``: a class, described by its docstring, or a union of them, annotated.

    Raises TypeError where a class is none of a document's, or two of them have one name.
    """
    definitions: Definitions = {}
    made = _object(document, definitions) if isinstance(document, type) else _of(document, definitions)
    number = form.partition("/")
    named = {kind.__name__: definition for kind, definition in definitions.items()}
    if len(named) < len(definitions):
        raise TypeError(f"two classes of {form} have one name")
    return {
        "$schema": DIALECT,
        "$id": f"urn:effrules:schema:{number[0].removeprefix('effrules.')}:{number[2]}",
        "title": form,
        **made,
        "$defs": dict(sorted(named.items())),
    }


def object_of(kind: Any) -> Schema:
    """The schema of an object of a class whose fields hold nothing but plain values, for use inside another schema."""
    return _object(kind, {})


def _object(kind: Any, definitions: Definitions) -> Schema:
    hints = get_type_hints(kind, include_extras=True)
    required = _required(kind)
    return {
        "description": " ".join((kind.__doc__ or "").split()),
        "type": "object",
        "properties": {name: _of(hint, definitions) for name, hint in hints.items()},
        "required": [
            name for name, hint in hints.items() if name in required and get_origin(hint) is not NotRequired
        ],
        "additionalProperties": False,
    }


def _required(kind: Any) -> frozenset[str]:
    """The keys that a document always has."""
    if has(kind):
        return frozenset(one.name for one in fields(kind) if not one.metadata.get(LEFT_OUT))
    required: frozenset[str] = kind.__required_keys__
    return required


def _of(hint: Any, definitions: Definitions) -> Schema:
    """The schema of a type. Raises TypeError for one that no document has."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(hint, definitions)
    if origin in (NotRequired, Required):
        return _of(arguments[0], definitions)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(arm, definitions) for arm in arguments]}
    if origin is Literal:
        return {"const": arguments[0]} if len(arguments) == 1 else {"enum": list(arguments)}
    if origin is tuple and arguments[1:] == (...,):
        return {"type": "array", "items": _of(arguments[0], definitions)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"type": "string", "enum": [member.value for member in hint]}
    if origin is list:
        return {"type": "array", "items": _of(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(arguments[1], definitions)}
    if hint is Any:
        return {}
    if is_typeddict(hint) or has(hint):
        if hint not in definitions:
            definitions[hint] = {}
            definitions[hint] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if isinstance(hint, ForwardRef) or hint not in PLAIN:
        raise TypeError(f"no document has a {hint}")
    return {"type": PLAIN[hint]}


def _annotated(hint: Any, definitions: Definitions) -> Schema:
    made = _of(hint.__origin__, definitions)
    for more in hint.__metadata__:
        match more:
            case str():
                made = {**made, "description": more}
            case OneOf(kind):
                made = {**made, "enum": [member.value for member in kind]}
            case Among(texts):
                made = {**made, "enum": list(texts)}
            case Pattern(text):
                made = {**made, "pattern": text}
            case NotEmpty():
                made = {**made, "minItems": 1}
            case Exactly(text):
                made = {"const": text}
            case AtLeast(minimum):
                made = {**made, "minimum": minimum}
            case _:
                raise TypeError(f"no schema says {more!r}")
    return made
