"""The findings about rows: whose they are, in which order, which of them is meant."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding, Note
from effrules.diagnostics.making import error, warning
from effrules.source import Span


def no_row_in_scope(place: Span, table: str) -> Finding:
    """Rows that belong to no row at hand."""
    return error(
        "E326",
        f"the rows of `{table}` do not belong to anything at hand",
        place,
        "",
        Note("help", f"say `among all {table}` for the rows of all subjects"),
    )


def whose(place: Span, what: str, rows: Iterable[str], field: str = "") -> Finding:
    """A bare name in a definition of several rows: nothing tells which of them it is about."""
    named = list(rows)
    between = ", ".join(f"`{name}`" for name in named)
    help_text = (
        "say whose: " + " or ".join(f"`{name}.{field}`" for name in named)
        if field
        else "give it a definition with one of them, and use that"
    )
    return error(
        "E334", f"{what} may be about any of {between}", place, "nothing tells whose it is",
        Note("help", help_text),
    )  # fmt: skip


def direction_needed(place: Span) -> Finding:
    """A position without its order."""
    return error("E329", "`position of` must say `highest first` or `lowest first`", place)


def ties_of_position(place: Span, what: str) -> Finding:
    """A word on equal rows where they get no places."""
    return error(
        "E388",
        f"`{what}` is said of places, and this is no position",
        place,
        "",
        Note("help", "leave it out, or ask for the `position of ...`"),
    )


def with_itself(place: Span | None, text: str, subject: str) -> Finding:
    """Both sides of a comparison are the same value."""
    return warning(
        "W335", f"`{text}` compares a value with itself", place, "both sides mean the same",
        Note("help", f"a bare name is about the innermost row; for the assessed body say `{subject}.FIELD`"),
    )  # fmt: skip
