"""``effrules year incident``: something that the rules count was found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from effrules.cli.door import Command
from effrules.cli.year.asking import FIGURE, cell_of, entered, evidence, folder, pair_of, writes, year_of


@click.command(cls=Command, short_help="Enter an incident: a row of a table of the rules.")
@folder
@click.argument("body")
@click.argument("place", metavar=FIGURE)
@click.argument("values", nargs=-1, required=True, metavar="FIELD=VALUE…")
@evidence
@writes
def command(
    folder: Path, body: str, place: str, values: tuple[str, ...], evidence: tuple[Path, ...],
    by: str | None, on: date | None, why: str,
) -> None:  # fmt: skip
    """Enter in the register of YEAR what was found about BODY: a row of TABLE, with the values of its fields.

    \b
    effrules year incident year-2023 MoH complaint code=17 --evidence letter.pdf
    effrules year incident year-2023 MoH visit/2 day=2023-05-02

    Where rows of the table belong to rows of another one, the identifiers of these stand behind it.
    """
    from effrules.cycle.deciding import incident, kept
    from effrules.cycle.entries import Pair

    year = year_of(folder, on)
    of = cell_of(body, place, "")
    pairs = [Pair(*pair_of(one, "FIELD=VALUE…")) for one in values]
    entered(
        year,
        lambda found: incident(year, found, body, of.table, pairs, kept(year, evidence), of.row),
        by,
        why,
        on,
    )
