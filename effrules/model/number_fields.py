"""Fields with numbers, by the names that a command line calls them: ``TABLE.FIELD``, of a form ``FORM.FIELD``."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.model.schema import Field, Schema
from effrules.model.types import Quantity


def field_of(schema: Schema, name: str) -> tuple[str, Field] | None:
    """The table and the field that ``TABLE.FIELD`` names; the fields of a form under its name or that of its owner."""
    first, _, rest = name.partition(".")
    table, owner = schema.table_named(first), schema.owner_of_form(first)
    if table is not None and (found := table.field_named(rest)) is not None:
        return table.name, found
    if owner is not None and (found := owner.field_named(name)) is not None:
        return owner.name, found
    return None


def numeric(schema: Schema) -> Iterator[str]:
    """The names of all fields with numbers."""
    for table in schema.tables:
        for field in table.fields:
            if isinstance(field.type, Quantity):
                yield field.name if field.form is not None else f"{table.name}.{field.name}"
