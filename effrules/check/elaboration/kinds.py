"""Kinds of subjects while the tree is built: who has which node, and who may find it not applicable all the same."""

from __future__ import annotations

from flint import fmpq

from effrules.check.errors import maximum_errors
from effrules.check.errors.refused import Refused
from effrules.check.expressions.scope import Scope, World
from effrules.check.expressions.typed import condition
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.kinds import Case
from effrules.model.numbers import exact_text
from effrules.source import Span
from effrules.syntax import tree as ast

MOST_KINDS = 5_000
"""So many kinds of subjects are told apart by `only where` and by maxima."""


def decided_condition(written: ast.Expression, clause: str, scope: Scope) -> p.Expression:
    """A condition that must tell kinds of subjects apart, whatever else they report. Raises Refused."""
    made = condition(written, scope)
    table = scope.world.schema.subject
    fields = tuple(sorted(kinds.fields_of(made)))
    cases = kinds.cases(table, fields, MOST_KINDS)
    if not fields or cases is None or any(kinds.decided(made, case) is None for case in cases):
        known = [field.name for field in table.fields if kinds.cases(table, (field.name,), MOST_KINDS)]
        raise Refused(maximum_errors.kinds_not_decided(written.span, clause, known))
    return made


def _leaves_out(clause: object) -> bool:
    """Whether a clause says when a node is not applicable."""
    others = isinstance(clause, ast.MeanOfOthers) and isinstance(clause.if_none, ast.Name)
    return others or isinstance(clause, ast.NotApplicable)


class Kinds:
    """Who has which node by `only where`, from the text as it stands."""

    def __init__(self, world: World, scope: Scope) -> None:
        self.world = world
        self.only: dict[str, p.Expression] = {}
        self.conditional: set[str] = set()
        """The nodes with a condition of not being applicable."""
        self.of_parts: set[str] = set()
        """The nodes that are made of their parts and of nothing else."""
        for name, node in world.draft.nodes.items():
            clauses = node.clauses
            formula = next((c.formula for c in clauses if isinstance(c, ast.Score)), None)
            if world.draft.parts_of(name) and (formula is None or isinstance(formula, ast.PartsOf)):
                self.of_parts.add(name)
            if any(_leaves_out(clause) for clause in clauses):
                self.conditional.add(name)
            only = next((c for c in clauses if isinstance(c, ast.OnlyWhere)), None)
            if only is not None:
                try:
                    self.only[name] = decided_condition(only.condition, "only where", scope)
                except Refused:
                    continue  # told where the node is built
        fields = tuple(sorted(frozenset().union(*map(kinds.fields_of, self.only.values()))))
        cases = kinds.cases(world.schema.subject, fields, MOST_KINDS)
        self.too_many = cases is None
        self.cases: tuple[Case, ...] = ({},) if cases is None else cases
        if cases is None:
            self.only = {}
        self._has: dict[tuple[str, int], bool] = {}
        self._may: dict[tuple[str, int], bool] = {}

    def itself(self, name: str, case: Case) -> bool:
        """Whether a kind has a node by the node's own `only where`."""
        only = self.only.get(name)
        return only is None or kinds.decided(only, case) is not False

    def has(self, name: str, case: Case) -> bool:
        """Whether a kind has a node, where it has the node above."""
        key = name, id(case)
        found = self._has.get(key)
        if found is None:
            found = self._has[key] = self.itself(name, case) and (
                name not in self.of_parts or any(self.has(part, case) for part in self.parts_of(name))
            )
        return found

    def may_lack(self, name: str, case: Case) -> bool:
        """Whether a node that a kind has can come out not applicable to it."""
        key = name, id(case)
        found = self._may.get(key)
        if found is None:
            self._may[key] = False
            found = name in self.conditional
            if not found and name in self.of_parts:
                found = all(self.may_lack(part, case) for part in self.parts_of(name) if self.has(part, case))
            self._may[key] = found
        return found

    def parts_of(self, name: str) -> list[str]:
        return self.world.draft.parts_of(name)


def check_maxima(world: World, nodes: dict[str, p.ScoreNode]) -> None:
    """Of several maxima of a node exactly one must hold for each kind of subject that has it."""
    for name, node in nodes.items():
        chain = [node]
        while chain[-1].parent is not None:
            chain.append(nodes[chain[-1].parent])
        tests = [test.condition for at in chain for test in at.not_applicable if test.only]
        conditions = [one.condition for one in node.maxima]
        fields = tuple(sorted(frozenset().union(*map(kinds.fields_of, (*tests, *conditions)))))
        if not fields:
            continue
        cases = kinds.cases(world.schema.subject, fields, MOST_KINDS)
        if cases is None:
            assert node.span is not None
            world.found.append(maximum_errors.too_many_kinds(node.span, name, fields, MOST_KINDS))
            continue
        having = [case for case in cases if all(kinds.decided(test, case) is not True for test in tests)]
        for case in having if node.maxima else ():
            holding = [one for one in node.maxima if kinds.decided(one.condition, case) is True]
            if len(holding) != 1:
                places = [one.span for one in (holding or node.maxima) if one.span is not None]
                finding = maximum_errors.maxima_cover(
                    places, name, kinds.called(case), [str(h.value) for h in holding]
                )
                world.found.append(finding)
                break
        _without_effect(world, node, having, cases)
        _mean_over_maxima(world, node, having)


def _mean_over_maxima(world: World, node: p.ScoreNode, having: list[Case]) -> None:
    """A mean of the others over kinds of subjects whose maxima differ: warned of."""
    for clause in node.around:
        if not isinstance(clause, p.MeanOfOthers) or not node.maxima:
            continue
        alike: dict[tuple[str | None, ...], set[fmpq]] = {}
        for case in having:
            group = tuple(
                None if case.get(name) is None else str(case[name]) for name in clause.mean.rows.same
            )
            alike.setdefault(group, set()).add(kinds.maximum(node, case))
        different = next((sorted(found) for found in alike.values() if len(found) > 1), None)
        if different is not None:
            world.found.append(
                maximum_errors.mean_over_maxima(_place(clause.span), node.name, map(exact_text, different))
            )


def _without_effect(world: World, node: p.ScoreNode, having: list[Case], cases: tuple[Case, ...]) -> None:
    """Lines that are for no kind of subject, and an `only where` that leaves nobody out: warned of."""
    own = [test for test in node.not_applicable if test.only]
    for test in own:
        holds = [kinds.decided(test.condition, case) for case in cases]
        if all(holds) or not any(holds):
            told = maximum_errors.for_no_kind if all(holds) else maximum_errors.for_every_kind
            world.found.append(told(_place(test.span), "`only where`"))
    for one in node.maxima:
        if having and not any(kinds.decided(one.condition, case) for case in having):
            world.found.append(maximum_errors.for_no_kind(_place(one.span), maximum_errors.THIS_MAXIMUM))


def _place(span: Span | None) -> Span:
    assert span is not None
    return span
