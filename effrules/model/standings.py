"""Where a row stands among others: each kind is one member with one row of all that is known of it."""

from __future__ import annotations

from enum import Enum

from attrs import evolve, frozen

from effrules.model import ranges
from effrules.model.operators import Worded
from effrules.model.ranges import ANY, ONE, UNIT, ZERO, Range
from effrules.model.types import NUMBER, PLAIN, SHARE, Quantity
from effrules.words import Text, phrase


class Ties(Enum):
    """What places equal values get."""

    SHARE = "share a place"
    """1, 1, 3."""
    DENSE = "share a place, none is skipped"
    """1, 1, 2."""
    AVERAGE = "share the average place"
    """1.5, 1.5, 3: the mean of the places that they take up together. Of positions only."""

    @property
    def whole(self) -> bool:
        """Whether places are whole numbers; else they may be halves."""
        return self is not Ties.AVERAGE


@frozen
class StandingFacts:
    """What is known of a kind of standing: its name in a sentence, its type, where it lies if not all values are equal.

    ``by_places``: it is a place, counted from one end, and ties say what equal rows get. ``by_spread``: it is measured by the spread
    of the values, so that there is none where all are equal.
    """

    called: Text
    type: Quantity
    range: Range
    by_places: bool = False
    by_spread: bool = False


class StandingKind(Worded):
    """Where a row stands among others; the value is the word of the rules."""

    facts: StandingFacts

    POSITION = (
        "position",
        StandingFacts(
            phrase("position", context="among others"),
            NUMBER,
            ranges.at_least(ONE, whole=True),
            by_places=True,
        ),
    )
    """1 + the number of rows that are better; what equal rows get is said by ``Ties``."""
    PERCENTILE = (
        "percentile",
        StandingFacts(
            phrase("percentile", context="among others"), SHARE, ranges.made(ZERO, True, ONE, True)
        ),
    )
    """Percentile rank: (worse + half of the equal) / all, the row itself among the equal ones."""
    Z_SCORE = "z-score", StandingFacts(phrase("z-score", context="among others"), PLAIN, ANY, by_spread=True)
    """(value - mean) / standard deviation of the population."""
    MIN_MAX = "min-max", StandingFacts(phrase("min-max", context="among others"), SHARE, UNIT, by_spread=True)
    """(value - smallest) / (largest - smallest)."""

    def with_ties(self, ties: Ties) -> StandingFacts:
        """What is known of it where equal rows get what ``ties`` says: places that may be halves are no whole numbers."""
        if ties.whole:
            return self.facts
        return evolve(self.facts, type=PLAIN, range=ranges.without_whole(self.facts.range))
