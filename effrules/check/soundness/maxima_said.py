"""Which of two maxima makes those of a node's criteria add up: the one that is taken, or the one that the act says elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import TypeAlias

from flint import fmpq

from effrules.check.errors import scale_errors
from effrules.diagnostics import Finding
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.basis import Contradiction
from effrules.model.numbers import exact_text
from effrules.model.thing_words import WEIGHTS, node_called, thing
from effrules.words import Message, Number, any_of, phrase

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
                yield scale_errors.figure_without_maximum(one.span, name)
            elif _taken(declared, one) == {one.figure}:
                yield scale_errors.figure_is_taken(one.span, exact_text(one.figure))


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


def every_declaration(program: p.Program) -> Iterator[tuple[Message, Declared]]:
    """Everything that rests on something, with its name in a sentence."""
    for node in program.nodes.values():
        yield node_called(node), node
    for definition in program.definitions.values():
        yield thing("define", definition.name), definition
    for figures in program.figures.values():
        yield thing("calendar" if figures.calendar else "figures", figures.name), figures
    for clause in program.weights:
        yield WEIGHTS, clause
    for adjustment in program.adjustments:
        yield thing(adjustment.kind.value, adjustment.name), adjustment
    for rating in program.ratings:
        grades = phrase("the grades")
        yield grades if rating.node == "total" else phrase("the grades of `{node}`", node=rating.node), rating
    for ranking in program.rankings:
        yield phrase("the places"), ranking


def weighed(declared: Declared, one: Contradiction, program: p.Program) -> Message | None:
    """What the maxima add up to with each of the two, by kinds of bodies where it differs; ``None`` where nothing can be added up."""
    otherwise = one.figure
    if otherwise is None or not isinstance(declared, p.ScoreNode) or declared.parent is None:
        return None
    nodes, meant = program.nodes, _meant(declared, one)
    above = nodes[declared.parent]
    if not all(nodes[part].kind is p.NodeKind.CRITERION for part in above.parts):
        return None
    found: dict[Message, list[str]] = {}
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
    told = [phrase("{who}: {said}", who=any_of(who), said=said) for said, who in found.items()]
    return reduce(_beside, told) if told else None


def _compared(
    above: p.ScoreNode, ours: tuple[fmpq, fmpq], theirs: tuple[fmpq, fmpq], wanted: fmpq
) -> Message:
    what = node_called(above)

    def told(points: fmpq, whole: fmpq) -> Message:
        own, made = Number(exact_text(points)), Number(exact_text(whole))
        if whole == wanted:
            return phrase(
                "with {points} the maxima of {what} make {sum}, as its scale says",
                points=own,
                what=what,
                sum=made,
            )
        return phrase(
            "with {points} the maxima of {what} make {sum}, not {scale}",
            points=own,
            what=what,
            sum=made,
            scale=Number(exact_text(wanted)),
        )

    return _beside(told(*ours), told(*theirs))


def _beside(one: Message, other: Message) -> Message:
    return phrase("{one}; {other}", one=one, other=other)
