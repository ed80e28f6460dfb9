"""``effrules show``: a methodology in words."""

from __future__ import annotations

import click

from effrules.cli.speaking import leave_with_findings, say, width


@click.command(short_help="Print the outline, or the consolidated text, of a methodology.")
@click.argument("rules")
@click.option("--lang", "language", type=click.Choice(("kk", "ru", "en")), default="en", show_default=True,
              help="Language of titles.")  # fmt: skip
@click.option(
    "--text", is_flag=True, help="Print the rules themselves instead: one text, all amendments folded in."
)
def command(rules: str, language: str, text: bool) -> None:
    """Print the outline of RULES as they stand after all amendments.

    Blocks, directions and criteria with their maxima, assessors and sources; the weights; penalties; rounding; the
    rating; and the order of calculation.
    """
    from effrules.check.cached import load

    if text:
        from effrules.check.consolidated import consolidated_text

        whole, findings = consolidated_text(rules)
        if whole is None:
            leave_with_findings(findings)
            return
        say(whole)
        return
    checked = load(rules)
    if checked.program is None:
        leave_with_findings([f for f in checked.findings if f.is_error])
        return
    from effrules.report.outline import outline
    from effrules.report.wording import Language

    say(outline(checked.program, Language(language), width()))
