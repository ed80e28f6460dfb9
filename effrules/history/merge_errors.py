"""The findings of a merge of two drafts, one small function each; their sentences live nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from effrules.diagnostics import Finding, Note, Related, Severity
from effrules.source import Span


def _error(
    code: str, message: str, place: Span | None, label: str, *notes: Note, related: tuple[Related, ...] = ()
) -> Finding:
    return Finding(code, Severity.ERROR, message, place, label, notes, related)


def not_of_base(place: Span, version: str, amends: str, base: str) -> Finding:
    """A draft that amends another version than the one that the merge is about."""
    return _error(
        "E250",
        f'version "{version}" amends "{amends}", not "{base}"',
        place,
        "",
        Note("help", "both drafts must amend the base, or be whole texts of the same methodology"),
    )


def contained(place: Span, version: str, within: str, other: Span) -> Finding:
    """A draft that amends the other draft."""
    return _error(
        "E216",
        f'version "{version}" amends "{within}" and contains its edits already',
        place,
        "",
        Note("help", f'there is nothing to merge: "{version}" is both'),
        related=(Related(other, f'this is "{within}"'),),
    )


def other_methodology(place: Span, name: str, base: str) -> Finding:
    """A draft of another methodology."""
    return _error("E250", f"this is the methodology `{name}`, but the base is `{base}`", place, "")


def nothing_amended(name: str) -> Finding:
    """A base that is no version by itself."""
    return _error("E250", f"`{name}` cannot be the base: it has no heading", None, "")


def changed_differently(
    place: Span, other: Span, versions: tuple[str, str], clause: str, was: str
) -> Finding:
    """Both drafts change one clause, each in its own way."""
    notes = (Note("was", was),) if was else ()
    return _error(
        "E251",
        f"both drafts change {clause}",
        place,
        f'so says "{versions[0]}"',
        *notes,
        Note("help", "agree on one text, or leave the clause to one of the drafts"),
        related=(Related(other, f'so says "{versions[1]}"'),),
    )


def dropped_and_changed(
    place: Span, other: Span, versions: tuple[str, str], what: str, doing: str
) -> Finding:
    """One draft drops what the other one changes."""
    return _error(
        "E252",
        f"one draft drops {what}, the other one {doing}",
        place,
        f'"{versions[0]}" drops it',
        Note("help", "take the drop or the change out of its draft"),
        related=(Related(other, f'"{versions[1]}" {doing}'),),
    )


def added_differently(place: Span, other: Span, versions: tuple[str, str], what: str) -> Finding:
    """Both drafts bring in something of one name."""
    return _error(
        "E253",
        f"both drafts bring in {what}, and not the same",
        place,
        f'so says "{versions[0]}"',
        Note("help", "agree on one text, or give one of them another name"),
        related=(Related(other, f'so says "{versions[1]}"'),),
    )


def would_circle(place: Span, other: Span, path: Sequence[str]) -> Finding:
    """Each draft moves a node into the other's."""
    return _error(
        "E254",
        f"together the drafts put a node inside itself: {' -> '.join(path)}",
        place,
        "",
        related=(Related(other, "and this"),),
    )
