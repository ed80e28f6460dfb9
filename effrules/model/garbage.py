"""Long lists and trees that live to the end: looking through them for garbage, again and again, finds none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from attrs import define

OFTEN = 700
"""So many times as many objects as Python makes between two searches of its own, and half as many as there are, may be made before all are
looked through. A command, which ends soon, lets it search seldom (``effrules.cli.start``)."""


@define
class _Made:
    """How many objects were made since all were looked through, and how many may be."""

    since: int = 0
    least: int = 0


_MADE = _Made()


@contextmanager
def without_collecting() -> Iterator[None]:
    """Look for no garbage: reading data, checking rules and deriving make trees almost without cycles, and take a third less time.

    Nor afterwards at once among all that was made: it counts as having been looked through, until so much was made that a process which
    does this again and again would grow without end.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            _grown(gc.get_count()[0])
            gc.enable()


def _grown(made: int) -> None:
    _MADE.since += made
    if _MADE.since > max(_MADE.least, OFTEN * gc.get_threshold()[0]):
        gc.collect()
        _MADE.since, _MADE.least = 0, len(gc.get_objects()) // 2
    elif not gc.get_freeze_count():
        gc.freeze()  # together with the next line: everything becomes old
        gc.unfreeze()
