"""Tables for a terminal: texts wrapped; where one does not fit, in parts that repeat the first column; at worst row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from effrules.diagnostics.glyphs import width_of
from effrules.report.blocks.inline import parts, plain, said
from effrules.report.blocks.lines import GAP, Word, laid, side_by_side
from effrules.report.blocks.pieces import Column, Line, Table, words

NARROWEST = 14
"""A column of long texts is not made narrower; where a table does not fit then, each row is written as lines."""


def table(table: Table, width: int, *, colour: bool) -> Iterator[str]:
    """The lines of a table, at most so wide unless one word or number needs more."""
    has_head = any(column.title for column in table.columns)
    head = tuple(words(column.title) for column in table.columns)
    rows = [*([head] if has_head else []), *table.rows, *([table.foot] if table.foot else [])]
    wanted = [
        max((_wanted(row[at], is_head=row is head) for row in rows), default=1)
        for at in range(len(table.columns))
    ]
    for number, chosen in enumerate(_chunks(wanted, table.columns, width)):
        columns = [table.columns[at] for at in chosen]
        widths = _fitted([wanted[at] for at in chosen], columns, width)
        whole = _whole(widths)
        if whole > width:
            yield from _as_lines(table, width, colour)
            return
        if number:
            yield ""
        for row in rows:
            if row is table.foot:
                yield "─" * whole
            cells = (list(_cell(row[at], w, colour)) for at, w in zip(chosen, widths, strict=True))
            yield from side_by_side(list(cells), widths, [column.is_text for column in columns])
            if row is head:
                yield "─" * whole


def _cell(line: Line, width: int, colour: bool) -> Iterator[str]:
    """A cell in lines of a width; a word that is longer is broken."""
    for part in parts(line):
        pieces = (piece for word in said(part) for piece in _broken(word, width))
        yield from laid(pieces, "", "", width, colour=colour, least=1) if part else [""]


def _broken(word: Word, width: int) -> Iterator[Word]:
    rest, is_apart = word.text, word.apart
    while width_of(rest) > width:
        end = next(n for n in range(1, len(rest) + 1) if width_of(rest[: n + 1]) > width)
        yield Word(rest[:end], word.styles, is_apart)
        rest, is_apart = rest[end:], True
    yield Word(rest, word.styles, is_apart)


def _whole(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _chunks(wanted: Sequence[int], columns: Sequence[Column], width: int) -> list[list[int]]:
    """Which columns stand in which part."""
    made = [[0]]
    for at in range(1, len(columns)):
        longer = [*made[-1], at]
        least = [min(wanted[i], NARROWEST) if columns[i].is_long else wanted[i] for i in longer]
        if _whole(least) > width and made[-1] != [0]:
            made.append([0, at])
        else:
            made[-1] = longer
    return made


def _wanted(cell: Line, *, is_head: bool) -> int:
    """How wide a cell wants to be; a heading is wrapped at its blanks."""
    texts = plain(cell).split() if is_head else map(plain, parts(cell))
    return max(map(width_of, texts), default=1)


def _fitted(widths: list[int], columns: Sequence[Column], width: int) -> list[int]:
    """The columns of long texts narrowed, the widest first, until the table fits or none can be narrower."""
    found = list(widths)
    excess = _whole(found) - width
    while excess > 0:
        wide = [at for at, column in enumerate(columns) if column.is_long and found[at] > NARROWEST]
        if not wide:
            break
        found[max(wide, key=lambda at: found[at])] -= 1
        excess -= 1
    return found


def _as_lines(table: Table, width: int, colour: bool) -> Iterator[str]:
    """Each cell on lines of its own, behind the title of its column."""
    for row in (*table.rows, *([table.foot] if table.foot else [])):
        for at, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            if plain(cell):
                title = f"{column.title}: " if column.title else ""
                lead = "  " if at else ""
                yield from laid(said((*words(title), *cell)), lead, lead, width, colour=colour)
