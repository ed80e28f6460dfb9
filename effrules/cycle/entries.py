"""What a register can hold: one class for each kind of entry, of texts, numbers and lists only.

An entry is never changed. What turned out wrong is put right by a later entry, which says what it puts right.
"""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from attrs import field, frozen

from effrules.diagnostics.document_schema import LEFT_OUT, AtLeast, NotEmpty, Pattern

Sha256 = Annotated[str, Pattern("^[0-9a-f]{64}$")]
Digest = Annotated[str, Pattern("^sha256:[0-9a-f]{64}$")]
Day = Annotated[str, Pattern(r"^\d{4}-\d{2}-\d{2}$")]
Number = Annotated[int, AtLeast(1), "The number of an earlier entry."]


class Stage(Enum):
    """What is scored twice in a year: before and after appeals."""

    PRELIMINARY = "preliminary"
    FINAL = "final"


@frozen
class KeptFile:
    """A file that is kept as it came: what it was called, where it lies in the year's folder, its size and SHA-256."""

    name: str
    at: str
    size: Annotated[int, AtLeast(0), "In bytes."]
    sha256: Sha256


@frozen
class CellName:
    """A figure that a body reported: in the row of a table that the identifiers lead to (none for the body itself)."""

    body: str
    table: str
    row: tuple[str, ...]
    field: str


@frozen
class Pair:
    """A field and its value, written as in data."""

    field: str
    value: str


@frozen
class Opened:
    """The year was opened: the rules by the digest of their meaning, the bodies, and the results of the year before that are used.

    ``manifest`` is the digest of `year.json`, which holds those of the rule files and of the table of bodies.
    """

    year: int
    methodology: str
    version: str
    rules: Digest
    bodies: Annotated[tuple[str, ...], NotEmpty()]
    earlier: KeptFile | None = field(default=None, metadata={LEFT_OUT: True})
    manifest: Annotated[str, Pattern("^sha256:[0-9a-f]{64}$")] = field(default="", metadata={LEFT_OUT: True})


@frozen
class Submitted:
    """A body's data came in. ``accepted``: they could be read without an error; ``findings`` are the codes of what was wrong.

    ``late`` and ``incomplete`` are worked out from the rules and the day; they are kept as they were told.
    """

    body: str
    file: KeptFile
    form: str
    accepted: bool
    findings: tuple[str, ...]
    received: Annotated[
        int, AtLeast(1), "The entry with which it came, where nothing told then whose it is."
    ] = field(default=0, metadata={LEFT_OUT: True})
    absent: Annotated[bool, "The body sent nothing; it is what others found out about it."] = field(
        default=False, metadata={LEFT_OUT: True}
    )


@frozen
class Received:
    """A file came of which nothing tells whose it is; it is kept until somebody says so (`Submitted.received`)."""

    file: KeptFile
    form: str
    findings: tuple[str, ...]


@frozen
class Reported:
    """An institution's tables came in, by which it reports of bodies. ``accepted``, ``findings`` as of `Submitted`."""

    institution: str
    file: KeptFile
    form: str
    accepted: bool
    findings: tuple[str, ...]


@frozen
class Stratum:
    """A group of bodies of a sample: the value that they have in common, who they are, and how many are drawn."""

    value: str
    bodies: tuple[str, ...]
    drawn: Annotated[int, AtLeast(0)]


@frozen
class Sampled:
    """A sample is about to be drawn: how, by what seed, from what. Written before anything is drawn.

    ``strata`` is the field of the subject by which bodies are drawn group by group. ``share_of_bodies`` and ``share_of_cells``
    are the shares that were asked for in place of numbers (``10%``); ``bodies`` is how many that makes, ``cells`` is 0 then,
    for it is another number for each body.
    """

    seed: str
    bodies: int
    cells: int
    strata: str
    pool: Digest
    by_rules: tuple[str, ...]
    groups: tuple[Stratum, ...] = field(default=(), metadata={LEFT_OUT: True})
    share_of_bodies: str = field(default="", metadata={LEFT_OUT: True})
    share_of_cells: str = field(default="", metadata={LEFT_OUT: True})


