"""``effrules year forms``: the workbooks that bodies fill in."""

from __future__ import annotations

from pathlib import Path

import click

from effrules.cli.door import DATA, EARLIER, FOLDER, Command, Refusal, Whole, leave_unwritten
from effrules.cli.language import as_sentence
from effrules.cli.speaking import speak, tell
from effrules.cli.year.asking import folder, of_year, refuse_institution, refuse_later, refusing, year_of
from effrules.words import counted, phrase, reason_of, several


@click.command(cls=Command, short_help="Write the workbooks that bodies fill in.")
@folder
@click.option(
    "--body", "only", multiple=True, metavar="KEY", help="Only for this body; may be given several times."
)
@click.option("--institution", "institutions", multiple=True, metavar="NAME",
              help="Only for this institution, which reports of bodies; may be given several times.")  # fmt: skip
@click.option("--rows", type=Whole(1, 10_000), default=100, show_default=True,
              help="So many rows of each table are made ready.")  # fmt: skip
@click.option("--earlier", type=EARLIER, metavar="YEAR",
              help="The folder of the year before: what each body reported then stands in its form.")  # fmt: skip
@click.option("--plan", type=DATA, metavar="FILE.csv",
              help="What is planned: a table with the columns body, table, row, field, value. It stands in the forms, locked.")  # fmt: skip
@click.option("-o", "--output", type=FOLDER, metavar="FOLDER",
              help="Where to write; without it the folder forms of the year.")  # fmt: skip
def command(
    folder: Path, only: tuple[str, ...], institutions: tuple[str, ...], rows: int, earlier: Path | None, plan: Path | None, output: Path | None
) -> None:  # fmt: skip
    """Write a workbook for each body of YEAR: a sheet for each table and form of the rules, with headings and instructions in Kazakh and Russian.

    \b
    effrules year forms year-2023
    effrules year forms year-2023 --body akim_abay -o outbox
    effrules year forms year-2024 --earlier year-2023

    Where the rules say that an institution reports something (a stage of the kind reports, `of` a table), this is not asked of
    the bodies: the institution gets a workbook of its own, with a row for each body.

    What may be written is checked while it is written; what the list of bodies says stands there and is locked, without a
    password. A hidden sheet says whose form it is. Forms open in Excel and LibreOffice and can be written again at any time.
    """
    from effrules.cycle.form_before import reported
    from effrules.cycle.form_of_institution import FILE, form_of
    from effrules.cycle.form_workbooks import form
    from effrules.cycle.forms import NoForm, file_names
    from effrules.cycle.plan import planned
    from effrules.disk import keep

    year = year_of(folder)
    before = None
    refuse_later(earlier, year.manifest.year)
    if earlier is not None:
        with refusing():
            before = reported(earlier)
    of_plan = None
    if plan is not None:
        with refusing():
            of_plan = planned(year, plan)
    bodies = year.known.subjects
    for key in only:
        of_year(key, (body.key for body in bodies))
    reporters = year.reporters.institutions
    for name in institutions:
        refuse_institution(name, reporters)
    place = output or folder / "forms"
    names = file_names(body.key for body in bodies)
    made = of_institutions = 0
    try:
        for body in bodies:
            if body.key in only or not (only or institutions):
                keep(place / f"{names[body.key]}.xlsx", form(year, body, rows, before, of_plan), folders=True)
                made += 1
        for name, reporter in reporters.items():
            if name in institutions or not (only or institutions):
                keep(place / f"{FILE.format(name=name)}.xlsx", form_of(year, reporter, rows), folders=True)
                of_institutions += 1
    except NoForm as why:
        raise Refusal(as_sentence(reason_of(why))) from None
    except OSError as why:
        leave_unwritten(why, made + of_institutions)
    told = counted("{folder}: {n} workbook.", "{folder}: {n} workbooks.", n=made, folder=str(place))
    more = counted("{folder}: {n} workbook for institutions that report of bodies.",
                   "{folder}: {n} workbooks for institutions that report of bodies.", n=of_institutions, folder=str(place))  # fmt: skip
    for message in (told,) * bool(made) + (more,) * bool(of_institutions):
        speak(message)
    for key, columns in year.reporters.unknown.items():
        tables = several(f"`{table}`" if field is None else f"`{table}.{field}`" for table, field in columns)
        tell(
            phrase(
                "The rules and the list of bodies do not tell who reports {tables} of {body}",
                tables=tables,
                body=year.names.typed(key),
            )
        )
