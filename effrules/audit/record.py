"""The run record ``effrules.run/2``: what a run read, what it was asked, and what came out, with digests of all of it.

docs/run-record.md describes it for people, docs/schemas/run-2.json for programs. Every text of a number is exact.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated, Any

from attrs import evolve, field, frozen

from effrules.audit.shapes import WrongShape, digest, from_plain, laid_out, parsed, to_plain
from effrules.diagnostics.document_schema import LEFT_OUT, AtLeast, Exactly, NotEmpty, Pattern
from effrules.diagnostics.glyphs import shown
from effrules.source import LARGEST_DATA, NO_NAME, can_be, text_of
from effrules.words import phrase

FORMAT = "effrules.run/2"
SCHEMA = "run-2"


Digest = Annotated[str, Pattern("^sha256:[0-9a-f]{64}$")]
Sha256 = Annotated[str, Pattern("^[0-9a-f]{64}$")]
Size = Annotated[int, AtLeast(0), "In bytes."]


class Role(Enum):
    """What a file was for a run."""

    RULES = "rules"
    AMENDED = "amended rules"
    """Of a version that the rules amend."""
    OVERLAY = "laid on top"
    DATA = "data"
    EARLIER = "earlier results"


@frozen
class Library:
    """A library that took part, its version, and a digest of what was installed of it; None where that is not known."""

    name: str
    version: str
    digest: Digest | None


@frozen
class Engine:
    """What calculated. ``code`` is the digest of effrules' own files; ``columnar``: in columns, else body by body."""

    effrules: str
    code: Digest
    python: str
    libraries: tuple[Library, ...]
    columnar: bool = field(default=False, metadata={LEFT_OUT: True})


@frozen
class Location:
    """A path as it was ``given``, and where that is: ``at`` is relative to the record's folder, with slashes.

    ``bundled``: ``at`` is relative to the folder of the rules that come with effrules.
    """

    given: str
    at: str
    bundled: bool


@frozen
class Options:
    """What was asked for. ``overlays`` are ``--with``, ``settings`` are ``--set``.

    ``shortest_decimal`` names the columns (``TABLE.FIELD``) whose numbers were read as the shortest decimal; a record in
    which there are none leaves it out.
    """

    rules: Location
    data: Location
    overlays: tuple[Location, ...]
    earlier: Location | None
    settings: tuple[str, ...]
    only: tuple[str, ...]
    sort: str
    language: Annotated[str, Pattern("^(kk|ru|en)$")]
    strict: bool
    partial: bool
    shortest_decimal: Annotated[tuple[str, ...], NotEmpty()] = field(default=(), metadata={LEFT_OUT: True})


@frozen
class FileRecord:
    """A file that was read: its name within its kind, where it lay (as in ``Location``), its size in bytes and SHA-256.

    ``called`` is what results and traces call it.
    """

    role: Role
    name: str
    called: str
    at: str
    bundled: bool
    size: Size
    sha256: Sha256


@frozen
class OutputRecord:
    """A file of results that was written."""

    at: str
    size: Size
    sha256: Sha256


@frozen
class Methodology:
    """The rules' own name and version."""

    name: str
    version: str


class ColumnKind(Enum):
    """What a column of the results holds."""

    ADJUSTMENT = "adjustment"
    """The points that a penalty took or a bonus gave, exactly; ``null`` where its node has no score."""
    NODE = "node"
    """The exact score in points; where there is none, the state, with the code of the finding for a failed one."""
    RATING = "rating"
    """The name of the grade."""
    PLACE = "place"
    """The number of the place."""


@frozen
class Column:
    """A column: of the node, adjustment or ranking of that name, or of the rating of that node."""

    kind: ColumnKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind.value} {self.name}"


Row = Annotated[tuple[str | None, ...], NotEmpty()]


@frozen
class ResultsRecord:
    """All results as a table: the first cell of a row is the body's identifier, the others belong to the columns.

    Columns stand in the order of calculation, so the first that differs is nearest to the cause. ``digest`` is that of
    ``columns`` and ``rows``.
    """

    digest: Digest
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(repr=False)


@frozen
class TraceDigest:
    """The digest of the trace of a body."""

    subject: str
    digest: Digest


@frozen
class RegisterRecord:
    """The last entry of the register of a year from which the data were put together: its number, and the digest that stands for all up to it."""

    number: Annotated[int, AtLeast(1)]
    digest: Digest


@frozen
class Record:
    """A run. ``digest`` is that of all the rest; ``made`` is a time in UTC; ``program`` is the digest of the rules' meaning.

    ``traces`` are those of all bodies where the run was asked for them, else None. ``register``: only of data of a year.
    """

    format: Annotated[str, Exactly(FORMAT)]
    digest: Annotated[
        Digest, "Of all the rest in canonical form: without this key, keys sorted, no blanks, UTF-8."
    ]
    made: Annotated[str, Pattern(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"), "The time, in UTC."]
    methodology: Methodology
    program: Digest
    engine: Engine
    options: Options
    files: tuple[FileRecord, ...]
    outputs: tuple[OutputRecord, ...]
    results: ResultsRecord
    traces: tuple[TraceDigest, ...] | None
    register: RegisterRecord | None = field(default=None, metadata={LEFT_OUT: True})

    def of(self, *roles: Role) -> tuple[FileRecord, ...]:
        """The files of some roles."""
        return tuple(file for file in self.files if file.role in roles)


def sealed(record: Record) -> Record:
    """The record with its digest."""
    return evolve(record, digest=own_digest(to_plain(record)))


def own_digest(document: dict[str, Any]) -> str:
    """The digest that a record's JSON should state: of all of it but the digest."""
    return digest({key: value for key, value in document.items() if key != "digest"})


def results_digest(columns: tuple[Column, ...], rows: tuple[Row, ...]) -> str:
    """The digest of a table of results."""
    return digest({"columns": to_plain(columns), "rows": to_plain(rows)})


def to_bytes(record: Record) -> bytes:
    """The file of a record: JSON in UTF-8, one result of a body in a line."""
    return (laid_out(to_plain(record)) + "\n").encode("utf-8", "backslashreplace")


def from_document(document: object) -> Record:
    """The record that a JSON value states. Raises WrongShape. Whether its digests are right is not looked at."""
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise WrongShape(phrase("its format is not {format}", format=FORMAT))
    record = from_plain(Record, document)
    options = record.options
    located = (
        options.rules,
        options.data,
        *options.overlays,
        *(() if options.earlier is None else (options.earlier,)),
    )
    named = [one.at for one in (*located, *record.files, *record.outputs)]
    for name in (*named, *(text for file in record.files for text in (file.name, file.called))):
        if not can_be(name):
            raise WrongShape(phrase("`{name}`: {why}", name=shown(name[:60]), why=NO_NAME))
    for index, row in enumerate(record.results.rows):
        if len(row) != len(record.results.columns) + 1 or row[0] is None:
            raise WrongShape(phrase("`results.rows[{index}]` does not fit the columns", index=index))
    return record


def read_document(path: Path) -> Any:
    """The JSON value of a file. Raises WrongShape, and OSError where it cannot be read."""
    try:
        return parsed(text_of(path, LARGEST_DATA))
    except UnicodeDecodeError:
        raise WrongShape(phrase("it is not UTF-8 text")) from None
