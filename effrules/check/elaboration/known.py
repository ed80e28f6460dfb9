"""What is known of the nodes while they are built: when they are not applicable, and the scope of their formulas."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve
from flint import fmpq

from effrules.check.elaboration.kinds import Kinds
from effrules.check.errors import type_errors, value_words
from effrules.check.errors.refused import Refused
from effrules.check.expressions.scope import Scope, World
from effrules.check.expressions.typed import condition
from effrules.model.kinds import Case
from effrules.model.program import Expression, RowVariable, ScoreNode
from effrules.model.reading import nodes_read_in
from effrules.syntax import tree as ast


class Known:
    """The nodes as the text says them, and those that are built (``nodes``)."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.nodes: dict[str, ScoreNode] = {}
        self.conditions: dict[str, list[tuple[ast.NotApplicable, Expression]]] = {}
        subject = world.schema.subject.name
        self.kinds = Kinds(world, Scope(world, (RowVariable(0, subject, subject),), node="total"))
        world.may_be_not_applicable = self.may_be_not_applicable

    def clauses(self, name: str) -> list[ast.NodeClause | ast.TotalClause]:
        if name == "total":
            return [entry.declared for entry in self.world.draft.total]
        return list(self.world.draft.nodes[name].clauses)

    def may_be_not_applicable(self, name: str, inside: str | None = None) -> bool:
        """Whether a node can come out not applicable, seen from the formula of the node ``inside``.

        By its own words, because all its parts can, or because a node above it can: except those that
        ``inside`` itself lies below, as they are applicable wherever its formula is worked out; and for the kinds of
        subjects that have these.
        """
        settled = {"total"}
        at = inside
        while at is not None and at in self.world.draft.nodes:
            settled.add(at)
            at = self.world.draft.nodes[at].parent
        there = [case for case in self.kinds.cases if all(self.kinds.itself(node, case) for node in settled)]
        above: str | None = name
        while above is not None and above in self.world.draft.nodes and above not in settled:
            if self.by_itself(above, there) if above == name else self.has_condition(above, there):
                return True
            above = self.world.draft.nodes[above].parent
        return self.by_itself(name, there) if name == "total" or name in settled else False

    def has_condition(self, name: str, cases: Sequence[Case]) -> bool:
        """Whether a node says when it is not applicable, or that some of these kinds do not have it."""
        return name in self.kinds.conditional or not all(self.kinds.itself(name, case) for case in cases)

    def by_itself(self, name: str, cases: Sequence[Case]) -> bool:
        """Whether a node can come out not applicable by its own words, or because all its parts can."""
        if name == "total":
            found = any(isinstance(clause, ast.NotApplicable) for clause in self.clauses(name))
            formula = next((c.formula for c in self.clauses(name) if isinstance(c, ast.Score)), None)
            parts = self.world.draft.parts_of(name)
            if not found and parts and (formula is None or isinstance(formula, ast.PartsOf)):
                found = all(self.by_itself(part, cases) for part in parts)
            return found
        work = self.kinds
        return any(not work.has(name, case) or work.may_lack(name, case) for case in cases)

    def scope(self, name: str) -> Scope:
        subject = self.world.schema.subject.name
        scope = Scope(self.world, (RowVariable(0, subject, subject),), node=name)
        for above in self.above(name):
            only = self.kinds.only.get(above)
            scope = scope if only is None else scope.after(only)
        for above in reversed([*self.above(name), *(["total"] if name != "total" else [])]):
            tests = [test for _, test in self.tests(above)]
            if not self.read_scores(tests):
                for test in tests:
                    scope = scope.after(test, holds=False)
        return scope

    def within(self, name: str) -> Scope:
        """What is known where a node has a score: it is there for the subject, and applicable, as are those above it."""
        scope = self.scope(name)
        for test in self.nodes[name].not_applicable:
            scope = scope.after(test.condition, holds=False)
        return evolve(scope, node="total")

    def read_scores(self, tests: Sequence[Expression]) -> bool:
        """Whether the conditions of a node read scores: then they are asked after its parts, and tell nothing of them."""
        return bool(nodes_read_in(tests, self.world.definitions, self.world.draft.parts_of))

    def tests(self, name: str) -> list[tuple[ast.NotApplicable, Expression]]:
        """The conditions under which a node is not applicable, in the order of the text; what is refused is found, and left out."""
        known = self.conditions.get(name)
        if known is None:
            known = self.conditions[name] = []
            scope = evolve(self.scope(name), its_parts=name)
            only = self.kinds.only.get(name)
            scope = scope if only is None else scope.after(only)
            stated = () if name == "total" and self.world.no_total is not None else self.clauses(name)
            for clause in stated:
                if isinstance(clause, ast.NotApplicable):
                    try:
                        test = condition(clause.condition, scope)
                    except Refused as refused:
                        self.world.refuse(refused)
                        continue
                    known.append((clause, test))
                    scope = scope.after(test, holds=False)
        return known

    def above(self, name: str) -> list[str]:
        """The nodes above a node, the total apart: it is worked out for subjects that have all of them."""
        found: list[str] = []
        nodes = self.world.draft.nodes
        at = nodes[name].parent if name in nodes else "total"
        while at in nodes and at not in found:
            found.append(at)
            at = nodes[at].parent
        return found

    def points(self, value: ast.ScoreValue) -> fmpq:
        """A number of points; another unit is found."""
        if value.unit.text != "points":
            self.world.found.append(
                type_errors.wrong_type(
                    value.span, value_words.unit_named(value.unit.text), value_words.POINTS
                )
            )
        return value.value
