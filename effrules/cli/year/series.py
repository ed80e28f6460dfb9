"""``effrules year series``: several years' results as one series."""

from __future__ import annotations

from pathlib import Path

import click

from effrules.cli.door import DATA, Command, Refusal
from effrules.cli.language import in_words
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.year.asking import refusing
from effrules.words import phrase


@click.command(cls=Command, short_help="Show the results of several years as one series.")
@click.argument("places", nargs=-1, required=True, metavar="YEAR|FILE…")
@click.option("--changes", type=DATA, metavar="FILE.csv",
              help="Bodies that have another identifier since: a table with the columns from and to.")  # fmt: skip
@page_options(*PAGE, "json", "csv")
def command(places: tuple[str, ...], changes: Path | None, to: To) -> None:
    """Show how scores and places moved over several years: folders of years, or results (.csv or .json) of `effrules run`.

    \b
    effrules year series year-2021 year-2022 year-2023 -o series.html
    effrules year series 2021=results-2021.csv 2022=results-2022.csv year-2023 --changes renamed.csv

    Of a year its final results count, as they were scored last. Where rules and data of two years that follow each other are
    at hand, each change is taken apart, exactly: performance, rules, corrections. Bodies are told by their identifiers; those
    that are not in all years are listed.
    """
    from effrules.cycle.series import series

    named = [_named(one) for one in places]
    if len(named) < 2:
        raise Refusal(in_words(phrase("A series has two years at least.")))
    with refusing():
        found = series(named, changes)
    match to.form:
        case "json":
            from effrules.report.cycle.series_files import as_json

            to.text(as_json(found))
        case "csv":
            from effrules.report.cycle.series_files import as_csv

            to.text(as_csv(found))
        case _:
            from effrules.report.cycle.series import page

            to.page(page(found, to.language))


def _named(text: str) -> tuple[str, Path]:
    """What a year is called, where that is said, and its place. Raises click.BadParameter."""
    called, sign, place = text.partition("=")
    path = Path(place if sign and not Path(text).exists() else text)
    if not path.exists():
        told = phrase("`{path}`: there is no such file or folder.", path=str(path))
        raise click.BadParameter(in_words(told), param_hint="YEAR|FILE…")
    return (called if str(path) == place and sign else ""), path
