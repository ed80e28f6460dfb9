"""``effrules document``: a methodology as a readable document, or as an act that is signed."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.as_of import as_of_option, in_force
from effrules.cli.door import RULES, Command, apart
from effrules.cli.inputs import checked_of
from effrules.cli.inputs import overlays as with_overlays
from effrules.cli.language import in_words, spoken
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.speaking import leave_with_findings, tell_findings
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.model.program import Program

together_option = click.option("--parallel", "together", type=click.Choice(("after", "beside")), default=None,
                               help="In Kazakh and in Russian: one text after the other, or side by side.")  # fmt: skip


@click.command(cls=Command, short_help="Write a methodology as a readable document, or as an act.")
@click.argument("rules", type=RULES)
@page_options(*PAGE, default="md")
@click.option("--style", type=click.Choice(("clauses", "order")), default="clauses", show_default=True,
              help="As numbered clauses with sources and assumptions, or as an act that an order approves.")  # fmt: skip
@click.option("--since", type=RULES, default=None, metavar="OLD",
              help="With --style order: keep the numbers of the act of OLD, which RULES amend.")  # fmt: skip
@together_option
@click.option(
    "--strict", is_flag=True, help="With --style order: write nothing where the rules assume something."
)
@click.option("--report", metavar="FILE.html", default=None,
              help="The numbers of the clauses lead to the same clauses of this report; its address as seen from the document.")  # fmt: skip
@as_of_option
@with_overlays
def command(
    rules: str,
    to: To,
    report: str | None,
    style: str,
    since: str | None,
    together: str | None,
    strict: bool,
    as_of: date | None,
    overlays: tuple[Path, ...],
) -> None:
    """Write RULES, as they stand after all amendments, as a document that reads like an order.

    Numbered clauses in the order of blocks and directions, formulas in mathematical notation, tables of weights, bands and
    penalties, the forms for the data, sources, and in the margin what the sources do not give and had to be assumed.

    With --style order it is the act itself: room for the approval, chapters, items numbered through all of them, whole sentences, and
    annexes with formulas, forms and tables; what is assumed is told on standard error.

    \b
    effrules document current --lang ru -o order.html
    effrules document current --lang kk -o order.docx
    effrules document current --style order --parallel after -o act.docx
    effrules document 2011 --as-of 2014-12-31 --lang ru > order.md

    A .docx file needs python-docx: pip install 'effrules[docx]'.
    """
    if style == "clauses":
        for option, value in (("--since", since), ("--parallel", together), ("--strict", strict)):
            if value:
                told = phrase("only an act has it: add `--style order`")
                raise click.BadParameter(in_words(told), param_hint=option)
    else:
        apart("--report", "--style order", given=bool(report))
    wanted = in_force(rules, as_of)
    _, program = checked_of(wanted, overlays)
    if style == "order":
        _act(program, since, to, together, strict=strict)
        return
    from effrules.report.document.composing import compose

    to.page(partial(compose, program, report=report or ""))


def _act(program: Program, since: str | None, to: To, together: str | None, *, strict: bool) -> None:
    from effrules.report.drafting.act_page import Together, act_page, act_pages
    from effrules.report.drafting.acts import act_of, act_since
    from effrules.report.drafting.findings import assumed_findings
    from effrules.words import Language

    languages = (Language.KK, Language.RU) if together else (spoken(),)
    if since is None:
        acts = [act_of(program, language) for language in languages]
    else:
        from effrules.compare.difference import difference

        found = difference(checked_of(since)[1], program)
        acts = [act_since(found, language)[1] for language in languages]
    findings = assumed_findings(acts[-1].assumed, strict=strict)
    if strict and findings:
        leave_with_findings(findings)
    to.page(act_pages(acts, Together(together)) if together else act_page(acts[0]))
    tell_findings(findings)
