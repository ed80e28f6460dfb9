"""Findings about one table's cells, kept in the order of its rows; the hundredth of a kind is only counted."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field

from effrules.data import cell_errors
from effrules.diagnostics import Finding

MOST_ALIKE = 20
"""So many findings of one kind in one column are told one by one."""


@define(eq=False)
class CellFindings:
    """Findings by the row and column they are about; each is made only when it will be told."""

    told: list[tuple[int, int, Finding]] = field(factory=list)
    counts: dict[tuple[str, int], int] = field(factory=dict)
    last: dict[tuple[str, int], Finding] = field(factory=dict)

    def add(self, kind: str, row: int, column: int, make: Callable[[], Finding]) -> None:
        """Note a finding of a kind about a cell."""
        count = self.counts[kind, column] = self.counts.get((kind, column), 0) + 1
        if count <= MOST_ALIKE:
            finding = self.last[kind, column] = make()
            self.told.append((row, column, finding))

    def in_order(self) -> list[Finding]:
        """The findings by row, then those that stand for the rest of many."""
        ordered = [finding for _, _, finding in sorted(self.told, key=lambda told: told[:2])]
        for place, count in self.counts.items():
            if count > MOST_ALIKE:
                ordered.append(cell_errors.more_alike(self.last[place], count - MOST_ALIKE))
        return ordered
