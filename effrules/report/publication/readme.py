"""How to check a package, for people, in three languages; and what each column holds, as a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO

from effrules.data.formula_text import guarded
from effrules.exact.results import Results
from effrules.model.program import Program
from effrules.report.publication.columns import ColumnRecord, Columns
from effrules.report.publication.descriptor import (
    APPROVED,
    COLUMNS,
    DATA,
    NAME,
    RECORD,
    REPORT,
    RESULTS,
    RULES,
    Stated,
    titles_of,
)
from effrules.words import Language, Message, phrase

WITHHELD = {
    "numbered": phrase("numbers stand in place of the texts, the same for the same text"),
    "left out": phrase("left out"),
}
"""What becomes of a field that is withheld."""

CALLED = {Language.KK: "Қазақша", Language.RU: "По-русски", Language.EN: "In English"}


def readme(stated: Stated, program: Program, held: frozenset[str], digest: str) -> str:
    """The text, as Markdown; ``held`` are the paths of the files, ``digest`` that of the run record."""
    titles = titles_of(stated, program)
    parts = [f"# {' / '.join(dict.fromkeys(titles.values()))}\n"]
    for language in Language:
        lines = _lines(stated, held, digest, language)
        parts += [f"## {CALLED[language]}\n", *(f"{line}\n" for line in lines)]
    return "\n".join(parts)


def _lines(stated: Stated, held: frozenset[str], digest: str, language: Language) -> Iterator[str]:
    def told(message: Message) -> str:
        return message.in_(language)

    yield told(
        phrase(
            "The results that were approved on {day}, the data that they were calculated from, the rules, and what proves that they belong together.",
            day=date.fromisoformat(stated.approved_on),
        )
    )
    yield _list(_files(held), language)
    if stated.withheld:
        yield told(phrase("Not published as it was reported; no result is another by it:"))
        yield "\n".join(f"- `{name}`: {told(WITHHELD[how])}" for name, how in stated.withheld.items())
    yield f"### {told(phrase('How to check it'))}"
    yield told(phrase("Install effrules, which needs Python, and say where this folder or its ZIP file is:"))
    yield "```console\n$ pip install effrules\n$ effrules verify .\n```"
    yield told(
        phrase(
            "Everything is calculated anew from the rules and the data. If it says that all is the same, no file was changed, added or removed, and each result follows from these data by these rules. Where the office has signed, say whose key it must be: `effrules verify . --signed-by office.pub`."
        )
    )
    yield told(phrase("Run record: `{digest}`", digest=digest))
    yield told(phrase("Approved run record: `{digest}`", digest=stated.approved))
    yield told(
        phrase(
            "The register of the year had {n} entries; digest of the last one: `{digest}`",
            n=stated.entries, digest=stated.last,
        )
    )  # fmt: skip
    yield told(
        phrase(
            "Without effrules: `datapackage.json` has the SHA-256 of every file (`sha256sum`), and is read by all programs that know the Data Package standard."
        )
    )
    licence = (
        f"[{stated.licence.name}]({stated.licence.path})" if stated.licence.path else stated.licence.name
    )
    yield told(phrase("Licence: {licence}", licence=licence))
    if stated.publisher:
        yield told(phrase("Published by: {name}", name=stated.publisher))


def _list(files: Iterator[tuple[str, Message]], language: Language) -> str:
    return "\n".join(f"- `{name}`: {said.in_(language)}" for name, said in files)


def _files(held: frozenset[str]) -> Iterator[tuple[str, Message]]:
    yield REPORT, phrase("the report for reading; it opens in a browser and needs no network")
    yield ", ".join(RESULTS), phrase("the results")
    yield f"{DATA}/", phrase("the data, a table in each file")
    yield f"{RULES}/", phrase("the rules by which they were scored")
    yield COLUMNS, phrase("what each column of the results and the data holds")
    yield RECORD, phrase("the run record, by which everything can be calculated anew")
    if APPROVED in held:
        yield APPROVED, phrase("the run record that was approved: the same results by the same rules")
    yield NAME, phrase("all files with their digests, and what the columns hold, for programs")


def columns_csv(program: Program, results: Results, stated: Stated, held: frozenset[str]) -> str:
    """The columns of all tables as CSV: file, column, kind of value, unit, titles, what became of it."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    of = Columns(program, Language.EN, stated.withheld)
    writer.writerow([one["name"] for one in of.listed()["fields"]])
    listed: list[tuple[str, list[ColumnRecord]]] = [(RESULTS[0], of.results(results)["fields"])]
    listed += [
        (path, of.data(table, {})["fields"])
        for table in program.schema.as_read
        if (path := f"{DATA}/{table.name}.csv") in held
    ]
    for file, fields in listed:
        for one in fields:
            titles = (guarded(one["titles"][language.value]) for language in Language)
            name, unit = guarded(one["name"]), one.get("unit", "")
            writer.writerow((file, name, one["type"], unit, *titles, one.get("withheld", "")))
    return stream.getvalue()
