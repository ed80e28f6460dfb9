"""``effrules year compare``: the preliminary against the final results."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import Command, Refusal
from effrules.cli.language import as_sentence
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.year.asking import entries_of, folder, refusing, year_of
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.cycle import Year
    from effrules.data.earlier import Scores


@click.command(cls=Command, short_help="Compare the preliminary and the final results, entry by entry.")
@folder
@page_options(*PAGE)
def command(folder: Path, to: To) -> None:
    """Compare the preliminary and the final results of YEAR: whose score moved, by how much, and which entry did it.

    \b
    effrules year compare year-2023 -o changes.docx

    Each change is shared out among the entries of the register that touch the body, exactly (Shapley value); where rules compare
    bodies, what entries about others do to it is one share more.
    """
    from effrules.cycle.comparing import compared
    from effrules.report.cycle.comparison import page

    year = year_of(folder)
    with refusing():
        found = compared(year, _earlier(year))
    to.page(partial(page, found, year.program, year.manifest.year))


def _earlier(year: Year) -> Scores | None:
    """The earlier results that both stages were scored with. Ends the command where they are not the same."""
    from effrules.cycle.entries import Stage
    from effrules.cycle.scored import earlier_of
    from effrules.cycle.standing import stands

    found = stands(entries_of(year))
    first, last = (earlier_of(year, found, stage) for stage in Stage)
    if first != last:
        told = phrase("both stages were not scored with the same earlier results; score them again")
        raise Refusal(as_sentence(told))
    return last
