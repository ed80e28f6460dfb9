"""One walk over expressions, derived from the fields of the nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import assert_never, get_args

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
        case p.OfField(row=row) | p.OfNode(subject=row):
            return {row.slot}
        case p.Call(rows=rows, subject=subject):
            return {subject.slot, *(row.slot for _, row in rows)}
        case p.IsKnown(operand) | p.IfMissing(operand):
            return {operand.row.slot}
        case p.Standing():
            return {node.self_row.slot} | _slots_of_rows(node.rows)
        case p.OverRows():
            return _slots_of_rows(node.rows)
        case (
            p.Constant() | p.Parameter() | p.FigureOf() | p.Arithmetic() | p.Negate() | p.Apply() | p.Compare()
            | p.Every() | p.Some() | p.Not() | p.Choose() | p.Limit() | p.RoundTo() | p.Banded() | p.Interpolate()
            | p.CheckList() | p.WorkingDays() | p.Multiplied() | p.MeanOfOthers()
        ):  # fmt: skip
            return set()
        case _:
            assert_never(node)


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
    return nodes_read_in(expressions, program.definitions, lambda node: program.nodes[node].parts)


def nodes_read_in(
    expressions: Iterable[p.Expression],
    definitions: Mapping[str, p.Definition],
    parts_of: Callable[[str], Iterable[str]],
) -> set[str]:
    """The same of what is no program yet: a definition that is not there is passed over."""
    found: set[str] = set()
    seen: set[str] = set()
    ahead = list(expressions)
    while ahead:
        for inner in walk(ahead.pop()):
            match inner:
                case p.ScoreOf(node) | p.IsApplicable(node) if not inner.of_others:
                    found.add(node)
                case p.PartsAggregate(node=node):
                    found.update(parts_of(node))
                case p.Call(name) if name not in seen and name in definitions:
                    seen.add(name)
                    ahead.append(definitions[name].body)
                case _:
                    pass
    return found


def of_adjustment(adjustment: p.Adjustment) -> Iterator[p.Expression]:
    """The expressions of an adjustment."""
    yield adjustment.amount
    if adjustment.rows is not None and adjustment.rows.where is not None:
        yield adjustment.rows.where
    if adjustment.condition is not None:
        yield adjustment.condition
    if adjustment.cap is not None:
        yield adjustment.cap


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
