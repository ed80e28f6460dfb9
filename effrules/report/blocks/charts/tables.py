"""Charts as tables, for formats without drawings: the same numbers, and bars of letters where they help."""

from __future__ import annotations

from typing import assert_never

from flint import fmpq

from effrules.report.blocks.charts import drawn as d
from effrules.report.blocks.pieces import Column, Line, Table, Tone, words

TONES = {-1: Tone.BAD, 0: Tone.PLAIN, 1: Tone.GOOD}
SPARKS = "▁▂▃▄▅▆▇█"


def tabled(chart: d.Chart[str], bars: int) -> Table:
    """A chart as a table; bars and paths are so many letters long (0: none are drawn)."""
    match chart:
        case d.Histogram(_, lines, axis, groups):
            most = max((count for bar in lines for count in bar.counts), default=0) or 1
            shared = bars // len(groups)
            columns = (Column(axis), *(Column(group, is_text=bool(bars)) for group in groups))
            rows = [
                (
                    words(bar.label),
                    *(
                        (*words("█" * -(-n * shared // most), TONES[bar.sign]), *words(f" {n}"))
                        for n in bar.counts
                    ),
                )
                for bar in lines
            ]
        case d.Waterfall(_, falls):
            columns = (Column("", is_text=True), Column(""), Column("", is_text=True))
            rows = [(words(one.label), words(one.text), _fall(one, chart.scale, bars)) for one in falls]
        case d.Dots(_, dots, low, high):
            columns = (Column("", is_text=True), Column(""), Column("", is_text=True))
            rows = [
                (
                    words(dot.label),
                    words(dot.text),
                    words("" if dot.at is None else "█" * _at(dot.at, (low, high), bars)),
                )
                for dot in dots
            ]
        case d.Heat(_, corner, titles, heated):
            columns = (Column(corner, is_text=True, is_long=True), *map(Column, titles))
            return Table(
                columns,
                tuple((words(row.label), *(words(cell.text) for cell in row.cells)) for row in heated),
                words(chart.title),
                is_named=True,
            )
        case d.Slope(_, before, after, ways):
            columns = (
                Column("", is_text=True, is_long=True),
                Column(before),
                Column(after),
                Column("", is_text=True),
            )
            _, new = chart.sides()
            gone = [at for at, way in enumerate(ways) if way.after is None]
            rows = [
                (
                    words(way.label),
                    words("" if way.before is None else str(way.before)),
                    words("" if way.after is None else str(way.after)),
                    words(way.note or "", TONES[way.sign]),
                )
                for way in (ways[at] for at in (*new, *gone))
            ]
        case d.Multiples(_, times, panels, low, high):
            columns = (Column("", is_text=True, is_long=True), *map(Column, times), Column("", is_text=True))
            rows = [
                (
                    words(panel.title),
                    *map(words, panel.texts),
                    words(
                        "".join("·" if v is None else SPARKS[_at(v, (low, high), 7)] for v in panel.values)
                    ),
                )
                for panel in panels
            ]
        case _:
            assert_never(chart)
    if not bars and isinstance(chart, d.Waterfall | d.Dots):
        columns, rows = columns[:2], [row[:2] for row in rows]
    return Table(columns, tuple(rows), words(chart.title), is_named=True)


def _fall(step: d.Fall[str], scale: tuple[fmpq, fmpq], bars: int) -> Line:
    """A step where it lies on the scale."""
    start, end = sorted(_at(value, scale, bars) for value in (step.start, step.end))
    sign = 0 if step.is_end else (step.end > step.start) - (step.end < step.start)
    return (*words("░" * start, Tone.FAINT), *words("█" * max(end - start, 1), TONES[sign]))


def _at(value: fmpq, scale: tuple[fmpq, fmpq], letters: int) -> int:
    low, high = scale
    share = fmpq(1, 2) if high <= low else max(fmpq(0), min(fmpq(1), (value - low) / (high - low)))
    return int((share * letters + fmpq(1, 2)).floor())
