"""How much room tables have on paper: by what stands in them, as not every program fits them itself."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.report.blocks.inline import plain
from effrules.report.blocks.pieces import Block, Line, Table, Tone, Words

WIDTH, WIDE, HALF = 9354, 14570, 4337
"""Between the margins of a page, in twentieths of a point: 165 mm, and 257 mm of one that lies on its side; in one of two columns."""

MOST = 36
"""A column that would be wider than so many letters gets lines that break, while there are others beside it."""

ROOM = 3
"""Letters for the space at the sides of a cell."""

LETTER = 115
"""About how wide a letter is, in twentieths of a point."""


def column_widths(table: Table, whole: int) -> list[int]:
    """The width of each column, together ``whole``: room for its longest word, and of the rest by what stands in it.

    The title of a column of numbers is broken rather than given more room than its numbers need.
    """
    least = [_longest_word(texts) + ROOM for texts in _columns(table)]
    longest = [
        min(max(map(len, texts if column.is_text else texts[1:]), default=0), MOST) + ROOM
        for column, texts in zip(table.columns, _columns(table), strict=True)
    ]
    rest = max(whole - sum(least) * LETTER, 0)
    room = whole - rest
    made = [
        room * narrow // sum(least) + rest * width // sum(longest)
        for narrow, width in zip(least, longest, strict=True)
    ]
    made[-1] += whole - sum(made)
    return made


def is_wide(block: Block) -> bool:
    """Whether something needs a page that lies on its side."""
    return isinstance(block, Table) and (block.lies or least_width(block) > WIDTH)


def least_width(table: Table) -> int:
    """How much room a table needs so that no word is broken."""
    return sum(_longest_word(texts) + ROOM for texts in _columns(table)) * LETTER


def _columns(table: Table) -> Iterator[list[str]]:
    rows = [*table.rows, *([table.foot] if table.foot else [])]
    for at, column in enumerate(table.columns):
        yield [column.title, *(_text(row[at]) for row in rows)]


def _longest_word(texts: list[str]) -> int:
    """The letters of the longest word; those of the title, which comes first, are bold and wider by a sixth."""
    title, *others = texts
    longest = max((len(word) for word in title.split()), default=0)
    return max(longest + (longest + 5) // 6, *(len(word) for text in others for word in text.split()), 0)


def _text(line: Line) -> str:
    """The text of a cell; names as they stand in data are set in a wider face."""
    wide = sum(len(one.text) // 3 for one in line if isinstance(one, Words) and one.tone is Tone.CODE)
    return plain(line) + "m" * wide
