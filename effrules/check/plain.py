"""A checked program as plain data and back: a list of values in which each refers to earlier ones by their number.

Only what stands in the tables here can come of it: classes of the program, of findings and of places, made by their own
constructors; numbers, days and collections. What is shared stays shared, so a program takes no more room than it does in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from types import ModuleType
from typing import Any

import attrs
from flint import fmpq

from effrules import source
from effrules.check import checked
from effrules.diagnostics import defect, finding
from effrules.model import (
    aggregates,
    basis,
    functions,
    grounds,
    inventory,
    operators,
    places,
    printed,
    procedure,
    program,
    rounding,
    schema,
    standings,
    texts,
    things,
    types,
)
from effrules.words import message

ROOMS: tuple[ModuleType, ...] = (
    aggregates,
    basis,
    functions,
    grounds,
    inventory,
    operators,
    places,
    printed,
    procedure,
    program,
    rounding,
    schema,
    standings,
    texts,
    things,
    types,
    defect,
    finding,
    message,
    source,
    checked,
)

TUPLE, SET, MAPPING, RATIONAL, DAY = range(5)
"""What the first number of an entry says; from ``FIRST`` on it is a class."""

FIRST = 5


class NotPlain(Exception):
    """A value that is not part of checked rules."""


def _known() -> tuple[type, ...]:
    found = [
        kind
        for room in ROOMS
        for kind in vars(room).values()
        if isinstance(kind, type)
        and f"{kind.__module__}.".startswith(f"{room.__name__}.")
        and (attrs.has(kind) or issubclass(kind, Enum))
    ]
    return tuple(sorted(set(found), key=lambda kind: (kind.__module__, kind.__qualname__)))


CLASSES = _known()
"""The classes of checked rules; entries name them by their place here, which the key of the cache covers."""

_FIELDS: dict[type, list[attrs.Attribute[Any]]] = {
    kind: sorted(attrs.fields(kind), key=lambda field: field.kw_only) for kind in CLASSES if attrs.has(kind)
}
"""The fields of each class, those behind the others that its constructor takes by name only."""

_NUMBERS = {kind: number for number, kind in enumerate(CLASSES, FIRST)}


def to_plain(value: object) -> list[Any]:
    """The entries for a value; it is the last. Raises NotPlain, and RecursionError for what is nested too deep."""
    entries: list[Any] = []
    by_identity: dict[int, int] = {}
    by_value: dict[Any, int] = {}
    alive: list[object] = []

    def put(entry: Any) -> int:
        entries.append(entry)
        return len(entries) - 1

    def number(item: object) -> int:
        if item is None or (isinstance(item, bool | int | str) and not isinstance(item, Enum)):
            known = (type(item), item)
            if known not in by_value:
                by_value[known] = put(item)
            return by_value[known]
        if id(item) not in by_identity:
            made = put(_entry(item, number))
            by_identity[id(item)] = made
            alive.append(item)
        return by_identity[id(item)]

    number(value)
    return entries


def _entry(item: Any, number: Callable[[object], int]) -> list[Any]:
    kind = type(item)
    if kind in _NUMBERS:
        if issubclass(kind, Enum):
            return [_NUMBERS[kind], item.name]
        return [_NUMBERS[kind], *(number(getattr(item, field.name)) for field in _FIELDS[kind])]
    if kind is tuple:
        return [TUPLE, *map(number, item)]
    if kind is frozenset:
        return [SET, *map(number, sorted(item))]
    if kind is dict:
        return [MAPPING, *(number(part) for pair in item.items() for part in pair)]
    if kind is fmpq:
        return [RATIONAL, str(item.p), str(item.q)]
    if kind is date:
        return [DAY, item.isoformat()]
    raise NotPlain(kind.__qualname__)


def from_plain(entries: list[Any]) -> Any:
    """The value of entries. Raises IndexError, KeyError, TypeError or ValueError where they are none."""
    values: list[Any] = []
    at = values.__getitem__
    for entry in entries:
        if type(entry) is not list:
            values.append(entry)
            continue
        kind = entry[0]
        if kind >= FIRST:
            values.append(_MAKERS[kind - FIRST](entry, at))
        elif kind == TUPLE:
            values.append(tuple(map(at, entry[1:])))
        elif kind == MAPPING:
            values.append(dict(zip(map(at, entry[1::2]), map(at, entry[2::2]), strict=True)))
        elif kind == SET:
            values.append(frozenset(map(at, entry[1:])))
        elif kind == RATIONAL:
            values.append(fmpq(int(entry[1]), int(entry[2])))
        else:
            values.append(date.fromisoformat(entry[1]))
    return values[-1]


Maker = Callable[[list[Any], Callable[[int], Any]], Any]


def _maker(kind: type) -> Maker:
    if issubclass(kind, Enum):
        return lambda entry, at: kind[entry[1]]
    fields = _FIELDS[kind]
    positional = 1 + sum(1 for field in fields if not field.kw_only)
    names = [str(field.alias) for field in fields if field.kw_only]

    def make(entry: list[Any], at: Callable[[int], Any]) -> Any:
        if len(entry) != len(fields) + 1:
            raise ValueError(f"{kind.__qualname__} has other fields")
        if not names:
            return kind(*map(at, entry[1:]))
        named = dict(zip(names, map(at, entry[positional:]), strict=True))
        return kind(*map(at, entry[1:positional]), **named)

    return make


_MAKERS: tuple[Maker, ...] = tuple(map(_maker, CLASSES))
