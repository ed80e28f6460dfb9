"""Numbers of points that a criterion's formula gives as they are written, and that lie outside of the criterion's scale."""

from __future__ import annotations

from collections.abc import Iterator

from flint import fmpq

from effrules.check.errors import score_errors
from effrules.check.expressions.bands import constant_value
from effrules.diagnostics import Finding
from effrules.model import program as p
from effrules.model import ranges
from effrules.model.rounding import round_rational
from effrules.model.values.occurring import Occurring


def beyond_scale(program: p.Program, occurring: Occurring) -> Iterator[Finding]:
    """A finding for each such number. Nothing is said where a clause multiplies the score, which may bring it back."""
    for node in program.nodes.values():
        own = node.own
        if node.kind is not p.NodeKind.CRITERION or own is None:
            continue
        if any(isinstance(clause, p.Multiplied) for clause in node.around):
            continue
        for given in _given(own, occurring):
            value = constant_value(given)
            if not isinstance(value, fmpq) or given.span is None:
                continue
            rounded = value if node.rounding is None else round_rational(value, node.rounding)
            if not node.minimum <= rounded <= node.maximum:
                yield score_errors.beyond_scale(given.span, node.name, value, (node.minimum, node.maximum))


def _given(formula: p.Expression, occurring: Occurring) -> Iterator[p.Expression]:
    """What a formula comes out as: of cases each one's value, of bands those of the bands in which the value can lie."""
    ahead = [formula]
    while ahead:
        match ahead.pop():
            case p.Choose(cases, otherwise):
                ahead += [otherwise, *(value for _, value in reversed(cases))]
            case p.Banded(bands=bands, otherwise=rest) as lookup:
                asked = occurring.asked.get(id(lookup))
                ahead += [] if rest is None else [rest]
                for band in reversed(bands):
                    if asked is None or not ranges.is_empty(ranges.meet(asked.found, ranges.of_ends(band))):
                        ahead.append(band.result)
            case p.Interpolate(points=points, before=before, after=after):
                ahead += [one for one in (after, before) if one is not None]
                ahead += [value for _, value in reversed(points)]
            case other:
                yield other
