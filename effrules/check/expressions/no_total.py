"""Rules that give no total say so in words; whatever asks for a total all the same is refused, with what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from effrules.amend.total_clauses import made_by
from effrules.check.errors import total_errors
from effrules.check.errors.refused import Refused
from effrules.check.errors.total_errors import Asks
from effrules.check.expressions.scope import World
from effrules.diagnostics import Finding
from effrules.source import Span
from effrules.syntax import tree as ast


def demand_total(world: World, name: str, place: Span, asks: Asks = Asks.THIS) -> None:
    """Refuse a use of the total where the rules give none. Raises Refused."""
    if name == "total" and world.no_total is not None:
        heads = list(world.draft.parts_of("total"))
        raise Refused(total_errors.asked(place, asks, heads, world.no_total.span))


def stated(world: World, clauses: Iterable[ast.TotalClause]) -> Iterator[Finding]:
    """What is wrong with the statement that there is no total, and with what stands beside it."""
    listed = list(clauses)
    found = [clause for clause in listed if isinstance(clause, ast.NoTotal)]
    if not found:
        return
    for extra in found[1:]:
        yield total_errors.none_twice(extra.span)
    if not found[0].reason.texts:
        yield total_errors.none_without_reason(found[0].span)
    for clause in listed:
        makes = made_by(clause)
        if makes is not None:
            yield total_errors.made_anyway(clause.span, makes, found[0].span)


def weighed(world: World, group: ast.WeightGroup) -> Finding | None:
    """Weights between the nodes below a total that the rules do not give."""
    weights = [entry for entry in group.entries if entry.share is not None]
    if world.no_total is None or (group.equal is None and not weights):
        return None
    first = weights[0] if weights else group
    part = weights[0].part.text if weights else ""
    inner = next((name for name in world.draft.parts_of("total") if world.draft.parts_of(name)), None)
    return total_errors.weight_in_nothing(first.span, part, inner, world.no_total.span)
