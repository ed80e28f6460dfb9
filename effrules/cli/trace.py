"""``effrules trace``: how a score came about, down to the cells and the clauses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import evolve

from effrules.cli.door import DATA, RULES, Command, Whole
from effrules.cli.inputs import dataset_of, points_of, refuse_node, refuse_total, rules_of, what_is_read
from effrules.cli.language import in_words, spoken
from effrules.cli.pages import PAGE, To, page_options
from effrules.cli.speaking import leave_with_findings, tell, tell_findings
from effrules.cli.trace_page import Shown
from effrules.disk import given
from effrules.model.garbage import without_collecting
from effrules.words import phrase

if TYPE_CHECKING:
    from effrules.audit.files import Inputs
    from effrules.audit.tracing import TraceFiles
    from effrules.check.checked import Checked
    from effrules.data.dataset import Dataset
    from effrules.model.program import Program
    from effrules.trace.derivation import Derivations


@click.command(cls=Command, short_help="Show how a score came about, down to the cells and the clauses.")
@click.argument("rules", type=RULES)
@click.argument("data", type=DATA)
@click.argument("agency")
@click.argument("node", default="total")
@click.option("--depth", type=Whole(min=0), default=None, metavar="N",
              help="Show so many levels; 0 opens everything, with all rows.")  # fmt: skip
@click.option("--all", "everything", is_flag=True,
              help="Show what did not happen, too: branches not taken, caps that did not bite, rows left out.")  # fmt: skip
@click.option("--why-not", "wanted", default=None, metavar="POINTS",
              help="Show what cost the most points instead, and what would have to be made good to reach POINTS.")  # fmt: skip
@page_options(*PAGE, "json", "xlsx")
@what_is_read
@without_collecting()
def command(
    rules: str, data: Path, agency: str, node: str, depth: int | None, everything: bool, wanted: str | None,
    to: To, settings: tuple[str, ...], overlays: tuple[Path, ...], earlier: Path | None,
    shortest_decimal: tuple[str, ...],
) -> None:  # fmt: skip
    """Show how the score of AGENCY (its identifier in DATA) came about by RULES.

    Without NODE: the blocks, directions and criteria with their weights, and what each adds. With NODE, the identifier of
    one of them: its formula, opened down to the cells of the data.

    \b
    effrules trace current data/ C02
    effrules trace current data/ energy internal_control
    effrules trace current data/ C02 --why-not 95
    effrules trace current data/ C02 -o C02.json
    effrules trace current data/ C02 -o C02.xlsx

    A workbook (.xlsx) has every step as a live formula over a copy of the data.

    The exit code is 1 where the score failed; it is traced as far as it goes.
    """
    target = None if wanted is None else points_of(wanted, "--why-not")
    _refuse_together(to.form, wanted, depth, everything)

    asked = rules_of(rules, overlays, settings)
    program = asked.program
    refuse_node(node, program, "NODE")
    if target is not None:
        refuse_total(node, program, "NODE")
    from effrules.audit.files import Inputs
    from effrules.audit.tracing import TraceFiles

    inputs = Inputs(rules, data, overlays, earlier)
    to_seal = to.form == "json" and target is None
    files = _files(inputs, asked.checked) if to_seal else TraceFiles()
    derivations, dataset = _derivations(
        program, data, earlier, agency, node, shortest_decimal, to.form == "xlsx"
    )
    if to_seal and _files(inputs, asked.checked) != files:
        tell(phrase("effrules: a file was changed while it was being read; run again."))
        raise click.exceptions.Exit(1)
    shown = Shown(derivations, agency, node, spoken(), asked.what_if, to.form == "text")
    match to.form:
        case "json":
            to.text(shown.json(files) if target is None else shown.why_not_json(target))
        case "html" if target is None:
            to.text(shown.html())
        case "xlsx":
            to.bytes(shown.xlsx(dataset))
        case _ if target is not None:
            to.page(lambda language: evolve(shown, language=language).why_not(target))
        case _:
            to.page(shown.page(shown.folding(depth, everything), (given(rules), given(data))))
    if shown.failed:
        tell_findings([finding for finding in derivations.results.findings if finding.is_error])
        raise click.exceptions.Exit(1)


def _refuse_together(form: str, wanted: str | None, depth: int | None, everything: bool) -> None:
    """Options that say nothing together."""
    for hint, is_given in (("--depth", depth is not None), ("--all", everything)):
        if is_given and wanted is not None:
            told = phrase("it folds the tree, and --why-not shows none.")
            raise click.BadParameter(in_words(told), param_hint=hint)
        if is_given and form in ("json", "html", "xlsx"):
            told = phrase("it folds text and md; {format} holds every step.", format=form)
            raise click.BadParameter(in_words(told), param_hint=hint)
    if wanted is not None and form == "xlsx":
        told = phrase("a workbook holds the steps of the score; say text, md, html, docx or json.")
        raise click.BadParameter(in_words(told), param_hint="--why-not")


def _derivations(
    program: Program,
    data: Path,
    earlier: Path | None,
    agency: str,
    node: str,
    shortest: tuple[str, ...],
    completing: bool,
) -> tuple[Derivations, Dataset]:
    """The derivation of one body, and the data; without it the command ends with what the engine says."""
    from effrules.trace.tracing import trace

    dataset, told = dataset_of(program, data, earlier, shortest)
    tell_findings(told)
    ranked = bool(program.rankings_of(node))
    derivations = trace(program, dataset, [agency], ranked=ranked, completing=completing)
    if agency not in derivations.subjects:
        leave_with_findings(derivations.results.findings)
    return derivations, dataset


def _files(inputs: Inputs, checked: Checked) -> TraceFiles:
    """The files of data and of rules with their digests; none where one cannot be read: its reader tells of it."""
    from effrules.audit.files import Changed
    from effrules.audit.tracing import TraceFiles, files_of_trace

    try:
        return files_of_trace(inputs, checked.sources)
    except (OSError, Changed):
        return TraceFiles()
