"""The folder of a year: where its rules, bodies, registers, submissions, stages and papers lie.

```text
year.json               what the folder is: the year, the rules and the bodies, with digests
rules/                  a copy of every rule file that the methodology rests on
bodies.csv              whom the year assesses: the table of the subject
registers.sqlite        the register; files that it names lie in kept/ under their digests
kept/                   submissions, evidence and papers as they came
forms/  inbox/  papers/  what is made for bodies, what came from them, what is sent to them
earlier/                results of the year before, under their names
stages/preliminary/  stages/final/    data, results and run record of each stage
package/                what is published
```
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from typing import Annotated

from attrs import asdict, evolve, field, frozen

from effrules.audit.files import Inputs, candidates
from effrules.audit.program_digest import program_digest
from effrules.audit.shapes import WrongShape, from_plain, laid_out, parsed, to_plain
from effrules.check import cached
from effrules.check.checked import Checked
from effrules.cycle.entries import Digest, Entry, KeptFile, Opened, Sha256, What
from effrules.cycle.names import Names
from effrules.cycle.register import Register, digest_of
from effrules.cycle.reporters import Reporters, reporters
from effrules.data import read
from effrules.data.dataset import Dataset
from effrules.data.sheets import Sheet
from effrules.diagnostics.document_schema import Exactly
from effrules.disk import keep, reads
from effrules.leaving import Undivided
from effrules.model.program import Program
from effrules.model.schema import Schema
from effrules.source import LARGEST_DATA, bytes_of, text_of
from effrules.words import Telling, phrase, reason_of

FAMILY = "effrules.year/"
FORMAT = "effrules.year/1"
MANIFEST = "year.json"
RULES = "rules"
BODIES = "bodies.csv"
REGISTER = "registers.sqlite"
KEPT = "kept"


class NotAYear(Telling, ValueError):
    """A folder that is no year, or whose rules or bodies are not those that it was opened with."""


@frozen
class RuleFile:
    """A rule file of the year, by its path in the folder."""

    at: str
    sha256: Sha256


@frozen
class Manifest:
    """What the folder of an assessment year is. ``main`` is the path of the rules in it, ``files`` are all of them, to the byte.

    ``meaning`` is the digest of what they meant to the effrules that opened the year; another release may write it otherwise.
    """

    format: Annotated[str, Exactly(FORMAT)]
    year: int
    methodology: str
    version: str
    main: str
    files: tuple[RuleFile, ...]
    meaning: Digest
    bodies: Sha256


@frozen(slots=False)
class Year:
    """The folder of a year that was opened."""

    folder: Path
    manifest: Manifest
    program: Program = field(repr=False)
    checked: Checked = field(repr=False)

    @property
    def register(self) -> Register:
        """All that happened."""
        return Register(self.folder / REGISTER, self.folder / MANIFEST)

    @cached_property
    def rules(self) -> Path:
        """The rules of the year."""
        return self.folder / self.manifest.main

    @cached_property
    def sheets_sent(self) -> dict[str, tuple[Sheet, ...]]:
        """What was read of files that were kept, by their digest: a comparison puts the same data together many times."""
        return {}

    @property
    def bodies(self) -> Path:
        """The table of the bodies."""
        return self.folder / BODIES

    @cached_property
    def known(self) -> Dataset:
        """What the list of bodies says of them; what it does not say is missing."""
        dataset, _ = read(self.bodies, of_bodies(self.program.schema))
        assert dataset is not None, "the list of bodies was read when the year was opened"
        return dataset

    @cached_property
    def names(self) -> Names:
        """What bodies, tables and fields are called."""
        return Names.of(self.known, self.program)

    @cached_property
    def reporters(self) -> Reporters:
        """Who reports what of the bodies beside themselves."""
        return reporters(self.program, self.known)

    @cached_property
    def of_bodies(self) -> Schema:
        """What the bodies report themselves."""
        return self.reporters.split.of_bodies

    def kept(self, path: Path) -> KeptFile:
        """Keep a file as it is, under its digest; one that is there already is not written again. Raises OSError."""
        reads(path, phrase("a file that is kept"))
        return self.kept_bytes(path.name, bytes_of(path, LARGEST_DATA))

    def kept_bytes(self, name: str, content: bytes) -> KeptFile:
        """Keep the bytes of a file of that name. Raises OSError."""
        return _kept(self.folder, name, content)

    def content(self, file: KeptFile) -> bytes:
        """The bytes of a file that was kept. Raises NotAYear where they are not those that were kept, OSError."""
        try:
            content = (self.folder / file.at).read_bytes()
        except FileNotFoundError:
            raise NotAYear(phrase("{file} was kept, and is missing", file=file.at)) from None
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise NotAYear(phrase("{file} is not the file that was kept", file=file.at))
        return content

    def lost(self, entries: Iterable[Entry]) -> Iterator[NotAYear]:
        """The files that entries name and that are no longer as they were kept. Raises OSError."""
        for file in dict.fromkeys(file for entry in entries for file in _named(entry.what)):
            try:
                self.content(file)
            except NotAYear as why:
                yield why


def _named(what: What) -> Iterator[KeptFile]:
    """The files that an entry names."""
    for value in asdict(what, recurse=False).values():
        yield from (
            one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, KeptFile)
        )


def _kept(folder: Path, name: str, content: bytes) -> KeptFile:
    sha256 = hashlib.sha256(content).hexdigest()
    at = f"{KEPT}/{sha256[:2]}/{sha256}{Path(name).suffix.lower()}"
    place = folder / at
    if not place.is_file() or hashlib.sha256(place.read_bytes()).hexdigest() != sha256:
        keep(place, content, folders=True)
    return KeptFile(name, at, len(content), sha256)


def of_bodies(schema: Schema) -> Schema:
    """The schema of the list of bodies: the subject's own fields, any of which the list may leave to the bodies themselves."""
    subject = schema.subject
    fields = tuple(evolve(one, optional=True) for one in subject.own_fields)
    return evolve(schema, tables=(evolve(subject, fields=fields, demands=()),))


