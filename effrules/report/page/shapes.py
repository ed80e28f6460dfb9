"""Lengths of bars and places of dots in drawings, as whole numbers: a drawing shows a score, it does not calculate one."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from flint import fmpq

from effrules.model.figures import figure
from effrules.model.numbers import parse_decimal
from effrules.model.real import Num

WIDTH = 1000
"""The length of a whole scale in drawings."""


@frozen
class Piece:
    """A piece of a bar: where it begins, how long it is, and which colour it has (from 1)."""

    at: int
    length: int
    colour: int


@frozen
class Dot:
    """A body on a scale."""

    at: int
    here: bool


@frozen
class Zone:
    """A stretch of a scale that has a name of its own (a grade)."""

    at: int
    length: int
    index: int


def along(value: Num, low: fmpq, high: fmpq, width: int = WIDTH) -> int:
    """Where a value lies on a scale from 0 to ``width``; beyond its ends: at its end."""
    near = value if isinstance(value, fmpq) else parse_decimal(figure(value).text.lstrip("≈")) or low
    if high == low:
        return 0
    place = int(((near - low) / (high - low) * width).floor())
    return max(0, min(width, place))


def pieces(points: Sequence[tuple[int, Num]], start: fmpq, low: fmpq, high: fmpq) -> tuple[Piece, ...]:
    """A stacked bar: colours with their points, one after the other from ``start``."""
    made: list[Piece] = []
    reached = start
    for colour, value in points:
        near = value if isinstance(value, fmpq) else parse_decimal(figure(value).text.lstrip("≈")) or fmpq(0)
        begin, end = along(reached, low, high), along(reached + near, low, high)
        if end > begin:
            made.append(Piece(begin, end - begin, colour))
        reached += near
    return tuple(made)
