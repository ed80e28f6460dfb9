"""The clauses of a node, sorted by what they are."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from effrules.check.errors import clause_errors, maximum_errors, type_errors
from effrules.check.expressions.scope import World
from effrules.syntax import tree as ast


@define
class Pieces:
    """The clauses of a node, sorted by what they are."""

    score: ast.Score | None = None
    maxima: list[ast.OutOf] = field(factory=list)
    only: ast.OnlyWhere | None = None
    rounding: ast.RoundClause | None = None
    factors: list[ast.Multiplied] = field(factory=list)
    others: ast.MeanOfOthers | None = None
    assessors: list[ast.Assessed] = field(factory=list)


def pieces_of(name: str, clauses: Sequence[object], world: World, *, rounded: bool) -> Pieces:
    """The clauses of a node, sorted; those of a kind that it has already are found. ``rounded``: the total says how it is rounded."""
    found = Pieces()
    for clause in clauses:
        match clause:
            case ast.Score():
                if found.score is not None:
                    world.twice(clause.span, clause_errors.SCORE_OF.of(name=name))
                found.score = clause
            case ast.OutOf():
                _note_maximum(world, clause, found, name)
            case ast.OnlyWhere():
                if found.only is not None:
                    world.twice(clause.span, clause_errors.ONLY_WHERE_OF.of(name=name))
                found.only = found.only or clause
            case ast.RoundClause() if clause.node is None or clause.node.name.text == name:
                if found.rounding is not None or rounded:
                    world.twice(clause.span, clause_errors.ROUNDING_OF.of(name=name))
                found.rounding = clause
            case ast.RoundClause() if name != "total":
                assert clause.node is not None
                world.found.append(
                    type_errors.wrong_kind(
                        clause.node.span, clause.node.name.text, type_errors.ANOTHER_NODE, f"`{name}`"
                    )
                )
            case ast.Multiplied():
                found.factors.append(clause)
            case ast.MeanOfOthers():
                if found.others is not None:
                    world.twice(clause.span, clause_errors.MEAN_OF.of(name=name))
                found.others = clause
            case ast.Assessed():
                found.assessors.append(clause)
            case _:
                pass
    return found


def _note_maximum(world: World, clause: ast.OutOf, found: Pieces, name: str) -> None:
    """One more maximum: for others than those before."""
    for at, other in enumerate(found.maxima):
        if other.where == clause.where:
            world.twice(clause.span, clause_errors.MAXIMUM_OF.of(name=name))
            found.maxima[at] = clause
            return
        if other.where is None or clause.where is None:
            mixed = (clause, other) if other.where is None else (other, clause)
            world.found.append(maximum_errors.mixed_maxima(mixed[0].span, name, mixed[1].span))
            return
    found.maxima.append(clause)
