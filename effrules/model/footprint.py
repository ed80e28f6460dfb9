"""What nodes read of the data: fields, and tables of which they look at the rows. What they do not read cannot change them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from effrules.model import program as p
from effrules.model.reading import Cell, alike, cells
from effrules.model.schema import Schema
from effrules.model.walk import walk


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
        self._schema = schema
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

        def look_at(one: p.Rows) -> bool:
            tables.update(self.with_owners(one.variable.table))
            return one.population is p.Population.ALL

        for one in rows:
            others |= look_at(one)
            fields.update(alike(one))
            if one.where is not None:
                ahead.append(one.where)
        for expression in ahead:
            for inner in walk(expression):
                fields.update(cells(inner, self._schema))
                if isinstance(inner, p.OverRows):
                    others |= look_at(inner.rows)
                elif isinstance(inner, p.Call):
                    found.append(self._body(inner.definition))
        for table, _ in fields:
            tables.update(self.with_owners(table))
        return together([*found, Footprint(frozenset(fields), frozenset(tables), others)])

    def with_owners(self, table: str) -> Iterator[str]:
        """A table, and those that own it."""
        at = self._schema.table_named(table)
        while at is not None:
            yield at.name
            at = None if at.owner is None else self._schema.table_named(at.owner)

    def _body(self, name: str) -> Footprint:
        known = self._bodies.get(name)
        if known is None:
            known = self._bodies[name] = self.of((self._definitions[name].body,))
        return known
