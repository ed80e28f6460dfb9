"""``effrules sources``: the acts that a methodology rests on, ticked off item by item."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.as_of import as_of_option, in_force
from effrules.cli.door import OUTPUT, OVERLAY, RULES, Command, no_known_ending, to_file, write_text
from effrules.cli.language import spoken
from effrules.cli.speaking import leave_with_findings, say, tell, width
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
@as_of_option("The version of RULES that is in force on this day, like 2014-12-31.")
@click.option("--with", "overlays", multiple=True, type=OVERLAY, metavar="FILE.eff",
              help="What if: an amendment laid on top of the rules. May be repeated.")  # fmt: skip
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
    chosen = _form(form, output)
    wanted = in_force(rules, as_of)
    from effrules.check.cached import load

    checked = load(wanted, overlays)
    if checked.program is None:
        leave_with_findings([f for f in checked.findings if f.is_error])
        return
    from effrules.report.sources.telling import told

    made = told(checked.program, spoken(form or ""))
    if output is None:
        say(_text(chosen, made, checked.program, width()))
    else:
        write_text(output, _text(chosen, made, checked.program, 0))
    if not made.ok:
        if output is not None or chosen == "json":
            tell(phrase("effrules: {verdict}", verdict=made.verdict))
        raise click.exceptions.Exit(1)


def _form(form: str | None, output: Path | None) -> str:
    if form is not None:
        return form
    if output is None:
        return "text"
    if output.suffix.lower() not in ENDINGS:
        raise no_known_ending(output, ENDINGS)
    return ENDINGS[output.suffix.lower()]


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
