"""The headings of rule files, read without parsing the rest: enough to know which version lies where.

A heading is found in the words of the text, so that comments and texts in quotes are never taken for one. Whether it is a
right one is seen when its version is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from time import time_ns

from attrs import frozen

from effrules.source import text_of as read_text

WORDS = re.compile(r'--[^\n]*|"(?:[^"\\\n]|\\.)*"?|\d{4}-\d\d-\d\d|[^\W]\w*|[^\s]')
MOST = 100
"""Behind so many words that may begin a heading it is looked whether they do, before a text is read word for word."""

UNSETTLED = 2 * 10**9
"""A file that was written less than so many nanoseconds ago may be written once more without another time of change."""

ESCAPED = re.compile(r"\\(.)")


@frozen
class Heading:
    """What a heading says of its version; days as they are written, ``last`` is ``None`` where the end is open."""

    name: str
    version: str
    amends: str | None = None
    replaces: str | None = None
    first: str | None = None
    last: str | None = None
    draft: bool = False

    @property
    def days(self) -> str:
        """The days in words, or nothing."""
        if self.first is None:
            return ""
        return f"from {self.first}" if self.last is None else f"{self.first} to {self.last}"


def text_of(file: Path) -> str | None:
    """The text of a rule file as the parser reads it; ``None`` where it is no file or no such text."""
    try:
        return read_text(file)
    except (OSError, UnicodeDecodeError):
        return None


def heading_in(file: Path) -> Heading | None:
    """The heading of a rule file; ``None`` where there is none, or the file cannot be read."""
    try:
        state = file.stat()
    except (OSError, ValueError):
        return None
    if abs(time_ns() - state.st_mtime_ns) < UNSETTLED:
        return _read_heading(file)
    return _kept_heading(file, state.st_ino, state.st_mtime_ns, state.st_ctime_ns, state.st_size)


def _read_heading(file: Path) -> Heading | None:
    text = text_of(file)
    return None if text is None or "methodology" not in text else heading_of(text)


@lru_cache(maxsize=1024)
def _kept_heading(file: Path, *_state: int) -> Heading | None:
    """The heading of a file as it stands: versions look for each other among the same files, over and over."""
    return _read_heading(file)


def heading_of(text: str) -> Heading | None:
    """The first heading of a text."""
    if not _may_have(text):
        return None
    words = _words(text)
    depth = 0
    for word in words:
        depth += {"{": 1, "}": -1}.get(word, 0)
        if word == "methodology" and depth == 0:
            found = _heading(words)
            if found is not None:
                return found
    return None


def mentions_heading(text: str) -> bool:
    """Whether the word that begins a heading stands in a text, be the heading right or not."""
    return "methodology" in _words(text)


def _may_have(text: str) -> bool:
    """Whether a heading can begin where its word stands, wherever that is; so most texts are not read word for word.

    Where the word stands very often, each of them inside one long comment, looking behind each would take longer.
    """
    if text.count("methodology") > MOST:
        return True
    begun = (tuple(islice(_words(text, match.start()), 3)) for match in re.finditer("methodology", text))
    return any(words[::2] == ("methodology", "version") for words in begun)


def _words(text: str, start: int = 0) -> Iterator[str]:
    return (match[0] for match in WORDS.finditer(text, start) if not match[0].startswith("--"))


def _heading(words: Iterator[str]) -> Heading | None:
    name, keyword, version = [*islice(words, 3), "", "", ""][:3]
    if keyword != "version" or not version.startswith('"'):
        return None
    told: dict[str, str | None] = {"amends": None, "replaces": None}
    word = next(words, "")
    if word in told:
        told[word] = _plain(next(words, ""))
        word = next(words, "")
    first = last = None
    draft = False
    depth = 1 if word == "{" else 0
    before: tuple[str, str] = ("", "")
    for word in words if depth else ():
        depth += {"{": 1, "}": -1}.get(word, 0)
        if depth == 0:
            break
        if before == ("force", "from") and first is None:
            first = word
        elif before == (first, "to"):
            last = word
        elif word == "draft" and before[1] not in ("languages", ","):
            draft = True
        before = (before[1], word)
    return Heading(name, _plain(version), told["amends"], told["replaces"], first, last, draft)


def _plain(quoted: str) -> str:
    """A text without its quotes."""
    return ESCAPED.sub(r"\1", quoted[1:-1]) if quoted.startswith('"') else ""
