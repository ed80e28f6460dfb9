"""How wide the columns of a table are in a Word file: by what stands in them, as not every program fits them itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from effrules.report.blocks.mathematics.plain import plain
from effrules.report.document.pieces import Formula, Line, Link, Reference, Words

MOST = 36
"""A column that would be wider than so many letters gets lines that break, while there are others beside it."""

ROOM = 2
"""Letters for the space at the sides of a cell."""


def column_widths(headings: Sequence[str], rows: Sequence[Sequence[Line]], whole: int) -> list[int]:
    """The width of each column, together ``whole``."""
    wanted = []
    for at, heading in enumerate(headings):
        texts = [heading, *("".join(_texts(row[at])) for row in rows)]
        longest_word = max((len(word) for text in texts for word in text.split()), default=0)
        longest = max(map(len, texts))
        wanted.append(max(longest_word, min(longest, MOST)) + ROOM)
    made = [whole * width // sum(wanted) for width in wanted]
    made[-1] += whole - sum(made)
    return made


def _texts(line: Line) -> Iterator[str]:
    """The texts of a cell; names as they stand in data are set in a wider face."""
    for inline in line:
        match inline:
            case Words(text, code=True):
                yield text + "m" * (len(text) // 3)
            case Words(text) | Reference(_, text) | Link(text):
                yield text
            case Formula(math):
                yield plain(math)
            case _:
                assert_never(inline)
