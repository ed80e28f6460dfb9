"""The clauses of a program, and to which of them each expression belongs."""

from __future__ import annotations

from collections.abc import Iterator

from effrules.model import program as p
from effrules.model.basis import Basis, Origin
from effrules.model.grounds import Ground
from effrules.model.schema import Titles
from effrules.model.walk import outermost, walk
from effrules.trace.steps import Clause, ClauseGround, ClauseKind, ClauseRef

Declared = p.ScoreNode | p.Definition | p.Figures | p.WeightsClause | p.Adjustment | p.Rating | p.Ranking


class Clauses:
    """The clauses in the order of the tree, and where expressions stand: their clause, place and text."""

    def __init__(self, program: p.Program) -> None:
        self.all: list[Clause] = []
        self._by_id: dict[int, ClauseRef] = {}
        self._by_expression: dict[int, ClauseRef] = {}
        self._written: dict[int, tuple[str, str]] = {}
        for kind, name, declared in _declared(program):
            ref = ClauseRef(len(self.all))
            self.all.append(_clause(kind, name, declared))
            self._by_id[id(declared)] = ref
            for formula in outermost(declared):
                for inner in walk(formula):
                    self._by_expression[id(inner)] = ref

    def of(self, declared: Declared) -> ClauseRef:
        """The clause of a declaration."""
        return self._by_id[id(declared)]

    def around(self, expression: p.Expression) -> ClauseRef | None:
        """The clause that an expression stands in."""
        return self._by_expression.get(id(expression))

    def written(self, what: p.Expression | Declared | p.NoTotal) -> tuple[str, str]:
        """The place and the text of something, on one line; both empty for what stands in no file."""
        known = self._written.get(id(what))
        if known is None:
            span = what.span
            said = ("", "") if span is None else (str(span), " ".join(span.text.split()))
            known = self._written[id(what)] = said
        return known


def _declared(program: p.Program) -> Iterator[tuple[ClauseKind, str, Declared]]:
    for node in program.nodes.values():
        yield ClauseKind(node.kind.value), node.name, node
    for definition in program.definitions.values():
        yield ClauseKind.DEFINITION, definition.name, definition
    for figures in program.figures.values():
        yield ClauseKind.FIGURES, figures.name, figures
    for clause in program.weights:
        yield ClauseKind.WEIGHTS, "", clause
    for adjustment in program.adjustments:
        yield ClauseKind(adjustment.kind.value), adjustment.name, adjustment
    for rating in program.ratings:
        yield ClauseKind.RATING, rating.node, rating
    for ranking in program.rankings:
        yield ClauseKind.RANKING, ranking.name, ranking


def _clause(kind: ClauseKind, name: str, declared: Declared) -> Clause:
    basis: Basis = declared.basis
    origin: Origin = declared.origin
    titles = Titles() if isinstance(declared, p.WeightsClause) else declared.titles
    assumptions = [assumption.reason for assumption in basis.assumptions]
    citations = list(basis.citations)
    contradictions = list(basis.contradictions)
    if isinstance(declared, p.ScoreNode):
        contradictions += declared.rounding_basis.contradictions
        assumptions += [assumption.reason for assumption in declared.rounding_basis.assumptions]
        citations += declared.rounding_basis.citations
    return Clause(
        kind=kind,
        name=name,
        titles=titles,
        file="" if declared.span is None else declared.span.source.name,
        line=0 if declared.span is None else declared.span.line,
        version=origin.version,
        earlier=origin.earlier,
        because=origin.because,
        citations=tuple(dict.fromkeys(citations)),
        assumptions=tuple(dict.fromkeys(assumptions)),
        contradictions=tuple(dict.fromkeys(contradictions)),
        grounds=tuple(map(_ground, declared.grounds)),
    )


def _ground(ground: Ground) -> ClauseGround:
    return ClauseGround(
        ground.version,
        tuple((figure.kind.value, figure.about) for figure in ground.figures),
        ground.basis.citations,
        tuple(assumption.reason for assumption in ground.basis.assumptions),
        ground.basis.contradictions,
    )
