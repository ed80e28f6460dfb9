"""A package: results and run record of what is published, calculated in its folder, and the files that only tell of them.

Everything in the files that tell follows from rules, data, record and from what the package states of itself. So `checking`
makes them once more and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from attrs import evolve

from effrules.amend.locating import display_name
from effrules.audit.files import OF_RULES, collected
from effrules.audit.making import made
from effrules.audit.record import Location, Options, Record, to_bytes
from effrules.audit.rerun import Rerun, inputs_of, rerun
from effrules.cycle.publishing import Published
from effrules.disk import keep
from effrules.exact.results import Results
from effrules.model.program import Program
from effrules.report.page import page
from effrules.report.publication.descriptor import (
    APPROVED,
    COLUMNS,
    DATA,
    NAME,
    README,
    RECORD,
    REPORT,
    RESULTS,
    Stated,
    descriptor,
)
from effrules.report.publication.readme import columns_csv, readme
from effrules.report.results.ranked import ranked
from effrules.report.results.writing import writer_of
from effrules.trace.tracing import trace
from effrules.words import Language, Telling, phrase

Progress = Callable[[int, int], None]


class NotTheSame(Telling, ValueError):
    """What is to be published does not give the results that were approved."""


def held(of: Published) -> dict[str, bytes]:
    """The files of rules, data and earlier results, and the approved record where nothing was withheld, by their paths."""
    files = {**of.rules, **{f"{DATA}/{name}": content for name, content in of.data.items()}}
    if of.earlier is not None:
        files[of.earlier[0]] = of.earlier[1]
    if not of.withheld:
        files[APPROVED] = of.record_text
    return files


def ran(
    of: Published, folder: Path, language: Language, progress: Progress | None = None
) -> tuple[Rerun, Record]:
    """Score what is published in ``folder``, where its files lie, and write results and record there.

    Raises NotTheSame where the results are not those that were approved, OSError.
    """

    def here(at: str) -> Location:
        return Location(at, at, bundled=False)

    options = Options(
        here(of.main), here(DATA), (), here(of.earlier[0]) if of.earlier else None, (), (), "place",
        language.value, strict=False, partial=of.record.options.partial,
    )  # fmt: skip
    inputs = inputs_of(options, folder)
    again = rerun(options, inputs, progress)
    program, results = again.program, again.results
    if program is None or results is None:
        raise NotTheSame(phrase("without what is withheld the rules cannot be applied to the data"))
    found = collected(inputs, again.sources, folder)
    files = tuple(evolve(one, called=one.at) if one.role in OF_RULES else one for one in found)
    again.call({display_name(folder / one.at): one.at for one in files if one.role in OF_RULES})
    report = ranked(results, program, language, options.sort, (), of.main)
    outputs = {folder / name: folder / name for name in RESULTS}
    for path in outputs:
        writer_of(path, results, program, lambda: report, language)(path)
    record = made(program, results, options, files, outputs, folder)
    refuse_others(of.record, record)
    keep(folder / RECORD, to_bytes(record))
    return again, record


def refuse_others(approved: Record, record: Record) -> None:
    """Raises NotTheSame where a value is not the one that was approved; it is named."""
    if record.results == approved.results:
        return
    rows = {row[0]: row for row in approved.results.rows}
    for row in record.results.rows:
        for column, now, then in zip(
            approved.results.columns, row[1:], rows.get(row[0], row)[1:], strict=True
        ):
            if now != then:
                raise NotTheSame(
                    phrase(
                        "without what is withheld the results are others: {body}, {column} was {then} and is {now}",
                        body=row[0] or "", column=str(column), then=then or "-", now=now or "-",
                    )
                )  # fmt: skip
    raise NotTheSame(phrase("without what is withheld the results are others"))


def telling(
    stated: Stated, program: Program, results: Results, again: Rerun, record: Record,
    files: Mapping[str, bytes], progress: Progress | None = None,
) -> dict[str, bytes]:  # fmt: skip
    """The files that tell of the others: report, columns, text on how to check, descriptor. ``files`` are the others by path."""
    assert again.dataset is not None, "it was scored"
    language = Language(record.options.language)
    paths = frozenset(files)
    made: dict[str, bytes] = {
        REPORT: page(
            trace(program, again.dataset, progress=progress), results, program, language=language,
            files=record.files, data_on=date.fromisoformat(stated.approved_on), progress=progress,
        ).encode("utf-8", "backslashreplace"),
        README: readme(stated, program, paths, record.digest).encode(),
        COLUMNS: columns_csv(program, results, stated, paths).encode(),
    }  # fmt: skip
    every = {**made, **files}
    ordered = {path: every[path] for path in sorted(every)}
    made[NAME] = descriptor(stated, program, results, record, ordered).encode("utf-8", "backslashreplace")
    return made
