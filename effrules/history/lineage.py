"""The versions of one methodology: what each amends or replaces, when it is in force, and what it edits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from attrs import frozen

from effrules.amend.neighbourhood import candidate_at, known_at
from effrules.amend.versions import VersionText, display_name, read_chain, read_version
from effrules.diagnostics import Finding, has_errors, in_order
from effrules.history.log import History, VersionEdits, history
from effrules.model.schema import Titles
from effrules.syntax import tree as ast


@frozen
class Listed:
    """A version as its heading tells it. ``edits`` is ``None`` where its text, or one that it amends, cannot be read.

    ``asked``: it is the one that was asked for, or one that that one amends.
    """

    name: str
    version: str
    titles: Titles
    notes: Titles
    languages: tuple[str, ...]
    first: date | None
    last: date | None
    amends: str | None
    replaces: str | None
    draft: bool
    place: str
    path: Path
    edits: VersionEdits | None
    asked: bool
    version_titles: Titles
    sources: Mapping[str, Titles]
    """The short titles of sources, by their names."""


@frozen
class Lineage:
    """The versions of a methodology that are known at a path, in the order of their days; and the chain of that path."""

    versions: tuple[Listed, ...]
    asked: str
    history: History


def lineage(path: Path) -> tuple[Lineage | None, tuple[Finding, ...]]:
    """The versions near a version and those that come with effrules; None, and why, where its own text cannot be read."""
    chain, found = read_chain(path)
    own = candidate_at(path)
    if not chain or chain[-1].heading is None or own is None or has_errors(found):
        return None, in_order(found)
    texts = list(chain)
    there = {text.path.resolve() for text in chain}
    for one in known_at(own):
        text, problems = read_version(one.path)
        if one.path.resolve() not in there and text is not None and text.heading and not has_errors(problems):
            texts.append(text)
    told = history(chain)
    listed = [_listed(text, told if text in chain else None, text in chain) for text in texts]
    days = {one.version: one for one in reversed(listed)}
    ordered = sorted(listed, key=lambda one: (*_order(one, days), one.place))
    return Lineage(tuple(ordered), own.heading.version, told), ()


def _listed(text: VersionText, own: History | None, asked: bool) -> Listed:
    heading = text.heading
    assert heading is not None
    force = next((clause for clause in heading.clauses if isinstance(clause, ast.InForce)), None)
    languages = next((c.languages for c in heading.clauses if isinstance(c, ast.LanguagesClause)), ())
    if own is None:
        chain, problems = read_chain(text.path)
        own = None if has_errors(problems) else history(chain)
    edits = None if own is None else next(v for v in own.versions if v.version == heading.version)
    return Listed(
        heading.name.text,
        heading.version,
        ast.titles_in(heading.clauses, ast.TitleKind.TITLE),
        ast.titles_in(heading.clauses, ast.TitleKind.NOTE),
        tuple(name.text for name in languages),
        force.first if force else None,
        force.last if force else None,
        heading.amends,
        heading.replaces,
        heading.is_draft,
        display_name(text.path),
        text.path,
        edits,
        asked,
        heading.version_titles,
        {} if own is None else own.sources,
    )


def _order(one: Listed, known: dict[str, Listed]) -> tuple[str, int, str]:
    """By the first day; a version that tells none comes behind the one that it amends or replaces."""
    first, depth, at = "", 0, one
    seen = {one.version}
    while True:
        if not first and at.first is not None:
            first = at.first.isoformat()
        before = known.get(at.amends or at.replaces or "")
        if before is None or before.version in seen:
            return first, depth, one.version
        seen.add(before.version)
        depth += 1
        at = before
