"""A defect of an act, as data: what a printed scale leaves out, what it says twice, where the act contradicts itself.

A finding that carries one is about the law, not about the rule file: the rules have dealt with it.
"""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from effrules.words import Text


class DefectKind(Enum):
    """What is amiss in an act."""

    GAPS = "gaps"
    """Values that no line of a printed scale is for."""
    SHARED_ENDS = "shared ends"
    """Values that two lines are for."""
    CONTRADICTION = "contradiction"
    """Elsewhere, or in its other language, the act says otherwise."""
    NOT_REACHED = "maximum not reached"
    """The formula of a criterion stays below its maximum, and the act is known to say otherwise elsewhere."""


@frozen
class LeftOut:
    """Values between two printed lines: exact texts such as ``49.9%``.

    ``printed_from`` and ``printed_to`` are the first and the last of them that could stand in print, in as many decimals as the
    scale has; empty where all of them lie between. ``line`` is the line that the reading gives them to, "" where rounding settles it.
    """

    low: str
    low_included: bool
    high: str
    high_included: bool
    printed_from: str = ""
    printed_to: str = ""
    line: Text = ""


@frozen
class Shared:
    """A value at which one printed line ends and the next begins; ``line`` is the one that the reading gives it to."""

    value: str
    line: Text


@frozen
class Quoted:
    """What the act says elsewhere: the source and place, the words by language, and the points where it is a maximum."""

    place: Text
    words: tuple[tuple[str, str], ...]
    points: str = ""


@frozen
class Defect:
    """A defect of an act: in what it stands in the rules, what that cites, and how the rules read it."""

    kind: DefectKind
    about: Text
    cited: tuple[Text, ...]
    readings: tuple[Text, ...] = ()
    """Each in the words of the rules, with what it rests on."""
    left_out: tuple[LeftOut, ...] = ()
    shared: tuple[Shared, ...] = ()
    quoted: tuple[Quoted, ...] = ()
