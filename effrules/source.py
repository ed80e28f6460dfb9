"""Where text comes from: a source file and a stretch of it.

A :class:`Source` is one rule file as it was read; a :class:`Span` is a half-open range of its characters.
Every node of the syntax tree and of the checked program carries a span; spans never take part in equality.
"""

from __future__ import annotations

import os
import stat
from bisect import bisect_right
from errno import EFBIG, EINVAL, EISDIR, ENAMETOOLONG
from functools import cached_property
from io import BufferedReader
from pathlib import Path

from attrs import define, field, frozen

from effrules.words import phrase

LARGEST_RULES = 16 * 2**20
"""A rule file has no more bytes than this."""

LARGEST_DATA = 2**30
"""A file of data or of earlier results has no more bytes than this."""


LONGEST_PATH, LONGEST_NAME = 4095, 255
"""So many bytes has a path, and each name in it, at most: a longer one no file system of ours can hold."""

NO_NAME = phrase("no file can be called so: a name has at most 255 bytes, a path 4095, and no zero byte")


def can_be(path: str | Path) -> bool:
    """Whether a file could be called so; asking the system about another name is an error of its own."""
    text = str(path)
    try:
        parts = [os.fsencode(part) for part in text.replace(os.sep, "/").split("/")]
    except UnicodeEncodeError:
        return False
    size = sum(map(len, parts)) + len(parts) - 1
    return "\0" not in text and size <= LONGEST_PATH and all(len(part) <= LONGEST_NAME for part in parts)


NO_FILE = phrase("it is no file but a pipe, a device or a socket")
"""Why these are not opened: they may never end, and may wait for ever."""


def file_of(path: Path, most: int) -> None:
    """Raises OSError with the reason where a path is no file, or one of more than ``most`` bytes."""
    if not can_be(path):
        raise OSError(ENAMETOOLONG, NO_NAME)
    state = path.stat()
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(EISDIR, phrase("it is a folder"))
    if not stat.S_ISREG(state.st_mode):
        raise OSError(EINVAL, NO_FILE)
    if state.st_size > most:
        raise too_large(most)


def too_large(most: int) -> OSError:
    """What is raised where a file has more than ``most`` bytes."""
    return OSError(EFBIG, phrase("it is larger than {size} MB", size=most // 2**20))


def opened(path: Path, most: int) -> BufferedReader:
    """A file that is open for reading. Raises OSError as ``file_of`` does."""
    file_of(path, most)
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    return os.fdopen(handle, "rb")


def bytes_of(path: Path, most: int = LARGEST_DATA) -> bytes:
    """What a file holds. Raises OSError with the reason: also where it is no file, or has more than ``most`` bytes."""
    with opened(path, most) as stream:
        held = stream.read(os.fstat(stream.fileno()).st_size + 1)  # room is made for as much as is asked for
        while len(held) <= most and (
            more := stream.read(2**20)
        ):  # a file that grows, or does not tell its size
            held += more
    if len(held) > most:
        raise too_large(most)
    return held


def text_of(path: Path, most: int = LARGEST_RULES) -> str:
    """The characters of a UTF-8 file, each line ended with a line feed. Raises OSError and UnicodeDecodeError."""
    return bytes_of(path, most).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


@define(eq=False, slots=False)
class Source:
    """One rule file: its name as it is shown to people, its whole text, and its path, if it was read from a file."""

    name: str
    text: str = field(repr=False)
    path: str = field(default="", repr=False)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset of the first character of each line."""
        return (0, *(i + 1 for i, character in enumerate(self.text) if character == "\n"))

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """The line and column (both from 1) of a character offset."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a line (from 1), without its line break."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")


@frozen
class Span:
    """A half-open range of characters in a source."""

    source: Source = field(repr=False)
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line (from 1) on which the span starts."""
        return self.source.line_and_column(self.start)[0]

    @property
    def column(self) -> int:
        """The column (from 1) at which the span starts."""
        return self.source.line_and_column(self.start)[1]

    @property
    def text(self) -> str:
        """The characters that the span covers."""
        return self.source.text[self.start : self.end]

    def first_line(self) -> Span:
        """The part of the span on the line where it starts, without blanks at its end: enough to point at."""
        source = self.source
        line = bisect_right(source.line_starts, self.start)
        end = min(self.end, source.line_starts[line] - 1) if line < len(source.line_starts) else self.end
        while end > self.start and source.text[end - 1].isspace():
            end -= 1
        return Span(source, self.start, end)

    def to(self, other: Span) -> Span:
        """The span from the start of this one to the end of another in the same source."""
        return Span(self.source, self.start, max(self.end, other.end))

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"
