"""Ending at a signal: nothing temporary stays, no traceback is shown, and files that belong together are not torn apart.

It stands at the bottom and imports next to nothing: it is there before anything that takes time is imported.
"""

from __future__ import annotations

import os
import sys

WORDS = {2: b"effrules: interrupted\n"}
"""What is said at a signal; at others nothing: who ended the process knows it."""

WIPE = "\r\x1b[K"
"""Takes a line of progress off a terminal."""

_held: list[int] = []
"""The signals that came while work is going on that must not be divided; such work itself is a 0."""


def leave(number: int, _frame: object = None) -> None:
    """End the process at once, as a signal asks, with exit code 128 and its number."""
    if _held:
        _held.append(number)
        return
    temporary = sys.modules.get("effrules.disk.temporary")
    clear = getattr(temporary, "clear", None)
    if clear is not None:
        clear()
    try:
        if number in WORDS:
            os.write(2, (WIPE.encode() if os.isatty(2) else b"") + WORDS[number])
    except OSError:
        pass  # nobody is there to be told
    os._exit(128 + number)


class Undivided:
    """A stretch of work during which no signal ends the process; it takes effect afterwards."""

    def __enter__(self) -> None:
        _held.append(0)

    def __exit__(self, *_: object) -> None:
        _held.remove(0)
        if 0 in _held:  # a stretch within another one
            return
        came = [number for number in _held if number]
        _held.clear()
        if came:
            leave(came[0])
