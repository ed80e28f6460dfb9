"""The findings about rows: whose they are, in which order, which of them is meant."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding
from effrules.diagnostics.making import error, warning
from effrules.source import Span
from effrules.words import Text as Words
from effrules.words import any_of, phrase, several


def no_row_in_scope(place: Span, table: str) -> Finding:
    """Rows that belong to no row at hand."""
    return error(
        "E326",
        phrase("the rows of `{table}` do not belong to anything at hand", table=table),
        place,
        way_out=phrase("say `among all {table}` for the rows of all subjects", table=table),
    )


def whose(place: Span, what: Words, rows: Iterable[str], field: str = "") -> Finding:
    """A bare name in a definition of several rows: nothing tells which of them it is about."""
    named = list(rows)
    if field:
        ways = any_of(f"`{name}.{field}`" for name in named)
        help_text = phrase("say whose: {ways}", ways=ways)
    else:
        help_text = phrase("give it a definition with one of them, and use that")
    return error(
        "E334",
        phrase("{what} may be about any of {rows}", what=what, rows=several(f"`{name}`" for name in named)),
        place,
        phrase("nothing tells whose it is"),
        way_out=help_text,
    )


def direction_needed(place: Span) -> Finding:
    """A position without its order."""
    return error("E329", phrase("`position of` must say `highest first` or `lowest first`"), place)


def ties_of_position(place: Span, what: str) -> Finding:
    """A word on equal rows where they get no places."""
    message = phrase("`{what}` is said of places, and this is no position", what=what)
    return error("E388", message, place, way_out=phrase("leave it out, or ask for the `position of ...`"))


def with_itself(place: Span | None, text: str, subject: str) -> Finding:
    """Both sides of a comparison are the same value."""
    help_text = phrase(
        "a bare name is about the innermost row; for the assessed body say `{subject}.FIELD`", subject=subject
    )
    return warning(
        "W335",
        phrase("`{text}` compares a value with itself", text=text),
        place,
        phrase("both sides mean the same"),
        way_out=help_text,
    )
