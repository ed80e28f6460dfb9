"""Choices that random data are made by: plainly from a seed while a counter-example is looked for, hypothesis's while it is made smaller."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
Maker = Callable[["Choices"], T]

AGAIN = 1 / 8
"""How often something is the same as what was made before by the same maker: ties are where rules go wrong."""

EXACT = 2**50
"""Below this a number of choices times a random fraction is exact enough."""


class Choices(Protocol):
    """What makes the choices."""

    def whole(self, low: int, high: int) -> int:
        """A whole number between two, both included; the nearer to 0, the plainer."""

    def made(self, make: Maker[T]) -> T:
        """What a maker makes by the choices that it asks for, or has made before."""

    def apart(self, make: Maker[T]) -> T:
        """What is made by the choices that are asked for, which may be left out together."""


class Seeded:
    """Choices by chance, which remember what was ``taken``."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._fraction = random.random
        self._made: dict[Maker[Any], list[tuple[Any, list[int]]]] = {}
        self.taken: list[int] = []

    def whole(self, low: int, high: int) -> int:
        """See :class:`Choices`."""
        many = high - low + 1
        one = low + int(self._fraction() * many) if many < EXACT else self._random.randint(low, high)
        self.taken.append(one)
        return one

    def made(self, make: Maker[T]) -> T:
        """See :class:`Choices`."""
        before = self._made.setdefault(make, [])
        if before and self._fraction() < AGAIN:
            again, choices = before[int(self._fraction() * len(before))]
            self.taken += choices
            return again  # type: ignore[no-any-return]
        start = len(self.taken)
        one = make(self)
        before.append((one, self.taken[start:]))
        return one

    def apart(self, make: Maker[T]) -> T:
        """See :class:`Choices`."""
        return make(self)
