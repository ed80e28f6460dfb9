"""Whether a package holds: every file is listed and unchanged, none was added, and each says what it must.

What tells of other files (report, descriptor, columns, text) is made once more from rules and data and compared, whatever
digest the package has for it: who can change a file can write a new digest, too.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from effrules.audit.lock import engine
from effrules.audit.record import Record, Role, from_document, own_digest, to_bytes
from effrules.audit.rerun import Rerun
from effrules.audit.schemas import wrong
from effrules.audit.shapes import WrongShape, parsed
from effrules.audit.verdict import About, Difference, Unchecked
from effrules.report.publication.descriptor import (
    APPROVED,
    NAME,
    SCHEMA,
    TOLD,
    PackageDocument,
    stated_of,
)
from effrules.report.publication.making import Progress, telling
from effrules.source import LARGEST_DATA, bytes_of
from effrules.words import Message, Text, phrase, reason_of

SIGNATURE = f"{NAME}.sig"


def misshapen(document: dict[str, Any]) -> tuple[Difference, ...]:
    """Where the descriptor is not as its schema says; then nothing else can be said of the package."""
    return tuple(
        Difference(
            About.PACKAGE,
            at,
            phrase("the descriptor was edited, or is not whole: {at}: {why}", at=at, why=why),
        )
        for at, why in wrong(document, SCHEMA)
    )


def of_document(document: dict[str, Any], published: str | None) -> Iterator[Difference]:
    """What is wrong with the descriptor itself."""
    right = own_digest(document)
    if document.get("digest") != right:
        words = phrase(
            "the descriptor was edited: the digest that it states is not the digest of what it says"
        )
        yield Difference(About.PACKAGE, "digest", words, str(document.get("digest")), right)
    if published is not None and published != right:
        words = phrase("this is not the package whose digest was published")
        yield Difference(About.PACKAGE, "published digest", words, published, right)


@frozen
class Content:
    """What is to be said of the files that tell of others."""

    differences: tuple[Difference, ...]
    unchecked: tuple[Unchecked, ...]


@frozen
class Files:
    """The files of a package that were read, by their paths, and what is to be said of the others."""

    held: Mapping[str, bytes]
    found: tuple[Difference, ...]


def of_files(document: PackageDocument, folder: Path) -> Files:
    """Every file against the descriptor: changed, missing, added, or no file."""
    listed = {one["path"]: one for one in document["resources"]}
    held: dict[str, bytes] = {NAME: bytes_of(folder / NAME, LARGEST_DATA)}
    found: list[Difference] = []

    def differs(path: str, words: Message, then: str | None = None, now: str | None = None) -> None:
        found.append(Difference(About.PACKAGE, path, words, then, now))

    if len(listed) != len(document["resources"]):
        differs("resources", phrase("the descriptor was edited: it lists a file twice"))
    there = dict(_there(folder))
    for path, is_file in there.items():
        if path in (NAME, SIGNATURE):
            continue
        if path not in listed:
            differs(path, phrase("file {path} was added: the package does not list it", path=path))
        elif not is_file:
            differs(path, phrase("{path} is no plain file, and was not read", path=path))
    for path, one in listed.items():
        if not there.get(path, False):
            if path not in there:
                differs(path, phrase("file {path} of the package is missing", path=path), one["hash"])
            continue
        try:
            content = bytes_of(folder / path, LARGEST_DATA)
        except OSError as why:
            words = phrase("file {path} of the package cannot be read: {why}", path=path, why=reason_of(why))
            differs(path, words, one["hash"])
            continue
        now = "sha256:" + hashlib.sha256(content).hexdigest()
        held[path] = content
        if now != one["hash"]:
            differs(path, phrase("file {path} of the package has changed", path=path), one["hash"], now)
    return Files(held, tuple(found))


def _there(folder: Path) -> Iterator[tuple[str, bool]]:
    """What lies in a folder and below, by path, and whether it is a plain file; a folder that holds nothing is told, too."""
    for where, folders, files in os.walk(folder, followlinks=False):
        at = Path(where)
        for name in sorted(folders):
            if (at / name).is_symlink():
                yield (at / name).relative_to(folder).as_posix(), False
        for name in sorted(files):
            path = at / name
            yield path.relative_to(folder).as_posix(), path.is_file() and not path.is_symlink()
        if not folders and not files and at != folder:
            yield at.relative_to(folder).as_posix(), False


def of_content(
    document: PackageDocument, held: Mapping[str, bytes], again: Rerun, record: Record, *, vouched: bool,
    progress: Progress | None = None,
) -> Content:  # fmt: skip
    """The files that tell of others, made once more; ``vouched``: the descriptor was signed or published, and so are they."""
    differences: list[Difference] = []
    unchecked: list[Unchecked] = []
    if again.program is None or again.results is None:
        return Content((), ())
    rest = {path: content for path, content in held.items() if path not in TOLD}
    right = telling(stated_of(document), again.program, again.results, again, record, rest, progress)
    same_engine = record.engine.code == engine().code
    for path, should in right.items():
        if path not in held or held[path] == should:
            continue
        if same_engine:
            words = phrase("{path} is not what rules, data and record give", path=path)
            differences.append(Difference(About.PACKAGE, path, words))
        elif not vouched:
            words = phrase(
                "{path} was made by another effrules, and was not compared; a signature (--signed-by) or the published digest (--digest) vouches for it",
                path=path,
            )
            unchecked.append(Unchecked(About.PACKAGE, path, words))
    return Content(tuple(differences), tuple(unchecked))


def of_approval(document: PackageDocument, held: Mapping[str, bytes], record: Record) -> Iterator[Difference]:
    """Whether the record that was approved is the one that is named, and has these results by these rules."""

    def differs(words: Text) -> Difference:
        return Difference(About.PACKAGE, APPROVED, phrase("{file}: {what}", file=APPROVED, what=words))

    if document["withheld"]:
        return
    try:
        plain = parsed(held[APPROVED].decode())
        approved = from_document(plain)
    except (KeyError, UnicodeDecodeError, WrongShape) as why:
        reason = "-" if isinstance(why, KeyError) else reason_of(why)
        yield differs(phrase("it is missing, or is no run record: {reason}", reason=reason))
        return
    own = own_digest(plain)
    if approved.digest != own or document["approved"]["record"] != own:
        yield differs(phrase("it is not the run record whose digest the package states"))
    if approved.results != record.results:
        yield differs(phrase("the approved results are others than those of the package"))
    if to_bytes(approved) != held[APPROVED]:
        yield differs(phrase("it is not laid out as effrules writes it"))
    if _rules(approved) != _rules(record):
        yield differs(phrase("what was approved was calculated by other rules"))


def _rules(record: Record) -> list[tuple[str, str]]:
    return sorted((file.name, file.sha256) for file in record.of(Role.RULES, Role.AMENDED))
