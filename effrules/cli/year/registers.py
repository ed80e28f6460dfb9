"""``effrules year registers``: the register of a year, entry by entry."""

from __future__ import annotations

from pathlib import Path

import click

from effrules.cli.door import Command
from effrules.cli.language import spoken
from effrules.cli.speaking import say, speak, tell, width
from effrules.cli.year.asking import entries_of, folder, refusing, told_last, year_of
from effrules.words import phrase, reason_of


@click.command(cls=Command, short_help="Print the register, entry by entry, or as CSV.")
@folder
@click.option("--format", "form", type=click.Choice(("text", "csv", "json")), default="text", show_default=True,
              help="What to print.")  # fmt: skip
@click.option("--expect", metavar="DIGEST",
              help="The digest of an entry that you know, from a paper or a package: the register must have it.")  # fmt: skip
def command(folder: Path, form: str, expect: str | None) -> None:
    """Print the register of YEAR: what was sent, checked, objected to, decided and approved, by whom, when and why.

    \b
    effrules year registers year-2023 --expect sha256:0123...

    Each entry has the digest of the one before it: one that was changed, removed or put in is told of, and each file that an
    entry names and that is no longer as it was kept. That the last entries were cut off shows by a digest that was
    printed before, in a paper, in a package or by `effrules year status`.
    """
    from effrules.cli.verify import digest_of
    from effrules.cycle.exporting import as_csv, as_json
    from effrules.report.cycle.register_text import register_text

    year = year_of(folder)
    if expect is not None:
        with refusing():
            year.register.restore_head(digest_of(expect, "--expect"))
    entries = entries_of(year)
    if form == "text":
        say(register_text(year, entries, spoken(), width()) + "\n")
        speak(told_last(entries))
    else:
        say({"csv": as_csv, "json": as_json}[form](entries))
    with refusing():
        lost = tuple(year.lost(entries))
    for one in lost:
        tell(phrase("effrules: {reason}", reason=reason_of(one)))
    if lost:
        raise click.exceptions.Exit(1)
