"""What every search for edits needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from effrules.compare.edits.sides import Sides
from effrules.compare.matching import origins
from effrules.compare.matching.origins import Reason
from effrules.model.basis import Origin
from effrules.model.things import Kept

T = TypeVar("T")


class Search:
    """Two programs side by side, and the reasons that the newer version gives."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self.old, self.new = sides.old, sides.new
        self.left, self.right = sides.left, sides.right
        self.known = origins.versions(sides.old)

    def _said(self, before: Origin | None, after: Origin | None) -> Reason:
        return origins.of_origin(before, after, self.known)

    def _both(self, left: Mapping[str, T], right: Mapping[str, T]) -> Iterator[str]:
        """The names of things of both sides: as they stand now, what is gone behind what it stood behind."""
        names = list(right)
        last = -1
        for name in left:
            if name in right:
                last = names.index(name)
            else:
                last += 1
                names.insert(last, name)
        yield from names

    def _reason(self, before: Any, after: Any, was: str, kind: Kept) -> Reason:
        if after is None:
            return origins.of_drop(self.new, kind, was)
        return self._said(None if before is None else before.origin, after.origin)
