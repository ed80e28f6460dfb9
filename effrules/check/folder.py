"""All versions in a folder: which paths are versions, and what is wrong among them, not in one of them.

What one version says of another (what it amends) is found where it is checked.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

from attrs import frozen

from effrules.amend import version_errors
from effrules.amend.bases import same_text
from effrules.amend.headings import Heading, heading_in
from effrules.amend.locating import ALTERNATIVES, display_name, rule_files
from effrules.amend.neighbourhood import around
from effrules.amend.versions import VersionText, heading_of, read_version
from effrules.diagnostics import Finding, in_order
from effrules.source import Span
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
    headed = [file for file in files if heading_in(file) is not None]
    own: list[Path] = list(files) if len(headed) > 1 else [folder] if files else []
    try:
        inner = sorted(
            entry
            for entry in folder.iterdir()
            if entry.is_dir() and not entry.name.startswith(".") and entry.name != ALTERNATIVES
        )
    except OSError:
        inner = []
    for entry in inner:
        own.extend(_below(entry))
    return tuple(own)


@frozen
class Together:
    """What is to be said of the versions of a folder, all together: the findings, and apart from them the drafts."""

    findings: tuple[Finding, ...]
    drafts: tuple[DraftThere, ...]


@frozen
class DraftThere:
    """A draft: where it lies, what it amends, its days, and who else claims these (drafts and versions in force, each with its files)."""

    name: str
    version: str
    files: tuple[str, ...]
    amends: str | None
    days: str
    beside: tuple[tuple[str, tuple[str, ...]], ...]


def across(paths: Iterable[Path]) -> Together:
    """What is wrong among versions: two of one name, days that two claim, and days on which none is in force.

    A version without a last day holds until the next one begins. A draft is not in force: it is only listed. Versions that cannot
    be read, or have no heading, are passed over: that is told where each is checked.
    """
    by_name: dict[str, list[VersionText]] = {}
    for path in paths:
        text, _ = read_version(path)
        if text is not None and text.heading is not None:
            by_name.setdefault(text.heading.name.text, []).append(text)
    found: list[Finding] = []
    drafts: list[DraftThere] = []
    for name, texts in by_name.items():
        law = [text for text in texts if text.heading is not None and not text.heading.is_draft]
        found.extend(_twice(name, law))
        found.extend(_at_once(law))
        found.extend(_gaps(name, law))
        drafts.extend(_draft(text, texts) for text in texts if text not in law)
    return Together(in_order(found), tuple(drafts))


def beside(path: Path) -> tuple[Finding, ...]:
    """Versions near one that is checked by itself that claim days of it, or bear its name and say something else.

    Drafts neither claim anything nor are asked. The version is read whole only where there is something to tell.
    """
    own = next(filter(None, map(heading_in, rule_files(path))), None)
    if own is None or own.draft:
        return ()
    near = [one for one in around(path) if one.heading.name == own.name and not one.heading.draft]
    names = [
        _listed(one.files)
        for one in near
        if one.heading.version == own.version and not same_text(path, one.path)
    ]
    days = [
        (one.heading.version, _listed(one.files))
        for one in near
        if one.heading.version != own.version and _clash(own, one.heading)
    ]
    text = read_version(path)[0] if names or days else None
    if text is None or text.heading is None:
        return ()
    return (version_errors.beside_overlapping(_place(text), own.version, days, names),)


def _listed(files: Iterable[Path]) -> str:
    return ", ".join(map(display_name, files))


def _clash(one: Heading, other: Heading) -> bool:
    """Whether two versions claim the same days: one that tells no last day ends where a later one begins."""
    if one.first is None or other.first is None:
        return False
    early, late = sorted((one, other), key=lambda heading: heading.first or "")
    return early.first == late.first or (early.last is not None and early.last >= (late.first or ""))


def _at_once(texts: Sequence[VersionText]) -> Iterable[Finding]:
    """Two versions that claim the same days, told at the later one."""
    for other, text in itertools.combinations(texts, 2):
        assert other.heading is not None
        assert text.heading is not None
        first, second = sorted((other, text), key=lambda one: _days_of(one).first or "")
        ours, theirs = _days_of(second), _days_of(first)
        if ours.version != theirs.version and _clash(ours, theirs):
            yield version_errors.overlapping(
                _place(second), ours.version, _files(second), theirs.version, _files(first)
            )


def _days_of(text: VersionText) -> Heading:
    assert text.heading is not None
    return heading_of(text.heading)


def _files(text: VersionText) -> str:
    return ", ".join(source.name for source in text.sources)


def _place(text: VersionText) -> Span:
    """Where a version says its days, else its heading."""
    assert text.heading is not None
    force = next((clause for clause in text.heading.clauses if isinstance(clause, ast.InForce)), None)
    return text.heading.span if force is None else force.span


def _draft(text: VersionText, all_of_name: Sequence[VersionText]) -> DraftThere:
    own = _days_of(text)
    return DraftThere(
        own.name,
        own.version,
        tuple(source.name for source in text.sources),
        own.amends,
        own.days,
        tuple(
            (_days_of(other).version, tuple(source.name for source in other.sources))
            for other in all_of_name
            if other is not text and _clash(own, _days_of(other))
        ),
    )


def _twice(name: str, texts: Sequence[VersionText]) -> Iterable[Finding]:
    by_version: dict[str, list[Span]] = {}
    for text in texts:
        assert text.heading is not None
        by_version.setdefault(text.heading.version, []).append(text.heading.span)
    for version, (first, *others) in by_version.items():
        if others:
            yield version_errors.version_twice(first, others, name, version)


def _gaps(name: str, texts: Sequence[VersionText]) -> Iterable[Finding]:
    """Days between two versions that neither of them, nor any other, claims."""
    dated = [(heading, text) for text in texts if (heading := _days_of(text)).first is not None]
    known = sorted(dated, key=lambda one: one[0].first or "")
    reached: date | None = None
    for (days, _), (after, text) in itertools.pairwise(known):
        if days.last is None:
            reached = None
            continue
        last = date.fromisoformat(days.last)
        reached = last if reached is None else max(reached, last)
        begins, first = reached + timedelta(days=1), date.fromisoformat(after.first or "")
        if first > begins:
            ends = first - timedelta(days=1)
            between = days.version, after.version
            yield version_errors.days_without_version(_place(text), name, begins, ends, between)
