"""What names mean at a place in the rules, and what is known to be there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from attrs import define, evolve, field, frozen

from effrules.check.draft import Draft
from effrules.diagnostics import Finding
from effrules.model.program import Definition, Figures, RowVariable
from effrules.model.schema import Field, Schema, Table
from effrules.model.types import Type

Fact = tuple[int, str]
"""A field of the row in a slot that is known to have a value, or (slot, "node:NAME") for an applicable node."""


@define
class World:
    """Everything that is declared, as far as it has been checked, and the findings so far."""

    draft: Draft
    found: list[Finding]
    schema: Schema = field(factory=lambda: Schema(()))
    units: set[str] = field(factory=set)
    definitions: dict[str, Definition] = field(factory=dict)
    figures: dict[str, Figures] = field(factory=dict)
    requires: dict[str, dict[Fact, object]] = field(factory=dict)
    may_be_not_applicable: Callable[[str, str | None], bool] = field(default=lambda _name, _inside: False)
    define_now: Callable[[str], Definition | None] = field(default=lambda _name: None)
    used: set[tuple[str, str]] = field(factory=set)
    slots: count[int] = field(factory=lambda: count(1))

    def table(self, name: str) -> Table | None:
        """The table (or subject) of that name."""
        return self.schema.table_named(name)

    def linked(self, table: Table) -> list[tuple[Field, Figures]]:
        """The figures that a table's fields look up, with the field that holds the key."""
        columns = [column for column in table.fields if column.lookup in self.figures]
        return [(column, self.figures[str(column.lookup)]) for column in columns]

    def mark(self, kind: str, name: str) -> None:
        """Note that something is used."""
        self.used.add((kind, name))


@frozen
class Scope:
    """The rows and values in scope, innermost row first; the last row is the assessed subject.

    ``node`` is the node whose formula this is; ``its_parts`` the same where a formula may speak of `its parts`, and
    ``whole`` the formula that is nothing else. ``own`` holds the slots of the parameters of the definition that
    is being checked, whose fields may be missing without a test: the caller must have tested (``required``).
    """

    world: World
    rows: tuple[RowVariable, ...]
    values: tuple[tuple[str, int, Type], ...] = ()
    known: frozenset[Fact] = frozenset()
    node: str | None = None
    its_parts: str | None = None
    whole: object = field(default=None, eq=False)
    own: frozenset[int] = frozenset()
    required: dict[Fact, object] | None = field(default=None, eq=False)
    guarded_rows: frozenset[str] = frozenset()
    lenient: bool = False

    def with_row(self, row: RowVariable) -> Scope:
        """This scope with one more row, innermost."""
        return evolve(self, rows=(row, *self.rows))

    def knowing(self, facts: frozenset[Fact]) -> Scope:
        """This scope with more known."""
        return evolve(self, known=self.known | facts) if facts - self.known else self

    def row_named(self, name: str) -> RowVariable | None:
        """The innermost row of that name."""
        return next((row for row in self.rows if row.name == name), None)

    def row_of(self, table: str) -> RowVariable | None:
        """The innermost row of a table."""
        return next((row for row in self.rows if row.table == table), None)

    @property
    def subject(self) -> RowVariable:
        """The innermost row that is a subject: bare names of nodes and definitions are about it."""
        return self.subjects[0]

    @property
    def subjects(self) -> tuple[RowVariable, ...]:
        """The rows that are subjects, innermost first; the last one is the assessed subject."""
        name = self.world.schema.subject.name
        return tuple(row for row in self.rows if row.table == name)

    @property
    def alike(self) -> tuple[RowVariable, ...]:
        """Parameters of the definition at hand between which no order tells which one a bare name means."""
        innermost = self.rows[0]
        if innermost.slot == 0 or innermost.slot not in self.own:
            return ()
        return tuple(row for row in self.rows if row.slot in self.own and row.slot != 0)

    def inside(self, subject: RowVariable) -> str | None:
        """The node at hand where something is asked about the subject for whom it is worked out.

        Of another subject nothing is known: neither that node nor those above it need be applicable there.
        """
        return self.node if subject.slot == 0 else None

    def fields_in_reach(self) -> list[str]:
        """The names that a single word may mean here, for did-you-mean."""
        names = [name for name, _, _ in self.values]
        for row in self.rows:
            names.append(row.name)
            table = self.world.table(row.table)
            if table is not None:
                names.extend(f.name for f in table.fields)
        names.extend(name for kind, name in self.world.draft.things if kind in ("define", "figures"))
        names.extend(self.world.draft.nodes)
        return [*names, "total"]
