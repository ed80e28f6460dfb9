"""All versions in a folder: which paths are versions, and what is wrong among them, not in one of them.

What one version says of another (what it amends, days that both claim) is found where it is checked.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from attrs import frozen

from effrules.check import errors
from effrules.check.locating import rule_files
from effrules.check.versions import HEADING, VersionText, read_version
from effrules.diagnostics import Finding, in_order
from effrules.source import Span, text_of
from effrules.syntax import tree as ast


def versions_in(path: Path) -> tuple[Path, ...]:
    """The versions in a folder, at any depth, or nothing where the path is a version itself or has none below it.

    A folder whose files bear more than one heading holds a version in each file.
    """
    if not path.is_dir():
        return ()
    found = _below(path)
    return () if found in ((), (path,)) else found


def _below(folder: Path) -> tuple[Path, ...]:
    files = rule_files(folder)
    headed = [file for file in files if _has_heading(file)]
    own: list[Path] = list(files) if len(headed) > 1 else [folder] if files else []
    try:
        inner = sorted(
            entry for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith(".")
        )
    except OSError:
        inner = []
    for entry in inner:
        own.extend(_below(entry))
    return tuple(own)


def _has_heading(file: Path) -> bool:
    try:
        return HEADING.search(text_of(file)) is not None
    except (OSError, UnicodeDecodeError):
        return False


@frozen
class _Days:
    """A version's days in force, and where it says so."""

    version: str
    first: date
    last: date | None
    place: Span


def across(paths: Iterable[Path]) -> tuple[Finding, ...]:
    """What is wrong among versions: two of one name, and days on which none is in force.

    A version without a last day holds until the next one begins. Versions that cannot be read, or have no heading, are passed over:
    that is told where each is checked.
    """
    by_name: dict[str, list[VersionText]] = {}
    for path in paths:
        text, _ = read_version(path)
        if text is not None and text.heading is not None:
            by_name.setdefault(text.heading.name.text, []).append(text)
    found: list[Finding] = []
    for name, texts in by_name.items():
        found.extend(_twice(name, texts))
        found.extend(_gaps(name, texts))
    return in_order(found)


def _twice(name: str, texts: Sequence[VersionText]) -> Iterable[Finding]:
    first: dict[str, Span] = {}
    for text in texts:
        heading = text.heading
        assert heading is not None
        if heading.version in first:
            yield errors.version_twice(heading.span, first[heading.version], name, heading.version)
        else:
            first[heading.version] = heading.span


def _gaps(name: str, texts: Sequence[VersionText]) -> Iterable[Finding]:
    """Days between two versions that neither of them, nor any other, claims."""
    known = sorted((days for text in texts if (days := _days(text)) is not None), key=lambda days: days.first)
    reached: date | None = None
    for days, after in itertools.pairwise(known):
        if days.last is None:
            reached = None
            continue
        reached = days.last if reached is None else max(reached, days.last)
        begins = reached + timedelta(days=1)
        if after.first > begins:
            ends = after.first - timedelta(days=1)
            yield errors.days_without_version(after.place, name, begins, ends, (days.version, after.version))


def _days(text: VersionText) -> _Days | None:
    heading = text.heading
    assert heading is not None
    force = next((clause for clause in heading.clauses if isinstance(clause, ast.InForce)), None)
    if force is None:
        return None
    return _Days(heading.version, force.first, force.last, force.span)
