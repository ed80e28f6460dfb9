"""The findings about values, scores and rows that may not be there."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error, warning
from effrules.source import Span


def missing_not_dealt_with(place: Span, name: str, declared: Span | None) -> Finding:
    """A value that may be missing is used as if it were always there."""
    return error(
        "E311",
        f"`{name}` may be missing, and nothing says what then",
        place,
        "may be missing here",
        Note(
            "help",
            f"leave such rows out (`where {name} is known`), state a value (`{name} if missing then ...`), or make the criterion not applicable",
        ),
        related=(Related(declared, "declared here"),) if declared else (),
    )


def not_applicable_not_dealt_with(place: Span, node: str) -> Finding:
    """A score that may not exist is used as if it always did."""
    return error(
        "E312",
        f"`{node}` may be not applicable, and nothing says what then",
        place,
        "may be not applicable here",
        Note(
            "help", f"say `when {node} is applicable then ... otherwise ...`, or `where {node} is applicable`"
        ),
    )


def no_part_dealt_with(place: Span, node: str, parts: Iterable[str], *, of_others: bool) -> Finding:
    """All parts of a node may be not applicable where its formula needs one."""
    part = next(iter(parts), "PART")
    first = f"`{part} is applicable`"
    help_text = (
        f"leave such bodies out: `where {part} is applicable`"
        if of_others
        else f"ask first: `when {first.strip('`')} then ... otherwise ...`"
    )
    whose = "of another body " if of_others else ""
    return error(
        "E312", f"all parts of `{node}` {whose}may be not applicable, and nothing says what then", place,
        "there may be none here", Note("help", help_text),
    )  # fmt: skip


def no_rows_not_dealt_with(place: Span, what: str, inside: Span | None = None) -> Finding:
    """An average over possibly no rows; ``inside`` is where it stands in a definition that is used here."""
    return error(
        "E313",
        f"the {what} of no rows is not defined, and nothing says what then",
        place,
        "",
        Note(
            "help",
            "add `if none then ...`, or make the criterion `not applicable when no ...` of just these rows",
        ),
        related=() if inside is None else (Related(inside, "worked out here"),),
    )


def equal_not_dealt_with(place: Span | None, kind: str) -> Finding:
    """A z-score or min-max that does not exist among equals."""
    return warning(
        "W336", f"the {kind} of equal values does not exist, and nothing says what then", place,
        "fails where all are equal", Note("help", "add `, if all equal then ...`"),
    )  # fmt: skip
