"""How far numbers and proofs about them may go. docs/limits.md states these bounds; they are the same on every machine."""

from __future__ import annotations

from attrs import define
from flint import fmpq

from effrules.model.real.terms import TooLong
from effrules.words import phrase

MOST_VALUE_BITS = 1_000_000
"""A numerator or a denominator has some 301,000 digits and no more."""

MOST_WHOLE_BITS = 32_768
"""An irrational number has some 9,800 digits before its point and no more."""

BASE_BITS = 128
"""The working precision that every irrational number is enclosed with from the start."""

MOST_BITS = 16384
"""The working precision (about 4,900 digits) beyond which nothing is tried."""

MOST_ENCLOSURES = 400_000
"""One decision refines so many enclosures, counted in multiples of the base precision."""

MOST_STEPS = 200_000
"""One proof takes so many steps of algebra: terms made, compared and added up."""


class TooLarge(Exception):
    """A proof would take too many steps, terms or digits; nothing is proved."""


@define
class Budget:
    """The steps of algebra that are left for a proof."""

    left: int = MOST_STEPS

    def spend(self, steps: int) -> None:
        """Take steps. Raises ``TooLarge`` when there are none left."""
        self.left -= steps
        if self.left < 0:
            raise TooLarge


def bounded(value: fmpq) -> fmpq:
    """The number itself. Raises ``TooLong`` where its numerator or denominator has too many digits."""
    if value.height_bits() > MOST_VALUE_BITS:
        raise TooLong(phrase("as an exact fraction it has more than 301,000 digits"), fraction=True)
    return value
