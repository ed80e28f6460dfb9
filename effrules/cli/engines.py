"""Which engine scores, and how it went: the exact one body by body, or columns of many bodies at once."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from effrules.cli.door import need
from effrules.cli.speaking import tell
from effrules.words import counted, phrase

if TYPE_CHECKING:
    from pathlib import Path

    from effrules.cli.inputs import Reader
    from effrules.columnar import Profile, Several
    from effrules.data.dataset import Dataset
    from effrules.diagnostics import Finding
    from effrules.exact.results import Results
    from effrules.model.program import Program
    from effrules.model.schema import Schema

ENGINES = ("auto", "exact", "columns")

FROM = 1_000
"""From so many bodies on columns are quicker, with the time that it takes to load them."""

FROM_BYTES = 200_000
"""Smaller files are read as quickly cell by cell."""

MOST_TOLD = 12


def refuse_engine(engine: str) -> None:
    """Columns need NumPy. Raises click.BadParameter."""
    if engine == "columns":
        need("numpy", phrase("columns need NumPy"), "columns", "--engine")


def reader(engine: str, only: tuple[str, ...], profile: bool) -> Reader | None:
    """What reads data by the column, where columns are to score them and can read them."""
    if engine == "exact" or only or find_spec("numpy") is None or find_spec("pyarrow") is None:
        return None

    def read(data: Path, schema: Schema) -> tuple[Dataset, tuple[Finding, ...]] | None:
        if not is_large(data):
            return None
        from effrules.columnar.reading import read as by_the_column

        found = by_the_column(data, schema)
        if profile and found is not None:
            tell(phrase("The data were read by the column."))
        elif profile:
            tell(phrase("The data were read cell by cell, as not all of them are plainly right."))
        return found

    return read


def is_large(data: Path) -> bool:
    """Whether something is gained by reading data by the column."""
    try:
        inside = tuple(data.iterdir()) if data.is_dir() else (data,)
        return sum(one.stat().st_size for one in inside if one.is_file()) >= FROM_BYTES
    except OSError:
        return False


def for_many(bodies: int) -> Several | None:
    """The engine for many bodies at a time, where there are many and NumPy is there."""
    if bodies < FROM or find_spec("numpy") is None:
        return None
    from effrules.columnar import Several

    return Several()


def scored(program: Program, dataset: Dataset, only: tuple[str, ...], engine: str, profile: bool) -> Results:
    """The results by an engine; ``auto`` takes the quicker one. The digits are the same."""
    many = len(dataset.subjects) >= FROM and not only and find_spec("numpy") is not None
    if engine == "columns" or (engine == "auto" and many):
        from effrules.columnar import score as in_columns

        run = in_columns(program, dataset, only=only or None)
        if profile:
            _tell(run.profile, len(dataset.subjects))
        return run.results
    from effrules.cli.progress import Progress
    from effrules.exact import score

    if profile:
        tell(
            counted(
                "The exact engine scores {n} body.",
                "The exact engine scores {n} bodies.",
                n=len(dataset.subjects),
            )
        )
    with Progress() as progress:
        return score(program, dataset, only=only or None, progress=progress if progress.wanted else None)


def _tell(profile: Profile, bodies: int) -> None:
    """How many scores each way gave, and where and why not all of them came from columns."""
    if profile.whole is not None:
        tell(phrase("All was left to the exact engine: {why}.", why=profile.whole))
        return
    every = profile.all
    tell(counted("Columns score {n} body.", "Columns score {n} bodies.", n=bodies))
    tell(
        phrase(
            "Of all scores {columns} came from columns, {again} were too close to call and worked out again exactly, "
            "{left} were left to the exact engine.",
            columns=every.columns,
            again=every.again,
            left=every.left,
        )
    )
    doubtful = sorted(
        ((one.left, one.again, name) for name, one in profile.nodes.items() if one.left or one.again),
        reverse=True,
    )
    for left, again, name in doubtful[:MOST_TOLD]:
        tell(phrase("`{node}`: {again} worked out again, {left} left", node=name, again=again, left=left))
    if len(doubtful) > MOST_TOLD:
        tell(phrase("and {more} more", more=len(doubtful) - MOST_TOLD))
    for why, rows in profile.reasons.items():
        tell(counted("left for {why}: {n} row", "left for {why}: {n} rows", why=why, n=rows))
