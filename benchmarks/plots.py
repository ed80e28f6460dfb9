"""Draws what docs/performance.md says: the engines side by side, and how time grows with bodies. The figures are those of its tables, no others.

``python benchmarks/plots.py [FILE.svg]`` reads the tables and writes docs/images/performance.svg; ``benchmarks/rivals.py`` measures them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log10
from pathlib import Path

from flint import fmpq
from markupsafe import Markup

from effrules.report.blocks.charts.drawn import Dot, Dots, Multiples, Panel

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "images" / "performance.svg"

WIDTH, ROW, LEFT, RIGHT, TOP = 880, 22, 290, 230, 34
"""Of a drawing: its width, the height of a row, the room beside its plot, and above it."""

TALL, EDGE, NAMES = 150, 50, 290
"""Of a plot of growth: its height, and the room to its left and to its right."""

APART = 17
"""Names beside lines stand so far from each other at least."""

STYLE = (
    "svg{font:13px system-ui,'Segoe UI','Noto Sans',Arial,sans-serif}text{fill:#16191d}.dim{fill:#5c636b}.right{text-anchor:end}.mid{text-anchor:middle}"
    ".title{font-weight:700}line.grid{stroke:#c9ced4}.ours{fill:#1d5a9e}.theirs{fill:#6b7178}line.ours{stroke:#1d5a9e}line.theirs{stroke:#6b7178}"
    "line.ours,line.theirs{stroke-width:2}"
)


def tables(text: str) -> Iterator[tuple[str, list[list[str]]]]:
    """Each table of a page with the last line of words above it: its rows, the heading first."""
    above, rows = "", list[list[str]]()
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            if not re.fullmatch(r"[|-]+", line):
                rows.append([cell.strip() for cell in line.strip("|").split("|")])
        else:
            if rows:
                yield above, rows
                rows = []
            above = line or above


def number(text: str) -> fmpq:
    """A number of a table."""
    return fmpq(int(text.replace(".", "").replace(",", "")), 10 ** len(text.partition(".")[2]))


def wrong(text: str) -> str:
    """How many bodies are wrong, and of how many if not of all."""
    count, _, of = text.partition(" ")
    return f"{count} wrong {of}".strip()


def beside(title: str, rows: Sequence[Sequence[str]]) -> Dots[str]:
    """A table of engines as dots: microseconds a body, and how many bodies are wrong."""
    dots = tuple(Dot(row[0], f"{row[1]} µs, {wrong(row[3])}", number(row[1])) for row in rows)
    return Dots(title, dots, fmpq(1, 100), fmpq(10))


def growth(job: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Multiples[str]:
    """The rows of a job as lines through the numbers of bodies."""
    own = [row for row in rows if row[0].startswith(f"{job}: ")]
    panels = tuple(
        Panel(row[0].removeprefix(f"{job}: "), tuple(map(number, row[1:])), tuple(row[1:])) for row in own
    )
    return Multiples(
        f"How time grows, the {job} job: µs a body, by bodies", tuple(heading[1:]), panels, fmpq(1, 100), fmpq(10)
    )  # fmt: skip


def along(value: fmpq, low: fmpq, high: fmpq) -> float:
    """Where a number lies between two, by its logarithm: from 0 to 1."""
    first, last, at = (log10(int(one.p) / int(one.q)) for one in (low, high, value))
    return (at - first) / (last - first)


def said(x: float, y: float, text: str, kind: str) -> Markup:
    """Words at a place."""
    return Markup('<text x="{:.1f}" y="{:.1f}" class="{}">{}</text>').format(x, y, kind, text)


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    """A line."""
    return Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(
        kind, x1, y1, x2, y2
    )


def dot(kind: str, x: float, y: float) -> Markup:
    """A dot."""
    return Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="4"/>').format(kind, x, y)


def kind_of(name: str) -> str:
    """Whether an engine is ours."""
    return "ours" if name.startswith("effrules") else "theirs"


def marks(low: fmpq, high: fmpq) -> Iterator[tuple[float, str]]:
    """The powers of ten from one number to another."""
    at = low
    while at <= high:
        yield along(at, low, high), f"{int(at.p) / int(at.q):g}"
        at *= 10


def drawn_dots(chart: Dots[str], top: float) -> tuple[list[Markup], float]:
    """A row for each engine, on a logarithmic scale; and where the drawing ends."""
    wide = WIDTH - LEFT - RIGHT
    end = top + TOP + ROW * len(chart.rows)
    made = [said(0, top + 16, chart.title, "title")]
    for share, text in marks(chart.low, chart.high):
        made += [line("grid", LEFT + share * wide, top + TOP - 8, LEFT + share * wide, end), said(LEFT + share * wide, end + 14, text, "dim mid")]  # fmt: skip
    for at, row in enumerate(chart.rows):
        y = top + TOP + ROW * at + ROW / 2
        assert row.at is not None, "every engine has a time"
        made += [
            said(LEFT - 12, y + 4, row.label, "right"),
            dot(kind_of(row.label), LEFT + along(row.at, chart.low, chart.high) * wide, y),
            said(WIDTH, y + 4, row.text, "right dim"),
        ]
    return made, end + 30


def drawn_growth(chart: Multiples[str], top: float) -> tuple[list[Markup], float]:
    """A line for each engine through the numbers of bodies, both on logarithmic scales; its name stands at its end."""
    wide, end = WIDTH - EDGE - NAMES, top + TOP + TALL
    step = wide / (len(chart.times) - 1)
    made = [said(0, top + 16, chart.title, "title")]
    for share, text in marks(chart.low, chart.high):
        y = end - share * TALL
        made += [line("grid", EDGE, y, EDGE + wide, y), said(EDGE - 12, y + 4, text, "right dim")]
    made += [said(EDGE + at * step, end + 18, time, "dim mid") for at, time in enumerate(chart.times)]
    ends = []
    for panel in chart.panels:
        places = [
            (EDGE + at * step, end - along(value, chart.low, chart.high) * TALL)
            for at, value in enumerate(panel.values)
            if value is not None
        ]
        made += [line(kind_of(panel.title), *one, *other) for one, other in pairwise(places)]
        made += [dot(kind_of(panel.title), *place) for place in places]
        ends.append((places[-1][1], panel.title))
    below = top
    for y, title in sorted(ends):
        below = max(y + 4, below + APART)
        made.append(said(EDGE + wide + 12, below, title, kind_of(title)))
    return made, end + 36


def picture(page: str) -> str:
    """The whole drawing of the figures on the page."""
    made: list[Markup] = []
    top = 0.0
    for above, (heading, *rows) in tables(page):
        if heading[1:2] == ["µs a body"]:
            job = "simple" if not made else "heavy"
            more, top = drawn_dots(
                beside(
                    f"The {job} job, {above.lower().rstrip(':')}: µs a body (each line is ten times the one before)",
                    rows,
                ),
                top,
            )
            made += more
        elif above.startswith("Growth"):
            for job in ("simple", "heavy"):
                more, top = drawn_growth(growth(job, heading, rows), top)
                made += more
    inside = Markup("\n").join(made)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top:.0f}" role="img">\n'
        f"<title>Engines side by side, and how time grows</title>\n<style>{STYLE}</style>\n"
        f'<rect width="{WIDTH}" height="{top:.0f}" fill="#fff"/>\n{inside}\n</svg>\n'
    )


def main() -> None:
    """Read the page and write the drawing."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    target.write_text(picture(PAGE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
