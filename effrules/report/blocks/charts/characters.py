"""Charts of block characters; what is no drawing in a terminal (places, heat, small charts) is a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from flint import fmpq

from effrules.diagnostics.glyphs import width_of
from effrules.report.blocks.charts.drawn import Dots, Fall, Histogram, Waterfall
from effrules.report.blocks.lines import broken, padded

EIGHTHS = " ▏▎▍▌▋▊▉█"
WIDEST_BAR = 40
NARROWEST_BAR = 8
"""Where there is no room for a drawing this wide, the numbers stand alone."""

NARROWEST_LABEL = 12


def drawing(drawn: Histogram[str] | Waterfall[str] | Dots[str], width: int) -> Iterator[str]:
    """The lines of a drawing."""
    match drawn:
        case Histogram():
            yield from histogram(drawn, width)
        case Waterfall():
            yield from waterfall(drawn, width)
        case Dots():
            yield from dots(drawn, width)
        case _:
            assert_never(drawn)


def histogram(drawn: Histogram[str], width: int) -> Iterator[str]:
    """A line for each bin: how many, as a bar and as a number; of several groups one after the other."""
    bars = drawn.bars
    most = max((count for bar in bars for count in bar.counts), default=0) or 1
    label = max((width_of(bar.label) for bar in bars), default=0)
    room = min(WIDEST_BAR, width - label - len(str(most)) - 3)
    for at, group in enumerate(drawn.groups):
        if len(drawn.groups) > 1:
            yield group
        for bar in bars:
            count = bar.counts[at]
            long = _bar(fmpq(count * room, most)) if room >= NARROWEST_BAR else ""
            yield f"{padded(bar.label, label, is_text=False)} │{long} {count or ''}".rstrip()


def dots(drawn: Dots[str], width: int) -> Iterator[str]:
    """A line for each number: ● now, ○ before, ├───┤ between what it lies, │ where a grade begins."""
    number = max((width_of(dot.text) for dot in drawn.rows), default=0)
    label = min(
        max((width_of(dot.label) for dot in drawn.rows), default=0),
        max(NARROWEST_LABEL, (width - number) // 2),
    )
    room = min(WIDEST_BAR, width - label - number - 5)
    limits = [(limit.at, "│") for limit in drawn.limits]
    for dot in drawn.rows:
        first, *more = broken(dot.label, label)
        marks = [*limits, (dot.before, "○"), (dot.at, "●")]
        line = _marked(marks, dot.reach, drawn, room) if room >= NARROWEST_BAR else ""
        yield f"{padded(first, label)}  {padded(dot.text, number, is_text=False)}  {line}".rstrip()
        yield from more


def _marked(
    marks: Sequence[tuple[fmpq | None, str]], reach: tuple[fmpq, fmpq] | None, drawn: Dots[str], room: int
) -> str:
    """Marks where their numbers lie; later ones cover earlier ones."""
    low, width = drawn.low, drawn.high - drawn.low
    line = ["·"] * room

    def column(value: fmpq) -> int:
        at = int(((value - low) * (room - 1) / width + fmpq(1, 2)).floor())
        return max(0, min(room - 1, at))

    if width <= 0:
        return "".join(line)
    if reach is not None:
        first, last = map(column, reach)
        line[first : last + 1] = "─" * (last + 1 - first)
        line[first], line[last] = ("├", "┤") if first < last else ("│", "│")
    for value, mark in marks:
        if value is not None:
            line[column(value)] = mark
    return "".join(line)


def _bar(length: fmpq) -> str:
    """A bar of so many columns, to an eighth; what is not nothing is seen."""
    eighths = int((length * 8).ceil())
    return "█" * (eighths // 8) + (EIGHTHS[eighths % 8] if eighths % 8 else "")


def waterfall(drawn: Waterfall[str], width: int) -> Iterator[str]:
    """The old number, each step from where it takes over to where it leaves off, and the new number."""
    low, high = drawn.scale
    reach = high - low
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


def _step(step: Fall[str], low: fmpq, reach: fmpq, room: int) -> str:
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
