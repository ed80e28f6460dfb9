"""``effrules year sample``: which figures are verified."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from effrules.cli.door import Command
from effrules.cli.language import in_words
from effrules.cli.speaking import colour, say, width
from effrules.cli.year.asking import entered, entries_of, folder, named, refusing, writes, year_of
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.cycle import Year
    from effrules.cycle.entries import Drawn
    from effrules.cycle.sampling import Size


class _Size(click.ParamType):  # type: ignore[type-arg] # generic in newer releases only
    """A number, or a share as 10%."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number or the share."""
        from effrules.cycle.sampling import share_of

        if not isinstance(value, str):
            return value
        if value.isdecimal() and int(value) > 0:
            return int(value)
        try:
            return share_of(value)
        except ValueError:
            told = phrase(
                "`{value}` is neither a number of at least 1 nor a share of at most 100%.", value=value
            )
            self.fail(in_words(told), param, ctx)


SIZE = _Size()


@click.command(cls=Command, short_help="Draw the figures that are to be verified.")
@folder
@click.option(
    "--seed",
    required=True,
    metavar="TEXT",
    help="What the draw depends on, such as numbers of a public lottery.",
)
@click.option(
    "--bodies", type=SIZE, required=True, metavar="N|SHARE", help="How many bodies are drawn: 5, or 10%."
)
@click.option("--cells", type=SIZE, required=True, metavar="N|SHARE",
              help="How many figures of each at most: 20, or 5%.")  # fmt: skip
@click.option("--strata", default="", metavar="FIELD",
              help="A field of the bodies: of each group of those alike in it at least one is drawn, and more of larger ones.")  # fmt: skip
@click.option("--of", "of", multiple=True, metavar="TABLE.FIELD",
              help="Draw figures of this field only. May be repeated; without it of all that are no identifiers.")  # fmt: skip
@writes
def command(
    folder: Path,
    seed: str,
    bodies: Size,
    cells: Size,
    strata: str,
    of: tuple[str, ...],
    by: str | None,
    on: date | None,
    why: str,
) -> None:
    """Draw at random which figures of which bodies of YEAR are verified, and print them.

    \b
    effrules year sample year-2023 --seed "lottery of 3 May: 4 8 15 16 23 42" --bodies 5 --cells 10
    effrules year sample year-2023 --seed "lottery of 10 May: 7" --bodies 20% --strata kind --cells 10%

    Seed, sizes and the digest of all that can be drawn are entered first, then what was drawn. The same seed draws the same;
    docs/year.md says how to work it out by hand.
    """
    from effrules.cycle.sampling import Wanted, drawn, is_wanted, sampled, undrawn
    from effrules.cycle.standing import stands

    year, wanted = year_of(folder, on), Wanted(seed, bodies, cells, of, strata)
    with refusing():
        begun = undrawn(stands(entries_of(year)))
    if begun is None or not is_wanted(begun, wanted):
        begun = entered(year, lambda found: sampled(year, found, wanted), by, why, on)
    sample = begun
    done = entered(year, lambda found: drawn(year, found, sample), by, why, on, quiet=True)
    _print(year, done.what)  # type: ignore[arg-type] # what was entered is what was drawn


def _print(year: Year, found: Drawn) -> None:
    from effrules.cli.language import spoken
    from effrules.cycle.assembling import figures
    from effrules.cycle.standing import stands
    from effrules.report.blocks.pieces import Column, Heading, Page, Table, words
    from effrules.report.blocks.terminal import terminal

    title = in_words(phrase("To be verified: sample {number}", number=str(found.sample)))
    sent = dict(figures(year, stands(entries_of(year))))
    columns = tuple(
        Column(in_words(one), is_text=True, is_long=is_long)
        for one, is_long in (
            (phrase("Body"), True),
            (phrase("Table"), True),
            (phrase("Row"), False),
            (phrase("Field"), True),
            (phrase("Reported"), False),
        )
    )
    rows = tuple(
        (
            named(year.names.body(cell.body), cell.body),
            named(in_words(year.names.table(cell.table)), cell.table),
            words("/".join(cell.row)),
            named(in_words(year.names.field(cell.table, cell.field)), cell.field),
            words(sent[cell]),
        )
        for cell in found.cells
    )
    page = Page(spoken(), title, (Heading(words(title), 1), Table(columns, rows)))
    say(terminal(page, width=width(), colour=colour()))
