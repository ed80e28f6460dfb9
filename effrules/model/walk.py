"""One walk over expressions, derived from the fields of the nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import get_args

from attrs import fields

from effrules.model import program as p

EXPRESSIONS: tuple[type, ...] = get_args(p.Expression)
HOLDERS: tuple[type, ...] = (p.Rows, p.Band, p.CheckItem)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in ("span", "type"))


def children(node: object) -> Iterator[p.Expression]:
    """The expressions directly inside an expression, in the order of the text."""
    kind: type = type(node)
    for name in _names(kind):
        yield from _inside(getattr(node, name))


def _inside(value: object) -> Iterator[p.Expression]:
    if isinstance(value, EXPRESSIONS):
        yield value  # type: ignore[misc]
    elif isinstance(value, HOLDERS):
        yield from children(value)
    elif isinstance(value, tuple):
        for item in value:
            yield from _inside(item)


def speaks_of(node: p.Expression, slot: int) -> bool:
    """Whether an expression speaks of the row in a slot, itself or by what it hands on."""
    return any(slot in _slots(inner) for inner in walk(node))


def _slots(node: p.Expression) -> set[int]:
    """The slots of the rows that an expression reads, without those below it."""
    match node:
        case p.FieldOf(row) | p.OwnerFieldOf(row):
            return {row.slot}
        case p.ScoreOf(subject=row) | p.IsApplicable(subject=row) | p.PartsAggregate(subject=row):
            return {row.slot}
        case p.Call(rows=rows, subject=subject):
            return {subject.slot, *(row.slot for _, row in rows)}
        case p.IsKnown(operand) | p.IfMissing(operand):
            return {operand.row.slot}
        case p.Standing():
            return {node.self_row.slot} | _slots_of_rows(node.rows)
        case p.Aggregate() | p.Count() | p.ShareOf() | p.Quantified():
            return _slots_of_rows(node.rows)
        case _:
            return set()


def _slots_of_rows(rows: p.Rows) -> set[int]:
    return {row.slot for row in (rows.of, rows.anchor) if row is not None}


def walk(node: p.Expression) -> Iterator[p.Expression]:
    """An expression and all below it, parents first."""
    stack = [node]
    while stack:
        at = stack.pop()
        yield at
        stack.extend(reversed(list(children(at))))


def nodes_read(*expressions: p.Expression, program: p.Program) -> set[str]:
    """The nodes whose scores or applicability expressions read, for whatever subject; through definitions."""
    definitions = program.definitions
    found: set[str] = set()
    seen: set[str] = set()
    ahead = list(expressions)
    while ahead:
        for inner in walk(ahead.pop()):
            match inner:
                case p.ScoreOf(node) | p.IsApplicable(node):
                    found.add(node)
                case p.PartsAggregate(node=node):
                    found.update(program.nodes[node].parts)
                case p.Call(name) if name not in seen:
                    seen.add(name)
                    ahead.append(definitions[name].body)
                case _:
                    pass
    return found


def height(expression: p.Expression, heights: Mapping[str, int]) -> int:
    """The levels of an expression; ``heights`` has those of the definitions that it uses."""
    deepest = 0
    ahead: list[tuple[p.Expression, int]] = [(expression, 1)]
    while ahead:
        at, level = ahead.pop()
        below = heights.get(at.definition, 0) if isinstance(at, p.Call) else 0
        deepest = max(deepest, level + below)
        ahead.extend((child, level + 1) for child in children(at))
    return deepest
