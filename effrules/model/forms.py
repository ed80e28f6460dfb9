"""The form of a formula: what it says, whatever its rows are called, wherever it stands, whatever its types are.

Two formulas with equal forms mean the same wherever the names in them do. Types follow from the names. A bound row is
known by how deep it is bound, so that formulas which call their rows otherwise have the same form.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from attrs import fields

from effrules.model import program as p
from effrules.model.node import Node
from effrules.model.rounding import Rounding

Form = tuple[Any, ...]
Levels = Mapping[int, object]


class Outer(NamedTuple):
    """A row or a value of outside a formula, by its slot; in slot 0 is the assessed subject."""

    slot: int


class RowForm(NamedTuple):
    """The form of a row: what it is called (how deep it is bound, or what stands outside), and its table."""

    called: object
    table: str


class ParameterForm(NamedTuple):
    """The form of a value parameter of a definition."""

    called: object


SUBJECT: Levels = {0: Outer(0)}
_SKIPPED = ("span", "type", "titles", "reason")


@cache
def attributes(kind: type) -> tuple[str, ...]:
    """The fields of a node that say what it means."""
    return tuple(f.name for f in fields(kind) if f.name not in _SKIPPED)


def form(node: object, levels: Levels = SUBJECT) -> Form:
    """The form of an expression, or of a tuple of expressions; ``levels`` are the rows in scope."""
    match node:
        case p.RowVariable(slot, table):
            return RowForm(levels.get(slot, Outer(slot)), table)
        case p.Parameter(slot):
            return ParameterForm(levels.get(slot, Outer(slot)))
        case p.Call():
            rows = tuple(form(row, levels) for _, row in node.rows)
            arguments = tuple(form(value, levels) for _, value in node.arguments)
            return ("call", node.definition, rows, arguments, form(node.subject, levels))
        case p.NotApplicableWhen():
            return form(node.condition, levels)
        case Node():
            return _generic(node, within(node, levels))
        case tuple():
            return ("these", *(form(item, levels) for item in node))
        case Rounding():
            return ("rounding", node.digits, node.mode, node.significant, node.after_penalties)
        case _:
            return (type(node).__name__, node)


def within(node: Node, levels: Levels) -> Levels:
    """The rows in scope inside a node: those outside it, and the row that it binds."""
    rows = node if isinstance(node, p.Rows) else getattr(node, "rows", None)
    if isinstance(rows, p.Rows) and rows.variable.slot not in levels:
        return {**levels, rows.variable.slot: len(levels)}
    return levels


def _generic(node: Node, levels: Levels) -> Form:
    kind: type = type(node)
    return (kind.__name__, *(form(getattr(node, name), levels) for name in attributes(kind)))
