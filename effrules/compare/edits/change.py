"""What all edits have: what happened to which thing, what it bears on, and who made it why."""

from __future__ import annotations

from enum import Enum
from typing import Generic, TypeVar

from attrs import frozen

from effrules.compare.matching.expressions import Piece
from effrules.compare.matching.names import Key
from effrules.compare.matching.origins import Reason
from effrules.model.basis import Citation
from effrules.model.schema import Titles

Written = TypeVar("Written")
"""What is written in the rules, or ``None`` where there is nothing."""


class Action(Enum):
    """What happened to a thing."""

    ADDED = "added"
    DROPPED = "dropped"
    RENAMED = "renamed"
    MOVED = "moved"
    CHANGED = "changed"
    REWORDED = "reworded"
    """Its words, its basis or its place in the text changed, and nothing else."""


class Thing(Enum):
    """What kind of thing it happened to, as it is called in the rules."""

    METHODOLOGY = "methodology"
    SOURCE = "source"
    SUBJECT = "subject"
    TABLE = "table"
    FIELD = "field"
    DEFINITION = "define"
    FIGURES = "figures"
    ROW = "row"
    TOTAL = "total"
    BLOCK = "block"
    DIRECTION = "direction"
    CRITERION = "criterion"
    WEIGHTS = "weights"
    PENALTY = "penalty"
    BONUS = "bonus"
    RATING = "rating"
    RANKING = "rank"
    PROPERTY = "property"
    EXAMPLE = "example"
    INSTITUTION = "institution"
    STAGE = "stage"
    SPOT_CHECK = "spot check"
    RECOMMENDATION = "recommend"


class Bearing(Enum):
    """What an edit can have an effect on."""

    SCORES = "scores"
    """Scores, penalties, ratings or places."""
    REPORTING = "reporting"
    """What must be reported, what is accepted, who assesses it, and how the year goes."""
    VALIDITY = "validity"
    """The days on which the rules hold."""
    PROMISES = "promises"
    """What the rules promise of themselves: their properties."""
    CASES = "cases"
    """Worked examples."""
    BASIS = "basis"
    """What a figure rests on: citations, assumptions, sources."""
    WORDING = "wording"
    """Titles, reasons that are shown, the name of the version, the order of the text."""


MEANING = frozenset((Bearing.SCORES, Bearing.REPORTING, Bearing.VALIDITY, Bearing.PROMISES))
"""The bearings of a change of meaning; an edit with another one leaves the meaning as it was."""


@frozen
class Place:
    """Which thing: its kind, and its name (in the new methodology, where it is there).

    ``inside`` is the table of a field, or the table of figures of a row.
    """

    thing: Thing
    name: str = ""
    inside: str = ""


@frozen(kw_only=True)
class Change:
    """What all edits have.

    ``key`` is unique within a difference and the same each time it is made. ``path`` says where, from the outside in
    (``block goals > direction budget_use``). ``reason``, ``citations`` and ``version`` are those that the version which
    made the change declares, empty where it declares none; ``earlier`` are those of versions that changed the same before
    it, oldest first, where the old methodology is several amendments away (``chain.along``). ``used_by`` lists the paths of what reads a changed
    definition or table of figures. ``at`` is the thing's name among the names brought together (``names.Names``).
    """

    key: str
    at: Key
    action: Action
    place: Place
    path: str
    bearing: Bearing
    reason: Titles = Titles()
    citations: tuple[Citation, ...] = ()
    version: str = ""
    earlier: tuple[Reason, ...] = ()
    requires: frozenset[str] = frozenset()
    used_by: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    """For a formula or a condition: its text, with what changed in it."""

    @property
    def is_meaning(self) -> bool:
        """Whether it changes the meaning of the rules."""
        return self.bearing in MEANING


@frozen(kw_only=True)
class Changed(Change, Generic[Written]):
    """With what was written before, and what is written now."""

    before: Written
    after: Written
