"""How a number is shown in reports: see ``effrules.model.figures``; and how finely it is drawn."""

from __future__ import annotations

from flint import fmpq

from effrules.model import real
from effrules.model.figures import IRRATIONAL_PLACES, PLACES, Figure, figure
from effrules.model.real import Num, Undecided, round_num
from effrules.model.rounding import Rounding, RoundingMode

__all__ = ["IRRATIONAL_PLACES", "PLACES", "Figure", "drawn", "figure"]

DRAWN = Rounding(6, RoundingMode.HALF_EVEN)
"""How finely what is drawn is measured; texts are exact."""


def drawn(value: Num) -> fmpq:
    """A number as finely as it can be drawn."""
    if isinstance(value, fmpq):
        return value
    try:
        return round_num(value, DRAWN)
    except Undecided:
        return round_num(real.middle(value), DRAWN)
