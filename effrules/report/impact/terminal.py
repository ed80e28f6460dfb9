"""An impact for a terminal of any width: tables, a histogram and waterfalls of block characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flint import fmpq

from effrules.diagnostics.glyphs import width_of, wrapped
from effrules.diagnostics.painting import Style
from effrules.report.blocks.lines import GAP, broken, padded, paragraph, side_by_side
from effrules.report.impact.shapes import Bar, Column, Fall, Sheet, Story, Waterfall

NARROWEST = 14
"""A column of texts is not made narrower; where a table does not fit then, each row is written as lines."""

EIGHTHS = " ▏▎▍▌▋▊▉█"
WIDEST_BAR = 40
NARROWEST_BAR = 8
"""Where there is no room for a drawing this wide, the numbers stand alone."""


def render(story: Story, *, width: int, colour: bool) -> str:
    """The story as text, lines at most ``width`` wide unless one number or word needs more."""

    def heading(text: str) -> Iterator[str]:
        return paragraph(text, width, (Style.BOLD,), colour=colour)

    lines = [*heading(story.title), ""]
    for sentence in story.summary:
        lines += wrapped(sentence, width)
    for sentence in story.loud:
        lines += heading(sentence)
    for sheet in (story.effects, story.bodies):
        if sheet is not None:
            lines += ["", *heading(sheet.title), *table(sheet, width)]
    if story.spread:
        lines.append("")
        for sentence in story.spread:
            lines += wrapped(sentence, width)
        lines += histogram(story.bars, width)
    if story.nodes is not None:
        lines += ["", *heading(story.nodes.title), *table(story.nodes, width)]
    for fall in story.waterfalls:
        lines += ["", *heading(fall.title), *waterfall(fall, width)]
    lines.append("")
    for note in story.notes:
        lines += wrapped(note, width)
    return "\n".join(lines) + "\n"


# -- Tables ---------------------------------------------------------------------------------------------------


def table(sheet: Sheet, width: int) -> list[str]:
    """A table, its texts wrapped; where it does not fit, several, each with the first column; at worst rows as lines."""
    rows = [[column.title for column in sheet.columns], *map(list, sheet.rows)]
    wanted = [
        max(_longest(row[at], is_head=not i) for i, row in enumerate(rows))
        for at in range(len(sheet.columns))
    ]
    made: list[str] = []
    for chosen in _chunks(wanted, sheet.columns, width):
        columns = [sheet.columns[at] for at in chosen]
        widths = _fitted([wanted[at] for at in chosen], columns, width)
        if _whole(widths) > width:
            return _as_lines(sheet, width)
        is_text = [column.is_text for column in columns]
        cells = ([broken(row[at], w) for at, w in zip(chosen, widths, strict=True)] for row in rows)
        head, *body = [side_by_side(row, widths, is_text) for row in cells]
        made += ["", *head] if made else head
        made.append("─" * _whole(widths))
        made += [line for lines in body for line in lines]
    return made


def _whole(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def _chunks(wanted: Sequence[int], columns: Sequence[Column], width: int) -> list[list[int]]:
    """Which columns stand in which table."""
    made = [[0]]
    for at in range(1, len(columns)):
        longer = [*made[-1], at]
        least = [min(wanted[i], NARROWEST) if columns[i].is_long else wanted[i] for i in longer]
        if _whole(least) > width and made[-1] != [0]:
            made.append([0, at])
        else:
            made[-1] = longer
    return made


def _longest(cell: str, *, is_head: bool) -> int:
    """How wide a cell wants to be; a heading is wrapped at its blanks."""
    if is_head:
        return max(map(width_of, cell.split()), default=1)
    return width_of(cell)


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


def _as_lines(sheet: Sheet, width: int) -> list[str]:
    made: list[str] = []
    for row in sheet.rows:
        for at, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
            made += wrapped(f"{'' if not at else '  '}{column.title}: {cell}", width)
    return made


# -- Drawings -------------------------------------------------------------------------------------------------


def histogram(bars: Sequence[Bar], width: int) -> list[str]:
    """A line for each bin: how many, as a bar and as a number."""
    if not bars:
        return []
    most = max(bar.count for bar in bars)
    label = max(width_of(bar.label) for bar in bars)
    room = min(WIDEST_BAR, width - label - len(str(most)) - 3)
    made = []
    for bar in bars:
        drawn = _bar(fmpq(bar.count * room, most)) if room >= NARROWEST_BAR else ""
        made.append(f"{padded(bar.label, label, is_text=False)} │{drawn} {bar.count or ''}".rstrip())
    return made


def _bar(length: fmpq) -> str:
    """A bar of so many columns, to an eighth; what is not nothing is seen."""
    eighths = int((length * 8).ceil())
    return "█" * (eighths // 8) + (EIGHTHS[eighths % 8] if eighths % 8 else "")


def waterfall(fall: Waterfall, width: int) -> list[str]:
    """The old total, each edit from where it takes over to where it leaves off, and the new total."""
    if not fall.falls:
        return list(wrapped(fall.note, width))
    values = [value for step in fall.falls for value in (step.start, step.end)]
    low, high = min(values), max(values)
    reach = high - low
    number = max(width_of(step.text) for step in fall.falls)
    label = min(max(width_of(step.label) for step in fall.falls), max(NARROWEST, (width - number) // 2))
    room = min(WIDEST_BAR, width - label - number - 5)
    made: list[str] = []
    for step in fall.falls:
        first, *more = broken(step.label, label)
        drawn = _step(step, low, reach, room) if room >= NARROWEST_BAR else ""
        head = f"{padded(first, label)}  {padded(step.text, number, is_text=False)}  {drawn}"
        made += [head.rstrip(), *more]
    if fall.note:
        made += wrapped(fall.note, width)
    return made


def _step(step: Fall, low: fmpq, reach: fmpq, room: int) -> str:
    """Where a step lies between the lowest and the highest total: ▒ down, █ up, · neither, │ an end."""
    if reach == 0:
        return "│" if step.is_end else ""
    columns = sorted(
        int(((value - low) * (room - 1) / reach + fmpq(1, 2)).floor()) for value in (step.start, step.end)
    )
    if step.is_end:
        return " " * columns[0] + "│"
    if step.start == step.end:
        return " " * columns[0] + "·"
    mark = "█" if step.end > step.start else "▒"
    return " " * columns[0] + mark * max(1, columns[1] - columns[0])
