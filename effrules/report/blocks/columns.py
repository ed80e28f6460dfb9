"""Tables for a terminal: texts wrapped; short titles where titles do not fit, then parts that repeat the keys; at worst row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from effrules.diagnostics.glyphs import shown, width_of
from effrules.diagnostics.painting import Style, Styles
from effrules.report.blocks.inline import parts, plain, said
from effrules.report.blocks.lines import GAP, Word, laid, side_by_side
from effrules.report.blocks.pieces import Column, Item, Items, Line, Table, Tone, Words, words

NARROWEST, WIDEST = 14, 44
"""A column of long texts is not made narrower; where a table does not fit then, each row is written as lines. Short titles come
before it is made narrower than the second."""


def table(table: Table, width: int, *, colour: bool) -> Iterator[str]:
    """The lines of a table, at most so wide unless one word or number needs more."""
    sized = list(_sized(table))
    laid_in = _laid_in(sized, width)
    if not laid_in:
        yield from _as_lines(table, width, colour)
    rows = _rows(table)
    for number, (chosen, short, widths) in enumerate(laid_in):
        if number:
            yield ""
        columns = [table.columns[at] for at in chosen]
        rule, are_texts = "─" * _whole(widths), [column.is_text for column in columns]
        if any(column.title for column in columns):
            titles = (words(column.short if short and column.short else column.title) for column in columns)
            heads = (_cell(one, w, colour, (Style.BOLD,)) for one, w in zip(titles, widths, strict=True))
            yield from side_by_side(list(heads), widths, are_texts)
            yield rule
        for at, row in enumerate(rows):
            if row is table.foot:
                yield rule
            cells = [
                [f"{text} " for text in _cell(row[of], w, colour)]
                if sized[of].lacks_mark(at)
                else _cell(row[of], w, colour)
                for of, w in zip(chosen, widths, strict=True)
            ]
            yield from side_by_side(cells, widths, are_texts)


def legend(tables: Iterable[Table], width: int) -> Items:
    """What the short titles mean that tables of this width have."""
    short = (
        table for table in tables if any(is_short for _, is_short, _ in _laid_in(list(_sized(table)), width))
    )
    meant = {column.short: column.title for table in short for column in table.columns if not column.is_key}
    return Items(tuple(Item(words(title), mark=mark) for mark, title in meant.items() if mark))


def _rows(table: Table) -> tuple[tuple[Line, ...], ...]:
    return (*table.rows, table.foot) if table.foot else table.rows


@frozen
class _Sized:
    """A column, how wide its cells are, and which of them have a mark behind them where others have none."""

    column: Column
    cells: int
    marks: tuple[bool, ...] = ()

    def lacks_mark(self, at: int) -> bool:
        """Whether a blank stands for the mark, so that digits stand under digits."""
        return bool(self.marks) and not self.marks[at]

    def wanted(self, short: bool) -> int:
        """How wide it wants to be; its title is wrapped at its blanks."""
        title = plain(words(self.column.title)).split()
        return max(
            self.cells, *map(width_of, [self.column.short] if short and self.column.short else title), 1
        )


def _sized(table: Table) -> Iterator[_Sized]:
    rows = _rows(table)
    for at, column in enumerate(table.columns):
        cells = [row[at] for row in rows]
        marks = () if column.is_text else tuple(plain(cell).endswith("*") for cell in cells)
        marked = any(marks)
        sizes = (
            width_of(plain(part)) + (marked and not marks[of])
            for of, cell in enumerate(cells)
            for part in parts(cell)
        )
        yield _Sized(column, max(sizes, default=1), marks if marked else ())


def _cell(line: Line, width: int, colour: bool, styles: Styles = ()) -> list[str]:
    """A cell in lines of a width; a word that is longer is broken."""
    match line:
        case (Words(text, Tone.PLAIN),) if not styles and width_of(fit := shown(text).strip()) <= width:
            return [fit]  # as most are
    made: list[str] = []
    for part in parts(line):
        pieces = (piece for word in said(part, styles=styles) for piece in _broken(word, width))
        made += laid(pieces, "", "", width, colour=colour, least=1) if part else [""]
    return made


def _broken(word: Word, width: int) -> Iterator[Word]:
    rest, is_apart = word.text, word.apart
    while width_of(rest) > width:
        end = next(n for n in range(1, len(rest) + 1) if width_of(rest[: n + 1]) > width)
        yield Word(rest[:end], word.styles, is_apart)
        rest, is_apart = rest[end:], True
    yield Word(rest, word.styles, is_apart)


def _whole(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _laid_in(sized: Sequence[_Sized], width: int) -> list[tuple[list[int], bool, list[int]]]:
    """Which columns stand in which part, whether under short titles, and how wide they are; no parts where one would not fit."""
    made = [
        (chosen, short, _fitted([sized[at] for at in chosen], short, width))
        for chosen, short in _parts(sized, width)
    ]
    return made if all(_whole(widths) <= width for _, _, widths in made) else []


def _parts(sized: Sequence[_Sized], width: int) -> list[tuple[list[int], bool]]:
    """Which columns stand in which part, and whether under short titles."""
    every = list(range(len(sized)))
    has_shorts = any(one.column.short for one in sized)
    wanted = {short: [one.wanted(short) for one in sized] for short in {False, has_shorts}}

    def fits(chosen: Sequence[int], short: bool, longest: int = NARROWEST) -> bool:
        sizes = wanted[short]
        return (
            _whole([min(sizes[at], longest) if sized[at].column.is_long else sizes[at] for at in chosen])
            <= width
        )

    if fits(every, False, WIDEST if has_shorts else NARROWEST):
        return [(every, False)]
    if has_shorts and fits(every, True):
        return [(every, True)]
    keys = [at for at in every if sized[at].column.is_key] or every[:1]
    detail = [at for at in every if sized[at].column.is_detail]
    main = [at for at in every if at not in (*keys, *detail)]
    made = []
    for rest, short in ((main, has_shorts and not fits([*keys, *main], False)), (detail, has_shorts)):
        chosen = list(keys)
        for at in rest:
            if chosen != keys and not fits([*chosen, at], short):
                made.append((chosen, short))
                chosen = list(keys)
            chosen.append(at)
        if chosen != keys:
            made.append((chosen, short))
    return made or [(keys, False)]


def _fitted(sized: Sequence[_Sized], short: bool, width: int) -> list[int]:
    """How wide the columns of a part are: those of long texts narrowed, the widest first, until it fits or none can be narrower."""
    found = [one.wanted(short) for one in sized]
    while _whole(found) > width:
        wide = [at for at, one in enumerate(sized) if one.column.is_long and found[at] > NARROWEST]
        if not wide:
            break
        found[max(wide, key=lambda at: found[at])] -= 1
    return found


def _as_lines(table: Table, width: int, colour: bool) -> Iterator[str]:
    """Each cell on lines of its own, behind the title of its column."""
    for row in _rows(table):
        for at, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            if plain(cell):
                title = f"{column.title}: " if column.title else ""
                lead = "  " if at else ""
                yield from laid(said((*words(title), *cell)), lead, lead, width, colour=colour)
