"""``effrules year remind``: who has not sent anything that counts."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import Command
from effrules.cli.speaking import say, speak
from effrules.cli.year.asking import entries_of, folder, year_of
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.cycle import Year
    from effrules.cycle.reminding import Reminder
    from effrules.words import Message


@click.command(cls=Command, short_help="List who has not sent anything that counts.")
@folder
@click.option("--format", "form", type=click.Choice(("text", "csv")), default="text", show_default=True,
              help="What to print.")  # fmt: skip
def command(folder: Path, form: str) -> None:
    """List the bodies of YEAR, and the institutions that report of them, that have not sent anything that was accepted: a line to send to each, or a table."""
    from effrules.cycle.lacking import of_silence
    from effrules.cycle.reminding import reminders
    from effrules.cycle.standing import stands
    from effrules.cycle.terms import called, reports, terms
    from effrules.data.formula_text import guarded
    from effrules.model.reporting import by_others

    year = year_of(folder)
    found = tuple(reminders(stands(entries_of(year)), year.reporters.institutions))
    if form == "csv":
        stream = StringIO()
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("body", "lacking", "sent", "findings", "institution"))
        for one in found:
            sent = one.last.on if one.last else ""
            writer.writerow(
                (guarded(one.body), one.lacking.value, sent, " ".join(one.codes), one.institution)
            )
        say(stream.getvalue())
        return
    for one in found:
        speak(_line(one, year))
    stages = {one.name for one in by_others(year.program)} if any(one.institution for one in found) else set()
    if any(one.body for one in found):
        stages |= {one.stage.name for one in reports(year.program, year.manifest.year)}
    for term in terms(year.program, year.manifest.year):
        if term.last is not None and term.stage.name in stages:
            told = phrase("Last day: {day} ({stage}).", day=term.last, stage=called(term.stage))
            speak(told)
    if not found:
        speak(phrase("Every body has sent data that were accepted."))
    elif any(one.body for one in found):
        for message in of_silence(year):
            speak(phrase("{told}.", told=message))


def _line(one: Reminder, year: Year) -> Message:
    """What to send to a body; or to an institution that reports of other bodies, of which one may bear its name."""
    from effrules.cycle.reminding import Lacking

    number, last = str(year.manifest.year), one.last
    refused = date.fromisoformat(last.on) if last is not None and one.lacking is Lacking.WITH_ERRORS else None
    if one.institution:
        who = year.names.institution(one.institution)
        if refused is None:
            return phrase("{institution}: the data of {year} on the bodies have not come. Send them.", institution=who, year=number)  # fmt: skip
        return phrase(
            "{institution}: the data of {year} on the bodies, which came on {day}, were not accepted. Put them right and send them again.",
            institution=who, year=number, day=refused,
        )  # fmt: skip
    who = year.names.body(one.body)
    if refused is None:
        return phrase("{body}: the data of {year} have not come. Send them.", body=who, year=number)
    return phrase(
        "{body}: the data of {year} that came on {day} were not accepted. Put them right and send them again.",
        body=who, year=number, day=refused,
    )  # fmt: skip
