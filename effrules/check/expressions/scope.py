"""What names mean at a place in the rules, and what is known to be there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import assert_never

from attrs import define, evolve, field, frozen

from effrules.amend.draft import Draft
from effrules.check.errors import clause_errors
from effrules.check.errors.refused import SILENT, Refused
from effrules.check.expressions.facts import (
    Clause,
    Fact,
    FieldGiven,
    Literal,
    NodeApplicable,
    RowsThere,
    Told,
    told,
)
from effrules.diagnostics import Finding
from effrules.model import kinds
from effrules.model.forms import Outer
from effrules.model.program import Definition, Expression, Figures, RowVariable
from effrules.model.schema import Field, Schema, Table
from effrules.model.types import Type
from effrules.model.values.known import spoken_of
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.words import Text

Requirement = tuple[Fact, frozenset[Literal]]
"""What a definition takes for known, and the plain conditions under which it is asked for."""

Elaborated = Callable[[ast.Expression, "Scope", Type | None], tuple[Expression, Type]]
"""The program's expression for a syntax tree at a place, and its type; where a type is wanted, names are understood by it."""

MOST_CONDITIONS = 20
"""So many plain conditions are remembered around a place; with fewer, more is asked for, never less."""
MOST_CASES = 5_000
"""Among so many kinds of subjects at most a form of some of them is looked for."""
MOST_WAYS = 8
"""In so many ways is one thing asked for by a definition; after that it is asked for whatever the conditions."""


@define
class World:
    """Everything that is declared, as far as it has been checked, and the findings so far.

    ``elaborated`` makes the program's expression: an operand may be any expression, so each kind reaches all others through it.
    """

    draft: Draft
    found: list[Finding]
    elaborated: Elaborated
    schema: Schema = field(factory=lambda: Schema(()))
    units: set[str] = field(factory=set)
    definitions: dict[str, Definition] = field(factory=dict)
    figures: dict[str, Figures] = field(factory=dict)
    requires: dict[str, dict[Requirement, object]] = field(factory=dict)
    may_be_not_applicable: Callable[[str, str | None], bool] = field(default=lambda _name, _inside: False)
    define_now: Callable[[str], Definition | None] = field(default=lambda _name: None)
    used: set[tuple[ast.Kept, str]] = field(factory=set)
    used_fields: set[tuple[str, str]] = field(factory=set)
    """By the names of their tables, and their own."""
    slots: count[int] = field(factory=lambda: count(1))
    _said: dict[tuple[str, bool], Told] = field(factory=dict)

    @property
    def no_total(self) -> ast.NoTotal | None:
        """The statement that the rules give no total, if they make it."""
        return next((e.declared for e in self.draft.total if isinstance(e.declared, ast.NoTotal)), None)

    def refuse(self, refused: Refused) -> None:
        """Take down why something was refused, unless that has been told."""
        if refused.finding.code != SILENT:
            self.found.append(refused.finding)

    def twice(self, again: Span, what: Text) -> None:
        """Take down that something is said again."""
        self.found.append(clause_errors.said_twice(again, what))

    def told_by(self, name: str, holds: bool) -> Told:
        """What a definition that is yes or no tells where it holds, or does not."""
        definition = self.definitions.get(name)
        if definition is None:
            return Told()
        found = self._said.get((name, holds))
        if found is None:
            found = self._said[name, holds] = told(definition.body, holds, self.told_by)
        return found

    def table(self, name: str) -> Table | None:
        """The table (or subject) of that name."""
        return self.schema.table_named(name)

    def linked(self, table: Table) -> list[tuple[Field, Figures]]:
        """The figures that a table's fields look up, with the field that holds the key."""
        columns = [column for column in table.fields if column.lookup in self.figures]
        return [(column, self.figures[str(column.lookup)]) for column in columns]

    def mark(self, kind: ast.Kept, name: str) -> None:
        """Note that something is used."""
        self.used.add((kind, name))

    def mark_field(self, table: Table, name: str) -> None:
        """Note that a field is used."""
        self.used_fields.add((table.name, name))


