"""The text of promises, worked cases and amendments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_never

from effrules.model.program import AdjustmentKind
from effrules.syntax import tree as ast
from effrules.syntax.expression_text import DISJUNCTION, rows_text, text_of
from effrules.syntax.piece_text import exact, titles_text
from effrules.syntax.printing.layout import (
    braces,
    clauses_at,
    print_node,
    row_name,
    where_text,
    with_behind,
    words,
)
from effrules.syntax.printing.reported import rows_of_figures
from effrules.syntax.printing.scores import adjustment_lines, apart
from effrules.syntax.texts import quoted


def _property(node: ast.PropertyDeclaration, indent: int) -> str:
    return (
        f"{words('property', node.name.text, titles_text(node.titles))}: {print_node(node.promise, indent)}"
    )


def _move_never(node: ast.MoveNever, indent: int) -> str:
    return words(
        f"a {'higher' if node.up else 'lower'} {node.row.text}.{node.field.text} never {node.verb.value}",
        print_node(node.node),
        where_text(node.where, indent),
    )


def _example(node: ast.ExampleDeclaration, indent: int) -> str:
    lines = [*clauses_at(node.rows, indent), *clauses_at(node.expectations, indent)]
    return braces(f"example {quoted(node.name)}", lines, indent)


def _example_row(node: ast.ExampleRowOf, indent: int) -> str:
    name = row_name(node.name) if node.name is not None else ""
    owner = f"of {row_name(node.owner)}" if node.owner is not None else ""
    pairs = ", ".join(f"{name.text} {print_node(value)}" for name, value in node.values)
    return words(node.table.text, name, owner, f"{{ {pairs} }}" if pairs else "{}")


def _expect(node: ast.Expect, indent: int) -> str:
    named = print_node(node.node) if node.node is not None else ""
    match node.kind:
        case ast.Expected.RATING:
            what = words("rating", f"of the {named}" if named else "")
        case ast.Expected.PLACE:
            what = words("place", f"in {named}" if named else "")
        case ast.Expected.SCORE:
            what = named
        case _:
            assert_never(node.kind)
    return f"expect {what} of {row_name(node.subject)} is {print_node(node.outcome)}"


def _outcome(node: ast.Outcome, indent: int) -> str:
    match node.kind:
        case ast.OutcomeKind.NUMBER:
            assert node.value is not None
            return words(exact(node.value), node.name.text if node.name else "")
        case ast.OutcomeKind.PERCENT:
            assert node.value is not None
            return f"{exact(node.value * 100)}%"
        case ast.OutcomeKind.NAME:
            return node.name.text if node.name else ""
        case ast.OutcomeKind.NOT_APPLICABLE | ast.OutcomeKind.NO_SCORE:
            return node.kind
        case _:
            assert_never(node.kind)


def _thing(node: ast.Thing, indent: int) -> str:
    name = "" if node.name is None else node.name.text
    if node.kind is ast.ThingKind.RATING and name:
        return f"rating of {name}"
    return words(node.kind, quoted(name) if node.kind is ast.ThingKind.EXAMPLE else name)


def _drop(node: ast.Drop, indent: int) -> str:
    head = f"drop {print_node(node.thing)}"
    return braces(head, clauses_at(node.reasons, indent), indent) if node.reasons else head


def _add(node: ast.Add, indent: int) -> str:
    to = f"to {print_node(node.to)}" if node.to is not None else ""
    return with_behind(words("add", to, print_node(node.declared, indent)), node.reasons, indent)


def _rename(node: ast.Rename, indent: int) -> str:
    head = words("rename", print_node(node.thing), "was", node.was.text, titles_text(node.titles))
    return with_behind(head, node.reasons, indent)


def _move(node: ast.Move, indent: int) -> str:
    return with_behind(f"move {node.kind} {node.name.text} to {print_node(node.to)}", node.reasons, indent)


def _change(node: ast.Change, indent: int) -> str:
    if node.thing.kind is ast.ThingKind.WEIGHTS:
        return with_behind(f"change {print_node(node.parts[0], indent)}", node.reasons, indent)
    parts = [part for part in node.parts if not isinstance(part, ast.FigureRow)]
    lines = rows_of_figures([part for part in node.parts if isinstance(part, ast.FigureRow)])
    if node.thing.kind in (ast.ThingKind.PENALTY, ast.ThingKind.BONUS):
        lines += adjustment_lines(AdjustmentKind(node.thing.kind), parts, indent)
    else:
        lines += clauses_at(apart(parts), indent)
    return with_behind(braces(f"change {print_node(node.thing)}", lines, indent), node.reasons, indent)


ARMS: dict[type, Callable[[Any, int], str]] = {
    ast.AlwaysHolds: lambda node, indent: text_of(node.condition, DISJUNCTION, indent),
    ast.OneMoreNever: lambda node, indent: (
        f"one more {rows_text(node.rows, indent)} never {node.verb.value} {print_node(node.node)}"
    ),
    ast.MoveNever: _move_never,
    ast.FieldNeverAffects: lambda node, indent: (
        f"field {node.row.text}.{node.field.text} never affects {print_node(node.node)}"
    ),
    ast.PropertyDeclaration: _property,
    ast.MissingCell: lambda node, indent: "missing",
    ast.ExampleRowOf: _example_row,
    ast.Outcome: _outcome,
    ast.Expect: _expect,
    ast.ExampleDeclaration: _example,
    ast.Thing: _thing,
    ast.Drop: _drop,
    ast.Add: _add,
    ast.Replace: lambda node, indent: with_behind(
        f"replace {print_node(node.declared, indent)}", node.reasons, indent
    ),
    ast.Rename: _rename,
    ast.Move: _move,
    ast.DropClause: lambda node, indent: f"drop {node.clause}",
    ast.DropField: lambda node, indent: f"drop field {node.field.text}",
    ast.DropRow: lambda node, indent: f"drop {print_node(node.key)}",
    ast.Change: _change,
}
"""The text of each kind of node that is dealt with here."""
