"""Charts as data: numbers to be drawn, and texts that stand beside them.

``Text`` is how texts are held: a ``str`` in reports of one language, another type where a page holds several. Numbers are
exact; their texts are the report's, already rounded and marked. A chart says what it shows in its ``title``.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from attrs import frozen
from flint import fmpq

Text = TypeVar("Text")


@frozen
class Bar(Generic[Text]):
    """A bin of a histogram: how many of each group fall into it. ``sign`` -1 and 1 are told apart; 0 is neither."""

    label: Text
    counts: tuple[int, ...]
    sign: int = 0


@frozen
class Histogram(Generic[Text]):
    """How many fall into each bin; ``axis`` says what the bins are of, ``groups`` who is counted, one column for each."""

    title: Text
    bars: tuple[Bar[Text], ...]
    axis: Text
    groups: tuple[Text, ...]


@frozen
class Fall(Generic[Text]):
    """A step of a waterfall: from where to where, and its number as text."""

    label: Text
    text: Text
    start: fmpq
    end: fmpq
    is_end: bool = False


@frozen
class Waterfall(Generic[Text]):
    """A way from one number to another by steps; ``low`` and ``high``: one scale for several, else its own."""

    title: Text
    falls: tuple[Fall[Text], ...]
    low: fmpq | None = None
    high: fmpq | None = None

    @property
    def scale(self) -> tuple[fmpq, fmpq]:
        """The lowest and the highest number that is drawn."""
        values = [value for step in self.falls for value in (step.start, step.end)]
        low = min(values, default=fmpq(0)) if self.low is None else self.low
        return low, max(values, default=fmpq(0)) if self.high is None else self.high


@frozen
class Limit(Generic[Text]):
    """A line across a chart: where a grade begins."""

    at: fmpq
    label: Text


@frozen
class Dot(Generic[Text]):
    """A row of a dot plot: where it stands now and where it stood ``before``; ``None`` is not drawn. ``reach``: between what it lies."""

    label: Text
    text: Text
    at: fmpq | None
    before: fmpq | None = None
    anchor: str = ""
    reach: tuple[fmpq, fmpq] | None = None


@frozen
class Dots(Generic[Text]):
    """Numbers as dots on one scale, with the limits of grades."""

    title: Text
    rows: tuple[Dot[Text], ...]
    low: fmpq
    high: fmpq
    limits: tuple[Limit[Text], ...] = ()


@frozen
class Warm(Generic[Text]):
    """A cell of a heat table: its text, and the number that colours it (``None``: none does)."""

    text: Text
    at: fmpq | None


@frozen
class Heated(Generic[Text]):
    """A row of a heat table."""

    label: Text
    cells: tuple[Warm[Text], ...]
    anchor: str = ""


@frozen
class Heat(Generic[Text]):
    """A table whose cells are coloured by their numbers from ``low`` to ``high``; ``corner`` heads the column of labels."""

    title: Text
    corner: Text
    columns: tuple[Text, ...]
    rows: tuple[Heated[Text], ...]
    low: fmpq
    high: fmpq

    def level(self, cell: Warm[Text]) -> int | None:
        """Which of the shades a cell has, from 0 (lowest) to ``SHADES`` - 1."""
        if cell.at is None or self.high <= self.low:
            return None
        share = (cell.at - self.low) / (self.high - self.low)
        return max(0, min(SHADES - 1, int((share * SHADES).floor())))


SHADES = 6


@frozen
class Way(Generic[Text]):
    """A line of a slope chart: the places before and after, with their texts; ``note`` is what is crossed on the way.

    ``sign`` 1: it rises or crosses a grade upwards; -1: down.
    """

    label: Text
    before: int | None
    after: int | None
    note: Text | None = None
    sign: int = 0


@frozen
class Slope(Generic[Text]):
    """Places before and after, the first at the top. ``before`` and ``after`` head the columns."""

    title: Text
    before: Text
    after: Text
    ways: tuple[Way[Text], ...]

    def sides(self) -> tuple[list[int], list[int]]:
        """Which lines stand in each column, from the top, by their numbers."""
        old = [(way.before, at) for at, way in enumerate(self.ways) if way.before is not None]
        new = [(way.after, at) for at, way in enumerate(self.ways) if way.after is not None]
        return [at for _, at in sorted(old)], [at for _, at in sorted(new)]


@frozen
class Panel(Generic[Text]):
    """One of several small charts: its numbers in time and their texts; where there is no number, the line is broken."""

    title: Text
    values: tuple[fmpq | None, ...]
    texts: tuple[Text, ...]


@frozen
class Multiples(Generic[Text]):
    """Small charts of one scale, each a line through the same ``times``."""

    title: Text
    times: tuple[Text, ...]
    panels: tuple[Panel[Text], ...]
    low: fmpq
    high: fmpq


Chart = Histogram[Text] | Waterfall[Text] | Dots[Text] | Heat[Text] | Slope[Text] | Multiples[Text]
