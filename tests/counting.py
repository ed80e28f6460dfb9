"""How many steps a piece of work takes: a count that is the same on every machine, where a clock is not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def calls(work: Callable[[], object]) -> int:
    """The function calls, those into C included, that some work makes."""
    count = 0

    def seen(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def lines_run(work: Callable[[], object]) -> int:
    """The lines, and turns of loops and comprehensions, that effrules' own code goes through in some work."""
    count = 0

    def inside(frame: Any, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        return inside

    def entered(frame: Any, event: str, argument: Any) -> Any:
        nonlocal count
        count += 1
        name = frame.f_code.co_filename
        return inside if "/site-packages/" not in name else None

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
