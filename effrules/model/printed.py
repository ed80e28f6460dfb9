"""Scales as they are printed: "80 – 89,9", "менее 49,9", both ends included; what they leave out, and how they are read.

The lines of such a scale have holes (49.9 to 50 belongs to none of them) and shared ends (60 – 70, 70 – 80). A reading says
which line a value there belongs to; with it the lines become stretches that meet. Nothing here asks which values can occur.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from itertools import pairwise

from attrs import evolve, field, frozen
from flint import fmpq

from effrules.model.basis import Basis
from effrules.model.types import Domain, End, Ends
from effrules.source import Span


class Side(Enum):
    """Which of two neighbouring lines is meant: the one with the lower values, or the one with the higher ones."""

    LOWER = "lower"
    HIGHER = "higher"


@frozen
class Stretch(Ends):
    """A stretch of values; an end of ``None`` is open to that side."""

    low: End
    low_included: bool
    high: End
    high_included: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in it."""
        low, high = self.low, self.high
        if low is None or high is None:
            return False
        return bool(low > high or (low == high and not (self.low_included and self.high_included)))


def stretch_of(ends: Ends) -> Stretch:
    """The values of a band or a grade."""
    return Stretch(ends.low, ends.low_included, ends.high, ends.high_included)


@frozen
class Reading:
    """How lines are read where they say nothing, or two of them do. Without a side: the value is rounded first."""

    side: Side | None
    basis: Basis = field(eq=False)
    span: Span | None = field(default=None, eq=False, repr=False)


@frozen
class Printed:
    """A scale as an act prints it: its lines in the order of the act, and how they are read."""

    lines: tuple[Stretch, ...]
    percent: bool
    """Whether the lines are printed in percent."""
    between: Reading | None = None
    rounded: Reading | None = None
    """The value is rounded before its line is looked for."""
    shared: Reading | None = None

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings that are stated."""
        return tuple(one for one in (self.rounded, self.between, self.shared) if one is not None)


@frozen
class Gap:
    """Values between two neighbouring lines that belong to neither; ``below`` and ``above`` are the numbers of the lines."""

    stretch: Stretch
    below: int
    above: int


@frozen
class SharedEnd:
    """A value at which one line ends and the next begins, both with it."""

    value: End
    below: int
    above: int


def in_order(lines: Sequence[Stretch]) -> list[int]:
    """The numbers of the lines, from the lowest values up."""

    def key(number: int) -> tuple[End, ...]:
        line = lines[number]
        if line.low is None:
            return (0,)
        return (1, line.low, not line.low_included, line.high is None or line.high != line.low)

    return sorted(range(len(lines)), key=key)


def gaps(lines: Sequence[Stretch]) -> Iterator[Gap]:
    """What lies between two neighbouring lines, from the lowest up."""
    for below, above in pairwise(in_order(lines)):
        lower, upper = lines[below], lines[above]
        if lower.high is None or upper.low is None:
            continue
        left_out = Stretch(lower.high, not lower.high_included, upper.low, not upper.low_included)
        if not left_out.is_empty:
            yield Gap(left_out, below, above)


def shared_ends(lines: Sequence[Stretch]) -> Iterator[SharedEnd]:
    """Values at which one line ends and the next one begins, from the lowest up."""
    for below, above in pairwise(in_order(lines)):
        lower, upper = lines[below], lines[above]
        if lower.high is not None and lower.high == upper.low and lower.high_included and upper.low_included:
            yield SharedEnd(lower.high, below, above)


def completed(lines: Sequence[Stretch], between: Side | None, shared: Side | None) -> tuple[Stretch, ...]:
    """The lines as they are read: each gap and each shared end goes to the line that the readings name.

    Where no reading is stated, gaps and shared ends stay.
    """
    made = list(lines)
    for end in shared_ends(lines) if shared is not None else ():
        if shared is Side.HIGHER:
            made[end.below] = evolve(made[end.below], high_included=False)
        else:
            made[end.above] = evolve(made[end.above], low_included=False)
    for gap in gaps(lines) if between is not None else ():
        stretch = gap.stretch
        if between is Side.LOWER:
            made[gap.below] = evolve(made[gap.below], high=stretch.high, high_included=stretch.high_included)
        else:
            made[gap.above] = evolve(made[gap.above], low=stretch.low, low_included=stretch.low_included)
    return tuple(made)


# -- The printed grid ---------------------------------------------------------------------------------------------


def grid(lines: Sequence[Stretch], percent: bool) -> fmpq | None:
    """The step in which a scale is printed: 0.1 % where some line ends at 89.9 %; ``None`` for days or endless decimals."""
    ends = [end for line in lines for end in (line.low, line.high) if end is not None]
    if not ends or not isinstance(ends[0], fmpq):
        return None
    step = fmpq(1, 100) if percent else fmpq(1)
    for _ in range(MOST_DECIMALS):
        if all((end / step).q == 1 for end in ends):
            return step
        step /= 10
    return None


MOST_DECIMALS = 12
"""With more decimals than these no scale is printed."""


def on_grid(stretch: Stretch, step: fmpq) -> tuple[fmpq, fmpq] | None:
    """The first and the last multiple of a step in a stretch that has two ends; ``None`` where there is none."""
    low, high = stretch.low, stretch.high
    first = _floor(low, step)
    if first < low or not stretch.low_included:
        first += step
    last = _floor(high, step)
    if last == high and not stretch.high_included:
        last -= step
    return (first, last) if first <= last else None


def _floor(value: fmpq, step: fmpq) -> fmpq:
    times = value / step
    return step * fmpq(int(times.p // times.q))


def occurs(stretch: Stretch, domain: Domain, step: fmpq | None) -> Stretch | None:
    """The part of a stretch with two ends in which values of a domain, all of them multiples of a step, can lie."""
    low, low_in, high, high_in = stretch.low, stretch.low_included, stretch.high, stretch.high_included
    if domain.low is not None and (domain.low > low or (domain.low == low and domain.low_open)):
        low, low_in = domain.low, not domain.low_open
    if domain.high is not None and (domain.high < high or (domain.high == high and domain.high_open)):
        high, high_in = domain.high, not domain.high_open
    met = Stretch(low, low_in, high, high_in)
    if met.is_empty:
        return None
    if isinstance(low, date) and isinstance(high, date):
        days = (high - low).days + 1 - (not low_in) - (not high_in)
        return met if days > 0 else None
    if domain.whole and (step is None or step < 1):
        step = fmpq(1)
    if step is not None and isinstance(low, fmpq) and isinstance(high, fmpq) and on_grid(met, step) is None:
        return None
    return met
