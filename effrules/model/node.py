"""What all nodes of trees share: a readable form, one walk, one rebuild; all of them derived from the fields of a node.

The readable form is made when it is asked for (made beforehand it slows every start). Trees are those of the syntax and of the program.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar

from attrs import evolve, fields

DEEPEST = 2_000
"""So many levels of expressions may lie inside one another, definitions that are used counting with all their levels."""

_FRAMES = 12
"""More of Python's frames than any walk over nodes needs for a level."""

sys.setrecursionlimit(max(sys.getrecursionlimit(), DEEPEST * _FRAMES))


class Node:
    """A frozen node; its readable form names its fields but not its place in the text."""

    __slots__ = ()

    def __repr__(self) -> str:
        kind: type = type(self)
        shown = (f"{f.name}={getattr(self, f.name)!r}" for f in fields(kind) if f.repr)
        return f"{kind.__name__}({', '.join(shown)})"


Tree = TypeVar("Tree")


@cache
def _inside(kind: type) -> tuple[str, ...]:
    """The fields of a node but its place in the text."""
    return tuple(f.name for f in fields(kind) if f.name != "span")


def every(tree: object, *, but: tuple[type[Node], ...] = ()) -> Iterator[Node]:
    """The nodes of a tree (or of several, in a tuple or list), parents first, in the order of the text; ``but`` with all in them left out."""
    ahead: list[object] = [tree]
    while ahead:
        at = ahead.pop()
        if isinstance(at, tuple | list):
            ahead.extend(reversed(at))
        elif isinstance(at, Node) and not isinstance(at, but):
            yield at
            kind: type = type(at)
            ahead.extend([getattr(at, name) for name in reversed(_inside(kind))])


def mapped(tree: Tree, change: Callable[[Any], Any]) -> Tree:
    """A node or a tuple with what is directly inside it changed; the very same where nothing is."""
    made: Any = tree
    if isinstance(tree, tuple):
        items = [change(item) for item in tree]
        return tree if all(new is old for new, old in zip(items, tree, strict=True)) else tuple(items)  # type: ignore[return-value]
    if isinstance(tree, Node):
        kind: type = type(tree)
        for name in _inside(kind):
            old = getattr(tree, name)
            if isinstance(old, Node | tuple) and (new := change(old)) is not old:
                made = evolve(made, **{name: new})
    return made  # type: ignore[no-any-return]


def rebuilt(tree: Tree, change: Callable[[Any], Any]) -> Tree:
    """A tree with each of its nodes changed, those inside a node before it; the very same where nothing is."""

    def at(value: Any) -> Any:
        made = mapped(value, at)
        return change(made) if isinstance(made, Node) else made

    return at(tree)  # type: ignore[no-any-return]
