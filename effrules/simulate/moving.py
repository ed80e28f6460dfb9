"""Which nodes move when something is varied, and whether arrays can work them out."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from effrules.exact.partial import Part, part_of
from effrules.exact.plan import plan_of
from effrules.model import program as p
from effrules.model.walk import walk


@frozen
class Moving:
    """Of what comes out, what moves: nodes in the program's order.

    ``by_arrays``: all of them are weighted means whose other clauses look at no score that moves, so that only scores move,
    never what is applicable.
    """

    part: Part
    nodes: tuple[str, ...]
    by_arrays: bool


def outcomes_of(program: p.Program) -> Part:
    """What a simulation looks at: the scores that results stand for, with all grades and places."""
    return part_of(program, program.heads, program.ratings, program.rankings)


def moving(program: p.Program, varied: Iterable[str], touched: Iterable[str] = ()) -> Moving:
    """What moves when the weights of some nodes' parts are ``varied``, and what else is ``touched``: nodes that read changed data."""
    part, plan = outcomes_of(program), plan_of(program)
    varied, touched = frozenset(varied), frozenset(touched)
    origins = varied | touched
    moved = tuple(name for name in part.nodes if not origins.isdisjoint(plan.needed(name)))
    by_arrays = not touched and all(_is_mean(program, name, frozenset(moved)) for name in moved)
    conditions = [one.condition for one in part.rankings if one.condition is not None]
    return Moving(part, moved, by_arrays and _scores_read(conditions, program).isdisjoint(moved))


def _is_mean(program: p.Program, name: str, moved: frozenset[str]) -> bool:
    """Whether a node is the weighted mean of its parts, and nothing else of it reads a score that moves."""
    node = program.nodes[name]
    if node.formula is not None or (node.rounding is not None and node.rounding.significant):
        return False
    inside = plan_of(program).expressions_of(node)
    return bool(node.parts) and _scores_read(inside, program).isdisjoint(moved)


def _scores_read(found: Iterable[p.Expression], program: p.Program) -> set[str]:
    """The nodes whose scores expressions read, through definitions; not those of which they ask whether they are applicable."""
    ahead, seen, read = list(found), set[str](), set[str]()
    while ahead:
        for inner in walk(ahead.pop()):
            if isinstance(inner, p.Call) and inner.definition not in seen:
                seen.add(inner.definition)
                ahead.append(program.definitions[inner.definition].body)
            elif isinstance(inner, p.OfNode) and not isinstance(inner, p.IsApplicable):
                read |= {inner.node, *program.nodes[inner.node].parts}
    return read
