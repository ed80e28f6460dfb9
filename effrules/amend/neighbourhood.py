"""What lies near a version: the other versions among which the one that it amends is looked for.

That is its own folder; the folders in that, one level down; and, where its own folder holds nothing but this version, the
folder above with the folders in that, too. So it does not matter whether a version is named by its file or by its folder.
Rules from standard input lie in the current folder. What is hidden (``.git``, ``.old``) is never looked into. A folder whose files bear more than one heading holds a version in
each file; otherwise all its files are one version.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import evolve, frozen

from effrules.amend.headings import Heading, heading_in
from effrules.amend.locating import rule_files
from effrules.disk import is_spooled
from effrules.resources import rules_folder


@frozen
class Candidate:
    """A version that was found: its heading and its path, a file or a folder."""

    heading: Heading
    path: Path

    @property
    def files(self) -> list[Path]:
        """Its rule files."""
        return rule_files(self.path)


def candidate_at(path: Path) -> Candidate | None:
    """The version at a path; ``None`` where nothing there has a heading, or more than one file has."""
    headings = [heading for file in rule_files(path) if (heading := heading_in(file)) is not None]
    return Candidate(headings[0], path) if len(headings) == 1 else None


def versions_of(folder: Path) -> Iterator[Candidate]:
    """The versions whose files lie in a folder itself."""
    files = rule_files(folder)
    headed = [(file, heading) for file in files if (heading := heading_in(file)) is not None]
    if len(headed) == 1:
        (file, heading) = headed[0]
        yield Candidate(heading, file if len(files) == 1 else folder)
        return
    for file, heading in headed:
        yield Candidate(heading, file)


def around(path: Path) -> tuple[Candidate, ...]:
    """The other versions near a version, the nearest first, each file once."""
    found = _distinct(_around(path), {file.resolve() for file in rule_files(path)})
    return tuple(evolve(one, path=_seen_from(path, one.path)) for one in found)


def _seen_from(path: Path, other: Path) -> Path:
    """How a path is written beside one that was given: relative where that is, so that no message or record names this machine's folders."""
    if path.is_absolute() or is_spooled(path):
        return other
    home = path if path.is_dir() else path.parent
    written = Path(os.path.normpath(home / os.path.relpath(other, home.resolve())))
    return written if written.resolve() == other.resolve() else other


def shipped() -> tuple[Candidate, ...]:
    """The versions that come with effrules."""
    return _distinct(_inside(rules_folder()), set())


def known_at(version: Candidate) -> tuple[Candidate, ...]:
    """A version and all others of its methodology: those near it, and the shipped ones of names that are not there."""
    name = version.heading.name
    near = [version, *(one for one in around(version.path) if one.heading.name == name)]
    names = {one.heading.version for one in near}
    far = (one for one in shipped() if one.heading.name == name and one.heading.version not in names)
    return (*near, *far)


def _around(path: Path) -> Iterator[Candidate]:
    home = path.resolve() if path.is_dir() else path.resolve().parent
    if is_spooled(path):
        home = Path.cwd()  # as a file of the current folder
    own = tuple(versions_of(home))
    yield from own
    yield from _inside(home)
    if len(own) + is_spooled(path) <= 1:  # its own folder
        yield from versions_of(home.parent)
        yield from _inside(home.parent)


def _inside(folder: Path) -> Iterator[Candidate]:
    """The versions in the folders of a folder."""
    try:
        entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError:
        return
    for entry in entries:
        try:
            is_folder = entry.is_dir()
        except OSError:
            continue
        if is_folder:
            yield from versions_of(entry)


def _distinct(found: Iterable[Candidate], seen: set[Path]) -> tuple[Candidate, ...]:
    """Each candidate once, whatever the way to it; none of which a file was seen already."""
    made = []
    for one in found:
        files = {file.resolve() for file in one.files}
        if files & seen:
            continue
        seen |= files
        made.append(one)
    return tuple(made)
