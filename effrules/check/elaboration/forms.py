"""Forms: what each body fills in once. Their fields are fields of the rows that they belong to, under ``FORM.FIELD``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from effrules.amend import name_errors
from effrules.amend.name_errors import Sought
from effrules.check.elaboration.kinds import MOST_KINDS, decided_condition
from effrules.check.errors import form_errors, maximum_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions.scope import Scope, World
from effrules.diagnostics import Finding
from effrules.model import kinds
from effrules.model.program import RowVariable
from effrules.model.schema import Form, Table, joined
from effrules.syntax import tree as ast


def without_rows_of_forms(tables: Sequence[Table], forms: Sequence[Table], world: World) -> list[Table]:
    """The tables without those that belong to a form, which are refused."""
    names = {form.name: form for form in forms}
    kept = []
    for table in tables:
        form = names.get(table.owner or "")
        if form is None:
            kept.append(table)
        else:
            assert table.span is not None
            world.found.append(
                form_errors.form_owns_rows(table.span, table.name, form.name, form.owner or "")
            )
    return kept


def with_forms(tables: Sequence[Table], forms: Sequence[Table], world: World) -> list[Table]:
    """The tables, each with the fields of its forms behind its own."""
    made = {table.name: table for table in tables}
    for table in forms:
        owner = made.get(table.owner or "")
        if owner is None:
            known_as_form = any(table.owner == other.name for other in forms)
            assert table.span is not None
            world.found.append(
                form_errors.form_of_form(table.span, table.name, table.owner or "")
                if known_as_form
                else name_errors.unknown(table.span, Sought.TABLE_OR_SUBJECT, table.owner or "", made)
            )
            continue
        assert table.form is not None
        world.found.extend(_problems(table, table.form, owner))
        made[owner.name] = evolve(owner, fields=(*owner.fields, *joined(table.form, table.fields)))
    return list(made.values())


def forms_of_some(forms: Sequence[Table], world: World) -> list[Table]:
    """The forms, those of some subjects only with the condition that tells which."""
    subject = world.schema.subject
    made = []
    for table in forms:
        entry = world.draft.things[ast.Kept.TABLE, table.name]
        declared = entry.declared
        assert isinstance(declared, ast.TableDeclaration)
        assert table.form is not None
        if declared.where is None:
            made.append(table)
            continue
        if table.owner != subject.name:
            world.found.append(
                form_errors.some_of_rows(declared.where.span, table.name, table.owner or "", subject.name)
            )
            made.append(table)
            continue
        scope = Scope(world, (RowVariable(0, subject.name, subject.name),))
        try:
            where = decided_condition(declared.where, f"form {table.name} of {subject.name} where", scope)
        except Refused as refused:
            world.found.append(refused.finding)
            made.append(table)  # what reads it is checked as if every body had it
            continue
        fields = tuple(sorted(kinds.fields_of(where)))
        holds = [kinds.decided(where, case) for case in kinds.cases(subject, fields, MOST_KINDS) or ()]
        if all(holds) or not any(holds):
            told = maximum_errors.for_every_kind if all(holds) else maximum_errors.for_no_kind
            condition_of = maximum_errors.CONDITION_OF_FORM.of(name=table.name)
            world.found.append(told(declared.where.span, condition_of))
        made.append(evolve(table, form=evolve(table.form, where=where)))
    return made


def _problems(table: Table, form: Form, owner: Table) -> Iterator[Finding]:
    place = form.span
    assert place is not None
    if not table.fields:
        yield form_errors.form_without_fields(place, form.name)
    rival = owner.field_named(form.name)
    if rival is not None:
        yield form_errors.called_like_a_field(rival.span or place, form.name, owner.name, place)
    for field in table.fields:
        if field.unique:
            yield form_errors.not_in_a_form(field.span or place, "unique", form.name, owner.name)
        if field.earlier is not None:
            yield form_errors.not_in_a_form(
                field.span or place, f"from earlier {field.earlier}", form.name, owner.name
            )
        if field.name == form.name:
            yield form_errors.called_like_a_field(field.span or place, form.name, form.name, place)
