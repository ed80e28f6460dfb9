"""The versions of one methodology: what each amends or replaces, when it is in force, and what it edits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from attrs import frozen

from effrules.check.history import History, VersionEdits, history
from effrules.check.versions import VersionText, display_name, neighbours, read_chain, read_version
from effrules.diagnostics import Finding, has_errors, in_order
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
    place: str
    path: Path
    edits: VersionEdits | None
    asked: bool


@frozen
class Lineage:
    """The versions of a methodology that are known at a path, in the order of their days; and the chain of that path."""

    versions: tuple[Listed, ...]
    asked: str
    history: History


def lineage(path: Path) -> tuple[Lineage | None, tuple[Finding, ...]]:
    """The versions beside a version and those that come with effrules; None, and why, where its own text cannot be read."""
    chain, found = read_chain(path)
    if not chain or chain[-1].heading is None or has_errors(found):
        return None, in_order(found)
    heading = chain[-1].heading
    texts = {text.heading.version: text for text in chain if text.heading is not None}
    for version, where in neighbours(path, heading.name.text).items():
        if version not in texts:
            text, problems = read_version(where)
            if text is not None and text.heading is not None and not has_errors(problems):
                texts[version] = text
    asked = {text.heading.version for text in chain if text.heading is not None}
    own = history(chain)
    listed = [_listed(text, texts, version in asked, own) for version, text in texts.items()]
    days = {one.version: one for one in listed}
    return Lineage(tuple(sorted(listed, key=lambda one: _order(one, days))), heading.version, own), ()


def _listed(text: VersionText, texts: dict[str, VersionText], asked: bool, own: History) -> Listed:
    heading = text.heading
    assert heading is not None
    force = next((clause for clause in heading.clauses if isinstance(clause, ast.InForce)), None)
    languages = next((c.languages for c in heading.clauses if isinstance(c, ast.LanguagesClause)), ())
    edits: VersionEdits | None = next((v for v in own.versions if v.version == heading.version), None)
    if edits is None:
        chain = _chain(heading.version, texts)
        edits = history(chain).versions[-1] if chain else None
    return Listed(
        heading.name.text,
        heading.version,
        _words(heading, "title"),
        _words(heading, "note"),
        tuple(name.text for name in languages),
        force.first if force else None,
        force.last if force else None,
        heading.amends,
        heading.replaces,
        display_name(text.path),
        text.path,
        edits,
        asked,
    )


def _words(heading: ast.Methodology, kind: str) -> Titles:
    texts: dict[str, str] = {}
    for clause in heading.clauses:
        if isinstance(clause, ast.TitleClause) and clause.kind == kind:
            texts.update(clause.titles.texts)
    return Titles(tuple(texts.items()))


def _chain(version: str, texts: dict[str, VersionText]) -> tuple[VersionText, ...]:
    """The chain that ends with a version; empty where it is not whole."""
    chain: list[VersionText] = []
    at: str | None = version
    while at is not None:
        text = texts.get(at)
        if text is None or text in chain or text.heading is None:
            return ()
        chain.insert(0, text)
        at = text.heading.amends
    return tuple(chain)


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
