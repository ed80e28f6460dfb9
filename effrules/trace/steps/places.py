"""Grades and places."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from effrules.model.real import Num
from effrules.model.schema import Titles
from effrules.trace.steps.step import Ref, Step
from effrules.trace.steps.values import Stretch


@frozen
class Grade:
    """A grade and its stretch of scores; ``printed`` is that of its line, where the grades are read as ``Bands`` are."""

    name: str
    titles: Titles
    stretch: Stretch
    printed: Stretch | None = None


@frozen(kw_only=True)
class Rating(Step):
    """The name of the first grade in whose stretch the node's score lies."""

    op: ClassVar[str] = "rating"
    rated: str
    node: Ref
    grades: tuple[Grade, ...]
    titles: Titles = Titles()
    between: str = ""
    shared: str = ""


@frozen
class Rival:
    """Another subject of the same group, and its scores by the keys of the ranking (``None``: it has none)."""

    subject: str
    scores: tuple[Num | None, ...]


@frozen(kw_only=True)
class Place(Step):
    """The place of a subject among its rivals: 1 + the number of better ones, or (``dense``) of better sets of equal ones.

    ``keys`` are the subject's own steps (``ScoreOf``), the first one deciding, the next between equals; ``highest_first``
    for each. A rival without a score by a key comes after those that have one. ``shared``: with ``equals`` of them.
    The scores of rivals are results of their own derivations. ``condition``: the step by which the subject takes part.
    """

    op: ClassVar[str] = "place"
    ranking: str
    titles: Titles
    group: tuple[str, ...]
    keys: tuple[Ref, ...]
    highest_first: tuple[bool, ...]
    dense: bool
    rivals: tuple[Rival, ...]
    shared: bool
    among: int
    condition: Ref | None = None


AmongOthers = Rating | Place
