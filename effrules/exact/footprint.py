"""What nodes read of the data: fields, and tables of which they look at the rows. What they do not read cannot change them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from effrules.model import program as p
from effrules.model.schema import Schema
from effrules.model.walk import walk

Cell = tuple[str, str]
"""A table and a field of it, under its full name."""


@frozen
class Footprint:
    """Fields that are read, and tables whose rows are looked at: those that own them are among them.

    ``others``: rows of other subjects are looked at too.
    """

    fields: frozenset[Cell] = frozenset()
    tables: frozenset[str] = frozenset()
    others: bool = False

    def __or__(self, other: Footprint) -> Footprint:
        """Both together."""
        return together((self, other))


def together(footprints: Iterable[Footprint]) -> Footprint:
    """All of them."""
    every = tuple(footprints)
    return Footprint(
        frozenset().union(*(one.fields for one in every)),
        frozenset().union(*(one.tables for one in every)),
        any(one.others for one in every),
    )


class Footprints:
    """Finds what expressions read, through definitions; each definition is looked at once."""

    def __init__(self, schema: Schema, definitions: Mapping[str, p.Definition]) -> None:
        self.owners = {table.name: table.owner for table in schema.tables}
        self._definitions = definitions
        self._bodies: dict[str, Footprint] = {}
        for name in definitions:  # what is called comes before what calls it, so this does not nest deeply
            self._body(name)

    def of(self, expressions: Iterable[p.Expression], rows: Iterable[p.Rows] = ()) -> Footprint:
        """What expressions read, and what tells which ``rows`` are looked at."""
        found: list[Footprint] = []
        fields: set[Cell] = set()
        tables: set[str] = set()
        ahead = list(expressions)
        others = False
        for one in rows:
            others = others or one.population is p.Population.ALL
            tables.update(self._of_rows(one, fields))
            if one.where is not None:
                ahead.append(one.where)
        for expression in ahead:
            for inner in walk(expression):
                match inner:
                    case p.FieldOf(row, name):
                        fields.add((row.table, name))
                    case p.OwnerFieldOf(row, levels, name):
                        fields.add((self._above(row.table, levels), name))
                    case p.Call(definition):
                        found.append(self._body(definition))
                    case p.OverRows():
                        tables.update(self._of_rows(inner.rows, fields))
                        others = others or inner.rows.population is p.Population.ALL
                    case _:
                        pass
        for table, _ in fields:
            tables.update(self.with_owners(table))
        return together([*found, Footprint(frozenset(fields), frozenset(tables), others)])

    def with_owners(self, table: str) -> Iterator[str]:
        """A table, and those that own it."""
        at: str | None = table
        while at is not None:
            yield at
            at = self.owners[at]

    def _of_rows(self, rows: p.Rows, fields: set[Cell]) -> Iterator[str]:
        fields.update((rows.variable.table, name) for name in rows.same)
        if rows.anchor is not None:
            fields.update((rows.anchor.table, name) for name in rows.same)
        return self.with_owners(rows.variable.table)

    def _above(self, table: str, levels: int) -> str:
        for _ in range(levels):
            owner = self.owners[table]
            assert owner is not None, "the checker has seen to it"
            table = owner
        return table

    def _body(self, name: str) -> Footprint:
        known = self._bodies.get(name)
        if known is None:
            known = self._bodies[name] = self.of((self._definitions[name].body,))
        return known
