"""``effrules year verified``: a figure was verified."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from effrules.cli.door import Command
from effrules.cli.year.asking import FIGURE, cell_of, entered, evidence, folder, writes, year_of


@click.command(cls=Command, short_help="Enter what a check of a reported figure found.")
@folder
@click.argument("body")
@click.argument("place", metavar=FIGURE)
@click.argument("field")
@click.option(
    "--verified", "value", required=True, metavar="VALUE", help="What was found, written as in data."
)
@evidence
@writes
def command(
    folder: Path, body: str, place: str, field: str, value: str, evidence: tuple[Path, ...],
    by: str | None, on: date | None, why: str,
) -> None:  # fmt: skip
    """Enter in the register of YEAR what a check of a figure found: BODY reported it as FIELD of a row of a table.

    \b
    effrules year verified year-2023 MoH service/2 in_time --verified 91 --evidence act.pdf

    What was reported is looked up in what the body sent last. From then on the verified figure stands in the data.
    """
    from effrules.cycle.deciding import Named, kept, verified

    year = year_of(folder, on)
    said = Named(cell_of(body, place, field), value)
    entered(year, lambda found: verified(year, found, said, kept(year, evidence)), by, why, on)
