"""Names looked up: values in scope, fields, definitions, nodes of the tree of scores."""

from __future__ import annotations

from effrules.amend import name_errors
from effrules.amend.name_errors import Sought
from effrules.check.errors import row_errors, type_errors
from effrules.check.errors.refused import Refused
from effrules.check.errors.total_errors import Asks
from effrules.check.expressions.calls import call_definition
from effrules.check.expressions.facts import fact_needed
from effrules.check.expressions.fields import (
    column_linked,
    field_called,
    field_declared,
    field_of,
    field_of_form,
    missing_finding,
    not_a_value,
    refuse_form,
)
from effrules.check.expressions.no_total import demand_total
from effrules.check.expressions.scope import Scope
from effrules.check.expressions.scores import score_of
from effrules.check.expressions.typed import Arms, Typed
from effrules.model import program as p
from effrules.model.types import Choice, Type
from effrules.source import Span
from effrules.syntax import tree as ast


def reference(node: ast.Reference, scope: Scope, wanted: Type | None) -> Typed:
    made = value_of(node, scope, wanted)
    if isinstance(made[0], p.AnyField):
        _must_be_known(made[0], node, scope)
    return made


def _must_be_known(made: p.AnyField, node: ast.Reference, scope: Scope) -> None:
    declared = field_declared(made, scope)
    if declared is None or not declared.optional:
        return
    if declared.is_form:
        raise Refused(not_a_value(declared, made, node.span, scope))
    fact = fact_needed(made, declared)
    if scope.knows(fact) or scope.require(fact, scope.path, made):
        return
    raise Refused(missing_finding(node.span, node.span.text, declared))


def value_of(node: ast.Reference, scope: Scope, wanted: Type | None) -> Typed:
    """What a name or a dotted name stands for, whether or not it may be missing."""
    first, *rest = node.parts
    if not rest:
        return _single_name(first, node.span, scope, wanted)
    row = scope.row_named(first.text)
    if row is None:
        row = scope.row_of(first.text)
    if row is None:
        row = scope.row_with_form(scope.world.draft.current_name(first.text))
        rest = list(node.parts)
    if row is None:
        raise Refused(name_errors.unknown(first.span, Sought.ROW, first.text, [r.name for r in scope.rows]))
    levels = 0
    table = scope.world.table(row.table)
    while len(rest) > 1:
        owner = rest.pop(0)
        form = None if table is None else table.form_named(scope.world.draft.current_name(owner.text))
        if table is not None and form is not None:
            return field_of_form(row, levels, table, form, rest, node.span, scope)
        steps = 0
        while table is not None and table.name != owner.text:
            table = scope.world.table(table.owner) if table.owner else None
            steps += 1
        if table is None or steps == 0:
            raise Refused(name_errors.unknown(owner.span, Sought.OWNER, owner.text, _owners(row, scope)))
        levels += steps
    assert table is not None
    return field_of(row, levels, table, rest[0], node.span, scope)


def _owners(row: p.RowVariable, scope: Scope) -> list[str]:
    names = []
    table = scope.world.table(row.table)
    while table is not None and table.owner is not None:
        names.append(table.owner)
        table = scope.world.table(table.owner)
    return names


def _single_name(name: ast.Name, span: Span, scope: Scope, wanted: Type | None) -> Typed:
    word = name.text
    for known, slot, kind in scope.values:
        if known == word:
            return p.Parameter(slot, word, kind, span=span), kind
    if isinstance(wanted, Choice) and word in wanted.names:
        return p.Constant(word, wanted, span=span), wanted
    for row in scope.rows:
        table = scope.world.table(row.table)
        if table is not None and table.field_named(word) is not None:
            _one_row(row, word, span, scope)
            return field_of(row, 0, table, name, span, scope)
    held = _renamed_form(name, span, scope) or _in_a_form(name, span, scope)
    if held is not None:
        return held
    for row in scope.rows:
        table = scope.world.table(row.table)
        if table is not None:
            linked = column_linked(row, 0, table, name, span, scope)
            if linked is not None:
                return linked
    current = scope.world.draft.current_name(word)
    for candidate in (word, current):
        if (ast.Kept.DEFINE, candidate) in scope.world.draft.things:
            return call_definition(candidate, (), span, scope)
    for candidate in (word, current):
        if candidate == "total" or candidate in scope.world.draft.nodes:
            demand_total(scope.world, candidate, span, Asks.FORMULA)
            return score_of(candidate, span, scope)
    if scope.row_named(word) is not None:
        raise Refused(type_errors.cannot_be_row(span, word))
    for row in scope.rows:
        table = scope.world.table(row.table)
        if table is not None:
            refuse_form(name, table, span, scope)
    raise Refused(name_errors.unknown(span, Sought.NAME, word, scope.fields_in_reach()))


def _renamed_form(name: ast.Name, span: Span, scope: Scope) -> Typed | None:
    """A form that may be missing, by a name that it had before."""
    current = scope.world.draft.current_name(name.text)
    row = None if current == name.text else scope.row_with_form(current)
    table = None if row is None else scope.world.table(row.table)
    if row is None or table is None or table.field_named(current) is None:
        return None
    return field_of(row, 0, table, ast.Name(current, span=name.span), span, scope)


def _in_a_form(name: ast.Name, span: Span, scope: Scope) -> Typed | None:
    """The field of that name in a form of the innermost row that has one; refused where several of its forms do."""
    for row in scope.rows:
        table = scope.world.table(row.table)
        if table is None or not table.called(name.text):
            continue
        full = field_called(table, name).name
        _one_row(row, full, span, scope)
        return field_of(row, 0, table, ast.Name(full, span=name.span), span, scope)
    return None


def _one_row(row: p.RowVariable, word: str, span: Span, scope: Scope) -> None:
    """Refuse a bare name that several parameters of the definition at hand have: none of them is nearer."""
    rivals = []
    for other in scope.alike:
        table = scope.world.table(other.table)
        if table is not None and table.field_named(word) is not None:
            rivals.append(other.name)
    if len(rivals) > 1 and row in scope.alike:
        raise Refused(row_errors.whose(span, f"`{word}`", rivals, word))


ARMS: Arms = {ast.Reference: reference}
"""Which kinds of expressions are checked here, and by what."""
