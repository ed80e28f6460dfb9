"""What all nodes of trees share: a readable form, made when it is asked for (made beforehand it slows every start)."""

from __future__ import annotations

import sys

from attrs import fields

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
