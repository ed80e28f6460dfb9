"""Which version of a methodology is in force on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from attrs import frozen

from effrules.amend.locating import display_name, rule_files
from effrules.amend.neighbourhood import Candidate, candidate_at, known_at, versions_of


@frozen
class InForce:
    """A version and the days on which it is in force; a last day of ``None`` is open, and ends where a later one begins."""

    version: str
    path: Path
    first: str
    last: str | None

    def __str__(self) -> str:
        days = f"from {self.first}" if self.last is None else f"{self.first} to {self.last}"
        return f'"{self.version}" ({days})'


def version_on(path: Path, day: date) -> InForce | str:
    """The one version of the methodology at ``path`` that is in force on a day, or why there is none.

    Looked for among the version itself, those near it, and, of names that are not there, those that come with effrules. A draft
    is never in force.
    """
    name, versions, undated = _versions(path)
    if not versions:
        return f"no version of `{name}` says when it is in force." if name else "the rules have no heading."
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
        named = ", ".join(
            f"{one} in {', '.join(map(display_name, rule_files(one.path)))}" for one in standing
        )
        return f"several versions of `{name}` are in force on {on}: {named}. Say which one without a day."
    return f"no version of `{name}` is in force on {on}. {_nearest(versions, on)}{_without_days(undated)}"


def _nearest(versions: list[InForce], on: str) -> str:
    before = [one for one in versions if one.first <= on]
    after = [one for one in versions if one.first > on]
    told = []
    if before:
        told.append(f"before it {max(before, key=lambda one: (one.last or one.first, one.first))}")
    if after:
        told.append(f"after it {min(after, key=lambda one: one.first)}")
    return f"The nearest: {', '.join(told)}."


def _without_days(undated: list[str]) -> str:
    names = ", ".join(f'"{version}"' for version in undated)
    return f" Without days: {names}." if undated else ""


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
