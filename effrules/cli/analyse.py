"""``effrules analyse``: what scores have to do with each other, by approximate statistics."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.door import DATA, RULES, Command, need
from effrules.cli.engines import scored
from effrules.cli.inputs import dataset_of, rules_of, tell_warnings, what_is_read
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.speaking import leave_with_findings, tell_findings
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.analysis.studies import Analysis
    from effrules.diagnostics import Finding
    from effrules.exact.results import Results
    from effrules.model.program import Program
    from effrules.report.blocks.pieces import Page
    from effrules.words import Language


@click.command(
    cls=Command,
    short_help="Show what the scores have to do with each other: correlations, consistency, influence.",
)
@click.argument("rules", type=RULES)
@click.argument("data", type=DATA)
@page_options(*PAGE, "json")
@what_is_read
def command(
    rules: str, data: Path, to: To,
    settings: tuple[str, ...], overlays: tuple[Path, ...], earlier: Path | None, shortest_decimal: tuple[str, ...],
) -> None:  # fmt: skip
    """Score DATA by RULES and show statistics of the scores: of the parts of each node, and of all criteria.

    Correlations with each other and with the score, Cronbach's alpha, principal components, and how much each part counts: its
    weight by the rules against the share of the score that goes with it. These are approximate statistics, not results.

    \b
    effrules analyse current data/
    effrules analyse current data/ -o statistics.html
    effrules analyse current data/ --format json
    """
    need_statistics("analyse")
    chosen = rules_of(rules, overlays, settings)
    program = chosen.program
    dataset, told = dataset_of(program, data, earlier, shortest_decimal)
    results = scored(program, dataset, (), "auto", False)
    found = analysis_of(program, results, told)
    if to.form == "json":
        from effrules.report.analysis.json_text import json_text

        to.text(json_text(found, list(chosen.what_if)))
    else:
        from effrules.report.analysis.story import page

        def made(language: Language) -> Page:
            return page(found, language, what_if=chosen.what_if)

        to.page(made)
    problems = (*told, *results.findings)
    tell_findings(problems)
    tell_warnings(chosen, rules)
    if any(finding.is_error for finding in problems):
        raise click.exceptions.Exit(1)


def need_statistics(what: str) -> None:
    """Ends the command where what statistics are made with is not installed; ``what`` is what was asked for."""
    for module in ("numpy", "scipy"):
        need(module, phrase("an analysis needs NumPy and SciPy"), "analysis", what)


def analysis_of(program: Program, results: Results, told: Iterable[Finding] = ()) -> Analysis:
    """Statistics of results of all bodies. Ends the command where too few have a score, with what was ``told`` of the data."""
    from effrules.analysis.analysing import analysis
    from effrules.analysis.errors import too_few
    from effrules.analysis.numbers import LEAST

    count = sum(one.has_score for one in results.subjects)
    if count < LEAST:
        leave_with_findings((*told, *results.findings, too_few(program, count, LEAST)))
    return analysis(program, results)
