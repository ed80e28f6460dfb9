"""A record of a run: what came out as a table of exact texts, and all that it rests on."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from flint import fmpq

from effrules.audit.files import path_of, relative
from effrules.audit.lock import engine
from effrules.audit.program_digest import program_digest
from effrules.audit.record import (
    FORMAT,
    Column,
    ColumnKind,
    FileRecord,
    Methodology,
    Options,
    OutputRecord,
    Record,
    RegisterRecord,
    ResultsRecord,
    TraceDigest,
    results_digest,
    sealed,
)
from effrules.audit.regular import MOST, fingerprint
from effrules.exact.coded import Coded, InColumns
from effrules.exact.results import NodeResult, NodeState, Results
from effrules.model.figures import figure
from effrules.model.numbers import exact_text
from effrules.model.program import Program
from effrules.model.real import Num


def made(
    program: Program, results: Results, options: Options, files: tuple[FileRecord, ...],
    outputs: Mapping[Path, Path], folder: Path, traces: tuple[TraceDigest, ...] | None = None,
    register: RegisterRecord | None = None,
) -> Record:  # fmt: skip
    """The record, with its digest, to be put into ``folder``. ``outputs``: where each output is, and where it lies as yet."""
    header = program.header
    suffixes = [path.suffix.lower() for path in outputs]
    return sealed(
        Record(
            FORMAT,
            "",
            _now(),
            Methodology(header.name, header.version),
            program_digest(program, [path_of(one.at, one.bundled, folder) for one in options.overlays]),
            engine(suffixes + [Path(file.at).suffix.lower() for file in files], columnar=results.columnar),
            options,
            files,
            tuple(
                OutputRecord(relative(path, folder), *fingerprint(beside, most=MOST))
                for path, beside in outputs.items()
            ),
            table(program, results),
            traces,
            register,
        )
    )


def _now() -> str:
    """The time in UTC to the second, or what SOURCE_DATE_EPOCH says."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    time = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def columns(program: Program) -> tuple[Column, ...]:
    """The columns of results in the order of calculation."""
    made_of: list[Column] = []
    for node in program.order:
        made_of += [Column(ColumnKind.ADJUSTMENT, a.name) for a in program.adjustments if a.target == node]
        made_of.append(Column(ColumnKind.NODE, node))
    made_of += [Column(ColumnKind.RATING, rating.node) for rating in program.ratings]
    made_of += [Column(ColumnKind.PLACE, ranking.name) for ranking in program.rankings]
    return tuple(made_of)


def table(program: Program, results: Results) -> ResultsRecord:
    """All results as exact texts."""
    of, from_ = columns(program), results.by_column
    cells = [from_.keys(), *(_cells(column, from_) for column in of)]
    rows = tuple(zip(*(one.values() for one in cells), strict=True))
    return ResultsRecord(results_digest(of, rows), of, rows)


def _cells(column: Column, results: InColumns) -> Coded[str] | Coded[str | None]:
    match column.kind:
        case ColumnKind.NODE:
            return results.node(column.name).mapped(_score)
        case ColumnKind.ADJUSTMENT:
            made = results.adjustment(column.name)
            return made.mapped(lambda one: _exact(one.taken) if one.applies else None)
        case ColumnKind.RATING:
            return results.rating(column.name)
        case ColumnKind.PLACE:
            return results.place(column.name).mapped(lambda one: None if one is None else str(one.number))


def _score(node: NodeResult) -> str:
    if node.value is not None:
        return _exact(node.value)
    if node.state is NodeState.FAILED and node.finding is not None:
        return f"{node.state.value}: {node.finding.code}"
    return node.state.value


def _exact(value: Num) -> str:
    return exact_text(value) if isinstance(value, fmpq) else figure(value).exact
