"""The findings about kinds, types, units and values that do not fit where they stand."""

from __future__ import annotations

from effrules.check.errors.value_words import a
from effrules.diagnostics import Finding, Note
from effrules.diagnostics.making import error
from effrules.source import Span


def wrong_kind(place: Span, word: str, is_a: str, wanted: str) -> Finding:
    """A name of something else than what belongs here."""
    return error("E302", f"`{word}` is {is_a}, but {wanted} belongs here", place)


def wrong_type(place: Span, got: object, wanted: object, help_text: str = "") -> Finding:
    """A value of the wrong type."""
    notes = (Note("help", help_text),) if help_text else ()
    return error("E303", f"{a(wanted)} must stand here, but this is {a(got)}", place, a(got), *notes)


def mixed_units(place: Span, operation: str, left: object, right: object) -> Finding:
    """Two values whose units do not go together."""
    help_text = (
        "write the unit after the number" if "plain" in f"{left} {right}" else "bring both to the same unit"
    )
    if {str(left), str(right)} == {"share", "number"}:
        help_text = "say `share(...)` or `number(...)` to turn one into the other"
    return error(
        "E304", f"{a(left)} and {a(right)} cannot be {operation}", place, "", Note("help", help_text)
    )


def bad_value(place: Span, what: str) -> Finding:
    """A value of a figure or an example that its column does not admit."""
    return error("E327", what, place)


def not_of_type(place: Span, column: str, wanted: object) -> Finding:
    """A value of a figure or an example that is of another type than its column."""
    return bad_value(place, f"`{column}` holds {a(wanted)}, but this is `{place.text}`")


def bad_constraint(place: Span, what: str) -> Finding:
    """A constraint of a field that makes no sense for its type."""
    return error("E316", what, place)


def wrong_arguments(place: Span, name: str, wanted: int, got: int) -> Finding:
    """A definition or function with the wrong number of arguments."""
    return error("E314", f"`{name}` takes {wanted} argument{'s' if wanted != 1 else ''}, not {got}", place)


def cannot_be_row(place: Span, name: str) -> Finding:
    """A row where a value belongs."""
    return error(
        "E325", f"`{name}` is a row, not a value", place, "", Note("help", f"name a field: `{name}.FIELD`")
    )
