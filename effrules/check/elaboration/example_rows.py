"""The rows of a worked case, with what is filled in the forms of each put to its own values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define, field

from effrules.amend import amendment_errors, name_errors
from effrules.amend.name_errors import Sought
from effrules.check.elaboration.reported import cell_value
from effrules.check.errors import clause_errors, figure_errors, form_errors, type_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions.scope import World
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.schema import Field, Form, Table
from effrules.model.types import Value
from effrules.syntax import tree as ast

Values = dict[str, Value | None]


@define
class ExampleRows:
    """Reads the rows of one worked case; what is wrong with one is told, and the others are read.

    ``names`` gives the table of each row that has a name.
    """

    world: World
    names: dict[str, str] = field(factory=dict)
    _forms: dict[tuple[str, str], tuple[ast.ExampleRowOf, Values]] = field(factory=dict)

    def read(self, rows: Iterable[ast.ExampleRowOf]) -> list[p.ExampleRow]:
        """The rows that can be read."""
        of_tables: list[ast.ExampleRowOf] = []
        for row in rows:
            owner = self.world.schema.owner_of_form(self._current(row))
            try:
                if owner is None:
                    of_tables.append(row)
                else:
                    self._form(row, owner)
            except Refused as refused:
                self.world.found.append(refused.finding)
        made: list[p.ExampleRow] = []
        for row in of_tables:
            try:
                made.append(self._row(row))
            except Refused as refused:
                self.world.found.append(refused.finding)
        for (name, _), (row, _) in self._forms.items():
            owner = self.world.schema.owner_of_form(self._current(row))
            assert owner is not None
            known = [one for one, table in self.names.items() if table == owner.name]
            if name not in known:
                self.world.found.append(name_errors.unknown(row.span, Sought.BODY, name, known, owner.name))
        return made

    def _current(self, row: ast.ExampleRowOf) -> str:
        return self.world.draft.current_name(row.table.text)

    def _form(self, row: ast.ExampleRowOf, owner: Table) -> None:
        """Keep what is filled in a form until its body is read."""
        form = owner.form_named(self._current(row))
        assert form is not None
        if row.name is not None:
            raise Refused(form_errors.form_has_no_name(row.span, form.name, row.name))
        if row.owner is None:
            what = clause_errors.OWNER_CLAUSE.of(name=form.name)
            raise Refused(clause_errors.clause_missing(row.span, clause_errors.THIS.of(name=form.name), what))
        if (row.owner, form.name) in self._forms:
            first = self._forms[row.owner, form.name][0].span
            raise Refused(
                amendment_errors.already_there(
                    row.span, form_errors.FORM_OF.of(form=form.name, body=row.owner), first
                )
            )
        held = {one.own_name: one for one in owner.held_by(form)}
        self._forms[row.owner, form.name] = row, self.values(row, held, form.name)

    def _row(self, row: ast.ExampleRowOf) -> p.ExampleRow:
        table = self.world.table(self._current(row))
        if table is None:
            known = [t.name for t in self.world.schema.as_read]
            raise Refused(name_errors.unknown(row.table.span, Sought.TABLE, row.table.text, known))
        if table.owner is None:
            if row.name is None:
                raise Refused(
                    clause_errors.clause_missing(
                        row.span, clause_errors.THIS_BODY.of(table=table.name), clause_errors.NAME_CLAUSE
                    )
                )
            if row.owner is not None:
                raise Refused(
                    type_errors.wrong_kind(row.span, table.name, type_errors.THE_SUBJECT, type_errors.A_TABLE)
                )
        elif row.owner is None:
            raise Refused(
                clause_errors.clause_missing(
                    row.span,
                    clause_errors.ROW_OF.of(table=table.name),
                    clause_errors.OWNER_CLAUSE.of(name=table.name),
                )
            )
        elif self.names.get(row.owner) != table.owner:
            known = [n for n, kind in self.names.items() if kind == table.owner]
            raise Refused(name_errors.unknown(row.span, Sought.BODY, row.owner, known, table.owner))
        if row.name is not None:
            if row.name in self.names:
                raise Refused(amendment_errors.already_there(row.span, f"`{row.name}`", None))
            self.names[row.name] = table.name
        values = self.values(row, {one.name: one for one in table.own_fields}, table.name)
        for form in table.forms:
            values |= self._of_form(form, table, row, values)
        return p.ExampleRow(table.name, row.name or "", row.owner, tuple(values.items()), span=row.span)

    def _of_form(self, form: Form, table: Table, row: ast.ExampleRowOf, own: Values) -> Values:
        """What the form of a row holds, under full names. A case may leave out what nothing in it reads."""
        filled = self._forms.get((row.name or "", form.name))
        there = form.where is None or kinds.decided(form.where, own)
        if filled is not None and not there:
            raise Refused(form_errors.not_its_form(filled[0].span, form.name, row.name or "...", form.who))
        values: Values = {form.name: None if filled is None else True} if form.may_be_absent else {}
        for one in table.held_by(form):
            values[one.name] = None if filled is None else filled[1][one.own_name]
        return values

    def values(self, row: ast.ExampleRowOf, fields: Mapping[str, Field], table: str) -> Values:
        """The values of a row by the names of the fields, in their order of writing; those not written are missing."""
        values: Values = {}
        for name, cell in row.values:
            column = fields.get(name.text)
            if column is None:
                raise Refused(name_errors.unknown(name.span, Sought.FIELD, name.text, fields, table))
            if name.text in values:
                raise Refused(clause_errors.said_twice(name.span, f"`{name.text}`"))
            if isinstance(cell, ast.MissingCell):
                if not column.optional or column.given_with_form:
                    raise Refused(figure_errors.may_not_be_missing(cell.span, name.text))
                values[name.text] = None
            else:
                values[name.text] = cell_value(cell, column)
        for word, column in fields.items():
            if word not in values:
                if not column.optional or column.given_with_form:
                    what = clause_errors.ROW_OF.of(table=table)
                    lacking = clause_errors.FIELD_CLAUSE.of(name=word)
                    raise Refused(clause_errors.clause_missing(row.span, what, lacking))
                values[word] = None
        return values
