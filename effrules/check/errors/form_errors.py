"""Findings about forms, which each body fills in once; their sentences live nowhere else. Codes: E365 to E369."""

from __future__ import annotations

from collections.abc import Iterable

from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error
from effrules.source import Span
from effrules.words import any_of, phrase, template

FORM_OF = template("the `{form}` of `{body}`")


def form_of_form(place: Span, name: str, owner: str) -> Finding:
    """A form that is said to belong to another form."""
    message = phrase("`{name}` cannot belong to `{owner}`, which is a form itself", name=name, owner=owner)
    help_text = phrase("a form belongs to the subject, or to the rows of a table")
    return error("E365", message, place, way_out=help_text)


def called_like_a_field(place: Span, name: str, table: str, form: Span) -> Finding:
    """A form and a field, in it or beside it, that have one name."""
    said = phrase(
        "`{name}` is a form, and a field of `{table}`: the name alone would mean both", name=name, table=table
    )
    note = Note("help", phrase("give the field or the form another name"))
    return error("E204", said, place, "", note, related=(Related(form, phrase("the form")),))


def form_owns_rows(place: Span, name: str, form: str, owner: str) -> Finding:
    """A table whose rows are said to belong to a form."""
    message = phrase("the rows of `{name}` cannot belong to `{form}`, which is a form", name=name, form=form)
    help_text = phrase(
        "say `table {name} of {owner}`: each `{owner}` has one `{form}`, so they are its rows",
        name=name,
        owner=owner,
        form=form,
    )
    return error("E365", message, place, way_out=help_text)


def some_of_rows(place: Span, form: str, owner: str, subject: str) -> Finding:
    """A form of some rows of a table only."""
    message = phrase(
        "`{form}` is a form of `{owner}`: only of a form of `{subject}` a condition can say who has it",
        form=form,
        owner=owner,
        subject=subject,
    )
    help_text = phrase(
        "say `form {form} of {owner}, may be missing`, and ask where it is read (`{form} is known`)",
        form=form,
        owner=owner,
    )
    return error("E395", message, place, way_out=help_text)


def form_without_fields(place: Span, name: str) -> Finding:
    """A form in which nothing is filled in."""
    return error("E366", phrase("the form `{name}` has no fields", name=name), place)


def not_in_a_form(place: Span, what: str, form: str, owner: str) -> Finding:
    """A demand that makes no sense in a form."""
    message = phrase("`{what}` cannot stand in the form `{form}`", what=what, form=form)
    help_text = phrase(
        "each `{owner}` has only one `{form}`; say it of a field of `{owner}`", owner=owner, form=form
    )
    return error("E366", message, place, way_out=help_text)


def not_rows(place: Span, form: str, owner: str, field: str, subject: bool) -> Finding:
    """A form where rows belong: it has one row for each body, so that there is nothing to go through."""
    help_text = phrase(
        "each `{owner}` has exactly one: read its fields, `{form}.{field}`",
        owner=owner,
        form=form,
        field=field,
    )
    if subject:
        across = f"sum of {owner[0]}.{form}.{field} among {owner} {owner[0]}"
        help_text = phrase("{told}; across bodies say `{across}`", told=help_text, across=across)
    return error("E367", phrase("`{form}` is a form, not rows", form=form), place, way_out=help_text)


def not_a_value(place: Span, form: str, field: str) -> Finding:
    """The name of a form where a value belongs."""
    help_text = phrase("read its fields: `{form}.{field}`", form=form, field=field)
    return error("E367", phrase("`{form}` is a form, not a value", form=form), place, way_out=help_text)


def always_there(place: Span, form: str, owner: str, declared: Span | None) -> Finding:
    """A question whether a form is there that each body must have."""
    message = phrase("each `{owner}` has its `{form}`: there is nothing to ask", owner=owner, form=form)
    help_text = phrase(
        "if it may be absent, say `form {form} of {owner}, may be missing`", form=form, owner=owner
    )
    return error("E368", message, place, way_out=help_text, related=_declared(declared))


def in_which_form(place: Span, word: str, forms: Iterable[str]) -> Finding:
    """A bare name that fields of several forms bear."""
    said = any_of(f"`{form}.{word}`" for form in forms)
    message = phrase("`{word}` may be a field of several forms", word=word)
    return error("E369", message, place, way_out=phrase("say {ways}", ways=said))


def form_not_dealt_with(place: Span, name: str, form: str, declared: Span | None, only: str = "") -> Finding:
    """A field of a form that may be missing is read as if the form were always there; ``only``: who has it."""
    if only:
        message = phrase(
            "the form `{form}` is not there for every body, and nothing says what then", form=form
        )
        help_text = phrase(
            "it is there where `{only}`: say `only where {only}` of the node that reads it, `when {only} then ...`, or ask first (`when {form} is known then ...`)",
            only=only,
            form=form,
        )
    else:
        message = phrase("the form `{form}` may be missing, and nothing says what then", form=form)
        help_text = phrase(
            "ask first (`when {form} is known then ...`, of rows `where {form} is known`), state a value (`{name} if missing then ...`), or make the criterion not applicable (`not applicable when {form} is missing`)",
            form=form,
            name=name,
        )
    label = phrase("`{name}` may be missing here", name=name)
    return error("E311", message, place, label, way_out=help_text, related=_declared(declared))


def not_of_data(place: Span) -> Finding:
    """A demand on the data that asks for a score."""
    help_text = phrase("it is answered when the data are read; say what must hold of scores as a `property`")
    return error(
        "E397", phrase("`must hold` is about the data: it cannot ask for scores"), place, way_out=help_text
    )


def not_its_form(place: Span, form: str, body: str, only: str) -> Finding:
    """A row of a form, in a worked case, for a body that does not have it."""
    message = phrase("`{body}` does not have the form `{form}`", body=body, form=form)
    return error("E396", message, place, way_out=phrase("only where `{only}` there is one", only=only))


def form_has_no_name(place: Span, form: str, name: str) -> Finding:
    """A name for the form of a body in a worked case."""
    help_text = phrase("say `{form} of ...`, without `{name}`", form=form, name=name)
    return error("E366", phrase("`{form}` has no name of its own", form=form), place, way_out=help_text)


def not_alike_by(place: Span, field: str, table: str) -> Finding:
    """Rows that are to be alike by a field that a form holds."""
    message = phrase(
        "`{field}` stands in a form: `with the same` is about fields of `{table}` itself",
        field=field,
        table=table,
    )
    help_text = phrase("name the row and say it as a condition: `where x.{field} is {field}`", field=field)
    return error("E366", message, place, way_out=help_text)


def _declared(place: Span | None) -> tuple[Related, ...]:
    return (Related(place, phrase("declared here")),) if place else ()
