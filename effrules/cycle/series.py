"""Several years as one series: bodies by their identifiers, nodes by their names, what was renamed by a list of changes and by the rules.

A body that was renamed goes on under its new identifier. Where several became one, or one became several, no line is drawn
and no change is told: what they would have had together is in no results.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from io import StringIO
from itertools import pairwise
from pathlib import Path

from attrs import evolve, field, frozen

from effrules.cycle.entering import NotEntered
from effrules.cycle.previous import Previous, Since, Split, previous, since
from effrules.diagnostics.lookalikes import nearest
from effrules.disk import reads
from effrules.model.program import NodeKind, Program
from effrules.model.real import Num
from effrules.source import LARGEST_DATA, text_of
from effrules.words import Message, phrase, several

COLUMNS = ("from", "to")
"""The columns of a list of changes."""


@frozen
class Became:
    """A body that is assessed under another identifier from some year on."""

    before: str
    after: str


@frozen
class Moved:
    """A change of a score from one year to the next: the numbers of the years in the series, and what it is made of, or why that cannot be told."""

    before: int
    after: int
    body: str
    node: str
    split: Split | Message


@frozen(eq=False, slots=False)
class Series:
    """Years in their order. ``renamed`` gives the later identifier of a body, ``parted`` those that became one or several."""

    years: tuple[Previous, ...]
    renamed: Mapping[str, str] = field(factory=dict)
    parted: tuple[Became, ...] = ()

    @cached_property
    def program(self) -> Program | None:
        """The rules of the last year that has any at hand."""
        return next((one.stage.year.program for one in reversed(self.years) if one.stage is not None), None)

    def key(self, body: str) -> str:
        """The identifier that a body has by now."""
        while body in self.renamed:
            body = self.renamed[body]
        return body

    @cached_property
    def bodies(self) -> tuple[str, ...]:
        """All bodies by the identifiers that they have by now, those of the last year first."""
        found = (self.key(key) for year in reversed(self.years) for key in year.scores)
        return tuple(dict.fromkeys(found))

    @cached_property
    def keys(self) -> tuple[Mapping[str, str], ...]:
        """For each year: what a body was called then, by what it is called now. Raises NotEntered where two claim to be one."""
        made = []
        for year in self.years:
            of: dict[str, str] = {}
            for key in year.scores:
                now = self.key(key)
                if now in of:
                    raise NotEntered(
                        phrase(
                            "both `{one}` and `{other}` are assessed in {year}: neither became the other before",
                            one=of[now], other=key, year=year.called,
                        )
                    )  # fmt: skip
                of[now] = key
            made.append(of)
        return tuple(made)

    @cached_property
    def steps(self) -> tuple[Since | None, ...]:
        """From each year to the next; ``None`` where rules and data of one of both are not at hand."""
        return tuple(
            None
            if before.stage is None or after.stage is None
            else evolve(since(after.stage, before), keys=self.keys[at])
            for at, (before, after) in enumerate(pairwise(self.years))
        )

    @cached_property
    def names(self) -> tuple[Mapping[str, str], ...]:
        """For each year: what a node was called then, by what the last year calls it, where that is not the same."""
        made: list[Mapping[str, str]] = [{}]
        for step in reversed(self.steps):
            later = made[0]
            was = {} if step is None else step.was
            earlier = {now: was.get(then, then) for now, then in later.items()}
            earlier |= {
                now: then for now, then in was.items() if now not in later.values() and now not in earlier
            }
            made.insert(0, earlier)
        return tuple(made)

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The nodes that a result stands for."""
        if self.program is not None:
            return self.program.heads
        nodes = {node for scores in self.years[-1].scores.values() for node in scores}
        return ("total",) if "total" in nodes else tuple(sorted(nodes))

    @cached_property
    def directions(self) -> tuple[str, ...]:
        """The blocks and directions of the last year, as far as its rules are at hand."""
        if self.program is None:
            return ()
        found: list[str] = []
        ahead = list(reversed(self.program.root.parts))
        while ahead:
            node = self.program.nodes[ahead.pop()]
            if node.kind in (NodeKind.BLOCK, NodeKind.DIRECTION):
                found.append(node.name)
                ahead += reversed(node.parts)
        return tuple(found)

    def score(self, at: int, body: str, node: str) -> Num | None:
        """A score of a year."""
        then = self.keys[at].get(body, "")
        return self.years[at].scores.get(then, {}).get(self.names[at].get(node, node))

    def place(self, at: int, body: str, ranking: str) -> int | None:
        """A place of a year."""
        return self.years[at].places.get(self.keys[at].get(body, ""), {}).get(ranking)

    def mean(self, at: int, node: str) -> Num | None:
        """The mean of a score over all that have one in a year; ``None`` where nobody has, or one is irrational."""
        from flint import fmpq

        found = [one for body in self.keys[at] if (one := self.score(at, body, node)) is not None]
        whole = [one for one in found if isinstance(one, fmpq)]
        return sum(whole, fmpq(0)) / len(whole) if whole and len(whole) == len(found) else None

    def moves(self) -> Iterator[Moved]:
        """What moved each body's scores from year to year."""
        for at, step in enumerate(self.steps):
            for body in self.keys[at + 1]:
                for node in self.heads:
                    if body in self.keys[at] and self.score(at, body, node) is not None:
                        yield self._moved(at, step, body, node)

    def _moved(self, at: int, step: Since | None, body: str, node: str) -> Moved:
        if step is None:
            return Moved(
                at, at + 1, body, node, phrase("rules and data of one of both years are not at hand")
            )
        now = self.names[at + 1].get(node, node)
        return Moved(at, at + 1, body, node, step.split(self.keys[at + 1][body], now))

    def absent(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """The bodies that are not in all years, with the numbers of those in which they are."""
        for body in self.bodies:
            there = tuple(at for at, keys in enumerate(self.keys) if body in keys)
            if len(there) < len(self.years):
                yield body, there


def series(places: Sequence[tuple[str, Path]], changes: Path | None = None) -> Series:
    """The series of years: folders of years, or files of results with what they are called.

    Raises NotEntered, Wrong, NotThere, Broken, NotAYear, OSError.
    """
    years = []
    for called, path in places:
        year = previous(path)
        years.append(evolve(year, called=called) if called else year)
    if all(one.year is not None for one in years):
        years.sort(key=lambda one: one.year or 0)
    twice = [
        one.called for at, one in enumerate(years) if one.called in [other.called for other in years[:at]]
    ]
    if twice:
        raise NotEntered(
            phrase("there are two of {year}; say NAME=PLACE to call one otherwise", year=twice[0])
        )
    listed = () if changes is None else tuple(read_changes(changes))
    known = {key for year in years for key in year.scores}
    for key in (one for change in listed for one in (change.before, change.after)):
        if key not in known:
            near = nearest(key, known)
            told = phrase("no year assesses `{body}`, which the list of changes names", body=key)
            if near:
                told = phrase("{told}; did you mean `{near}`?", told=told, near=near[0])
            raise NotEntered(told)
    before, after = [one.before for one in listed], [one.after for one in listed]
    parted = tuple(one for one in listed if before.count(one.before) > 1 or after.count(one.after) > 1)
    renamed = {one.before: one.after for one in listed if one not in parted}
    found = Series(tuple(years), renamed, parted)
    _refuse_circle(renamed)
    assert found.keys is not None, "two that claim to be one are refused"
    return found


def _refuse_circle(renamed: Mapping[str, str]) -> None:
    for start in renamed:
        at, seen = start, {start}
        while at in renamed:
            at = renamed[at]
            if at in seen:
                raise NotEntered(
                    phrase("the list of changes goes in a circle: {bodies}", bodies=several(sorted(seen)))
                )
            seen.add(at)


def read_changes(path: Path) -> Iterable[Became]:
    """The list of changes: a CSV file with the columns ``from`` and ``to``. Raises NotEntered, OSError."""
    reads(path, phrase("the list of changes"))
    try:
        lines = list(csv.DictReader(StringIO(text_of(path, LARGEST_DATA), newline="")))
    except (UnicodeDecodeError, csv.Error):
        lines = []
    if not lines or any(not line.get(name) for line in lines for name in COLUMNS):
        raise NotEntered(
            phrase(
                "{file}: a list of changes is a .csv with the columns `from` and `to`, both filled in each row",
                file=path.name,
            )
        )
    return [Became(line["from"].strip(), line["to"].strip()) for line in lines]
