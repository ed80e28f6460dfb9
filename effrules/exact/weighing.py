"""Weights of a node's parts for a subject: which clause holds, and what becomes of weight that falls away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from attrs import frozen
from flint import fmpq

from effrules.data.dataset import Row
from effrules.exact import failing, tree_errors
from effrules.exact.evaluator import Evaluator
from effrules.exact.failing import Failure
from effrules.exact.plan import plan_of
from effrules.exact.results import NodeResult
from effrules.model import kinds, real
from effrules.model import program as p
from effrules.model.kinds import Case
from effrules.model.real import Num
from effrules.words import phrase

ZERO = fmpq(0)


@frozen
class Shares:
    """How the parts of a node count when some are left out.

    ``used`` gives the weight of every part that the subject has after redistribution, 0 for one that was taken out. ``counted``
    are the nodes that count, each with the maximum that holds for the subject, with their ``weights``, which add up to 1. A part that is left out and counts all
    the same, as zero or as full, counts with the score in ``instead``.
    """

    clause: p.WeightsClause
    used: Mapping[str, fmpq]
    counted: tuple[p.ScoreNode, ...]
    weights: tuple[fmpq, ...]
    instead: Mapping[str, fmpq]

    def scores(self, results: Mapping[str, NodeResult]) -> list[Num]:
        """The scores, in points, of the parts that count."""
        found = []
        for part in self.counted:
            value = results[part.name].value
            found.append(self.instead[part.name] if value is None else value)
        return found


class Weights:
    """The weights clauses of a program, and which one holds for each subject."""

    def __init__(
        self,
        program: p.Program,
        evaluator: Evaluator,
        clauses: tuple[p.WeightsClause, ...] | None = None,
    ) -> None:
        self.clauses = program.weights if clauses is None else clauses
        self.nodes = program.nodes
        self.evaluator = evaluator
        self._deciding = plan_of(program).deciding
        self._clause: dict[Row, p.WeightsClause | Failure] = {}
        self._shares: dict[tuple[object, ...], Shares] = {}

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
                    else failing.for_whom(failure.finding, subject, phrase("the weights"))
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
        raise Failure(
            tree_errors.several_weights(holding) if holding else tree_errors.no_weights(self.clauses)
        )

    def shares(self, subject: Row, node: p.ScoreNode, results: Mapping[str, NodeResult]) -> Shares:
        """How the parts of a node count for a subject, by the results of all of them; one is applicable."""
        clause = self.clause(subject)
        left_out = tuple(part for part in node.parts if results[part].value is None)
        key = (id(clause), node.name, left_out, *[subject.values[name] for name in self._deciding])
        found = self._shares.get(key)
        if found is None:
            found = self._shares[key] = self._share(node, clause, left_out, subject.values)
        return found

    def _share(
        self, node: p.ScoreNode, clause: p.WeightsClause, left_out: tuple[str, ...], case: Case
    ) -> Shares:
        stated = kinds.weights(self.nodes, clause, node.name, case)
        if not stated:
            raise Failure(tree_errors.node_without_weights(node, clause))
        left_out = tuple(weight.part for weight in stated if weight.part in left_out)
        own = {weight.part: kinds.own(self.nodes[weight.part], case) for weight in stated}
        used = redistributed(node.name, stated, left_out, clause)
        end = clause.redistribution.end
        ends = {} if end is None else {part: (own[part].minimum, own[part].maximum) for part in left_out}
        instead = {part: of[end or 0] for part, of in ends.items()}
        counted = tuple(part for part in used if part not in left_out or part in instead)
        return Shares(
            clause, used, tuple(own[part] for part in counted), tuple(used[part] for part in counted), instead
        )


def redistributed(
    node: str, stated: Sequence[p.Weight], left_out: Sequence[str], clause: p.WeightsClause
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
                raise Failure(tree_errors.nothing_to_share_by(node, clause))
            return {w.part: ZERO if w.part in left_out else w.share / (1 - lost) for w in stated}
        case p.Redistribution.EQUALLY:
            addition = lost / (len(stated) - len(left_out))
            return {w.part: ZERO if w.part in left_out else w.share + addition for w in stated}
        case p.Redistribution.COUNT_AS_ZERO | p.Redistribution.COUNT_AS_FULL:
            return {w.part: w.share for w in stated}
        case p.Redistribution.NOT_STATED:
            raise Failure(tree_errors.redistribution_not_stated(node, left_out[0], clause))
        case _:
            assert_never(clause.redistribution)


def weighted_mean(node: p.ScoreNode, shares: Shares, scores: Sequence[Num]) -> Num:
    """The node's score: the weighted mean of its parts' scores, each measured on its own scale.

    minimum + (maximum - minimum) x sum of weight x (score - part's minimum) / (part's maximum - minimum).
    """
    mean: Num = ZERO
    for part, weight, score in zip(shares.counted, shares.weights, scores, strict=True):
        factor = weight / (part.maximum - part.minimum)
        if type(score) is fmpq and type(mean) is fmpq:
            mean = mean + factor * (score - part.minimum)
        else:
            mean = real.add(mean, real.multiply(factor, real.subtract(score, part.minimum)))
    if type(mean) is fmpq:
        mean = real.bounded(mean)
    return real.add(node.minimum, real.multiply(node.maximum - node.minimum, mean))
