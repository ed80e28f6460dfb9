"""How text from rule files and data stands in a terminal: columns taken, tabs, and nothing that steers the terminal.

A control character in an agency's data could move the cursor, recolour the screen or turn the reading direction, so
none is ever passed on: each is shown by its code.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

TAB = 4
"""A tab fills up to the next multiple of this many columns."""

_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_PICTURES = 0x2400
"""Where Unicode keeps the one-column pictures of the 32 control characters of ASCII."""


def glyph(character: str) -> str:
    """What is shown for a character: itself, or for one that steers the terminal a picture or its code."""
    if unicodedata.category(character) not in _UNSEEN:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(_PICTURES + code)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


@lru_cache(maxsize=2**15)
def width_of(shown: str) -> int:
    """How many columns a text that is fit to show takes: 0 for a combining character, 2 for a wide one."""
    if shown.isascii():
        return len(shown)
    return sum(map(_columns, shown))


@cache
def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cells(line: str) -> list[str]:
    """A line, character by character, as it is shown; a tab becomes the spaces that it fills."""
    made: list[str] = []
    column = 0
    for character in line:
        shown = " " * (TAB - column % TAB) if character == "\t" else glyph(character)
        made.append(shown)
        column += width_of(shown)
    return made


def shown(text: str) -> str:
    """A text on one line, fit to show: line breaks and tabs become single spaces."""
    if text.isprintable():
        return text
    return "".join(" " if character in "\n\t" else glyph(character) for character in text)


LONGEST_RAW = 300
"""So many characters of a cell are shown."""


def shown_raw(text: str) -> str:
    """What stands in a cell, fit to show; quoted where its blanks would not be seen.

    A no-break space looks like a space and is a frequent reason why a number is refused, so it is shown by its code.
    Of a long text the beginning is shown.
    """
    if len(text) > LONGEST_RAW:
        text = text[:LONGEST_RAW] + "…"
    made = "".join(
        f"\\u{ord(character):04x}"
        if unicodedata.category(character) == "Zs" and character != " "
        else glyph(character)
        for character in text
    )
    return f'"{made}"' if text != text.strip() or "  " in text else made


def wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a text, each at most ``width`` columns unless one word is longer; 0 means no limit.

    The text's own line breaks stay, and so do what a line is indented by and blanks within it: a note may hold an example, a line columns.
    """
    for line in text.replace("\t", " " * TAB).split("\n"):
        fit = "".join(map(glyph, line.rstrip()))
        if not width or width_of(fit) <= width:
            yield fit
            continue
        indent = fit[: len(fit) - len(fit.lstrip(" "))]
        current, gap = "", ""
        for word in fit.split(" "):
            gap += " "
            if not word:
                continue
            longer = current + gap + word if current else indent + word
            if current and width_of(longer) > width:
                yield current
                longer = indent + word
            current, gap = longer, ""
        yield current


PLAIN_SIGNS = str.maketrans(
    {"≈": "~", "≤": "<=", "≥": ">=", "≠": "!=", "—": "-", "…": "...", "→": "->", "«": '"', "»": '"',
     "·": "-", "├": "+", "└": "`", "│": "|", "─": "-"}
)  # fmt: skip
"""Signs for a reader whose encoding lacks the others."""


def plain_for(text: str, encoding: str) -> str:
    """The text with plain signs instead of those that an encoding lacks; the letters of languages stay as they are."""
    missing = {code: sign for code, sign in PLAIN_SIGNS.items() if not _encodes(chr(code), encoding)}
    return text.translate(missing) if missing else text


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
