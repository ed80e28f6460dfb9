"""Which version of a methodology is in force on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from attrs import frozen

from effrules.amend.locating import display_name, rule_files
from effrules.amend.neighbourhood import Candidate, candidate_at, known_at, versions_of
from effrules.words import Message, Text, phrase, several, since


@frozen
class InForce:
    """A version and the days on which it is in force; a last day of ``None`` is open, and ends where a later one begins."""

    version: str
    path: Path
    first: str
    last: str | None

    @property
    def told(self) -> Message:
        """The version and its days."""
        first = date.fromisoformat(self.first)
        days = (
            since(first)
            if self.last is None
            else phrase("{first} to {last}", first=first, last=date.fromisoformat(self.last))
        )
        return phrase('"{version}" ({days})', version=self.version, days=days)


def version_on(path: Path, day: date) -> InForce | Text:
    """The one version of the methodology at ``path`` that is in force on a day, or why there is none.

    Looked for among the version itself, those near it, and, of names that are not there, those that come with effrules. A draft
    is never in force.
    """
    name, versions, undated = _versions(path)
    if not versions:
        if not name:
            return phrase("the rules have no heading.")
        return phrase("no version of `{name}` says when it is in force.", name=name)
    on = day.isoformat()
    latest = max((one.first for one in versions if one.first <= on), default="")
    standing = [
        one
        for one in versions
        if one.first <= on and (one.first == latest if one.last is None else on <= one.last)
    ]
    if len(standing) == 1:
        return standing[0]
    if standing:
        named = several(
            phrase(
                "{version} in {files}",
                version=one.told,
                files=several(map(display_name, rule_files(one.path))),
            )
            for one in standing
        )
        return phrase(
            "several versions of `{name}` are in force on {day}: {versions}. Say which one without a day.",
            name=name,
            day=day,
            versions=named,
        )
    nearest = several(_nearest(versions, on))
    if not undated:
        return phrase(
            "no version of `{name}` is in force on {day}. The nearest: {nearest}.",
            name=name,
            day=day,
            nearest=nearest,
        )
    return phrase(
        "no version of `{name}` is in force on {day}. The nearest: {nearest}. Without days: {undated}.",
        name=name,
        day=day,
        nearest=nearest,
        undated=several(phrase('"{version}"', version=version) for version in undated),
    )


def _nearest(versions: list[InForce], on: str) -> Iterator[Text]:
    before = [one for one in versions if one.first <= on]
    after = [one for one in versions if one.first > on]
    if before:
        last = max(before, key=lambda one: (one.last or one.first, one.first))
        yield phrase("before it {version}", version=last.told)
    if after:
        yield phrase("after it {version}", version=min(after, key=lambda one: one.first).told)


def _first_of_several(path: Path) -> Candidate | None:
    """One of a folder's versions, where all are of one methodology: the day says which is meant."""
    inside = tuple(versions_of(path)) if path.is_dir() else ()
    return inside[0] if len({one.heading.name for one in inside}) == 1 else None


def _versions(path: Path) -> tuple[str, list[InForce], list[str]]:
    """The methodology's name, its versions with days in the order of their first days, and those without days. Drafts are neither."""
    own = candidate_at(path) or _first_of_several(path)
    if own is None:
        return "", [], []
    dated: list[InForce] = []
    undated = []
    for one in known_at(own):
        heading = one.heading
        if heading.draft:
            continue
        if heading.first is None:
            undated.append(heading.version)
        else:
            dated.append(InForce(heading.version, one.path, heading.first, heading.last))
    return own.heading.name, sorted(dated, key=lambda one: (one.first, one.version)), sorted(undated)
