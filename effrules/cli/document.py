"""``effrules document``: a methodology as a readable document."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.as_of import as_of_option, in_force
from effrules.cli.door import (
    OUTPUT,
    RULES,
    Command,
    form_of,
    need,
    refuse_terminal,
    say_bytes,
    to_file,
    write_bytes,
    write_text,
)
from effrules.cli.inputs import checked_of
from effrules.cli.inputs import overlays as with_overlays
from effrules.cli.language import spoken
from effrules.cli.speaking import say_shown
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.report.blocks.pieces import Page

FORMATS = ("md", "html", "docx")
ENDINGS = {".md": "md", ".html": "html", ".htm": "html", ".docx": "docx"}
"""The format of a file by its ending."""


@click.command(cls=Command, short_help="Write a methodology as a readable document.")
@click.argument("rules", type=RULES)
@click.option("-o", "--output", type=OUTPUT, default=None, metavar="FILE",
              help="Write it to FILE: .html, .md or .docx.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(FORMATS), default=None,
              help="What to print or write. By default what the ending of -o says, else md.")  # fmt: skip
@as_of_option
@with_overlays
def command(
    rules: str, output: Path | None, form: str | None, as_of: date | None, overlays: tuple[Path, ...]
) -> None:  # fmt: skip
    """Write RULES, as they stand after all amendments, as a document that reads like an order.

    Numbered clauses in the order of blocks and directions, formulas in mathematical notation, tables of weights, bands and
    penalties, the forms for the data, sources, and in the margin what the sources do not give and had to be assumed.

    \b
    effrules document current --lang ru -o order.html
    effrules document current --lang kk -o order.docx
    effrules document 2011 --as-of 2014-12-31 --lang ru > order.md

    A .docx file needs python-docx: pip install 'effrules[docx]'.
    """
    output = to_file(output)
    chosen = form_of(form, output, ENDINGS, "md")
    _refuse(chosen)
    if chosen == "docx" and output is None:
        refuse_terminal(phrase("a Word file"))
    wanted = in_force(rules, as_of)
    _, program = checked_of(wanted, overlays)
    from effrules.report.document.composing import compose

    _give(output, chosen, compose(program, spoken()))


def _refuse(form: str) -> None:
    """A format that cannot be made here. Raises click.BadParameter."""
    if form == "docx":
        need(
            "docx",
            phrase("a Word file needs python-docx"),
            "docx",
            "-o",
            phrase(".html and .md need nothing"),
        )


def _text(form: str, page: Page) -> str:
    if form == "html":
        from effrules.report.blocks.html.rendering import html

        return html(page)
    from effrules.report.blocks.markdown import markdown

    return markdown(page)


def _give(output: Path | None, form: str, page: Page) -> None:
    """Print it, or write the file whole, or leave its place as it was."""
    if form == "docx":
        from effrules.report.blocks.docx.rendering import docx_bytes

        if output is None:
            say_bytes(docx_bytes(page))
        else:
            write_bytes(output, docx_bytes(page))
    elif output is None:
        say_shown(_text(form, page))
    else:
        write_text(output, _text(form, page))
