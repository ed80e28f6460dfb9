"""``effrules show``: a methodology in words."""

from __future__ import annotations

import click

from effrules.cli.speaking import leave_with_findings, say, width


@click.command(short_help="Print the outline of a methodology.")
@click.argument("rules")
@click.option("--lang", "language", type=click.Choice(("kk", "ru", "en")), default="en", show_default=True,
              help="Language of titles.")  # fmt: skip
def command(rules: str, language: str) -> None:
    """Print the outline of RULES as they stand after all amendments.

    Blocks, directions and criteria with their maxima, assessors and sources; the weights; penalties; rounding; the
    rating; and the order of calculation.
    """
    from effrules.check.cached import load

    checked = load(rules)
    if checked.program is None:
        leave_with_findings([f for f in checked.findings if f.is_error])
        return
    from effrules.report.outline import outline
    from effrules.report.wording import Language

    say(outline(checked.program, Language(language), width()))
