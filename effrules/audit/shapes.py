"""attrs classes to plain JSON and back: every field under its own name, nothing more, nothing less.

Reading is strict, for a document that somebody may have changed: a field that is lacking, unknown, given twice or of
another kind is refused with the path to it, and so is a value that the annotations of its field do not admit. A field marked `LEFT_OUT` is left out where it has its default.
"""

from __future__ import annotations

import hashlib
import json
import re
import types
from collections import Counter
from collections.abc import Iterable
from enum import Enum
from functools import cache
from itertools import chain
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from attrs import NOTHING, fields, has

from effrules.diagnostics.document_schema import LEFT_OUT, AtLeast, Exactly, NotEmpty, Pattern
from effrules.words import Telling, phrase, several, template

T = TypeVar("T")


class WrongShape(Telling, ValueError):
    """A document that is not what it should be; the text says where and why."""


_IS_NOT = {
    str: template("`{at}` is not a text"),
    int: template("`{at}` is not a whole number"),
    bool: template("`{at}` is not true or false"),
}


_PLAIN = frozenset({str, int, bool, type(None)})


def _is_plain(items: Iterable[Any]) -> bool:
    return set(map(type, items)) <= _PLAIN


_in_one_line = json.JSONEncoder(ensure_ascii=False).encode


def to_plain(value: Any) -> Any:
    """A value of attrs classes, tuples, enumerations, texts, integers and ``None`` as lists and dictionaries."""
    match value:
        case Enum():
            return value.value
        case tuple():
            return list(value) if _is_plain(value) else [to_plain(item) for item in value]
        case _ if has(type(value)):
            kind: Any = type(value)
            left_out = _left_out(kind)
            return {
                name: to_plain(found)
                for name in _hints(kind)
                if (found := getattr(value, name)) != left_out.get(name, NOTHING)
            }
        case _:
            return value


def from_plain(kind: type[T], value: object, at: str = "") -> T:
    """The value of an attrs class that a document states. Raises WrongShape."""
    made: T = _read(kind, value, at)
    return made


def _read(kind: Any, value: object, at: str) -> Any:
    origin = get_origin(kind)
    if origin is Annotated:
        inner, *said = get_args(kind)
        found = _read(inner, value, at)
        if not all(_fits(found, one) for one in said):
            raise WrongShape(phrase("`{at}` has a value that cannot stand there", at=at))
        return found
    if origin in (Union, types.UnionType):
        inner = [arm for arm in get_args(kind) if arm is not type(None)]
        return None if value is None else _read(inner[0], value, at)
    if origin is tuple:
        if not isinstance(value, list):
            raise WrongShape(phrase("`{at}` is not a list", at=at))
        return tuple(_read(get_args(kind)[0], item, f"{at}[{index}]") for index, item in enumerate(value))
    if isinstance(kind, type) and has(kind):
        return _read_object(kind, value, at)
    if isinstance(kind, type) and issubclass(kind, Enum):
        if value not in [member.value for member in kind]:
            raise WrongShape(
                phrase(
                    "`{at}` is none of {known}", at=at, known=several(str(member.value) for member in kind)
                )
            )
        return kind(value)
    if type(value) is not kind:
        raise WrongShape(_IS_NOT[kind].of(at=at))
    return value


def _fits(value: Any, said: object) -> bool:
    """Whether a value is as an annotation of its field says; words that only explain it say nothing."""
    match said:
        case Pattern(text):
            return re.fullmatch(text, value) is not None
        case AtLeast(minimum):
            return bool(value >= minimum)
        case NotEmpty():
            return len(value) > 0
        case Exactly(text):
            return bool(value == text)
        case _:
            return True


def _read_object(kind: Any, value: object, at: str) -> Any:
    if not isinstance(value, dict):
        raise WrongShape(phrase("`{at}` is not an object", at=at or phrase("the document")))
    wanted = _hints(kind)
    below = f"{at}." if at else ""
    left_out = _left_out(kind)
    for name in wanted:
        if name not in value and name not in left_out:
            raise WrongShape(phrase("`{below}{name}` is lacking", below=below, name=name))
    for name in value:
        if name not in wanted:
            raise WrongShape(phrase("`{below}{name}` is not known", below=below, name=name))
    return kind(
        **{name: _read(hint, value[name], f"{below}{name}") for name, hint in wanted.items() if name in value}
    )


@cache
def _left_out(kind: Any) -> dict[str, Any]:
    """The fields that a document leaves out where they have this value."""
    return {one.name: one.default for one in fields(kind) if one.metadata.get(LEFT_OUT)}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: hints[field.name] for field in fields(kind)}


def parsed(text: str) -> Any:
    """The JSON value of a text. Raises WrongShape, also for a name that an object has twice."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except RecursionError:
        raise WrongShape(phrase("it is nested too deeply")) from None
    except json.JSONDecodeError as problem:
        raise WrongShape(
            phrase("it is not JSON (line {lineno}: {msg})", lineno=problem.lineno, msg=problem.msg)
        ) from None
    except WrongShape:
        raise
    except ValueError:  # Python's limit of 4,300 digits
        raise WrongShape(phrase("a whole number in it has more digits than any number has")) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise WrongShape(phrase("`{twice}` is given twice", twice=twice))
    return made


def _no_constant(word: str) -> Any:
    raise WrongShape(phrase("{word} is not JSON", word=word))


def canonical(value: Any) -> bytes:
    """The bytes that a digest is made of: keys sorted, no blanks, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def digest(value: Any) -> str:
    """``sha256:`` and the SHA-256 of a value's canonical form, in hexadecimal digits."""
    return "sha256:" + hashlib.sha256(canonical(value)).hexdigest()


def laid_out(value: Any, indent: str = "") -> str:
    """JSON that people can look through and compare by lines: what holds no lists or objects stands in one line."""
    inner = indent + " "
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    if not any(isinstance(item, dict | list) for item in items):
        return _in_one_line(value)
    if isinstance(value, dict):
        lines = [f"{inner}{_in_one_line(k)}: {laid_out(v, inner)}" for k, v in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if all(isinstance(item, list) for item in value) and _is_plain(chain.from_iterable(value)):
        row = _in_one_line(value)  # a million of them are quicker taken apart than made one by one
        if row.count("], [") == len(value) - 1:
            return f"[\n{inner}" + row[1:-1].replace("], [", f"],\n{inner}[") + f"\n{indent}]"
    return "[\n" + ",\n".join(inner + laid_out(item, inner) for item in value) + f"\n{indent}]"
