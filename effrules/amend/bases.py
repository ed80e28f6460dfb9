"""Which text an amendment rests on: one answer, or every text that it could be.

A version that the command line names is the base of what amends it. Otherwise it is looked for near the amending version
(``effrules.amend.neighbourhood``) and, where it is not there, among the rules that come with effrules. Two texts that differ are
never chosen between; byte for byte the same text twice is one text, and the nearer one is read. A draft is not law: it
is the base of another draft only, and it never stands in the way of a text that is law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path

from attrs import frozen

from effrules.amend.headings import Heading
from effrules.amend.locating import locate, rule_files
from effrules.amend.neighbourhood import Candidate, around, candidate_at, shipped
from effrules.source import LARGEST_RULES, bytes_of


class Trouble(Enum):
    """Why there is no base."""

    ABSENT = "absent"
    SEVERAL = "several"
    DRAFT = "draft"


@frozen
class NoBase:
    """Why there is no base; ``paths`` are the texts that bear the name, ``known`` the versions that are there."""

    trouble: Trouble
    paths: tuple[Path, ...]
    known: tuple[str, ...]


def named(names: Iterable[str | Path]) -> tuple[Candidate, ...]:
    """The versions that words of a command line name: bundled names or paths. What names none is passed over."""
    paths = (locate(name) for name in names)
    found = (candidate_at(path) for path in paths if path is not None)
    return tuple(one for one in found if one is not None)


def base_of(path: Path, heading: Heading, stated: Iterable[Candidate] = ()) -> Candidate | NoBase:
    """The version that ``heading``, of the version at ``path``, amends; ``stated`` are those that the command line names."""
    own = path.resolve()

    def called(near: Iterable[Candidate]) -> list[Candidate]:
        wanted = heading.name, heading.amends
        return [one for one in near if (one.heading.name, one.heading.version) == wanted]

    by_name = called(one for one in stated if one.path.resolve() != own)
    if by_name:
        return _one(by_name)
    for near in (around(path), shipped()):
        found = called(near)
        law = [one for one in found if not one.heading.draft]
        if law or (found and heading.draft):
            return _one(law or found)
        if found:
            return NoBase(Trouble.DRAFT, tuple(one.path for one in found), ())
    known = (one.heading for one in (*around(path), *shipped()))
    return NoBase(Trouble.ABSENT, (), tuple(sorted({h.version for h in known if h.name == heading.name})))


def _one(found: list[Candidate]) -> Candidate | NoBase:
    """The nearest, where all say the same: files of the same bytes are one text, wherever they lie."""
    same = all(same_text(found[0].path, one.path) for one in found[1:])
    return found[0] if same else NoBase(Trouble.SEVERAL, tuple(one.path for one in found), ())


def same_text(path: Path, other: Path) -> bool:
    """Whether the files of two versions are the same to the byte."""
    return tuple(_bytes(rule_files(path))) == tuple(_bytes(rule_files(other)))


def _bytes(files: Iterable[Path]) -> Iterator[bytes]:
    for file in files:
        try:
            yield bytes_of(file, LARGEST_RULES)
        except OSError:
            yield file.as_posix().encode("utf-8", "surrogateescape")


def chain_of(path: Path, stated: Iterable[Candidate] = ()) -> tuple[Path, ...]:
    """The paths of a version and of all that it amends, the standing one first, as far as there is one answer."""
    stated = tuple(stated)
    chain = [path]
    seen: set[str] = set()
    at = candidate_at(path)
    while at is not None and at.heading.amends is not None and at.heading.version not in seen:
        seen.add(at.heading.version)
        base = base_of(at.path, at.heading, stated)
        if isinstance(base, NoBase):
            break
        chain.insert(0, base.path)
        at = base
    return tuple(chain)
