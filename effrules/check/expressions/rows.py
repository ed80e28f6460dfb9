"""The rows that something runs over, and that there is one of them where there must be."""

from __future__ import annotations

from attrs import evolve

from effrules.amend import name_errors
from effrules.amend.name_errors import Sought
from effrules.check.errors import form_errors, missing_errors, row_errors, type_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions.calls import RowsAsked
from effrules.check.expressions.facts import FieldGiven, fact_needed, field_fact, plain, rows_fact
from effrules.check.expressions.fields import field_called, missing_finding
from effrules.check.expressions.scope import Scope, World
from effrules.check.expressions.typed import condition
from effrules.model import program as p
from effrules.model.forms import Outer
from effrules.model.schema import Table
from effrules.model.values.known import form_renamed
from effrules.source import Span
from effrules.syntax import tree as ast


def rows_of(source: ast.RowSource, everywhere: bool, scope: Scope) -> tuple[p.Rows, Scope]:
    """The rows that an aggregate runs over, and the scope of its body."""
    name = scope.world.draft.current_name(source.table.text)
    table = scope.world.table(name)
    if table is None:
        refuse_rows_of_form(source.table.span, name, scope.world)
        known = [t.name for t in scope.world.schema.tables]
        raise Refused(name_errors.unknown(source.table.span, Sought.TABLE, name, known))
    scope.world.mark(ast.Kept.TABLE, name)
    label = source.variable.text if source.variable else name
    row = p.RowVariable(next(scope.world.slots), name, label)
    population = p.Population.ALL
    of = None
    if not everywhere:
        population = p.Population.OWN
        of = _owner_in_scope(table, source.table.span, scope)
    inner = scope.with_row(row)
    if of is not None:
        inner = inner.knowing(_of_owner(row, of, scope))
    anchor, same = _same_fields(source, table, scope)
    where = None
    if source.where is not None:
        where = condition(source.where, inner)
        inner = inner.after(where)
    if same and anchor is not None:
        inherited = frozenset(
            FieldGiven(row.slot, f) for f in same if FieldGiven(anchor.slot, f) in scope.known
        )
        inner = inner.knowing(inherited)
    rows = p.Rows(row, population, of, where, same, anchor, span=source.span)
    return rows, inner


def refuse_rows_of_form(place: Span, name: str, world: World) -> None:
    """Refuse a form where rows belong."""
    owner = world.schema.owner_of_form(name)
    form = None if owner is None else owner.form_named(name)
    if owner is not None and form is not None:
        field = next((one.own_name for one in owner.held_by(form)), "...")
        raise Refused(form_errors.not_rows(place, name, owner.name, field, owner.owner is None))


def _of_owner(row: p.RowVariable, owner: p.RowVariable, scope: Scope) -> frozenset[FieldGiven]:
    """What is known of the row that owns a row, said of its rows: `staff` of a body is `agency.staff` of its rows."""
    levels = 0
    table = scope.world.table(row.table)
    while table is not None and table.name != owner.table:
        table = scope.world.table(table.owner) if table.owner else None
        levels += 1
    return frozenset(
        FieldGiven(row.slot, fact.field, levels + fact.levels)
        for fact in scope.known
        if isinstance(fact, FieldGiven) and fact.slot == owner.slot
    )


def _owner_in_scope(table: Table, span: Span, scope: Scope) -> p.RowVariable:
    if table.owner is None:
        raise Refused(row_errors.no_row_in_scope(span, table.name))
    owners = []
    at: Table | None = table
    while at is not None and at.owner is not None:
        owners.append(at.owner)
        at = scope.world.table(at.owner)
    for row in scope.rows:
        if row.table in owners:
            return row
    raise Refused(row_errors.no_row_in_scope(span, table.name))


def _same_fields(
    source: ast.RowSource, table: Table, scope: Scope
) -> tuple[p.RowVariable | None, tuple[str, ...]]:
    anchor: p.RowVariable | None = None
    names = []
    for same in source.same:
        declared = field_called(table, same.field)
        if declared.form is not None:
            raise Refused(form_errors.not_alike_by(same.field.span, declared.name, table.name))
        row = scope.row_of(table.name) if same.anchor is None else scope.row_named(same.anchor.text)
        if row is None or row.table != table.name:
            word = same.anchor.text if same.anchor else table.name
            raise Refused(
                name_errors.unknown(same.span, Sought.ROW_OF, word, [r.name for r in scope.rows], table.name)
            )
        if anchor is not None and anchor != row:
            raise Refused(
                type_errors.wrong_kind(same.span, row.name, type_errors.ANOTHER_ROW, type_errors.ROW_BEFORE)
            )
        anchor = row
        scope.world.mark_field(table, declared.name)
        if declared.optional:
            compared = p.FieldOf(row, declared.name, declared.type, span=same.span)
            fact = fact_needed(compared, declared)
            if not scope.knows(fact) and not scope.require(fact, scope.path, compared):
                raise Refused(missing_finding(same.span, f"{row.name}.{declared.name}", declared))
        names.append(declared.name)
    return anchor, tuple(names)


def some_rows(rows: p.Rows, place: Span, what: str, scope: Scope) -> None:
    """Refuse an aggregate of possibly no rows where nothing sees to it that there is one."""
    subject = scope.world.schema.subject.name
    everybody = rows.population is p.Population.ALL and rows.where is None and rows.variable.table == subject
    if everybody or scope.lenient or (rows.same and _passes(rows.where, rows, scope)):
        return
    fact = rows_fact(rows)
    if not scope.knows(fact) and not scope.require(fact, scope.path, RowsAsked(what, place)):
        raise Refused(missing_errors.no_rows_not_dealt_with(place, what))


def _passes(where: p.Expression | None, rows: p.Rows, scope: Scope) -> bool:
    """Whether the row with whose fields those of others are compared passes the filter itself."""
    assert rows.anchor is not None
    match where:
        case None:
            return True
        case p.Every(operands):
            return all(_passes(operand, rows, scope) for operand in operands)
        case p.IsKnown(operand):
            fact = field_fact(operand)
            return fact.slot == rows.variable.slot and scope.knows(evolve(fact, slot=rows.anchor.slot))
        case _:
            names: dict[object, object] = {Outer(row.slot): Outer(row.slot) for row in scope.rows}
            names[Outer(rows.variable.slot)] = Outer(rows.anchor.slot)
            ((key, holds),) = plain(where)
            return (form_renamed(key, names), holds) in scope.path
