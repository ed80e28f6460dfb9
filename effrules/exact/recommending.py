"""What is recommended to a subject, with the values that its text is filled in with."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.data.dataset import Row
from effrules.exact import failing
from effrules.exact.failing import Failure
from effrules.exact.nodes import Nodes
from effrules.exact.results import Filled, NodeState, Recommended
from effrules.model import program as p
from effrules.model.thing_words import thing
from effrules.model.things import Kept


def recommended(program: p.Program, subject: Row, nodes: Nodes) -> tuple[Recommended, ...]:
    """What the rules recommend to a subject whose nodes are worked out; what cannot be worked out is noted among the findings."""
    return tuple(_each(program, subject, nodes))


def _each(program: p.Program, subject: Row, nodes: Nodes) -> Iterator[Recommended]:
    for one in program.recommendations.values():
        if nodes.result(subject, one.node).state is not NodeState.SCORED:
            continue
        try:
            if nodes.evaluator.evaluate(one.condition, {0: subject}):
                yield Recommended(one.name, one.node, _texts(one, subject, nodes))
        except Failure as failure:
            finding = failure.finding
            if not failure.settled:
                finding = failing.for_whom(finding, subject, thing(Kept.RECOMMEND, one.name))
            nodes.findings.setdefault(finding)


def _texts(
    one: p.Recommendation, subject: Row, nodes: Nodes
) -> tuple[tuple[str, tuple[str | Filled, ...]], ...]:
    def filled(piece: str | p.Expression) -> str | Filled:
        return (
            piece if isinstance(piece, str) else Filled(piece, nodes.evaluator.evaluate(piece, {0: subject}))
        )

    return tuple((language, tuple(map(filled, pieces))) for language, pieces in one.texts)
