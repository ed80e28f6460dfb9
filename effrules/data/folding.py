"""Names as they are compared: one Unicode form, white space folded, case left aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from effrules.model.schema import Field, Schema, Table


def spaced(text: str) -> str:
    """A text in Unicode's composed form (NFC), its white space folded to single spaces, none at the ends."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text).replace("\ufeff", "").split())


def folded(text: str) -> str:
    """A name for comparison: :func:`spaced`, without regard to case."""
    return unicodedata.normalize("NFC", spaced(text).casefold())


def names_of(thing: Field | Table) -> tuple[str, ...]:
    """What a field or table may be called in data: its name and its titles, folded."""
    return tuple(dict.fromkeys(folded(text) for text in (thing.name, *thing.titles.all_texts())))


def owners(table: Table, schema: Schema) -> tuple[Table, ...]:
    """The tables that a table's rows belong to, the subject first."""
    chain: list[Table] = []
    at = table.owner
    while at is not None:
        owner = schema.table_named(at)
        if owner is None or owner in chain:
            break
        chain.append(owner)
        at = owner.owner
    return tuple(reversed(chain))


def known_headings(schema: Schema) -> frozenset[str]:
    """Every heading that some table of the rules would understand."""
    tables = schema.as_read
    things: Iterable[Field | Table] = [*tables, *(f for t in tables for f in t.fields)]
    return frozenset({"id"}.union(*(names_of(thing) for thing in things)))
