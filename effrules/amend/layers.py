"""Who wrote what of a declaration: one layer for the text that put it in, and one for each amendment that wrote figures of it.

All that a layer wrote lies inside its place in the text, wherever later amendments carry it; so the layer of a clause is found by
where the clause stands. What a layer states as its basis covers what it wrote, and nothing that was written before or after.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve, frozen

from effrules.source import Span
from effrules.syntax import tree as ast

Stated = ast.BasisClause


@frozen
class Layer:
    """A text that wrote figures of a declaration.

    ``stated`` are the citations and assumptions in it, ``reasons`` what stands behind the verb of an amendment. ``bare``: it
    wrote no figure, so its basis is about the declaration itself. ``redistributes``: it said what becomes of the weight of a part
    that is not applicable (a word without a place of its own).
    """

    version: str
    place: Span
    stated: tuple[Stated, ...]
    reasons: tuple[ast.Reason, ...]
    amends: bool
    bare: bool
    redistributes: bool = False
    anew: tuple[Stated, ...] = ()
    """A basis that a later change stated for all that stands, roundings apart."""
    stated_by: str = ""
    """The version that did."""

    def wrote(self, span: Span) -> bool:
        """Whether something stands in its text."""
        place = self.place
        return span.source is place.source and place.start <= span.start and span.end <= place.end

    @property
    def basis(self) -> tuple[Stated, ...]:
        """What stands with the figures; where nothing does, what the amendment cites."""
        return (
            self.anew
            or self.stated
            or tuple(reason for reason in self.reasons if isinstance(reason, ast.Cite))
        )


Layers = tuple[Layer, ...]

FIGURES = (
    ast.Score, ast.NotApplicable, ast.OnlyWhere, ast.Multiplied, ast.MeanOfOthers, ast.OutOf, ast.RoundClause, ast.Never, ast.NoTotal,
    ast.Amount, ast.Cap, ast.Floor, ast.FigureRow, ast.Weekend, ast.Stretch, ast.CalendarDay,
)  # fmt: skip
"""Clauses that are figures: what they say needs a basis."""


def first(version: str, declared: Any, amendment: ast.Add | ast.Replace | None) -> Layers:
    """The layer of a declaration that is put in, by itself or by an amendment."""
    place = declared.span if amendment is None else amendment.span
    reasons = () if amendment is None else amendment.reasons
    redistributes = bool(getattr(declared, "redistribution", None))
    layer = Layer(
        version,
        place,
        _stated(declared),
        reasons,
        amendment is not None,
        not _writes(declared),
        redistributes,
    )
    return (layer,)


def after(layers: Layers, version: str, amendment: ast.Change) -> Layers:
    """The layers after a change. One that states a basis and writes no figure states it for all that stands."""
    parts = amendment.parts
    weights = next((part for part in parts if isinstance(part, ast.Weights)), None)
    if weights is None:
        stated = tuple(part for part in parts if isinstance(part, Stated))
        writes = any(isinstance(part, (*FIGURES, ast.DropClause)) for part in parts)
        redistributes = False
    else:
        stated, writes = weights.basis, _weighs(weights)
        redistributes = bool(weights.redistribution)
    if writes:
        layer = Layer(
            version, amendment.span, stated, amendment.reasons, amends=True, bare=False,
            redistributes=redistributes,
        )  # fmt: skip
        return (*layers, layer)
    return tuple(evolve(layer, anew=stated, stated_by=version) for layer in layers) if stated else layers


def layer_of(layers: Layers, span: Span) -> Layer:
    """The last layer that wrote what stands at a place."""
    return next((layer for layer in reversed(layers) if layer.wrote(span)), layers[0])


def _stated(declared: Any) -> tuple[Stated, ...]:
    own: Iterable[Any] = getattr(declared, "clauses", ()) or getattr(declared, "basis", ())
    return tuple(clause for clause in own if isinstance(clause, Stated))


def _writes(declared: Any) -> bool:
    match declared:
        case ast.NodeDeclaration() | ast.AdjustmentDeclaration() | ast.TotalDeclaration():
            clauses: tuple[Any, ...] = declared.clauses
            return any(isinstance(clause, FIGURES) for clause in clauses if not _has_own_basis(clause))
        case ast.Weights():
            return _weighs(declared)
        case _:
            return True


def _has_own_basis(clause: object) -> bool:
    """Whether a clause rests on what it states itself."""
    around = isinstance(clause, ast.Multiplied | ast.MeanOfOthers)
    return isinstance(clause, ast.RoundClause) or (around and bool(clause.basis))  # type: ignore[attr-defined]


def _weighs(weights: ast.Weights) -> bool:
    return bool(weights.redistribution) or _has_figures(weights.group)


def _has_figures(group: ast.WeightGroup) -> bool:
    return group.equal is not None or any(
        entry.share is not None or (entry.below is not None and _has_figures(entry.below))
        for entry in group.entries
    )
