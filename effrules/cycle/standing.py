"""Where a year stands, by its register: what counts of what was entered, of each body and of each stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from attrs import field, frozen

from effrules.cycle.entries import (
    Appealed,
    Approved,
    Decided,
    Entry,
    Opened,
    Reopened,
    Reported,
    Scored,
    Sent,
    Stage,
    Submitted,
    What,
    Withdrawn,
)

T = TypeVar("T")


def standing(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries that were not withdrawn; a withdrawal that was withdrawn itself does not count."""
    listed = list(entries)
    gone: set[int] = set()
    for entry in reversed(listed):
        if isinstance(entry.what, Withdrawn) and entry.number not in gone:
            gone.add(entry.what.entry)
    return tuple(one for one in listed if one.number not in gone and not isinstance(one.what, Withdrawn))


def of_kind(entries: Iterable[Entry], kind: type[T]) -> Iterator[tuple[Entry, T]]:
    """The entries of a kind, each with what it tells."""
    for entry in entries:
        if isinstance(entry.what, kind):
            yield entry, entry.what


def accepted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What was sent and could be read without an error."""
    return tuple(one for one in entries if isinstance(one.what, Submitted | Reported) and one.what.accepted)


@frozen
class BodyStanding:
    """What is known of a body: its submissions in their order, papers that went to it, objections with what became of them."""

    key: str
    submissions: tuple[Entry, ...] = ()
    sent: tuple[Entry, ...] = ()
    appeals: tuple[Entry, ...] = ()
    decisions: Mapping[int, Entry] = field(factory=dict)

    @property
    def last_valid(self) -> Entry | None:
        """The last submission that could be read without an error."""
        return next(reversed(accepted(self.submissions)), None)

    @property
    def is_silent(self) -> bool:
        """Whether it sent nothing itself."""
        return all(isinstance(one.what, Submitted) and one.what.absent for one in self.submissions)

    @property
    def open_appeals(self) -> tuple[Entry, ...]:
        """Objections that were not decided."""
        return tuple(one for one in self.appeals if one.number not in self.decisions)


@frozen
class StageStanding:
    """A stage: its last scoring, and its approval where it was not opened again since."""

    stage: Stage
    scored: Entry | None = None
    approved: Entry | None = None


@frozen
class Standing:
    """Where the year stands."""

    bodies: tuple[BodyStanding, ...]
    stages: tuple[StageStanding, ...]
    entries: tuple[Entry, ...] = field(repr=False)

    def reported(self, institution: str) -> tuple[Entry, ...]:
        """What an institution reported of bodies, in its order."""
        return tuple(one for one, what in of_kind(self.entries, Reported) if what.institution == institution)

    def body(self, key: str) -> BodyStanding | None:
        """The body of that identifier."""
        return next((one for one in self.bodies if one.key == key), None)

    def stage(self, stage: Stage) -> StageStanding:
        """A stage."""
        return next(one for one in self.stages if one.stage is stage)


def stands(entries: Sequence[Entry]) -> Standing:
    """Where the year of a register stands. Its first entry is that which opened it."""
    opened = entries[0].what
    assert isinstance(opened, Opened), "a register begins with the entry that opened the year"
    counted = standing(entries)
    return Standing(
        tuple(_body(key, counted) for key in opened.bodies),
        tuple(_stage(stage, counted) for stage in Stage),
        counted,
    )


def _body(key: str, entries: Sequence[Entry]) -> BodyStanding:
    appeals = tuple(entry for entry, what in of_kind(entries, Appealed) if what.body == key)
    numbers = {entry.number for entry in appeals}
    return BodyStanding(
        key,
        tuple(entry for entry, what in of_kind(entries, Submitted) if what.body == key),
        tuple(entry for entry, what in of_kind(entries, Sent) if what.body == key),
        appeals,
        {what.appeal: entry for entry, what in of_kind(entries, Decided) if what.appeal in numbers},
    )


def _stage(stage: Stage, entries: Sequence[Entry]) -> StageStanding:
    scored: Entry | None = None
    approved: Entry | None = None
    for entry in entries:
        what: What = entry.what
        match what:
            case Scored() if what.stage is stage:
                scored = entry
            case Approved() if what.stage is stage:
                approved = entry
            case Reopened() if what.stage is stage:
                approved = None
            case _:
                pass
    return StageStanding(stage, scored, approved)
