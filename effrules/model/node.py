"""What all nodes of trees share: a readable form, made when it is asked for (made beforehand it slows every start)."""

from __future__ import annotations

from attrs import fields


class Node:
    """A frozen node; its readable form names its fields but not its place in the text."""

    __slots__ = ()

    def __repr__(self) -> str:
        kind: type = type(self)
        shown = (f"{f.name}={getattr(self, f.name)!r}" for f in fields(kind) if f.repr)
        return f"{kind.__name__}({', '.join(shown)})"
