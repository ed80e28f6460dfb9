"""Operators: each is one member with one row of what is known of it, its signs among it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Self, assert_never


class Worded(Enum):
    """Members with a row of facts each; the value is the word of the rules."""

    _value_: str

    def __new__(cls, word: str, *row: object) -> Self:
        """A member with its row: what stands behind the word, in the fields that the class declares."""
        made = object.__new__(cls)
        made._value_ = word
        for name, fact in zip(cls.__annotations__, row, strict=True):
            setattr(made, name, fact)
        return made

    @classmethod
    def of_word(cls, word: str) -> Self:
        """The member that a word means."""
        return next(member for member in cls if member.value == word)


class Rises(Enum):
    """Whether what is made of values follows when one of them rises."""

    ALWAYS = "always"
    WHERE_POSITIVE = "where positive"
    """Where no value can be below 0."""
    UNKNOWN = "unknown"

    def follows(self, positive: Callable[[], bool]) -> bool:
        """Whether it surely follows; ``positive`` tells whether no value can be below 0."""
        match self:
            case Rises.ALWAYS:
                return True
            case Rises.WHERE_POSITIVE:
                return positive()
            case Rises.UNKNOWN:
                return False
            case _:
                assert_never(self)


class ArithmeticOperator(Enum):
    """The four operations; dates and days also add and subtract."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


class Comparison(Worded):
    """How two values are compared; the value is the word of the rules, ``sign`` that of mathematics."""

    sign: str

    EQUAL = "is", "="
    NOT_EQUAL = "is not", "≠"
    LESS = "below", "<"
    AT_MOST = "at most", "≤"
    GREATER = "above", ">"
    AT_LEAST = "at least", "≥"

    @property
    def opposite(self) -> Comparison:
        """What holds where this does not."""
        match self:
            case Comparison.EQUAL:
                return Comparison.NOT_EQUAL
            case Comparison.NOT_EQUAL:
                return Comparison.EQUAL
            case Comparison.LESS:
                return Comparison.AT_LEAST
            case Comparison.AT_LEAST:
                return Comparison.LESS
            case Comparison.GREATER:
                return Comparison.AT_MOST
            case Comparison.AT_MOST:
                return Comparison.GREATER
            case _:
                assert_never(self)

    @property
    def turned(self) -> Comparison:
        """The same said with the operands in the other order."""
        match self:
            case Comparison.EQUAL | Comparison.NOT_EQUAL:
                return self
            case Comparison.LESS:
                return Comparison.GREATER
            case Comparison.GREATER:
                return Comparison.LESS
            case Comparison.AT_MOST:
                return Comparison.AT_LEAST
            case Comparison.AT_LEAST:
                return Comparison.AT_MOST
            case _:
                assert_never(self)
