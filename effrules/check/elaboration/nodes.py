"""The tree of scores: blocks, directions, criteria and the total, with their formulas."""

from __future__ import annotations

from attrs import evolve
from flint import fmpq

from effrules.amend.draft import NodeDraft, written
from effrules.amend.total_clauses import makes_total
from effrules.check.elaboration.assessing import assessors
from effrules.check.elaboration.kinds import check_maxima, decided_condition
from effrules.check.elaboration.known import Known
from effrules.check.elaboration.pieces import Pieces, pieces_of
from effrules.check.elaboration.reported import title_of
from effrules.check.elaboration.score_clauses import ScoreClauses
from effrules.check.errors import (
    clause_errors,
    rounding_errors,
    score_errors,
    type_errors,
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
from effrules.model.program import (
    AggregateKind,
    MaximumFor,
    NodeKind,
    Not,
    NotApplicableWhen,
    NoTotal,
    PartsAggregate,
    ScoreNode,
)
from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.model.thing_words import TOTAL, thing
from effrules.model.types import POINTS_TYPE
from effrules.source import Span
from effrules.syntax import tree as ast
from effrules.syntax.printer import print_node
from effrules.words import Language, given, phrase


class Tree(Known):
    """Builds the nodes; ``minimum`` and ``maximum`` are the methodology's scale."""

    def __init__(self, world: World, minimum: fmpq, maximum: fmpq) -> None:
        super().__init__(world)
        self.minimum = minimum
        self.maximum = maximum
        self.floor: fmpq | None = None
        self.cap: fmpq | None = None
        self.roundings: dict[str, ast.RoundClause] = {}

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

    def build_below(self, name: str) -> None:
        for part in self.world.draft.parts_of(name):
            self.build_below(part)
        draft = self.world.draft.nodes[name]
        pieces = pieces_of(name, draft.clauses, self.world, rounded=name in self.roundings)
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
        pieces = pieces_of("total", clauses, self.world, rounded=False)
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
