"""The weights clauses of a program in between: each part's share as it was, or as the edits make it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve
from flint import fmpq

from effrules.compare.edits.assembling import Assembly
from effrules.compare.edits.clauses import by_maxima, clauses_matched, follow_maxima
from effrules.model import program as p


class Reweighing:
    """Puts the weights clauses of one assembly together, for the nodes that it has."""

    def __init__(self, assembly: Assembly, nodes: Mapping[str, p.ScoreNode]) -> None:
        self.assembly, self.nodes = assembly, nodes
        self.left, self.right = assembly.sides.left, assembly.sides.right

    def clauses(self) -> tuple[p.WeightsClause, ...]:
        """The weights clauses: the matched ones, and the others of the one side or of the other."""
        left, right = self.left, self.right
        matched, gone, fresh = clauses_matched(left, right)
        other_of = dict(matched)
        made: dict[int, p.WeightsClause] = {}
        for at, clause in enumerate(left.weights):
            if at in other_of:
                made[at] = self.clause(clause, right.weights[other_of[at]], other_of[at])
        if self.assembly.clauses is None:
            for at in gone:
                made[at] = self.alone(left.weights[at], left)
            return tuple(made[at] for at in sorted(made))
        by_new = {other_of[at]: clause for at, clause in made.items()}
        for at in fresh:
            by_new[at] = self.alone(right.weights[at], right)
        return tuple(by_new[at] for at in sorted(by_new))

    def clause(self, ours: p.WeightsClause, theirs: p.WeightsClause, at: int) -> p.WeightsClause:
        """A clause that is in both."""
        left, right = self.left, self.right
        name = f"weights {at}"
        weights: dict[str, tuple[p.Weight, ...]] = {}
        followed: set[str] = set()
        for node in self.nodes:
            if self.nodes[node].no_total is not None:
                continue
            before, after = ours.weights.get(node), theirs.weights.get(node)
            told = {weight.part for weight in (*(before or ()), *(after or ()))}
            if node not in left.nodes or (name, node) in self.assembly.weights:
                chosen, program = after, right
            elif (
                node in right.nodes
                and self._same_parts(self.nodes[node], after, told)
                and not self._same_parts(self.nodes[node], before, told)
            ):
                chosen, program = after, right  # a matter of course: one part for another, or maxima
            else:
                chosen, program = before, left
            if chosen is not None:
                clause = theirs if program is right else ours
                weights[node] = self.weighed(node, chosen, program, node in clause.by_maxima)
                followed |= {node} & clause.by_maxima
        return evolve(
            ours,
            weights=weights,
            by_maxima=frozenset(followed),
            redistribution=theirs.redistribution
            if name in self.assembly.redistributed
            else ours.redistribution,
            basis=theirs.basis if name in self.assembly.rested else ours.basis,
        )

    @staticmethod
    def _same_parts(node: p.ScoreNode, weights: tuple[p.Weight, ...] | None, told: set[str]) -> bool:
        """Whether weights are those of a node's parts, without parts that neither side weighs: others have them."""
        return set(node.parts) & told == {w.part for w in weights or ()}

    def alone(self, clause: p.WeightsClause, program: p.Program) -> p.WeightsClause:
        """A clause that is in one of the two only."""
        weights = {
            node: self.weighed(node, clause.weights[node], program, node in clause.by_maxima)
            for node in self.nodes
            if node in clause.weights and self.nodes[node].no_total is None
        }
        return evolve(clause, weights=weights)

    def weighed(
        self, name: str, weights: tuple[p.Weight, ...], program: p.Program, followed: bool
    ) -> tuple[p.Weight, ...]:
        """A node's weights in the order of its parts; by their maxima, where they were by those."""
        by_part = {w.part: w for w in weights}
        shares: dict[str, fmpq] = {w.part: w.share for w in weights}
        if followed or follow_maxima(program, name, shares):
            now = by_maxima(self.nodes, name)
            if now is not None:
                spans = {part: w.span for part, w in by_part.items()}
                return tuple(p.Weight(part, share, span=spans.get(part)) for part, share in now.items())
        return tuple(by_part[part] for part in self.nodes[name].parts if part in by_part)
