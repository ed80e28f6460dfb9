"""Texts in quotes: what stands between them, how they are written, and what they cannot hold.

A backslash says that the quote or the backslash behind it is meant as it is. It has no other use: a text has no new lines
and no tabs of its own, since what it says is set into lines and tables wherever it is shown.
"""

from __future__ import annotations

import re

from effrules.source import Source, Span

ESCAPED = re.compile(r"\\(.)")
WORDS = re.compile(r'"(?:\\.|[^"\\\n])*+"?|--[^\n]*+|\w++|[^\w\s]')
"""Texts (one that is not closed ends with its line), comments, words and signs."""


def text_between(quotes: str) -> str:
    r"""The characters between the quotes, with ``\"`` and ``\\`` resolved."""
    return ESCAPED.sub(r"\1", quotes[1:-1])


def quoted(text: str) -> str:
    """A text in quotes, as rules write it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def stray_backslashes(source: Source) -> list[Span]:
    """Each backslash in a text that stands before neither a quote nor a backslash, with the character behind it."""
    if "\\" not in source.text:
        return []
    return [
        Span(source, text.start() + at.start(), text.start() + at.end())
        for text in WORDS.finditer(source.text)
        if text[0][0] == '"'
        for at in ESCAPED.finditer(text[0])
        if at[1] not in '"\\'
    ]
