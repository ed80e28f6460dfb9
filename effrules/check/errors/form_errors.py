"""Findings about forms, which each body fills in once; their sentences live nowhere else. Codes: E365 to E369."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error
from effrules.source import Span


def form_of_form(place: Span, name: str, owner: str) -> Finding:
    """A form that is said to belong to another form."""
    return error(
        "E365",
        f"`{name}` cannot belong to `{owner}`, which is a form itself",
        place,
        "",
        Note("help", "a form belongs to the subject, or to the rows of a table"),
    )


def form_owns_rows(place: Span, name: str, form: str, owner: str) -> Finding:
    """A table whose rows are said to belong to a form."""
    return error(
        "E365",
        f"the rows of `{name}` cannot belong to `{form}`, which is a form",
        place,
        "",
        Note("help", f"say `table {name} of {owner}`: each `{owner}` has one `{form}`, so they are its rows"),
    )


def some_of_rows(place: Span, form: str, owner: str, subject: str) -> Finding:
    """A form of some rows of a table only."""
    return error(
        "E395",
        f"`{form}` is a form of `{owner}`: only of a form of `{subject}` a condition can say who has it",
        place,
        "",
        Note(
            "help",
            f"say `form {form} of {owner}, may be missing`, and ask where it is read (`{form} is known`)",
        ),
    )


def form_without_fields(place: Span, name: str) -> Finding:
    """A form in which nothing is filled in."""
    return error("E366", f"the form `{name}` has no fields", place)


def not_in_a_form(place: Span, what: str, form: str, owner: str) -> Finding:
    """A demand that makes no sense in a form."""
    return error(
        "E366",
        f"`{what}` cannot stand in the form `{form}`",
        place,
        "",
        Note("help", f"each `{owner}` has only one `{form}`; say it of a field of `{owner}`"),
    )


def not_rows(place: Span, form: str, owner: str, field: str, subject: bool) -> Finding:
    """A form where rows belong: it has one row for each body, so that there is nothing to go through."""
    here = f"each `{owner}` has exactly one: read its fields, `{form}.{field}`"
    across = (
        f"; across bodies say `sum of {owner[0]}.{form}.{field} among {owner} {owner[0]}`" if subject else ""
    )
    return error("E367", f"`{form}` is a form, not rows", place, "", Note("help", here + across))


def not_a_value(place: Span, form: str, field: str) -> Finding:
    """The name of a form where a value belongs."""
    return error(
        "E367",
        f"`{form}` is a form, not a value",
        place,
        "",
        Note("help", f"read its fields: `{form}.{field}`"),
    )


def always_there(place: Span, form: str, owner: str, declared: Span | None) -> Finding:
    """A question whether a form is there that each body must have."""
    return error(
        "E368",
        f"each `{owner}` has its `{form}`: there is nothing to ask",
        place,
        "",
        Note("help", f"if it may be absent, say `form {form} of {owner}, may be missing`"),
        related=(Related(declared, "declared here"),) if declared else (),
    )


def in_which_form(place: Span, word: str, forms: Iterable[str]) -> Finding:
    """A bare name that fields of several forms bear."""
    said = " or ".join(f"`{form}.{word}`" for form in forms)
    return error("E369", f"`{word}` may be a field of several forms", place, "", Note("help", f"say {said}"))


def form_not_dealt_with(place: Span, name: str, form: str, declared: Span | None, only: str = "") -> Finding:
    """A field of a form that may be missing is read as if the form were always there; ``only``: who has it."""
    what = "may be missing" if not only else "is not there for every body"
    return error(
        "E311",
        f"the form `{form}` {what}, and nothing says what then",
        place,
        f"`{name}` may be missing here",
        Note(
            "help",
            f"ask first (`when {form} is known then ...`, of rows `where {form} is known`), state a value (`{name} if missing then ...`), or make the criterion not applicable (`not applicable when {form} is missing`)",
        )
        if not only
        else Note(
            "help",
            f"it is there where `{only}`: say `only where {only}` of the node that reads it, `when {only} then ...`, or ask first (`when {form} is known then ...`)",
        ),
        related=(Related(declared, "declared here"),) if declared else (),
    )


def not_of_data(place: Span) -> Finding:
    """A demand on the data that asks for a score."""
    return error(
        "E397",
        "`must hold` is about the data: it cannot ask for scores",
        place,
        "",
        Note("help", "it is answered when the data are read; say what must hold of scores as a `property`"),
    )


def not_its_form(place: Span, form: str, body: str, only: str) -> Finding:
    """A row of a form, in a worked case, for a body that does not have it."""
    return error(
        "E396",
        f"`{body}` does not have the form `{form}`",
        place,
        "",
        Note("help", f"only where `{only}` there is one"),
    )


def form_has_no_name(place: Span, form: str, name: str) -> Finding:
    """A name for the form of a body in a worked case."""
    return error(
        "E366",
        f"`{form}` has no name of its own",
        place,
        "",
        Note("help", f"say `{form} of ...`, without `{name}`"),
    )


def not_alike_by(place: Span, field: str, table: str) -> Finding:
    """Rows that are to be alike by a field that a form holds."""
    return error(
        "E366",
        f"`{field}` stands in a form: `with the same` is about fields of `{table}` itself",
        place,
        "",
        Note("help", f"name the row and say it as a condition: `where x.{field} is {field}`"),
    )
