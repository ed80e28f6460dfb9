"""``effrules year remind``: who has not sent anything that counts."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from pathlib import Path

import click

from effrules.cli.door import Command
from effrules.cli.language import in_words
from effrules.cli.speaking import say
from effrules.cli.year.asking import entries_of, folder, year_of
from effrules.words import phrase


@click.command(cls=Command, short_help="List who has not sent anything that counts.")
@folder
@click.option("--format", "form", type=click.Choice(("text", "csv")), default="text", show_default=True,
              help="What to print.")  # fmt: skip
def command(folder: Path, form: str) -> None:
    """List the bodies of YEAR that have not sent anything that was accepted: a line to send to each, or a table."""
    from effrules.cycle.reminding import Lacking, reminders
    from effrules.cycle.standing import stands
    from effrules.cycle.terms import called, reports
    from effrules.data.formula_text import guarded

    year = year_of(folder)
    found = tuple(reminders(stands(entries_of(year))))
    if form == "csv":
        stream = StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("body", "lacking", "sent", "findings"))
        for one in found:
            sent = one.last.on if one.last else ""
            writer.writerow((guarded(one.body), one.lacking.value, sent, " ".join(one.codes)))
        say(stream.getvalue())
        return
    number = str(year.manifest.year)
    for one in found:
        match one.lacking, one.last:
            case Lacking.WITH_ERRORS, last if last is not None:
                said = phrase(
                    "{body}: the data of {year} that came on {day} were not accepted. Put them right and send them again.",
                    body=year.names.body(one.body), year=number, day=date.fromisoformat(last.on),
                )  # fmt: skip
            case _:
                said = phrase("{body}: the data of {year} have not come. Send them.", body=year.names.body(one.body), year=number)  # fmt: skip
        say(in_words(said) + "\n")
    for term in reports(year.program, year.manifest.year) if found else ():
        if term.last is not None:
            told = phrase("Last day: {day} ({stage}).", day=term.last, stage=called(term.stage))
            say(in_words(told) + "\n")
    if not found:
        say(in_words(phrase("Every body has sent data that were accepted.")) + "\n")
