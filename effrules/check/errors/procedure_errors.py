"""The findings about how the year goes: who assesses, stages, spot checks, recommendations."""

from __future__ import annotations

from effrules.diagnostics import Finding
from effrules.diagnostics.making import error, warning
from effrules.source import Span
from effrules.words import Text, phrase, template

CLAUSE_OF = template("`{clause}` of {what}")
"""What can be said once."""

KIND_CLAUSE = phrase("what is done (`kind reports`)")
COVERS_CLAUSE = phrase("what may be verified (`of TABLE.FIELD`)")
NODE_CLAUSE = phrase("what it is about (`for criterion ...`)")
WHEN_CLAUSE = phrase("when it is made (`when ...`)")
TEXT_CLAUSE = phrase("what it says (`text kk ... ru ... en ...`)")
TEXT_OF = template("the text of {what}")
"""What may be lacking."""


def of_scores(place: Span) -> Finding:
    """A condition on who assesses whom that asks for scores."""
    said = phrase("who assesses whom cannot depend on scores")
    return error(
        "E345",
        said,
        place,
        way_out=phrase("ask for what is known of the body beforehand: its kind, its code"),
    )


def no_calendar(place: Span) -> Finding:
    """Working days without a calendar."""
    said = phrase("nothing says which days are working days")
    return error(
        "E346",
        said,
        place,
        way_out=phrase("say `by calendar ...`, and declare the calendar; or count `calendar days`"),
    )


def needless_calendar(place: Span, name: str) -> Finding:
    """A calendar by which nothing is counted."""
    said = phrase("calendar days are counted without the calendar `{name}`", name=name)
    return error("E346", said, place, way_out=phrase("say `working days`, or take `by calendar` out"))


def days_said_twice(place: Span, name: str) -> Finding:
    """A stage with days and a window."""
    said = phrase("stage `{name}` has days (`from`, `to`) and a window (`within`)", name=name)
    return error("E347", said, place, way_out=phrase("say only one of the two"))


def ends_before(place: Span, name: str) -> Finding:
    """A stage whose last day comes before its first one."""
    said = phrase("the last day of stage `{name}` comes before its first one", name=name)
    return error("E347", said, place, way_out=phrase("look at the days, and of which year they are"))


def commission_of_bodies(place: Span, name: str) -> Finding:
    """A stage that those who are assessed carry out, and a commission too."""
    said = phrase("stage `{name}` is carried out by those who are assessed, and by a commission", name=name)
    return error(
        "E347", said, place, way_out=phrase("take `by a commission` out, or say who else carries it out")
    )


def whose_row(place: Span, table: str, subject: str) -> Finding:
    """A row that is to be added to a table of which the body is not the owner."""
    said = phrase("a row of `{table}` does not belong to the {subject} itself", table=table, subject=subject)
    help_text = phrase(
        "add it to a table of {subject}, or count it in a field of a form of {subject}", subject=subject
    )
    return error("E348", said, place, way_out=help_text)


def days_of_what(place: Span, occasion: str) -> Finding:
    """An amount for each day of something that takes no days."""
    said = phrase("`{occasion}` has no days to count", occasion=occasion)
    return error("E348", said, place, way_out=phrase("only what is late is so for a number of days"))


def no_number(place: Span, field: str) -> Finding:
    """Something that is no number is to be one more."""
    said = phrase("`{field}` is no number: there cannot be one more", field=field)
    return error(
        "E348", said, place, way_out=phrase("name a field that counts, or add a row: `adds TABLE {{ ... }}`")
    )


def verified_twice(place: Span, field: str, other: str) -> Finding:
    """A field of two spot checks."""
    said = phrase("`{field}` may be verified by spot check `{other}` too", field=field, other=other)
    return error(
        "E349",
        said,
        place,
        way_out=phrase("a difference has one consequence: leave the field to one of them"),
    )


def assesses_itself(place: Span | None, node: Text, name: str, key: str) -> Finding:
    """An institution that assesses the body that it is itself."""
    said = phrase("`{name}` assesses {node}, and is itself the body `{key}`", name=name, node=node, key=key)
    help_text = phrase("say who assesses that body: `assessed by ... where ...` in {node}", node=node)
    return warning("W349", said, place, way_out=help_text)


def reports_only(place: Span) -> Finding:
    """Tables of a stage in which nothing is reported."""
    said = phrase("only in a stage of the kind `reports` something is reported")
    return error("E350", said, place, way_out=phrase("say `kind reports`, or take `of` out"))


def no_reporter(place: Span, subject: str) -> Finding:
    """Tables of which nobody, or the body and others at once, are to report."""
    said = phrase("it is not clear who reports this")
    return error(
        "E350", said, place,
        way_out=phrase("say `by {subject}`, or the institutions; for each a stage of its own", subject=subject),
    )  # fmt: skip


def assessors_of_what(place: Span) -> Finding:
    """Tables that assessors report, without the part that they assess."""
    said = phrase("`by assessors` does not say whose assessors")
    return error("E350", said, place, way_out=phrase("say of which part of the tree: `for block ...`"))


def reported_below(place: Span, table: str, owner: str) -> Finding:
    """A table below another one."""
    said = phrase("`{table}` is reported by who reports `{owner}`", table=table, owner=owner)
    return error("E350", said, place, way_out=phrase("name `{owner}`, or what that belongs to", owner=owner))


def reported_whole(place: Span, subject: str) -> Finding:
    """The body as a whole."""
    said = phrase("who is assessed stands in the list of bodies, and is reported by nobody")
    return error("E350", said, place, way_out=phrase("name a field: `of {subject}.FIELD`", subject=subject))


def reported_apart(place: Span, table: str, field: str) -> Finding:
    """An identifier, or a field of a table with many rows."""
    said = phrase("`{table}.{field}` cannot come from somebody else than the rest of its row", table=table, field=field)  # fmt: skip
    help_text = phrase("name the whole table, or put the field into a form of its own")
    return error("E350", said, place, way_out=help_text)


def reported_twice(place: Span, what: str, other: str) -> Finding:
    """What two stages say is reported."""
    said = phrase("`{what}` is reported in stage `{other}` too", what=what, other=other)
    return error("E350", said, place, way_out=phrase("leave it to one of them"))


def proposals_only(place: Span) -> Finding:
    """Years running of a stage in which nothing is proposed."""
    said = phrase("only a stage of the kind `proposals` is about those of whom something holds for years")
    return error("E351", said, place, way_out=phrase("say `kind proposals`, or take `years running` out"))
