"""One walk over expressions, derived from the fields of the nodes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import get_args

from attrs import fields

from effrules.model import program as p

EXPRESSIONS: tuple[type, ...] = get_args(p.Expression)
HOLDERS: tuple[type, ...] = (p.Rows, p.Band, p.CheckItem)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in ("span", "type"))


def children(node: object) -> Iterator[p.Expression]:
    """The expressions directly inside an expression, in the order of the text."""
    kind: type = type(node)
    for name in _names(kind):
        yield from _inside(getattr(node, name))


def _inside(value: object) -> Iterator[p.Expression]:
    if isinstance(value, EXPRESSIONS):
        yield value  # type: ignore[misc]
    elif isinstance(value, HOLDERS):
        yield from children(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _inside(item)


def walk(node: p.Expression) -> Iterator[p.Expression]:
    """An expression and all below it, parents first."""
    stack = [node]
    while stack:
        at = stack.pop()
        yield at
        stack.extend(reversed(list(children(at))))
