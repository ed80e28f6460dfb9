"""How a run was worked out: for each node how many subjects each way decided, and why the rest was left to the exact engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from effrules.words import Message

if TYPE_CHECKING:
    from effrules.columnar.tree import Scores


@define
class Decided:
    """Of one node: decided in columns, decided again exactly, left to the exact engine."""

    columns: int = 0
    again: int = 0
    left: int = 0


@define
class Profile:
    """``nodes`` by name; ``reasons``: constructs that columns do not work out, with the rows met; ``whole``: why all was left."""

    nodes: dict[str, Decided] = field(factory=dict)
    reasons: dict[Message, int] = field(factory=dict)
    whole: Message | None = None

    @property
    def all(self) -> Decided:
        """Of all nodes together."""
        every = self.nodes.values()
        return Decided(*(sum(getattr(one, way) for one in every) for way in ("columns", "again", "left")))

    def add(self, block: Scores) -> None:
        """Count a block in."""
        for name, counts in block.counts.items():
            mine = self.nodes.setdefault(name, Decided())
            mine.columns += counts.columns
            mine.again += counts.again
            mine.left += counts.left
        for why, many in block.kernel.left.items():
            self.reasons[why] = self.reasons.get(why, 0) + many
