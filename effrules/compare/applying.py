"""Programs in between: some of the edits applied to the old methodology, and which can be applied independently."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from effrules.compare.difference import Difference
from effrules.compare.edits import Edit
from effrules.model.program import Program


@frozen
class Parted:
    """Edits in the order in which they can be applied.

    ``before`` only brings in what nothing reads yet (tables, fields, definitions, figures), ``after`` only takes out
    what nothing reads any more: neither moves a score. Once ``before`` is applied, the ``groups`` can be applied
    independently of each other in any combination; once all of them are, so can ``after``.
    """

    before: tuple[Edit, ...]
    groups: tuple[tuple[Edit, ...], ...]
    after: tuple[Edit, ...]


def applied(difference: Difference, edits: Iterable[Edit]) -> Program:
    """The old program with some edits applied; with all of them it is the new one, but for spans and origins.

    The edits must be closed under ``requires``: raises ValueError, naming what is lacking, where they are not.
    """
    raise NotImplementedError


def groups(edits: Iterable[Edit]) -> tuple[tuple[Edit, ...], ...]:
    """The smallest sets of edits that can be applied independently of each other in any combination.

    Each set, and each union of sets, leaves a well-formed program: weights add up to 1 and name exactly the parts,
    nothing that is read is lacking, no circle. In the order of the edits.
    """
    raise NotImplementedError


def parted(difference: Difference) -> Parted:
    """The edits of a difference, finer than ``groups`` can: what nothing reads is put in first and taken out last."""
    raise NotImplementedError
