"""Why something is left to the exact engine whatever the rows hold, in words."""

from __future__ import annotations

from effrules.words import Message, phrase

BY_ITSELF = phrase("so many rows of all bodies, each of which has to look at them by itself")
CONDITIONAL_WEIGHTS = phrase("weights of parts that are asked for under a condition only")
DAYS_AWAY = phrase("a day so many days away, where the number of days is not plainly whole")
FIGURES = phrase("figures looked up by numbers that are not short decimals")
LONG_WEIGHTS = phrase("weights that do not fit in 64 bits")
OTHERS_PARTS = phrase("the parts of another body by their weights")
SOME_ONLY = phrase("some bodies only are asked for")
STEPS = phrase("so many steps in all that one body alone may take too many")
INDISTINCT = phrase("two scores that cannot be told apart")


def of_irrational(word: str) -> Message:
    """A standing that is worked out of rational numbers only."""
    return phrase("`{word}` of numbers that are not rational", word=word)


def of_weighted_parts(word: str) -> Message:
    """An aggregate of parts by their weights that columns do not have."""
    return phrase("`{word}` of the parts by their weights", word=word)
