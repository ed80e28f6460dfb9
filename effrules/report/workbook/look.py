"""How cells look: one place for their formats."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import ceil
from typing import Any

FIGURE = "#1F5C99"
"""Letters of what is put in: data and figures of the rules."""

MARK = "#FFE3A3"
"""The ground of a value that is no formula."""

SURROUNDINGS = "#E8EEF4"


LINE = 13.5
"""The height of a line of text, in points."""

MOST_LINES = 8
"""So many lines a row is tall at the most."""


def height(texts: Iterable[tuple[str, float]]) -> float:
    """How tall a row must be for texts to stand whole in cells so many letters wide; programs do not agree to find that out."""
    lines = max((ceil(len(text) * 1.08 / max(width, 4)) for text, width in texts if text), default=1)
    return LINE * min(max(lines, 1), MOST_LINES)


class Look:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.of = cache(self._of)

    def _of(self, *items: tuple[str, object]) -> Any:
        return self.book.add_format(
            {
                "font_name": "Calibri",
                "font_size": 10,
                "valign": "top",
                **({"align": "left"} if any(name == "indent" for name, _ in items) else {}),
                **dict(items),
            }
        )

    def label(self, deep: int, bold: bool) -> Any:
        """A step's name, set in."""
        more = (("bold", True),) if bold else ()
        return self.of(("indent", min(deep, 15)), ("text_wrap", True), *more)

    def value(
        self, number_format: str, *, bold: bool = False, marked: bool = False, put_in: bool = False
    ) -> Any:
        """A value."""
        more: list[tuple[str, object]] = [("num_format", number_format), ("align", "right")]
        if bold:
            more.append(("bold", True))
        if marked:
            more.append(("bg_color", MARK))
        if put_in:
            more.append(("font_color", FIGURE))
        return self.of(*more)

    @property
    def heading(self) -> Any:
        """A heading of a table."""
        return self.of(("bold", True), ("text_wrap", True), ("bottom", 1), ("bg_color", SURROUNDINGS))

    @property
    def title(self) -> Any:
        """What a sheet is about."""
        return self.of(("bold", True), ("font_size", 13))

    @property
    def text(self) -> Any:
        """Plain text, on as many lines as it takes."""
        return self.of(("text_wrap", True))

    @property
    def small(self) -> Any:
        """What stands beside, in grey."""
        return self.of(("font_color", "#595959"), ("text_wrap", True), ("indent", 1))

    @property
    def sample(self) -> Any:
        """How a value that is no formula is marked."""
        return self.of(("bg_color", MARK), ("text_wrap", True))

    @property
    def put_in(self) -> Any:
        """How data and figures of the rules are written."""
        return self.of(("font_color", FIGURE))

    @property
    def loud(self) -> Any:
        """What nobody must miss."""
        return self.of(("bold", True), ("font_color", "#C00000"))

    @property
    def link(self) -> Any:
        """A link to a sheet."""
        return self.of(("font_color", FIGURE), ("underline", 1))
