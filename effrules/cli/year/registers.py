"""``effrules year registers``: the register of a year, entry by entry."""

from __future__ import annotations

from pathlib import Path

import click

from effrules.cli.door import Command
from effrules.cli.speaking import say
from effrules.cli.year.asking import entries_of, folder, year_of


@click.command(cls=Command, short_help="Print the register, entry by entry, or as CSV.")
@folder
@click.option("--format", "form", type=click.Choice(("text", "csv", "json")), default="text", show_default=True,
              help="What to print.")  # fmt: skip
def command(folder: Path, form: str) -> None:
    """Print the register of YEAR: what was sent, checked, objected to, decided and approved, by whom, when and why.

    Each entry has the digest of the one before it: one that was changed, removed or put in is told of.
    """
    from effrules.cycle.exporting import as_csv, as_json, as_text

    entries = entries_of(year_of(folder))
    say({"csv": as_csv, "json": as_json, "text": as_text}[form](entries))
