"""``datapackage.json``: what a package holds, by the Data Package standard (version 2), with the digest of every file.

It is the one document of a package that is signed: its own ``digest`` is that of all the rest in canonical form.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Annotated, Literal, NotRequired, TypedDict

from attrs import frozen

from effrules.audit.record import Record, own_digest
from effrules.audit.shapes import laid_out
from effrules.data.origins import NAME as ORIGINS
from effrules.diagnostics.document_schema import AtLeast, Pattern
from effrules.exact.results import Results
from effrules.model.program import Program
from effrules.report.publication.columns import Columns, TableSchema, Texts, each
from effrules.words import Language, Message, phrase

FORMAT = "effrules.package/1"
SCHEMA = "package-1"
NAME = "datapackage.json"
STANDARD = "https://datapackage.org/profiles/2.0/datapackage.json"

RECORD = "results.record.json"
RESULTS = ("results.csv", "results.json")
APPROVED = "approved.record.json"
REPORT = "index.html"
README = "README.md"
COLUMNS = "columns.csv"
DATA, RULES = "data", "rules"

TOLD = (REPORT, README, COLUMNS, NAME)
"""The files that tell of the others and can be made from them."""

MEDIA = {
    ".csv": "text/csv", ".json": "application/json", ".html": "text/html", ".md": "text/markdown", ".eff": "text/plain",
}  # fmt: skip
"""Kinds of files by their endings."""

Sha256 = Annotated[str, Pattern("^sha256:[0-9a-f]{64}$")]


class LicenceRecord(TypedDict):
    """A licence under which the package may be used."""

    name: str
    title: str
    path: NotRequired[str]


class SourceRecord(TypedDict):
    """An act or publication that the rules rest on."""

    title: str
    path: NotRequired[str]


class ContributorRecord(TypedDict):
    """Who publishes it."""

    title: str
    roles: list[str]


class ApprovalRecord(TypedDict):
    """The results that were approved: the digest of their run record, and the day."""

    record: Sha256
    on: Annotated[str, Pattern(r"^\d{4}-\d{2}-\d{2}$")]


class RegisterRecord(TypedDict):
    """The register of the year as it was: how many entries it had, and the digest of the last one."""

    entries: Annotated[int, AtLeast(1)]
    digest: Sha256


class ResourceRecord(TypedDict):
    """A file of the package."""

    name: Annotated[str, Pattern(r"^[-a-z0-9._/]+$")]
    path: str
    title: str
    titles: Texts
    mediatype: str
    format: str
    encoding: NotRequired[str]
    bytes: Annotated[int, AtLeast(0)]
    hash: Sha256
    type: NotRequired[Literal["table"]]
    schema: NotRequired[TableSchema]


PackageDocument = TypedDict(
    "PackageDocument",
    {
        "$schema": str,
        "format": Literal["effrules.package/1"],
        "digest": Annotated[Sha256, "Of all the rest in canonical form: without this key, keys sorted, no blanks, UTF-8."],
        "name": str,
        "title": str,
        "titles": Texts,
        "created": str,
        "year": int,
        "stage": str,
        "language": Annotated[str, Pattern("^(kk|ru|en)$")],
        "record": Annotated[str, "The path of the run record."],
        "approved": ApprovalRecord,
        "register": RegisterRecord,
        "withheld": Annotated[dict[str, str], "By TABLE.FIELD: numbered, or left out."],
        "licenses": list[LicenceRecord],
        "sources": NotRequired[list[SourceRecord]],
        "contributors": NotRequired[list[ContributorRecord]],
        "resources": list[ResourceRecord],
    },
)  # fmt: skip
PackageDocument.__doc__ = "What a publication package holds, by the Data Package standard, with the digest of every file (`effrules year package`)."


@frozen
class Licence:
    """A licence by its identifier (SPDX), or by a name of one's own, with the address of its text."""

    name: str
    path: str = ""


OPEN = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "ODC-BY-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}
"""Open licences and where their texts are."""


@frozen
class Stated:
    """What a package states of itself, beside what can be made from its rules and data."""

    year: int
    stage: str
    approved: str
    approved_on: str
    entries: int
    last: str
    licence: Licence
    publisher: str
    withheld: Mapping[str, str]


def stated_of(document: PackageDocument) -> Stated:
    """What a descriptor states."""
    licence = document["licenses"][0]
    by = document.get("contributors", ())
    return Stated(
        document["year"], document["stage"], document["approved"]["record"], document["approved"]["on"],
        document["register"]["entries"], document["register"]["digest"],
        Licence(licence["name"], licence.get("path", "")), by[0]["title"] if by else "", document["withheld"],
    )  # fmt: skip


