"""``effrules show``: a methodology in words."""

from __future__ import annotations

from datetime import date
from functools import partial

import click

from effrules.cli.as_of import as_of_option, in_force
from effrules.cli.door import RULES, Command, Whole, apart
from effrules.cli.inputs import checked_of
from effrules.cli.language import spoken
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.speaking import leave_with_findings, width


@click.command(cls=Command, short_help="Print the outline, or the consolidated text, of a methodology.")
@click.argument("rules", type=RULES)
@click.option("--consolidated", "--text", "text", is_flag=True,
              help="Print the rules themselves instead: one text, all amendments folded in, with who wrote each clause.")  # fmt: skip
@page_options(*PAGE)
@as_of_option
@click.option("--width", "columns", type=Whole(min=40), default=None, metavar="COLUMNS",
              help="Columns to break lines at; by default those of the terminal.")  # fmt: skip
def command(rules: str, text: bool, to: To, as_of: date | None, columns: int | None) -> None:
    """Print the outline of RULES as they stand after all amendments.

    Blocks, directions and criteria with their maxima, assessors and sources; the weights; penalties; rounding; the
    rating; and the order of calculation.

    With --consolidated the rule text itself: it reads back as the same methodology. Comments say which version wrote
    each clause, and why it was changed.

    RULES may also be a place that a finding or a trace names, such as rules/current/single_rating.eff:15:1: then the lines
    there are printed, and where the file lies on this machine.
    """
    apart("--width", f"--format {to.form}", given=columns is not None and to.form in ("html", "docx"))
    from effrules.cli.place_shown import lines_at, place_of

    place = place_of(rules)
    if place is not None:
        to.only_text()
        to.text(lines_at(*place))
        return
    wanted = in_force(rules, as_of)
    if text:
        to.only_text()
        from effrules.history.consolidated import consolidated_text

        whole, findings = consolidated_text(wanted, spoken().value, columns or width())
        if whole is None:
            leave_with_findings(findings)
        to.text(whole)
        return
    _, program = checked_of(wanted)
    from effrules.report.rules.outline import outline

    to.page(partial(outline, program), columns or 0)
