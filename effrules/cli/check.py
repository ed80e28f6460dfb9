"""``effrules check``: all that is wrong or doubtful in methodologies, and what they assume."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from effrules.cli.door import RULES, Command
from effrules.cli.language import in_words, spoken
from effrules.cli.speaking import colour, say, width
from effrules.disk import given
from effrules.words import counted, phrase, several

if TYPE_CHECKING:
    from collections.abc import Iterator

    from effrules.check.checked import Checked
    from effrules.check.folder import DraftThere, Together
    from effrules.diagnostics import Finding
    from effrules.model.program import Header
    from effrules.words import Text

FORMATS = ("text", "json", "github", "sarif", "junit")

Looked: TypeAlias = "tuple[str, Checked, tuple[Finding, ...]]"
"""A version as it was named, what came of checking it, and its findings."""

Folder: TypeAlias = "tuple[str, tuple[Path, ...], Together]"
"""A folder, its versions, and what concerns them together."""


@click.command(cls=Command, short_help="Say all that is wrong or doubtful in a methodology.")
@click.argument("rules", nargs=-1, type=RULES)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
              help="What to print: `github` for the log of a GitHub job, `sarif` for code scanning, `junit` for build servers.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Assumptions, and numbers that state no basis, are errors.")
def command(rules: tuple[str, ...], form: str, strict: bool) -> None:
    """Check RULES: every error and warning with its place, and the list of assumptions.

    RULES are names of bundled rules (`effrules list`) or paths; without any, all bundled rules are checked. Of a folder
    that holds several versions, each is checked, and all of them together: two versions that claim the same days, days on which
    none is in force, an amendment of what is gone, two texts with one name; drafts are listed apart. A version that is
    named here is the base of another one that amends it.

    Defects of the acts, with which the rules deal (a printed scale that leaves values out, a contradiction), are shown apart from
    what is wrong with the rules, and `--strict` does not refuse them.

    The exit code is 1 when there is an error.
    """
    from effrules.amend.locating import bundled, locate
    from effrules.check.alternatives import problems
    from effrules.check.cached import load
    from effrules.check.folder import across, beside
    from effrules.diagnostics import in_order

    names, folders = _unfolded(rules or tuple(bundled()))
    if not names:
        told = phrase("There are no bundled rules in this installation; say which rules to check.")
        raise click.UsageError(in_words(told))
    versions: list[Looked] = []
    together: list[Folder] = []
    for index, name in enumerate(names):
        checked = load(name, stated=rules)
        findings = in_order([*_findings(checked, strict), *problems(name, checked, rules)])
        path = locate(name)
        if name in rules and path is not None:
            findings = in_order([*findings, *beside(path)])
        versions.append((given(name), checked, findings))
        if form == "text":
            say(("\n" if index else "") + _text(*versions[-1], strict))
    for folder, paths in folders:
        together.append((folder, paths, across(paths)))
        if form == "text":
            say("\n" + _together_text(*together[-1]))
    if form != "text":
        say(_for_machines(form, versions, together))
    if any(finding.is_error for finding in _all_findings(versions, together)):
        raise click.exceptions.Exit(1)


def _all_findings(versions: list[Looked], together: list[Folder]) -> tuple[Finding, ...]:
    from effrules.diagnostics import distinct

    found = [finding for *_, findings in versions for finding in findings]
    found += [finding for *_, folder in together for finding in folder.findings]
    return distinct(found)


def _for_machines(form: str, versions: list[Looked], together: list[Folder]) -> str:
    """What was found, in a format that programs read."""
    told = _all_findings(versions, together)
    language = spoken(form)
    match form:
        case "github":
            from effrules.diagnostics.github import github

            return github(told, language)
        case "sarif":
            from effrules.diagnostics.sarif import sarif

            return sarif(told, language)
        case "junit":
            from effrules.diagnostics.junit import cases_of, junit

            suites = [(name, findings) for name, _, findings in versions]
            suites += [(name, folder.findings) for name, _, folder in together]
            return junit((name, cases_of(findings, language)) for name, findings in suites)
        case _:
            from effrules.report.rules.check_json import checked_folder, checked_version, json_text

            return json_text(
                [
                    checked_version(name, checked.program, findings, language)
                    for name, checked, findings in versions
                ],
                [
                    checked_folder(name, [str(path) for path in paths], found, language)
                    for name, paths, found in together
                ],
            )


def _unfolded(rules: tuple[str, ...]) -> tuple[tuple[str, ...], list[tuple[str, tuple[Path, ...]]]]:
    """The versions to check, those of folders of versions one by one; and those folders."""
    from effrules.check.folder import versions_in

    names: list[str] = []
    folders: list[tuple[str, tuple[Path, ...]]] = []
    for name in rules:
        inside = versions_in(Path(name))
        if inside:
            folders.append((name, inside))
        names.extend([str(path) for path in inside] or [name])
    return tuple(dict.fromkeys(names)), folders


def _together_text(folder: str, paths: tuple[Path, ...], together: Together) -> str:
    from effrules.diagnostics.glyphs import wrapped
    from effrules.diagnostics.terminal import render, summary

    findings = together.findings
    parts = []
    if findings:
        parts.append(render(findings, colour=colour(sys.stdout), width=width(), language=spoken()))
    if together.drafts:
        lines = (piece for one in together.drafts for line in _draft(one) for piece in wrapped(line, width()))
        parts.append("\n".join([in_words(phrase("Drafts, which are not in force:")), *lines]))
    told = summary(findings, spoken()) or phrase(
        "every day from the first to the last is covered, no name is there twice"
    )
    count = counted("{n} version together", "{n} versions together", n=len(paths))
    if together.drafts:
        drafts = counted("{n} of them a draft", "{n} of them drafts", n=len(together.drafts))
        count = phrase("{versions}, {drafts}", versions=count, drafts=drafts)
    parts.append(in_words(phrase("{folder}: {count}: {told}", folder=folder, count=count, told=told)))
    return "\n\n".join(parts) + "\n"


def _draft(one: DraftThere) -> Iterator[str]:
    told = phrase('"{version}" ({files})', version=one.version, files=several(one.files))
    if one.amends:
        told = phrase('{draft}, amends "{base}"', draft=told, base=one.amends)
    if one.days:
        told = phrase("{draft}, for the days {days}", draft=told, days=one.days)
    yield f"  {in_words(told)}"
    for version, files in one.beside:
        same = phrase('the same days as "{version}" ({files})', version=version, files=several(files))
        yield f"    {in_words(same)}"


def _findings(checked: Checked, strict: bool) -> tuple[Finding, ...]:
    if not strict or checked.program is None:
        return checked.findings
    from effrules.audit.strictness import NO_BASIS, refused
    from effrules.diagnostics import in_order

    kept = (finding for finding in checked.findings if finding.code != NO_BASIS)
    return in_order([*kept, *refused(checked.findings, checked.program)])


def _text(name: str, checked: Checked, findings: tuple[Finding, ...], strict: bool) -> str:
    from effrules.diagnostics.glyphs import wrapped
    from effrules.diagnostics.terminal import render, summary
    from effrules.model.assumptions import all_assumptions

    columns = width()
    parts = []
    ours = [finding for finding in findings if finding.defect is None]
    defects = [finding for finding in findings if finding.defect is not None]
    if ours:
        parts.append(render(ours, colour=colour(sys.stdout), width=columns, language=spoken()))
    if defects:
        parts.append(in_words(phrase("Defects of the acts, with which the rules deal:")))
        parts.append(render(defects, colour=colour(sys.stdout), width=columns, language=spoken()))
    program = checked.program
    count = phrase("assumptions: not known, because of the errors")
    if program is not None:
        assumptions = all_assumptions(program)
        count = counted("{n} assumption", "{n} assumptions", n=len(assumptions))
        if assumptions and not strict:
            from effrules.report.rules.assumptions import assumption_lines

            parts.append(
                "\n".join(
                    [in_words(phrase("Assumptions:")), *assumption_lines(assumptions, columns, spoken())]
                )
            )
    header = None if program is None else program.header
    files = counted("{n} file", "{n} files", n=len(checked.sources))
    told = summary(findings, spoken()) or phrase("no errors, no warnings")
    ended = phrase(
        "{name}: {files}; {told}; {count}", name=_named(name, header), files=files, told=told, count=count
    )
    parts.append("\n".join(wrapped(in_words(ended), columns)))
    if program is not None:
        from effrules.report.texts import texts

        lines = (piece for text in texts(program, spoken()) for piece in wrapped(f"  {text}", columns))
        parts[-1] = "\n".join([parts[-1], *lines])
    return "\n\n".join(parts) + "\n"


def _named(name: str, header: Header | None) -> Text:
    """A version as it was named, and what it calls itself."""
    if header is None:
        return name
    if header.draft:
        return phrase(
            "{name} ({methodology}, version {version}, a draft)",
            name=name,
            methodology=header.name,
            version=header.version,
        )
    return phrase(
        "{name} ({methodology}, version {version})",
        name=name,
        methodology=header.name,
        version=header.version,
    )
