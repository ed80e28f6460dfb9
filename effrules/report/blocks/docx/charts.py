"""Charts in Word files: a table whose bars are shaded paragraphs between indents, exact to a twentieth of a point."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq
from markupsafe import Markup

from effrules.report.blocks.charts.drawn import Fall, Heat, Waterfall
from effrules.report.blocks.docx.runs import paragraph, run
from effrules.report.blocks.docx.tables import Cell, grid, row
from effrules.report.blocks.pieces import Tile, Tone

UP, DOWN, END = "1D5A9E", "C2662A", "595959"
"""The colours of what goes up and down, and of the two ends."""

SHADES = ("F7B983", "FBD7B5", "FDEEE0", "EAF1FA", "C3DBF3", "94BFE8")
"""The colours of a heat table, from the lowest to the highest: those of the page in print."""

TICK = 60
"""How wide an end is, and the least width of a step: 3 points."""


def waterfall(chart: Waterfall[str], width: int, *, left: int = 0) -> Markup:
    """A row for each step: its label, its bar, its number."""
    low, high = chart.scale
    reach = high - low
    widths = [width * 9 // 20, width * 2 // 5, width - width * 9 // 20 - width * 2 // 5]
    room = widths[1] - 4 * TICK

    def at(value: fmpq) -> int:
        return int((value - low) * room / reach) if reach else 0

    def drawn(step: Fall[str]) -> Markup:
        start, end = sorted((at(step.start), at(step.end)))
        if step.is_end:
            return _bar(start, TICK, END, room)
        colour = END if start == end else UP if step.end > step.start else DOWN
        return _bar(start, max(end - start, TICK // 2), colour, room)

    tones = (Tone.STRONG if step.is_end else Tone.PLAIN for step in chart.falls)
    rows = [
        row([
            Cell(paragraph(run(step.label, tone), "Drawn"), widths[0]),
            Cell(drawn(step), widths[1], is_middle=True),
            Cell(paragraph(run(step.text, tone), "DrawnRight"), widths[2]),
        ])
        for step, tone in zip(chart.falls, tones, strict=True)
    ]  # fmt: skip
    return grid(rows, widths, "Facts", left=left) + paragraph(Markup(""), "AfterTable")


def fills(chart: Heat[str]) -> list[list[str]]:
    """The colours of the cells of a heat table, row by row; the label and what is no number have none."""
    levels = ([chart.level(cell) for cell in one.cells] for one in chart.rows)
    return [["", *("" if level is None else SHADES[level] for level in row_of)] for row_of in levels]


def _bar(start: int, long: int, colour: str, room: int) -> Markup:
    """A shaded paragraph that begins and ends where the bar does."""
    return Markup(
        '<w:p><w:pPr><w:pStyle w:val="Bar"/><w:shd w:val="clear" w:color="auto" w:fill="{}"/>'
        '<w:ind w:left="{}" w:right="{}"/></w:pPr></w:p>'
    ).format(colour, start, max(room + 2 * TICK - start - long, 0))


def tiles(made: Sequence[Tile], width: int, *, left: int = 0) -> Markup:
    """Numbers side by side, each with what it is below it."""
    room = width // len(made)
    cells = [
        Cell(
            paragraph(run(tile.number, Tone.STRONG if tile.tone is Tone.PLAIN else tile.tone), "TileNumber")
            + paragraph(run(tile.label), "TileLabel"),
            room,
        )
        for tile in made
    ]
    return grid([row(cells)], [room] * len(made), "Facts", left=left) + paragraph(Markup(""), "AfterTable")
