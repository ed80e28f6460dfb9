"""Pieces of Markdown: text that shows as it is, code, warnings, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from effrules.diagnostics.glyphs import shown

_SPEAKING = re.compile(
    r"""[\\|*`<\[~\#]                       # wherever they stand
    | (?<![^\W_])_ | _(?![^\W_])            # not within a word, where it marks nothing
    | &(?=\#?\w+;)                          # what would be read as a character's name
    | ^(?:>|[-+](?=\s|$)|[-=](?=[-=\s]*$))  # quotes, lists, rules
    | (?P<number>^[0-9]{1,9})(?=[.)](\s|$)) # numbered lists: the sign behind the number""",
    re.VERBOSE,
)


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line, wherever in a line it stands."""
    return _SPEAKING.sub(lambda at: f"{at[0]}\\" if at["number"] else f"\\{at[0]}", shown(text))


def code(text: str) -> str:
    """Text that is set as it is, even where it has backticks."""
    text = shown(text)
    fence = "`"
    while fence in text:
        fence += "`"
    blank = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def warnings(texts: Sequence[str]) -> Iterator[str]:
    """What nobody must miss, each text on a line of one quote, and a blank line; nothing where there is nothing."""
    if texts:
        yield from (f"> **{escaped(text)}**  " for text in texts)
        yield ""


def table(
    headings: Iterable[str], is_text: Iterable[bool], rows: Iterable[Iterable[str]], indent: str = ""
) -> Iterator[str]:
    """The lines of a table. Headings are texts, cells are Markdown; columns that are no texts stand right."""
    yield indent + _row(map(escaped, headings))
    yield f"{indent}|{'|'.join(' --- ' if left else ' ---: ' for left in is_text)}|"
    yield from (indent + _row(re.sub(r"(?<!\\)\|", r"\\|", cell) for cell in row) for row in rows)


def text_table(
    headings: Iterable[str], is_text: Iterable[bool], rows: Iterable[Iterable[str]], indent: str = ""
) -> Iterator[str]:
    """A table whose cells are texts."""
    return table(headings, is_text, (map(escaped, row) for row in rows), indent)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
