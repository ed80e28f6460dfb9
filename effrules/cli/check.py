"""``effrules check``: all that is wrong or doubtful in methodologies, and what they assume."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from effrules.cli.door import RULES, Command
from effrules.cli.speaking import colour, say, width
from effrules.disk import given

if TYPE_CHECKING:
    from effrules.check.checked import Checked
    from effrules.diagnostics import Finding

FORMATS = ("text", "json", "github", "sarif", "junit")

Looked: TypeAlias = "tuple[str, Checked, tuple[Finding, ...]]"
"""A version as it was named, what came of checking it, and its findings."""

Together: TypeAlias = "tuple[str, tuple[Path, ...], tuple[Finding, ...]]"
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
    none is in force, an amendment of what is gone, two texts with one name.
    The exit code is 1 when there is an error.
    """
    from effrules.check.cached import load
    from effrules.check.folder import across
    from effrules.check.locating import bundled

    names, folders = _unfolded(rules or tuple(bundled()))
    if not names:
        raise click.UsageError("There are no bundled rules in this installation; say which rules to check.")
    versions: list[Looked] = []
    together: list[Together] = []
    for index, name in enumerate(names):
        checked = load(name)
        versions.append((given(name), checked, _findings(checked, strict)))
        if form == "text":
            say(("\n" if index else "") + _text(*versions[-1], strict))
    for folder, paths in folders:
        together.append((folder, paths, across(paths)))
        if form == "text":
            say("\n" + _together_text(*together[-1]))
    if form != "text":
        say(_for_machines(form, versions, together))
    if any(finding.is_error for *_, findings in (*versions, *together) for finding in findings):
        raise click.exceptions.Exit(1)


def _for_machines(form: str, versions: list[Looked], together: list[Together]) -> str:
    """What was found, in a format that programs read."""
    all_findings = [finding for *_, findings in (*versions, *together) for finding in findings]
    told = tuple(dict.fromkeys(all_findings))
    match form:
        case "github":
            from effrules.diagnostics.github import github

            return github(told)
        case "sarif":
            from effrules.diagnostics.sarif import sarif

            return sarif(told)
        case "junit":
            from effrules.diagnostics.junit import cases_of, junit

            return junit((name, cases_of(findings)) for name, _, findings in (*versions, *together))
        case _:
            from effrules.report.check_json import checked_folder, checked_version, json_text

            return json_text(
                [checked_version(name, checked.program, findings) for name, checked, findings in versions],
                [
                    checked_folder(name, [str(path) for path in paths], found)
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


def _together_text(folder: str, paths: tuple[Path, ...], findings: tuple[Finding, ...]) -> str:
    from effrules.diagnostics.terminal import render, summary

    parts = []
    if findings:
        parts.append(render(findings, colour=colour(sys.stdout), width=width()))
    told = summary(findings) or "every day from the first to the last is covered, no name is there twice"
    parts.append(f"{folder}: {len(paths)} version{'' if len(paths) == 1 else 's'} together: {told}")
    return "\n\n".join(parts) + "\n"


def _findings(checked: Checked, strict: bool) -> tuple[Finding, ...]:
    if not strict or checked.program is None:
        return checked.findings
    from effrules.audit.strictness import NO_BASIS, refused
    from effrules.diagnostics import in_order

    kept = (finding for finding in checked.findings if finding.code != NO_BASIS)
    return in_order([*kept, *refused(checked.findings, checked.program)])


def _text(name: str, checked: Checked, findings: tuple[Finding, ...], strict: bool) -> str:
    from effrules.diagnostics.terminal import render, summary
    from effrules.model.assumptions import all_assumptions

    columns = width()
    parts = []
    if findings:
        parts.append(render(findings, colour=colour(sys.stdout), width=columns))
    program = checked.program
    count = "not known, because of the errors"
    if program is not None:
        assumptions = all_assumptions(program)
        count = f"{len(assumptions)} assumption{'' if len(assumptions) == 1 else 's'}"
        if assumptions and not strict:
            from effrules.report.outline import assumption_lines

            parts.append("\n".join(["Assumptions:", *assumption_lines(assumptions, columns)]))
    version = "" if program is None else f" ({program.header.name}, version {program.header.version})"
    files = f"{len(checked.sources)} file{'' if len(checked.sources) == 1 else 's'}"
    told = summary(findings) or "no errors, no warnings"
    parts.append(f"{name}{version}: {files}; {told}; assumptions: {count}" if program is None
                 else f"{name}{version}: {files}; {told}; {count}")  # fmt: skip
    return "\n\n".join(parts) + "\n"
