"""Finding a version's rule files and the versions that it amends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from effrules.check import errors
from effrules.check.locating import bundled, display_name, locate, rule_files
from effrules.diagnostics import Finding
from effrules.disk import reads, reads_folder
from effrules.resources import rules_folder
from effrules.source import Source, Span, text_of
from effrules.syntax import tree as ast
from effrules.syntax.parse import parse

__all__ = [
    "VersionText",
    "bundled",
    "days_in_force",
    "display_name",
    "locate",
    "neighbours",
    "overlaps",
    "read_chain",
    "read_version",
    "rule_files",
]

HEADING = re.compile(r'^[^\S\n]*+methodology\s++(\w++)\s++version\s++"((?:[^"\\\n]|\\.)*)"', re.MULTILINE)
AMENDS = re.compile(
    r'^[^\S\n]*+methodology\s++\w++\s++version\s++"(?:[^"\\\n]|\\.)*+"\s++amends\s++"((?:[^"\\\n]|\\.)*)"',
    re.MULTILINE,
)


@frozen
class VersionText:
    """One version as it is written: where it lies, its heading (if it has one), its files' declarations."""

    path: Path
    sources: tuple[Source, ...]
    heading: ast.Methodology | None
    declarations: tuple[ast.Declaration, ...]


def read_version(path: Path) -> tuple[VersionText | None, tuple[Finding, ...]]:
    """The declarations of a version, with every finding of its files."""
    found: list[Finding] = []
    sources: list[Source] = []
    declarations: list[ast.Declaration] = []
    heading: ast.Methodology | None = None
    for file in rule_files(path):
        reads(file, "a text of the rules")
        try:
            text = text_of(file)
        except (OSError, UnicodeDecodeError) as problem:
            reason = (
                "it is not UTF-8 text"
                if isinstance(problem, UnicodeDecodeError)
                else (problem.strerror or "")
            )
            found.append(errors.unreadable(display_name(file), reason))
            continue
        source = Source(display_name(file), text)
        sources.append(source)
        tree, problems = parse(source)
        found.extend(problems)
        for declaration in tree.declarations:
            if not isinstance(declaration, ast.Methodology):
                declarations.append(declaration)
            elif heading is None:
                heading = declaration
            else:
                found.append(errors.second_heading(declaration.span, heading.span))
    if path.is_dir():
        reads_folder(path, "the folder of the rules", ".eff")
    if not sources:
        return None, tuple(found) or (errors.unreadable(display_name(path), "no .eff file"),)
    return VersionText(path, tuple(sources), heading, tuple(declarations)), tuple(found)


def _headings(folder: Path) -> Iterator[tuple[str, str, Path]]:
    """Name, version and path of each version in a folder of versions."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for path in entries:
        files = rule_files(path) if path.is_dir() else [path] if path.suffix == ".eff" else []
        for file in files:
            try:
                match = HEADING.search(text_of(file))
            except (OSError, UnicodeDecodeError):
                continue
            if match:
                yield match.group(1), match.group(2), path
                break


def neighbours(path: Path, name: str) -> dict[str, Path]:
    """The versions of a methodology beside a path, and those that come with effrules."""
    known: dict[str, Path] = {}
    for folder in (path.resolve().parent, rules_folder()):
        for found_name, version, where in _headings(folder):
            if found_name == name and where.resolve() != path.resolve():
                known.setdefault(version, where)
    return known


IN_FORCE = re.compile(r"\bin\s++force\s++from\s++(\d{4}-\d\d-\d\d)(?:\s++to\s++(\d{4}-\d\d-\d\d))?")


def days_in_force(path: Path) -> tuple[str, str | None] | None:
    """The first and last day of a version as they are written; the last may be open."""
    for file in rule_files(path):
        text = text_of(file)
        heading = HEADING.search(text)
        match = IN_FORCE.search(text, heading.end()) if heading else None
        if match:
            return match.group(1), match.group(2)
    return None


def overlaps(text: VersionText) -> tuple[Finding, ...]:
    """Other versions of the methodology that are in force on the same days.

    A version without a last day ends where a later one begins; one with a last day must end before.
    """
    heading = text.heading
    own = next((c for c in heading.clauses if isinstance(c, ast.InForce)), None) if heading else None
    if heading is None or own is None:
        return ()
    found = []
    for version, path in neighbours(text.path, heading.name.text).items():
        days = days_in_force(path)
        if days is None or version == heading.version:
            continue
        first, last = days
        mine, my_last = own.first.isoformat(), own.last.isoformat() if own.last else None
        early_last, late_first = (last, mine) if first <= mine else (my_last, first)
        if first == mine or (early_last is not None and early_last >= late_first):
            found.append(errors.overlapping_dates(own.span, heading.version, version))
    return tuple(found)


def read_chain(path: Path) -> tuple[tuple[VersionText, ...], tuple[Finding, ...]]:
    """A version and all that it amends, the standing one first."""
    chain: list[VersionText] = []
    found: list[Finding] = []
    seen: list[str] = []
    at: Path | None = path
    while at is not None:
        version, problems = read_version(at)
        found.extend(problems)
        if version is None:
            break
        chain.insert(0, version)
        heading = version.heading
        if heading is None:
            found.append(errors.no_heading(Span(version.sources[0], 0, 0)))
            break
        seen.append(heading.version)
        if heading.amends is None:
            break
        if heading.amends in seen:
            found.append(errors.amends_itself(heading.span, " -> ".join([*seen, heading.amends])))
            break
        known = neighbours(at, heading.name.text)
        if heading.amends not in known:
            found.append(errors.version_not_found(heading.span, heading.name.text, heading.amends, known))
            break
        at = known[heading.amends]
    return tuple(chain), tuple(found)
