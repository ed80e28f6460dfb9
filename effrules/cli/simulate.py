"""``effrules simulate``: how firm scores and places are when weights, figures or assumptions are others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.alternatives import Reading, assumptions_of, drafts_of, variants
from effrules.cli.door import DATA, RULES, Command, Whole, need
from effrules.cli.inputs import dataset_of, rules_of, tell_warnings, what_is_read
from effrules.cli.language import in_words
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.speaking import leave_with_findings, tell_findings
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.report.blocks.pieces import Page
    from effrules.words import Language

DRAWS_WITH_ERRORS = 1000
"""With errors of figures the exact engine works out each draw."""

LEAST_OF_A_SAMPLE = 100
"""Of fewer draws shares of variance are noise."""


@click.command(
    cls=Command,
    short_help="Show how firm scores and places are when weights, figures or assumptions are others.",
)
@click.argument("rules", type=RULES)
@click.argument("data", type=DATA)
@page_options(*PAGE, "json", "csv")
@click.option("--weights", "weights", multiple=True, metavar="[NODE=]WAY",
              help="How weights are varied: dirichlet:100 (around the stated ones; the larger, the closer), bounds:25% (each up to "
                   "so much of itself away) or fixed; of one node's parts, or of all (dirichlet:100, if nothing is said). May be repeated.")  # fmt: skip
@click.option("--bounds", "bounds", multiple=True, metavar="PART=20%..40%",
              help="Between what the weight of a part is drawn. May be repeated.")  # fmt: skip
@click.option("--error", "figures", multiple=True, metavar="TABLE.FIELD=5%",
              help="How far the reported figures of a field may be off: 5% of themselves, or an amount in their own unit (0.5); evenly, "
                   "or with normal:5% as a standard deviation. May be repeated.")  # fmt: skip
@click.option("--alternative", "alternatives", multiple=True, metavar="[NAME=]FILE.eff",
              help="A draft that says how an assumption could be otherwise. Drafts of one NAME exclude each other. May be repeated.")  # fmt: skip
@click.option("--vary", multiple=True, metavar="WHAT",
              help="Vary this only: weights, figures or assumptions; the weights of one node's parts (NODE, or 2/NODE by the second "
                   "weights clause); the errors of one field (TABLE.FIELD); one assumption (NAME). May be repeated.")  # fmt: skip
@click.option("--draws", type=Whole(100, 1_000_000), metavar="N",
              help="How many times everything is drawn: by default 10000, with --error, which takes longer, 1000.")  # fmt: skip
@click.option("--seed", type=Whole(0, 2**63 - 1), default=1, show_default=True, metavar="N",
              help="Where the random numbers begin: the same seed gives the same simulation.")  # fmt: skip
@click.option("--variance", "base", type=Whole(0, 1_000_000), metavar="N",
              help="Draws of each sample for the shares of variance, 100 at least; 0 leaves them out. By default a fifth of --draws, if that is enough.")  # fmt: skip
@what_is_read
def command(
    rules: str, data: Path, to: To, weights: tuple[str, ...], bounds: tuple[str, ...], figures: tuple[str, ...],
    alternatives: tuple[str, ...], vary: tuple[str, ...], draws: int | None, seed: int, base: int | None,
    settings: tuple[str, ...], overlays: tuple[Path, ...], earlier: Path | None, shortest_decimal: tuple[str, ...],
) -> None:  # fmt: skip
    """Score DATA by RULES many times, each time with other weights, figures or assumptions, and show what becomes of scores, grades and places.

    For each body: between what its score and place lie, how often it keeps place and grade, who stays ahead of whom, and
    what matters most. These are simulations, not results; each single one is exact.

    \b
    effrules simulate current data/
    effrules simulate current data/ --weights bounds:20% --weights interaction=fixed
    effrules simulate current data/ --bounds goals=40%..50% -o firm.html
    effrules simulate current data/ --error survey.score=5% --alternative rounding=draft.eff --draws 1000
    effrules simulate current data/ --vary total
    """
    need("numpy", phrase("a simulation needs NumPy"), "simulate", "simulate")
    from effrules.cli.progress import Progress
    from effrules.simulate.asking import Written, asked
    from effrules.simulate.errors import too_few
    from effrules.simulate.study import DRAWS, Asked, study

    chosen = rules_of(rules, overlays, settings)
    program = chosen.program
    drafts = drafts_of(program, alternatives)
    written = Written(weights, bounds, figures, assumptions_of(drafts), vary)
    count = draws or (DRAWS_WITH_ERRORS if figures else DRAWS)
    if base is None:
        base = count // 5 if count // 5 >= LEAST_OF_A_SAMPLE else 0
    elif 0 < base < LEAST_OF_A_SAMPLE:
        raise click.BadParameter(
            in_words(phrase("{n} draws say nothing of a variance: write 100 or more, or 0", n=base)),
            param_hint="--variance",
        )
    wanted, problems = asked(program, written, Asked((), count, seed, base))
    if wanted is None:
        leave_with_findings(problems)
    dataset, told = dataset_of(program, data, earlier, shortest_decimal)
    reading = Reading(rules, data, overlays, settings, earlier, shortest_decimal)
    every = variants(reading, chosen, dataset, wanted, drafts)
    with Progress() as progress:
        found = study(every, wanted, progress if progress.wanted else None)
    scored = max(sum(one.score is not None for one in head.bodies) for head in found.heads)
    if scored < 2:
        leave_with_findings((*told, *found.findings, too_few(program, scored)))
    match to.form:
        case "json":
            from effrules.report.robustness.json_text import json_text

            to.text(json_text(found, list(chosen.what_if)))
        case "csv":
            from effrules.report.robustness.table import csv_text

            to.text(csv_text(found))
        case _:
            from effrules.report.robustness.story import page

            def made(language: Language) -> Page:
                return page(found, language, what_if=chosen.what_if)

            to.page(made)
    problems = (*told, *found.findings)
    tell_findings(problems)
    tell_warnings(chosen, rules)
    if any(finding.is_error for finding in problems):
        raise click.exceptions.Exit(1)
