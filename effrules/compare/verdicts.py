"""Verdicts: what a change does to whoever is assessed, as far as the rules alone can show it."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from effrules.compare.edits import Place


class Bend(Enum):
    """Which way a node's score can move."""

    SAME = "same"
    STRICTER = "stricter"
    """No body can gain."""
    LENIENT = "more lenient"
    """No body can lose."""
    DIFFERENT = "different"
    """Which way can only be seen on data."""
    ADDED = "added"
    DROPPED = "dropped"


@frozen
class Verdict:
    """The verdict on a block, direction, criterion, penalty, bonus or the total, with why it can be said (keys of edits)."""

    place: Place
    path: str
    bend: Bend
    because: tuple[str, ...] = ()
