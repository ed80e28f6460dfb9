"""The stretch of a rule file that a finding is about: its lines, with marks below or beside them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from attrs import frozen

from effrules.diagnostics.glyphs import cells, width_of, wrapped
from effrules.source import Span

TALLEST = 6
"""Of a stretch with more lines than this, the first and the last few are shown."""

ROOM = 24
"""A label goes below its mark where at least this many columns are left for it, and below the line's start otherwise."""

_HEAD, _TAIL = 3, 2


@frozen
class Mark:
    """A stretch to be marked, the words that belong to it, and whether it is the finding's own place."""

    span: Span
    label: str
    main: bool


@frozen
class Piece:
    """A run of text in a row: of the source, or one of the marks."""

    text: str
    marks: bool = False
    main: bool = True


@frozen
class Row:
    """One row of an excerpt: a numbered line of the source, a line of marks, or a gap where lines are left out."""

    pieces: tuple[Piece, ...] = ()
    number: str = ""
    gap: bool = False


@frozen
class _Extent:
    """Where a mark starts and ends: lines and columns from 1, the last column included, trailing blanks left out."""

    line: int
    column: int
    last_line: int
    last_column: int


def excerpt(marks: list[Mark], width: int) -> list[Row]:
    """The rows for marks in one source, in the order of its lines; ``width`` in columns, 0 for no limit."""
    rows: list[Row] = []
    shown_to = 0
    for mark in sorted(marks, key=lambda mark: (mark.span.start, mark.span.end)):
        extent = _extent(mark.span)
        if shown_to and extent.line > shown_to + 1:
            rows.append(Row(gap=True))
        elif shown_to and extent.line < shown_to:
            rows.append(Row(gap=True))
            shown_to = 0
        if extent.line == extent.last_line:
            rows += _single(mark, extent, width, fresh=extent.line != shown_to)
        else:
            rows += _tall(mark, extent, width)
        shown_to = extent.last_line
    return rows


def _extent(span: Span) -> _Extent:
    source = span.source
    text = source.text[span.start : span.end]
    kept = len(text.rstrip()) or min(len(text), 1)
    line, column = source.line_and_column(span.start)
    last_line, last_column = source.line_and_column(span.start + max(kept - 1, 0))
    return _Extent(line, column, last_line, last_column)


def _single(mark: Mark, extent: _Extent, width: int, *, fresh: bool) -> Iterator[Row]:
    line = cells(mark.span.source.line_text(extent.line))
    starts = [0, *accumulate(map(width_of, line))]
    start = starts[min(extent.column - 1, len(line))]
    end = max(starts[min(extent.last_column, len(line))], start + 1)
    shift = 0
    text = "".join(line)
    if width and starts[-1] > width:
        text, shift = _cropped(line, starts, start, end, width)
        end = min(end, shift + width_of(text))
    if fresh:
        yield Row((Piece(text),) if text else (), number=str(extent.line))
    blank = Piece(" " * (start - shift))
    sign = ("^" if mark.main else "-") * max(end - start, 1)
    beside = width_of(mark.label) + 1 + (end - shift)
    if not mark.label:
        yield Row((blank, Piece(sign, marks=True, main=mark.main)))
    elif "\n" not in mark.label and (not width or beside <= width):
        yield Row((blank, Piece(f"{sign} {next(wrapped(mark.label, 0))}", marks=True, main=mark.main)))
    else:
        yield Row((blank, Piece(sign, marks=True, main=mark.main)))
        indent = start - shift if not width or width - (start - shift) >= ROOM else 0
        for words in wrapped(mark.label, width - indent if width else 0):
            yield Row((Piece(" " * indent), Piece(words, marks=True, main=mark.main)))


def _cropped(line: list[str], starts: list[int], start: int, end: int, width: int) -> tuple[str, int]:
    """The part of a long line that shows the mark, and how many columns were taken from its left."""
    room = width - 2
    left = max(0, min(start - room // 3, starts[-1] - room)) if end > room else 0
    first = next(index for index, at in enumerate(starts) if at >= left)
    last = max(index for index, at in enumerate(starts) if at <= starts[first] + room)
    lead = "…" if first else ""
    return lead + "".join(line[first:last]) + ("…" if last < len(line) else ""), starts[first] - len(lead)


def _tall(mark: Mark, extent: _Extent, width: int) -> Iterator[Row]:
    """A stretch of several lines, with a bar at its left and the label below its end."""
    source = mark.span.source
    opening = source.line_text(extent.line)
    whole = not opening[: extent.column - 1].strip()
    room = width - 2 if width else 0

    def beside(sign: str) -> Piece:
        return Piece(f"{sign} ", marks=True, main=mark.main)

    def numbered(line: int, sign: str) -> Row:
        text = cells(source.line_text(line))
        whole_text = "".join(text)
        if room and width_of(whole_text) > room:
            starts = [0, *accumulate(map(width_of, text))]
            whole_text, _ = _cropped(text, starts, 0, 1, room)
        return Row((beside(sign), Piece(whole_text)) if whole_text or sign != " " else (), number=str(line))

    if whole:
        yield numbered(extent.line, "/")
    else:
        before = width_of("".join(cells(opening)[: extent.column - 1]))
        yield numbered(extent.line, " ")
        under = min(before, room - 1) if room else before
        yield Row((Piece(f" {'_' * (under + 1)}^", marks=True, main=mark.main),))
    inner = list(range(extent.line + 1, extent.last_line + 1))
    left_out = extent.last_line - extent.line + 1 > TALLEST
    for line in inner[: _HEAD - 1] if left_out else inner:
        yield numbered(line, "|")
    if left_out:
        yield Row(gap=True)
        for line in inner[-_TAIL:]:
            yield numbered(line, "|")
    closing = cells(source.line_text(extent.last_line))
    last = width_of("".join(closing[: extent.last_column]))
    under = max(min(last, room) if room else last, 1)
    sign = "^" if mark.main else "-"
    foot = f"|{'_' * under}{sign}"
    if mark.label and "\n" not in mark.label and (not width or len(foot) + 1 + width_of(mark.label) <= width):
        yield Row((Piece(f"{foot} {next(wrapped(mark.label, 0))}", marks=True, main=mark.main),))
        return
    yield Row((Piece(foot, marks=True, main=mark.main),))
    for words in wrapped(mark.label, room) if mark.label else ():
        yield Row((Piece(f"  {words}", marks=True, main=mark.main),))
