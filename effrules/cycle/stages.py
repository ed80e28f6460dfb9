"""A stage from its data to its approval: where its files lie, what was scored, what must be so before it is approved."""

from __future__ import annotations

import hashlib
from pathlib import Path

from effrules.audit.shapes import digest
from effrules.cycle.assembling import Assembled, assembled
from effrules.cycle.entering import STAGES, NotEntered, refuse_approved
from effrules.cycle.entries import Approved, Reopened, Scored, Stage
from effrules.cycle.folder import Year
from effrules.cycle.standing import Standing
from effrules.words import phrase, several

RESULTS = (".csv", ".json", ".xlsx")
"""The endings of the files of results."""


def data_of(year: Year, stage: Stage) -> Path:
    """The folder of a stage's data."""
    return year.folder / "stages" / stage.value / "data"


def results_of(year: Year, stage: Stage) -> tuple[Path, ...]:
    """The files of a stage's results."""
    return tuple(year.folder / f"{stage.value}{ending}" for ending in RESULTS)


def record_of(year: Year, stage: Stage) -> Path:
    """The run record of a stage: beside its results, in the folder of the year, which holds all that it names."""
    return year.folder / f"{stage.value}.record.json"


def data_digest(made: Assembled) -> str:
    """The digest of a stage's data: of the SHA-256 of each of their files by its name."""
    return digest({name: hashlib.sha256(text.encode()).hexdigest() for name, text in made.files().items()})


def approvable(year: Year, found: Standing, stage: Stage) -> Scored:
    """What was scored last, where it can be approved. Raises NotEntered where it cannot, NotThere, NotAYear, OSError."""
    refuse_approved(found, stage)
    scored = last_scored(found, stage)
    left = [str(one.number) for body in found.bodies for one in body.open_appeals]
    if left and stage is Stage.FINAL:
        raise NotEntered(phrase("objections are not decided yet: {numbers}", numbers=several(left)))
    if data_digest(assembled(year, found, stage)) != scored.data:
        raise NotEntered(
            phrase(
                "the data are others by now than those that were scored; score them again: effrules year score"
            )
        )
    return scored


def approval(year: Year, found: Standing, stage: Stage, members: tuple[str, ...]) -> Approved:
    """The approval of what was scored last, whose files are kept. Raises NotEntered, NotThere, NotAYear, OSError."""
    scored = approvable(year, found, stage)
    files = tuple(map(year.kept, (record_of(year, stage), *results_of(year, stage))))
    return Approved(stage, scored.record, members, files)


def last_scored(found: Standing, stage: Stage) -> Scored:
    """What was scored last. Raises NotEntered where nothing was."""
    scored = found.stage(stage).scored
    if scored is None:
        raise NotEntered(phrase("not scored yet: {stage}; effrules year score does it", stage=STAGES[stage]))
    assert isinstance(scored.what, Scored), "it is what was scored"
    return scored.what


def reopening(found: Standing, stage: Stage) -> Reopened:
    """That an approved stage is opened again. Raises NotEntered where it is not approved."""
    approved = found.stage(stage).approved
    if approved is None:
        raise NotEntered(
            phrase("not approved, so there is nothing to open again: {stage}", stage=STAGES[stage])
        )
    return Reopened(stage, approved.number)
