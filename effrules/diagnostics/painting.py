"""Colours and weights of text in a terminal: the one place that knows their codes."""

from __future__ import annotations

import re
from enum import Enum


class Style(Enum):
    """How a text stands out; a member's value is its number in ECMA-48, "select graphic rendition"."""

    BOLD = "1"
    DIM = "2"
    REVERSE = "7"
    RED = "31"
    GREEN = "32"
    YELLOW = "33"
    BLUE = "34"
    CYAN = "36"


Styles = tuple[Style, ...]

LOUD = (Style.BOLD, Style.REVERSE)
"""What nobody must miss."""


def painted(text: str, styles: Styles, colour: bool) -> str:
    """The text in its styles, where ``colour`` wants them; an empty text stays empty."""
    if not (colour and text and styles):
        return text
    return f"\x1b[{';'.join(style.value for style in styles)}m{text}\x1b[0m"


def unpainted(text: str) -> str:
    """The text without its styles."""
    return re.sub("\x1b\\[[0-9;]*m", "", text) if "\x1b" in text else text
