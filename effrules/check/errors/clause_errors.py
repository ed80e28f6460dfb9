"""The findings about clauses that a declaration lacks, says twice, or says for nobody; and about figures without a basis."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding, Note
from effrules.diagnostics.making import error, warning
from effrules.source import Span


def said_twice(place: Span, what: str) -> Finding:
    """A clause that may stand once stands twice."""
    return error("E321", f"{what} is said twice", place)


def clause_missing(place: Span, what: str, clause: str) -> Finding:
    """A clause that must stand does not."""
    return error("E322", f"{what} does not say {clause}", place)


def unused(place: Span | None, what: str) -> Finding:
    """Something that nothing uses."""
    return warning("W330", f"{what} is never used", place)


def no_translation(place: Span | None, what: str, languages: Iterable[str]) -> Finding:
    """A title that lacks a declared language."""
    return warning("W332", f"{what} has no title in {', '.join(languages)}", place)


def not_said_in(place: Span | None, what: str, languages: Iterable[str]) -> Finding:
    """A reason or an assumption that lacks a declared language."""
    listed = list(languages)
    return warning(
        "W332", f"{what} is not given in {', '.join(listed)}", place, "",
        Note("help", "write it there: " + " ".join(f'{language} "..."' for language in listed)),
    )  # fmt: skip


def no_basis(place: Span | None, what: str) -> Finding:
    """Numbers without a source and without an assumption."""
    return warning(
        "W331", f"{what} has no basis", place, "", Note("help", 'say `cite SOURCE` or `assumed "why"`')
    )


def change_without_basis(place: Span | None, version: str, figures: str, what: str) -> Finding:
    """Figures that an amendment writes and states no basis for."""
    return warning(
        "W331", f'version "{version}" states no basis for what it writes of {what}: {figures}', place, "",
        Note("help", 'say `cite SOURCE` behind it, or `cite SOURCE` or `assumed "why"` in it: an older basis was stated for an older text'),
    )  # fmt: skip
