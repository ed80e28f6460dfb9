"""``effrules init``: a new methodology to start from, or empty forms for the data of one that is there."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import FOLDER, RULES, Command, leave_unwritten
from effrules.cli.inputs import checked_of
from effrules.cli.language import in_words, spoken
from effrules.cli.speaking import say, speak
from effrules.disk import STANDARD, put_folder
from effrules.words import counted, phrase, reason_of

if TYPE_CHECKING:
    from effrules.model.program import Program


@click.command(cls=Command, short_help="Start a new methodology, with data to run it on.")
@click.argument("folder", type=FOLDER)
@click.option("--forms", "rules", type=RULES, metavar="RULES",
              help="Write empty CSV forms for the data of RULES instead, with their headings.")  # fmt: skip
def command(folder: Path, rules: str | None) -> None:
    """Write a small, complete, commented methodology and matching data to FOLDER, which must be new or empty.

    \b
    effrules init my-methodology
    effrules run my-methodology my-methodology/data
    """
    if str(folder) == STANDARD:
        raise click.UsageError(
            in_words(phrase("a methodology is a folder of files; say a new or empty folder."))
        )
    if folder.exists() and not folder.is_dir():
        raise click.UsageError(
            in_words(phrase("`{folder}` is a file; say a new or empty folder.", folder=str(folder)))
        )
    if folder.is_dir() and any(folder.iterdir()):
        told = phrase(
            "`{folder}` is not empty; nothing was written. Say a new or empty folder.", folder=str(folder)
        )
        raise click.UsageError(in_words(told))
    here = shlex.quote(str(folder))
    if rules is None:
        from effrules.cli import starter

        files = starter.files(spoken())
        written = (
            in_words(phrase("{folder} holds a methodology and data for it. Next:", folder=here)) + "\n\n"
        )
        written += f"  effrules run {here} {shlex.quote(str(folder / 'data'))}\n  effrules check {here}\n"
    else:
        _, program = checked_of(rules)
        files = forms(program)
        holds = counted(
            "{folder} holds {n} empty form. Fill it in, then:",
            "{folder} holds {n} empty forms. Fill them in, then:",
            n=len(files),
            folder=here,
        )
        written = in_words(holds) + "\n\n"
        written += f"  effrules run {shlex.quote(rules)} {here}\n"
        some = [one.form for one in program.schema.as_read if one.form is not None and one.form.who]
        subject = program.schema.subject.name
        for form in some:
            told = phrase(
                "{table}.csv: one row for each {subject} where {condition}, none for others",
                table=form.name,
                subject=subject,
                condition=str(form.who),
            )
            written += f"\n{in_words(told)}\n"
    try:
        put_folder(folder, files)
    except (FileExistsError, NotADirectoryError, PermissionError) as why:
        told = phrase("`{folder}` cannot be written: {reason}.", folder=str(folder), reason=reason_of(why))
        raise click.UsageError(in_words(told)) from None
    except OSError as why:
        leave_unwritten(why)
    for line in written.splitlines():
        if line.startswith("  "):  # a command, which is copied as it is
            say(f"{line}\n")
        else:
            speak(line)


def forms(program: Program) -> dict[str, str]:
    """An empty CSV file for each table: the identifiers of what a row belongs to, then the table's own fields."""
    from effrules.data.sheets import empty

    return {f"{table.name}.csv": empty(table, program.schema).csv() for table in program.schema.as_read}