def manifest_of(folder: Path) -> Manifest:
    """What a folder says that it is. Raises NotAYear, OSError."""
    place = folder / MANIFEST
    if not place.is_file():
        raise NotAYear(
            phrase(
                "{folder} is not the folder of a year: there is no {file}", folder=str(folder), file=MANIFEST
            )
        )
    reads(place, phrase("the folder of the year"))
    try:
        said = parsed(text_of(place, LARGEST_DATA))
        written_as = said.get("format") if isinstance(said, dict) else None
        if isinstance(written_as, str) and written_as.startswith(FAMILY) and written_as != FORMAT:
            raise NotAYear(
                phrase(
                    "{file} was written by another release of effrules, as {format}; this one reads {own}",
                    file=str(place), format=written_as, own=FORMAT,
                )
            )  # fmt: skip
        return from_plain(Manifest, said)
    except UnicodeDecodeError:
        raise NotAYear(phrase("{file} is not UTF-8 text", file=str(place))) from None
    except WrongShape as why:
        raise NotAYear(phrase("{file}: {reason}", file=str(place), reason=reason_of(why))) from None


def opened(folder: Path) -> Year:
    """The year of a folder. Raises NotAYear, also where rules or bodies were changed since; OSError."""
    manifest = manifest_of(folder)
    for one in sorted({*_files(folder)} ^ {*manifest.files}, key=lambda file: file.at):
        raise NotAYear(phrase("{file} is not as it was when the year was opened", file=str(folder / one.at)))
    checked = cached.load(folder / manifest.main)
    if checked.program is None:
        raise NotAYear(phrase("the rules in {folder} have errors", folder=str(folder / manifest.main)))
    bodies = folder / BODIES
    if not bodies.is_file() or hashlib.sha256(bodies.read_bytes()).hexdigest() != manifest.bodies:
        raise NotAYear(phrase("{file} is not as it was when the year was opened", file=str(bodies)))
    return Year(folder, manifest, checked.program, checked)


def created(
    folder: Path,
    year: int,
    rules: str,
    checked: Checked,
    bodies: bytes,
    keys: tuple[str, ...],
    by: str,
    why: str = "",
    on: date | None = None,
    earlier: tuple[str, bytes] | None = None,
) -> Entry:
    """Make the folder of a year; ``checked`` are the rules without errors, ``keys`` the bodies in the table ``bodies``.

    ``earlier`` are the results of the year before, by name and content, that fields declared `from earlier` are filled from.

    The manifest is written last: a folder without one is none, and what was made is taken away again. Raises OSError, and NotAYear where there is a year already.
    """
    program = checked.program
    assert program is not None, "a year has rules without errors"
    if (folder / MANIFEST).exists():
        raise NotAYear(phrase("{folder} is the folder of a year already", folder=str(folder)))
    there = folder.is_dir()
    try:
        with Undivided():  # a signal ends it before or after
            return _begun(folder, year, rules, program, bodies, keys, by, why, on, earlier)
    except BaseException:
        if not (folder / MANIFEST).exists():
            _undone(folder, whole=not there)
        raise


def _undone(folder: Path, *, whole: bool) -> None:
    """Take away what was made of a year that was not opened; with ``whole`` the folder too."""
    for name in (RULES, KEPT):
        rmtree(folder / name, ignore_errors=True)
    for name in (BODIES, REGISTER, f"{REGISTER}-journal", Register(folder / REGISTER).head.name):
        with suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    if whole:
        with suppress(OSError):
            folder.rmdir()


def _begun(
    folder: Path, year: int, rules: str, program: Program, bodies: bytes, keys: tuple[str, ...], by: str, why: str,
    on: date | None, earlier: tuple[str, bytes] | None,
) -> Entry:  # fmt: skip
    main = _copied(rules, folder)
    found = Manifest(
        FORMAT, year, program.header.name, program.header.version, main,
        tuple(_files(folder)), program_digest(program), hashlib.sha256(bodies).hexdigest(),
    )  # fmt: skip
    keep(folder / BODIES, bodies)
    register = Register(folder / REGISTER)
    register.create()
    before = None if earlier is None else _kept(folder, *earlier)
    text = (laid_out(to_plain(found)) + "\n").encode()
    what = Opened(year, found.methodology, found.version, found.meaning, keys, before, digest_of(text))
    entry = register.add(what, by, why, on)
    keep(folder / MANIFEST, text)
    return entry


def _files(folder: Path) -> Iterator[RuleFile]:
    """The rule files in the folder of a year."""
    for path in sorted((folder / RULES).rglob("*.eff")):
        yield RuleFile(path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())


def _copied(rules: str, folder: Path) -> str:
    """Copy the files of rules and of all that they amend, each version to a folder of its own; the path of the rules."""
    main = ""
    for one in candidates(Inputs(rules, folder)):
        version = one.path.parent.name
        place = folder / RULES / version / one.path.name
        keep(place, one.path.read_bytes(), folders=True)
        main = main or f"{RULES}/{version}"
    return main
