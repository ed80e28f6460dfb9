"""What the declarations of rules are called, and under what they are kept and followed from version to version."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Kept(StrEnum):
    """Under what a draft keeps a declaration; what is called by several words is kept under one of them."""

    SOURCE = "source"
    UNIT = "unit"
    TABLE = "table"
    FIGURES = "figures"
    DEFINE = "define"
    BLOCK = "block"
    DIRECTION = "direction"
    CRITERION = "criterion"
    NODE = "node"
    """Of any level, for those who follow it from one level to another."""
    WEIGHTS = "weights"
    ADJUSTMENT = "adjustment"
    TOTAL = "total"
    RATING = "rating"
    RANK = "rank"
    PROPERTY = "property"
    EXAMPLE = "example"
    INSTITUTION = "institution"
    STAGE = "stage"
    SPOT_CHECK = "spot check"
    RECOMMEND = "recommend"

    @classmethod
    def of_word(cls, word: str) -> Kept | None:
        """Under what something is kept that is called so, by its own word or that of all that are kept there."""
        words: dict[str, Kept] = {
            **{one.value: one for one in cls},
            **{one.value: one.kept for one in ThingKind},
        }
        return words.get(word)

    @property
    def whatever_level(self) -> Kept:
        """The same of any level."""
        return Kept.NODE if self in NODES else self


NODES = (Kept.BLOCK, Kept.DIRECTION, Kept.CRITERION)
"""What stands in the tree of scores below the total."""

PROCEDURE = (Kept.INSTITUTION, Kept.STAGE, Kept.SPOT_CHECK, Kept.RECOMMEND)
"""What says how the year goes."""


class ThingKind(StrEnum):
    """What an amendment can be about: its word, and under what a draft keeps it."""

    kept: Kept

    SOURCE = "source"
    UNIT = "unit"
    SUBJECT = "subject", Kept.TABLE
    TABLE = "table"
    FORM = "form", Kept.TABLE
    FIGURES = "figures"
    CALENDAR = "calendar", Kept.FIGURES
    FIGURE = "figure", Kept.DEFINE
    DEFINE = "define"
    BLOCK = "block"
    DIRECTION = "direction"
    CRITERION = "criterion"
    WEIGHTS = "weights"
    PENALTY = "penalty", Kept.ADJUSTMENT
    BONUS = "bonus", Kept.ADJUSTMENT
    TOTAL = "total"
    RATING = "rating"
    RANK = "rank"
    PROPERTY = "property"
    EXAMPLE = "example"
    INSTITUTION = "institution"
    STAGE = "stage"
    SPOT_CHECK = "spot check"
    RECOMMEND = "recommend"

    def __new__(cls, word: str, kept: Kept | None = None) -> Self:
        """A member with what it is kept under, if that has another word."""
        made = str.__new__(cls, word)
        made._value_ = word
        made.kept = kept or Kept(word)
        return made
