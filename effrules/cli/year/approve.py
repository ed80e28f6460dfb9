"""``effrules year approve``: the results of a stage are approved."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from effrules.cli.door import Command
from effrules.cli.year.asking import (
    WORDS,
    entered,
    entries_of,
    folder,
    refusing,
    stage_option,
    writes,
    year_of,
)


@click.command(cls=Command, short_help="Enter that the results of a stage were approved; that closes it.")
@folder
@stage_option
@click.option("--member", "members", multiple=True, required=True, type=WORDS, metavar="NAME",
              help="Who approved them. May be repeated.")  # fmt: skip
@writes
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path,
    stage: str,
    members: tuple[str, ...],
    by: str | None,
    on: date | None,
    why: str,
) -> None:
    """Enter in the register of YEAR that the results of a stage were approved. Nothing of it changes after that.

    \b
    effrules year approve year-2023 --stage final --member "A. Omarova" --member "B. Kassymova"

    What is approved is what was scored last: its run record is verified before, and the data must still be those of the
    register. The final results need every objection decided.
    """
    from effrules.cli import verify
    from effrules.cycle.entries import Stage
    from effrules.cycle.stages import approvable, approval, record_of
    from effrules.cycle.standing import stands

    year, of = year_of(folder, on), Stage(stage)
    with refusing():
        scored = approvable(year, stands(entries_of(year)), of)
    ctx.invoke(verify.command, document=record_of(year, of), published=scored.record)
    entered(year, lambda found: approval(year, found, of, members), by, why, on)
