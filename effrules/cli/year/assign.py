"""``effrules year assign``: whose a file is that nobody could be found for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from effrules.cli.door import Command
from effrules.cli.language import spoken
from effrules.cli.speaking import speak, tell_findings
from effrules.cli.year.asking import (
    author,
    entries_of,
    folder,
    of_year,
    refusing,
    told_last,
    writes,
    year_of,
)


@click.command(cls=Command, short_help="Say whose a file is that is nobody's yet.")
@folder
@click.argument("entry", type=int)
@click.argument("body")
@writes
def command(folder: Path, entry: int, body: str, by: str | None, on: date | None, why: str) -> None:
    """Enter in the register of YEAR that the file of the number ENTRY, which came as nobody's, is that of BODY.

    \b
    effrules year assign year-2023 17 MoH --why "sent by their office, without a form"

    It is read as though it had come now, and counts as sent on the day on which it came.
    """
    from effrules.cli.year.collect import told
    from effrules.cycle.collecting import Writer, assign
    from effrules.cycle.standing import stands

    year, who = year_of(folder, on), author(by)
    of_year(body, (one.key for one in stands(entries_of(year)).bodies))
    with refusing():
        done = assign(year, entry, body, Writer(who, why, on, spoken()))
    speak(told(done, year))
    for by_rules in done.by_rules:
        speak(by_rules, 2)
    tell_findings(done.findings)
    speak(told_last((done.entry,)))
    if not done.accepted:
        raise click.exceptions.Exit(1)
