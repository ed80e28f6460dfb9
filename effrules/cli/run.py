"""``effrules run``: score the bodies in the data by a methodology."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from effrules.cli.inputs import (
    dataset_of,
    refuse_columns,
    refuse_doubtful,
    refuse_sort,
    rules_of,
    shortest_decimal,
    tell_warnings,
)
from effrules.cli.speaking import colour, leave_with_findings, say, tell, tell_findings, width

if TYPE_CHECKING:
    from effrules.cli.recording import Recording
    from effrules.diagnostics import Finding
    from effrules.exact.results import Results
    from effrules.model.program import Program
    from effrules.report.ranked import Ranked

FORMATS = ("table", "csv", "json", "md")


@click.command(short_help="Score the bodies in the data by a methodology.")
@click.argument("rules")
@click.argument("data", type=click.Path(path_type=Path))
@click.option("-o", "--output", "outputs", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Write the results to FILE too: .csv, .json, .xlsx, .parquet or .md. May be repeated.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True,
              help="What to print.")  # fmt: skip
@click.option("--only", multiple=True, metavar="ID",
              help="Show this body only (its identifier in the data). May be repeated. Places are still among all.")  # fmt: skip
@click.option("--sort", default="place", show_default=True, metavar="place|name|NODE",
              help="Order of the bodies: by place, by name, or by the score of a node, highest first.")  # fmt: skip
@click.option("--lang", "language", type=click.Choice(("kk", "ru", "en")), default="en", show_default=True,
              help="Language of titles and words.")  # fmt: skip
@click.option("--strict", is_flag=True,
              help="Refuse to score on assumptions, and on numbers that state no basis; list them.")  # fmt: skip
@click.option("--set", "settings", multiple=True, metavar="WHAT=VALUE",
              help="What if: weight.NODE=40% or penalty.NAME=0.5 (points). May be repeated.")  # fmt: skip
@click.option("--with", "overlays", multiple=True, type=click.Path(path_type=Path), metavar="FILE.eff",
              help="What if: an amendment laid on top of the rules. May be repeated.")  # fmt: skip
@click.option("--earlier", type=click.Path(path_type=Path), metavar="FILE",
              help="Results of an earlier run (.csv or .json) for fields declared `from earlier`.")  # fmt: skip
@shortest_decimal
@click.option("--record", "record", type=click.Path(path_type=Path), metavar="FILE.json",
              help="Where the run record is written; by default beside the first output, as NAME.record.json.")  # fmt: skip
@click.option("--partial", is_flag=True,
              help="Write output files even where some scores failed; the exit code is still 1.")  # fmt: skip
def command(
    rules: str, data: Path, outputs: tuple[Path, ...], form: str, only: tuple[str, ...], sort: str, language: str,
    strict: bool, settings: tuple[str, ...], overlays: tuple[Path, ...], earlier: Path | None,
    shortest_decimal: tuple[str, ...], record: Path | None, partial: bool,
) -> None:  # fmt: skip
    """Score every body in DATA by RULES, exactly, and print the ranked tables.

    RULES is the name of bundled rules (`effrules list`) or a path. DATA is a folder of CSV files, a workbook, or a
    Parquet, JSON or SQLite file.

    \b
    effrules run current data/
    effrules run 2015 data.xlsx -o results.xlsx -o results.csv
    effrules run current data/ --set weight.goals=50% --set weight.citizens=20%

    With -o a run record is written too: all that the results rest on, with digests. `effrules verify` proves by it that
    nothing was changed.
    """
    place = _place_of_record(record, outputs, data, earlier)
    asked = rules_of(rules, overlays, settings)
    program, what_if = asked.program, asked.what_if
    refuse_sort(sort, program)
    refuse_columns(shortest_decimal, program.schema)
    if strict:
        refuse_doubtful(asked)
    recording = None
    if place is not None:
        from effrules.audit.files import Inputs
        from effrules.cli.recording import begun

        inputs = Inputs(rules, data, overlays, earlier)
        recording = begun(
            place,
            inputs,
            asked.checked.sources,
            settings,
            only,
            sort,
            language,
            strict,
            partial,
            shortest_decimal,
        )
    results, told = _score(program, data, only, earlier, shortest_decimal)
    report = cache(lambda: _report(results, program, language, sort, what_if, rules))
    say(_printed(form, results, program, report, what_if))
    problems = (*told, *results.findings)
    tell_findings(problems)
    tell_warnings(asked, rules)
    failed = any(finding.is_error for finding in problems)
    if recording is not None and (partial or not failed):
        _write(outputs, results, program, report, language, what_if, recording)
    elif recording is not None:
        tell("No file was written, since some scores failed; --partial writes what there is.")
    if failed:
        raise click.exceptions.Exit(1)


def _place_of_record(
    stated: Path | None, outputs: tuple[Path, ...], data: Path, earlier: Path | None
) -> Path | None:
    """Where the run record is written: where ``--record`` says, else beside the first output; ``None`` without either."""
    if stated is None and not outputs:
        return None
    from effrules.cli.places import refuse_loss, refuse_outputs, refuse_record

    refuse_outputs(outputs, data, earlier)
    place = stated or outputs[0].with_name(f"{outputs[0].stem}.record.json")
    refuse_record(place, stated is not None, outputs, data, earlier)
    if stated is None:
        refuse_loss(place, outputs)
    return place


def _score(
    program: Program, data: Path, only: tuple[str, ...], earlier: Path | None, shortest: tuple[str, ...]
) -> tuple[Results, tuple[Finding, ...]]:
    """The results, and the warnings about the data."""
    from effrules.cli.progress import Progress
    from effrules.exact import score

    dataset, told = dataset_of(program, data, earlier, shortest)
    progress = Progress()
    try:
        results = score(program, dataset, only=only or None, progress=progress if progress.wanted else None)
    finally:
        progress.end()
    if only and not results.subjects and results.findings:
        leave_with_findings(results.findings)
    return results, told


def _report(
    results: Results, program: Program, language: str, sort: str, what_if: tuple[str, ...], rules: str
) -> Ranked:
    from effrules.report.ranked import ranked
    from effrules.report.wording import Language

    return ranked(results, program, Language(language), sort, what_if, rules)


def _printed(
    form: str, results: Results, program: Program, report: Callable[[], Ranked], what_if: tuple[str, ...]
) -> str:
    """What is printed."""
    match form:
        case "csv":
            from effrules.report.delimited import csv_text
            from effrules.report.wide import wide

            return csv_text(wide(results, program, what_if))
        case "json":
            from effrules.report.json_text import json_text

            return json_text(results, program, what_if)
        case "md":
            from effrules.report.markdown import markdown

            return markdown(report())
        case _:
            from effrules.report.terminal import render

            return render(report(), width=width(), colour=colour())


def _write(
    outputs: tuple[Path, ...],
    results: Results,
    program: Program,
    report: Callable[[], Ranked],
    language: str,
    what_if: tuple[str, ...],
    recording: Recording,
) -> None:
    """Write the files and the run record, all or none."""
    from effrules.audit.files import Changed
    from effrules.audit.record import Record, to_bytes
    from effrules.cli.places import leave_unwritten
    from effrules.report.wording import Language
    from effrules.report.writing import write_all, writer_of

    made: list[Record] = []

    def contents(others: Mapping[Path, Path]) -> bytes:
        made.append(recording.record(program, results, others))
        return to_bytes(made[0])

    try:
        write_all(
            {
                path: writer_of(path, results, program, report, Language(language), what_if)
                for path in outputs
            },
            (recording.path, contents),
        )
    except OSError as why:
        leave_unwritten(why)
    except Changed as changed:
        tell(f"effrules: nothing was written: {changed} was changed while the run was reading it; run again.")
        raise click.exceptions.Exit(1) from None
    if sys.stderr.isatty():
        tell(f"Run record: {recording.path}, {made[0].digest}")
