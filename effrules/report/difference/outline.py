"""The outline of a comparison: sentences at the top, sections of entries, verdicts.

Text, Markdown and HTML are made from it, so that they say the same.
"""

from __future__ import annotations

from attrs import frozen

from effrules.compare.edits.edit import Action
from effrules.compare.verdicts.judging import Bend
from effrules.report.difference.said import Said
from effrules.words import Language


@frozen
class Entry:
    """What happened to one thing: its actions, what it is, the details, why, who is touched, and what stands below it."""

    actions: tuple[Action, ...]
    heading: str
    details: tuple[Said, ...] = ()
    reasons: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    below: tuple[Entry, ...] = ()


@frozen
class Section:
    """Some entries under a heading; ``count`` is a sentence that stands for entries that are not listed."""

    title: str
    entries: tuple[Entry, ...] = ()
    intro: str = ""


@frozen
class Told:
    """A verdict in words, indented as the node lies in the tree."""

    depth: int
    heading: str
    verdict: str
    bend: Bend


@frozen
class Summary:
    """The whole comparison. ``short`` are the sentences at the top; they are all there is where nothing differs."""

    title: str
    methodology: str
    short: tuple[str, ...]
    sections: tuple[Section, ...]
    verdicts: tuple[Told, ...]
    language: Language
