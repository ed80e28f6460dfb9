"""The drawings of an impact: a waterfall for each body and the distribution, as inline SVG.

All positions are whole hundredths worked out from exact numbers; colours come from the page's style sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq

from effrules.model.numbers import display
from effrules.report.blocks.html import text
from effrules.report.impact.shapes import Bar, Waterfall

WIDTH, LABELS, NUMBERS, ROW = 760, 340, 80, 24
"""Pixels: of a drawing, of the names at its left, of the numbers at its right, of a row."""

LONGEST_LABEL = 40
"""A longer name is cut in the drawing; it stands whole in its tooltip and in the table of edits."""


def waterfall_svg(fall: Waterfall) -> str:
    """A waterfall: the old total, each edit from where it takes over to where it leaves off, the new total."""
    values = [value for step in fall.falls for value in (step.start, step.end)]
    low, reach = min(values), max(values) - min(values)
    room = WIDTH - LABELS - NUMBERS
    rows = []

    def at(value: fmpq) -> fmpq:
        return LABELS + ((value - low) * room / reach if reach else fmpq(room, 2))

    for number, step in enumerate(fall.falls):
        top = number * ROW
        left, right = sorted((at(step.start), at(step.end)))
        kind = (
            "end"
            if step.is_end
            else "up"
            if step.end > step.start
            else "down"
            if step.end < step.start
            else "same"
        )
        if step.is_end:
            left, right = left - 1, right + 1
        width = max(right - left, fmpq(1))
        rows.append(
            f"<g><title>{text(step.label)}: {text(step.text)}</title>"
            f'<text x="0" y="{top + 16}">{text(_cut(step.label))}</text>'
            f'<rect class="{kind}" x="{_px(left)}" y="{top + 5}" width="{_px(width)}" height="14"/>'
            f'<text class="number" x="{WIDTH}" y="{top + 16}">{text(step.text)}</text></g>'
        )
        if number + 1 < len(fall.falls):
            x = _px(at(step.end))
            rows.append(f'<line x1="{x}" y1="{top + 19}" x2="{x}" y2="{top + ROW + 5}"/>')
    return _svg(len(fall.falls) * ROW, fall.title, rows)


def histogram_svg(bars: Sequence[Bar], title: str) -> str:
    """The distribution: a row for each bin, as long as it has changes."""
    most = max(bar.count for bar in bars)
    label = 220
    room = WIDTH - label - 50
    rows = []
    for number, bar in enumerate(bars):
        top = number * ROW
        width = fmpq(bar.count * room, most)
        rows.append(
            f'<text class="number" x="{label - 8}" y="{top + 16}">{text(bar.label)}</text>'
            f'<rect class="{"up" if bar.side > 0 else "down"}" x="{label}" y="{top + 5}" width="{_px(width)}" height="14"/>'
            f'<text x="{_px(label + width + 6)}" y="{top + 16}">{bar.count or ""}</text>'
        )
    return _svg(len(bars) * ROW, title, rows)


def _svg(height: int, title: str, rows: Sequence[str]) -> str:
    return (
        f'<svg class="impact" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{text(title)}" '
        f'xmlns="http://www.w3.org/2000/svg">{"".join(rows)}</svg>'
    )


def _px(value: fmpq) -> str:
    return display(fmpq(value), 2)


def _cut(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"
