"""The tree of scores: blocks, directions, criteria and the total, with their formulas."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, evolve, field
from flint import fmpq

from effrules.amend.draft import NodeDraft, written
from effrules.amend.total_clauses import makes_total
from effrules.check.elaboration.assessing import assessors
from effrules.check.elaboration.kinds import Kinds, check_maxima, decided_condition
from effrules.check.elaboration.reported import title_of
from effrules.check.elaboration.score_clauses import ScoreClauses
from effrules.check.errors import (
    clause_errors,
    maximum_errors,
    rounding_errors,
    score_errors,
    type_errors,
    value_words,
)
from effrules.check.errors.refused import Refused
from effrules.check.errors.total_errors import Asks
from effrules.check.expressions import no_total, typing
from effrules.check.expressions.grounding import (
    clause_ground,
    grounds,
    of_clauses,
    own_basis,
    rounding_ground,
)
from effrules.check.expressions.scope import Scope, World
from effrules.check.expressions.scores import node_named
from effrules.check.expressions.typed import condition, elaborate
from effrules.model.basis import Basis, Origin
from effrules.model.grounds import Ground, joined
from effrules.model.kind_words import condition_words
from effrules.model.kinds import Case
from effrules.model.program import (
    AggregateKind,
    Expression,
    MaximumFor,
    NodeKind,
    Not,
    NotApplicableWhen,
    NoTotal,
    PartsAggregate,
    RowVariable,
    ScoreNode,
)
from effrules.model.reading import nodes_read_in
from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.model.thing_words import TOTAL, thing
from effrules.model.types import POINTS_TYPE
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.printer import print_node
from effrules.words import Language, given, phrase


@define
class Pieces:
    """The clauses of a node, sorted by what they are."""

    score: ast.Score | None = None
    maxima: list[ast.OutOf] = field(factory=list)
    only: ast.OnlyWhere | None = None
    rounding: ast.RoundClause | None = None
    factors: list[ast.Multiplied] = field(factory=list)
    others: ast.MeanOfOthers | None = None
    assessors: list[ast.Assessed] = field(factory=list)


class Tree:
    """Builds the nodes; ``scale`` is the methodology's."""

    def __init__(self, world: World, minimum: fmpq, maximum: fmpq) -> None:
        self.world = world
        self.minimum = minimum
        self.maximum = maximum
        self.nodes: dict[str, ScoreNode] = {}
        self.floor: fmpq | None = None
        self.cap: fmpq | None = None
        self.roundings: dict[str, ast.RoundClause] = {}
        self.conditions: dict[str, list[tuple[ast.NotApplicable, Expression]]] = {}
        subject = world.schema.subject.name
        self.kinds = Kinds(world, Scope(world, (RowVariable(0, subject, subject),), node="total"))
        world.may_be_not_applicable = self.may_be_not_applicable

    # -- What may be not applicable -------------------------------------------------------------------------

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

    # -- Building ------------------------------------------------------------------------------------------

    def build(self) -> None:
        """Build every node, parts before their parents."""
        self.world.found.extend(no_total.stated(self.world, (e.declared for e in self.world.draft.total)))
        for entry in self.world.draft.total:
            if isinstance(entry.declared, ast.RoundClause) and entry.declared.node is not None:
                if self.world.no_total is not None and entry.declared.node.name.text == "total":
                    continue
                self.note_rounding(entry.declared)
        for name in self.world.draft.parts_of("total"):
            self.build_below(name)
        self.build_total()
        check_maxima(self.world, self.nodes)

    def note_rounding(self, clause: ast.RoundClause) -> None:
        assert clause.node is not None
        try:
            name = node_named(clause.node.name, self.scope("total"))
        except Refused as refused:
            self.world.found.append(refused.finding)
            return
        self.check_level(clause.node, name)
        if name in self.roundings:
            self.world.twice(clause.span, clause_errors.ROUNDING_OF.of(name=name))
        self.roundings[name] = clause

    def check_level(self, written_name: ast.NodeName, name: str) -> None:
        """The level written before a node's name must be its level."""
        kind = "total" if name == "total" else self.world.draft.nodes[name].kind
        if written_name.kind is not None and written_name.kind != kind:
            self.world.found.append(
                type_errors.wrong_kind(
                    written_name.span, name, type_errors.LEVELS[kind], type_errors.LEVELS[written_name.kind]
                )
            )

    def meant(self, written_name: ast.NodeName, asks: Asks) -> str:
        """The node that is meant by what ``asks``; its level, if written, must be right. Raises Refused."""
        no_total.demand_total(self.world, written_name.name.text, written_name.span, asks)
        name = node_named(written_name.name, self.scope("total"))
        self.check_level(written_name, name)
        return name

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

    def build_below(self, name: str) -> None:
        for part in self.world.draft.parts_of(name):
            self.build_below(part)
        draft = self.world.draft.nodes[name]
        pieces = self.pieces(draft.clauses, name)
        low, high = self.ends(draft, pieces)
        self.nodes[name] = self.node(
            NodeKind(draft.kind),
            name,
            draft.titles,
            draft.parent,
            pieces,
            list(draft.clauses),
            low,
            high,
            draft.origin,
            draft.span,
        )

    def build_total(self) -> None:
        draft = self.world.draft
        clauses = [entry.declared for entry in draft.total]
        none = self.world.no_total
        if none is not None:
            clauses = [clause for clause in clauses if not makes_total(clause)]
        pieces = self.pieces(clauses, "total")
        for clause in clauses:
            if isinstance(clause, ast.Never):
                self.note_limit(clause)
        origin = draft.total_origin or written(draft.headings[-1].version if draft.headings else "")
        own = [c for c in clauses if not (isinstance(c, ast.RoundClause))]
        span = draft.total_span or (draft.headings[-1].span if draft.headings else None)
        assert span is not None
        self.nodes["total"] = self.node(
            NodeKind.TOTAL,
            "total",
            Titles(),
            None,
            pieces,
            list(own),
            self.minimum,
            self.maximum,
            origin,
            span,
        )
        if none is not None:
            said = NoTotal(none.reason, span=none.span)
            self.nodes["total"] = evolve(self.nodes["total"], no_total=said)

    def note_limit(self, clause: ast.Never) -> None:
        self.points(clause.bound)
        if clause.upper:
            self.cap = clause.bound.value
        else:
            self.floor = clause.bound.value

    def points(self, value: ast.ScoreValue) -> fmpq:
        """A number of points; another unit is found."""
        if value.unit.text != "points":
            self.world.found.append(
                type_errors.wrong_type(
                    value.span, value_words.unit_named(value.unit.text), value_words.POINTS
                )
            )
        return value.value

    def pieces(self, clauses: Sequence[object], name: str) -> Pieces:
        found = Pieces()
        for clause in clauses:
            match clause:
                case ast.Score():
                    if found.score is not None:
                        self.world.twice(clause.span, clause_errors.SCORE_OF.of(name=name))
                    found.score = clause
                case ast.OutOf():
                    self.note_maximum(clause, found, name)
                case ast.OnlyWhere():
                    if found.only is not None:
                        self.world.twice(clause.span, clause_errors.ONLY_WHERE_OF.of(name=name))
                    found.only = found.only or clause
                case ast.RoundClause() if clause.node is None or clause.node.name.text == name:
                    if found.rounding is not None or (name != "total" and name in self.roundings):
                        self.world.twice(clause.span, clause_errors.ROUNDING_OF.of(name=name))
                    found.rounding = clause
                case ast.RoundClause() if name != "total":
                    assert clause.node is not None
                    self.world.found.append(
                        type_errors.wrong_kind(
                            clause.node.span, clause.node.name.text, type_errors.ANOTHER_NODE, f"`{name}`"
                        )
                    )
                case ast.Multiplied():
                    found.factors.append(clause)
                case ast.MeanOfOthers():
                    if found.others is not None:
                        self.world.twice(clause.span, clause_errors.MEAN_OF.of(name=name))
                    found.others = clause
                case ast.Assessed():
                    found.assessors.append(clause)
                case _:
                    pass
        return found

    def note_maximum(self, clause: ast.OutOf, found: Pieces, name: str) -> None:
        """One more maximum: for others than those before."""
        for at, other in enumerate(found.maxima):
            if other.where == clause.where:
                self.world.twice(clause.span, clause_errors.MAXIMUM_OF.of(name=name))
                found.maxima[at] = clause
                return
            if other.where is None or clause.where is None:
                mixed = (clause, other) if other.where is None else (other, clause)
                self.world.found.append(maximum_errors.mixed_maxima(mixed[0].span, name, mixed[1].span))
                return
        found.maxima.append(clause)

    def ends(self, draft: NodeDraft, pieces: Pieces) -> tuple[fmpq, fmpq]:
        """The scale of a node: 0 to its (largest) maximum where it states one, else the methodology's."""
        if pieces.maxima:
            highs = [self.points(clause.maximum) for clause in pieces.maxima]
            for clause, high in zip(pieces.maxima, highs, strict=True):
                if high <= 0:
                    self.world.found.append(score_errors.maximum_not_positive(clause.span))
            return fmpq(0), max(*highs, fmpq(0)) or fmpq(1)
        if draft.kind is ast.Level.CRITERION:
            self.world.found.append(
                score_errors.no_maximum(draft.name.span, thing("criterion", draft.name.text))
            )
        return self.minimum, self.maximum

    def node(
        self,
        kind: NodeKind,
        name: str,
        titles: Titles,
        parent: str | None,
        pieces: Pieces,
        clauses: list[object],
        low: fmpq,
        high: fmpq,
        origin: Origin,
        span: Span,
    ) -> ScoreNode:
        world = self.world
        parts = tuple(world.draft.parts_of(name))
        scope = evolve(self.scope(name), its_parts=name)
        if pieces.score is not None:
            scope = evolve(scope, whole=pieces.score.formula)
        conditions: list[NotApplicableWhen] = []
        if pieces.only is not None:
            only = pieces.only
            try:
                test = decided_condition(only.condition, "only where", scope)
            except Refused as refused:
                self.world.refuse(refused)
            else:
                reason = only.reason if only.reason.texts else self._for_whom_only(only.condition)
                test = Not(test, span=only.condition.span)
                conditions.append(NotApplicableWhen(test, reason, only=True, span=only.span))
                scope = scope.after(test, holds=False)
        maxima = self.maxima(pieces, scope)
        for clause, test in self.tests(name):
            conditions.append(NotApplicableWhen(test, clause.reason, span=clause.span))
            scope = scope.after(test, holds=False)
        formula = None
        if pieces.score is not None:
            try:
                own = self.scored_by_itself(pieces, scope)
                formula, got = elaborate(pieces.score.formula, own, POINTS_TYPE)
                typing.demand(got, POINTS_TYPE, pieces.score.formula.span)
            except Refused as refused:
                self.world.refuse(refused)
        elif parts and pieces.factors:
            formula = PartsAggregate(
                AggregateKind.AVERAGE, True, name, scope.subject, POINTS_TYPE, scaled=True
            )
        elif not parts:
            what = TOTAL if kind is NodeKind.TOTAL else thing(kind.value, name)
            world.found.append(
                score_errors.no_formula(
                    span if kind is NodeKind.TOTAL else world.draft.nodes[name].name.span, what
                )
            )
        rounding = pieces.rounding or (
            self.roundings.get(name) if name != "total" else self.roundings.get("total")
        )
        clauses_of = ScoreClauses(self, name, scope)
        for factor in pieces.factors:
            formula = clauses_of.multiplied(factor, formula)
        if pieces.others is not None:
            formula = clauses_of.mean(pieces.others, formula, rounded=rounding is not None)
            conditions += clauses_of.none_left(pieces.others, formula)
        steps: Rounding | None = rounding.rounding if rounding is not None else None
        if steps is not None and kind is NodeKind.TOTAL:
            steps = evolve(steps, after_penalties=False)  # it says what holds of the total anyway
        layers = world.draft.total_layers if name == "total" else world.draft.nodes[name].layers
        stands = grounds(layers, list(of_clauses(clauses)), world, clauses)
        stands += tuple(clause_ground(layers, clause, world) for clause in own_basis(clauses))
        rounded: Ground | None = None
        if rounding is not None:
            inside = pieces.rounding is not None
            rounded = rounding_ground(layers if inside else world.draft.total_layers, rounding, world)
        if rounding is not None and rounding.rounding.counted is not None:
            world.found.append(
                rounding_errors.no_share_to_round(rounding.span, POINTS_TYPE, rounding.rounding)
            )
        return ScoreNode(
            name,
            kind,
            title_of(titles, clauses, world),
            parent,
            parts,
            low,
            high,
            formula,
            tuple(conditions),
            assessors(pieces.assessors, name, self),
            steps,
            rounded.basis if rounded else Basis(),
            joined(stands),
            origin,
            maxima=maxima,
            grounds=(*stands, rounded) if rounded else stands,
            span=span,
        )

    def scored_by_itself(self, pieces: Pieces, scope: Scope) -> Scope:
        """The scope of a formula: where the mean of the others counts, it is not asked."""
        if pieces.others is None:
            return scope
        try:
            return scope.after(condition(pieces.others.condition, scope), holds=False)
        except Refused:
            return scope  # told where the clause is read

    def maxima(self, pieces: Pieces, scope: Scope) -> tuple[MaximumFor, ...]:
        """The maxima that are for some kinds of subjects each."""
        made = []
        for clause in pieces.maxima:
            if clause.where is None:
                continue
            try:
                test = decided_condition(clause.where, "out of ... where", scope)
            except Refused as refused:
                self.world.refuse(refused)
                continue
            value = clause.maximum.value if clause.maximum.value > 0 else fmpq(1)
            made.append(MaximumFor(test, value, span=clause.span))
        return tuple(made)

    def _for_whom_only(self, condition: ast.Expression) -> Titles:
        """The reason that follows from ``only where`` by itself."""
        schema, text = self.world.schema, " ".join(print_node(condition).split())
        who = {
            language.value: condition_words(text, schema.subject, language.value, schema.languages)
            for language in Language
        }
        return Titles(said=phrase("only for bodies where {who}", who=given(who)))
