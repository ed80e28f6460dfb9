"""Weights of a node's parts for a subject: which clause holds, and what becomes of weight that falls away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from attrs import frozen
from flint import fmpq

from effrules.data.dataset import Row
from effrules.exact import errors
from effrules.exact.errors import Failure
from effrules.exact.evaluator import Evaluator
from effrules.exact.results import NodeResult, NodeState
from effrules.model import program as p
from effrules.model import real
from effrules.model.real import Num

ZERO = fmpq(0)
ONE = fmpq(1)


@frozen
class Weighed:
    """A node's parts that count, with their scores and weights.

    ``used`` gives the weight of every part after redistribution, 0 for one that was taken out. ``counted``
    are the nodes that count, ``scores`` their scores in points (a part that counts as zero or as full with the
    end of its scale), ``weights`` their weights, which add up to 1.
    """

    clause: p.WeightsClause
    used: Mapping[str, fmpq]
    counted: tuple[p.ScoreNode, ...]
    scores: tuple[Num, ...]
    weights: tuple[fmpq, ...]


class Weights:
    """The weights clauses of a program, and which one holds for each subject."""

    def __init__(self, program: p.Program, evaluator: Evaluator) -> None:
        self.clauses = program.weights
        self.nodes = program.nodes
        self.evaluator = evaluator
        self._clause: dict[Row, p.WeightsClause | Failure] = {}

    def clause(self, subject: Row) -> p.WeightsClause:
        """The one clause that holds for a subject. Raises Failure when none or several do."""
        found = self._clause.get(subject)
        if found is None:
            try:
                found = self._find(subject)
            except Failure as failure:
                finding = (
                    failure.finding
                    if failure.settled
                    else errors.for_whom(failure.finding, subject, "the weights")
                )
                found = Failure(finding, settled=True)
            self._clause[subject] = found
        if isinstance(found, Failure):
            raise Failure(found.finding, settled=True)
        return found

    def _find(self, subject: Row) -> p.WeightsClause:
        holding = tuple(
            clause
            for clause in self.clauses
            if clause.condition is None or self.evaluator.evaluate(clause.condition, {0: subject})
        )
        if len(holding) == 1:
            return holding[0]
        raise Failure(errors.several_weights(holding) if holding else errors.no_weights(self.clauses))

    def weigh(self, subject: Row, node: p.ScoreNode, results: Mapping[str, NodeResult]) -> Weighed:
        """The parts of a node that count for a subject, by ``results`` of all its parts; one is applicable."""
        clause = self.clause(subject)
        stated = clause.weights.get(node.name)
        if stated is None:
            raise Failure(errors.node_without_weights(node, clause))
        left_out = [w for w in stated if results[w.part].state is not NodeState.SCORED]
        if left_out and clause.redistribution is p.Redistribution.NOT_STATED:
            raise Failure(errors.redistribution_not_stated(node.name, left_out[0].part, clause))
        used = redistributed(node.name, stated, {w.part for w in left_out}, clause)
        counted, scores, weights = [], [], []
        for part, weight in used.items():
            score = results[part].value
            if score is None:
                if clause.redistribution is p.Redistribution.COUNT_AS_ZERO:
                    score = self.nodes[part].minimum
                elif clause.redistribution is p.Redistribution.COUNT_AS_FULL:
                    score = self.nodes[part].maximum
                else:
                    continue
            counted.append(self.nodes[part])
            scores.append(score)
            weights.append(weight)
        return Weighed(clause, used, tuple(counted), tuple(scores), tuple(weights))


def redistributed(
    node: str, stated: Sequence[p.Weight], left_out: set[str], clause: p.WeightsClause
) -> dict[str, fmpq]:
    """The weights that the parts count with when some are left out; they add up to 1.

    In proportion: weight / (1 - lost). Equally: weight + lost / number left. Else as stated.
    """
    if not left_out:
        return {w.part: w.share for w in stated}
    lost = sum((w.share for w in stated if w.part in left_out), ZERO)
    match clause.redistribution:
        case p.Redistribution.IN_PROPORTION:
            if lost == 1:
                raise Failure(errors.nothing_to_share_by(node, clause))
            return {w.part: ZERO if w.part in left_out else w.share / (1 - lost) for w in stated}
        case p.Redistribution.EQUALLY:
            addition = lost / (len(stated) - len(left_out))
            return {w.part: ZERO if w.part in left_out else w.share + addition for w in stated}
        case p.Redistribution.COUNT_AS_ZERO | p.Redistribution.COUNT_AS_FULL | p.Redistribution.NOT_STATED:
            return {w.part: w.share for w in stated}
        case _:
            assert_never(clause.redistribution)


def weighted_mean(node: p.ScoreNode, weighed: Weighed) -> Num:
    """The node's score: the weighted mean of the parts' scores, each measured on its scale, on the node's scale.

    minimum + (maximum - minimum) x sum of weight x (score - part's minimum) / (part's maximum - minimum).
    """
    mean: Num = ZERO
    for part, score, weight in zip(weighed.counted, weighed.scores, weighed.weights, strict=True):
        factor = weight / (part.maximum - part.minimum)
        if type(score) is fmpq and type(mean) is fmpq:
            mean = mean + factor * (score - part.minimum)
        else:
            mean = real.add(mean, real.multiply(factor, real.subtract(score, part.minimum)))
    return real.add(node.minimum, real.multiply(node.maximum - node.minimum, mean))
