"""Counter-examples made smaller by hypothesis; the same data as its strategies."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TypeVar

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.database import ExampleDatabase, choices_to_bytes
from hypothesis.errors import HypothesisException

from effrules.prove.choices import Maker

T = TypeVar("T")


class _Found(Exception):
    """What is looked for is there."""


class Drawn:
    """Choices (:class:`effrules.prove.choices.Choices`) that hypothesis makes."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def whole(self, low: int, high: int) -> int:
        """A whole number between two, both included."""
        return self._draw(st.integers(low, high))

    def made(self, make: Maker[T]) -> T:
        """What a maker makes."""
        return self._draw(strategy(make))

    apart = made


@st.composite
def strategy(draw: st.DrawFn, make: Maker[T]) -> T:
    """What a maker makes, as a strategy."""
    return make(Drawn(draw))


class _Kept(ExampleDatabase):
    """Gives hypothesis one case to begin with."""

    def __init__(self, taken: Sequence[int]) -> None:
        super().__init__()
        self._saved = choices_to_bytes(
            [*taken, 0]
        )  # what has a choice too many counts as not yet made smaller

    def fetch(self, key: bytes) -> Iterable[bytes]:  # noqa: ARG002
        yield self._saved

    def save(self, key: bytes, value: bytes) -> None:
        """Nothing is kept."""

    def delete(self, key: bytes, value: bytes) -> None:
        """Nothing is kept."""


def smallest(make: Maker[T | None], taken: Sequence[int], found: T) -> T:
    """The smallest that a maker makes and that is there, from one that was ``found`` by the choices that were ``taken``."""
    best = found

    @settings(
        database=_Kept(taken),
        deadline=None,
        phases=(Phase.reuse, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
        print_blob=False,
    )
    @seed(0)
    @given(strategy(make))
    def again(one: T | None) -> None:
        nonlocal best
        if one is not None:
            best = one
            raise _Found

    with warnings.catch_warnings(), suppress(_Found, HypothesisException):
        warnings.simplefilter("ignore")
        again()
    return best
