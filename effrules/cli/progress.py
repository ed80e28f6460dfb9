"""Progress of a long run: one line on a terminal's standard error, nothing anywhere else."""

from __future__ import annotations

import sys
import time

from effrules.leaving import WIPE

PATIENCE = 0.5
"""Seconds before anything is shown."""

EVERY = 0.1
"""Seconds between two states that are shown."""


class Progress:
    """Told how many are done, and of how many; ``end``, or the end of a ``with``, wipes the line away."""

    def __init__(self) -> None:
        self.wanted = sys.stderr.isatty()
        self.next = time.monotonic() + PATIENCE
        self.shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def __call__(self, done: int, of: int) -> None:
        """Show the state, if it is time."""
        if not self.wanted:
            return
        now = time.monotonic()
        if now < self.next or of <= 0:
            return
        self.next = now + EVERY
        self.shown = True
        full = 30 * done // of
        sys.stderr.write(f"\r[{'#' * full}{'.' * (30 - full)}] {done} / {of}")
        sys.stderr.flush()

    def end(self) -> None:
        """Wipe the line away."""
        if self.shown:
            sys.stderr.write(WIPE)
            sys.stderr.flush()
            self.shown = False
