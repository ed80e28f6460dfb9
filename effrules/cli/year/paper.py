"""What the commands share that write papers: in which formats, about which results, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import EARLIER, leave_unwritten, need, promise
from effrules.cli.language import in_words
from effrules.cli.speaking import leave_with_findings, speak, tell
from effrules.cli.year.asking import refuse_later
from effrules.words import counted, phrase, reason_of, several

if TYPE_CHECKING:
    from effrules.cycle import Year
    from effrules.cycle.concluding import Findings
    from effrules.cycle.previous import Previous
    from effrules.cycle.scored import ScoredStage
    from effrules.report.blocks.pieces import Page
    from effrules.words import Language

FORMS = ("docx", "html")

forms_option = click.option("--format", "forms", type=click.Choice(FORMS), multiple=True,
                            help="As what; without it as both.")  # fmt: skip
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


def before(earlier: Path | None, year: int) -> Previous | None:
    """The year before ``year``."""
    from effrules.cycle.previous import previous

    refuse_later(earlier, year)
    return None if earlier is None else previous(earlier)


def refuse_word(forms: tuple[str, ...]) -> None:
    """Raises click.BadParameter where Word files cannot be made here."""
    if "docx" in (forms or FORMS):
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
    if "docx" in (forms or FORMS):
        from effrules.report.blocks.docx.rendering import docx_bytes

        made[".docx"] = docx_bytes(page)
    if "html" in (forms or FORMS):
        from effrules.report.blocks.html.whole import html

        made[".html"] = html(page).encode()
    return made


def put(papers: Mapping[Path, Mapping[str, bytes]], folder: Path) -> None:
    """Write papers into a folder, and say so; their places have no endings. Ends the command where one cannot be written or was read, before any is."""
    from effrules.disk import keep

    files = {
        place.with_name(place.name + ending): content
        for place, made in papers.items()
        for ending, content in made.items()
    }
    for path in filter(Path.exists, files):
        promise(path, "-o")
    written = 0
    try:
        for path, content in files.items():
            keep(path, content, folders=True)
            written += 1
    except OSError as problem:
        leave_unwritten(problem, written)
    told = counted("{folder}: {n} file.", "{folder}: {n} files.", n=len(files), folder=str(folder))
    speak(told)


def refuse_template(template: Path, forms: tuple[str, ...]) -> None:
    """Raises click.BadParameter for a template that is none, is of another format than what is asked for, or needs what is not installed."""
    ending = template.suffix.lower()
    if ending not in (".docx", ".html"):
        told = phrase(
            "`{file}` ends in none of {endings}.", file=template.name, endings=several((".docx", ".html"))
        )
        raise click.BadParameter(in_words(told), param_hint="--template")
    if any(f".{form}" != ending for form in forms):
        told = phrase("it is that of the template, {form}.", form=ending.removeprefix("."))
        raise click.BadParameter(in_words(told), param_hint="--format")
    if ending == ".docx":
        need(
            "docxtpl",
            phrase("a Word template needs docxtpl"),
            "year",
            "--template",
            phrase("one of .html needs nothing"),
        )


def tell_left_out(template: Path) -> None:
    """Tell which sections a template does not have. Ends the command where the template is wrong."""
    from effrules.report.cycle.template import left_out

    with _of_template(template) as content:
        lacking = left_out(template.name, content)
    if lacking:
        tell(phrase("The template leaves out: {sections}.", sections=several(f"`{one}`" for one in lacking)))


def by_template(template: Path, found: Findings, language: Language) -> Mapping[str, bytes]:
    """A conclusion by a template, by the ending of its file. Ends the command where the template is wrong."""
    from effrules.report.cycle.template import filled

    with _of_template(template) as content:
        return {template.suffix.lower(): filled(template.name, content, found, language)}


@contextmanager
def _of_template(template: Path) -> Iterator[bytes]:
    """What a template holds. Ends the command where it is wrong or cannot be read."""
    from effrules.report.cycle.template import WrongTemplate
    from effrules.source import LARGEST_DATA, bytes_of

    try:
        yield bytes_of(template, LARGEST_DATA)
    except WrongTemplate as why:
        leave_with_findings((why.finding,))
    except OSError as why:
        told = phrase("`{path}`: {reason}.", path=str(template), reason=reason_of(why))
        raise click.BadParameter(in_words(told), param_hint="--template") from None
