"""Histograms and waterfalls of block characters."""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq

from effrules.diagnostics.glyphs import width_of
from effrules.report.blocks.lines import broken, padded
from effrules.report.blocks.pieces import Fall, Histogram, Waterfall

EIGHTHS = " ▏▎▍▌▋▊▉█"
WIDEST_BAR = 40
NARROWEST_BAR = 8
"""Where there is no room for a drawing this wide, the numbers stand alone."""

NARROWEST_LABEL = 12


def histogram(drawn: Histogram, width: int) -> Iterator[str]:
    """A line for each bin: how many, as a bar and as a number."""
    bars = drawn.bars
    most = max((bar.count for bar in bars), default=0) or 1
    label = max((width_of(bar.label) for bar in bars), default=0)
    room = min(WIDEST_BAR, width - label - len(str(most)) - 3)
    for bar in bars:
        long = _bar(fmpq(bar.count * room, most)) if room >= NARROWEST_BAR else ""
        yield f"{padded(bar.label, label, is_text=False)} │{long} {bar.count or ''}".rstrip()


def _bar(length: fmpq) -> str:
    """A bar of so many columns, to an eighth; what is not nothing is seen."""
    eighths = int((length * 8).ceil())
    return "█" * (eighths // 8) + (EIGHTHS[eighths % 8] if eighths % 8 else "")


def waterfall(drawn: Waterfall, width: int) -> Iterator[str]:
    """The old number, each step from where it takes over to where it leaves off, and the new number."""
    values = [value for step in drawn.falls for value in (step.start, step.end)]
    low = min(values) if drawn.low is None else drawn.low
    reach = (max(values) if drawn.high is None else drawn.high) - low
    number = max(width_of(step.text) for step in drawn.falls)
    label = min(
        max(width_of(step.label) for step in drawn.falls), max(NARROWEST_LABEL, (width - number) // 2)
    )
    room = min(WIDEST_BAR, width - label - number - 5)
    for step in drawn.falls:
        first, *more = broken(step.label, label)
        bar = _step(step, low, reach, room) if room >= NARROWEST_BAR else ""
        yield f"{padded(first, label)}  {padded(step.text, number, is_text=False)}  {bar}".rstrip()
        yield from more


def _step(step: Fall, low: fmpq, reach: fmpq, room: int) -> str:
    """Where a step lies between the lowest and the highest number: ▒ down, █ up, · neither, │ an end."""
    if reach == 0:
        return "│" if step.is_end else ""
    columns = sorted(
        int(((value - low) * (room - 1) / reach + fmpq(1, 2)).floor()) for value in (step.start, step.end)
    )
    if step.is_end:
        return " " * columns[0] + "│"
    if step.start == step.end:
        return " " * columns[0] + "·"
    mark = "█" if step.end > step.start else "▒"
    return " " * columns[0] + mark * max(1, columns[1] - columns[0])
