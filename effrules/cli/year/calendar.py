"""``effrules year calendar``: the stages of the year with their days."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from effrules.cli.door import Command, need
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.year.asking import entries_of, folder, year_of
from effrules.words import phrase


@click.command(cls=Command, short_help="Show the stages of the year with their days.")
@folder
@page_options(*PAGE, "ics")
def command(folder: Path, to: To) -> None:
    """Show the stages of YEAR with their days, by its rules: who does what until when, and what that rests on.

    \b
    effrules year calendar year-2023 --lang ru
    effrules year calendar year-2023 -o year-2023.ics

    An .ics file is read by calendar programs. Days that the rules leave to a schedule are not told; add them to the rules by an
    amendment (`change stage … { to … }`).
    """
    from effrules.cycle.terms import terms
    from effrules.report.cycle.calendar import ics, page

    year = year_of(folder)
    found, number = terms(year.program, year.manifest.year), year.manifest.year
    if to.form == "ics":
        need(
            "icalendar",
            phrase("a calendar file needs icalendar"),
            "year",
            "-o" if to.file else "--format",
            phrase(".html and .md need nothing"),
        )
        made = datetime.fromisoformat(entries_of(year)[0].at)
        to.bytes(ics(found, year.program, number, to.language, made))
        return
    to.page(page(found, year.program, number, to.language))
