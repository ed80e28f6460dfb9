"""Clauses of a node around its formula: its score multiplied under a condition, or the mean of the others in its place."""

from __future__ import annotations

from effrules.amend import name_errors
from effrules.amend.name_errors import Sought
from effrules.check.elaboration.known import Known
from effrules.check.errors import clause_errors, missing_errors, score_errors
from effrules.check.errors.refused import SILENT, Refused
from effrules.check.expressions.scope import Scope
from effrules.check.expressions.typed import condition
from effrules.model import program as p
from effrules.model.types import PLAIN, POINTS_TYPE
from effrules.source import Span
from effrules.syntax import tree as ast


class ScoreClauses:
    """Puts the clauses of the node ``name`` around its formula; ``scope`` knows that the node is applicable.

    What is refused is found, and the formula stays as it was.
    """

    def __init__(self, tree: Known, name: str, scope: Scope) -> None:
        self.tree = tree
        self.world = tree.world
        self.name = name
        self.scope = scope

    def multiplied(self, clause: ast.Multiplied, formula: p.Expression | None) -> p.Expression | None:
        """The formula, times a factor where a condition holds."""
        test = self._condition(clause.condition, self.scope)
        if clause.factor.value == 1:
            self.world.found.append(clause_errors.factor_of_one(clause.factor.span))
        if test is None or formula is None:
            return formula
        factor = p.Constant(clause.factor.value, PLAIN, span=clause.factor.span)
        said = _said(clause.span, clause.condition.span)
        return p.Multiplied(formula, factor, test, clause.reason, POINTS_TYPE, span=said)

    def mean(
        self, clause: ast.MeanOfOthers, formula: p.Expression | None, *, rounded: bool
    ) -> p.Expression | None:
        """The mean of the others where a condition holds, else the formula; ``rounded``: the node rounds its score."""
        test = self._condition(clause.condition, self.scope)
        if clause.if_none is None:
            self.world.found.append(score_errors.no_others_not_dealt_with(clause.span))
        if clause.before_rounding is None and rounded:
            self.world.found.append(score_errors.mean_of_which_scores(clause.span, self.name))
        only_parts = formula is None or p.is_of_parts(formula)
        if only_parts and self.world.draft.parts_of(self.name):
            self.world.found.append(score_errors.mean_of_parts(clause.span, self.name))
        none = None
        if isinstance(clause.if_none, ast.ScoreValue):
            value = self.tree.points(clause.if_none)
            none = p.Constant(value, POINTS_TYPE, span=clause.if_none.span)
        rows = self._others(clause)
        if test is None or formula is None or rows is None:
            return formula
        score = p.ScoreOf(self.name, rows.variable, bool(clause.before_rounding), POINTS_TYPE, of_others=True)
        said = _words_of(clause)
        mean = p.Aggregate(p.AggregateKind.AVERAGE, rows, score, None, none, POINTS_TYPE, span=said)
        return p.MeanOfOthers(self.name, test, mean, formula, clause.reason, POINTS_TYPE, span=said)

    def none_left(self, clause: ast.MeanOfOthers, formula: p.Expression | None) -> list[p.NotApplicableWhen]:
        """That the node is not applicable where there are no others, if that is said."""
        if not isinstance(clause.if_none, ast.Name) or not isinstance(formula, p.MeanOfOthers):
            return []
        test = self._condition(clause.condition, self.scope)
        rows = self._others(clause)
        if test is None or rows is None:
            return []
        said = _words_of(clause)
        alone = p.Quantified(p.Quantifier.NO, rows, None, span=said)
        return [p.NotApplicableWhen(p.Every((test, alone), span=said), clause.reason, span=said)]

    def _others(self, clause: ast.MeanOfOthers) -> p.Rows | None:
        """The subjects that are scored by the node's own formula: for which the condition does not hold."""
        subject = self.world.schema.subject
        row = p.RowVariable(next(self.world.slots), subject.name, subject.name)
        try:
            for name in clause.within:
                declared = subject.field_named(name.text)
                if declared is None:
                    known = [field.name for field in subject.fields]
                    raise Refused(
                        name_errors.unknown(name.span, Sought.FIELD, name.text, known, subject.name)
                    )
                if declared.optional:
                    raise Refused(missing_errors.missing_not_dealt_with(name.span, name.text, declared.span))
                self.world.mark_field(subject, name.text)
        except Refused as refused:
            self.world.found.append(refused.finding)
            return None
        there = self._condition(clause.condition, Scope(self.world, (row,), node=self.name))
        if there is None:
            return None
        tests: list[p.Expression] = [p.Not(there)]
        if self.tree.may_be_not_applicable(self.name):
            tests.append(p.IsApplicable(self.name, row, of_others=True))
        return p.Rows(
            row,
            p.Population.ALL,
            where=p.Every(tuple(tests)),
            same=tuple(name.text for name in clause.within),
            anchor=self.scope.subject if clause.within else None,
            span=_words_of(clause),
        )

    def _condition(self, node: ast.Expression, scope: Scope) -> p.Expression | None:
        try:
            return condition(node, scope)
        except Refused as refused:
            if refused.finding.code != SILENT and refused.finding not in self.world.found:
                self.world.found.append(refused.finding)
            return None


def _words_of(clause: ast.MeanOfOthers) -> Span:
    """Where a mean of the others says what it is, without its reason and its basis."""
    ends = [clause.condition.span, *(name.span for name in clause.within)]
    if clause.if_none is not None:
        ends.append(clause.if_none.span)
    return _said(clause.span, ends[-1])


def _said(clause: Span, last: Span) -> Span:
    return Span(clause.source, clause.start, last.end)
