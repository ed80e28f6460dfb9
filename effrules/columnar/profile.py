"""How a run was worked out: for each node how many subjects each way decided, and why the rest was left to the exact engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

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
    reasons: dict[str, int] = field(factory=dict)
    whole: str = ""

    def add(self, block: Scores) -> None:
        """Count a block in."""
        for name, counts in block.counts.items():
            mine = self.nodes.setdefault(name, Decided())
            mine.columns += counts.columns
            mine.again += counts.again
            mine.left += counts.left
        for why, many in block.kernel.left.items():
            self.reasons[why] = self.reasons.get(why, 0) + many
