"""Which of two maxima makes those of a node's criteria add up: the one that is taken, or the one that the act says elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from flint import fmpq

from effrules.check import scale_errors
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model.numbers import exact_text

Declared: TypeAlias = (
    p.ScoreNode | p.Definition | p.Figures | p.WeightsClause | p.Adjustment | p.Rating | p.Ranking
)


def idle_figures(program: p.Program) -> Iterator[Finding]:
    """Figures of contradictions that contradict nothing: in no criterion, or the very maximum that is taken."""
    for name, declared in every_declaration(program):
        for one in declared.basis.contradictions:
            if one.figure is None:
                continue
            if not isinstance(declared, p.ScoreNode) or declared.kind is not p.NodeKind.CRITERION:
                yield scale_errors.idle_figure(
                    one.span, f"{name} has no maximum that an act could say otherwise",
                    "leave the points out and quote the words, or put it into the criterion whose maximum it is",
                )  # fmt: skip
            elif one.figure == declared.maximum:
                yield scale_errors.idle_figure(
                    one.span, f"{exact_text(one.figure)} points are the maximum that is taken: that is no contradiction",
                    "write the points that the act says there, or cite the place",
                )  # fmt: skip


def every_declaration(program: p.Program) -> Iterator[tuple[str, Declared]]:
    """Everything that rests on something, with its name in a sentence."""
    for node in program.nodes.values():
        yield ("the total" if node.kind is p.NodeKind.TOTAL else f"{node.kind.value} `{node.name}`"), node
    for definition in program.definitions.values():
        yield f"definition `{definition.name}`", definition
    for figures in program.figures.values():
        yield f"figures `{figures.name}`", figures
    for clause in program.weights:
        yield "the weights", clause
    for adjustment in program.adjustments:
        yield f"{'penalty' if adjustment.sign < 0 else 'bonus'} `{adjustment.name}`", adjustment
    for rating in program.ratings:
        yield ("the grades" if rating.node == "total" else f"the grades of `{rating.node}`"), rating
    for ranking in program.rankings:
        yield "the places", ranking


def weighed(declared: object, otherwise: fmpq, program: p.Program) -> str:
    """What the maxima add up to with each of the two, in a sentence; "" where nothing can be added up."""
    if not isinstance(declared, p.ScoreNode) or declared.parent is None:
        return ""
    above = program.nodes[declared.parent]
    parts = [program.nodes[part] for part in above.parts]
    if not all(part.kind is p.NodeKind.CRITERION for part in parts):
        return ""
    wanted = above.maximum
    taken = sum((part.maximum for part in parts), fmpq(0))
    other = taken - declared.maximum + otherwise
    what = "the total" if above.kind is p.NodeKind.TOTAL else f"{above.kind.value} `{above.name}`"

    def told(points: fmpq, whole: fmpq) -> str:
        return f"with {exact_text(points)} the maxima of {what} make {exact_text(whole)}"

    def fits(whole: fmpq) -> str:
        return ", as its scale says" if whole == wanted else f", not {exact_text(wanted)}"

    return f"{told(declared.maximum, taken)}{fits(taken)}; {told(otherwise, other)}{fits(other)}"
