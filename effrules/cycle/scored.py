"""A stage as it was scored last: the data whose digest the register holds, and what the rules make of them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from attrs import field, frozen

from effrules.audit.record import own_digest, read_document
from effrules.audit.shapes import WrongShape, digest, parsed
from effrules.cycle.assembling import assembled, written
from effrules.cycle.entering import NotEntered, Wrong, touched
from effrules.cycle.entries import Approved, Entry, Scored, Sent, Stage
from effrules.cycle.folder import Year
from effrules.cycle.stages import data_digest, data_of, last_scored, record_of
from effrules.cycle.standing import Standing, stands
from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.data.earlier import Scores, earlier_scores, filled
from effrules.exact import Results, score
from effrules.trace.derivation import Derivations
from effrules.trace.tracing import trace
from effrules.words import phrase


@frozen(eq=False, slots=False)
class ScoredStage:
    """What was scored last of a stage. ``entry`` tells of the scoring, ``standing`` is where the year stands by now."""

    year: Year
    stage: Stage
    entry: Entry
    standing: Standing = field(repr=False)
    dataset: Dataset = field(repr=False)
    earlier: Scores | None = field(default=None, repr=False)
    """The earlier results that it was scored with."""

    @property
    def scored(self) -> Scored:
        """The digests of the run record and of the data."""
        assert isinstance(self.entry.what, Scored), "it is what was scored"
        return self.entry.what

    def sent_to(self, kind: str) -> frozenset[str]:
        """The bodies that a paper of a kind about these results went to already."""
        return frozenset(
            body.key
            for body in self.standing.bodies
            for one in body.sent
            if isinstance(one.what, Sent)
            and (one.what.kind, one.what.stage) == (kind, self.stage)
            and one.number > self.entry.number
        )

    @property
    def approved(self) -> Entry | None:
        """The approval, where the stage is approved."""
        return self.standing.stage(self.stage).approved

    @property
    def members(self) -> tuple[str, ...]:
        """Who approved the results."""
        what = None if self.approved is None else self.approved.what
        return what.members if isinstance(what, Approved) else ()

    @cached_property
    def since(self) -> tuple[Entry, ...]:
        """The entries that came after the scoring and give the stage other data."""
        entries = self.year.register.entries()
        return tuple(one for one in entries[self.entry.number :] if self.stage in touched(one.what, entries))

    @cached_property
    def results(self) -> Results:
        """The results of all bodies."""
        return score(self.year.program, self.dataset)

    def derivations(self, only: Collection[str] | None = None) -> Derivations:
        """How the scores came about: of these bodies, else of all."""
        return trace(self.year.program, self.dataset, only, ranked=False)


def changed(year: Year, standing: Standing) -> Iterator[Path]:
    """What is not as it was scored last: the run record and the data of each stage, and the results that its record has. Raises OSError."""
    for stage in Stage:
        entry = standing.stage(stage).scored
        if entry is None:
            continue
        assert isinstance(entry.what, Scored), "it is what was scored"
        if _digest(year, stage) != entry.what.data:
            yield data_of(year, stage)
        path = record_of(year, stage)
        try:
            document = read_document(path)
            if own_digest(document) != entry.what.record:
                yield path
                continue
            outputs = [(path.with_name(one["at"]), one["sha256"]) for one in document["outputs"]]
        except (FileNotFoundError, WrongShape, KeyError, TypeError, AttributeError):
            yield path
            continue
        for at, sha256 in outputs:
            if not at.is_file() or hashlib.sha256(at.read_bytes()).hexdigest() != sha256:
                yield at


def scored_stage(year: Year, stage: Stage) -> ScoredStage:
    """What was scored last of a stage; the files of its data are written again where they are not as they were.

    Raises NotEntered where nothing was scored, or where neither the files nor the register give what was; Wrong, NotThere,
    Broken, NotAYear, OSError.
    """
    entries = year.register.entries()
    standing = stands(entries)
    scored = last_scored(standing, stage)
    entry = standing.stage(stage).scored
    assert entry is not None, "it was scored"
    if _digest(year, stage) != scored.data:
        made = assembled(year, stands(entries[: entry.number - 1]), stage)
        if data_digest(made) != scored.data:
            raise NotEntered(
                phrase(
                    "the register no longer gives the data that were scored; score them again: effrules year score"
                )
            )
        written(made, data_of(year, stage))
    dataset, told = read(data_of(year, stage), year.program.schema)
    if dataset is None:
        raise Wrong(told)
    earlier = earlier_of(year, standing, stage)
    if earlier is not None:
        filled(dataset, year.program.schema, earlier)
    return ScoredStage(year, stage, entry, standing, dataset, earlier)


def earlier_of(year: Year, standing: Standing, stage: Stage) -> Scores | None:
    """The earlier results that a stage was scored with. Raises NotEntered where its run record is another one; Wrong, OSError."""
    named = _record(year, standing, stage)["options"]["earlier"]
    if named is None:
        return None
    scores, problems = earlier_scores(year.folder / named["at"])
    if scores is None:
        raise Wrong(problems)
    return scores


def _record(year: Year, standing: Standing, stage: Stage) -> Any:
    """The run record of what was scored last: the kept one where that was approved."""
    scored, approved = last_scored(standing, stage), standing.stage(stage).approved
    place = record_of(year, stage)
    kept = approved.what.files if approved is not None and isinstance(approved.what, Approved) else ()
    for one in kept:
        if one.name == place.name:
            return parsed(year.content(one).decode())
    try:
        found = read_document(place)
        if found["digest"] == scored.record:
            return found
    except (FileNotFoundError, WrongShape, KeyError, TypeError):
        pass
    raise NotEntered(
        phrase(
            "{file} is not the record of what was scored; score it again: effrules year score",
            file=place.name,
        )
    )


def _digest(year: Year, stage: Stage) -> str:
    """The digest of the files of a stage's data as they lie there."""
    files = data_of(year, stage).glob("*.csv")
    return digest({one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files})
