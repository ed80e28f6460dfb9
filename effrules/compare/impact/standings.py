"""Grades and places under a coalition of edits, from the scores that are known there."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from effrules.compare.impact.hybrid import Hybrids
from effrules.exact.nodes import Known, Nodes
from effrules.exact.ranking import grade, places


@frozen
class Standing:
    """A body's grades by rated node and its places by ranking."""

    grades: Mapping[str, str | None]
    places: Mapping[str, int | None]


def standings(hybrids: Hybrids, coalition: int) -> dict[str, Standing]:
    """The grades and places of every body under a coalition, by its identifier."""
    game = hybrids.game
    program = game.program(coalition)
    side = int(bool(coalition & game.data))
    dataset = game.new if side else game.old
    wanted = {rating.node for rating in program.ratings}
    wanted |= {key.node for ranking in program.rankings for key in ranking.keys}
    known: Known = {name: {} for name in program.nodes}
    there = [(body, row) for body in hybrids.bodies if (row := body.rows[side]) is not None]
    for name in wanted:
        for body, row in there:
            result = hybrids.result(name, body, coalition)
            assert result is not None, "rated and ranked nodes are in the program"
            known[name][row] = result
    nodes = Nodes(program, dataset, known=known)
    ranked = {ranking.name: places(ranking, dataset.subjects, nodes) for ranking in program.rankings}
    found: dict[str, Standing] = {}
    for body, row in there:
        grades = {rating.node: grade(rating, row, nodes) for rating in program.ratings}
        numbers = {
            name: place.number if (place := by_row.get(row)) else None for name, by_row in ranked.items()
        }
        found[body.key] = Standing(grades, numbers)
    return found


def changed(before: Mapping[str, Standing], after: Mapping[str, Standing]) -> tuple[int, int]:
    """How many bodies of both have other grades, and how many other places."""
    both = [(before[key], after[key]) for key in before if key in after]
    return (
        sum(one.grades != other.grades for one, other in both),
        sum(one.places != other.places for one, other in both),
    )
