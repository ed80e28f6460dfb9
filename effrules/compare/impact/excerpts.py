"""The exact engine for single nodes: an excerpt of a program, and what the node reads given beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from attrs import evolve

from effrules.compare.impact.cones import Of, Unit, conditions_above
from effrules.data.dataset import Dataset, Row
from effrules.exact.nodes import Known, Nodes
from effrules.exact.results import NodeResult
from effrules.model import kinds
from effrules.model import program as p
from effrules.model.schema import Titles

Outcome = NodeResult | None
"""What came of a node; ``None`` where the program has no such node."""


class Engine:
    """The exact engine for the nodes of an excerpt; what they read is given."""

    def __init__(self, program: p.Program, dataset: Dataset) -> None:
        self.program, self.dataset = program, dataset
        self.known: Known = {name: {} for name in program.nodes}
        self.nodes = Nodes(program, dataset, known=self.known)

    def give(self, row: Row, results: Mapping[str, Outcome]) -> None:
        """What the nodes that are read came to for a subject, in place of what was given before."""
        known = self.known
        for name, result in results.items():
            if name in known:
                if result is None:
                    known[name].pop(row, None)
                else:
                    known[name][row] = result

    def result(self, row: Row, name: str, *, keep: bool = False) -> Outcome:
        """A node's result; ``None`` where the program does not have it. ``keep`` where others may read it too."""
        if name not in self.known:
            return None
        found = self.nodes.result(row, name)
        if not keep:
            del self.known[name][row]
        return found


def excerpt(program: p.Program, unit: Unit) -> p.Program:
    """A program with the nodes of a unit and what they read, the other nodes as bare names with a scale."""
    nodes: dict[str, p.ScoreNode] = {}
    for name in unit.inputs:
        if name in program.nodes:
            lacking = kinds.lacking(program.nodes, name)
            only = () if lacking is None else (p.NotApplicableWhen(lacking, Titles(), only=True),)
            nodes[name] = evolve(
                program.nodes[name], parent=None, parts=(), formula=None, not_applicable=only
            )
    own = [program.nodes[name] for name in unit.nodes if name in program.nodes]
    for node in own:
        above = conditions_above(node, program)
        for other, parent in zip_longest(above, above[1:]):
            if other.name not in unit.nodes:
                name_above = None if parent is None else parent.name
                nodes[other.name] = evolve(other, parent=name_above, parts=(), formula=None)
        nodes[node.name] = evolve(node, parent=above[0].name if above else None)
    return evolve(
        program,
        definitions={
            name: d for name, d in program.definitions.items() if (Of.DEFINITION, name) in unit.keys
        },
        figures={name: f for name, f in program.figures.items() if (Of.FIGURES, name) in unit.keys},
        nodes=nodes,
        weights=program.weights if any(node.parts for node in own) else (),
        adjustments=tuple(a for a in program.adjustments if a.target in unit.nodes),
        ratings=(),
        rankings=(),
        properties=(),
        examples=(),
        recommendations={},
        order=tuple(name for name in program.order if name in nodes),
    )
