"""Lengths of bars and places of dots in drawings, as whole numbers: a drawing shows a score, it does not calculate one."""

from __future__ import annotations

from attrs import frozen
from flint import fmpq

from effrules.model.figures import figure
from effrules.model.numbers import parse_decimal
from effrules.model.real import Num

WIDTH = 1000
"""The length of a whole scale in drawings."""


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


def near(value: Num) -> fmpq:
    """A number as finely as it can be drawn."""
    return value if isinstance(value, fmpq) else parse_decimal(figure(value).text) or fmpq(0)


def along(value: Num, low: fmpq, high: fmpq, width: int = WIDTH) -> int:
    """Where a value lies on a scale from 0 to ``width``; beyond its ends: at its end."""
    if high == low:
        return 0
    place = int(((near(value) - low) / (high - low) * width).floor())
    return max(0, min(width, place))
