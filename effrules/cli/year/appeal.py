"""``effrules year appeal``: a body objects."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from effrules.cli.door import Command
from effrules.cli.inputs import refuse_node
from effrules.cli.year.asking import entered, evidence, folder, writes, year_of


@click.command(cls=Command, short_help="Enter an objection of a body.")
@folder
@click.argument("body")
@click.option("--node", required=True, metavar="NODE", help="The score that it objects to.")
@click.option("--claim", required=True, metavar="TEXT", help="What it claims.")
@evidence
@writes
def command(
    folder: Path, body: str, node: str, claim: str, evidence: tuple[Path, ...],
    by: str | None, on: date | None, why: str,
) -> None:  # fmt: skip
    """Enter in the register of YEAR that BODY objects to a score. Its number is what `effrules year decide` asks for.

    \b
    effrules year appeal year-2023 MoH --node timeliness --claim "42 requests were in time" --evidence letter.pdf
    """
    from effrules.cycle.deciding import appealed, kept

    year = year_of(folder)
    refuse_node(node, year.program, "--node")
    entered(year, lambda found: appealed(found, body, node, claim, kept(year, evidence)), by, why, on)
