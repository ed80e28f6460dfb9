"""Fields of the rows in scope, of their owners and forms, and what such fields look up."""

from __future__ import annotations

from effrules.amend import name_errors
from effrules.amend.name_errors import Sought
from effrules.check.errors import form_errors, missing_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions.scope import Scope
from effrules.check.expressions.typed import Typed
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model.schema import Field, Form, Table
from effrules.source import Span
from effrules.syntax import tree as ast


def _table_of(made: p.AnyField, scope: Scope) -> Table | None:
    table = scope.world.table(made.row.table)
    for _ in range(made.levels):
        table = scope.world.table(table.owner) if table and table.owner else None
    return table


def field_declared(made: p.AnyField, scope: Scope) -> Field | None:
    table = _table_of(made, scope)
    return table.field_named(made.field) if table else None


def missing_finding(place: Span, name: str, declared: Field | None) -> Finding:
    """The finding about a field that may be missing, by itself or with its form."""
    if declared is not None and declared.form is not None and declared.given_with_form:
        form = declared.form
        said = name.rpartition(".")[0] or form.name
        return form_errors.form_not_dealt_with(place, name, said, form.span, form.who)
    return missing_errors.missing_not_dealt_with(place, name, declared.span if declared else None)


def not_a_value(declared: Field, made: p.AnyField, place: Span, scope: Scope) -> Finding:
    """The finding about a form where a value belongs."""
    assert declared.form is not None
    table = _table_of(made, scope)
    held = table.held_by(declared.form) if table is not None else ()
    return form_errors.not_a_value(place, declared.form.name, next((one.own_name for one in held), "..."))


def field_of_form(
    row: p.RowVariable, levels: int, table: Table, form: Form, rest: list[ast.Name], span: Span, scope: Scope
) -> Typed:
    """A field that a form holds, or a column of the figures that such a field looks up."""
    name, *beyond = rest
    known = [one.own_name for one in table.held_by(form)]
    if table.field_named(f"{form.name}.{name.text}") is not None and not beyond:
        return field_of(row, levels, table, ast.Name(f"{form.name}.{name.text}", span=name.span), span, scope)
    if beyond:
        whole = f"{form.name}.{name.text}"
        raise Refused(name_errors.unknown(beyond[0].span, Sought.PART, beyond[0].text, (), whole))
    linked = column_linked(row, levels, table, name, span, scope, form)
    if linked is not None:
        return linked
    raise Refused(name_errors.unknown(name.span, Sought.FIELD, name.text, known, form.name))


def field_of(
    row: p.RowVariable, levels: int, table: Table, name: ast.Name, span: Span, scope: Scope
) -> Typed:
    declared = table.field_named(name.text)
    if declared is not None:
        scope.world.mark_field(table, name.text)
        if levels:
            return p.OwnerFieldOf(row, levels, name.text, declared.type, span=span), declared.type
        return p.FieldOf(row, name.text, declared.type, span=span), declared.type
    linked = column_linked(row, levels, table, name, span, scope)
    if linked is not None:
        return linked
    current = scope.world.draft.current_name(name.text)
    if (
        current != name.text
        and table.form_named(current) is not None
        and table.field_named(current) is not None
    ):
        return field_of(row, levels, table, ast.Name(current, span=name.span), span, scope)
    refuse_form(name, table, span, scope)
    known = [f.name for f in table.fields]
    for _, figures in scope.world.linked(table):
        known.extend(column for column, _ in figures.columns)
    raise Refused(name_errors.unknown(name.span, Sought.FIELD, name.text, known, table.name))


def column_linked(
    row: p.RowVariable,
    levels: int,
    table: Table,
    name: ast.Name,
    span: Span,
    scope: Scope,
    form: Form | None = None,
) -> Typed | None:
    """A column of the figures that a field of the table (of a ``form`` of it) looks up."""
    for column, figures in scope.world.linked(table):
        kind = dict(figures.columns).get(name.text)
        if kind is None or (form is not None and column.form != form):
            continue
        scope.world.mark(ast.Kept.FIGURES, figures.name)
        scope.world.mark_field(table, column.name)
        key: p.Expression
        if levels:
            key = p.OwnerFieldOf(row, levels, column.name, column.type, span=span)
        else:
            key = p.FieldOf(row, column.name, column.type, span=span)
        return p.FigureOf(figures.name, key, name.text, kind, span=span), kind
    return None


def field_called(table: Table, name: ast.Name) -> Field:
    """The field of a table, or of one of its forms, that a bare name means; or a refusal."""
    held = table.called(name.text)
    if len(held) > 1:
        raise Refused(
            form_errors.in_which_form(name.span, name.text, [one.form.name for one in held if one.form])
        )
    if not held:
        known = [one.name for one in table.fields]
        raise Refused(name_errors.unknown(name.span, Sought.FIELD, name.text, known, table.name))
    if held[0].is_form:
        raise Refused(form_errors.not_a_value(name.span, name.text, "..."))
    return held[0]


def refuse_form(name: ast.Name, table: Table, span: Span, scope: Scope) -> None:
    """Refuse the name of a form that is always there, where a value belongs."""
    form = table.form_named(scope.world.draft.current_name(name.text))
    if form is not None:
        field = next((one.own_name for one in table.held_by(form)), "...")
        raise Refused(form_errors.not_a_value(span, form.name, field))
