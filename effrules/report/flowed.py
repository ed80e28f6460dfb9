"""A text in lines that hang below their first one."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.diagnostics.glyphs import width_of, wrapped

NARROWEST = 20
"""No line is made narrower than this many columns."""

JOINED = "\u00a0"
"""Stands for blanks at which no line ends."""


def flowed(words: str, indent: int, hanging: int, width: int) -> Iterator[str]:
    """A text in lines of at most ``width`` columns (0: one line), the first indented, the others by ``hanging`` more.

    Two blanks in a row stay as they are.
    """
    lead = " " * indent
    if not width or width_of(words) + indent <= width:
        yield lead + words
        return
    kept = words.replace("  ", JOINED * 2)
    first, *_ = wrapped(kept, max(width - indent, NARROWEST))
    rest = kept[len(first) :].lstrip(" ")
    yield lead + first.replace(JOINED, " ")
    for line in wrapped(rest, max(width - indent - hanging, NARROWEST)) if rest else ():
        yield " " * (indent + hanging) + line.replace(JOINED, " ")
