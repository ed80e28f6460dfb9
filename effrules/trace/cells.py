"""The steps of cells: where the value of a field stands in the data."""

from __future__ import annotations

from effrules.data.dataset import Row
from effrules.data.grid import RowPlaces
from effrules.exact.observer import Environment
from effrules.model import program as p
from effrules.model.schema import Field, Schema, Titles
from effrules.trace import steps as s
from effrules.trace.selections import called
from effrules.trace.steps import Ref


def cell_row(node: p.AnyField, env: Environment) -> Row:
    """The row in scope whose field is read, or the row that owns it."""
    row: Row = env[node.row.slot]
    for _ in range(node.levels):
        assert row.owner is not None
        row = row.owner
    return row


def cell_step(node: p.AnyField, env: Environment, number: Ref, schema: Schema) -> s.Cell:
    """The step of a cell: the field of the row in scope, or of the row that owns it. It belongs to no clause.

    A field of a form stands in the form's table; that a form is there shows in the cell that says whose it is.
    """
    row = cell_row(node, env)
    table = schema.table_named(row.table)
    declared = None if table is None else table.field_named(node.field)
    place = row.places.get(node.field)
    value = row.values[node.field]
    in_table, field, titles, label = (
        row.table,
        node.field,
        Titles() if declared is None else declared.titles,
        "",
    )
    if table is not None and declared is not None and declared.form is not None:
        in_table, field = declared.form.name, declared.own_name
        if declared.is_form and value is not None:
            field, titles = table.name, table.titles
        if isinstance(row.places, RowPlaces) and in_table in row.places.forms:
            label = row.places.forms[in_table].row_label
    return s.Cell(
        id=number,
        value=value,
        table=in_table,
        field=field,
        titles=titles,
        row=label or called(row),
        choice=_choice(declared, value),
        file="" if place is None else place.file,
        sheet="" if place is None else place.sheet,
        cell="" if place is None else place.cell,
        raw="" if place is None else place.raw,
        percent=declared is not None and declared.percent_numbers,
        shortest=place is not None
        and isinstance(row.places, RowPlaces)
        and row.places.is_shortened(node.field),
        origin=Titles() if place is None else Titles(place.origin.texts),
    )


def _choice(declared: Field | None, value: object) -> Titles:
    if declared is None or not isinstance(value, str):
        return Titles()
    return dict(declared.choice_titles).get(value, Titles())
