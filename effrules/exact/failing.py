"""What stops a node from being worked out, raised where it arises; the node takes it, and adds for whom it was."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve
from flint import fmpq

from effrules.data.dataset import Row
from effrules.diagnostics import Finding, Note, Place, Related
from effrules.exact.observer import Environment
from effrules.model import program as p
from effrules.model.figures import figure
from effrules.model.numbers import decimal_text
from effrules.model.real import Num
from effrules.model.walk import walk
from effrules.words import Number, Text, phrase

_MOST_CELLS = 6


class Failure(Exception):
    """Carries a finding from where it arises to the node that is being worked out.

    ``settled``: the finding says already for whom it is, or it is nobody's in particular.
    """

    def __init__(self, finding: Finding, settled: bool = False) -> None:
        super().__init__(str(finding.message))
        self.finding = finding
        self.settled = settled


class OutOfSteps(Failure):
    """A node took more steps than it may. Nobody else's value fails for it: it is not remembered."""


def shown(value: object) -> Text:
    """A value in a message: an exact decimal where it has one of up to six places."""
    match value:
        case None:
            return phrase("missing", context="a value")
        case bool():
            return phrase("yes", context="a value") if value else phrase("no", context="a value")
        case fmpq():
            return Number(decimal_text(value, 6))
        case str():
            return f'"{value}"'
        case _ if isinstance(value, Num):
            return Number(figure(value).exact)
        case _:
            return str(value)


def called(row: Row) -> Text:
    """A row as people know it: its label, or its table and key, or its table and whose it is."""
    if row.label:
        return row.said
    if row.key:
        return f'{row.table} "{row.key}"'
    if row.owner is not None:
        return phrase("a row of `{table}` of {owner}", table=row.table, owner=called(row.owner))
    return phrase("a row of `{table}`", table=row.table)


def place_of(expression: p.Expression) -> Place:
    for inner in walk(expression):
        span = getattr(inner, "span", None)
        if span is not None:
            return span  # type: ignore[no-any-return]
    return None


def _fields(expression: p.Expression, environment: Environment) -> Iterable[tuple[Row, str]]:
    """The fields that an expression reads of rows at hand, without those inside its own loops."""
    inside = {
        inner.rows.variable.slot
        for inner in walk(expression)
        if hasattr(inner, "rows") and isinstance(inner.rows, p.Rows)
    }
    for inner in walk(expression):
        if isinstance(inner, p.AnyField) and inner.row.slot not in inside:
            row = environment.get(inner.row.slot)
            for _ in range(inner.levels):
                row = row.owner if row is not None else None
            if isinstance(row, Row):
                yield row, inner.field


def at_hand(
    expression: p.Expression, environment: Environment
) -> tuple[tuple[Note, ...], tuple[Related, ...]]:
    """The rows and cells that an expression was evaluated on."""
    rows: dict[Row, None] = {}
    related: dict[Related, None] = {}
    for row, name in _fields(expression, environment):
        if row.owner is not None:
            rows[row] = None
        cell = row.places.get(name)
        if cell is not None:
            related[
                Related(cell, phrase("`{name}` is {value}", name=name, value=shown(row.values.get(name))))
            ] = None
    notes = tuple(Note("row", called(row)) for row in rows)
    return notes, tuple(related)[:_MOST_CELLS]


def for_whom(finding: Finding, subject: Row, what: Text) -> Finding:
    """A finding with the subject and the node (or adjustment) that was being worked out."""
    return evolve(finding, notes=(*finding.notes, Note("for", called(subject)), Note("in", what)))
