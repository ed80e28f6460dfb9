"""A version's rule files as they are written, and those of the versions that it amends."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from effrules.amend import version_errors
from effrules.amend.bases import NoBase, Trouble, base_of
from effrules.amend.headings import Heading, mentions_heading
from effrules.amend.locating import bundled, display_name, locate, rule_files
from effrules.amend.neighbourhood import Candidate
from effrules.amend.unseen import hidden, unsound_name
from effrules.diagnostics import Finding, has_errors
from effrules.disk import reads, reads_folder
from effrules.source import Source, Span, text_of
from effrules.syntax import tree as ast
from effrules.syntax.parse import parse
from effrules.words import phrase

__all__ = [
    "VersionText",
    "bundled",
    "display_name",
    "heading_of",
    "locate",
    "read_chain",
    "read_version",
    "rule_files",
]


@frozen
class VersionText:
    """One version as it is written: where it lies, its heading (if it has one), its files' declarations."""

    path: Path
    sources: tuple[Source, ...]
    heading: ast.Methodology | None
    declarations: tuple[ast.Declaration, ...]


def read_version(path: Path) -> tuple[VersionText | None, tuple[Finding, ...]]:
    """The declarations of a version, with every finding of its files; none where a folder's files are several versions."""
    found: list[Finding] = []
    sources: list[Source] = []
    declarations: list[ast.Declaration] = []
    headings: list[ast.Methodology] = []
    for file in rule_files(path):
        reads(file, phrase("a text of the rules"))
        try:
            text = text_of(file)
        except (OSError, UnicodeDecodeError) as problem:
            shown = display_name(file)
            found.append(
                version_errors.not_utf8(shown)
                if isinstance(problem, UnicodeDecodeError)
                else version_errors.unreadable(shown, problem.strerror or "")
            )
            continue
        source = Source(display_name(file), text, file.resolve().as_posix())
        sources.append(source)
        tree, problems = parse(source)
        found.extend(problems)
        found.extend(hidden(source, problems))
        for declaration in tree.declarations:
            if not isinstance(declaration, ast.Methodology):
                declarations.append(declaration)
            else:
                headings.append(declaration)
    if path.is_dir():
        reads_folder(path, phrase("the folder of the rules"), ".eff")
    if not sources:
        return None, tuple(found) or (version_errors.no_rule_file(display_name(path)),)
    headed = {heading.span.source.name: heading for heading in headings}
    if len({(heading.name.text, heading.version) for heading in headings}) > 1 < len(headed):
        several = ((name, heading_of(heading)) for name, heading in headed.items())
        return None, (version_errors.several_versions(path.as_posix(), several),)
    first = headings[0] if headings else None
    for heading in headings[:1]:
        found.extend(unsound_name(heading))
    found.extend(version_errors.second_heading(extra.span, headings[0].span) for extra in headings[1:])
    return VersionText(path, tuple(sources), first, tuple(declarations)), tuple(found)


def heading_of(heading: ast.Methodology) -> Heading:
    """What a parsed heading says of its version."""
    force = next((clause for clause in heading.clauses if isinstance(clause, ast.InForce)), None)
    return Heading(
        heading.name.text,
        heading.version,
        heading.amends,
        heading.replaces,
        force.first.isoformat() if force else None,
        force.last.isoformat() if force and force.last else None,
        heading.is_draft,
    )


def read_chain(
    path: Path, stated: Iterable[Candidate] = ()
) -> tuple[tuple[VersionText, ...], tuple[Finding, ...]]:
    """A version and all that it amends, the standing one first; ``stated`` are versions that the command line names."""
    stated = tuple(stated)
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
            if not (has_errors(problems) and any(mentions_heading(one.text) for one in version.sources)):
                found.append(
                    version_errors.no_heading(Span(version.sources[0], 0, 0))
                )  # else it cannot be read
            break
        seen.append(heading.version)
        if heading.amends is None:
            break
        if heading.amends in seen:
            found.append(version_errors.amends_itself(heading.span, " -> ".join([*seen, heading.amends])))
            break
        base = base_of(at, heading_of(heading), stated)
        if isinstance(base, NoBase):
            found.append(_no_base(base, heading))
            break
        at = base.path
    return tuple(chain), tuple(found)


def _no_base(why: NoBase, heading: ast.Methodology) -> Finding:
    assert heading.amends is not None
    at = [", ".join(map(display_name, rule_files(path))) for path in why.paths]
    match why.trouble:
        case Trouble.ABSENT:
            return version_errors.version_not_found(
                heading.span, heading.name.text, heading.amends, why.known
            )
        case Trouble.SEVERAL:
            return version_errors.several_bases(heading.span, heading.name.text, heading.amends, at)
        case Trouble.DRAFT:
            return version_errors.draft_as_base(heading.span, heading.name.text, heading.amends, at)