@frozen
class Drawn:
    """What the sample drew."""

    sample: Number
    cells: tuple[CellName, ...]


@frozen
class Verified:
    """A figure was verified: what was reported, what was found, by what evidence."""

    cell: CellName
    reported: str
    verified: str
    evidence: tuple[KeptFile, ...]


@frozen
class Incident:
    """Something that the rules count was found, outside of samples: a row of a table of the rules.

    ``row`` are the identifiers that lead to what the row belongs to, where that is not the body itself.
    """

    body: str
    table: str
    values: tuple[Pair, ...]
    evidence: tuple[KeptFile, ...]
    row: tuple[str, ...] = field(default=(), metadata={LEFT_OUT: True})


@frozen
class Sent:
    """A paper went to a body: a conclusion, a request, an answer. ``about`` is the entry that it answers, 0 for none."""

    body: str
    kind: str
    stage: Stage
    file: KeptFile
    about: Annotated[int, AtLeast(0), "The number of an earlier entry; 0 for none."]


@frozen
class Appealed:
    """A body objects: to which clause or score, what it claims, by what evidence. ``conclusion`` is the entry of what it objects to."""

    body: str
    node: str
    claim: str
    evidence: tuple[KeptFile, ...]
    conclusion: Annotated[int, AtLeast(0), "The number of the entry; 0 where none was sent."]


@frozen
class Correction:
    """A figure that a decision puts right."""

    cell: CellName
    was: str
    now: str


class Outcome(Enum):
    """What became of an objection."""

    UPHELD = "upheld"
    PARTLY = "partly upheld"
    REJECTED = "rejected"
    NOT_CONSIDERED = "not considered"
    """It came too late, or without documents."""


@frozen
class Decided:
    """An objection was decided: by whom, and what follows. Data are corrected or entries struck out; a score never is."""

    appeal: Number
    outcome: Outcome
    reason: str
    members: tuple[str, ...]
    corrections: tuple[Correction, ...]
    struck: tuple[Number, ...]


@frozen
class Scored:
    """A stage was scored: the digests of its run record and of its data."""

    stage: Stage
    record: Digest
    data: Digest


@frozen
class Approved:
    """The results of a stage were approved: nothing of it changes any more. ``files``: its run record and its results, kept."""

    stage: Stage
    record: Digest
    members: tuple[str, ...]
    files: tuple[KeptFile, ...] = ()


@frozen
class Reopened:
    """An approved stage was opened again; why stands with the entry."""

    stage: Stage
    approval: Number


@frozen
class Published:
    """A package of approved results was made: the digests of their run record and of its descriptor, what was withheld."""

    stage: Stage
    record: Digest
    package: Digest
    withheld: tuple[str, ...]


@frozen
class Withdrawn:
    """An earlier entry was a mistake."""

    entry: Number


What = (
    Opened
    | Submitted
    | Received
    | Reported
    | Sampled
    | Drawn
    | Verified
    | Incident
    | Sent
    | Appealed
    | Decided
    | Scored
    | Approved
    | Reopened
    | Published
    | Withdrawn
)

KINDS: dict[str, type[What]] = {
    "opened": Opened,
    "submitted": Submitted,
    "received": Received,
    "reported": Reported,
    "sampled": Sampled,
    "drawn": Drawn,
    "verified": Verified,
    "incident": Incident,
    "sent": Sent,
    "appealed": Appealed,
    "decided": Decided,
    "scored": Scored,
    "approved": Approved,
    "reopened": Reopened,
    "published": Published,
    "withdrawn": Withdrawn,
}
"""The kinds of entries by the word that the register has for them."""

WORDS = {kind: word for word, kind in KINDS.items()}


@frozen
class Entry:
    """An entry: its number, when it was written (UTC, to the second), the day of what it tells, who wrote it and why."""

    number: int
    at: str
    on: Day
    by: str
    why: str
    what: What
    previous: Digest
    digest: Digest
