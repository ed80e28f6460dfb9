"""Charts as inline SVG: positions are whole hundredths of exact numbers, colours come from the page's style.

A chart is one picture to whoever cannot see it: its title, and every number that is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flint import fmpq
from markupsafe import Markup

from effrules.diagnostics.glyphs import shown
from effrules.model.numbers import display
from effrules.report.blocks.pieces import Fall, Histogram, Waterfall

WIDTH, LABELS, NUMBERS, ROW = 760, 340, 80, 24
"""Pixels: of a drawing, of the names at its left, of the numbers at its right, of a row."""

LONGEST = 40
"""A longer name is cut in the drawing; it stands whole in its tooltip."""

KINDS = {-1: "down", 0: "same", 1: "up"}


def waterfall(chart: Waterfall) -> Markup:
    """The first number, each step from where it takes over to where it leaves off, the last number."""
    values = [value for step in chart.falls for value in (step.start, step.end)]
    low = min(values) if chart.low is None else chart.low
    high = max(values) if chart.high is None else chart.high
    room = WIDTH - LABELS - NUMBERS

    def at(value: fmpq) -> fmpq:
        return LABELS + ((value - low) * room / (high - low) if high > low else fmpq(room, 2))

    height = len(chart.falls) * ROW
    drawn = [_line(at(fmpq(0)), 0, height, "zero")] if low < 0 < high else []
    for number, step in enumerate(chart.falls):
        top = number * ROW
        left, right = sorted((at(step.start), at(step.end)))
        if step.is_end:
            left, right = left - 1, right + 1
        drawn.append(
            Markup("<g><title>{}: {}</title>{}{}{}</g>").format(
                shown(step.label),
                shown(step.text),
                _text(0, top, _cut(step.label)),
                _bar(left, top, max(right - left, fmpq(1)), "end" if step.is_end else KINDS[_sign(step)]),
                _text(WIDTH, top, step.text, "number"),
            )
        )
        if number + 1 < len(chart.falls):
            drawn.append(_line(at(step.end), top + 19, top + ROW + 5))
    return _svg(height, chart.title, ((step.label, step.text) for step in chart.falls), drawn)


def histogram(chart: Histogram) -> Markup:
    """A row for each bin, as long as it has cases, with a line where the sign changes."""
    most = max((bar.count for bar in chart.bars), default=0) or 1
    label = 220
    room = WIDTH - label - 50
    drawn = []
    for number, bar in enumerate(chart.bars):
        top = number * ROW
        width = fmpq(bar.count * room, most)
        if number and chart.bars[number - 1].sign < 0 <= bar.sign:
            drawn.append(Markup('<line class="zero" x1="0" y1="{0}" x2="{1}" y2="{0}"/>').format(top, WIDTH))
        drawn += [
            _text(label - 8, top, bar.label, "number"),
            _bar(fmpq(label), top, width, KINDS[bar.sign]),
            _text(label + width + 6, top, str(bar.count or "")),
        ]
    told = ((bar.label, str(bar.count)) for bar in chart.bars)
    return _svg(len(chart.bars) * ROW, chart.title, told, drawn)


def _svg(height: int, title: str, told: Iterable[tuple[str, str]], drawn: Sequence[Markup]) -> Markup:
    numbers = "; ".join(f"{shown(label)}: {shown(text)}" for label, text in told)
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" xmlns="http://www.w3.org/2000/svg">'
        "<title>{}</title><desc>{}</desc>{}</svg>"
    ).format(WIDTH, height, shown(title), numbers, Markup("").join(drawn))


def _text(x: fmpq | int, top: int, text: str, kind: str = "") -> Markup:
    named = Markup(' class="{}"').format(kind) if kind else Markup("")
    return Markup('<text{} x="{}" y="{}">{}</text>').format(named, _px(x), top + 16, shown(text))


def _bar(x: fmpq, top: int, width: fmpq, kind: str) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="14"/>').format(
        kind, _px(x), top + 5, _px(width)
    )


def _line(x: fmpq, top: int, bottom: int, kind: str = "next") -> Markup:
    return Markup('<line class="{}" x1="{x}" y1="{}" x2="{x}" y2="{}"/>').format(kind, top, bottom, x=_px(x))


def _sign(step: Fall) -> int:
    return (step.end > step.start) - (step.end < step.start)


def _px(value: fmpq | int) -> str:
    return display(fmpq(value), 2)


def _cut(label: str) -> str:
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"
