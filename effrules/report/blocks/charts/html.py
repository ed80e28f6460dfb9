"""Charts as HTML: tables whose rows carry a drawing, so that labels wrap, scale and are read aloud like any text.

Each drawing is SVG in hundredths of its cell's width: it has no fixed size, no text that shrinks, no style of its own and no script. Colours come
from ``charts.css``. What is drawn stands beside it as a number; the drawing itself is hidden from whoever cannot see it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Generic, assert_never

from attrs import frozen
from flint import fmpq
from markupsafe import Markup, escape

from effrules.diagnostics.glyphs import shown
from effrules.model.numbers import display
from effrules.report.blocks.charts import drawn as d
from effrules.report.blocks.charts.drawn import Text

KINDS = {-1: "down", 0: "same", 1: "up"}

WIDEST = 80
"""Hundredths of its cell that the longest bar of a histogram fills: the rest is for its number."""

EDGE = 3
"""Hundredths at each end of a scale, so that a dot at its end is whole."""


@cache
def style() -> str:
    """What charts look like."""
    read = resources.files("effrules.report.blocks.charts").joinpath("charts.css").read_text("utf-8")
    return read.replace("\r\n", "\n").strip()


def words(text: str) -> Markup:
    """A text of a report of one language."""
    return escape(shown(text))


def chart(drawn: d.Chart[str]) -> Markup:
    """A chart of a report of one language."""
    return Charts(words).chart(drawn)


@frozen
class Charts(Generic[Text]):
    """Draws charts whose texts are written by ``write``; ``titled``: with the title above it, else it stands elsewhere."""

    write: Callable[[Text], Markup]
    titled: bool = True

    def chart(self, drawn: d.Chart[Text]) -> Markup:
        """Any chart."""
        match drawn:
            case d.Histogram():
                return self.histogram(drawn)
            case d.Waterfall():
                return self.waterfall(drawn)
            case d.Dots():
                return self.dots(drawn)
            case d.Heat():
                return self.heat(drawn)
            case d.Slope():
                return self.slope(drawn)
            case d.Multiples():
                return self.multiples(drawn)
            case _:
                assert_never(drawn)

    # -- Rows --------------------------------------------------------------------------------------------

    def histogram(self, drawn: d.Histogram[Text]) -> Markup:
        """A row for each bin and a column of bars for each group, with a line where the sign changes."""
        most = max((count for bar in drawn.bars for count in bar.counts), default=0) or 1
        rows = []
        for number, bar in enumerate(drawn.bars):
            is_zero = number and drawn.bars[number - 1].sign < 0 <= bar.sign
            cells = [
                _drawing(
                    _bar(fmpq(0), fmpq(count * WIDEST, most), KINDS[bar.sign]) if count else "",
                    _text(fmpq(count * WIDEST, most), count) if count else "",
                    hidden=False,
                )
                for count in bar.counts
            ]
            rows.append(self._row(bar.label, cells, "zero" if is_zero else ""))
        return self._table("bins", drawn.title, rows, (drawn.axis, *drawn.groups))

    def waterfall(self, drawn: d.Waterfall[Text]) -> Markup:
        """The first number, each step from where it takes over to where it leaves off, the last number."""
        low, high = drawn.scale
        zero = _line(_along(fmpq(0), low, high), "zero") if low < 0 < high else Markup("")
        rows = []
        for number, step in enumerate(drawn.falls):
            start, end = (_along(value, low, high) for value in (step.start, step.end))
            lines = [zero]
            if number:
                lines.append(_line(start, "next", "0", "50%"))
            if number + 1 < len(drawn.falls):
                lines.append(_line(end, "next", "50%", "100%"))
            left, right = sorted((start, end))
            kind = "end" if step.is_end else KINDS[(end > start) - (end < start)]
            bar = _bar(left - fmpq(1, 4), max(right, left + fmpq(1, 4)), kind)
            number_of = Markup('<td class="r {}">{}</td>').format(kind, self.write(step.text))
            rows.append(self._row(step.label, (number_of, _drawing(*lines, bar)), kind))
        return self._table("falls", drawn.title, rows)

    def dots(self, drawn: d.Dots[Text]) -> Markup:
        """A row for each number, with a line where each grade begins; the head of the drawing says which."""
        limits = Markup("").join(
            _line(_along(one.at, drawn.low, drawn.high), "limit") for one in drawn.limits
        )
        named = (
            Markup('<text class="limit" x="{}%" y="13">{}</text>').format(
                _px(_along(one.at, drawn.low, drawn.high)), self.write(one.label)
            )
            for one in drawn.limits
        )
        head = Markup('<thead><tr><td colspan="2"></td>{}</tr></thead>').format(_drawing(limits, *named))
        rows = []
        for dot in drawn.rows:
            here = [] if dot.at is None else [_along(dot.at, drawn.low, drawn.high)]
            if dot.before is not None:
                here.insert(0, _along(dot.before, drawn.low, drawn.high))
            kind = KINDS[(here[-1] > here[0]) - (here[-1] < here[0])] if len(here) > 1 else "here"
            path = [_bar(min(here), max(here), kind, 3)] if len(here) > 1 else []
            old = [_dot(here[0], "old")] if dot.before is not None else []
            new = [_dot(here[-1], kind)] if dot.at is not None else []
            if dot.reach is not None:
                path.insert(0, self._whiskers(*(_along(end, drawn.low, drawn.high) for end in dot.reach)))
            number = Markup('<td class="r">{}</td>').format(self.write(dot.text))
            cells = number, _drawing(limits, _line(fmpq(EDGE), "axis"), *path, *old, *new)
            rows.append(self._row(dot.label, cells, anchor=dot.anchor))
        return self._table("dots", drawn.title, rows, head=head if drawn.limits else Markup(""))

    def _whiskers(self, low: fmpq, high: fmpq) -> Markup:
        """A thin bar with an end at each side."""
        ends = Markup("").join(_line(end, "whisker", "30%", "70%") for end in (low, high))
        return _bar(low, max(high, low), "same", 3) + ends

    def heat(self, drawn: d.Heat[Text]) -> Markup:
        """The table, its cells coloured from the lowest to the highest number."""
        rows = []
        for row in drawn.rows:
            cells = []
            for cell in row.cells:
                level = drawn.level(cell)
                kind = "r" if level is None else f"r h{level}"
                cells.append(Markup('<td class="{}">{}</td>').format(kind, self.write(cell.text)))
            rows.append(self._row(row.label, cells, anchor=row.anchor))
        return self._table("heat", drawn.title, rows, (drawn.corner, *drawn.columns))

    def slope(self, drawn: d.Slope[Text]) -> Markup:
        """Both orders side by side, a line from each old place to the new one."""
        old, new = drawn.sides()
        left = {at: row for row, at in enumerate(old)}
        right = {at: row for row, at in enumerate(new)}
        tall = max(len(old), len(new), 1)
        lines = Markup("").join(
            Markup('<line class="{}" x1="0" x2="100%" y1="{}%" y2="{}%"/>').format(
                KINDS[drawn.ways[at].sign] if drawn.ways[at].sign or left[at] == right[at] else "moved",
                *(_px(fmpq((2 * row[at] + 1) * 50, tall)) for row in (left, right)),
            )
            for at in old
            if at in right
        )
        return Markup(
            '<figure class="slope">{}<div class="sides"><ol aria-hidden="true"><li class="top">{}</li>{}</ol><div><svg aria-hidden="true" focusable="false">{}</svg></div>'
            '<ol><li class="top">{}</li>{}</ol></div></figure>'
        ).format(
            self._caption(drawn.title, "<figcaption>{}</figcaption>"),
            self.write(drawn.before),
            Markup("").join(self._way(drawn.ways[at], is_old=True) for at in old),
            lines,
            self.write(drawn.after),
            Markup("").join(self._way(drawn.ways[at], is_old=False) for at in new),
        )

    def _way(self, way: d.Way[Text], *, is_old: bool) -> Markup:
        place = way.before if is_old else way.after
        if is_old:
            return Markup('<li><b>{}</b><span class="name">{}</span></li>').format(
                place, self.write(way.label)
            )
        moved = 0 if way.before is None or way.after is None else way.before - way.after
        move = f" ({'▲' if moved > 0 else '▼'}{abs(moved)})" if moved else ""
        note = Markup(" <em>{}</em>").format(self.write(way.note)) if way.note is not None else ""
        return Markup('<li class="{}"><b>{}</b><span class="name">{}{}{}</span></li>').format(
            KINDS[way.sign],
            place,
            self.write(way.label),
            Markup('<span class="move">{}</span>').format(move),
            note,
        )

    def multiples(self, drawn: d.Multiples[Text]) -> Markup:
        """A small drawing for each panel, with its first and its last number."""
        panels = Markup("").join(self._panel(panel, drawn) for panel in drawn.panels)
        return Markup('<figure class="multiples">{}<div class="panels">{}</div></figure>').format(
            self._caption(drawn.title, "<figcaption>{}</figcaption>"), panels
        )

    def _panel(self, panel: d.Panel[Text], drawn: d.Multiples[Text]) -> Markup:
        points = [
            None
            if value is None
            else (_spot(at, len(panel.values)), 100 - _along(value, drawn.low, drawn.high))
            for at, value in enumerate(panel.values)
        ]
        made = [
            Markup('<line class="way" x1="{}%" y1="{}%" x2="{}%" y2="{}%"/>').format(
                *map(_px, (*one, *other))
            )
            for one, other in pairwise(points)
            if one is not None and other is not None
        ]
        made += [
            Markup('<circle class="here" cx="{}%" cy="{}%" r="3"/>').format(*map(_px, point))
            for point in points
            if point is not None
        ]
        told = Markup("").join(
            Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(self.write(time), self.write(text))
            for time, text in zip(drawn.times, panel.texts, strict=True)
        )
        return Markup(
            '<div class="panel"><p>{}</p><svg aria-hidden="true" focusable="false">{}</svg><dl>{}</dl></div>'
        ).format(self.write(panel.title), Markup("").join(made), told)

    # -- Parts -------------------------------------------------------------------------------------------

    def _caption(self, title: Text, frame: str = "<caption>{}</caption>") -> Markup:
        return Markup(frame).format(self.write(title)) if self.titled and title else Markup("")  # noqa: S704 - our own

    def _row(self, label: Text, cells: Iterable[Markup], kind: str = "", anchor: str = "") -> Markup:
        name = self.write(label)
        if anchor:
            name = Markup('<a href="#{}">{}</a>').format(anchor, name)
        named = Markup(' class="{}"').format(kind) if kind else ""
        return Markup('<tr{}><th scope="row">{}</th>{}</tr>').format(named, name, Markup("").join(cells))

    def _table(
        self,
        kind: str,
        title: Text,
        rows: Sequence[Markup],
        columns: Sequence[Text] = (),
        head: Markup | str = "",
    ) -> Markup:
        if columns:
            titles = Markup("").join(
                Markup('<th scope="col"><span>{}</span></th>').format(self.write(one)) for one in columns
            )
            head = Markup("<thead><tr>{}</tr></thead>").format(titles)
        keys = Markup(' tabindex="0" role="group"') if columns else ""
        return Markup(
            '<div class="scroll"{}><table class="chart {}">{}{}<tbody>{}</tbody></table></div>'
        ).format(keys, kind, self._caption(title), head, Markup("\n").join(rows))


def _drawing(*made: Markup | str, hidden: bool = True) -> Markup:
    kept = Markup(' aria-hidden="true"') if hidden else ""
    return Markup('<td class="draw"><svg{} focusable="false">{}</svg></td>').format(
        kept, Markup("").join(made)
    )


def _along(value: fmpq, low: fmpq, high: fmpq) -> fmpq:
    """Where a number lies, in hundredths of the width."""
    if high <= low:
        return fmpq(50)
    return EDGE + max(fmpq(0), min(fmpq(1), (value - low) / (high - low))) * (100 - 2 * EDGE)


def _spot(at: int, count: int) -> fmpq:
    return EDGE + fmpq(at * (100 - 2 * EDGE), max(count - 1, 1))


def _bar(start: fmpq, end: fmpq, kind: str, thick: int = 13) -> Markup:
    """A bar in the middle of its cell, however high that is. (No thick line: Chromium prints none that lies level.)"""
    return Markup(
        '<rect class="{}" x="{}%" width="{}%" y="50%" height="{}" transform="translate(0 {})"/>'
    ).format(kind, _px(start), _px(end - start), thick, f"{-thick / 2:g}")


def _line(at: fmpq, kind: str, top: str = "0", bottom: str = "100%") -> Markup:
    return Markup('<line class="{}" x1="{x}%" x2="{x}%" y1="{}" y2="{}"/>').format(
        kind, top, bottom, x=_px(at)
    )


def _dot(at: fmpq, kind: str) -> Markup:
    return Markup('<circle class="{}" cx="{}%" cy="50%" r="5"/>').format(kind, _px(at))


def _text(at: fmpq, text: object) -> Markup:
    return Markup('<text x="{}%" dx="6" y="50%" dy=".35em">{}</text>').format(_px(at), text)


def _px(value: fmpq) -> str:
    return display(value, 2)
