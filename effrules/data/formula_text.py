"""Text that a spreadsheet would run as a formula when it opens a CSV file: made harmless in results, and read back as it was.

An apostrophe is put before it, as people do in a spreadsheet; text that has apostrophes before such a sign gets one more, so
that taking one away gives every text back. Numbers stay numbers. The signs are those of OWASP's page on CSV injection.
docs/decisions/0029-text-that-would-run.md says more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_RUNS = re.compile(r"'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,/][0-9]+)?[%\u2026]?")
_GUARDED = re.compile(r"''*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]")

RESULTS = ("methodology", "version", "what_if", "subject", "name")
"""Headings by which a file of results is known; it begins with the first two."""


def guarded(text: str) -> str:
    """A text as it stands in a file of results."""
    return f"'{text}" if _RUNS.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text that stands guarded in a file of results."""
    return text[1:] if _GUARDED.match(text) else text


def is_results(headings: Sequence[object]) -> bool:
    """Whether headings are those of results that effrules wrote: text of other files is never touched."""
    return tuple(headings[:2]) == RESULTS[:2] and set(RESULTS) <= set(headings)
