"""``effrules document``: a methodology as a readable document."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from effrules.cli.as_of import as_of_option, in_force
from effrules.cli.door import RULES, Command
from effrules.cli.inputs import checked_of
from effrules.cli.inputs import overlays as with_overlays
from effrules.cli.language import spoken
from effrules.cli.pages import PAGE, To, page_options


@click.command(cls=Command, short_help="Write a methodology as a readable document.")
@click.argument("rules", type=RULES)
@page_options(*PAGE, default="md")
@as_of_option
@with_overlays
def command(rules: str, to: To, as_of: date | None, overlays: tuple[Path, ...]) -> None:
    """Write RULES, as they stand after all amendments, as a document that reads like an order.

    Numbered clauses in the order of blocks and directions, formulas in mathematical notation, tables of weights, bands and
    penalties, the forms for the data, sources, and in the margin what the sources do not give and had to be assumed.

    \b
    effrules document current --lang ru -o order.html
    effrules document current --lang kk -o order.docx
    effrules document 2011 --as-of 2014-12-31 --lang ru > order.md

    A .docx file needs python-docx: pip install 'effrules[docx]'.
    """
    wanted = in_force(rules, as_of)
    _, program = checked_of(wanted, overlays)
    from effrules.report.document.composing import compose

    to.page(compose(program, spoken()))
