"""``effrules year withdraw``: an entry was a mistake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from effrules.cli.door import Command
from effrules.cli.year.asking import entered, entries_of, folder, refuse_no_reason, writes, year_of


@click.command(cls=Command, short_help="Withdraw an entry that was a mistake.")
@folder
@click.argument("number", metavar="ENTRY", type=int)
@writes
def command(folder: Path, number: int, by: str | None, on: date | None, why: str) -> None:
    """Withdraw an ENTRY of the register of YEAR that was a mistake. Both stay there; the one no longer counts. Say --why.

    \b
    effrules year withdraw year-2023 7 --why "the letter was about another body"

    A withdrawal can be withdrawn. What others rest on goes after them.
    """
    from effrules.cycle.deciding import withdrawn

    refuse_no_reason(why)
    year = year_of(folder, on)
    entered(year, lambda found: withdrawn(entries_of(year), found, number), by, why, on)