def titles_of(stated: Stated, program: Program) -> Texts:
    """What the package is called, in each language."""
    names = Columns(program, Language.EN, {}).titles(program.header.titles, program.header.name)
    told = phrase("{methodology}: results of {year}", methodology="{methodology}", year=str(stated.year))
    return {
        language.value: told.in_(language).replace("{methodology}", names[language.value])
        for language in Language
    }


def descriptor(
    stated: Stated, program: Program, results: Results, record: Record, files: Mapping[str, bytes]
) -> str:
    """The descriptor of files by their paths."""
    language = Language(record.options.language)
    titles = titles_of(stated, program)
    document: PackageDocument = {
        "$schema": STANDARD,
        "format": "effrules.package/1",
        "digest": "",
        "name": slug(f"{program.header.name}-{stated.year}-{stated.stage}"),
        "title": titles[language.value],
        "titles": titles,
        "created": record.made,
        "year": stated.year,
        "stage": stated.stage,
        "language": language.value,
        "record": RECORD,
        "approved": {"record": stated.approved, "on": stated.approved_on},
        "register": {"entries": stated.entries, "digest": stated.last},
        "withheld": dict(stated.withheld),
        "licenses": [_licence(stated.licence)],
        "resources": _resources(stated, program, results, files, language),
    }
    sources = list(_sources(program, language))
    if sources:
        document["sources"] = sources
    if stated.publisher:
        document["contributors"] = [{"title": stated.publisher, "roles": ["publisher"]}]
    document["digest"] = own_digest(document)  # type: ignore[arg-type] # a document is a dictionary
    return laid_out(document) + "\n"


def _licence(licence: Licence) -> LicenceRecord:
    made: LicenceRecord = {"name": licence.name, "title": licence.name}
    return {**made, "path": licence.path} if licence.path else made


def _sources(program: Program, language: Language) -> Iterator[SourceRecord]:
    naming = Columns(program, language, {})
    for source in program.sources:
        made: SourceRecord = {"title": naming.titles(source.titles, source.name)[language.value]}
        yield {**made, "path": source.url} if source.url else made


def _resources(
    stated: Stated, program: Program, results: Results, files: Mapping[str, bytes], language: Language
) -> list[ResourceRecord]:
    columns = Columns(program, language, stated.withheld)
    tables = {f"{DATA}/{one.name}.csv": one for one in program.schema.as_read}
    names = names_of(files)
    of_tables = {table.name: names[path] for path, table in tables.items() if path in names}
    made: list[ResourceRecord] = []
    for path, content in files.items():
        of_table = tables.get(path)
        schema: TableSchema | None = None
        if of_table is not None:
            titles, schema = columns.titles(of_table.titles, of_table.name), columns.data(of_table, of_tables)
        else:
            titles = each(_about(path))
        if path == RESULTS[0]:
            schema = columns.results(results)
        elif path == f"{DATA}/{ORIGINS}":
            schema = columns.origins()
        elif path == COLUMNS:
            schema = columns.listed()
        made.append(_resource(path, content, names[path], titles, language, schema))
    return made


def _resource(
    path: str, content: bytes, name: str, titles: Texts, language: Language, schema: TableSchema | None
) -> ResourceRecord:
    suffix = PurePosixPath(path).suffix.lower()
    made: ResourceRecord = {
        "name": name,
        "path": path,
        "title": titles[language.value],
        "titles": titles,
        "mediatype": MEDIA.get(suffix, "application/octet-stream"),
        "format": suffix.removeprefix("."),
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
    }
    if suffix in MEDIA:
        made["encoding"] = "utf-8"
    if schema is not None:
        made["type"], made["schema"] = "table", schema
    return made


_ABOUT = {
    RESULTS[0]: phrase("The results: a row for each body"),
    RESULTS[1]: phrase("The results with reasons and assumptions, for programs"),
    RECORD: phrase("The run record: by it everything is calculated anew"),
    APPROVED: phrase("The run record that was approved"),
    REPORT: phrase("The report: how each score came about; it needs no network"),
    README: phrase("What this is, and how to check it"),
    COLUMNS: phrase("What each column holds"),
    f"{DATA}/{ORIGINS}": phrase("Cells that are not as they were sent, and why"),
}


def _about(path: str) -> Message:
    """What a file is."""
    if path in _ABOUT:
        return _ABOUT[path]
    if path.startswith(f"{RULES}/"):
        return phrase("Rules: {file}", file=path.removeprefix(f"{RULES}/"))
    return phrase("Results of an earlier year that the rules use")


def names_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """A name for each file, as the standard wants it, no two alike."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for path in files:
        plain = slug(path.removesuffix(".csv"))
        name, number = plain, 2
        while name in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(name)
        names[path] = name
    return names


def slug(text: str) -> str:
    """A text in small Latin letters, digits, dots, underscores and hyphens."""
    return re.sub(r"[^a-z0-9._]+", "-", text.lower()).strip("-.") or "file"
