"""The scores of all bodies in plain tables, for readers whose browser runs no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from effrules.report.page.body import AdjustmentLine, Body, Line
from effrules.report.page.ranking import RankedGroup
from effrules.report.page.said import Said, Shown

NOT_THERE = Said("—", "—", "—")
"""Stands for a score or penalty of a part that is not applicable."""


@frozen
class PlainRow:
    """A part, penalty or bonus: for each body its score or the points, and of how many where that is not the same for all.

    ``maximum`` is how many points the part can have, where it is the same for all bodies.
    """

    number: str
    depth: int
    title: Said
    maximum: str
    cells: tuple[tuple[Shown | Said, str], ...]
    sign: int = 0


@frozen
class PlainTable:
    """The bodies of a group, one column for each, and the parts of their scores."""

    title: Said | None
    bodies: tuple[Body, ...]
    rows: tuple[PlainRow, ...]


def plain_tables(groups: Sequence[RankedGroup]) -> tuple[PlainTable, ...]:
    """A table for each group."""
    return tuple(_table(group) for group in groups)


def _table(group: RankedGroup) -> PlainTable:
    bodies = tuple(row.body for row in group.rows)
    return PlainTable(group.title, bodies, tuple(_rows(bodies)))


def _rows(bodies: Sequence[Body]) -> Iterator[PlainRow]:
    """The parts in their order, which is the same for all bodies; then penalties and bonuses."""
    for lines in zip(*(body.lines for body in bodies), strict=True):
        first = lines[0]
        maxima = {line.maximum for line in lines if line.scored}
        same = maxima.pop() if len(maxima) == 1 else ""
        yield PlainRow(
            first.number, first.depth, first.title, same, tuple(_score(line, same) for line in lines)
        )
    for taken in zip(*(body.adjustments for body in bodies), strict=True):
        yield PlainRow("", 1, taken[0].title, "", tuple(map(_points, taken)), taken[0].sign)


def _score(line: Line, maximum: str) -> tuple[Shown | Said, str]:
    return (line.score if line.scored else NOT_THERE), ("" if maximum or not line.scored else line.maximum)


def _points(line: AdjustmentLine) -> tuple[Shown | Said, str]:
    return (line.taken if line.applies else NOT_THERE), ""
