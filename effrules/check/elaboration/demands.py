"""What must hold of the rows of a table: conditions on the data alone, and why they must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from effrules.check.errors import form_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions.facts import FieldGiven
from effrules.check.expressions.scope import Scope, World
from effrules.check.expressions.typed import condition
from effrules.diagnostics import Finding
from effrules.model.node import rebuilt
from effrules.model.program import (
    Call,
    Expression,
    IsApplicable,
    MaximumOf,
    MeanOfOthers,
    MustHold,
    PartsAggregate,
    RowVariable,
    ScoreOf,
)
from effrules.model.schema import Form, Table
from effrules.model.walk import walk
from effrules.source import Span
from effrules.syntax import tree as ast


def with_demands(world: World) -> None:
    """Put to each table of the schema what its rows must satisfy."""
    found: dict[str, list[MustHold]] = {}
    subject = world.schema.subject.name
    for (kind, name), entry in world.draft.things.items():
        declared = entry.declared
        if (
            kind is not ast.Kept.TABLE
            or not isinstance(declared, ast.TableDeclaration)
            or not declared.demands
        ):
            continue
        table = world.schema.owner_of_form(name) or world.table(name)
        if table is None:
            continue
        form = table.form_named(name)
        row = RowVariable(0 if table.name == subject else next(world.slots), table.name, table.name)
        rows = (row,) if row.slot == 0 else (row, RowVariable(0, subject, subject))
        scope = Scope(world, rows)
        if form is not None and form.may_be_absent:
            scope = scope.knowing(frozenset({FieldGiven(row.slot, form.name)}))
        for one in declared.demands:
            try:
                made = condition(_meant(one.condition, table, form), scope)
                of_data_alone(made, one.span, world, form_errors.not_of_data)
            except Refused as refused:
                world.found.append(refused.finding)
                continue
            said = MustHold(row, made, one.reason, None if form is None else form.name, span=one.span)
            found.setdefault(table.name, []).append(said)
    tables = tuple(evolve(one, demands=tuple(found.get(one.name, ()))) for one in world.schema.tables)
    world.schema = evolve(world.schema, tables=tables)


def _meant(condition: ast.Expression, table: Table, form: Form | None) -> ast.Expression:
    """A condition that stands in a form: a bare name means a field of that form first."""
    if form is None:
        return condition
    name = form.name

    def meant(node: Any) -> Any:
        match node:
            case ast.Reference((own,)) if table.field_named(f"{name}.{own.text}") is not None:
                return evolve(node, parts=(evolve(own, text=name), own))
            case _:
                return node

    return rebuilt(condition, meant)


def of_data_alone(made: Expression, said: Span, world: World, finding: Callable[[Span], Finding]) -> None:
    """Refuse what asks for scores where they are not there."""
    for node in _all(made, world, set()):
        if isinstance(node, ScoreOf | IsApplicable | PartsAggregate | MaximumOf | MeanOfOthers):
            raise Refused(finding(node.span or said))


def _all(made: Expression, world: World, seen: set[str]) -> Iterator[Expression]:
    for node in walk(made):
        yield node
        if isinstance(node, Call) and node.definition not in seen and node.definition in world.definitions:
            seen.add(node.definition)
            yield from _all(world.definitions[node.definition].body, world, seen)
