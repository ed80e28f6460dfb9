"""What the commands share that write papers: in which formats, about which results, and where."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import EARLIER, leave_unwritten, need
from effrules.cli.speaking import tell
from effrules.words import counted, phrase

if TYPE_CHECKING:
    from effrules.cycle import Year
    from effrules.cycle.previous import Previous
    from effrules.cycle.scored import ScoredStage
    from effrules.report.blocks.pieces import Page

FORMS = ("docx", "html")

forms_option = click.option("--format", "forms", type=click.Choice(FORMS), multiple=True, default=FORMS, show_default=True,
                            help="As what; may be given several times.")  # fmt: skip
before_option = click.option("--earlier", type=EARLIER, metavar="YEAR|FILE",
                             help="The year before: its folder, or its results (.csv or .json). Only a folder has rules and data, "
                             "so that what moved can be told apart.")  # fmt: skip


def scored(year: Year, stage: str) -> ScoredStage:
    """A stage as it was scored last; says where the register has more by now."""
    from effrules.cycle.entries import Stage
    from effrules.cycle.scored import scored_stage

    found = scored_stage(year, Stage(stage))
    if found.since:
        tell(counted(
            "{n} entry changed the data since they were scored; the papers do not know of it: effrules year score",
            "{n} entries changed the data since they were scored; the papers do not know of them: effrules year score",
            n=len(found.since),
        ))  # fmt: skip
    return found


def before(earlier: Path | None) -> Previous | None:
    """The year before."""
    from effrules.cycle.previous import previous

    return None if earlier is None else previous(earlier)


def refuse_word(forms: tuple[str, ...]) -> None:
    """Raises click.BadParameter where Word files cannot be made here."""
    if "docx" in forms:
        need(
            "docx",
            phrase("a Word file needs python-docx"),
            "docx",
            "--format",
            phrase("--format html needs nothing"),
        )


def paper(page: Page, forms: tuple[str, ...]) -> Mapping[str, bytes]:
    """A paper in each format, by the ending of its file."""
    made = {}
    if "docx" in forms:
        from effrules.report.blocks.docx.rendering import docx_bytes

        made[".docx"] = docx_bytes(page)
    if "html" in forms:
        from effrules.report.blocks.html.whole import html

        made[".html"] = html(page).encode()
    return made


def put(made: Mapping[str, bytes], place: Path) -> None:
    """Write a paper; ``place`` has no ending. Ends the command where it cannot be written."""
    from effrules.disk import keep

    try:
        for ending, content in made.items():
            keep(place.with_name(place.name + ending), content, folders=True)
    except OSError as problem:
        leave_unwritten(problem)
