"""``effrules sources``: the acts that a methodology rests on, ticked off item by item."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.as_of import as_of_option, in_force
from effrules.cli.door import OUTPUT, RULES, Command, form_of, to_file, write_text
from effrules.cli.inputs import checked_of
from effrules.cli.inputs import overlays as with_overlays
from effrules.cli.language import spoken
from effrules.cli.speaking import say, tell, width
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.model.program import Program
    from effrules.report.sources.telling import Told

FORMATS = ("text", "md", "html", "json")
ENDINGS = {".md": "md", ".html": "html", ".htm": "html", ".json": "json", ".txt": "text"}
"""The format of a file by its ending."""


@click.command(cls=Command, short_help="Tick off the acts that a methodology rests on, item by item.")
@click.argument("rules", type=RULES)
@click.option("-o", "--output", type=OUTPUT, default=None, metavar="FILE",
              help="Write it to FILE: .html, .md, .json or .txt.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(FORMATS), default=None,
              help="What to print or write. By default what the ending of -o says, else text.")  # fmt: skip
@as_of_option
@with_overlays
def command(
    rules: str, output: Path | None, form: str | None, as_of: date | None, overlays: tuple[Path, ...]
) -> None:  # fmt: skip
    """Tick off the acts that RULES, as they stand after all amendments, rest on.

    For each act its items in its own order: which are expressed, by which clauses; which are definitions, procedure or
    forms; which are not expressed, and why; which were left out. Assumptions stand at their items.

    \b
    effrules sources current --lang ru
    effrules sources current --lang kk -o acts.html

    What an act holds is what its source lists (docs/language.md, part 3). Exit code 1: an item that decides scores is
    cited by no clause, or an item is cited that is not listed.
    """
    output = to_file(output)
    chosen = form_of(form, output, ENDINGS)
    wanted = in_force(rules, as_of)
    _, program = checked_of(wanted, overlays)
    from effrules.report.sources.telling import told

    made = told(program, spoken(form or ""))
    if output is None:
        say(_text(chosen, made, program, width()))
    else:
        write_text(output, _text(chosen, made, program, 0))
    if not made.ok:
        if output is not None or chosen == "json":
            tell(phrase("effrules: {verdict}", verdict=made.verdict))
        raise click.exceptions.Exit(1)


def _text(form: str, made: Told, program: Program, columns: int) -> str:
    match form:
        case "json":
            from effrules.report.sources.json_text import json_text

            return json_text(program)
        case "md":
            from effrules.report.sources.pages import markdown

            return markdown(made)
        case "html":
            from effrules.report.sources.pages import html

            return html(made)
        case _:
            from effrules.report.sources.text import text

            return text(made, columns)
