"""The findings about values, scores and rows that may not be there."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding, Related
from effrules.diagnostics.making import error, warning
from effrules.source import Span
from effrules.words import phrase


def missing_not_dealt_with(place: Span, name: str, declared: Span | None) -> Finding:
    """A value that may be missing is used as if it were always there."""
    return error(
        "E311",
        phrase("`{name}` may be missing, and nothing says what then", name=name),
        place,
        phrase("may be missing here"),
        way_out=phrase(
            "leave such rows out (`where {name} is known`), state a value (`{name} if missing then ...`), or make the criterion not applicable",
            name=name,
        ),
        related=(Related(declared, phrase("declared here")),) if declared else (),
    )


def not_applicable_not_dealt_with(place: Span, node: str) -> Finding:
    """A score that may not exist is used as if it always did."""
    help_text = phrase(
        "say `when {node} is applicable then ... otherwise ...`, or `where {node} is applicable`", node=node
    )
    return error(
        "E312",
        phrase("`{node}` may be not applicable, and nothing says what then", node=node),
        place,
        phrase("may be not applicable here"),
        way_out=help_text,
    )


def no_part_dealt_with(place: Span, node: str, parts: Iterable[str], *, of_others: bool) -> Finding:
    """All parts of a node may be not applicable where its formula needs one."""
    part = next(iter(parts), "PART")
    if of_others:
        message = phrase(
            "all parts of `{node}` of another body may be not applicable, and nothing says what then",
            node=node,
        )
        help_text = phrase("leave such bodies out: `where {part} is applicable`", part=part)
    else:
        message = phrase("all parts of `{node}` may be not applicable, and nothing says what then", node=node)
        help_text = phrase("ask first: `when {part} is applicable then ... otherwise ...`", part=part)
    return error("E312", message, place, phrase("there may be none here"), way_out=help_text)


def no_rows_not_dealt_with(place: Span, what: str, inside: Span | None = None) -> Finding:
    """An average over possibly no rows; ``inside`` is where it stands in a definition that is used here."""
    return error(
        "E313",
        phrase("the {what} of no rows is not defined, and nothing says what then", what=what),
        place,
        way_out=phrase(
            "add `if none then ...`, or make the criterion `not applicable when no ...` of just these rows"
        ),
        related=() if inside is None else (Related(inside, phrase("worked out here")),),
    )


def equal_not_dealt_with(place: Span | None, kind: str) -> Finding:
    """A z-score or min-max that does not exist among equals."""
    return warning(
        "W336",
        phrase("the {kind} of equal values does not exist, and nothing says what then", kind=kind),
        place,
        phrase("fails where all are equal"),
        way_out=phrase("add `, if all equal then ...`"),
    )
