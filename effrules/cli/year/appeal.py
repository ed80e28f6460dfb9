"""``effrules year appeal``: a body objects."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from effrules.cli.door import Command
from effrules.cli.inputs import refuse_node
from effrules.cli.speaking import tell
from effrules.cli.year.asking import WORDS, entered, entries_of, evidence, folder, writes, year_of
from effrules.words import phrase


@click.command(cls=Command, short_help="Enter an objection of a body.")
@folder
@click.argument("body")
@click.option("--node", required=True, metavar="NODE", help="The score that it objects to.")
@click.option("--claim", required=True, type=WORDS, metavar="TEXT", help="What it claims.")
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
    from effrules.cycle.deciding import appealed, bar_of, kept, why_barred
    from effrules.cycle.standing import stands

    year = year_of(folder, on)
    refuse_node(node, year.program, "--node")
    entry = entered(year, lambda found: appealed(found, body, node, claim, kept(year, evidence)), by, why, on)
    bar = bar_of(year, stands(entries_of(year)), entry)
    if bar is not None:
        tell(
            phrase(
                "{why}; it can only be left aside: effrules year decide … --outcome not-considered",
                why=why_barred(bar),
            )
        )
