"""Which results rest on assumptions: what the sources do not give, followed through the whole program.

A node rests on the bases of itself, its rounding, its parts, its penalties and bonuses, of the weights (where
they matter), and of the definitions, figures and other nodes that its formulas read. An assumption about
something by name (``assumed degree "..."``) belongs to that definition, table of figures or node wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import assert_never

from effrules.model import program as p
from effrules.model.basis import Assumption, Basis
from effrules.model.grounds import Figure, FigureKind, joined
from effrules.model.reading import Named, named
from effrules.model.walk import outermost, walk

Found = dict[Assumption, None]


def assumptions_by_node(program: p.Program) -> Mapping[str, tuple[Assumption, ...]]:
    """For each node the assumptions that its result rests on, in the order in which they are met."""
    finder = _Finder(program)
    return {name: tuple(finder.of(_Of.NODE, name)) for name in program.nodes}


def assumptions_by_rating(program: p.Program) -> Mapping[str, tuple[Assumption, ...]]:
    """For each rated node the assumptions that its grade rests on."""
    finder = _Finder(program)
    return {r.node: _joined(r.basis.assumptions, finder.of(_Of.NODE, r.node)) for r in program.ratings}


def assumptions_by_ranking(program: p.Program) -> Mapping[str, tuple[Assumption, ...]]:
    """For each ranking the assumptions that its places rest on."""
    finder = _Finder(program)
    found = {}
    for ranking in program.rankings:
        keys = [finder.of(_Of.NODE, key.node) for key in ranking.keys]
        found[ranking.name] = _joined(ranking.basis.assumptions, finder.through(ranking.condition), *keys)
    return found


def all_assumptions(program: p.Program) -> tuple[Assumption, ...]:
    """Every assumption that is written in the rules, each once, in the order of the declarations."""
    return _joined(*(basis.assumptions for basis in _bases(program)))


def _joined(*groups: Iterable[Assumption]) -> tuple[Assumption, ...]:
    return tuple(dict.fromkeys(assumption for group in groups for assumption in group))


def _bases(program: p.Program) -> Iterable[Basis]:
    for node in program.nodes.values():
        yield node.basis
        yield node.rounding_basis
    for group in (
        program.definitions.values(), program.figures.values(), program.weights, program.adjustments,
        program.ratings, program.rankings,
    ):  # fmt: skip
        for declared in group:
            yield declared.basis
    for kind in program.procedure.values():
        yield from (one.basis for one in kind.values())


def _weighing(clause: p.WeightsClause, node: p.ScoreNode) -> Basis:
    """What the weights of a node's parts rest on: of a clause with several grounds only those of its own figures."""
    if len(clause.grounds) <= 1:
        return clause.basis
    own = {Figure(FigureKind.EQUAL, node.name), *(Figure(FigureKind.WEIGHT, part) for part in node.parts)}
    own.add(Figure(FigureKind.REDISTRIBUTION))
    return joined(ground for ground in clause.grounds if not own.isdisjoint(ground.figures))


class _Of(Enum):
    """What rests on assumptions."""

    NODE = "node"
    ADJUSTMENT = "adjustment"
    DEFINITION = "definition"
    FIGURES = "figures"


class _Finder:
    """Follows what rests on what; each thing is looked at once."""

    def __init__(self, program: p.Program) -> None:
        self.program = program
        self.adjustments = {a.name: a for a in program.adjustments}
        self.by_name: dict[str, Found] = {}
        for basis in _bases(program):
            for assumption in basis.assumptions:
                if assumption.subject:
                    self.by_name.setdefault(assumption.subject, {})[assumption] = None
        self._found: dict[tuple[_Of, str], Found] = {}
        self._definite = {name: self._always_applies(name) for name in program.nodes}
        for name in program.definitions:  # what is called comes first, so this does not nest deeply
            self.of(_Of.DEFINITION, name)

    def of(self, kind: _Of, name: str) -> Found:
        """What a node, adjustment, definition or table of figures rests on."""
        known = self._found.get((kind, name))
        if known is None:
            known = self._found[kind, name] = {}
            known.update(self.by_name.get(name, {}))
            match kind:
                case _Of.NODE:
                    self._node(self.program.nodes[name], known)
                case _Of.ADJUSTMENT:
                    self._adjustment(self.adjustments[name], known)
                case _Of.DEFINITION:
                    definition = self.program.definitions[name]
                    self._add(known, definition.basis)
                    known.update(self.through(definition.body))
                case _Of.FIGURES:
                    self._add(known, self.program.figures[name].basis)
                case _:
                    assert_never(kind)
        return known

    def _add(self, found: Found, basis: Basis) -> None:
        found.update(dict.fromkeys(basis.assumptions))

    def through(self, expression: p.Expression | None) -> Found:
        """What an expression rests on: the definitions, figures and nodes that it reads."""
        found: Found = {}
        if expression is None:
            return found
        for inner in walk(expression):
            match named(inner):
                case (Named.DEFINITION, name):
                    found.update(self.of(_Of.DEFINITION, name))
                case (Named.FIGURES, name):
                    found.update(self.of(_Of.FIGURES, name))
                case (Named.NODE, name):
                    found.update(self.of(_Of.NODE, name))
                case _:
                    pass
        return found

    def _node(self, node: p.ScoreNode, found: Found) -> None:
        self._add(found, node.basis)
        self._add(found, node.rounding_basis)
        found.update(self.through(node.formula))
        for test in node.not_applicable:
            found.update(self.through(test.condition))
        for part in node.parts:
            found.update(self.of(_Of.NODE, part))
        if self._is_weighted(node):
            for clause in self.program.weights:
                self._add(found, _weighing(clause, node))
                found.update(self.through(clause.condition))
        for adjustment in self.program.adjustments:
            if adjustment.target == node.name:
                found.update(self.of(_Of.ADJUSTMENT, adjustment.name))

    def _adjustment(self, adjustment: p.Adjustment, found: Found) -> None:
        self._add(found, adjustment.basis)
        for expression in outermost(adjustment):
            found.update(self.through(expression))

    def _is_weighted(self, node: p.ScoreNode) -> bool:
        """Whether the weights clauses decide anything for a node.

        They do not for the only part, nor for criteria that count by their maxima and are always applicable.
        """
        if len(node.parts) < 2 or node.no_total is not None:
            return False
        if node.formula is not None:
            return any(isinstance(inner, p.PartsAggregate) and inner.weighted for inner in walk(node.formula))
        return not (all(self._definite[part] for part in node.parts) and self._by_maxima(node))

    def _always_applies(self, name: str) -> bool:
        node = self.program.nodes[name]
        if node.not_applicable:
            return False
        return not (node.parts and node.only_parts) or any(self._always_applies(part) for part in node.parts)

    def _by_maxima(self, node: p.ScoreNode) -> bool:
        """Whether every clause weighs the node's parts, criteria all of them, by their maxima."""
        parts = [self.program.nodes[part] for part in node.parts]
        whole = sum(part.maximum for part in parts)
        by_maxima = {part.name: part.maximum / whole for part in parts}
        return all(part.kind is p.NodeKind.CRITERION for part in parts) and all(
            weight.share == by_maxima[weight.part]
            for clause in self.program.weights
            for weight in clause.weights.get(node.name, ())
        )
