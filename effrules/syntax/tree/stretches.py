"""What goes by stretches of values: bands, interpolation; and check-lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from effrules.model.printed import Side
from effrules.model.rounding import Rounding
from effrules.model.schema import Titles
from effrules.model.types import Ends
from effrules.syntax.tree.basis import BasisClause
from effrules.syntax.tree.kinds import About, Beyond, Given
from effrules.syntax.tree.names import Placed

if TYPE_CHECKING:
    from effrules.syntax.tree.expressions import Expression


@frozen(repr=False)
class RangeOf(Placed, Ends):
    """A stretch of values; an end of ``None`` is open to that side."""

    low: Expression | None
    low_included: bool
    high: Expression | None
    high_included: bool


@frozen(repr=False)
class BandOf(Placed):
    """A band; ``range`` of ``None`` is ``otherwise``."""

    range: RangeOf | None
    result: Expression


@frozen(repr=False)
class ReadingOf(Placed):
    """How lines are read that are copied as they are printed: ``between lines: the line of the lower value assumed ...``.

    Without a ``side`` the value is rounded first.
    """

    about: About
    side: Side | None
    rounding: Rounding | None
    basis: tuple[BasisClause, ...]


@frozen(repr=False)
class BandsOf(Placed):
    """``points by``, ``share by``, ``number by``, ``value by`` ... with its bands; ``printed``: as an act prints them."""

    kind: Given
    operand: Expression
    bands: tuple[BandOf, ...]
    printed: bool = False
    readings: tuple[ReadingOf, ...] = ()


@frozen(repr=False)
class PointOf(Placed):
    """A point of an interpolation: at a value, or beyond the first or the last one."""

    at: Expression | Beyond
    result: Expression


@frozen(repr=False)
class InterpolateOf(Placed):
    """``interpolate`` ... with its points."""

    operand: Expression
    points: tuple[PointOf, ...]


@frozen(repr=False)
class ItemOf(Placed):
    """An item of a check-list."""

    titles: Titles
    result: Expression
    condition: Expression


@frozen(repr=False)
class CheckListOf(Placed):
    """``checklist`` with its items."""

    items: tuple[ItemOf, ...]
