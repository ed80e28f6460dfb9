"""``effrules year reopen``: an approved stage is opened again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from effrules.cli.door import Command
from effrules.cli.year.asking import entered, folder, refuse_no_reason, stage_option, writes, year_of


@click.command(cls=Command, short_help="Open an approved stage again.")
@folder
@stage_option
@writes
def command(folder: Path, stage: str, by: str | None, on: date | None, why: str) -> None:
    """Enter in the register of YEAR that an approved stage is opened again, so that it can be put right. Say --why.

    \b
    effrules year reopen year-2023 --stage final --why "decision of the court of 3 September"
    """
    from effrules.cycle.entries import Stage
    from effrules.cycle.stages import reopening

    refuse_no_reason(why)
    entered(year_of(folder, on), lambda found: reopening(found, Stage(stage)), by, why, on)
