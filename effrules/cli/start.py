"""The way in: ready for signals and with standard streams in UTF-8 before anything that takes time is imported."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found] # `signal` without its enumerations, which take time

if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
    _signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # until `leave` is there, Ctrl-C ends without a word

import gc
import sys
from io import TextIOWrapper

from effrules.leaving import leave

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")

SELDOM = 200_000, 50, 100
"""So many objects are made between two searches for garbage (Python's own 700 suit long-lived servers, not a command whose trees
of rules and data live to its end: checking the current rules takes a quarter less time so)."""


def main() -> None:
    """The command ``effrules``."""
    for name in SIGNALS:
        number = getattr(_signal, name, None)
        if number is not None and _signal.getsignal(number) is not _signal.SIG_IGN:
            _signal.signal(number, leave)
    _in_utf8()
    gc.set_threshold(*SELDOM)
    from effrules.cli.main import main as run

    try:
        run()
    finally:
        gc.freeze()  # the process ends: nothing that was made is looked through once more


def _in_utf8() -> None:
    """What is not shown at a terminal is UTF-8 with plain line ends, on every machine; at a terminal, what it can show."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
