"""Nodes that are the plain sum of their parts."""

from __future__ import annotations

from effrules.model import kinds
from effrules.model import program as p


def adds_up(program: p.Program, node: p.ScoreNode) -> bool:
    """Whether a node without a formula is the plain sum of its parts: by every weights clause they weigh as their maxima do."""
    parts = [program.nodes[part] for part in node.parts]
    return (
        node.own is None
        and bool(parts)
        and node.minimum == 0
        and all(part.minimum == 0 for part in parts)
        and all(_as_maxima(program, node, clause) for clause in program.weights)
    )


def _as_maxima(program: p.Program, node: p.ScoreNode, clause: p.WeightsClause) -> bool:
    if kinds.varies(program.nodes, node.name) or node.maxima:
        return node.name in clause.by_maxima  # whose sum the checker looks at, kind by kind
    return all(
        weight.share * node.maximum == program.nodes[weight.part].maximum
        for weight in clause.weights.get(node.name, ())
    )
