"""Properties and examples: what must always hold, and worked cases."""

from __future__ import annotations

from attrs import evolve
from flint import fmpq

from effrules.amend import amendment_errors, name_errors
from effrules.amend.draft import Entry
from effrules.amend.name_errors import Sought
from effrules.check.elaboration.example_rows import ExampleRows
from effrules.check.elaboration.nodes import Tree
from effrules.check.errors import type_errors, value_words
from effrules.check.errors.refused import Refused
from effrules.check.errors.total_errors import Asks
from effrules.check.expressions.fields import field_called
from effrules.check.expressions.no_total import demand_total
from effrules.check.expressions.rows import refuse_rows_of_form, rows_of
from effrules.check.expressions.scope import World
from effrules.check.expressions.typed import condition
from effrules.model import program as p
from effrules.model.schema import Table
from effrules.model.thing_words import thing
from effrules.syntax import tree as ast


class Promises:
    """Builds properties and examples."""

    def __init__(
        self,
        world: World,
        tree: Tree,
        adjustments: tuple[p.Adjustment, ...],
        rankings: tuple[p.Ranking, ...],
        ratings: tuple[p.Rating, ...],
    ) -> None:
        self.world = world
        self.tree = tree
        self.adjustments = {a.name for a in adjustments}
        self.rankings = [r.name for r in rankings]
        self.ratings = {r.node: r for r in ratings}

    # -- Properties -------------------------------------------------------------------------------------------

    def properties(self) -> tuple[p.Property, ...]:
        made = []
        for (kind, _), entry in self.world.draft.things.items():
            if kind is not ast.Kept.PROPERTY:
                continue
            declared = entry.declared
            assert isinstance(declared, ast.PropertyDeclaration)
            try:
                promise = self.promise(declared.promise)
            except Refused as refused:
                self.world.refuse(refused)
                continue
            made.append(
                p.Property(declared.name.text, declared.titles, promise, entry.origin, span=declared.span)
            )
        return tuple(made)

    def promise(
        self, written: ast.AlwaysHolds | ast.OneMoreNever | ast.MoveNever | ast.FieldNeverAffects
    ) -> p.Always | p.OneMore | p.FieldMoves | p.NeverAffects:
        scope = evolve(self.tree.scope("total"), lenient=True, node=None)
        match written:
            case ast.AlwaysHolds():
                return p.Always(condition(written.condition, scope))
            case ast.OneMoreNever():
                name = self.world.draft.current_name(written.rows.table.text)
                refuse_rows_of_form(written.rows.table.span, name, self.world)
                _, table = self.row(written.rows.table)
                if table.owner is None:
                    raise Refused(
                        type_errors.wrong_kind(
                            written.rows.span, table.name, type_errors.THE_SUBJECT, type_errors.A_TABLE
                        )
                    )
                rows, _ = rows_of(written.rows, True, scope)
                return p.OneMore(table.name, rows, written.verb, self.tree.meant(written.node, Asks.PROPERTY))
            case ast.MoveNever():
                row, name = self.row_and_field(written.row, written.field)
                test = None
                if written.where is not None:
                    test = condition(written.where, scope.with_row(row) if row.slot else scope)
                return p.FieldMoves(
                    row, name, written.up, written.verb, self.tree.meant(written.node, Asks.PROPERTY), test
                )
            case ast.FieldNeverAffects():
                row, name = self.row_and_field(written.row, written.field)
                return p.NeverAffects(row, name, self.tree.meant(written.node, Asks.PROPERTY))

    def row_and_field(self, row: ast.Name, field: ast.Name) -> tuple[p.RowVariable, str]:
        """The row that has a field, and the field's name; of a form it is the row whose form it is."""
        form = self.world.draft.current_name(row.text)
        owner = self.world.schema.owner_of_form(form)
        if owner is None:
            variable, table = self.row(row)
            return variable, field_called(table, field).name
        held = {one.own_name: one for one in owner.fields if one.form is not None and one.form.name == form}
        if field.text not in held or held[field.text].is_form:
            raise Refused(name_errors.unknown(field.span, Sought.FIELD, field.text, held, form))
        return self.row_of(owner), held[field.text].name

    def row(self, name: ast.Name) -> tuple[p.RowVariable, Table]:
        table = self.world.table(self.world.draft.current_name(name.text))
        if table is None:
            known = [t.name for t in self.world.schema.as_read]
            raise Refused(name_errors.unknown(name.span, Sought.TABLE, name.text, known))
        return self.row_of(table), table

    def row_of(self, table: Table) -> p.RowVariable:
        slot = 0 if table.owner is None else next(self.world.slots)
        return p.RowVariable(slot, table.name, table.name)

    # -- Examples ----------------------------------------------------------------------------------------------

    def examples(self) -> tuple[p.Example, ...]:
        made = []
        seen: set[str] = set()
        for entry in self.world.draft.examples:
            if entry.declared.name in seen:
                self.world.found.append(
                    amendment_errors.already_there(
                        entry.declared.span, thing("example", entry.declared.name), None
                    )
                )
            seen.add(entry.declared.name)
            made.append(self.example(entry))
        return tuple(made)

    def example(self, entry: Entry[ast.ExampleDeclaration]) -> p.Example:
        declared = entry.declared
        reading = ExampleRows(self.world)
        rows = reading.read(declared.rows)
        subjects = {name for name, table in reading.names.items() if table == self.world.schema.subject.name}
        expectations: list[p.Expectation] = []
        for expect in declared.expectations:
            try:
                expectations.append(self.expectation(expect, subjects))
            except Refused as refused:
                self.world.found.append(refused.finding)
        return p.Example(declared.name, tuple(rows), tuple(expectations), entry.origin, span=declared.span)

    def expectation(self, expect: ast.Expect, subjects: set[str]) -> p.Expectation:
        if expect.subject not in subjects:
            raise Refused(
                name_errors.unknown(
                    expect.span, Sought.BODY, expect.subject, subjects, self.world.schema.subject.name
                )
            )
        outcome = expect.outcome
        if expect.kind is ast.Expected.RATING:
            what = "total" if expect.node is None else self.tree.meant(expect.node, Asks.EXPECTATION)
            demand_total(self.world, what, expect.span, Asks.EXPECTATION)
            if what not in self.ratings:
                raise Refused(name_errors.unknown(expect.span, Sought.RATING, what, self.ratings))
            grades = [g.name for g in self.ratings[what].grades]
            if outcome.name is None or outcome.name.text not in grades:
                word = outcome.name.text if outcome.name else outcome.kind
                raise Refused(name_errors.unknown(outcome.span, Sought.GRADE, word, grades))
            return p.Expectation(
                p.ExpectationOf.RATING, what, expect.subject, outcome.name.text, span=expect.span
            )
        if expect.kind is ast.Expected.PLACE:
            what = expect.node.name.text if expect.node else (self.rankings[0] if self.rankings else "rank")
            if what not in self.rankings:
                raise Refused(name_errors.unknown(expect.span, Sought.RANKING, what, self.rankings))
            if outcome.value is None or outcome.kind is not ast.OutcomeKind.NUMBER:
                raise Refused(
                    type_errors.wrong_type(
                        outcome.span, type_errors.OUTCOMES[outcome.kind], type_errors.PLACE
                    )
                )
            return p.Expectation(p.ExpectationOf.PLACE, what, expect.subject, outcome.value, span=expect.span)
        assert expect.node is not None
        if expect.node.name.text in self.adjustments and expect.node.kind is None:
            kind, what = p.ExpectationOf.ADJUSTMENT, expect.node.name.text
        else:
            kind, what = p.ExpectationOf.NODE, self.tree.meant(expect.node, Asks.EXPECTATION)
        return p.Expectation(kind, what, expect.subject, self.score(outcome), span=expect.span)

    def score(self, outcome: ast.Outcome) -> fmpq | p.ExpectedState:
        if outcome.kind is ast.OutcomeKind.NOT_APPLICABLE:
            return p.ExpectedState.NOT_APPLICABLE
        if outcome.kind is ast.OutcomeKind.NO_SCORE:
            return p.ExpectedState.NO_SCORE
        if outcome.kind is not ast.OutcomeKind.NUMBER or outcome.value is None:
            raise Refused(
                type_errors.wrong_type(outcome.span, type_errors.OUTCOMES[outcome.kind], value_words.POINTS)
            )
        if outcome.name is None or outcome.name.text != "points":
            raise Refused(type_errors.without_points(outcome.span))
        return outcome.value
