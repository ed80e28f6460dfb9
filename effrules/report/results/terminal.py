"""Ranked tables for a terminal: as wide as it is, and never a number cut short.

Plain strings: which columns stand together depends on their widths, and a table library measured 60 ms at the start and
some 2 ms for each row.
"""

from __future__ import annotations

from collections.abc import Sequence

from effrules.diagnostics.glyphs import width_of, wrapped
from effrules.diagnostics.painting import LOUD, Style, painted
from effrules.report.blocks.lines import broken, hung, side_by_side, words
from effrules.report.results.ranked import Column, Group, Part, Ranked, legend

NARROWEST_NAME, WIDEST_NAME = 18, 44
GAP, EDGES = 2, 2
"""Blank columns between two columns of a table, and before and behind it."""

TITLE_WIDTH = 14
"""Titles in headings are wrapped to this; where they do not fit, numbers stand for them and a legend follows."""


def render(report: Ranked, *, width: int, colour: bool) -> str:
    """The report as text, lines at most ``width`` wide unless one number needs more."""
    bold = (Style.BOLD,)
    lines: list[str] = []
    for index, line in enumerate(report.what_if):
        lines += hung(words(line, bold if index else LOUD), 0, 0, width, colour=colour)
    lines += hung(words(report.title, bold), 0, 0, width, colour=colour)
    used_short = False
    for group in report.groups:
        for chosen, short in _layout(report.columns, group, width):
            used_short = used_short or short
            heading, *body = _table(report.columns, group, chosen, short=short, width=width)
            lines += [painted(group.title, bold, colour), ""] if group.title else [""]
            lines += (painted(line, bold, colour) for line in heading.split("\n"))
            lines += [*body, ""]
    if used_short:
        for short_heading, title in legend(report.columns).items():
            lines += hung(words(f"{short_heading:<4} {title}"), 0, 5, width)
        lines.append("")
    for note in (*report.notes, *(("", *report.without) if report.without else ())):
        lines += wrapped(note, width)
    return "\n".join(lines) + "\n"


def _table(
    columns: Sequence[Column], group: Group, chosen: Sequence[int], *, short: bool, width: int
) -> list[str]:
    """A table's heading (which may have several lines), a rule, and its rows, each line of which may be several."""
    fixed = sum(_widths(columns, group, chosen, short=short, name=0)) + EDGES
    widths = [w - GAP for w in _widths(columns, group, chosen, short=short, name=WIDEST_NAME)]
    for at, index in enumerate(chosen):
        if columns[index].part is Part.NAME:
            widths[at] = max(min(widths[at], width - fixed), min(widths[at], NARROWEST_NAME))
    left = [columns[index].is_text for index in chosen]
    titles = [columns[index].short if short else columns[index].title for index in chosen]
    heads = [broken(title, w) for title, w in zip(titles, widths, strict=True)]
    tall = max(map(len, heads))
    made = ["\n".join(side_by_side([[""] * (tall - len(head)) + head for head in heads], widths, left, " "))]
    made.append(" " + "─" * (sum(widths) + GAP * (len(widths) - 1)))
    aligned = [_aligned([row[index] for row in group.rows], columns[index]) for index in chosen]
    for texts in zip(*aligned, strict=True):
        made += side_by_side(
            [broken(text, w) for text, w in zip(texts, widths, strict=True)], widths, left, " "
        )
    return made


def _aligned(cells: list[str], column: Column) -> list[str]:
    """Numbers with and without a mark behind them, digits under digits."""
    if column.is_text or not any(cell.endswith("*") for cell in cells):
        return cells
    return [cell if cell.endswith("*") else cell + " " for cell in cells]


def _heading_width(column: Column, cells: Sequence[str]) -> int:
    words = max(map(width_of, column.title.split()), default=1)
    return max(
        min(TITLE_WIDTH, width_of(column.title)), words, *(width_of(cell) + 1 for cell in (*cells, ""))
    )


def _widths(
    columns: Sequence[Column], group: Group, chosen: Sequence[int], *, short: bool, name: int
) -> list[int]:
    """How wide each of some columns is, its gap included."""
    made = []
    for index in chosen:
        column = columns[index]
        cells = _aligned([row[index] for row in group.rows], column)
        widest = max(map(width_of, cells), default=1)
        if column.part is Part.NAME:
            made.append(min(max(widest, width_of(column.short)), name) + GAP)
        else:
            is_short = short and column.short != column.title
            heading = width_of(column.short) if is_short else _heading_width(column, cells)
            made.append(max(widest, heading) + GAP)
    return made


def _layout(columns: Sequence[Column], group: Group, width: int) -> list[tuple[list[int], bool]]:
    """Which columns stand in which table, and whether under short headings."""
    every = list(range(len(columns)))

    def fits(chosen: Sequence[int], short: bool, name: int = NARROWEST_NAME) -> bool:
        return sum(_widths(columns, group, chosen, short=short, name=name)) + EDGES <= width

    if fits(every, short=False, name=WIDEST_NAME):
        return [(every, False)]
    if fits(every, short=True):
        return [(every, True)]
    fixed = [i for i in every if columns[i].part in (Part.PLACE, Part.NAME)]
    main = [i for i in every if columns[i].part is not Part.DETAIL]
    detail = [i for i in every if columns[i].part is Part.DETAIL]
    tables: list[tuple[list[int], bool]] = []
    short = not fits(main, short=False)
    for rest, is_short in (([i for i in main if i not in fixed], short), (detail, True)):
        chosen = list(fixed)
        for index in rest:
            if chosen != fixed and not fits([*chosen, index], is_short):
                tables.append((chosen, is_short))
                chosen = list(fixed)
            chosen.append(index)
        if chosen != fixed:
            tables.append((chosen, is_short))
    return tables
