"""Types and units of values: what a field may hold and what an expression gives.

A quantity has a *unit* (a product of powers of base units: points, KZT, days ...) and, when it has none, a
*flavour*: a share (a ratio shown in percent), a number, or plain (a literal or a ratio, which may serve as
either). Points and shares do not add; a share times points is points; money over money is plain.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

from attrs import frozen
from flint import fmpq

from effrules.model.operators import Comparison

Unit = tuple[tuple[str, int], ...]
"""Base units with their exponents, sorted by name; the empty tuple has no unit."""

NO_UNIT: Unit = ()
POINTS: Unit = (("points", 1),)
DAYS: Unit = (("days", 1),)


def unit_product(left: Unit, right: Unit, sign: int = 1) -> Unit:
    """The unit of a product (sign 1) or of a quotient (sign -1)."""
    powers = dict(left)
    for name, power in right:
        powers[name] = powers.get(name, 0) + sign * power
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def unit_text(unit: Unit) -> str:
    """A unit as people write it: ``points``, ``KZT per days``."""
    over = [name if power == 1 else f"{name}^{power}" for name, power in unit if power > 0]
    under = [name if power == -1 else f"{name}^{-power}" for name, power in unit if power < 0]
    text = " ".join(over) or ("1" if under else "")
    return text + (" per " + " ".join(under) if under else "")


class Flavour(Enum):
    """What a quantity without a unit is: a share, a number, or plain (may serve as either)."""

    SHARE = "share"
    NUMBER = "number"
    PLAIN = "plain"


@frozen
class Quantity:
    """The type of exact numbers: a unit, and a flavour when there is no unit."""

    unit: Unit = NO_UNIT
    flavour: Flavour = Flavour.PLAIN

    def __str__(self) -> str:
        if self.unit:
            return unit_text(self.unit)
        return "a plain number" if self.flavour is Flavour.PLAIN else self.flavour.value

    def raised(self, power: int) -> Quantity:
        """The type of its values to a power of at least 1."""
        if power == 1:
            return self
        return Quantity(tuple((name, power * exponent) for name, exponent in self.unit))


@frozen
class Text:
    """The type of texts."""

    def __str__(self) -> str:
        return "text"


@frozen
class YesNo:
    """The type of ``yes`` and ``no``."""

    def __str__(self) -> str:
        return "yes or no"


@frozen
class Date:
    """The type of calendar days."""

    def __str__(self) -> str:
        return "date"


@frozen
class Choice:
    """The type of ``one of ...``: the names that may stand there, in the declared order."""

    names: tuple[str, ...]

    def __str__(self) -> str:
        return "one of " + ", ".join(self.names)


Type = Quantity | Text | YesNo | Date | Choice

NUMBER = Quantity(NO_UNIT, Flavour.NUMBER)
SHARE = Quantity(NO_UNIT, Flavour.SHARE)
PLAIN = Quantity(NO_UNIT, Flavour.PLAIN)
POINTS_TYPE = Quantity(POINTS)
DAYS_TYPE = Quantity(DAYS)

Value = fmpq | str | bool | date
"""A value of the data or of a constant; a choice is the text of its name. A missing value is ``None``."""


End = Any
"""An end of a domain: a rational, a day, or ``None`` for no bound; both ends of a domain are of one kind."""


class Ends:
    """Values from a lower end to an upper one, each of which is among them or not; ``None`` is no end."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def low(self) -> End: ...
        @property
        def low_included(self) -> bool: ...
        @property
        def high(self) -> End: ...
        @property
        def high_included(self) -> bool: ...

    @property
    def lower(self) -> Comparison:
        """How all values compare with the lower end."""
        return Comparison.AT_LEAST if self.low_included else Comparison.GREATER

    @property
    def upper(self) -> Comparison:
        """How all values compare with the upper end."""
        return Comparison.AT_MOST if self.high_included else Comparison.LESS

    def holds(self, value: End) -> bool:
        """Whether a value lies between the ends; whether it is equal to one is asked only where that matters."""
        if self.low is not None and (value < self.low or (not self.low_included and value == self.low)):
            return False
        return bool(self.high is None or value < self.high or (self.high_included and value == self.high))


class OpenEnds(Ends):
    """The same, where it is said of each end whether it is left out."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def low_open(self) -> bool: ...
        @property
        def high_open(self) -> bool: ...

    @property
    def low_included(self) -> bool:
        """Whether the lower end is among the values."""
        return not self.low_open

    @property
    def high_included(self) -> bool:
        """Whether the upper end is among the values."""
        return not self.high_open


@frozen
class Domain(OpenEnds):
    """The values that a field admits, in the field's own unit; ``None`` is no bound.

    ``low_open`` is ``above`` (the bound itself is not admitted), ``high_open`` is ``below``.
    """

    low: End = None
    low_open: bool = False
    high: End = None
    high_open: bool = False
    whole: bool = False

    def admits(self, value: fmpq | date) -> bool:
        """Whether the value lies in the domain."""
        return self.holds(value) and not (self.whole and isinstance(value, fmpq) and value.q != 1)

    def __str__(self) -> str:
        words = ["whole"] if self.whole else []
        if self.low is not None:
            words.append(f"{self.lower.value} {self.low}")
        if self.high is not None:
            words.append(f"{self.upper.value} {self.high}")
        return ", ".join(words) or "any"
