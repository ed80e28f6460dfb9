"""A place in an act: items with their sub-items, annexes with their tables and lines, and words where numbers do not say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum

from attrs import frozen

from effrules.model.schema import UNTAGGED, Titles


@frozen(order=True)
class Numeral:
    """The number of an item, an annex or a line: ``34``; ``1.1``; ``48-1``, which was inserted behind ``48``."""

    parts: tuple[int, ...]
    inserted: tuple[int, ...] = ()

    def __str__(self) -> str:
        return "-".join([".".join(map(str, self.parts)), *map(str, self.inserted)])

    @property
    def looks_like_a_range(self) -> bool:
        """Whether it may have been meant as a range with the wrong dash: ``35-36``."""
        return len(self.parts) == 1 and len(self.inserted) == 1 and self.inserted[0] > self.parts[0]


@frozen
class Stretch:
    """A number, or all from one to another (``35–36``), both included."""

    first: Numeral
    last: Numeral

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    def covers(self, number: Numeral) -> bool:
        """Whether a number lies in it."""
        return self.first <= number <= self.last

    @property
    def is_one(self) -> bool:
        """Whether it is one number."""
        return self.first == self.last


class MarkKind(Enum):
    """What a mark counts, as the notation calls it."""

    ITEM = "item"
    ANNEX = "annex"


class DetailKind(Enum):
    """What is counted inside an annex, as the notation calls it."""

    TABLE = "table"
    LINE = "line"
    COLUMN = "column"


@frozen
class Detail:
    """Tables, lines or columns of an annex."""

    kind: DetailKind
    numbers: tuple[Stretch, ...]


@frozen
class Mark:
    """Items or annexes of an act, in a row; ``numbers`` is ``None`` for the one annex that bears no number.

    ``points`` are sub-items of one item (``6 1)–8)``), ``details`` tables, lines and columns of one annex. ``enacting``: of the
    act that puts the methodology into force, not of the methodology itself: both count from 1.
    """

    kind: MarkKind
    numbers: Stretch | None
    points: tuple[Stretch, ...] = ()
    details: tuple[Detail, ...] = ()
    enacting: bool = False

    def __str__(self) -> str:
        made = "only" if self.numbers is None else str(self.numbers)
        if self.points:
            made += " " + points_text(self.points)
        for detail in self.details:
            made += "".join(
                f", {detail.kind.value} {stretch}" if at == 0 else f", {stretch}"
                for at, stretch in enumerate(detail.numbers)
            )
        return made


def points_text(points: Iterable[Stretch]) -> str:
    """Sub-items as acts count them: ``1)–8), 10)``."""
    return ", ".join(f"{one.first})" if one.is_one else f"{one.first})–{one.last})" for one in points)


@frozen
class Place:
    """A place in a source: marks in the order of the text, and words (``second part``, or all of it: ``1.2, first block``)."""

    marks: tuple[Mark, ...] = ()
    words: Titles = Titles()

    def __bool__(self) -> bool:
        return bool(self.marks or self.words.texts)

    def lists(self) -> Iterator[tuple[MarkKind, bool, str]]:
        """The marks as the notation lists them: each list of items or annexes once, whether of the enacting act, and its text."""
        for kind, enacting, marks in grouped(self.marks):
            yield kind, enacting, list_text(marks)

    def __str__(self) -> str:
        made = [
            f'{"enacting " if enacting else ""}{kind.value} "{text}"' for kind, enacting, text in self.lists()
        ]
        said = [f'"{text}"' if tag == UNTAGGED else f'{tag} "{text}"' for tag, text in self.words.texts]
        return " ".join([*made, *said])


def grouped(marks: Iterable[Mark]) -> list[tuple[MarkKind, bool, list[Mark]]]:
    """Marks by what they count, in the order in which the first of each stands."""
    made: dict[tuple[MarkKind, bool], list[Mark]] = {}
    for mark in marks:
        made.setdefault((mark.kind, mark.enacting), []).append(mark)
    return [(kind, enacting, of_kind) for (kind, enacting), of_kind in made.items()]


def list_text(marks: Iterable[Mark]) -> str:
    """Marks of one kind as one list. Behind the lines of an annex a semicolon begins the next annex, for a comma goes on with lines."""
    text = ""
    before: Mark | None = None
    for mark in marks:
        text += "" if before is None else "; " if before.details else ", "
        text += str(mark)
        before = mark
    return text
