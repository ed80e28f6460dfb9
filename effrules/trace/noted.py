"""What the recorder watches for in a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from effrules.model import program as p
from effrules.model.walk import outermost, walk


def conditions(program: p.Program) -> Iterator[p.Expression]:
    """Conditions that are noted by subject: of applicability, of maxima, of weights clauses, of rankings, of recommendations."""
    yield from (one.condition for one in program.recommendations.values())
    for node in program.nodes.values():
        yield from (test.condition for test in node.not_applicable)
        yield from (one.condition for one in node.maxima)
    conditionals: tuple[p.WeightsClause | p.Ranking, ...] = (*program.weights, *program.rankings)
    for conditional in conditionals:
        if conditional.condition is not None:
            yield conditional.condition


def all_rows(program: p.Program) -> Iterator[p.Rows]:
    """The rows of every aggregate and adjustment."""
    roots: list[Any] = [*program.definitions.values(), *program.nodes.values(), *program.weights]
    roots += [*program.adjustments, *program.rankings, *program.recommendations.values()]
    for root in roots:
        for formula in outermost(root):
            for inner in walk(formula):
                rows = getattr(inner, "rows", None)
                if isinstance(rows, p.Rows):
                    yield rows
        if isinstance(root, p.Adjustment) and root.rows is not None:
            yield root.rows
