"""What one expression reads itself, without those inside it: which declarations it names, and which fields it looks at.

Whoever asks what a node, a definition or a program rests on walks over the expressions and asks here of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum

from effrules.model import program as p
from effrules.model.schema import Schema
from effrules.model.walk import walk

Cell = tuple[str, str]
"""A table and a field of it, under its full name."""


class Named(Enum):
    """As what an expression names a declaration."""

    DEFINITION = "definition"
    FIGURES = "figures"
    NODE = "node"
    """A node whose score, or whether it is applicable, is read."""
    OTHERS = "others"
    """The node at hand, of other subjects (``of_others``)."""
    PARTS = "parts"
    """A node whose parts are read."""
    SCALE = "scale"
    """A node whose maximum is read."""


def named(expression: p.Expression) -> tuple[Named, str] | None:
    """The declaration that an expression names."""
    match expression:
        case p.Call(name):
            return Named.DEFINITION, name
        case p.FigureOf(name) | p.WorkingDays(calendar=name):
            return Named.FIGURES, name
        case p.ScoreOf(name) | p.IsApplicable(name):
            return Named.OTHERS if expression.of_others else Named.NODE, name
        case p.PartsAggregate(node=name):
            return Named.PARTS, name
        case p.MaximumOf(name):
            return Named.SCALE, name
        case _:
            return None


def cells(expression: p.Expression | p.OfField, schema: Schema) -> Iterator[Cell]:
    """The fields that an expression looks at: the one that it is the value of, or those in which its rows must be alike."""
    if isinstance(expression, p.OfField):
        table = schema.above(expression.row.table, expression.levels)
        if table is not None:
            yield table.name, expression.field
    elif isinstance(expression, p.OverRows):
        yield from alike(expression.rows)


def alike(rows: p.Rows) -> Iterator[Cell]:
    """The fields in which rows must be alike."""
    return ((rows.variable.table, name) for name in rows.same)


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
            match named(inner):
                case (Named.NODE, node):
                    found.add(node)
                case (Named.PARTS, node):
                    found.update(parts_of(node))
                case (Named.DEFINITION, name) if name not in seen and name in definitions:
                    seen.add(name)
                    ahead.append(definitions[name].body)
                case _:
                    pass
    return found
