"""``effrules year collect``: what bodies sent is read, kept and entered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import DATA, Command, Refusal, leave_unwritten
from effrules.cli.language import as_sentence, in_words, spoken
from effrules.cli.speaking import speak, tell_findings
from effrules.cli.year.asking import (
    author,
    entries_of,
    folder,
    of_year,
    refuse_institution,
    told_last,
    writes,
    year_of,
)
from effrules.words import Message, Text, counted, phrase, reason_of, several

if TYPE_CHECKING:
    from effrules.cycle import Year
    from effrules.cycle.collecting import Arrived


@click.command(cls=Command, short_help="Take what bodies sent.")
@folder
@click.argument("paths", nargs=-1, required=True, type=DATA, metavar="PATH…")
@click.option(
    "--body", default="", metavar="KEY", help="Whose the files are, where they do not say so themselves."
)
@click.option("--institution", default="", metavar="NAME",
              help="The institution of the rules that reports with the files, where they do not say so themselves.")  # fmt: skip
@click.option("--absent", is_flag=True,
              help="The body sent nothing, and its days are over: the files hold what others know of it. What the rules say of an absent report is added.")  # fmt: skip
@writes
def command(
    folder: Path, paths: tuple[Path, ...], body: str, institution: str, absent: bool, by: str | None, on: date | None, why: str
) -> None:  # fmt: skip
    """Take what came back from the bodies of YEAR: files, or folders of files, under any names, as .xlsx, .ods, .csv or .zip.

    \b
    effrules year collect year-2023 inbox --on 2023-01-20
    effrules year collect year-2023 letter-17.csv --body akim_abay

    Whose a file is, its hidden tag says, else the one body in the table of the subject. Each file is kept as it came, and
    entered, the oldest first; one that was entered before is not entered again. Of what was not accepted, the folder replies
    of the year has a letter with all that is wrong, and a copy of the workbook with the faulty cells marked. A folder or a
    .zip with the tables of one body, each in a .csv of its name, is taken as one. What is nobody's is kept until
    `effrules year assign` says whose it is.
    """
    from effrules.cycle import Broken, NotAYear
    from effrules.cycle.arriving import arrivals
    from effrules.cycle.collecting import Writer, collect
    from effrules.cycle.entering import NotEntered

    year = year_of(folder, on)
    who = author(by)
    if body and institution:
        raise click.UsageError(in_words(phrase("Say either --body or --institution.")))
    if institution:
        refuse_institution(institution, year.reporters.institutions)
    if body:
        of_year(body, (row.key for row in year.known.subjects))
    for path in paths:
        if not path.exists():
            told_path = phrase("`{path}`: there is no such file or folder.", path=str(path))
            raise click.BadParameter(in_words(told_path), param_hint="PATH…")
        if folder.resolve().is_relative_to(path.resolve()):
            told_path = phrase(
                "`{path}` holds the folder of the year itself; name what came.", path=str(path)
            )
            raise click.BadParameter(in_words(told_path), param_hint="PATH…")
    taken = refused = 0
    try:
        came = arrivals(paths, year.program.schema)
        for other in came.others:
            speak(phrase("{file}: not read: it is no table", file=str(other)))
        for one in collect(year, came.taken, body, Writer(who, why, on, spoken(), absent), institution):
            speak(told(one, year))
            for by_rules in one.by_rules:
                speak(by_rules, 2)
            tell_findings(one.findings)
            taken += one.accepted
            refused += not one.accepted
    except (NotEntered, Broken, NotAYear) as problem:
        raise Refusal(as_sentence(reason_of(problem))) from None
    except OSError as problem:
        leave_unwritten(problem)
    if not came.taken:
        speak(phrase("There is no file in it that can hold data."))
    accepted = counted("{n} file accepted", "{n} files accepted", n=taken)
    not_accepted = counted("{n} not accepted", "{n} not accepted", n=refused)
    speak(phrase("{accepted}, {refused}.", accepted=accepted, refused=not_accepted))
    speak(told_last(entries_of(year)))
    if refused:
        raise click.exceptions.Exit(1)


def told(one: Arrived, year: Year) -> Message:
    """What became of what came."""
    file = str(one.path)
    number = str(one.entry.number)
    body: Text = year.names.institution(one.institution) if one.institution else year.names.typed(one.body)
    if not one.body and not one.institution:
        return phrase(
            "{file}: nobody's yet; it is kept (entry {number}); whose it is, is said with effrules year assign",
            file=file, number=number,
        )  # fmt: skip
    if one.later:
        return phrase(
            "{file}: {body}, entered before (entry {number}); what counts is entry {later}, which came after it: if this one is to count, withdraw that with effrules year withdraw",
            file=file, body=body, number=number, later=str(one.later),
        )  # fmt: skip
    if one.before and one.accepted:
        return phrase("{file}: {body}, entered before (entry {number})", file=file, body=body, number=number)  # fmt: skip
    if one.accepted:
        return phrase("{file}: {body}, accepted (entry {number})", file=file, body=body, number=number)
    return phrase(
        "{file}: {body}, not accepted (entry {number}); to send back: {replies}",
        file=file, body=body, number=number, replies=several(str(reply) for reply in one.replies),
    )  # fmt: skip
