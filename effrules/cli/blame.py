"""``effrules blame``: which versions shaped a clause."""

from __future__ import annotations

from functools import partial

import click

from effrules.cli.door import RULES, Command
from effrules.cli.inputs import path_of
from effrules.cli.language import in_words
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.speaking import leave_with_findings
from effrules.words import phrase


@click.command(cls=Command, short_help="Show which versions shaped a clause.")
@click.argument("rules", type=RULES)
@click.argument("node", nargs=-1, required=True)
@page_options(*PAGE, "json")
def command(rules: str, node: tuple[str, ...], to: To) -> None:
    """Show the versions that shaped NODE of RULES: what each wrote or changed, where, and why; and who wrote each part.

    NODE is the name of a block, direction, criterion, penalty, bonus, definition, table, table of figures, source or
    promise, now or before it was renamed; or `total`, `weights`, `rating`, `rank`. A kind may stand before the name. A part
    is named behind a dot.

    \b
    effrules blame 2015 strategic_goals
    effrules blame 2015 direction legal_support
    effrules blame 2015 indicator.direction
    effrules blame 2015 weights.total
    """
    from effrules.amend.versions import read_chain
    from effrules.diagnostics import has_errors
    from effrules.history.blaming import near, stories_of
    from effrules.history.log import history

    (path,) = path_of(rules)
    chain, findings = read_chain(path)
    if not chain or chain[-1].heading is None or has_errors(findings):
        leave_with_findings(finding for finding in findings if finding.is_error)
    heading = chain[-1].heading
    whole = history(chain)
    stories = stories_of(whole, node)
    if not stories:
        hint = near(whole, node)
        words = phrase(
            "nothing is called `{node}` in {name}, version {version}.",
            node=" ".join(node),
            name=heading.name.text,
            version=heading.version,
        )
        raise click.BadParameter(in_words(words, hint), param_hint="NODE")
    if to.form == "json":
        from effrules.report.history.blame_json import json_text

        to.text(json_text(stories, heading.name.text, heading.version))
        return
    from effrules.report.history.blame import page

    to.page(partial(page, stories, whole, heading.name.text, heading.version, ("kk", "ru", "en")))
