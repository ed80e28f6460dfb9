"""The register of a year: entries that are only ever added, in one SQLite file, each with the digest of the one before.

Whoever changes, drops or reorders an entry breaks the chain of digests, and `read` says where. Two people who write at
once wait for one another: an entry is made of the last one within one transaction. A process that is killed leaves the
entry whole or not at all (docs/decisions names why there is a journal, and no write-ahead log: it must work on a shared folder).

A chain does not show that its last entries were cut off. So a file beside the register holds the number and the digest of the
last one, and commands print that digest, so that it also stands where nobody can change it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

from effrules.audit.shapes import canonical, digest, from_plain, parsed, to_plain
from effrules.cycle.entries import KINDS, WORDS, Entry, Opened, What
from effrules.disk import keep
from effrules.source import text_of
from effrules.words import Telling, phrase, reason_of

START = "sha256:" + "0" * 64
"""What stands for the entry before the first."""

WAITS = 60.0
"""Seconds that one waits while others write."""

HEAD = ".head"
"""The ending of the file with the number and the digest of the last entry."""

_TABLE = """
CREATE TABLE IF NOT EXISTS entries (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, day TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
    kind TEXT NOT NULL, what TEXT NOT NULL, previous TEXT NOT NULL, digest TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER IF NOT EXISTS no_change BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries are not changed'); END;
CREATE TRIGGER IF NOT EXISTS no_loss BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries are not removed'); END;
"""


_ALL = "SELECT number, at, day, who, why, kind, what, previous, digest FROM entries ORDER BY number"


class Broken(Telling, ValueError):
    """A register that was changed by something else than its own additions; the text says at which entry."""


class Overtaken(Telling, ValueError):
    """Somebody else wrote an entry in between."""


class Register:
    """The entries of a year. ``path`` is the SQLite file, ``manifest`` the file whose digest the entry that opened the year has."""

    def __init__(self, path: Path, manifest: Path | None = None) -> None:
        self.path = path
        self.manifest = manifest

    def create(self) -> None:
        """Make an empty register where there is none. Raises OSError."""
        with self._open() as connection:
            connection.executescript(_TABLE)
        self._put_head(0, START)

    def add(self, what: What, by: str, why: str = "", on: date | None = None) -> Entry:
        """Write an entry; ``on`` is the day of what it tells, else today. Raises Broken, OSError."""
        return self.add_all([what], by, why, on)[0]

    def add_all(
        self, several: list[What], by: str, why: str = "", on: date | None = None, last: str = ""
    ) -> list[Entry]:
        """Write several entries, all or none; with ``last``, only behind the entry of that digest.

        Raises Overtaken where another one stands there by now, Broken, OSError.
        """
        made: list[Entry] = []
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            found = connection.execute(
                "SELECT number, digest FROM entries ORDER BY number DESC LIMIT 1"
            ).fetchone()
            number, previous = found or (0, START)
            if last and last != previous:
                raise Overtaken(phrase("somebody else wrote an entry at the same time; say it again"))
            now, day = datetime.now(UTC).replace(microsecond=0), (on or today()).isoformat()
            for what in several:
                number += 1
                entry = sealed(number, now.isoformat().replace("+00:00", "Z"), day, by, why, what, previous)
                connection.execute(
                    "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        entry.number, entry.at, entry.on, entry.by, entry.why, WORDS[type(what)],
                        canonical(to_plain(what)).decode("utf-8"), entry.previous, entry.digest,
                    ),
                )  # fmt: skip
                made.append(entry)
                previous = entry.digest
            connection.execute("COMMIT")
        self._put_head(number, previous)
        return made

    @property
    def opened_on(self) -> date:
        """The day on which the year was opened. Raises Broken."""
        self._refuse_none()
        with self._open() as connection:
            found = connection.execute("SELECT day FROM entries WHERE number = 1").fetchone()
        try:
            return date.fromisoformat(found[0])
        except (TypeError, ValueError):
            raise _broken(1) from None

    @property
    def head(self) -> Path:
        """The file with the number and the digest of the last entry; older by an entry where somebody was stopped between the two."""
        return self.path.with_suffix(HEAD)

    def has(self, number: int, digest: str) -> bool:
        """Whether the entry of that number has that digest, and so all before it are what they were. Raises Broken, OSError."""
        entries = self.entries()
        return 0 < number <= len(entries) and entries[number - 1].digest == digest

    def restore_head(self, last: str) -> None:
        """Write the file of the last entry anew, where an entry has the digest ``last``. Raises Broken, OSError."""
        entries = self._chain()
        if all(one.digest != last for one in entries):
            raise Broken(
                phrase(
                    "no entry of the register has the digest {digest}: entries were removed, or it is another register",
                    digest=last,
                )
            )
        self._put_head(entries[-1].number, entries[-1].digest)

    def _put_head(self, number: int, digest: str) -> None:
        keep(self.head, f"{number} {digest}\n".encode())

    def entries(self) -> tuple[Entry, ...]:
        """All entries, in their order, the chain checked, and that none of its end is missing. Raises Broken, OSError."""
        self._refuse_none()
        try:  # before the chain, which others may lengthen meanwhile
            number, digest = text_of(self.head).split()
            at = int(number)
        except (OSError, ValueError):
            raise Broken(
                phrase(
                    "{file} is missing, or does not say which entry is the last; if you know the digest of a late entry, say effrules year registers --expect DIGEST",
                    file=str(self.head),
                )
            ) from None
        entries = self._chain()
        known = START if at == 0 else entries[at - 1].digest if 0 < at <= len(entries) else ""
        if known != digest:
            raise Broken(
                phrase(
                    "the register ends with entry {last}, and had an entry {number} with the digest {digest}: entries were removed",
                    last=str(len(entries)), number=number, digest=digest,
                )
            )  # fmt: skip
        return entries

    def _chain(self) -> tuple[Entry, ...]:
        self._refuse_none()
        with self._open() as connection:
            kind = connection.execute("SELECT type, sql FROM sqlite_master WHERE name = 'entries'").fetchone()
            if kind is None or kind[0] != "table" or not str(kind[1]).startswith("CREATE TABLE entries ("):
                raise _broken(1)  # a view, or a table of a program, may have no end
            rows = connection.execute(_ALL).fetchall()
        entries = tuple(_checked(rows))
        first = entries[0].what
        pinned = first.manifest if isinstance(first, Opened) and self.manifest is not None else ""
        if self.manifest is not None and pinned and digest_of(self.manifest.read_bytes()) != pinned:
            raise Broken(phrase("{file} is not as it was when the year was opened", file=str(self.manifest)))
        return entries

    def _refuse_none(self) -> None:
        if not self.path.is_file():
            raise Broken(phrase("there is no register at {path}", path=str(self.path)))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=WAITS, isolation_level=None)) as connection:
                connection.execute("PRAGMA synchronous = EXTRA")
                yield connection
        except (sqlite3.Error, UnicodeDecodeError) as problem:
            raise Broken(
                phrase(
                    "the register {path} cannot be used: {reason}",
                    path=str(self.path),
                    reason=reason_of(problem),
                )
            ) from None


def today() -> date:
    """The day of today, where this computer stands."""
    return datetime.now(UTC).astimezone().date()


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file, as entries have it."""
    return "sha256:" + sha256(content).hexdigest()


def sealed(number: int, at: str, day: str, by: str, why: str, what: What, previous: str) -> Entry:
    """An entry with the digest of all that it holds and of the entry before."""
    kind = WORDS[type(what)]
    found = digest([number, at, day, by, why, kind, to_plain(what), previous])
    return Entry(number, at, day, by, why, what, previous, found)


def _checked(rows: list[tuple[int, str, str, str, str, str, str, str, str]]) -> Iterator[Entry]:
    previous = START
    if not rows or rows[0][5] != WORDS[Opened]:
        raise _broken(1)
    for at, (number, written, day, by, why, kind, what, before, found) in enumerate(rows, 1):
        broken = _broken(number)
        if number != at or before != previous or kind not in KINDS:
            raise broken
        try:
            date.fromisoformat(day)
            entry = sealed(number, written, day, by, why, from_plain(KINDS[kind], parsed(what)), before)
        except ValueError:
            raise broken from None
        if entry.digest != found:
            raise broken
        yield entry
        previous = found


def _broken(number: int) -> Broken:
    return Broken(
        phrase(
            "entry {number} of the register is not as it was written: entries were changed, removed or put in",
            number=str(number),
        )
    )
