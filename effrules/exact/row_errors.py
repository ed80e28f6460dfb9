"""The findings about what the data does not hold. E705 to E709, E725, E726."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from effrules.data.dataset import Row
from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.lookalikes import hint
from effrules.diagnostics.making import error
from effrules.exact.failing import at_hand, called, place_of, shown
from effrules.exact.observer import Environment
from effrules.model import program as p
from effrules.model.aggregates import AggregateKind
from effrules.model.calendars import Calendar
from effrules.model.real import Num
from effrules.model.types import Value
from effrules.words import phrase


def missing(field: p.AnyField, environment: Environment) -> Finding:
    """A missing value that is used as if it were there; one of a form that a body has not filled in."""
    form, _, own = field.field.rpartition(".")
    row = _row_of(field, environment)
    if form and row.places.get(field.field) is None:
        return error(
            "E726", phrase("`{form}` has no row of {owner}", form=form, owner=called(row)), place_of(field), phrase("`{own}` is needed here", own=own),
            Note("help", phrase("hand in the form; if some may have none, the rules say `form {form} of ..., may be missing`", form=form)),
        )  # fmt: skip
    return missing_in(environment[field.row.slot], field.field, field, environment)


def _row_of(field: p.AnyField, environment: Environment) -> Row:
    row = environment[field.row.slot]
    for _ in range(field.levels):
        row = row.owner
    assert isinstance(row, Row)
    return row


def missing_in(row: Row, name: str, expression: p.Expression, environment: Environment) -> Finding:
    """A missing value of a row."""
    notes, related = at_hand(expression, environment)
    return error(
        "E705", phrase("`{name}` is missing, and nothing says what then", name=name), place_of(expression), phrase("missing here"), *(notes or (Note("row", called(row)),)),
        Note("help", phrase("leave such rows out (`where {name} is known`), or state a value (`{name} if missing then ...`)", name=name)), related=related,
    )  # fmt: skip


def same_missing(row: Row, name: str, rows: p.Rows) -> Finding:
    """``with the same FIELD`` where the field is missing."""
    cell = row.places.get(name)
    related = () if cell is None else (Related(cell, phrase("missing here")),)
    return error(
        "E705",
        phrase("`{name}` is missing, so there are no rows with the same", name=name),
        rows.span,
        "",
        Note("row", called(row)),
        related=related,
    )


def no_rows(expression: p.Expression, kind: AggregateKind | None, table: str) -> Finding:
    """An aggregate over no rows that is not defined then; a share where there is no ``kind``."""
    what = phrase("share", context="of rows") if kind is None else kind.facts.called
    return error(
        "E706", phrase("the {what} of no rows of `{table}` is not defined, and nothing says what then", what=what, table=table), place_of(expression), "",
        Note("help", phrase("add `if none then ...`, or make the criterion `not applicable when no ...`")),
    )  # fmt: skip


def no_such_key(
    lookup: p.FigureOf, key: Value | Num, known: Iterable[Value], environment: Environment
) -> Finding:
    """A key that a table of figures does not have."""
    notes, related = at_hand(lookup.key, environment)
    meant = hint(key, [k for k in known if isinstance(k, str)]) if isinstance(key, str) else ""
    help_notes = (Note("help", meant),) if meant else ()
    return error(
        "E707",
        phrase("the figures `{figures}` have no {key}", figures=lookup.figures, key=shown(key)),
        lookup.span,
        "",
        *notes,
        *help_notes,
        related=related,
    )


def not_among(standing: p.Standing, row: Row) -> Finding:
    """A standing asked for a row that is not one of those it is compared with."""
    return error(
        "E708", phrase("the {standing} of a row that is not among those compared", standing=standing.kind.facts.called), standing.span, "", Note("row", called(row)),
        Note("help", phrase("ask for it only where the row satisfies the `where` of the rows compared")),
    )  # fmt: skip


def all_equal(standing: p.Standing) -> Finding:
    """A z-score or min-max among equal values."""
    return error(
        "E709", phrase("the {standing} is not defined where all values are equal", standing=standing.kind.facts.called), standing.span, "",
        Note("help", phrase("add `if all equal then ...`")),
    )  # fmt: skip


def outside_of_calendar(
    node: p.WorkingDays, day: date, calendar: Calendar, environment: Environment
) -> Finding:
    """A date that a calendar is not for."""
    notes, related = at_hand(node, environment)
    return error(
        "E725", phrase("{day} lies outside of the calendar `{calendar}`, which is from {first} to {last}", day=day, calendar=node.calendar, first=calendar.first, last=calendar.last),
        node.span, "", *notes,
        Note("help", phrase("look at the date; or amend the calendar, so that it reaches as far")), related=related,
    )  # fmt: skip
