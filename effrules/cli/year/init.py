"""``effrules year init``: the folder of an assessment year, with its rules and bodies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from effrules.cli.door import DATA, EARLIER, RULES, Command, Refusal, Whole, leave_unwritten
from effrules.cli.inputs import rules_of
from effrules.cli.language import as_sentence, in_words, spoken
from effrules.cli.speaking import leave_with_findings, speak, tell_findings
from effrules.cli.year.asking import author, earlier_of, folder, today, told_last, writes
from effrules.words import counted, phrase, reason_of

LEFT_TO_BODIES = "W453"
"""The finding about columns that are missing as a whole: what the list of bodies leaves out, they report themselves."""


@click.command(cls=Command, short_help="Open the folder of an assessment year.")
@folder
@click.option("--year", "number", type=Whole(1900, 2999), required=True, metavar="YYYY",
              help="The year that is assessed.")  # fmt: skip
@click.option(
    "--rules", type=RULES, required=True, help="The methodology: the name of bundled rules, or a path."
)
@click.option("--bodies", type=DATA, required=True, metavar="FILE",
              help="Whom the year assesses: a table with the columns of the subject.")  # fmt: skip
@click.option("--earlier", type=EARLIER, metavar="YEAR|FILE",
              help="The year before, for fields declared `from earlier`: its folder, or its results (.csv or .json). They are kept.")  # fmt: skip
@writes
def command(
    folder: Path,
    number: int,
    rules: str,
    bodies: Path,
    earlier: Path | None,
    by: str | None,
    on: date | None,
    why: str,
) -> None:
    """Open YEAR, the folder of an assessment year: a copy of the rules, the list of bodies, and an empty register.

    \b
    effrules year init year-2023 --year 2023 --rules current --bodies bodies.csv --by "A. Omarova"
    effrules year init year-2024 --year 2024 --rules current --bodies bodies.csv --earlier year-2023

    The rules are pinned to the byte: whoever changes them, or the list of bodies, is told of by every
    command of the year.
    """
    from effrules.cycle import NotAYear, created
    from effrules.cycle.folder import of_bodies
    from effrules.cycle.opening import told_at_opening
    from effrules.data import read
    from effrules.data.sheets import sheets
    from effrules.report.naming import Naming

    if number > today().year + 1:
        raise click.BadParameter(
            in_words(phrase("{year} has not come yet.", year=str(number))), param_hint="--year"
        )
    if on is not None and on.year < number - 1:
        told_day = phrase("{day} is more than a year before {year}.", day=on, year=str(number))
        raise click.BadParameter(in_words(told_day), param_hint="--on")
    if folder.is_dir() and any(folder.iterdir()):
        there = phrase(
            "`{folder}` is not empty; nothing was written. Say a new or empty folder.", folder=str(folder)
        )
        raise Refusal(in_words(there))
    checked = rules_of(rules, (), ()).checked
    program = checked.program
    assert program is not None, "rules with errors are refused before"
    alone = of_bodies(program.schema)
    dataset, told = read(bodies, alone)
    if dataset is None:
        leave_with_findings(told)
    told = tuple(one for one in told if one.code != LEFT_TO_BODIES)
    told = (*told, *told_at_opening(program, dataset, number))
    keys = tuple(row.key for row in dataset.subjects)
    if not keys:
        raise Refusal(in_words(phrase("{file} lists nobody: a year has bodies.", file=str(bodies))))
    text = next(sheets(dataset, alone)).csv()
    before = None if earlier is None else earlier_of(earlier, number)
    try:
        entry = created(folder, number, rules, checked, text.encode(), keys, author(by), why, on, before)
    except NotAYear as problem:
        raise Refusal(as_sentence(reason_of(problem))) from None
    except OSError as problem:
        leave_unwritten(problem)
    opened = counted(
        "{folder}: the year {year} by {version}, {n} body.",
        "{folder}: the year {year} by {version}, {n} bodies.",
        n=len(keys),
        folder=str(folder),
        year=str(number),
        version=Naming(program, spoken()).version(),
    )
    speak(opened)
    tell_findings(told)
    speak(told_last((entry,)))
