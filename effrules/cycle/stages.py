"""A stage from its data to its approval: where its files lie, what was scored, what must be so before it is approved."""

from __future__ import annotations

import hashlib
from pathlib import Path

from effrules.audit.shapes import digest
from effrules.cycle.assembling import Assembled, assembled
from effrules.cycle.entering import STAGES, NotEntered, refuse_approved
from effrules.cycle.entries import Approved, KeptFile, Reopened, Scored, Stage
from effrules.cycle.folder import Year, opened
from effrules.cycle.standing import Standing, stands
from effrules.disk import keep
from effrules.words import phrase, several

BEFORE = "earlier"
"""The folder of results of the year before."""

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


def results_before(path: Path) -> tuple[str, Path]:
    """The results of a year before, as another year uses them, with what they are called: a file, or what a year approved.

    Raises NotEntered where the final results of a year were not approved, NotAYear, Broken, OSError.
    """
    if not path.is_dir():
        return path.name, path
    year = opened(path)
    approved = stands(year.register.entries()).stage(Stage.FINAL).approved
    files = () if approved is None or not isinstance(approved.what, Approved) else approved.what.files
    for one in files:
        if one.name.endswith(".json") and not one.name.endswith(".record.json"):
            year.content(one)
            return f"{year.manifest.year}-{one.name}", year.folder / one.at
    raise NotEntered(
        phrase(
            "the final results of {year} were not approved; say the file of results if they are to be used all the same",
            year=str(year.manifest.year),
        )
    )


def laid_before(year: Year, file: KeptFile) -> Path:
    """Where results of the year before that were kept lie under their own name, by which traces call them. Raises NotAYear, OSError."""
    content = year.content(file)
    place = year.folder / BEFORE / file.name
    if place.exists() and place.read_bytes() != content:
        place = place.with_name(f"{file.sha256[:8]}-{file.name}")
    if not place.exists() or place.read_bytes() != content:
        keep(place, content, folders=True)
    return place


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
