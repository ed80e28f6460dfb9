"""What a real number is made of: a rational coefficient and a body, which is one operation on numbers.

Bodies never change, but for the enclosure that each keeps of itself, which only gets tighter, and what has been
decided about them. They are built by ``arithmetic``, which keeps the promises written at each; those of the same
structure are one object (see ``enclosure.enclosed``).
"""

from __future__ import annotations

from attrs import define, field, frozen
from flint import arb, fmpq

from effrules.words import Telling, Text


class DomainError(Telling, ArithmeticError):
    """An operation that has no value there; ``told`` says so in plain words."""


class TooLong(DomainError):
    """A number of more digits than are worked with (see ``limits``); ``fraction``: those of an exact fraction."""

    def __init__(self, told: Text, fraction: bool = False) -> None:
        super().__init__(told)
        self.fraction = fraction


class Undecided(Exception):
    """A comparison or rounding that enclosures up to the cap leave open and algebra does not settle.

    ``limit`` is the rational number that a rounding could not be told from.
    """

    def __init__(self, bits: int, limit: fmpq | None = None) -> None:
        self.bits = bits
        self.digits = bits * 30103 // 100000
        """How many significant decimal digits were tried."""
        self.limit = limit
        super().__init__(f"not decided with {self.digits} digits")


@define(eq=False)
class Body:
    """An operation on numbers, with an enclosure of its value and the working precision that gave it.

    ``direction`` is its sign where that was decided; ``open_bits`` the precision with which it was not; ``vanishes``
    whether a proof that it is zero was found, where one was looked for; ``rational`` what it was proved to be.
    """

    ball: arb = field(default=arb(0), init=False, repr=False)
    bits: int = field(default=0, init=False, repr=False)
    direction: int | None = field(default=None, init=False, repr=False)
    open_bits: int = field(default=0, init=False, repr=False)
    vanishes: bool | None = field(default=None, init=False, repr=False)
    rational: fmpq | bool | None = field(default=None, init=False, repr=False)


@define(eq=False)
class Root(Body):
    """The root of a rational above 0, which is no perfect power for any divisor of the index (but 1)."""

    radicand: fmpq
    index: int


@define(eq=False)
class Ln(Body):
    """The natural logarithm of a rational above 1, or of a real number above 0."""

    argument: Num


@define(eq=False)
class Exp(Body):
    """e to a power that is not the rational 0."""

    argument: Num


@define(eq=False)
class Sum(Body):
    """Two numbers added. At most the left one is rational."""

    left: Num
    right: Real


@define(eq=False)
class Product(Body):
    """Two numbers multiplied, both with coefficient 1."""

    left: Real
    right: Real


@define(eq=False)
class Power(Body):
    """A real number above 0 to a rational power other than 0 and 1."""

    base: Real
    exponent: fmpq


@frozen(eq=False)
class Real:
    """A real number that is not known to be rational: ``coefficient`` (not 0) times ``body``.

    The comparison operators decide exactly, and may raise ``Undecided``. Equality is of values, so there is
    no hash.
    """

    coefficient: fmpq
    body: Body

    __hash__ = None  # type: ignore[assignment]

    @property
    def structure(self) -> tuple[fmpq, Body]:
        """What has a hash: numbers of one structure are equal (equal numbers may have several)."""
        return self.coefficient, self.body

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (fmpq, Real)):
            return NotImplemented
        return self is other or _compare(self, other) == 0

    def __lt__(self, other: Num) -> bool:
        return _compare(self, other) < 0

    def __le__(self, other: Num) -> bool:
        return _compare(self, other) <= 0

    def __gt__(self, other: Num) -> bool:
        return _compare(self, other) > 0

    def __ge__(self, other: Num) -> bool:
        return _compare(self, other) >= 0


Num = fmpq | Real


def _compare(left: Num, right: Num) -> int:
    from effrules.model.real.decide import compare  # the decisions are built on the terms

    return compare(left, right)


def parts(body: Body) -> tuple[Num, ...]:
    """The numbers that the operation is applied to."""
    match body:
        case Root(radicand=radicand):
            return (radicand,)
        case Ln(argument=argument) | Exp(argument=argument):
            return (argument,)
        case Sum(left=left, right=right) | Product(left=left, right=right):
            return (left, right)
        case Power(base=base):
            return (base,)
        case _:
            raise TypeError(f"no such operation: {type(body).__name__}")
