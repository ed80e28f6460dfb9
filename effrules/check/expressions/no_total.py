"""Rules that give no total say so in words; whatever asks for a total all the same is refused, with what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from effrules.amend.total_clauses import made_by
from effrules.check.errors.refused import Refused
from effrules.check.expressions.scope import World
from effrules.diagnostics import Finding, Note, Related
from effrules.diagnostics.making import error
from effrules.source import Span
from effrules.syntax import tree as ast


def demand_total(world: World, name: str, place: Span, what: str = "this") -> None:
    """Refuse a use of the total where the rules give none. Raises Refused."""
    if name == "total" and world.no_total is not None:
        raise Refused(asks_for_total(world, place, what))


def asks_for_total(world: World, place: Span, what: str) -> Finding:
    """Something asks for the total of rules that give none."""
    assert world.no_total is not None
    heads = [f"`{name}`" for name in world.draft.parts_of("total")]
    listed = f": {', '.join(heads)}" if 0 < len(heads) <= 12 else ""
    return error(
        "E371", f"{what} asks for the total, and the rules give none", place, "there is no total",
        Note("help", f"name the block, direction or criterion that is meant{listed}"),
        related=(Related(world.no_total.span, "said here"),),
    )  # fmt: skip


def stated(world: World, clauses: Iterable[ast.TotalClause]) -> Iterator[Finding]:
    """What is wrong with the statement that there is no total, and with what stands beside it."""
    listed = list(clauses)
    found = [clause for clause in listed if isinstance(clause, ast.NoTotal)]
    if not found:
        return
    for extra in found[1:]:
        yield error("E321", "`none` is said twice", extra.span)
    if not found[0].reason.texts:
        yield error(
            "E373", "`none` does not say why the rules give no total", found[0].span, "",
            Note("help", 'write `none because en "..."` and cite the act that is silent'),
        )  # fmt: skip
    for clause in listed:
        what = made_by(clause)
        if what:
            yield error(
                "E370", f"the total is `none`, and {what} says how there is one", clause.span, "beside `none`",
                Note("help", "take this clause out, or `none`"),
                related=(Related(found[0].span, "said here"),),
            )  # fmt: skip


def weighed(world: World, group: ast.WeightGroup) -> Finding | None:
    """Weights between the nodes below a total that the rules do not give."""
    weights = [entry for entry in group.entries if entry.share is not None]
    if world.no_total is None or (group.equal is None and not weights):
        return None
    first = weights[0] if weights else group
    what = f"`{weights[0].part.text}` has a weight" if weights else "equal weights are said"
    inner = next((name for name in world.draft.parts_of("total") if world.draft.parts_of(name)), None)
    meant = (
        "take it out"
        if inner is None
        else f"weights stand inside the blocks only: `weights {{ {inner} {{ ... }} }}`"
    )
    return error(
        "E372", f"{what} in a total, and the rules give none", first.span, "a weight in nothing", Note("help", meant),
        related=(Related(world.no_total.span, "said here"),),
    )  # fmt: skip
