"""The rules that come with effrules, checked once for all tests of a process; the processes of a run share what was checked."""

from __future__ import annotations

from functools import cache

from effrules.check.cached import load
from effrules.check.checked import Checked


@cache
def checked(name: str) -> Checked:
    """What the checker gives for shipped rules of a name, or for rules at a path that no test changes."""
    return load(name)
