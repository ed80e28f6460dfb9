"""What people call a body that is assessed."""

from __future__ import annotations

from effrules.data.dataset import Row
from effrules.model.schema import Schema
from effrules.model.types import Text

NAME_FIELDS = ("title", "name")
"""A field of the subject that is called so holds what people call it."""


def name_fields(schema: Schema) -> tuple[str, ...]:
    """The fields of the subject that hold what people call it; the first that is filled in counts."""
    found = ((name, schema.subject.field_named(name)) for name in NAME_FIELDS)
    return tuple(name for name, field in found if field is not None and isinstance(field.type, Text))


def name_of(subject: Row, schema: Schema) -> str:
    """What people call a subject: its title or name in the data, else its identifier."""
    for name in name_fields(schema):
        value = subject.values.get(name)
        if isinstance(value, str) and value:
            return value
    return subject.key
