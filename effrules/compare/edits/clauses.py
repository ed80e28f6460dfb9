"""Weights clauses of two programs: which are for the same subjects, and which weights follow from maxima."""

from __future__ import annotations

from collections.abc import Mapping

from flint import fmpq

from effrules.compare.edits.making import form_of
from effrules.compare.matching import forms
from effrules.model import kinds
from effrules.model import program as p


def clauses_matched(
    left: p.Program, right: p.Program
) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[int, ...]]:
    """The weights clauses for the same subjects, by their numbers, then those that are only on the one side, on the other."""
    free = {at: form_of(c.condition, forms.SUBJECT) for at, c in enumerate(right.weights)}
    pairs: list[tuple[int, int]] = []
    gone: list[int] = []
    for at, clause in enumerate(left.weights):
        wanted = form_of(clause.condition, forms.SUBJECT)
        other = next((number for number, condition in free.items() if condition == wanted), None)
        if other is None:
            gone.append(at)
        else:
            del free[other]
            pairs.append((at, other))
    return tuple(pairs), tuple(gone), tuple(free)


def weights_changed(
    left: p.Program, right: p.Program, before: p.WeightsClause, after: p.WeightsClause, name: str
) -> bool:
    """Whether the parts of a node of both weigh otherwise by a clause, and not just because their maxima changed."""
    if name not in left.nodes or name not in right.nodes:
        return False
    followed = name in before.by_maxima, name in after.by_maxima
    if all(followed):
        return False
    if any(followed) and (kinds.varies(left.nodes, name) or kinds.varies(right.nodes, name)):
        return True
    ours = {w.part: w.share for w in before.weights.get(name, ())}
    theirs = {w.part: w.share for w in after.weights.get(name, ())}
    if ours == theirs or (len(ours) == 1 and len(theirs) == 1):
        return False
    return not (follow_maxima(left, name, ours) and follow_maxima(right, name, theirs))


def follow_maxima(program: p.Program, name: str, weights: Mapping[str, fmpq]) -> bool:
    """Whether a node's parts weigh as their maxima do."""
    return by_maxima(program.nodes, name) == weights


def by_maxima(nodes: Mapping[str, p.ScoreNode], name: str) -> dict[str, fmpq] | None:
    """The weights that a node's parts have by their maxima, if all of them are criteria."""
    parts = [nodes[part] for part in nodes[name].parts]
    if not parts or any(part.kind is not p.NodeKind.CRITERION for part in parts):
        return None
    whole = sum((part.maximum for part in parts), fmpq(0))
    return {part.name: part.maximum / whole for part in parts}
