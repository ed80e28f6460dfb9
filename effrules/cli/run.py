"""``effrules run``: score the bodies in the data by a methodology."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import frozen

from effrules.cli.door import (
    DATA,
    OUTPUT,
    RECORD,
    RULES,
    Command,
    leave_unwritten,
    refuse_terminal,
    say_bytes,
    to_file,
)
from effrules.cli.engines import ENGINES, reader, refuse_engine, scored
from effrules.cli.inputs import (
    dataset_of,
    refuse_columns,
    refuse_doubtful,
    refuse_sort,
    rules_of,
    tell_warnings,
    what_is_read,
)
from effrules.cli.language import in_words, spoken
from effrules.cli.speaking import colour, leave_with_findings, say, tell, tell_findings, width
from effrules.disk import given
from effrules.words import counted, phrase, reason_of

if TYPE_CHECKING:
    from effrules.audit.record import RegisterRecord
    from effrules.cli.recording import Recording
    from effrules.data.dataset import Dataset
    from effrules.diagnostics import Finding
    from effrules.disk import Write
    from effrules.exact.results import Results
    from effrules.model.program import Program
    from effrules.report.results.ranked import Ranked
    from effrules.report.results.wide import Wide
    from effrules.words import Language

NO_TEXT = {"xlsx": phrase("a workbook"), "parquet": phrase("a Parquet file")}
"""Formats that are no text, in words."""

MOST_PRINTED = 10_000
"""A table of more bodies than these is printed only where that is asked for, or where nothing else tells the results."""

FORMATS = ("table", "csv", "json", "md", *NO_TEXT)


@click.command(cls=Command, short_help="Score the bodies in the data by a methodology.")
@click.argument("rules", type=RULES)
@click.argument("data", type=DATA)
@click.option("-o", "--output", "outputs", multiple=True, type=OUTPUT, metavar="FILE",
              help="Write the results to FILE too: .csv, .json, .xlsx, .parquet or .md. May be repeated.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(FORMATS),
              help="What to print: by default the table; of more than 10,000 bodies, where -o says where the results go, nothing.")  # fmt: skip
@click.option("--only", multiple=True, metavar="ID",
              help="Show this body only (its identifier in the data). May be repeated. Places are still among all.")  # fmt: skip
@click.option("--sort", default="place", show_default=True, metavar="place|name|NODE",
              help="Order of the bodies: by place, by name, or by the score of a node, highest first.")  # fmt: skip
@click.option("--strict", is_flag=True,
              help="Refuse to score on assumptions, and on numbers that state no basis; list them.")  # fmt: skip
@what_is_read
@click.option("--record", "record", type=RECORD, metavar="FILE.json",
              help="Where the run record is written; by default beside the first output, as NAME.record.json.")  # fmt: skip
@click.option("--traces", is_flag=True,
              help="Put the digest of every body's trace into the run record, too. Takes several times as long.")  # fmt: skip
@click.option("--engine", type=click.Choice(ENGINES), default="auto", show_default=True,
              help="What calculates: the exact engine body by body, columns of many bodies at once, or the quicker of both. No digit depends on it.")  # fmt: skip
@click.option("--profile", is_flag=True,
              help="Tell how the scores were worked out, and where columns were not enough.")  # fmt: skip
@click.option("--partial", is_flag=True,
              help="Write output files even where some scores failed; the exit code is still 1.")  # fmt: skip
def command(
    rules: str, data: Path, outputs: tuple[Path, ...], form: str | None, only: tuple[str, ...], sort: str,
    strict: bool, settings: tuple[str, ...], overlays: tuple[Path, ...], earlier: Path | None,
    shortest_decimal: tuple[str, ...], record: Path | None, traces: bool, engine: str,
    profile: bool, partial: bool,
) -> None:  # fmt: skip
    """Score every body in DATA by RULES, exactly, and print the ranked tables.

    RULES is the name of bundled rules (`effrules list`) or a path. DATA is a folder of CSV files, a workbook, or a
    Parquet, JSON or SQLite file.

    \b
    effrules run current data/
    effrules run 2015 data.xlsx -o results.xlsx -o results.csv
    effrules run current data/ --set weight.goals=50% --set weight.interaction=25%

    With -o a run record is written too: all that the results rest on, with digests. `effrules verify` proves by it that
    nothing was changed.
    """
    carried_out(
        rules, data, outputs, form, only, sort, strict=strict, settings=settings, overlays=overlays, earlier=earlier,
        shortest_decimal=shortest_decimal, record=record, traces=traces, engine=engine, profile=profile, partial=partial,
    )  # fmt: skip


def carried_out(
    rules: str, data: Path, outputs: tuple[Path, ...] = (), form: str | None = None, only: tuple[str, ...] = (),
    sort: str = "place", *, strict: bool = False, settings: tuple[str, ...] = (), overlays: tuple[Path, ...] = (),
    earlier: Path | None = None, shortest_decimal: tuple[str, ...] = (), record: Path | None = None, traces: bool = False,
    engine: str = "auto", profile: bool = False, partial: bool = False, register: RegisterRecord | None = None,
) -> None:  # fmt: skip
    """What the command does; ``register``: from which register of a year the data were put together, for the run record."""
    outputs, place = _places(record, outputs, data)
    if traces and place is None:
        raise click.BadParameter(
            in_words(phrase("there is no run record without -o or --record.")), param_hint="--traces"
        )
    _refuse_form(form)
    refuse_engine(engine)
    asked = rules_of(rules, overlays, settings)
    program = asked.program
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
            spoken().value,
            strict,
            partial,
            shortest_decimal,
            register,
        )
    results, told, dataset = _score(program, data, only, earlier, shortest_decimal, engine, profile)
    came = _Came(results, program, spoken(), sort, asked.what_if, given(rules))
    problems = (*told, *results.findings)
    failed = any(finding.is_error for finding in problems)
    to_write = bool(outputs) or recording is not None
    if to_write and (partial or not failed):
        if traces and recording is not None:
            recording = recording.with_traces(program, dataset)
        _write(outputs, came, recording)
    _print(came, form, outputs)
    tell_findings(problems)
    tell_warnings(asked, rules)
    if to_write and failed and not partial:
        tell(phrase("No file was written, since some scores failed; --partial writes what there is."))
    if failed:
        raise click.exceptions.Exit(1)


def _print(came: _Came, form: str | None, outputs: tuple[Path, ...]) -> None:
    """Print the results in a format; in none, the table, unless it is very long and the results go to files."""
    many = len(came.results.subjects)
    if form is None and outputs and many > MOST_PRINTED:
        tell(
            counted(
                "The table of {n} body is not printed; --format table prints it.",
                "The table of {n} bodies is not printed; --format table prints it.",
                n=many,
            )
        )
    elif form in NO_TEXT:
        say_bytes(came.bytes_of(form))
    else:
        say(came.printed(form or "table"))


def _refuse_form(form: str | None) -> None:
    """What cannot be printed here. Raises click.BadParameter."""
    if form is not None and form in NO_TEXT:
        from effrules.cli.places import refuse_parquet

        refuse_terminal(NO_TEXT[form])
        refuse_parquet(f".{form}", form, "--format")


def _places(stated: Path | None, named: tuple[Path, ...], data: Path) -> tuple[tuple[Path, ...], Path | None]:
    """The files of results, and where the run record is written."""
    from effrules.cli.places import place_of_record, refuse_outputs
    from effrules.disk import is_spooled, is_stream

    outputs = tuple(path for path in named if to_file(path) is not None)
    refuse_outputs(outputs)
    if is_spooled(data):
        if stated is not None:
            told = phrase(
                "it says where the data lie, and these come from standard input; keep them in a file first."
            )
            raise click.BadParameter(in_words(told), param_hint="--record")
        if outputs:
            tell(
                phrase(
                    "No run record is written: the data come from standard input, where nobody finds them again."
                )
            )
        return outputs, None
    return outputs, place_of_record(stated, tuple(path for path in outputs if not is_stream(path)))


def _score(
    program: Program, data: Path, only: tuple[str, ...], earlier: Path | None, shortest: tuple[str, ...],
    engine: str, profile: bool,
) -> tuple[Results, tuple[Finding, ...], Dataset]:  # fmt: skip
    """The results, the warnings about the data, and the data."""
    dataset, told = dataset_of(program, data, earlier, shortest, reader(engine, only, profile))
    results = scored(program, dataset, only, engine, profile)
    if only and not results.subjects and results.findings:
        leave_with_findings(results.findings)
    return results, told, dataset


@frozen(slots=False)
class _Came:
    """What came out, and how it is to be told. What several outputs share is made once."""

    results: Results
    program: Program
    language: Language
    sort: str
    what_if: tuple[str, ...]
    rules: str

    @cached_property
    def report(self) -> Ranked:
        """The ranked tables."""
        from effrules.report.results.ranked import ranked

        return ranked(self.results, self.program, self.language, self.sort, self.what_if, self.rules)

    @cached_property
    def table(self) -> Wide:
        """Everything in one table."""
        from effrules.report.results.wide import wide

        return wide(self.results, self.program, self.what_if)

    def printed(self, form: str) -> str:
        """What is printed."""
        match form:
            case "csv":
                from effrules.report.results.delimited import csv_text

                return csv_text(self.table)
            case "json":
                from effrules.report.results.json_text import json_text

                return json_text(self.results, self.program, self.what_if)
            case "md":
                from effrules.report.blocks import markdown

                return markdown.blocks(self.report.blocks)
            case _:
                from effrules.report.blocks.terminal import blocks

                return blocks(self.report.blocks, width=width(), colour=colour())

    def writer(self, path: Path) -> Write:
        """What writes a file of results, as its ending says."""
        from effrules.report.results.writing import writer_of

        return writer_of(
            path, self.results, self.program, lambda: self.report, self.language, self.what_if, lambda: self.table
        )  # fmt: skip

    def bytes_of(self, form: str) -> bytes:
        """The bytes of a file of results."""
        from effrules.disk import private_folder

        with private_folder() as folder:
            made = folder / f"results.{form}"
            self.writer(made)(made)
            return made.read_bytes()


def _write(outputs: tuple[Path, ...], came: _Came, recording: Recording | None) -> None:
    """Write the files and the run record, all or none."""
    from effrules.audit.files import Changed
    from effrules.audit.record import Record, to_bytes
    from effrules.disk import Seal, write_all

    made: list[Record] = []
    seal: Seal | None = None

    if recording is not None:
        kept = recording

        def contents(others: Mapping[Path, Path]) -> bytes:
            made.append(kept.record(came.program, came.results, others))
            return to_bytes(made[0])

        seal = kept.path, contents

    try:
        write_all({path: came.writer(path) for path in outputs}, seal)
    except OSError as why:
        leave_unwritten(why)
    except Changed as changed:
        tell(
            phrase(
                "effrules: nothing was written: {file} was changed while the run was reading it; run again.",
                file=reason_of(changed),
            )
        )
        raise click.exceptions.Exit(1) from None
    if recording is not None and sys.stderr.isatty():
        tell(phrase("Run record: {path}, {digest}", path=str(recording.path), digest=made[0].digest))