@frozen
class Scope:
    """The rows and values in scope, innermost row first; the last row is the assessed subject.

    ``node`` is the node whose formula this is; ``its_parts`` the same where a formula may speak of `its parts`, and
    ``whole`` the formula that is nothing else. ``own`` holds the slots of the parameters of the definition that
    is being checked, whose fields may be missing without a test: the caller must have tested (``required``). ``path``
    are the plain conditions that came out so at this place; ``clauses`` what is known under some of them;
    ``told`` the conditions around this place, and whether they hold.
    """

    world: World
    rows: tuple[RowVariable, ...]
    values: tuple[tuple[str, int, Type], ...] = ()
    known: frozenset[Fact] = frozenset()
    node: str | None = None
    its_parts: str | None = None
    whole: object = field(default=None, eq=False)
    own: frozenset[int] = frozenset()
    clauses: frozenset[Clause] = frozenset()
    path: frozenset[Literal] = frozenset()
    required: dict[Requirement, object] | None = field(default=None, eq=False)
    lenient: bool = False
    told: tuple[tuple[Expression, bool], ...] = ()

    def with_row(self, row: RowVariable) -> Scope:
        """This scope with one more row, innermost."""
        return evolve(self, rows=(row, *self.rows))

    def knowing(self, facts: frozenset[Fact]) -> Scope:
        """This scope with more known."""
        return evolve(self, known=self.known | facts) if facts - self.known else self

    def after(self, condition: Expression, holds: bool = True) -> Scope:
        """This scope where a condition holds, or does not."""
        more = told(condition, holds, self.world.told_by)
        room = len(self.path) + len(more.literals) <= MOST_CONDITIONS
        return evolve(
            self,
            known=self.known | more.facts,
            clauses=self.clauses | more.clauses,
            path=self.path | more.literals if room else self.path,
            told=(*self.told, (condition, holds)) if len(self.told) < MOST_CONDITIONS else self.told,
        )

    def knows(self, fact: Fact, path: frozenset[Literal] | None = None) -> bool:
        """Whether a fact is known here, or (``path``) wherever some plain conditions come out so."""
        under = self.path if path is None else path
        if fact in self.known or any((key, not holds) in under for key, holds in under):
            return True
        if self._of_its_kind(fact):
            return True
        return any(told_of == fact and conditions <= under for conditions, told_of in self.clauses)

    def _of_its_kind(self, fact: Fact) -> bool:
        """Whether it is the fact that a form is there, and the conditions around say that the subject is of a kind that has it."""
        subject = self.world.schema.subject
        if not isinstance(fact, FieldGiven) or fact.levels:
            return False
        form = subject.form_named(fact.field)
        if form is None or form.where is None or form.optional or not self._is_subject(fact.slot):
            return False
        slot, where = fact.slot, form.where
        said = [(one, holds) for one, holds in self.told if kinds.fields_of(one, slot)]
        fields = kinds.fields_of(where).union(*(kinds.fields_of(one, slot) for one, _ in said))
        known = tuple(sorted(name for name in fields if kinds.cases(subject, (name,), MOST_CASES)))
        for case in kinds.cases(subject, known, MOST_CASES) or ({},):
            if any(kinds.decided(one, case, slot) is (not holds) for one, holds in said):
                continue
            if kinds.decided(where, case) is not True:
                return False
        return True

    def _is_subject(self, slot: int) -> bool:
        """Whether the row in a slot is a subject."""
        return any(row.slot == slot for row in self.subjects)

    def require(self, fact: Fact, path: frozenset[Literal], where: object) -> bool:
        """Ask the users of the definition at hand to know something; ``False`` where there are none to ask."""
        if self.required is None or not self.may_ask(fact):
            return False
        ways = [way for way in self.required if way[0] == fact]
        if len(ways) >= MOST_WAYS:
            for way in ways:
                del self.required[way]
            path = frozenset()
        if not any(way[1] <= path for way in ways) or not path:
            self.required.setdefault((fact, path), where)
        return True

    def may_ask(self, fact: Fact) -> bool:
        """Whether a fact is about nothing but what the definition at hand is given."""
        match fact:
            case FieldGiven(slot) | NodeApplicable(slot):
                return slot in self.own
            case RowsThere(rows):
                return spoken_of(rows) <= {
                    Outer(slot) for slot in (0, *self.own, *(slot for _, slot, _ in self.values))
                }
            case _:
                assert_never(fact)

    def row_named(self, name: str) -> RowVariable | None:
        """The innermost row of that name."""
        return next((row for row in self.rows if row.name == name), None)

    def row_of(self, table: str) -> RowVariable | None:
        """The innermost row of a table."""
        return next((row for row in self.rows if row.table == table), None)

    def row_with_form(self, form: str) -> RowVariable | None:
        """The innermost row that has a form of that name."""
        for row in self.rows:
            table = self.world.table(row.table)
            if table is not None and table.form_named(form) is not None:
                return row
        return None

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
                names.extend(name for f in table.fields for name in (f.name, f.own_name))
                names.extend(form.name for form in table.forms)
        names.extend(
            name for kind, name in self.world.draft.things if kind in (ast.Kept.DEFINE, ast.Kept.FIGURES)
        )
        names.extend(self.world.draft.nodes)
        return names if self.world.no_total is not None else [*names, "total"]
