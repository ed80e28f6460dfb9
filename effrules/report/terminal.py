"""Ranked tables for a terminal: as wide as it is, and never a number cut short."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from effrules.diagnostics.glyphs import width_of, wrapped
from effrules.report.ranked import Column, Group, Part, Ranked, legend

NARROWEST_NAME, WIDEST_NAME = 18, 44
GAP, EDGES = 2, 2
"""Blank columns between two columns of a table, and before and behind it."""

TITLE_WIDTH = 14
"""Titles in headings are wrapped to this; where they do not fit, numbers stand for them and a legend follows."""


def render(report: Ranked, *, width: int, colour: bool) -> str:
    """The report as text, lines at most ``width`` wide unless one number needs more."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    stream = StringIO()
    console = Console(
        file=stream, width=width, color_system="standard" if colour else None, force_terminal=colour,
        no_color=not colour, highlight=False, markup=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    for line in report.what_if:
        console.print(Text(line, style="bold reverse" if line == report.what_if[0] else "bold"))
    console.print(Text(report.title, style="bold"))
    used_short = False
    for group in report.groups:
        for chosen, short in _layout(report.columns, group, width):
            used_short = used_short or short
            table = Table(
                box=SIMPLE_HEAD, title=group.title or None, title_justify="left", title_style="bold", pad_edge=False,
                padding=(0, 1), collapse_padding=True, expand=False,
            )  # fmt: skip
            for index in chosen:
                column = report.columns[index]
                cells = [row[index] for row in group.rows]
                is_name = column.part is Part.NAME
                table.add_column(
                    Text(column.short if short else column.title),
                    justify="left" if column.is_text else "right",
                    no_wrap=short and not is_name,
                    min_width=min(max(map(width_of, cells), default=1), NARROWEST_NAME) if is_name else None,
                    max_width=WIDEST_NAME if is_name else None if short else _heading_width(column, cells),
                    overflow="fold",
                )
                table.columns[-1].header_style = "bold"
            aligned = [
                _aligned([row[index] for row in group.rows], report.columns[index]) for index in chosen
            ]
            for texts in zip(*aligned, strict=True):
                table.add_row(*map(Text, texts))
            needed = sum(_widths(report.columns, group, chosen, short=short, name=NARROWEST_NAME)) + EDGES
            console.print(table, width=max(width, needed), soft_wrap=needed > width)
    lines = []
    if used_short:
        lines += [f"{short:<4} {title}" for short, title in legend(report.columns).items()] + [""]
    lines += report.notes
    if report.without:
        lines += ["", *report.without]
    for line in lines:
        for piece in wrapped(line, width):
            console.print(Text(piece), soft_wrap=True)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


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
            heading = width_of(column.short) if short else _heading_width(column, cells)
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
