"""The findings about which text is the law: bases, drafts, days; their sentences live nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.check.headings import Heading
from effrules.diagnostics import Finding, Note, Related, Severity
from effrules.model.basis import Assumption
from effrules.source import Span
from effrules.syntax import tree as ast

LISTED = 4
"""So many texts are listed; of more, their number is told."""


def _name_it(place: Span, before: str = "") -> Note:
    return Note("help", f"{before}name the base yourself: BASE --with {place.source.name}")


def several_versions(folder: str, versions: Iterable[tuple[str, Heading]]) -> Finding:
    """A folder that is named as one version, but holds one in each of several files."""
    told = [Note("note", f"{file} is {_told(heading)}") for file, heading in versions]
    more = (Note("note", f"and {len(told) - LISTED} more"),) if len(told) > LISTED else ()
    return Finding(
        "E240",
        Severity.ERROR,
        f"`{folder}` holds several versions: which one is meant?",
        notes=(
            *told[:LISTED],
            *more,
            Note("help", "name the file of one of them; `effrules check` takes the folder"),
        ),
    )


def _told(heading: Heading) -> str:
    draft = ", a draft" if heading.draft else ""
    amends = "" if heading.amends is None else f', amends "{heading.amends}"'
    return f'version "{heading.version}" of `{heading.name}`{draft}{amends}'


def several_bases(place: Span, name: str, version: str, texts: Iterable[str]) -> Finding:
    """Several texts that bear the name of the amended version, and differ."""
    listed = tuple(Note("note", f"one is {text}") for text in texts)
    return Finding(
        "E213",
        Severity.ERROR,
        f'several texts are version "{version}" of `{name}`, which this one amends, and they differ',
        place,
        "",
        (*listed, _name_it(place, "take the other texts away, or ")),
    )


def draft_as_base(place: Span, name: str, version: str, texts: Iterable[str]) -> Finding:
    """A version that is no draft amends one that is there as a draft only."""
    listed = tuple(Note("note", f"the draft is {text}") for text in texts)
    return Finding(
        "E214",
        Severity.ERROR,
        f'version "{version}" of `{name}`, which this one amends, is a draft',
        place,
        "a draft is not law",
        (*listed, _name_it(place, "say `draft` here too, or ")),
    )


def amends_another(heading: ast.Methodology, below: ast.Methodology) -> Finding:
    """An amendment that is laid on a version which it does not amend."""
    says = (
        "amends nothing: it is a text of its own"
        if heading.amends is None
        else f'amends version "{heading.amends}" of `{heading.name.text}`'
    )
    return Finding(
        "E215",
        Severity.ERROR,
        f'version "{heading.version}" is laid on version "{below.version}" of `{below.name.text}`, but it {says}',
        heading.span,
        "",
        (
            Note(
                "help", "lay it on what it amends; an amendment without a heading can be laid on any version"
            ),
        ),
        (Related(below.span, "what it is laid on"),),
    )


def overlapping(place: Span, version: str, file: str, other: str, other_file: str) -> Finding:
    """Two versions in force on the same day."""
    return Finding(
        "E210",
        Severity.ERROR,
        f'version "{version}" ({file}) is in force at the same time as version "{other}" ({other_file})',
        place,
        "",
        (
            Note(
                "help",
                "let one end before the other begins, or say `draft` in the heading of what is not law",
            ),
        ),
    )


def beside_overlapping(
    place: Span, version: str, same_days: Iterable[tuple[str, str]], same_name: Iterable[str]
) -> Finding:
    """Versions nearby that are in force on the same days as the one that is checked (version and files), or bear its name."""
    days = [Note("note", f'version "{other}" ({files}) claims the same days') for other, files in same_days]
    names = [Note("note", f'another text of version "{version}" is {files}') for files in same_name]
    notes = (*names, *days)
    more = (Note("note", f"and {len(notes) - LISTED} more"),) if len(notes) > LISTED else ()
    what = "days that others claim too" if days else "a name that others bear too"
    return Finding(
        "W213",
        Severity.WARNING,
        f'version "{version}" has {what}',
        place,
        "",
        (*notes[:LISTED], *more, Note("help", "say `draft` in the heading of what is not law")),
    )


def left_standing(
    place: Span | None, what: str, version: str, figures: str, assumption: Assumption
) -> Finding:
    """An assumption of an older version that an amendment of the same declaration left standing."""
    of = f" for {figures}" if figures else ""
    return Finding(
        "W214",
        Severity.WARNING,
        f'what version "{version}" assumes of {what} still stands{of}',
        place,
        "",
        (
            Note("note", f"it says: {assumption.reason.get('en') or ''}"),
            Note("help", "if that is no longer so, write these anew too, or state the basis of all that stands: "
                 "`change ... { cite SOURCE }` with nothing else in it"),
        ),
        (Related(assumption.span, "the older assumption"),),
    )  # fmt: skip
