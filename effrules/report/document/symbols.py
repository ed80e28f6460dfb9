"""The symbols of a document: one for each field that counts, taken from its title; numbers of clauses stand for scores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from effrules.model import program as p
from effrules.model.schema import Field, Table
from effrules.model.types import Quantity
from effrules.model.walk import walk
from effrules.report.naming import Naming

RESERVED = frozenset("SRWBLCPQMA") | frozenset("АВСРМ")
"""Scores, rows, weights, bands, lines between points, check-lists, penalties, bonuses, maxima, cases; and what looks like them."""

INDICES = "ijklmnpqrstuvyz"
"""Letters for rows, where the rules' own name for a row is longer than a letter or is taken."""


MEANT = frozenset({"e", "x"})
"""Letters that mean something else: the base of the natural logarithm, and what a table is entered with."""


@frozen
class Symbols:
    """The symbols of quantities: by table and field, and of definitions with a title of some words. What is not a quantity is written by its title."""

    fields: Mapping[tuple[str, str], str]
    definitions: Mapping[str, str] = field(factory=dict)

    def of(self, table: str, field: str) -> str:
        """The symbol of a field."""
        return self.fields[table, field]


def symbols(
    program: p.Program,
    naming: Naming,
    expressions: list[p.Expression],
    kept: Symbols | None = None,
) -> Symbols:
    """Give a symbol to each quantity that is read, in the order of the document; those that are ``kept`` stay as they are."""
    known = kept or Symbols({})
    found: dict[tuple[str, str], str] = {}
    taken = {*RESERVED, *known.fields.values(), *known.definitions.values()}
    for table, one in _read(program, expressions):
        if (table.name, one.name) in found:
            continue
        title = naming.title(one.titles, one.own_name.replace("_", " "))
        own = known.fields.get((table.name, one.name))
        chosen = own or next(name for name in _candidates(title) if name not in taken)
        taken.add(chosen)
        found[table.name, one.name] = chosen
    called: dict[str, str] = {}
    for definition in program.definitions.values():
        title = naming.title(definition.titles, "")
        if isinstance(definition.type, Quantity) and len(title.split()) > 1:
            own = known.definitions.get(definition.name)
            chosen = own or next(name for name in _candidates(title) if name not in taken)
            taken.add(chosen)
            called[definition.name] = chosen
    return Symbols(found, called)


def _read(program: p.Program, expressions: list[p.Expression]) -> Iterator[tuple[Table, Field]]:
    for expression in expressions:
        for inner in walk(expression):
            if not isinstance(inner, p.OfField):
                continue
            table = program.schema.above(inner.row.table, inner.levels)
            read = table.field_named(inner.field) if table is not None else None
            if table is not None and read is not None and isinstance(read.type, Quantity):
                yield table, read


def _candidates(title: str) -> Iterator[str]:
    """Ever longer symbols for a title: its initial, the initials of its words, the beginning of its first word."""
    found: list[str] = re.findall(r"[^\W\d_]+", title)
    words = [word for word in found if len(word) > 1] or ["x"]
    yield words[0][0].upper()
    for count in (2, 3, 4):
        if len(words) >= count:
            yield "".join(word[0].upper() for word in words[:count])
    for length in range(2, len(words[0]) + 1):
        yield words[0][:length].capitalize()
    number = 2
    while True:
        yield f"{words[0][0].upper()}{number}"
        number += 1


def index_letter(name: str, taken: set[str]) -> str:
    """A letter for a row: the rules' own where it is one letter, else the first of its name, else the next free one."""
    wanted = name[:1].lower()
    letters: list[str] = [*INDICES]
    if wanted.isascii() and wanted.isalpha() and wanted not in MEANT:
        letters.insert(0, wanted)
    for letter in letters:
        if letter not in taken:
            return letter
    number = 1
    while f"i{number}" in taken:
        number += 1
    return f"i{number}"
