"""What people call a body that is assessed."""

from __future__ import annotations

from effrules.data.dataset import Row
from effrules.model.schema import Schema
from effrules.model.types import Text

NAME_FIELDS = ("title", "name")
"""A field of the subject that is called so holds what people call it."""


def name_of(subject: Row, schema: Schema) -> str:
    """What people call a subject: its title or name in the data, else its identifier."""
    for name in NAME_FIELDS:
        field = schema.subject.field_named(name)
        value = subject.values.get(name)
        if field is not None and isinstance(field.type, Text) and isinstance(value, str) and value:
            return value
    return subject.key
