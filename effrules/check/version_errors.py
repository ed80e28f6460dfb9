"""The findings about which text is the law: bases, drafts, days; their sentences live nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding, Note, Related, Severity
from effrules.source import Span
from effrules.syntax import tree as ast


def _name_it(place: Span, before: str = "") -> Note:
    return Note("help", f"{before}name the base yourself: BASE --with {place.source.name}")


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


def beside_overlapping(place: Span, version: str, other: str, other_file: str) -> Finding:
    """A version nearby that is in force on the same day as the one that is checked, or bears its name."""
    told = (
        f'there is another text of version "{version}" ({other_file})'
        if other == version
        else f'version "{version}" claims days that version "{other}" ({other_file}) claims too'
    )
    return Finding(
        "W213",
        Severity.WARNING,
        told,
        place,
        "",
        (Note("help", "say `draft` in the heading of what is not law"),),
    )
