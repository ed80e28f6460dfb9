"""Which words of a text are labels: names, whatever they are elsewhere, for they stand before a colon."""

from __future__ import annotations

import re

_MARK = re.compile(r'"(?:\\.|[^"\\\n])*+"?|--[^\n]*+|\w++|[^\w\s]')


def labels(text: str) -> frozenset[int]:
    """Where the words begin that are followed by a colon, or by titles (each perhaps after its language) and a colon.

    One pass over the text: each word waits until what follows has shown whether it is a label.
    """
    found: list[int] = []
    waiting: list[int] = []
    perhaps_language = False
    for match in _MARK.finditer(text):
        mark = match.group()
        if mark[0] == '"':
            perhaps_language = False
        elif mark == ":":
            if perhaps_language:
                del waiting[:-1]
            found.extend(waiting)
            waiting.clear()
            perhaps_language = False
        elif mark[0].isalpha() or mark[0] == "_":
            if perhaps_language:
                del waiting[:-1]
            perhaps_language = len(mark) == 2 and mark.isascii() and mark.islower() and bool(waiting)
            if not perhaps_language:
                waiting.clear()
            waiting.append(match.start())
        elif not mark.startswith("--"):
            waiting.clear()
            perhaps_language = False
    return frozenset(found)
