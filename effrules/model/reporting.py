"""Who reports what: the tables and fields that rules say institutions report, and what is left to the bodies themselves."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen

from effrules.model import program as p
from effrules.model.procedure import StageKind
from effrules.model.schema import Field, Schema, Table
from effrules.model.walk import walk

Column = tuple[str, str | None]
"""A table or form as it is read, with a field; ``None``: all of it."""


def by_bodies(program: p.Program, stage: p.Stage) -> bool:
    """Whether a stage is one in which those who are assessed report."""
    return stage.kind is StageKind.REPORTS and (not stage.by or program.schema.subject.name in stage.by)


def by_others(program: p.Program) -> Iterator[p.Stage]:
    """The stages in which institutions report something."""
    for one in program.stages.values():
        if one.kind is StageKind.REPORTS and one.columns and not by_bodies(program, one):
            yield one


@frozen
class Split:
    """What of the tables is reported by others: fields by their tables, tables and forms as a whole."""

    schema: Schema
    columns: frozenset[Column]

    def holds(self, table: str, field: str | None = None) -> bool:
        """Whether a table as it is read (or only a field of it) is among them."""
        at: str | None = table
        while at is not None:
            if (at, None) in self.columns:
                return True
            of = self.schema.table_named(at)
            at = None if of is None else of.owner
        return (table, field) in self.columns

    def of(self, one: Field, subject: Table) -> bool:
        """Whether a field of the subject is among them."""
        if one.form is None:
            return self.holds(subject.name, one.name)
        return self.holds(one.form.name, one.own_name)

    @property
    def of_bodies(self) -> Schema:
        """What is left to the bodies."""
        return self._of(others=False)

    @property
    def of_others(self) -> Schema:
        """What the others report; the subject is only named, of forms only those rows that there are."""
        return self._of(others=True)

    def _of(self, *, others: bool) -> Schema:
        if not self.columns:
            return self.schema
        subject = self.schema.subject
        fields = tuple(one for one in subject.fields if self.of(one, subject) is others)
        if others:
            fields = tuple(
                one if one.form is None else evolve(one, form=evolve(one.form, optional=True), optional=True, given_with_form=not one.optional)
                for one in fields
            )  # fmt: skip
        tables = (one for one in self.schema.tables[1:] if self.holds(one.name) is others)
        made = Schema(
            (evolve(subject, fields=fields), *tables), self.schema.languages, self.schema.figure_keys
        )
        return evolve(made, tables=tuple(_demanding(one, made) for one in made.tables))


def _demanding(table: Table, schema: Schema) -> Table:
    """A table without what must hold of it together with something that is not in the schema."""
    return evolve(table, demands=tuple(one for one in table.demands if _is_within(one.condition, schema)))


def _is_within(condition: p.Expression, schema: Schema) -> bool:
    known = {field.name for table in schema.tables for field in table.fields}
    tables = {table.name for table in schema.tables}
    for one in walk(condition):
        if isinstance(one, p.OfField) and one.field not in known:
            return False
        if isinstance(one, p.OverRows) and one.rows.variable.table not in tables:
            return False
        if isinstance(one, p.Call):
            return False
    return True


def split(program: p.Program, stages: Iterator[p.Stage] | None = None) -> Split:
    """What is reported by others than the bodies: in all stages, or in some."""
    found = by_others(program) if stages is None else stages
    return Split(program.schema, frozenset(column for one in found for column in one.columns))
