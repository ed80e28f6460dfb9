"""``effrules report``: all results with their derivations as one HTML file, or as a workbook that recalculates."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.alternatives import Reading, assumptions_of, drafts_of, variants
from effrules.cli.analyse import need_statistics
from effrules.cli.as_of import day
from effrules.cli.door import DATA, OUTPUT, RULES, Command, apart, need, to_file, write_bytes
from effrules.cli.inputs import (
    dataset_of,
    refuse_doubtful,
    refuse_sort,
    rules_of,
    tell_warnings,
    what_is_read,
)
from effrules.cli.language import in_words, spoken
from effrules.cli.progress import Progress
from effrules.cli.speaking import leave_with_findings, say, tell, tell_findings
from effrules.model.garbage import without_collecting
from effrules.words import phrase, reason_of

if TYPE_CHECKING:
    from effrules.analysis.studies import Analysis
    from effrules.audit.files import Inputs
    from effrules.audit.record import FileRecord
    from effrules.check.checked import Checked
    from effrules.cli.inputs import Rules
    from effrules.data.dataset import Dataset
    from effrules.exact.results import Results
    from effrules.model.program import Program
    from effrules.report.page import Earlier
    from effrules.simulate.study import Robustness

PAGES = (".html", ".htm")
WORKBOOK = ".xlsx"


@click.command(
    cls=Command, short_help="Write all results with their derivations as one HTML file or workbook."
)
@click.argument("rules", type=RULES)
@click.argument("data", type=DATA)
@click.option("-o", "--output", "output", required=True, type=OUTPUT, metavar="FILE",
              help="The file that is written, .html or .xlsx.")  # fmt: skip
@click.option("--only", multiple=True, metavar="ID",
              help="Report this body only (its identifier in the data). May be repeated. Places are still among all.")  # fmt: skip
@click.option("--sort", default="place", show_default=True, metavar="place|name|NODE",
              help="Order of the bodies: by place, by name, or by the score of a node, highest first.")  # fmt: skip
@click.option("--title", default="", metavar="TEXT", help="A title of your own instead of the methodology's.")
@click.option("--no-steps", "without_steps", is_flag=True,
              help="Leave the derivations out: a smaller file, fit for print.")  # fmt: skip
@click.option("--document", metavar="FILE.html", default="",
              help="The numbers of the clauses lead to the same clauses of this document; its address as seen from the report.")  # fmt: skip
@click.option("--data-on", callback=day, default=None, metavar="DAY",
              help="The day as of which the data stand, like 2020-02-28: told at the top of the report and above the signatures.")  # fmt: skip
@click.option("--strict", is_flag=True,
              help="Refuse to score on assumptions, and on numbers that state no basis; list them.")  # fmt: skip
@click.option("--robustness", is_flag=True,
              help="With how firm the results are if weights are others, or assumptions of which the rules name alternatives: 10,000 simulations, as by `effrules simulate`.")  # fmt: skip
@click.option("--analysis", is_flag=True,
              help="With statistics of the scores: correlations, consistency, how much each part counts, as by `effrules analyse`.")  # fmt: skip
@what_is_read
@click.option("--partial", is_flag=True,
              help="Write the report even where some scores failed; the exit code is still 1.")  # fmt: skip
@without_collecting()
def command(
    rules: str, data: Path, output: Path, only: tuple[str, ...], sort: str, title: str,
    without_steps: bool, document: str, data_on: date | None, strict: bool, robustness: bool, analysis: bool, settings: tuple[str, ...], overlays: tuple[Path, ...], earlier: Path | None,
    shortest_decimal: tuple[str, ...], partial: bool,
) -> None:  # fmt: skip
    """Score every body in DATA by RULES and write a report for a browser, for e-mail and for print.

    The file holds everything: the ranking, a page for each body, how each score came about down to the cells of the data
    and the clauses of the rules, in Kazakh, Russian and English. It needs no network and sends nothing anywhere.

    A workbook (.xlsx) has every step as a live formula over a copy of the data, for Excel or LibreOffice.

    \b
    effrules report current data/ -o report.html
    effrules report current data/ -o report.html --lang ru --only energy
    effrules report current data/ -o report.xlsx
    """
    to = to_file(output)
    _refuse_output(to)
    to_book = output.suffix.lower() == WORKBOOK
    if to_book and without_steps:
        why = phrase("a workbook is made of the steps; a report without them is an .html file.")
        raise click.BadParameter(in_words(why), param_hint="--no-steps")
    _refuse_studies(robustness=robustness, analysis=analysis, to_book=to_book)
    if to_book:
        apart("--document", "-o FILE.xlsx", given=bool(document))
        apart("--data-on", "-o FILE.xlsx", given=data_on is not None)
    asked = rules_of(rules, overlays, settings)
    program = asked.program
    refuse_sort(sort, program)
    if strict:
        refuse_doubtful(asked)
    from effrules.audit.files import Inputs
    from effrules.cli.books import book_of
    from effrules.report.page import page
    from effrules.trace.tracing import trace

    inputs = Inputs(rules, data, overlays, earlier)
    files = _files(inputs, asked.checked, output)
    dataset, told = dataset_of(program, data, earlier, shortest_decimal)
    with Progress() as progress:
        derivations = trace(program, dataset, only or None, completing=to_book, progress=progress)
    results = derivations.results
    if only and not results.subjects and results.findings:
        leave_with_findings(results.findings)
    problems = (*told, *results.findings)
    tell_findings(problems)
    tell_warnings(asked, rules)
    failed = any(finding.is_error for finding in problems)
    if failed and not partial:
        tell(phrase("No file was written, since some scores failed; --partial writes what there is."))
        raise click.exceptions.Exit(1)
    reading = Reading(rules, data, overlays, settings, earlier, shortest_decimal)
    firm = _robustness(reading, asked, dataset) if robustness else None
    statistics = _analysis(program, dataset, results, whole=not only) if analysis else None
    with Progress() as progress:
        if to_book:
            content = book_of(
                derivations,
                dataset,
                spoken(),
                sort=sort,
                what_if=asked.what_if,
                title=title,
                progress=progress,
            )
        else:
            content = page(
                derivations, results, program,
                language=spoken(), sort=sort, title=title, steps=not without_steps, files=files,
                what_if=asked.what_if, progress=progress, earlier=_earlier(earlier), document=document,
                robustness=firm, analysis=statistics, of_all=not only, data_on=data_on,
            ).encode("utf-8", "backslashreplace")  # fmt: skip
    if _files(inputs, asked.checked, output) != files:
        tell(phrase("effrules: nothing was written: a file was changed while it was being read; run again."))
        raise click.exceptions.Exit(1)
    if to is None:
        say(content.decode())
    else:
        write_bytes(to, content)
    if failed:
        raise click.exceptions.Exit(1)


def _robustness(reading: Reading, rules: Rules, dataset: Dataset) -> Robustness:
    """How firm the results are if weights are others, and what the rules name alternatives of. Ends the command where none could be."""
    from effrules.simulate.asking import Written, asked
    from effrules.simulate.study import Asked, study

    drafts = drafts_of(rules.program)
    wanted, problems = asked(rules.program, Written(assumptions=assumptions_of(drafts)), Asked(()))
    if wanted is None:
        leave_with_findings(problems)
    every = variants(reading, rules, dataset, wanted, drafts)
    with Progress() as progress:
        return study(every, wanted, progress if progress.wanted else None)


def _analysis(program: Program, dataset: Dataset, results: Results, *, whole: bool) -> Analysis:
    """Statistics of the scores of all bodies; not ``whole``: the results are those of some. Ends the command where there are too few."""
    from effrules.cli.analyse import analysis_of
    from effrules.cli.engines import scored

    return analysis_of(program, results if whole else scored(program, dataset, (), "auto", False))


def _earlier(path: Path | None) -> Earlier | None:
    """The scores of an earlier run."""
    from effrules.data.earlier import earlier_scores

    scores = None if path is None else earlier_scores(path)[0]
    return (
        None
        if scores is None
        else {body: {node: value for node, (value, _) in found.items()} for body, found in scores.items()}
    )


def _refuse_studies(*, robustness: bool, analysis: bool, to_book: bool) -> None:
    """What is asked for besides the results, and cannot be had. Raises click.BadParameter."""
    if robustness:
        need("numpy", phrase("a simulation needs NumPy"), "simulate", "--robustness")
        if to_book:
            why = phrase("a workbook has no simulations; a report with them is an .html file.")
            raise click.BadParameter(in_words(why), param_hint="--robustness")
    if analysis:
        need_statistics("--analysis")
        if to_book:
            why = phrase("a workbook has no statistics; a report with them is an .html file.")
            raise click.BadParameter(in_words(why), param_hint="--analysis")


def _refuse_output(path: Path | None) -> None:
    """A file whose ending says that it is something else."""
    if path is not None and path.suffix.lower() not in (*PAGES, WORKBOOK):
        told = phrase("`{path}`: a report is an .html file or an .xlsx workbook.", path=str(path))
        raise click.BadParameter(in_words(told), param_hint="-o")


def _files(inputs: Inputs, checked: Checked, output: Path) -> tuple[FileRecord, ...]:
    """The files that the report rests on, with their digests; none where one cannot be read: its reader tells of it."""
    from effrules.audit.files import Changed, collected

    try:
        return collected(inputs, checked.sources, output.parent)
    except OSError:
        return ()
    except Changed as changed:
        tell(
            phrase(
                "effrules: nothing was written: {file} was changed while it was being read; run again.",
                file=reason_of(changed),
            )
        )
        raise click.exceptions.Exit(1) from None
