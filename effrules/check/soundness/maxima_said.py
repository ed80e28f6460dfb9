"""Which of two maxima makes those of a node's criteria add up: the one that is taken, or the one that the act says elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from flint import fmpq

from effrules.check.errors import scale_errors
from effrules.diagnostics import Finding
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.basis import Contradiction
from effrules.model.numbers import exact_text

Declared: TypeAlias = (
    p.ScoreNode | p.Definition | p.Figures | p.WeightsClause | p.Adjustment | p.Rating | p.Ranking
)


def idle_figures(program: p.Program) -> Iterator[Finding]:
    """Figures of contradictions that contradict nothing: in no criterion, or the very maximum that is taken."""
    for name, declared in every_declaration(program):
        for one in (one for ground in declared.grounds for one in ground.basis.contradictions):
            if one.figure is None:
                continue
            if not isinstance(declared, p.ScoreNode) or declared.kind is not p.NodeKind.CRITERION:
                yield scale_errors.idle_figure(
                    one.span, f"{name} has no maximum that an act could say otherwise",
                    "leave the points out and quote the words, or put it into the criterion whose maximum it is",
                )  # fmt: skip
            elif _taken(declared, one) == {one.figure}:
                yield scale_errors.idle_figure(
                    one.span, f"{exact_text(one.figure)} points are the maximum that is taken: that is no contradiction",
                    "write the points that the act says there, or cite the place",
                )  # fmt: skip


def _meant(node: p.ScoreNode, one: Contradiction) -> p.MaximumFor | None:
    """The one of several maxima behind which a contradiction stands; ``None``: it is about all that the node has."""
    span = one.span
    for maximum in node.maxima:
        whole = maximum.span
        if (
            span is not None
            and whole is not None
            and span.source is whole.source
            and whole.start <= span.start < whole.end
        ):
            return maximum
    return None


def _taken(node: p.ScoreNode, one: Contradiction) -> set[fmpq]:
    """The maxima that an act says otherwise."""
    meant = _meant(node, one)
    if meant is not None:
        return {meant.value}
    return {maximum.value for maximum in node.maxima} or {node.maximum}


def every_declaration(program: p.Program) -> Iterator[tuple[str, Declared]]:
    """Everything that rests on something, with its name in a sentence."""
    for node in program.nodes.values():
        yield ("the total" if node.kind is p.NodeKind.TOTAL else f"{node.kind.value} `{node.name}`"), node
    for definition in program.definitions.values():
        yield f"definition `{definition.name}`", definition
    for figures in program.figures.values():
        yield f"{'calendar' if figures.calendar else 'figures'} `{figures.name}`", figures
    for clause in program.weights:
        yield "the weights", clause
    for adjustment in program.adjustments:
        yield f"{adjustment.kind.value} `{adjustment.name}`", adjustment
    for rating in program.ratings:
        yield ("the grades" if rating.node == "total" else f"the grades of `{rating.node}`"), rating
    for ranking in program.rankings:
        yield "the places", ranking


def weighed(declared: Declared, one: Contradiction, program: p.Program) -> str:
    """What the maxima add up to with each of the two, by kinds of bodies where it differs; "" where nothing can be added up."""
    otherwise = one.figure
    if otherwise is None or not isinstance(declared, p.ScoreNode) or declared.parent is None:
        return ""
    nodes, meant = program.nodes, _meant(declared, one)
    above = nodes[declared.parent]
    if not all(nodes[part].kind is p.NodeKind.CRITERION for part in above.parts):
        return ""
    found: dict[str, list[str]] = {}
    everybody = kinds.cases(program.schema.subject, kinds.deciding(nodes), kinds.MOST_SHOWN) or ({},)
    for case in everybody:
        if not kinds.has(nodes, declared.name, case):
            continue
        if meant is not None and kinds.decided(meant.condition, case) is not True:
            continue
        own, wanted = kinds.maximum(declared, case), kinds.maximum(above, case)
        parts = kinds.parts(nodes, above.name, case)
        taken = sum((kinds.maximum(nodes[part], case) for part in parts), fmpq(0))
        said = _compared(above, (own, taken), (otherwise, taken - own + otherwise), wanted)
        found.setdefault(said, []).append(kinds.called(case))
    if len(found) == 1 and meant is None:
        return next(iter(found))
    return "; ".join(f"{' or '.join(who)}: {said}" for said, who in found.items())


def _compared(above: p.ScoreNode, ours: tuple[fmpq, fmpq], theirs: tuple[fmpq, fmpq], wanted: fmpq) -> str:
    what = "the total" if above.kind is p.NodeKind.TOTAL else f"{above.kind.value} `{above.name}`"

    def told(points: fmpq, whole: fmpq) -> str:
        fits = ", as its scale says" if whole == wanted else f", not {exact_text(wanted)}"
        return f"with {exact_text(points)} the maxima of {what} make {exact_text(whole)}{fits}"

    return f"{told(*ours)}; {told(*theirs)}"
