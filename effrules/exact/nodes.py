"""Nodes of the tree of scores: what each is worth for a subject.

The order is fixed. Criterion: conditions of applicability, formula, rounding, then the score must lie within
its range (it is refused, never clamped), penalties, bonuses. Direction and block: conditions, formula or weighted mean of
the applicable parts, rounding, penalties, bonuses. Where the rules say `after penalties`, and for the total, penalties and bonuses
come before the rounding; for the total, then floor and cap. A node is not applicable as well where a node above it is, unless the
condition there looks at scores; and where it is made of its parts only and none of them is applicable.
A part that failed makes the nodes above it fail, with the same finding.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve
from flint import fmpq

from effrules.data.dataset import Dataset, Row
from effrules.diagnostics import Finding
from effrules.exact import adjusting, failing, tree_errors, weighing
from effrules.exact.evaluator import Evaluator
from effrules.exact.failing import Failure, OutOfSteps
from effrules.exact.lasting import Lasting
from effrules.exact.observer import Observer
from effrules.exact.plan import plan_of
from effrules.exact.results import AdjustmentResult, NodeResult, NodeState, Reason, ReasonKind
from effrules.exact.weighing import Shares, Weights
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.figures import written_out
from effrules.model.real import DomainError, Num, Undecided, round_num
from effrules.model.thing_words import node_called

Results = Mapping[str, NodeResult]
Known = dict[str, dict[Row, NodeResult]]


class Nodes:
    """Works out nodes on demand, each once for each subject.

    ``findings`` collects what went wrong, each finding once, where it arose. ``known`` gives, for every node, the
    results that are known beforehand; what is worked out is put there too. ``weights``: clauses with other weights than the
    program's, of the same parts under the same conditions. ``lasting``: the memory of other runs on the same data.
    """

    def __init__(
        self,
        program: p.Program,
        dataset: Dataset,
        observer: Observer | None = None,
        known: Known | None = None,
        weights: tuple[p.WeightsClause, ...] | None = None,
        lasting: Lasting | None = None,
    ) -> None:
        self.program = program
        self.observer = observer
        self.findings: dict[Finding, None] = {}
        self.adjusted: dict[str, dict[Row, AdjustmentResult]] = {a.name: {} for a in program.adjustments}
        self.used: dict[str, dict[Row, Mapping[str, fmpq]]] = {name: {} for name in program.nodes}
        self.evaluator = Evaluator(
            program, dataset, self.result, self.scores_of_parts, self.mean_of_parts, observer, lasting
        )
        self.weights = Weights(program, self.evaluator, weights)
        self._done: Known = {name: {} for name in program.nodes} if known is None else known
        self._reasons: dict[str, dict[Row, Reason | Failure | None]] = {name: {} for name in program.nodes}
        plan = plan_of(program)
        self._needed, self._deciding = plan.needed, plan.deciding
        self._assumed, self._adjustments = plan.assumed, plan.adjustments
        self._own_conditions, self._conditional = plan.own_conditions, plan.conditional
        self._in_order = [(name, program.nodes[name]) for name in program.order]

    def unobserved(self) -> None:
        """Tell the observer nothing more: what follows concerns others."""
        self.observer = None
        self.evaluator.unobserved()

    def work_out_all(self, subject: Row) -> None:
        """Work out every node for a subject."""
        for name, node in self._in_order:
            done = self._done[name]
            if subject not in done:
                done[subject] = self._work_out(subject, node)

    # -- Results --------------------------------------------------------------------------------------------

    def result(self, subject: Row, name: str) -> NodeResult:
        """The result of a node for a subject."""
        found = self._done[name].get(subject)
        if found is not None:
            return found
        for needed in self._needed(name):
            done = self._done[needed]
            if subject not in done:
                done[subject] = self._work_out(subject, self.program.nodes[needed])
        return self._done[name][subject]

    def _work_out(self, subject: Row, node: p.ScoreNode) -> NodeResult:
        if self.observer is not None:
            self.observer.enter_node(subject, node.name)
        assumed = self._assumed[node.name]
        before, self.evaluator.left = self.evaluator.left, self.evaluator.allowed
        try:
            result = self._score(subject, node, assumed)
        except Failure as failure:
            result = NodeResult(
                NodeState.FAILED, assumed=assumed, finding=self._noted(failure, subject, node)
            )
        except RecursionError:
            deep = Failure(tree_errors.too_deep(node), settled=True)
            result = NodeResult(NodeState.FAILED, assumed=assumed, finding=self._noted(deep, subject, node))
        self.evaluator.left = before
        if result.state is not NodeState.SCORED:
            for adjustment in self._adjustments[node.name]:
                self.adjusted[adjustment.name][subject] = adjusting.NONE
        if self.observer is not None:
            self.observer.node(subject, node.name, result)
        return result

    def _noted(self, failure: Failure, subject: Row, node: p.ScoreNode) -> Finding:
        finding = failure.finding
        if isinstance(failure, OutOfSteps):
            finding = evolve(finding, place=node.span)
        if not failure.settled:
            finding = failing.for_whom(finding, subject, node_called(node))
        self.findings.setdefault(finding)
        return finding

    def _score(self, subject: Row, node: p.ScoreNode, assumed: bool) -> NodeResult:
        if node.no_total is not None:
            said = Reason(ReasonKind.NO_TOTAL, node.name, node.no_total.because, node.no_total.span)
            return NodeResult(NodeState.NO_SCORE, reason=said, assumed=assumed)
        reason = self._reason(subject, node.name) if self._conditional[node.name] else None
        node = self.own(subject, node)
        results = {part: self.result(subject, part) for part in node.parts}
        if reason is None and results:
            reason = self._nothing_left(node, results)
        if reason is not None:
            state = NodeState.NO_SCORE if node.kind is p.NodeKind.TOTAL else NodeState.NOT_APPLICABLE
            maximum = node.maximum if self._has(subject, node.name) else None
            return NodeResult(state, reason=reason, assumed=assumed, maximum=maximum)
        try:
            value = self._raw(subject, node, results)
            if self.observer is not None:
                self.observer.measured(subject, node.name, value)
            final, before = self._finished(subject, node, value)
            written_out(final)
            written_out(before)
        except DomainError as why:
            raise Failure(tree_errors.rounding_undefined(node, why)) from None
        except Undecided as undecided:
            raise Failure(tree_errors.rounding_undecided(node, undecided)) from None
        return NodeResult(NodeState.SCORED, final, before, None, None, assumed, maximum=node.maximum)

    def own(self, subject: Row, node: p.ScoreNode) -> p.ScoreNode:
        """A node as it is for a subject: with the one maximum that holds."""
        if not node.maxima:
            return node
        return evolve(node, maximum=self.evaluator.maximum(subject, node.name), maxima=())

    def _has(self, subject: Row, name: str) -> bool:
        """Whether a subject has a node and all above it."""
        at: str | None = name
        while self._deciding and at is not None:
            if not kinds.has(self.program.nodes, at, subject.values):
                return False
            at = self.program.nodes[at].parent
        return True

    # -- Applicability --------------------------------------------------------------------------------------

    def _reason(self, subject: Row, name: str) -> Reason | None:
        """Why a node is not applicable to a subject by the conditions of the rules, if it is not."""
        known = self._reasons[name]
        if subject not in known:
            try:
                known[subject] = self._find_reason(subject, self.program.nodes[name])
            except Failure as failure:
                finding = self._noted(failure, subject, self.program.nodes[name])
                known[subject] = Failure(finding, settled=True)
        found = known[subject]
        if isinstance(found, Failure):
            raise Failure(found.finding, settled=True)
        return found

    def _find_reason(self, subject: Row, node: p.ScoreNode) -> Reason | None:
        above = node.parent
        while above is not None and self._own_conditions[above]:
            above = self.program.nodes[above].parent
        if above is not None:
            reason = self._reason(subject, above)
            if reason is not None:
                return evolve(reason, kind=ReasonKind.ABOVE)
        for test in node.not_applicable:
            if self.evaluator.evaluate(test.condition, {0: subject}):
                return Reason(ReasonKind.CONDITION, node.name, test.reason, test.span)
        return None

    def _nothing_left(self, node: p.ScoreNode, results: Results) -> Reason | None:
        """A part that failed is passed on; no applicable part at all is a reason."""
        left = False
        for result in results.values():
            if result.finding is not None:
                raise Failure(result.finding, settled=True)
            left = left or result.value is not None
        return None if left or not node.only_parts else Reason(ReasonKind.NOTHING_LEFT, node.name)

    # -- Scores ---------------------------------------------------------------------------------------------

    def _raw(self, subject: Row, node: p.ScoreNode, results: Results) -> Num:
        """The score by formula or weighted mean, neither rounded nor adjusted."""
        if node.formula is not None:
            return self.evaluator.evaluate(node.formula, {0: subject})  # type: ignore[no-any-return]
        return weighing.weighted_mean(node, *self._weigh(subject, node, results))

    def _weigh(self, subject: Row, node: p.ScoreNode, results: Results) -> tuple[Shares, list[Num]]:
        shares = self.weights.shares(subject, node, results)
        self.used[node.name][subject] = shares.used
        if self.observer is not None:
            self.observer.weighed(subject, node.name, shares.clause, shares.used)
        return shares, shares.scores(results)

    def scores_of_parts(self, subject: Row, name: str, weighted: bool) -> tuple[list[Num], list[fmpq]]:
        """The scores of a node's parts that count, and, if it is weighted, their weights."""
        node = self.program.nodes[name]
        results = {part: self.result(subject, part) for part in node.parts}
        scores = [result.value for result in results.values() if result.value is not None]
        if not weighted or not scores:
            return scores, []
        shares, scores = self._weigh(subject, node, results)
        return scores, list(shares.weights)

    def mean_of_parts(self, subject: Row, name: str) -> Num:
        """The weighted mean of a node's parts, each measured on its own scale, on the node's: as without a formula."""
        node = self.program.nodes[name]
        results = {part: self.result(subject, part) for part in node.parts}
        return weighing.weighted_mean(self.own(subject, node), *self._weigh(subject, node, results))

    def _finished(self, subject: Row, node: p.ScoreNode, value: Num) -> tuple[Num, Num]:
        """The final score, and the same without the node's own rounding."""
        last = node.rounds_last
        final = value if node.rounding is None or last else round_num(value, node.rounding)
        own = node.kind is p.NodeKind.CRITERION and node.formula is not None  # parts have scales of their own
        if own and not node.minimum <= final <= node.maximum:
            raise Failure(tree_errors.out_of_range(node, final, self._made_by(subject, node)))
        final, before = self._adjust(subject, node, final, value)
        if last and node.rounding is not None:
            final = round_num(before, node.rounding)
        if node.kind is p.NodeKind.TOTAL:
            return self._bounded(final), self._bounded(before)
        return final, before

    def _made_by(self, subject: Row, node: p.ScoreNode) -> p.Expression | None:
        """What made the score of a criterion what it is: its own formula, or the last clause around it that holds and can raise it."""
        for clause in reversed(node.around):
            factor = None if isinstance(clause, p.MeanOfOthers) else clause.factor.value
            if (not isinstance(factor, fmpq) or factor > 1) and self.evaluator.evaluate(
                clause.condition, {0: subject}
            ):
                return clause
        return node.own

    def _bounded(self, value: Num) -> Num:
        floor, cap = self.program.final_floor, self.program.final_cap
        if floor is not None and value < floor:
            return floor
        return cap if cap is not None and value > cap else value

    def _adjust(self, subject: Row, node: p.ScoreNode, final: Num, before: Num) -> tuple[Num, Num]:
        """Both scores with the node's adjustments; what is recorded is what the final one lost or gained."""
        for adjustment in self._adjustments[node.name]:
            incidents, amount, capped = adjusting.due(adjustment, subject, self.evaluator)
            changed = adjusting.applied(adjustment, final, capped)
            taken = adjusting.difference(changed, final)
            before = changed if before is final else adjusting.applied(adjustment, before, capped)
            final = changed
            for number in (amount, capped, taken):
                written_out(number)
            result = AdjustmentResult(True, incidents, amount, capped, taken)
            self.adjusted[adjustment.name][subject] = result
            if self.observer is not None:
                self.observer.adjusted(subject, adjustment.name, result)
        return final, before
