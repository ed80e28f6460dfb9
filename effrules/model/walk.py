"""One walk over expressions, and one list of those of a declaration or a program: derived from the types of the fields."""

from __future__ import annotations

import re
import sys
from collections import ChainMap
from collections.abc import Iterator, Mapping
from functools import cache, reduce
from typing import get_args

from attrs import fields, has

from effrules.model import program as p
from effrules.words import Message

EXPRESSIONS = frozenset(get_args(p.Expression))
SAID = frozenset({Message})
"""What holds no expression, whatever its types say: sentences hold sentences."""


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a class in which an expression can lie, by what their types say."""
    if not has(kind) or kind in SAID:
        return ()
    known = ChainMap(*(vars(sys.modules[base.__module__]) for base in kind.__mro__), vars(p))
    return tuple(one.name for one in fields(kind) if any(_can_hold(hint) for hint in _named(one.type, known)))


def _named(hint: object, known: Mapping[str, object]) -> Iterator[object]:
    """What the type of a field names. (Annotations are texts: to evaluate them would take a good part of a short run.)"""
    if not isinstance(hint, str):
        yield hint
        return
    for name in re.findall(r"[\w.]+", hint):
        first, *rest = name.split(".")
        yield reduce(lambda of, part: getattr(of, part, None), rest, known.get(first))


def _can_hold(hint: object) -> bool:
    inside = get_args(hint)
    if inside:
        return any(map(_can_hold, inside))
    return isinstance(hint, type) and (hint in EXPRESSIONS or bool(_names(hint)))


def children(node: object) -> list[p.Expression]:
    """The expressions directly inside an expression or a declaration, in the order of the text."""
    found: list[p.Expression] = []
    _add_children(node, found)
    return found


def outermost(declared: object) -> list[p.Expression]:
    """The outermost expressions of a declaration, of several, or of an expression itself, in the order of their fields."""
    found: list[p.Expression] = []
    _add(declared, found)
    return found


def _add_children(node: object, found: list[p.Expression]) -> None:
    kind: type = type(node)
    for name in _names(kind):
        _add(getattr(node, name), found)


def _add(declared: object, found: list[p.Expression]) -> None:
    if type(declared) in EXPRESSIONS:
        found.append(declared)  # type: ignore[arg-type]
    elif isinstance(declared, tuple):
        for item in declared:
            _add(item, found)
    elif isinstance(declared, Mapping):
        for item in declared.values():
            _add(item, found)
    elif declared is not None:
        _add_children(declared, found)


def expressions(program: p.Program) -> Iterator[p.Expression]:
    """Every outermost expression of a program, once: of definitions, nodes, weights, penalties, places, promises, of what data must satisfy."""
    return iter({id(one): one for one in outermost(program)}.values())


def speaks_of(node: p.Expression, slot: int) -> bool:
    """Whether an expression speaks of the row in a slot, itself or by what it hands on."""
    return any(slot in _slots(inner) for inner in walk(node))


def _slots(node: p.Expression) -> set[int]:
    """The slots of the rows that an expression reads, without those below it."""
    kind: type = type(node)
    found: set[int] = set()
    ahead = [getattr(node, one.name) for one in fields(kind)]
    while ahead:
        match ahead.pop():
            case p.RowVariable(slot):
                found.add(slot)
            case p.Rows(of=of, anchor=anchor):
                ahead += [of, anchor]
            case tuple() as several:
                ahead += several
            case _:
                pass
    return found


def walk(node: p.Expression) -> Iterator[p.Expression]:
    """An expression and all below it, parents first."""
    stack = [node]
    while stack:
        at = stack.pop()
        yield at
        stack.extend(reversed(children(at)))


def height(expression: p.Expression, heights: Mapping[str, int]) -> int:
    """The levels of an expression; ``heights`` has those of the definitions that it uses."""
    deepest = 0
    ahead: list[tuple[p.Expression, int]] = [(expression, 1)]
    while ahead:
        at, level = ahead.pop()
        below = heights.get(at.definition, 0) if isinstance(at, p.Call) else 0
        deepest = max(deepest, level + below)
        ahead.extend((child, level + 1) for child in children(at))
    return deepest
