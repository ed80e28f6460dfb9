"""Numbers of things in English sentences."""

from __future__ import annotations


def many(count: int, one: str, more: str = "") -> str:
    """So many of something: ``1 file``, ``1,200 files``; ``more`` is the plural where it is no ``s`` behind the singular."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"
