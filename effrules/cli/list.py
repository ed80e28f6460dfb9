"""``effrules list``: the methodologies that come with effrules."""

from __future__ import annotations

import click

from effrules.cli.door import Command
from effrules.cli.language import spoken
from effrules.cli.speaking import say, tell


@click.command(cls=Command, short_help="List the methodologies that come with effrules.")
def command() -> None:
    """List the bundled rules: name, version, the days on which they are in force, what they amend, title."""
    from effrules.amend.locating import bundled
    from effrules.check.cached import load
    from effrules.diagnostics.glyphs import shown, width_of

    names = bundled()
    if not names:
        tell("There are no bundled rules in this installation.")
        return
    rows = [("RULES", "VERSION", "IN FORCE", "AMENDS", "TITLE")]
    for name in names:
        program = load(name).program
        if program is None:
            rows.append((name, "-", "-", "-", f"(has errors: effrules check {name})"))
            continue
        header = program.header
        force = "-"
        if header.force_from:
            force = (
                f"{header.force_from} to {header.force_to}"
                if header.force_to
                else f"from {header.force_from}"
            )
        title = shown(header.titles.get(spoken().value, header.languages) or header.name)
        rows.append((name, header.version, force, header.amends or "-", title))
    widths = [max(width_of(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = [cell + " " * (w - width_of(cell)) for cell, w in zip(row, widths, strict=False)]
        say("  ".join([*cells, row[4]]).rstrip() + "\n")
