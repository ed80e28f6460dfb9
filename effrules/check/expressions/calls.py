"""Definitions applied, and figures looked up: what a definition takes for known is demanded where it is used."""

from __future__ import annotations

from typing import assert_never

from attrs import frozen

from effrules.amend import name_errors
from effrules.amend.name_errors import Sought
from effrules.check.errors import missing_errors, type_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions.facts import (
    Fact,
    FieldGiven,
    Literal,
    NodeApplicable,
    RowsThere,
    fact_translated,
    literals_translated,
)
from effrules.check.expressions.fields import field_declared, missing_finding
from effrules.check.expressions.functions import FUNCTIONS, function_of_numbers
from effrules.check.expressions.scope import Scope
from effrules.check.expressions.scores import one_subject
from effrules.check.expressions.typed import Arms, Typed, of_type, silent
from effrules.model import program as p
from effrules.model.values.known import outside_of
from effrules.model.walk import speaks_of
from effrules.source import Span
from effrules.syntax import tree as ast


@frozen
class RowsAsked:
    """Where a definition needs a row, and what it makes of the rows."""

    what: str
    span: Span


def call(node: ast.CallOf, scope: Scope) -> Typed:
    word = scope.world.draft.current_name(node.name.text)
    if word in scope.world.figures and not scope.world.figures[word].calendar:
        return _lookup(node, word, scope)
    if node.column is not None:
        tables = [name for name, figures in scope.world.figures.items() if not figures.calendar]
        raise Refused(name_errors.unknown(node.name.span, Sought.FIGURES, word, tables))
    if (ast.Kept.DEFINE, word) in scope.world.draft.things:
        return call_definition(word, node.arguments, node.span, scope)
    if word not in FUNCTIONS:
        known = [
            *FUNCTIONS,
            *(n for k, n in scope.world.draft.things if k in (ast.Kept.DEFINE, ast.Kept.FIGURES)),
        ]
        raise Refused(name_errors.unknown(node.name.span, Sought.FUNCTION, word, known))
    if len(node.arguments) != FUNCTIONS[word]:
        raise Refused(type_errors.wrong_arguments(node.span, word, FUNCTIONS[word], len(node.arguments)))
    return function_of_numbers(node, word, scope)


def _lookup(node: ast.CallOf, word: str, scope: Scope) -> Typed:
    figures = scope.world.figures[word]
    if len(node.arguments) != 1:
        raise Refused(type_errors.wrong_arguments(node.span, word, 1, len(node.arguments)))
    columns = dict(figures.columns)
    if node.column is None or node.column.text not in columns:
        column = node.column or node.name
        raise Refused(name_errors.unknown(column.span, Sought.COLUMN, column.text, columns, word))
    scope.world.mark(ast.Kept.FIGURES, word)
    key = of_type(node.arguments[0], scope, figures.columns[0][1])
    kind = columns[node.column.text]
    return p.FigureOf(word, key, node.column.text, kind, span=node.span), kind


def call_definition(word: str, arguments: tuple[ast.Expression, ...], span: Span, scope: Scope) -> Typed:
    scope.world.mark(ast.Kept.DEFINE, word)
    definition = scope.world.define_now(word)
    if definition is None:
        raise Refused(silent())
    entry = scope.world.draft.things[ast.Kept.DEFINE, word].declared
    assert isinstance(entry, ast.Define)
    if len(arguments) != len(entry.parameters):
        raise Refused(type_errors.wrong_arguments(span, word, len(entry.parameters), len(arguments)))
    rows: list[tuple[int, p.RowVariable]] = []
    values: list[tuple[int, p.Expression]] = []
    row_parameters = {row.name: row for row in definition.row_parameters}
    value_parameters = {name: (slot, kind) for slot, name, kind in definition.value_parameters}
    given_rows: dict[int, p.RowVariable] = {}
    for declared, argument in zip(entry.parameters, arguments, strict=True):
        if declared.name.text in row_parameters:
            parameter = row_parameters[declared.name.text]
            row = _row_argument(argument, parameter, scope)
            rows.append((parameter.slot, row))
            given_rows[parameter.slot] = row
        else:
            slot, kind = value_parameters[declared.name.text]
            values.append((slot, of_type(argument, scope, kind)))
    subject = _subject_inside(definition, given_rows, span, scope)
    call = p.Call(word, tuple(rows), tuple(values), subject, definition.type, span=span)
    for (fact, path), where in scope.world.requires.get(word, {}).items():
        _pass_on(call, fact, path, where, span, scope)
    return call, definition.type


def _subject_inside(
    definition: p.Definition, given: dict[int, p.RowVariable], span: Span, scope: Scope
) -> p.RowVariable:
    """The row that stands for the assessed subject inside a definition: what it means is what it would mean here.

    A definition that takes subjects speaks of them by their names, so its assessed subject is the one at hand here,
    however many subjects are being compared around it; any other definition is about the innermost subject.
    """
    subjects = [row for row in definition.row_parameters if row.table == scope.subject.table]
    if not subjects:
        return one_subject(f"`{definition.name}`", span, scope)
    if speaks_of(definition.body, 0):
        return scope.subjects[-1]
    return given[subjects[0].slot]  # nothing inside asks who is assessed: the same for all that ask


def _pass_on(
    call: p.Call, asked: Fact, path: frozenset[Literal], where: object, span: Span, scope: Scope
) -> None:
    """What a definition takes for known must be known where it is called."""
    names = outside_of(call)
    fact = fact_translated(asked, names)
    assert fact is not None  # a definition asks only for what it is given
    under = literals_translated(path, names) | scope.path
    if scope.lenient or scope.knows(fact, under):
        return
    rows = {call.subject.slot: call.subject, **{row.slot: row for _, row in call.rows}}
    if isinstance(fact, NodeApplicable) and not scope.world.may_be_not_applicable(
        fact.node, scope.inside(rows[fact.slot])
    ):
        return
    if scope.require(fact, under, where):
        return
    match fact:
        case RowsThere():
            assert isinstance(where, RowsAsked)
            raise Refused(missing_errors.no_rows_not_dealt_with(span, where.what, where.span))
        case NodeApplicable(_, node):
            raise Refused(missing_errors.not_applicable_not_dealt_with(span, node))
        case FieldGiven(slot, field):
            declared = field_declared(where, scope) if isinstance(where, p.AnyField) else None
            name = f"{rows[slot].name}.{field if declared is None else declared.name}"
            raise Refused(missing_finding(span, name, declared))
        case _:
            assert_never(fact)


def _row_argument(argument: ast.Expression, parameter: p.RowVariable, scope: Scope) -> p.RowVariable:
    if not isinstance(argument, ast.Reference) or len(argument.parts) != 1:
        raise Refused(
            type_errors.wrong_type(
                argument.span, type_errors.VALUE, type_errors.ROW_OF.of(table=parameter.table)
            )
        )
    row = scope.row_named(argument.parts[0].text)
    if row is None:
        names = [r.name for r in scope.rows]
        raise Refused(name_errors.unknown(argument.span, Sought.ROW, argument.parts[0].text, names))
    if row.table != parameter.table:
        raise Refused(
            type_errors.wrong_kind(
                argument.span,
                row.name,
                type_errors.ROW_OF.of(table=row.table),
                type_errors.ROW_OF.of(table=parameter.table),
            )
        )
    return row


ARMS: Arms = {ast.CallOf: call}
"""Which kinds of expressions are checked here, and by what."""
