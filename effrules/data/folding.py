"""Names as they are compared: one Unicode form, white space folded, case left aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from effrules.model.schema import Field, Schema, Table, Titles

BOTH = ("kk", "ru")
"""The languages that stand side by side in forms."""


def spaced(text: str) -> str:
    """A text in Unicode's composed form (NFC), its white space folded to single spaces, none at the ends."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text).replace("\ufeff", "").split())


def folded(text: str) -> str:
    """A name for comparison: :func:`spaced`, without regard to case."""
    return unicodedata.normalize("NFC", spaced(text).casefold())


def names_of(thing: Field | Table) -> tuple[str, ...]:
    """What a field or table may be called in data: its name and its titles, also both as a form has them, folded."""
    texts = (thing.name, *thing.titles.all_texts(), in_both(thing.titles))
    return tuple(dict.fromkeys(folded(text) for text in texts if text))


def in_both(titles: Titles) -> str:
    """A title as a form has it, in Kazakh and Russian: ``Коды / Код``; in any language where it has neither."""
    texts = [text for language, text in titles.texts if language in BOTH] or titles.all_texts()[:1]
    return " / ".join(dict.fromkeys(texts))


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
