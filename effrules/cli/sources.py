"""``effrules sources``: the acts that a methodology rests on, ticked off item by item."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from effrules.cli.as_of import as_of_option, in_force
from effrules.cli.door import RULES, Command
from effrules.cli.inputs import checked_of
from effrules.cli.inputs import overlays as with_overlays
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.speaking import tell
from effrules.words import phrase


@click.command(cls=Command, short_help="Tick off the acts that a methodology rests on, item by item.")
@click.argument("rules", type=RULES)
@page_options(*PAGE, "json")
@as_of_option
@with_overlays
def command(rules: str, to: To, as_of: date | None, overlays: tuple[Path, ...]) -> None:
    """Tick off the acts that RULES, as they stand after all amendments, rest on.

    For each act its items in its own order: which are expressed, by which clauses; which are definitions, procedure or
    forms; which are not expressed, and why; which were left out. Assumptions stand at their items.

    \b
    effrules sources current --lang ru
    effrules sources current --lang kk -o acts.html

    What an act holds is what its source lists (docs/language.md, part 3). Exit code 1: an item that decides scores is
    cited by no clause, or an item is cited that is not listed.
    """
    wanted = in_force(rules, as_of)
    _, program = checked_of(wanted, overlays)
    from effrules.report.sources.telling import told

    made = told(program, to.language)
    if to.form == "json":
        from effrules.report.sources.json_text import json_text

        to.text(json_text(program))
    else:
        to.page(made.page)
    if not made.is_ok:
        if to.file is not None or to.form == "json":
            tell(phrase("effrules: {verdict}", verdict=made.verdict))
        raise click.exceptions.Exit(1)
