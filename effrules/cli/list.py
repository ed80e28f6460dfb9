"""``effrules list``: the methodologies that come with effrules."""

from __future__ import annotations

import click

from effrules.cli.door import Command
from effrules.cli.language import in_words, spoken
from effrules.cli.speaking import say, tell, width
from effrules.words import phrase, since

HEADINGS = (
    phrase("RULES", context="head of a column"),
    phrase("VERSION", context="head of a column"),
    phrase("IN FORCE", context="head of a column"),
    phrase("AMENDS", context="head of a column"),
    phrase("TITLE", context="head of a column"),
)


@click.command(cls=Command, short_help="List the methodologies that come with effrules.")
def command() -> None:
    """List the bundled rules: name, version, the days on which they are in force, what they amend, title."""
    from effrules.amend.locating import bundled
    from effrules.check.cached import load
    from effrules.report.blocks.lines import in_columns
    from effrules.report.naming import Naming

    names = bundled()
    if not names:
        tell(phrase("There are no bundled rules in this installation."))
        return
    rows = [tuple(map(in_words, HEADINGS))]
    for name in names:
        program = load(name).program
        if program is None:
            told = phrase("(has errors: effrules check {name})", name=name)
            rows.append((name, "-", "-", "-", in_words(told)))
            continue
        header = program.header
        force = "-"
        if header.force_from:
            days = (
                phrase("{first} to {last}", first=header.force_from, last=header.force_to)
                if header.force_to
                else since(header.force_from)
            )
            force = in_words(days)
        called = Naming(program, spoken())
        amended = called.version(header.amends) if header.amends else "-"
        rows.append((name, called.version(), force, amended, called.methodology()))
    say("".join(f"{line}\n" for line in in_columns(rows, width=width())))
